import type { RssFeed } from './feed-parser.js';

type Media = NonNullable<RssFeed.Item<string>['media']>;

interface Enclosure {
  readonly url?: string;
  readonly href?: string;
  readonly type?: string;
}

/** The picture of an entry: of Media RSS the largest, else an enclosed picture, a thumbnail, a podcast's cover. */
export function feedImage(
  media: Media | undefined,
  enclosures: readonly Enclosure[] | undefined,
  cover?: string,
): string | undefined {
  const groups = media?.groups ?? [];
  const contents = [...(media?.contents ?? []), ...groups.flatMap((group) => group.contents ?? [])];
  const pictures = contents
    .filter(({ medium, type, url }) => isPicture(type, url, medium))
    .sort((a, b) => (b.width ?? 0) - (a.width ?? 0));
  const enclosed = enclosures?.find(({ type, url, href }) => isPicture(type, url ?? href));
  const thumbnails = [media, ...groups, ...contents].flatMap((part) => part?.thumbnails ?? []);
  return pictures[0]?.url ?? enclosed?.url ?? enclosed?.href ?? thumbnails[0]?.url ?? cover;
}

function isPicture(type: string | undefined, url: string | undefined, medium?: string): boolean {
  if (url === undefined) return false;
  if (medium !== undefined) return medium.toLowerCase() === 'image';
  if (type !== undefined) return /^image\//i.test(type);
  return /\.(?:jpe?g|png|webp|gif|avif)(?:[?#]|$)/i.test(url);
}
