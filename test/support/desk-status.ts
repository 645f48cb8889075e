import type { DatedLink, Status, Survey } from '../../src/engine/status.js';
import { ARTICLES, toFound } from './desk-archive.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const links = ARTICLES.map(toFound).map(({ id, title, url }) => ({ id, title, url }));

/** Of all articles, or an estimate in an archive of `articles`. */
export function survey(now: number, articles = ARTICLES.length): Survey {
  const sampled = Math.min(articles, 1000);
  return {
    measuredAt: new Date(now - 4 * MINUTE).toISOString(),
    generation: 'g3',
    sampled,
    articles,
    meanLinks: 3.62,
    noList: {
      count: Math.round(articles * 0.0288),
      share: 0.0288,
      examples: links
        .slice(-3)
        .map((link, i) => ({ ...link, reason: i === 0 ? 'not_embeddable' : 'below_cutoff' })),
    },
    orphans: { count: Math.round(articles * 0.115), share: 0.115, examples: links.slice(4, 12) },
    hubs: links.slice(14, 24).map((article, i) => ({
      article,
      lists: Math.round((sampled * 0.14) / (1 + i / 3)),
      share: 0.14 / (1 + i / 3),
    })),
  };
}

/** An index that does well: everything is found, and the survey is made. */
export function status(now: number, parts: Partial<Status> = {}): Status {
  const dated = (at: number, hours: number): DatedLink => ({
    ...(links[at] ?? { id: 'a', title: 'A', url: null }),
    publishedAt: new Date(now - hours * HOUR).toISOString(),
  });
  return {
    index: {
      generation: '2026-11-22T10-00-00Z-3f9c',
      sequence: 1042,
      model: 'seealso-en',
      articles: ARTICLES.length,
      publishedAt: new Date(now - 3 * HOUR).toISOString(),
      changesSince: 12,
      vectors: ARTICLES.length - 1,
    },
    newest: { published: dated(1, 2), indexed: dated(1, 2) },
    waiting: 0,
    lag: 0,
    silence: 2 * 3600,
    survey: survey(now),
    runs: [0, 1, 2, 3].map((i) => ({
      run: 9 - i,
      startedAt: new Date(now - (3 + 24 * i) * HOUR - 74_000).toISOString(),
      finishedAt: new Date(now - (3 + 24 * i) * HOUR).toISOString(),
      outcome: {
        added: 5 * i,
        changed: 3,
        removed: i === 2 ? 1 : 0,
        rejected: i === 1 ? 2 : 0,
        seconds: 74.31 / (i + 1),
      },
    })),
    ...parts,
  };
}

/** The newest article, and two others, have been waiting for hours. */
export function behind(now: number): Status {
  const good = status(now);
  const [first] = links;
  const published = {
    ...(first ?? { id: 'a', title: 'A', url: null }),
    publishedAt: new Date(now - HOUR).toISOString(),
  };
  return { ...good, newest: { ...good.newest, published }, waiting: 3, lag: 5 * 3600, silence: 3600 };
}
