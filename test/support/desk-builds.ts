import type {
  BuildsState,
  Comparison,
  GenerationEntry,
  RunningBuild,
  Staged,
} from '../../src/engine/builds.js';
import { type GateThresholds, judgeBuild } from '../../src/evaluation/build-gate.js';
import { compareLists } from '../../src/evaluation/comparison.js';
import { ARTICLES, articleOf, ranked, toFound } from './desk-archive.js';
import type { Canned } from './desk-server.js';

const HOUR = 3_600_000;
const LIMITS: GateThresholds = {
  maxLost: 0.05,
  minOverlap: 0.3,
  maxShorter: 0.2,
  maxRemoved: 0.2,
  maxHub: 0.2,
};

export const generation = (hours: number, now: number, current = false): GenerationEntry => ({
  generation: `g${hours}`,
  createdAt: new Date(now - hours * HOUR).toISOString(),
  articles: ARTICLES.length - Math.round(hours / 40),
  model: 'seealso-en',
  current,
});

export const running = (now: number, parts: Partial<RunningBuild> = {}): RunningBuild => ({
  kind: 'build',
  startedAt: new Date(now - 74_000).toISOString(),
  by: 'Ana',
  stage: 'embedding',
  done: 41_200,
  total: 100_000,
  ...parts,
});

/** The comparison of the archive's lists with what becomes of them: most stay, some are turned about, some lose all. */
export function comparison(lost: number, isHub = false): Comparison {
  const asked = new URLSearchParams();
  const [hub] = ARTICLES.slice(20);
  return compareLists({
    before: { generation: 'g3', articles: ARTICLES.length },
    after: { generation: 'new', articles: ARTICLES.length + 3 },
    of: ARTICLES.length,
    added: 5,
    removed: 2,
    isNew: (id) => id === 'long',
    pairs: ARTICLES.map((article, i) => {
      const links = ranked(article, asked).map(({ id, title, url, score }) => ({ id, title, url, score }));
      const [first, second, third, ...others] = links;
      const long = { id: 'long', title: articleOf('long')?.title ?? '', url: null, score: 0.4 };
      const changed = [second, first, long, others[1] ?? third, third].flatMap((link) => link ?? []);
      const hubbed =
        hub === undefined || hub === article
          ? links
          : [
              { id: hub.id, title: hub.title, url: hub.url, score: 0.5 },
              ...links.filter(({ id }) => id !== hub.id),
            ];
      const one = { article: toFound(article), words: 220 };
      return {
        before: { ...one, links },
        after: {
          ...one,
          words: i < lost ? 40 : 220,
          links: i < lost ? [] : i % 9 === 3 ? changed : isHub && i % 4 === 0 ? hubbed : links,
        },
      };
    }),
  });
}

export function staged(now: number, lost = 0, isHub = false): Staged {
  const compared = comparison(lost, isHub);
  return {
    generation: 'new',
    builtAt: new Date(now - 60_000).toISOString(),
    sources: [],
    summary: {
      read: 0,
      added: 5,
      changed: 3,
      unchanged: 0,
      removed: 2,
      rejected: 0,
      embedded: 5,
      articles: ARTICLES.length + 3,
      generation: 'new',
      boilerplate: { passages: 0, articles: 0, examples: [] },
      seconds: 74,
    },
    comparison: compared,
    verdict: judgeBuild(compared, LIMITS),
  };
}

export const idle = (now: number): BuildsState => ({
  running: null,
  staged: null,
  failure: null,
  generations: [generation(3, now, true), generation(30, now), generation(170, now)],
});

/** Answers what Publish asks: whatever is begun goes on until the test says how it ends. */
export class FakeBuilds {
  state: BuildsState;
  /** What was asked for and changes something, with what it said. */
  readonly sent: string[] = [];

  constructor(private readonly now: number) {
    this.state = idle(now);
  }

  /** `undefined` for what is not about builds. */
  readonly answer: Canned = ({ method, path, body }) => {
    if (!path.startsWith('builds')) return undefined;
    const asked = `${method} ${path}`;
    if (method !== 'GET') this.sent.push(`${asked} ${JSON.stringify(body)}`);
    if (asked === 'POST builds')
      this.with({ running: running(this.now, { stage: 'copying', done: 0, total: 1 }), staged: null });
    if (asked === 'POST builds/publish') this.with({ running: running(this.now, { kind: 'publish' }) });
    if (asked === 'DELETE builds/running') this.with({ running: null });
    if (asked === 'DELETE builds/staged') this.with({ staged: null });
    if (asked === 'POST builds/rollback') this.serve((body as { to: string }).to);
    return this.state;
  };

  with(parts: Partial<BuildsState>): BuildsState {
    this.state = { ...this.state, failure: null, ...parts };
    return this.state;
  }

  /** The staged build, or one that was served before, is served. */
  serve(generation: string): BuildsState {
    const isKnown = this.state.generations.some((entry) => entry.generation === generation);
    const entry = { generation, articles: ARTICLES.length + 3, model: 'seealso-en', current: true };
    const createdAt = new Date(this.now).toISOString();
    return this.with({
      running: null,
      staged: null,
      generations: [
        ...(isKnown ? [] : [{ ...entry, createdAt }]),
        ...this.state.generations.map((one) => ({ ...one, current: one.generation === generation })),
      ],
    });
  }
}
