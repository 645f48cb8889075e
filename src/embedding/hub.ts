import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { z } from 'zod';
import { ModelError, SeealsoError, StoppedError } from '../errors.js';

/** What a hub answers, as far as it is read. */
export interface HubResponse {
  readonly status: number;
  readonly ok: boolean;
  readonly headers: { get(name: string): string | null; has(name: string): boolean };
  readonly body: ReadableStream | null;
  json(): Promise<unknown>;
}

/** As `fetch`: rejects where nobody answers, with a `SeealsoError` where nobody may be asked. */
export type AskHub = (
  address: URL,
  init: {
    readonly redirect: 'manual';
    readonly signal: AbortSignal | null;
    readonly headers: Record<string, string>;
  },
) => Promise<HubResponse>;

/** A model on a hub: the place, which one, and who asks. */
export interface HubModel {
  /** With what the hub, and where it redirects, is asked: it keeps from private networks. */
  readonly ask: AskHub;
  /** Address of the hub, such as `https://huggingface.co`. */
  readonly hub: string;
  /** `owner/name`. */
  readonly name: string;
  /** Branch, tag or commit. */
  readonly revision: string;
  /** Sent to the hub only, never to where it redirects. */
  readonly token?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Waits between two attempts, in milliseconds. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
const MAX_REDIRECTS = 5;

const Listing = z.object({ siblings: z.array(z.object({ rfilename: z.string() })) });

/** The paths of a model's files. */
export async function listFiles(model: HubModel): Promise<string[]> {
  const url = `${model.hub}/api/models/${encodePath(model.name)}/revision/${encodeURIComponent(model.revision)}`;
  return withRetries(model, url, async () => {
    const { response } = await request(model, url);
    const listing = Listing.safeParse(await response.json().catch(() => null));
    if (!listing.success) {
      throw new ModelError(
        `${url} did not answer with a model's files (expected JSON with "siblings"). Check --hub.`,
      );
    }
    return listing.data.siblings.map((sibling) => sibling.rfilename);
  });
}

/**
 * Fetches one file to `target`, which appears only when it is whole: its size and, where the hub states it, its
 * SHA-256 are checked first. `onBytes` gets the bytes so far and the size, where it is known.
 */
export async function fetchFile(
  model: HubModel,
  file: string,
  target: string,
  onBytes: (received: number, size: number | null) => void,
): Promise<number> {
  const url = `${model.hub}/${encodePath(model.name)}/resolve/${encodeURIComponent(model.revision)}/${encodePath(file)}`;
  await mkdir(dirname(target), { recursive: true });
  return withRetries(model, url, async () => {
    const { response, size, sha256 } = await request(model, url);
    const hash = createHash('sha256');
    let received = 0;
    const count = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        received += chunk.length;
        onBytes(received, size);
        done(null, chunk);
      },
    });
    const body = response.body === null ? Readable.from([]) : Readable.fromWeb(response.body);
    await pipeline(
      body,
      count,
      createWriteStream(`${target}.part`),
      model.signal === undefined ? {} : { signal: model.signal },
    );
    if (size !== null && received !== size) {
      throw new Passing(`the answer ended after ${received} of ${size} bytes`);
    }
    const actual = hash.digest('hex');
    if (sha256 !== null && actual !== sha256) {
      throw new ModelError(
        `${url} is not what the hub says it is: expected SHA-256 ${sha256}, received ${actual}. Try again; if it ` +
          'stays so, something between here and the hub alters files.',
      );
    }
    await rename(`${target}.part`, target);
    return received;
  });
}

/** What may pass by itself: worth another attempt. */
class Passing extends Error {
  constructor(
    message: string,
    /** How long the server asks to wait. */
    readonly afterMs: number | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

async function withRetries<T>(model: HubModel, url: string, attempt: () => Promise<T>): Promise<T> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await attempt();
    } catch (error) {
      if (model.signal?.aborted) throw new StoppedError('The download was stopped; nothing of it was kept.');
      if (error instanceof SeealsoError) throw error;
      const passing = error instanceof Passing ? error : new Passing(reason(error), null, { cause: error });
      if (attempts === ATTEMPTS || isUnreachable(error)) {
        throw new ModelError(
          `Cannot download ${url}: ${passing.message}${attempts > 1 ? ` (tried ${attempts} times)` : ''}. Check the ` +
            'connection to the hub and try again; HF_ENDPOINT or --hub names another one.',
          { cause: error },
        );
      }
      const wait = passing.afterMs ?? FIRST_PAUSE_MS * 2 ** (attempts - 1);
      await model.pause(Math.min(wait, LONGEST_PAUSE_MS));
    }
  }
}

interface Answer {
  readonly response: HubResponse;
  readonly size: number | null;
  readonly sha256: string | null;
}

/** Follows redirects itself: the hub states size and checksum in the answer that redirects to the storage. */
async function request(model: HubModel, url: string): Promise<Answer> {
  let at = new URL(url);
  let linkedSize: number | null = null;
  let sha256: string | null = null;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const authorised = model.token !== undefined && at.origin === new URL(model.hub).origin;
    const response = await model.ask(at, {
      redirect: 'manual',
      signal: model.signal ?? null,
      headers: {
        'user-agent': 'seealso',
        // A compressed answer's length would not be the file's.
        'accept-encoding': 'identity',
        ...(authorised ? { authorization: `Bearer ${model.token}` } : {}),
      },
    });
    linkedSize ??= toSize(response.headers.get('x-linked-size'));
    sha256 ??= toSha256(response.headers.get('x-linked-etag'));
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) {
      if (!response.ok) {
        await response.body?.cancel();
        throw refusal(model, url, response);
      }
      const encoded = response.headers.has('content-encoding');
      const size = linkedSize ?? (encoded ? null : toSize(response.headers.get('content-length')));
      return { response, size, sha256 };
    }
    await response.body?.cancel();
    const next = new URL(location, at);
    if (next.protocol !== at.protocol && next.protocol !== 'https:') {
      throw new ModelError(
        `${at.href} redirects to ${next.href}, which is less secure. It was not followed.`,
      );
    }
    at = next;
  }
  throw new ModelError(`${url} redirects more than ${MAX_REDIRECTS} times. Check --hub.`);
}

function refusal(model: HubModel, url: string, response: HubResponse): Error {
  const { status } = response;
  const what = `${model.name} (revision ${model.revision})`;
  if (status === 404) {
    return new ModelError(
      `There is no such model or file on ${model.hub}: ${what}; ${url} answered 404. Check the name's spelling.`,
    );
  }
  if (status === 401 || status === 403) {
    return new ModelError(
      `${model.hub} does not give ${what} to ${model.token === undefined ? 'a stranger' : 'this token'}: ${url} answered ` +
        `${status}. Either there is no such model, or it is private or gated: accept its terms on the hub and set HF_TOKEN.`,
    );
  }
  if (status === 429 || status >= 500) {
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    return new Passing(`it answered ${status}`, Number.isFinite(seconds) ? seconds * 1000 : null);
  }
  return new ModelError(`${url} answered ${status}, expected 200. Check --hub and the model's name.`);
}

/** No hub at that address: waiting a few seconds does not help. */
function isUnreachable(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return code === 'ENOTFOUND' || code === 'ECONNREFUSED';
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}

function toSize(header: string | null): number | null {
  return header !== null && /^\d+$/.test(header) ? Number(header) : null;
}

/** Large files carry their SHA-256 as an ETag; others something else. */
function toSha256(header: string | null): string | null {
  const tag = header?.replaceAll('"', '').toLowerCase() ?? '';
  return /^[0-9a-f]{64}$/.test(tag) ? tag : null;
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
