import type { IncomingMessage } from 'node:http';

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|::1|::ffff:127(?:\.\d{1,3}){3})$/i;
/** Under another name a page of any site could lead its own host here (DNS rebinding). */
const OWN_NAME = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;
/** A proxy says by one of these whom it asks for. */
const FORWARDED = /^(?:forwarded|via|x-real-ip|x-forwarded-.*|x-original-.*|x-envoy-.*|cf-.*|.*client-ip)$/;

/**
 * Whether somebody who works at this machine asks, and no proxy that answers the world. nginx before 1.29.7 says
 * nothing of itself where nobody told it to, but for the version of HTTP that it speaks.
 */
export function isFromThisMachine({
  socket,
  headers,
  httpVersion,
}: Pick<IncomingMessage, 'socket' | 'headers' | 'httpVersion'>): boolean {
  return (
    isLoopback(socket.remoteAddress) &&
    OWN_NAME.test(headers.host ?? '') &&
    httpVersion !== '1.0' &&
    !Object.keys(headers).some((name) => FORWARDED.test(name))
  );
}

/**
 * The same, and not by a proxy that says nothing of itself at all, such as nginx from 1.29.7 on and HAProxy where nobody
 * told them to: they take away what a browser says of its connection. So curl, which says nothing of it, is refused too.
 */
export function isBrowserAtThisMachine(request: Parameters<typeof isFromThisMachine>[0]): boolean {
  return isFromThisMachine(request) && request.headers.connection !== undefined;
}

export function isLoopback(address: string | undefined): boolean {
  return LOOPBACK.test(address ?? '');
}
