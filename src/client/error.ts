/** What the server says went wrong (RFC 9457). */
export interface Problem {
  /** Such as `urn:seealso:article_not_found`. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Field by field, where the input was wrong. */
  readonly errors?: readonly {
    readonly field: string;
    readonly expected: string;
    readonly received: string;
  }[];
}

/** The server answered with something else than success. */
export class RequestFailedError extends Error {
  override readonly name = 'RequestFailedError';
  /** `null` where what came was not the server's own answer, as from a proxy. */
  readonly problem: Problem | null;

  constructor(
    request: string,
    readonly status: number,
    body: string,
  ) {
    const problem = readProblem(body);
    super(`${request}: ${status}${problem === null ? '' : `: ${problem.detail}`}`);
    this.problem = problem;
  }
}

function readProblem(body: string): Problem | null {
  try {
    const value: unknown = JSON.parse(body);
    const isProblem = typeof value === 'object' && value !== null && 'type' in value && 'detail' in value;
    return isProblem ? (value as Problem) : null;
  } catch {
    return null;
  }
}
