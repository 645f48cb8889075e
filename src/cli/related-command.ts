import { type Config, readConfig, type SettingName } from '../config.js';
import type { RelatedAnswer, RelatedArticle } from '../engine/answers.js';
import type { Engine } from '../engine/engine.js';
import type { Explained } from '../engine/explain.js';
import type { RelatedOptions } from '../engine/question.js';
import { UsageError } from '../errors.js';
import type { CommandDescription } from './command.js';
import { terminalText } from './terminal-text.js';

const settings = [
  'indexDir',
  'limit',
  'language',
  'mode',
  'halfLife',
  'section',
  'tag',
  'publishedAfter',
  'publishedBefore',
  'exclude',
  'excludeLinked',
  'sponsored',
  'paywalled',
  'explain',
  'json',
] as const satisfies readonly SettingName[];

export const relatedCommand: CommandDescription = {
  usage: 'related <id>',
  summary: 'print the related articles of one article',
  details:
    'Prints the related articles of one article, by its id or its address, best first, as the endpoint would answer: under each what it ' +
    'shares with the article. The list is shorter, or empty, where nothing else is related closely enough.',
  settings,
  examples: [
    ['seealso related japan-record-budget-ai-push', 'four links, each with its reasons'],
    ['seealso related japan-record-budget-ai-push --limit 10 --json', 'what the endpoint answers'],
    ['seealso related japan-record-budget-ai-push --mode background', 'older articles that go deeper'],
    ['seealso related japan-record-budget-ai-push --section Business --section Markets', 'of two sections'],
    ['seealso related japan-record-budget-ai-push --explain', 'what each score is made of'],
  ],
  async run([id], flags) {
    if (id === undefined)
      throw new UsageError('Expected the id of an article, received nothing. See --help.');
    const config = readConfig(settings, flags);
    const options = asked(config);
    const { openEngine } = await import('../compose.js');
    const engine = await openEngine({
      indexDir: config.indexDir,
      model: {},
      log: (message) => process.stderr.write(`${message}\n`),
      wait: false,
    });
    try {
      const answer = engine.related(idOf(id, engine), options);
      process.stdout.write(terminalText(config.json ? `${JSON.stringify(answer)}\n` : describe(answer)));
    } finally {
      await engine.close();
    }
  },
};

/** An article may be named by its address as well, however that is written. */
function idOf(named: string, engine: Engine): string {
  return /^https?:\/\//i.test(named) ? (engine.idAt(named) ?? named) : named;
}

function asked(config: Config<(typeof settings)[number]>): RelatedOptions {
  const { publishedAfter = null, publishedBefore = null } = config;
  if (publishedAfter !== null && publishedBefore !== null && publishedAfter >= publishedBefore) {
    throw new UsageError(
      `The option --published-before <date> is wrong: expected a date later than --published-after, ${new Date(publishedAfter).toISOString()}, received ${new Date(publishedBefore).toISOString()}. See --help.`,
    );
  }
  return {
    limit: config.limit,
    language: config.language ?? null,
    mode: config.mode,
    halfLife: config.halfLife ?? null,
    sections: config.section,
    tags: config.tag,
    publishedAfter,
    publishedBefore,
    exclude: config.exclude,
    excludeLinked: config.excludeLinked,
    sponsored: config.sponsored ?? null,
    paywalled: config.paywalled ?? null,
    explain: config.explain,
  };
}

function describe(answer: RelatedAnswer): string {
  const heading = `${answer.article?.title ?? ''}\n`;
  if (answer.empty !== null) return `${heading}  nothing related: ${answer.empty.detail}\n`;
  return heading + answer.related.map(describeLink).join('');
}

const INDENT = ' '.repeat(9);

function describeLink({
  score,
  title,
  id,
  publishedAt,
  reasons,
  alsoCoveredBy,
  explain,
}: RelatedArticle): string {
  const lines = [
    [id, publishedAt?.slice(0, 10)].filter(Boolean).join(' · '),
    ...reasons.map(({ text }) => text),
    ...(alsoCoveredBy.length === 0
      ? []
      : [`also covered by: ${alsoCoveredBy.map((copy) => copy.id).join(', ')}`]),
    ...(explain === undefined ? [] : ['', ...explanation(explain), '']),
  ];
  return `  ${score.toFixed(3)}  ${title}\n${lines.map((line) => `${INDENT}${line}`.trimEnd()).join('\n')}\n`;
}

/** The signals in a table, and under it how they become the score. */
function explanation(explained: Explained): string[] {
  const rows = Object.entries(explained.signals).map(([name, { value, rank, weight }]) => [
    name,
    value?.toFixed(3) ?? '–',
    rank === null ? '–' : String(rank),
    weight.toFixed(2),
  ]);
  const table = [['signal', 'value', 'rank', 'weight'], ...rows].map(([name = '', ...cells]) =>
    [name.padEnd(8), ...cells.map((cell) => cell.padStart(7))].join(''),
  );
  const { hubness, relatedness, standing, cutoff, factors, measured } = explained;
  const { freshness, section, depth } = factors;
  return [
    ...table,
    `ranks among ${measured} articles looked at; hubness ${hubness.toFixed(2)}`,
    `stands out by ${standing.toFixed(3)}; shown from ${cutoff.related.toFixed(3)}, one story from ${cutoff.story.toFixed(3)}`,
    `score: relatedness ${relatedness.toFixed(3)} × freshness ${freshness.toFixed(3)} × section ${section.toFixed(2)} × depth ${depth.toFixed(2)}`,
  ];
}
