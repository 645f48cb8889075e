import { openEngine } from '../compose.js';
import { readConfig, type SettingName } from '../config.js';
import type { RelatedAnswer } from '../engine/answers.js';
import { UsageError } from '../errors.js';
import type { CommandDescription } from './command.js';

const settings = ['indexDir', 'limit', 'language', 'json'] as const satisfies readonly SettingName[];

export const relatedCommand: CommandDescription = {
  usage: 'related <id>',
  summary: 'print the related articles of one article',
  details: 'Prints the related articles of one article, best first, as the endpoint would answer.',
  settings,
  examples: [
    ['seealso related japan-record-budget-ai-push', 'four links, one to a line'],
    ['seealso related japan-record-budget-ai-push --limit 10 --json', 'what the endpoint answers'],
  ],
  async run([id], flags) {
    if (id === undefined)
      throw new UsageError('Expected the id of an article, received nothing. See --help.');
    const config = readConfig(settings, flags);
    const engine = await openEngine({
      indexDir: config.indexDir,
      model: { model: undefined, pooling: undefined, queryPrefix: undefined, passagePrefix: undefined },
      log: (message) => process.stderr.write(`${message}\n`),
      wait: false,
    });
    try {
      const answer = engine.related(id, { limit: config.limit, language: config.language ?? null });
      process.stdout.write(config.json ? `${JSON.stringify(answer)}\n` : describe(answer));
    } finally {
      await engine.close();
    }
  },
};

function describe(answer: RelatedAnswer): string {
  const heading = `${answer.article?.title ?? ''}\n`;
  if (answer.empty !== null) return `${heading}  nothing related: ${answer.empty.detail}\n`;
  return (
    heading +
    answer.related
      .map(
        ({ score, title, id, publishedAt }) =>
          `  ${score.toFixed(3)}  ${title}\n         ${[id, publishedAt?.slice(0, 10)].filter(Boolean).join(' · ')}\n`,
      )
      .join('')
  );
}
