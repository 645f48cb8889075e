/** What the server, or the way to it, did not let happen. The message is for the editor. */
export class DeskError extends Error {
  constructor(
    message: string,
    /** Of the answer; 0 where none came. */
    readonly status: number,
    /** Last part of the problem's `type`, such as `decision_conflict`. */
    readonly code: string,
  ) {
    super(message);
    this.name = 'DeskError';
  }
}

/** Whether a request was given up by ourselves. */
export function isAborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

/** Whether no answer came at all. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof DeskError && error.status === 0;
}

/** In a sentence, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What an answer that is no success says, as far as it is a problem of RFC 9457. */
export async function problemIn(response: Response): Promise<DeskError> {
  const said: unknown = await response.json().catch(() => null);
  const { detail, type } = (said ?? {}) as { readonly detail?: unknown; readonly type?: unknown };
  return new DeskError(
    typeof detail === 'string' ? detail : `The server answered ${response.status}. Try again in a moment.`,
    response.status,
    typeof type === 'string' ? type.replace(/^urn:seealso:/, '') : 'unknown',
  );
}
