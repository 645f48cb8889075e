import type { Request } from 'express';

/** Of a path that is told. Characters. */
const LONGEST = 300;

/** For the log: without the query, which may hold what nobody is told. */
export function pathOf({ originalUrl }: Pick<Request, 'originalUrl'>): string {
  return (originalUrl.split('?', 1)[0] ?? '').slice(0, LONGEST);
}
