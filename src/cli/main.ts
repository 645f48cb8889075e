#!/usr/bin/env node
import { constants, getPriority, setPriority } from 'node:os';
import { CommanderError } from 'commander';
import { SeealsoError, StoppedError, UsageError } from '../errors.js';
import { createProgram } from './program.js';
import { terminalText } from './terminal-text.js';

/** Parses, dispatches, and turns errors into exit codes: 0 success, 1 failure, 2 wrong usage, 143 stopped. */
const program = createProgram();
// Whoever reads may stop before the end, as `head` does.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
// Whoever asks for a list goes before whoever builds: before any thread begins, which has the priority of its beginning.
program.hook('preAction', (_, command) => {
  if (command.name() === 'index') giveWay();
});
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has printed the help or the error by itself.
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else {
    process.stderr.write(`seealso: ${terminalText(message(error))}\n`);
    process.exitCode = error instanceof UsageError ? 2 : error instanceof StoppedError ? 143 : 1;
  }
}

function giveWay(): void {
  const below = constants.priority.PRIORITY_BELOW_NORMAL;
  try {
    if (getPriority() < below) setPriority(below);
  } catch {
    // The system may not let us: then it is as any other.
  }
}

function message(error: unknown): string {
  if (error instanceof SeealsoError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
