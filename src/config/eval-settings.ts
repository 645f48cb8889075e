import { z } from 'zod';
import { setting, text, wholeNumber, yes } from './setting.js';

/** What is judged, how it is measured, and where judgments come from. */
export const EVAL_SETTINGS = {
  articles: setting({
    flag: '--articles <source>',
    description: 'the articles that are judged: a file or folder as for index',
    schema: text.optional(),
  }),
  qrels: setting({
    flag: '--qrels <file>',
    description: 'graded judgments as TREC qrels: lines of "query 0 document grade"',
    schema: text.optional(),
  }),
  pairs: setting({
    flag: '--pairs <file>',
    description: 'graded pairs as JSON lines { a, b, grade }, each side an id or { title, body }',
    schema: text.optional(),
  }),
  depth: setting({
    flag: '--depth <number>',
    description: 'length of the ranked lists that are measured, 100 to 100000',
    schema: wholeNumber(100, 100_000).default(1000),
  }),
  seed: setting({
    flag: '--seed <number>',
    description: 'what chance begins with: the same seed gives the same result',
    schema: wholeNumber(0, 2 ** 32 - 1).default(1),
  }),
  samples: setting({
    flag: '--samples <number>',
    description: 'resamples of the bootstrap for the 95% intervals',
    schema: wholeNumber(100, 100_000).default(1000),
  }),
  rounds: setting({
    flag: '--rounds <number>',
    description: 'rounds of the randomisation test',
    schema: wholeNumber(100, 1_000_000).default(10_000),
  }),
  runOut: setting({
    flag: '--run-out <folder>',
    description: 'write a TREC run file per system',
    schema: text.optional(),
  }),
  report: setting({
    flag: '--report <folder>',
    description: 'write one HTML page with plots and the worst queries',
    schema: text.optional(),
  }),
  perQuery: setting({
    flag: '--per-query',
    description: 'with --json: also nDCG@10 of every query, for a paired comparison by --baseline',
    schema: yes,
  }),
  baseline: setting({
    flag: '--baseline <file>',
    description: 'what an earlier run printed with --json: exit 1 on a significant drop',
    schema: text.optional(),
  }),
  maxDrop: setting({
    flag: '--max-drop <number>',
    description: 'with --baseline: a drop that is let pass, 0 to 1',
    schema: z
      .union(
        [
          z.number(),
          z
            .string()
            .regex(/^\d*\.?\d+$/)
            .transform(Number),
        ],
        {
          error: 'a number from 0 to 1, such as 0.01',
        },
      )
      .pipe(z.number().min(0).max(1, 'at most 1'))
      .default(0.01),
  }),
  gateSystem: setting({
    flag: '--gate-system <name>',
    description: 'with --baseline: a system that must not drop (repeatable); default: fused and served',
    schema: z.array(text).default([]),
  }),

  fromLinks: setting({
    flag: '--from-links',
    description: 'judgments from the links that editors made between articles',
    schema: yes,
  }),
  fromDesk: setting({
    flag: '--from-desk',
    description: 'judgments that people made at the desk of the index',
    schema: yes,
  }),
  out: setting({
    flag: '--out <folder>',
    description: 'where articles.jsonl and qrels.txt are written; neither may be there',
    schema: text.optional(),
  }),
  oneWay: setting({
    flag: '--one-way',
    description: 'judge only the linked article for the linking one; default: each for the other',
    schema: yes,
  }),
} as const;
