import { seededBits } from '../adaptation/chance.js';
import type { ArticleFacts, Catalog } from '../catalog/catalog.js';
import type { RankedDocument } from '../evaluation/measures.js';
import type { EvaluationSet, SystemName } from '../evaluation/set.js';
import { topOf } from '../evaluation/top.js';
import { hashOf } from '../lexical/hash.js';
import type { LexicalScores } from '../lexical/lexical-index.js';
import { lengthOf, unpackTerms } from '../lexical/terms.js';
import { isAboutTheSame } from '../recommend/about-the-same.js';
import { AT_LEAST } from '../recommend/candidates.js';
import { cutoffFrom, reachOf, standing } from '../recommend/cutoff.js';
import { relatedness, type Weights, weightsFor } from '../recommend/relatedness.js';
import { scoreOf } from '../recommend/score.js';
import { measureSignals, type Signals } from '../recommend/signals.js';
import { createExactIndex } from '../vectors/exact.js';
import { cutoffChoice } from './cutoff-choice.js';
import type { Engine } from './engine.js';
import { archiveOf, type LiveIndex } from './live-index.js';

/** The longest list that can be asked for. */
const SERVED = 50;
/** Vectors whose neighbours are looked up for the recall of the graph. */
const PROBES = 200;

export interface JudgedSetParts {
  readonly engine: Engine;
  readonly index: LiveIndex;
  readonly catalog: Catalog;
  /** Of the system `random`. */
  readonly seed: number;
  readonly close: () => Promise<void>;
}

/** Articles measured at a time. */
const CHUNK = 512;

const ASK = { mode: 'related', halfLife: null } as const;

interface JudgedArticle extends ArticleFacts {
  /** Of its id. */
  readonly hash: number;
  readonly title: string;
  /** 0 for the oldest, 1 for the newest, 0 where it is not known. */
  readonly newness: number;
}

/** What is looked up once for a question. */
interface Question {
  readonly key: number;
  readonly words: number;
  readonly weights: Weights;
  readonly vector: Float32Array | null;
  readonly shared: LexicalScores;
}

/** What a ranking is made from, before any weight: for whoever looks for better weights. */
export interface MeasuredQuery {
  readonly query: ArticleFacts;
  /** Length of the query's text. */
  readonly words: number;
  /** Every other article of the set. */
  readonly others: readonly { readonly facts: ArticleFacts; readonly signals: Signals }[];
}

export interface JudgedSet extends EvaluationSet {
  /** `null` for an id that the set does not hold. */
  measure(id: string): MeasuredQuery | null;
}

