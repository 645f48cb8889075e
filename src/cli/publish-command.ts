import { readConfig, type SettingName } from '../config.js';
import { UsageError } from '../errors.js';
import { stopIfAsked } from '../indexing/stop.js';
import type { CommandDescription } from './command.js';
import { createObserver } from './index-observer.js';
import { createProgressDisplay } from './progress.js';
import { stopSignal } from './stop.js';

const settings = ['indexDir', 'anyway', 'discard', 'as', 'json'] as const satisfies readonly SettingName[];

export const publishCommand: CommandDescription = {
  usage: 'publish',
  summary: 'make the build live that waits beside the served index',
  details:
    'Makes the build live that `seealso index --stage`, or the gate of `seealso index --gate`, has left beside the ' +
    'served index; a running server follows by itself. Nothing is read or embedded again. What was written by ' +
    'request since it was staged stays. What the gate refused is published only with --anyway.',
  settings,
  examples: [
    ['seealso publish', 'what waits, if the gate lets it pass'],
    ['seealso publish --anyway', 'also what the gate refused'],
    ['seealso publish --discard', 'throw it away'],
  ],
  async run(_words, flags) {
    const { indexDir, anyway, discard: drop, as: by, json } = readConfig(settings, flags);
    if (anyway && drop) throw new UsageError('Expected --anyway or --discard, received both.');
    const { discard, logged, publish } = await import('../compose.js');
    if (drop) {
      const { generation } = await discard(indexDir);
      logged(indexDir, 'discard', by, { generation });
      process.stdout.write(
        json ? `${JSON.stringify({ discarded: generation })}\n` : `Threw away the build ${generation}.\n`,
      );
      return;
    }
    const signal = stopSignal();
    const display = createProgressDisplay(process.stderr);
    try {
      const { summary, failures } = await publish({
        indexDir,
        anyway,
        observer: createObserver(display),
        signal,
      });
      display.stop();
      for (const failure of failures) process.stderr.write(`seealso: ${failure.message}\n`);
      const { articles, generation } = summary;
      logged(indexDir, 'publish', by, { generation, ...(anyway ? { anyway } : {}) });
      process.stdout.write(
        json
          ? `${JSON.stringify(summary)}\n`
          : `Published. The index holds ${articles} articles as generation ${generation}.\n`,
      );
    } catch (error) {
      if (error instanceof Error && error.name === 'AbortError') stopIfAsked(signal);
      throw error;
    } finally {
      display.stop();
    }
  },
};
