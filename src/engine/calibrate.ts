import type { ArticleFacts, Catalog } from '../catalog/catalog.js';
import type { Qrels } from '../evaluation/judgments.js';
import { drawn } from '../indexing/cutoffs.js';
import { unpackTerms } from '../lexical/terms.js';
import type { RecommendOptions, RecommendQuery } from '../recommend/archive.js';
import { candidates } from '../recommend/candidates.js';
import {
  type CutoffChoice,
  type CutoffTable,
  cutoffFrom,
  DEFAULT_CHOICE,
  SHARES,
} from '../recommend/cutoff.js';
import { recommend } from '../recommend/recommend.js';
import { chooseCutoff, cutoffChoice } from './cutoff-choice.js';
import { archiveOf, type LiveIndex } from './live-index.js';
import { recommendOptions } from './question.js';
import type { JudgedPair } from './score-for-precision.js';

/** Smaller shares of random pairs are not told apart. */
export const LEAST_SHARE = Math.min(...SHARES);

/** What a choice makes of the lists. */
export interface CutoffEffect {
  readonly choice: CutoffChoice;
  /** Nobody chose. */
  readonly isDefault: boolean;
  /** How far an article must stand out to be shown. */
  readonly score: number;
  /** Share of random pairs that stand out so far, 0–1; `LEAST_SHARE` where it is that or less. */
  readonly randomPairs: number;
  readonly lists: {
    /** Articles whose lists were made. */
    readonly sampled: number;
    /** Links that were asked for. */
    readonly limit: number;
    readonly averageLength: number;
    /** 0–1. */
    readonly emptyShare: number;
  };
}

/** What judgments say of the articles that could be shown. */
export interface Judged {
  readonly pairs: readonly JudgedPair[];
  /** Judged queries that the index holds. */
  readonly queries: number;
  /** Judged queries that it does not hold. */
  readonly unknown: readonly string[];
  /** Relevant pairs whose two articles the index holds, also those that stand out for nothing. */
  readonly relevant: number;
}

/** The choice of what may pass the cut-off of an index. */
export interface Calibration {
  choice(): CutoffChoice;
  /** What holds where nobody chose. */
  readonly standard: CutoffChoice;
  /** What lists of at most `limit` links become. */
  effect(choice: CutoffChoice, limit: number): CutoffEffect;
  /** Every pair of a judged query and an article that the ranking looks at for it and the query's filter lets pass. */
  judge(qrels: Qrels, progress: (done: number, total: number) => Promise<void>): Promise<Judged>;
  /** Servers of the index follow with their next answer. `null`: the default again. */
  choose(choice: CutoffChoice | null): void;
  close(): Promise<void>;
}

export interface CalibrationParts {
  readonly catalog: Catalog;
  readonly index: LiveIndex;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly close: () => Promise<void>;
}

/** Articles whose lists are made to see what a choice does. */
const SAMPLE = 200;
const SEED = 1;
/** As many as are mostly asked for: with the list grows what is looked at. */
const LINKS = 4;

export function createCalibration({ catalog, index, clock, close }: CalibrationParts): Calibration {
  const archive = archiveOf(index, catalog);

  const queryOf = ({ key, publishedAt, section }: ArticleFacts): RecommendQuery => ({
    key,
    vector: index.vector(key),
    signature: catalog.signatures([key]).get(key) ?? null,
    terms: unpackTerms(catalog.terms(key)),
    publishedAt,
    section,
  });
  const optionsOf = (language: string | null, limit: number, choice: CutoffChoice): RecommendOptions =>
    recommendOptions({ limit, language: null }, { language, linked: [] }, clock(), choice);
  const factsOf = (id: string): ArticleFacts | undefined => {
    const stored = catalog.find(id);
    return stored === null ? undefined : catalog.facts([stored.key])[0];
  };
  /** Every language, nothing of the future. */
  const everything = () => optionsOf(null, LINKS, DEFAULT_CHOICE).filter;

  return {
    choice: () => cutoffChoice(catalog),
    standard: DEFAULT_CHOICE,
    effect(choice, limit) {
      const { related: score } = cutoffFrom(archive.cutoffs, choice);
      const keys = drawn(archive.eligible(everything()), SAMPLE, SEED);
      const lengths = catalog
        .facts(keys)
        .map((facts) => recommend(queryOf(facts), optionsOf(facts.language, limit, choice), archive))
        .map(({ related }) => related.length);
      const asked = Math.max(1, lengths.length);
      return {
        choice,
        isDefault: choice === DEFAULT_CHOICE,
        score,
        randomPairs: shareReaching(archive.cutoffs, score),
        lists: {
          sampled: lengths.length,
          limit,
          averageLength: lengths.reduce((sum, length) => sum + length, 0) / asked,
          emptyShare: lengths.filter((length) => length === 0).length / asked,
        },
      };
    },
    async judge(qrels, progress) {
      const pairs: JudgedPair[] = [];
      const unknown: string[] = [];
      let [relevant, done] = [0, 0];
      for (const [id, judged] of qrels) {
        const facts = factsOf(id);
        if (facts === undefined) unknown.push(id);
        else {
          const wanted = [...judged].filter(([other, grade]) => grade >= 1 && other !== id);
          relevant += wanted.filter(([other]) => factsOf(other) !== undefined).length;
          const ids = new Set(wanted.map(([other]) => other));
          const query = queryOf(facts);
          const [first] = candidates(
            query,
            archive.compare(query.terms),
            optionsOf(facts.language, LINKS, DEFAULT_CHOICE),
            0,
            archive,
          );
          for (const { standing, facts: other } of first?.found ?? [])
            pairs.push({ standing, relevant: ids.has(other.id) });
        }
        done += 1;
        await progress(done, qrels.size);
      }
      return { pairs, queries: qrels.size - unknown.length, unknown, relevant };
    },
    choose: (choice) => chooseCutoff(catalog, choice),
    close,
  };
}

/**
 * The share of random pairs that stand out at least so far: the other way through the table of cut-offs, by the
 * logarithm of the share between two of its entries. Beyond its ends: the share that stands there.
 */
export function shareReaching({ quantiles }: CutoffTable, score: number): number {
  if (score <= 0) return 1;
  const at = quantiles.findIndex((entry) => entry.score >= score);
  const [below, above] = [quantiles[at - 1], at < 0 ? quantiles.at(-1) : quantiles[at]];
  if (above === undefined) return 0;
  if (at <= 0 || below === undefined) return above.share;
  const part = (score - below.score) / (above.score - below.score);
  return below.share * (above.share / below.share) ** part;
}