/** Every system over the articles of an index, by the code that serves them. */
export function createJudgedSet({ engine, index, catalog, seed, close }: JudgedSetParts): JudgedSet {
  const articles = readArticles(catalog);
  const byId = new Map(articles.map((article) => [article.id, article]));
  const archive = archiveOf(index, catalog);
  const cutoff = cutoffFrom(archive.cutoffs, cutoffChoice(catalog));
  const reaches = new Map<number, number>();
  /** The last question, since pairs come sorted by it. */
  let asked: Question | null = null;

  /** What each system but `served` says of these articles under that one, in their order. */
  const scores = (query: JudgedArticle, others: readonly JudgedArticle[]): Record<Scoring, Float64Array> => {
    const { words, weights, vector, shared } = questionOf(query.key);
    const found = {
      random: new Float64Array(others.length),
      newest: new Float64Array(others.length),
      section: new Float64Array(others.length),
      words: new Float64Array(others.length),
      general: new Float64Array(others.length),
      archive: new Float64Array(others.length),
      fused: new Float64Array(others.length),
    };
    const own = seed ^ hashOf(query.id);
    // A small archive has no space of its own, and falls back to the general one.
    const inSpace = index.generation.adaptation === null ? 'general' : 'archive';
    for (let start = 0; start < others.length; start += CHUNK) {
      const part = others.slice(start, start + CHUNK);
      const keys = part.map(({ key }) => key);
      measureSignals({ vector }, shared, keys, archive).forEach(({ signals }, i) => {
        const other = part[i];
        if (other === undefined) return;
        const at = start + i;
        const sameSection = query.section !== null && query.section === other.section;
        found.random[at] = seededBits(own, other.hash) / 2 ** 32;
        found.newest[at] = other.newness;
        found.section[at] = (sameSection ? 1 : 0) + other.newness / 2;
        found.words[at] = signals.words;
        found.general[at] = signals.general ?? -1;
        found.archive[at] = signals[inSpace] ?? -1;
        found.fused[at] = scoreOf(relatedness(signals, weights), query, other, ASK, words);
      });
    }
    return found;
  };

  const served = (id: string): RankedDocument[] =>
    engine
      .related(id, { limit: SERVED, language: null })
      // The order of the list, which diversity has had a say in.
      .related.map((item, place) => ({ id: item.id, score: 1 - place / (2 * SERVED) }));

  return {
    articles: articles.map(({ id, title }) => ({ id, title })),
    model: `${index.generation.manifest.model.name} ${index.space.model.slice(0, 12)}`,
    rank(id, depth) {
      const query = byId.get(id);
      if (query === undefined) return null;
      const others = articles.filter((other) => other !== query);
      const all = scores(query, others);
      const list = (system: Scoring) => topOf(all[system], depth, (place) => others[place]?.id ?? '');
      return {
        random: list('random'),
        newest: list('newest'),
        section: list('section'),
        words: list('words'),
        general: list('general'),
        archive: list('archive'),
        fused: list('fused'),
        served: served(id),
      };
    },
    compare(a, b) {
      const [query, other] = [byId.get(a), byId.get(b)];
      if (query === undefined || other === undefined) return null;
      const all = scores(query, [other]);
      const one = (system: Scoring) => all[system][0] ?? 0;
      return {
        random: one('random'),
        newest: one('newest'),
        section: one('section'),
        words: one('words'),
        general: one('general'),
        archive: one('archive'),
        fused: one('fused'),
        served: isClose(query.key, other.key) ? one('fused') : 0,
      };
    },
    measure(id) {
      const query = byId.get(id);
      if (query === undefined) return null;
      const terms = unpackTerms(catalog.terms(query.key));
      const facts = articles.filter((other) => other !== query);
      const keys = facts.map(({ key }) => key);
      const measured = measureSignals(
        { vector: index.vector(query.key) },
        index.compare(terms),
        keys,
        archive,
      );
      const others = facts.flatMap((fact, i) => {
        const signals = measured[i]?.signals;
        return signals === undefined ? [] : [{ facts: fact, signals }];
      });
      return { query, words: lengthOf(terms), others };
    },
    similarity(a, b) {
      const [one, other] = [byId.get(a), byId.get(b)];
      const vector = one === undefined ? null : index.vector(one.key);
      if (vector === null || other === undefined) return 0;
      return index.closeness(vector, [other.key])[0]?.general ?? 0;
    },
    explain(id) {
      if (!byId.has(id)) return null;
      const { related, empty } = engine.related(id, { limit: 10, language: null });
      return {
        empty: empty?.detail ?? null,
        reasons: new Map(related.map((item) => [item.id, item.reasons.map(({ text }) => text)])),
      };
    },
    neighbourRecall(efs) {
      const { index: graph, table } = index.generation;
      const exact = createExactIndex(table);
      const step = Math.max(1, Math.floor(table.labels.length / PROBES));
      const probes = table.labels.filter((_, row) => row % step === 0).slice(0, PROBES);
      const truth = Array.from(probes, (label) => neighbours(exact.search(vectorOf(label), 11), label));
      return efs.map((ef) => {
        const shares = truth.map((wanted, i) => {
          const label = probes[i] ?? 0;
          const found = neighbours(graph.search(vectorOf(label), 11, ef), label);
          return wanted.filter((one) => found.includes(one)).length / Math.max(1, wanted.length);
        });
        return { ef, recall: shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length) };
      });
    },
    close,
  };

  function questionOf(key: number): Question {
    if (asked?.key === key) return asked;
    const terms = unpackTerms(catalog.terms(key));
    const words = lengthOf(terms);
    const weights = weightsFor(words);
    asked = { key, words, weights, vector: index.vector(key), shared: index.compare(terms) };
    return asked;
  }

  function isClose(query: number, other: number): boolean {
    const { vector, shared, weights } = questionOf(query);
    const signalsOf = (keys: readonly number[]) =>
      measureSignals({ vector }, shared, keys, archive).map(({ signals }) => signals);
    const measure = (keys: readonly number[]) =>
      signalsOf(keys).map((signals) => relatedness(signals, weights));
    const best = () => {
      const near = vector === null ? [] : archive.nearest(vector, AT_LEAST);
      return [...new Set([...near, ...shared.top(AT_LEAST)])].filter((key) => key !== query);
    };
    const reach = reaches.get(query) ?? reachOf(measure(best()), archive.cutoffs.articles);
    reaches.set(query, reach);
    const [signals] = signalsOf([other]);
    return (
      signals !== undefined &&
      isAboutTheSame(signals) &&
      standing(relatedness(signals, weights), reach) >= cutoff.related
    );
  }

  function vectorOf(label: number): Float32Array {
    return index.vector(label) ?? new Float32Array();
  }
}

type Scoring = Exclude<SystemName, 'served'>;

function neighbours(found: readonly { readonly label: number }[], own: number): number[] {
  return found.flatMap(({ label }) => (label === own ? [] : [label])).slice(0, 10);
}

function readArticles(catalog: Catalog): JudgedArticle[] {
  const keys = allKeys(catalog);
  const stored = catalog.load(keys);
  const facts = new Map(catalog.facts(keys).map((fact) => [fact.key, fact]));
  const dates = [...facts.values()].flatMap(({ publishedAt }) => (publishedAt === null ? [] : [publishedAt]));
  const [oldest, newest] = dates.reduce(
    ([low, high], date) => [Math.min(low, date), Math.max(high, date)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  return stored.flatMap(({ key, article }) => {
    const fact = facts.get(key);
    if (fact === undefined) return [];
    const { publishedAt } = fact;
    const newness = publishedAt === null || newest <= oldest ? 0 : (publishedAt - oldest) / (newest - oldest);
    return [{ ...fact, hash: hashOf(fact.id), title: article.title, newness }];
  });
}

function allKeys(catalog: Catalog): number[] {
  const keys: number[] = [];
  for (;;) {
    const page = catalog.segmented(keys.at(-1) ?? 0, 1024);
    if (page.length === 0) return keys;
    keys.push(...page.map(({ key }) => key));
  }
}
