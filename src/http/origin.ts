import type { Request } from 'express';

/**
 * The address under which a reader reaches this server, without a slash at the end: the public one where it is known,
 * otherwise as the request itself names it, such as `http://127.0.0.1:3000`, with the path that an application around
 * it has it under.
 */
export function originOf(
  request: Pick<Request, 'protocol' | 'host' | 'baseUrl'>,
  publicUrl: string | undefined,
): string {
  return publicUrl ?? `${request.protocol}://${request.host}${request.baseUrl}`;
}
