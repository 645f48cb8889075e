import { createHash } from 'node:crypto';
import type { Client } from 'undici';

export interface Sent {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
}

export interface Exchanged {
  /** Milliseconds since 1970. */
  readonly sent: number;
  readonly received: number;
  /** 0 where no answer came, or not all of it. */
  readonly status: number;
  /** Such as `ECONNREFUSED`; empty where an answer came. */
  readonly error: string;
  readonly tag: string | null;
  /** Seconds; `null` where it does not say when to come back. */
  readonly retryAfter: number | null;
  /** Whether the server said that this connection ends. */
  readonly isLast: boolean;
  readonly body: Buffer;
}

/** One request over this connection; what breaks is a result as well. */
export async function exchange(client: Client, { method, path, headers, json }: Sent): Promise<Exchanged> {
  const sent = Date.now();
  try {
    const answer = await client.request({
      method,
      path,
      headers: { ...headers, ...(json === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    const body = Buffer.from(await answer.body.arrayBuffer());
    const { etag, connection, 'retry-after': again } = answer.headers;
    return {
      sent,
      received: Date.now(),
      status: answer.statusCode,
      error: '',
      tag: typeof etag === 'string' ? etag : null,
      retryAfter: typeof again === 'string' ? Number(again) : null,
      isLast: connection === 'close',
      body,
    };
  } catch (error) {
    const code = (error as { readonly code?: unknown }).code;
    return {
      sent,
      received: Date.now(),
      status: 0,
      error: typeof code === 'string' ? code : String(error),
      tag: null,
      retryAfter: null,
      isLast: false,
      body: Buffer.alloc(0),
    };
  }
}

export function hashOf(bytes: Buffer | string): string {
  return createHash('sha1').update(bytes).digest('base64');
}

export const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
