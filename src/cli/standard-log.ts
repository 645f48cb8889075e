import type { LogFormat, LogLevel } from '../log/log.js';
import { openLog } from '../log/open-log.js';

interface LogConfig {
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat | undefined;
}

/** A log on standard error, in which none of these secrets stands. */
export function standardLog({ logLevel, logFormat }: LogConfig, secrets: readonly (string | undefined)[]) {
  return openLog({
    level: logLevel,
    format: logFormat ?? (process.stderr.isTTY ? 'text' : 'json'),
    secrets,
    print: (lines) => process.stderr.write(lines),
    clock: Date.now,
  });
}
