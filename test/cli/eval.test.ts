import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEvalCommand, type EvaluationRequest } from '../../src/cli/eval-command.js';
import { RelevanceDroppedError, SourceError, StoppedError, UsageError } from '../../src/errors.js';
import { MEASURE_NAMES } from '../../src/evaluation/measures.js';
import type { EvaluationResult } from '../../src/evaluation/result.js';
import { SYSTEMS } from '../../src/evaluation/set.js';
import { type FakeFacts, fakeSet } from '../evaluation/fake-set.js';
import { scratchFolder, write } from '../support/cli.js';

const stop = vi.hoisted(() => ({ controller: new AbortController() }));
vi.mock('../../src/cli/stop.js', () => ({ stopSignal: () => stop.controller.signal }));

const folder = scratchFolder();
const FEW = { samples: '100', rounds: '100' };

/** Forty queries; `fused` has the relevant article `a` first, `words` second. */
const queries = Array.from({ length: 40 }, (_, i) => `q${i}`);
const facts: FakeFacts = {
  articles: [...queries, 'a', 'b'],
  lists: Object.fromEntries(
    queries.map((id) => [id, { fused: ['a', 'b'], served: ['a'], others: ['b', 'a'] }]),
  ),
  scores: { 'q0 a': 0.9, 'q1 a': 0.5, 'q2 a': 0.1 },
};
const qrels = write(folder, 'qrels.txt', queries.map((id) => `${id} 0 a 1\n`).join(''));
const judged = { articles: 'archive/articles.jsonl', qrels, ...FEW };

