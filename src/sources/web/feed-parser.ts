import { parseFeed } from 'feedsmith';

export type { AnyFeed, AtomFeed, JsonFeed, RdfFeed, RssFeed } from 'feedsmith';
export { parseFeed };
