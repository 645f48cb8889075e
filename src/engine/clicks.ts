import type { Catalog } from '../catalog/catalog.js';
import type { ClickCount, ClickQuery, ClickTotals } from '../catalog/click-counts.js';

const DAY = 86_400_000;
/** Counts are forgotten after so many days. */
const KEPT_DAYS = 400;
/** Between two writes to the catalogue. Milliseconds. */
const FLUSH_EVERY = 2_000;
/** Counts that wait; more are written at once. */
const MOST_WAITING = 2_000;

/** What one page tells: links that were seen, and links that were clicked, under one article. */
export interface ClickEvents {
  readonly article: string;
  readonly impressions: readonly LinkEvent[];
  readonly clicks: readonly LinkEvent[];
}

export interface LinkEvent {
  /** Id of the article that the link leads to. */
  readonly id: string;
  /** In the list, from 1. */
  readonly position: number;
}

export type ClickReportQuery = Omit<ClickQuery, 'from' | 'to'> & {
  /** Milliseconds since 1970; their days (UTC) count whole. `null`: the last 30 days. */
  readonly since: number | null;
  /** `null`: up to now. */
  readonly until: number | null;
};

/** Clicks per impression. */
export interface ClickRate {
  readonly impressions: number;
  readonly clicks: number;
  /** 0–1; `null` where nothing was seen. */
  readonly rate: number | null;
  /** Wilson's 95% interval of the rate: what so few observations can say. */
  readonly interval: readonly [low: number, high: number] | null;
}

export interface ClickReport extends ClickRate {
  readonly by: ClickQuery['by'];
  /** First and last day, UTC. */
  readonly from: string;
  readonly to: string;
  readonly rows: readonly (Pick<ClickTotals['rows'][number], 'article' | 'link' | 'position'> & ClickRate)[];
}

/** Counts what readers see and click, by day, without anything that tells one reader from another. */
export interface Clicks {
  /** Written within two seconds: what a killed process had not written yet is not counted. */
  count(events: ClickEvents): void;
  report(query: ClickReportQuery): ClickReport;
  close(): void;
}

export function createClicks(
  catalog: Pick<Catalog, 'countClicks' | 'clicks' | 'forgetClicks'>,
  clock: () => number,
  log: (message: string) => void,
): Clicks {
  let waiting = new Map<string, ClickCount>();
  let timer: NodeJS.Timeout | null = null;
  let swept = 0;

  const today = () => Math.floor(clock() / DAY);
  const flush = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (waiting.size === 0) return;
    const counts = [...waiting.values()];
    waiting = new Map();
    try {
      catalog.countClicks(today(), counts);
      if (swept !== today()) catalog.forgetClicks(today() - KEPT_DAYS);
      swept = today();
    } catch (error) {
      // Counts are worth less than the answers that the process gives.
      log(`Clicks were not counted: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const add = (article: string, { id, position }: LinkEvent, impressions: number, clicks: number): void => {
    const name = JSON.stringify([article, id, position]);
    const before = waiting.get(name) ?? { article, link: id, position, impressions: 0, clicks: 0 };
    waiting.set(name, {
      ...before,
      impressions: before.impressions + impressions,
      clicks: before.clicks + clicks,
    });
  };

  return {
    count({ article, impressions, clicks }) {
      for (const link of impressions) add(article, link, 1, 0);
      for (const link of clicks) add(article, link, 0, 1);
      if (waiting.size >= MOST_WAITING) flush();
      else timer ??= setTimeout(flush, FLUSH_EVERY).unref();
    },
    report({ since, until, ...query }) {
      flush();
      const to = until === null ? today() : Math.floor(until / DAY);
      const from = since === null ? to - 29 : Math.floor(since / DAY);
      const { rows, ...total } = catalog.clicks({ ...query, from, to });
      return {
        by: query.by,
        from: dayOf(from),
        to: dayOf(to),
        ...rated(total),
        rows: rows.map(({ impressions, clicks, ...of }) => ({ ...of, ...rated({ impressions, clicks }) })),
      };
    },
    close: flush,
  };
}

const dayOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

function rated({
  impressions,
  clicks,
}: {
  readonly impressions: number;
  readonly clicks: number;
}): ClickRate {
  if (impressions === 0) return { impressions, clicks, rate: null, interval: null };
  return {
    impressions,
    clicks,
    // One impression may be clicked twice.
    rate: rounded(Math.min(1, clicks / impressions)),
    interval: wilson(Math.min(clicks, impressions), impressions),
  };
}

/** E. B. Wilson, Probable inference, the law of succession, and statistical inference (1927), at 95%. */
function wilson(hits: number, trials: number): readonly [number, number] {
  const z = 1.959964;
  const share = hits / trials;
  const centre = share + z ** 2 / (2 * trials);
  const spread = z * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  const scale = 1 + z ** 2 / trials;
  return [rounded(Math.max(0, (centre - spread) / scale)), rounded(Math.min(1, (centre + spread) / scale))];
}

const rounded = (share: number) => Math.round(share * 10_000) / 10_000;