const printed = { out: '', err: '' };
beforeEach(() => {
  stop.controller = new AbortController();
  printed.out = '';
  printed.err = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed.out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    printed.err += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Runs the command over a set that was written down; gives what was asked for, and whether it was closed. */
async function evaluate(flags: Readonly<Record<string, unknown>>, set = fakeSet(facts)) {
  const requests: EvaluationRequest[] = [];
  const command = createEvalCommand(async (request) => {
    requests.push(request);
    return set;
  });
  await command.run([], flags);
  return { request: requests[0], closed: set.closed() };
}

async function result(flags: Readonly<Record<string, unknown>>): Promise<EvaluationResult> {
  await evaluate({ ...flags, json: true });
  return JSON.parse(printed.out) as EvaluationResult;
}

describe('seealso eval', () => {
  it('prints a table of the systems, and leaves nothing open', async () => {
    const { closed } = await evaluate(judged);
    expect(closed).toBe(true);
    expect(printed.out).toMatch(/^42 articles, 40 queries$/m);
    expect(printed.out).toMatch(/^fused +1\.0000 +\[1\.0000, 1\.0000\]/m);
    // 1/log2(3), significantly less.
    expect(printed.out).toMatch(/^words +0\.6309 +\[0\.6309, 0\.6309\] +0\.0099 +\*/m);
    for (const system of SYSTEMS) expect(printed.out).toMatch(new RegExp(`^${system} `, 'm'));
  });

  it('prints exactly the result as JSON', async () => {
    const { systems, ...counts } = await result(judged);
    expect(counts).toEqual({ articles: 42, queries: 40 });
    expect(systems.map(({ name }) => name)).toEqual(SYSTEMS);
    for (const system of systems) {
      expect(Object.keys(system)).toEqual(['name', 'measures', 'lists', 'pValue']);
      expect(Object.keys(system.measures)).toEqual(MEASURE_NAMES);
      for (const interval of Object.values(system.measures)) {
        expect(Object.keys(interval)).toEqual(['value', 'low', 'high']);
      }
      expect(Object.keys(system.lists ?? {})).toEqual(['diversity', 'coverage', 'empty', 'mostRecommended']);
    }
    expect(systems.map(({ pValue }) => pValue === null)).toEqual(SYSTEMS.map((name) => name === 'fused'));
  });

  it('says on standard error how far it is', async () => {
    await evaluate(judged);
    expect(printed.err).toMatch(/^ranking 100%: 40 queries, /m);
    await evaluate({
      articles: 'x',
      pairs: write(folder, 'one.jsonl', '{"a":"q0","b":"a","grade":1}'),
      ...FEW,
    });
    expect(printed.err).toMatch(/^comparing 100%: 1 pairs, /m);
  });

  it('is the same for the same seed', async () => {
    const first = await result({ ...judged, seed: '3' });
    printed.out = '';
    expect(await result({ ...judged, seed: '3' })).toEqual(first);
  });

  it('says what the temporary index is made of', async () => {
    const { request } = await evaluate({
      ...judged,
      seed: '7',
      model: 'models/other',
      bodyFormat: 'html',
      column: ['title=headline'],
      format: 'csv',
    });
    expect(request).toMatchObject({
      articles: 'archive/articles.jsonl',
      source: { format: 'csv', columns: { title: 'headline' } },
      bodyFormat: 'html',
      model: { model: 'models/other' },
      extra: [],
      seed: 7,
    });
  });

  it('says on standard error which judged ids the set does not hold', async () => {
    const more = write(folder, 'more.txt', 'q0 0 a 1\nq1 0 gone 1\nlost 0 a 1\n');
    const { systems } = await result({ ...judged, qrels: more });
    expect(printed.err).toContain('Note: 1 of 3 judged queries are not in the set: they count 0: "lost".');
    expect(printed.err).toContain(
      'Note: 1 judged documents are not in the set: they are never found: "gone".',
    );
    expect(systems.find(({ name }) => name === 'fused')?.measures['nDCG@10']?.value).toBeCloseTo(1 / 3, 12);
  });

  it('reads packed judgments', async () => {
    const packed = write(folder, 'qrels.txt.gz', 'q0 0 a 1\n');
    expect(await result({ ...judged, qrels: packed })).toMatchObject({ queries: 1 });
  });

  it('writes a run per system that any reader orders alike', async () => {
    const runOut = join(folder, 'deep/runs');
    await evaluate({ ...judged, runOut });
    expect(readdirSync(runOut).sort()).toEqual(SYSTEMS.map((name) => `${name}.run`).sort());
    const lines = readFileSync(join(runOut, 'fused.run'), 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(80);
    expect(lines.slice(0, 3)).toEqual(['q0 Q0 a 1 1 fused', 'q0 Q0 b 2 0.5 fused', 'q1 Q0 a 1 1 fused']);
  });

  it('writes a report of the set, named for its folder', async () => {
    const report = join(folder, 'report');
    await evaluate({ ...judged, report });
    const [page = ''] = readdirSync(report);
    expect(readFileSync(join(report, page), 'utf8')).toContain('archive');
    expect(printed.err).toContain(join(report, page));
  });

  it('stops when it is asked to, and closes the set', async () => {
    stop.controller.abort();
    const set = fakeSet(facts);
    await expect(evaluate(judged, set)).rejects.toThrow(StoppedError);
    expect([printed.out, set.closed()]).toEqual(['', true]);
  });
});

describe('seealso eval --pairs', () => {
  const file = (name: string, lines: readonly unknown[]) =>
    write(
      folder,
      name,
      lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''),
    );
  const pairs = file('pairs.jsonl', [
    { a: 'q0', b: 'a', grade: 4 },
    { a: 'q1', b: 'a', grade: 2 },
    { a: 'q2', b: 'a', grade: 0 },
  ]);
  const graded = { articles: 'archive.jsonl', pairs, ...FEW };

  it('prints correlations in the same form', async () => {
    const { systems, ...counts } = await result(graded);
    expect(counts).toEqual({ articles: 42, pairs: 3 });
    const [first] = systems;
    expect(first?.measures.pearson?.value).toBeCloseTo(1, 10);
    expect(first?.measures.spearman?.value).toBeCloseTo(1, 10);
    expect(first).toMatchObject({ name: 'random', lists: null, pValue: 1 });
  });

  it('hands texts that stand in the file to the set', async () => {
    const inline = file('inline.jsonl', [
      { a: 'q0', b: 'a', grade: 1 },
      { a: { title: 'One', body: 'Text.' }, b: 'a', grade: 2 },
    ]);
    const { request } = await evaluate({ ...graded, pairs: inline });
    expect(request?.extra.map(({ title, body }) => [title, body])).toEqual([['One', 'Text.']]);
    // The written-down set does not hold it.
    expect(printed.err).toMatch(/Note: 1 of 2 pairs name an article that the set does not hold: left out/);
  });

  it('names the line and field of a bad line, and uses the others', async () => {
    const mixed = file('mixed.jsonl', [
      { a: 'q0', b: 'a', grade: 1 },
      '{"a":',
      { a: 'q1', b: { title: 'No body' }, grade: 'high' },
      '',
      { a: 'q2', b: 'a', grade: 0 },
    ]);
    expect(await result({ ...graded, pairs: mixed })).toMatchObject({ pairs: 2 });
    expect(printed.err).toMatch(/mixed\.jsonl:2: \(record\): expected a JSON object, received /);
    expect(printed.err).toContain('mixed.jsonl:3: b.body: expected string, received nothing\n');
    expect(printed.err).toContain('mixed.jsonl:3: grade: expected a number, received "high"\n');
  });

  it('fails where no line is good, or no pair is of the set', async () => {
    const bad = file('bad.jsonl', ['[]', '{}']);
    await expect(evaluate({ ...graded, pairs: bad })).rejects.toThrow(
      /bad\.jsonl holds no pair that can be used.*received 2 bad lines/,
    );
    const foreign = file('foreign.jsonl', [{ a: 'elsewhere', b: 'a', grade: 1 }]);
    await expect(evaluate({ ...graded, pairs: foreign })).rejects.toThrow(
      /None of the 1 pairs can be measured/,
    );
  });
});

describe('seealso eval --baseline', () => {
  const saved = async (name: string, flags: object, change: (text: string) => string = (text) => text) => {
    await evaluate({ ...judged, ...flags, json: true });
    const path = write(folder, name, change(printed.out));
    printed.out = '';
    return path;
  };
  /** Every query has the relevant article second. */
  const worse = () =>
    fakeSet({ ...facts, lists: Object.fromEntries(queries.map((id) => [id, { others: ['b', 'a'] }])) });

  it('passes where nothing dropped', async () => {
    const baseline = await saved('same.json', {});
    await evaluate({ ...judged, baseline });
    expect(printed.out).not.toBe('');
  });

  it('fails where a system dropped significantly, after printing the result; says which, old, new and drop', async () => {
    const baseline = await saved('old.json', {});
    const failed = evaluate({ ...judged, baseline, gateSystem: ['fused'] }, worse());
    await expect(failed).rejects.toThrow(RelevanceDroppedError);
    await expect(failed).rejects.toThrow(
      /fused: nDCG@10 was 1\.0000, is 0\.6309, a drop of 0\.3691 \(the whole 95% interval lies below/,
    );
    await expect(failed).rejects.not.toThrow(/served/);
    expect(printed.out).toMatch(/^fused +0\.6309/m);
  });

  it('compares query by query where the baseline was saved so', async () => {
    const baseline = await saved('queries.json', { perQuery: true });
    await expect(evaluate({ ...judged, baseline }, worse())).rejects.toThrow(
      /paired randomisation test, p = 0\.0099.*; served: /,
    );
  });

  it('passes where the drop is allowed', async () => {
    const baseline = await saved('allowed.json', {});
    await evaluate({ ...judged, baseline, maxDrop: '0.4' }, worse());
  });

  it('refuses a baseline of something else', async () => {
    const other = await saved('other.json', {}, (text) => text.replace('"queries":40', '"queries":41'));
    await expect(evaluate({ ...judged, baseline: other })).rejects.toThrow(
      /other\.json cannot be compared: expected a result over 40 queries, received one over 41/,
    );
    const list = write(folder, 'list.json', '{"systems":[{"name":1,"measures":{}}]}');
    await expect(evaluate({ ...judged, baseline: list })).rejects.toThrow(
      /list\.json is not what seealso eval --json prints: systems\.0\.name: expected string, received 1/,
    );
    const text = write(folder, 'text.json', 'nDCG');
    await expect(evaluate({ ...judged, baseline: text })).rejects.toThrow(
      /text\.json.*expected a JSON object/,
    );
  });
});

describe('wrong usage of seealso eval', () => {
  it.each([
    ['no articles', { qrels }, /Expected --articles <source>.*received none.*--help/],
    ['no judgments', { articles: 'x' }, /Expected --qrels or --pairs, received neither/],
    ['two kinds of judgments', { articles: 'x', qrels, pairs: 'p' }, /--qrels or --pairs, received both/],
    [
      'runs of pairs',
      { articles: 'x', pairs: 'p', runOut: 'r' },
      /--run-out beside --qrels, received --pairs/,
    ],
    [
      'a system that is none',
      { ...judged, gateSystem: ['best'] },
      /--gate-system is wrong: expected one of random,.*received "best"/,
    ],
    [
      'a depth that cuts Recall@100',
      { ...judged, depth: '50' },
      /--depth <number> is wrong: expected at least 100/,
    ],
    [
      'a drop that is no number',
      { ...judged, maxDrop: 'big' },
      /--max-drop <number> is wrong: expected a number from 0 to 1/,
    ],
    [
      'judgments that are none',
      { ...judged, qrels: write(folder, 'bad.txt', 'q0 a\n') },
      /bad\.txt:1: expected "query 0 document grade"/,
    ],
  ])('%s: is refused before anything is opened', async (_, flags, message) => {
    const opened: unknown[] = [];
    const command = createEvalCommand(async (request) => {
      opened.push(request);
      return fakeSet(facts);
    });
    const failed = command.run([], flags);
    await expect(failed).rejects.toThrow(UsageError);
    await expect(failed).rejects.toThrow(message);
    expect([opened, printed.out]).toEqual([[], '']);
  });

  it('judgments that are not there, empty, or of other articles are told', async () => {
    const missing = join(folder, 'nowhere.txt');
    await expect(evaluate({ ...judged, qrels: missing })).rejects.toThrow(/nowhere\.txt cannot be read/);
    const empty = write(folder, 'empty.txt', '\n');
    await expect(evaluate({ ...judged, qrels: empty })).rejects.toThrow(/empty\.txt holds no judgments/);
    const foreign = write(folder, 'foreign.txt', 'x 0 y 1\n');
    await expect(evaluate({ ...judged, qrels: foreign })).rejects.toThrow(SourceError);
    await expect(evaluate({ ...judged, qrels: foreign })).rejects.toThrow(
      /None of the 1 judged queries can be measured.*Check --articles/,
    );
    expect(existsSync(missing)).toBe(false);
  });
});
