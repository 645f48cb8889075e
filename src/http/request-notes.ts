import type { Response } from 'express';

/** What becomes known of a request while it is answered, for the log and the meters. */
export interface RequestNotes {
  /** Pattern of what answered, where no route of Express did. */
  route?: string;
  /** Name of the key that was shown. */
  by?: string;
  /** At the end of the problem's `type`, where it was answered by one. */
  code?: string;
  /** Code of the error behind a fault, as the system or a library names it: `ENOSPC`, `SQLITE_BUSY`. */
  cause?: string | undefined;
}

/** Of the request that this answers. */
export function notesOf(response: Response): RequestNotes {
  return response.locals;
}
