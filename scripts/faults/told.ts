import type { Answered, Ended } from './program.js';

/** Words by which a person knows what to look after. */
const REMEDY = /disk|space|permission|written|limit|files/i;

/** Whether it ended with 1, and its last words say what happened, where, and what to do, in words for people. */
export function isTold({ code, stderr }: Ended, where: string): boolean {
  const last = stderr.slice(stderr.lastIndexOf('seealso: '));
  const isForPeople = stderr.includes('seealso: ') && !/\n\s+at /.test(last);
  return code === 1 && isForPeople && last.includes(where) && REMEDY.test(last);
}

/** Whether it was refused for now, with words that say why. */
export function isProblem({ status, body }: Answered): boolean {
  const { type, detail } = (body ?? {}) as { type?: string; detail?: string };
  return status === 503 && type === 'urn:seealso:catalog_unusable' && REMEDY.test(detail ?? '');
}

/** The generation that an answer was made from. */
export function generationOf({ body }: Answered): string | undefined {
  return (body as { index?: { generation?: string } } | null)?.index?.generation;
}

/** What was looked at, and what was not as it should be. */
export interface Findings {
  readonly tried: number;
  readonly lost: readonly string[];
  expect(what: string, isSo: boolean, found: unknown): void;
}

export function createFindings(say: (line: string) => void): Findings {
  const lost: string[] = [];
  let tried = 0;
  return {
    get tried() {
      return tried;
    },
    lost,
    expect(what, isSo, found) {
      tried += 1;
      if (isSo) return;
      const line = `${what}: ${JSON.stringify(found)}`.slice(0, 700);
      lost.push(line);
      say(`LOST ${line}`);
    },
  };
}
