import { readFileSync } from 'node:fs';

/** The program's version, such as `0.1.0`; the sources and the built files lie as deep below it. */
export const PROGRAM_VERSION: string = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    readonly version: string;
  }
).version;
