import { once } from 'node:events';
import { connect } from 'node:net';
import express from 'express';
import { afterAll, expect, it } from 'vitest';
import { listen } from '../../src/http/server.js';

const asked: string[] = [];
const app = express().use((request, response) => {
  asked.push(request.url);
  response.send('answered');
});
const server = await listen(app, '127.0.0.1', 0);
afterAll(() => server.close());

const HIDDEN = 'GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n';
const request = (headers: string, body: string) =>
  `POST /seen HTTP/1.1\r\nHost: a\r\n${headers}\r\n\r\n${body}`;

/** A proxy and this server could be of two minds on where such a request ends. */
it.each([
  ['two lengths', request('Content-Length: 0\r\nContent-Length: 37', HIDDEN)],
  ['a length and chunks', request('Content-Length: 5\r\nTransfer-Encoding: chunked', `0\r\n\r\n${HIDDEN}`)],
  [
    'chunks that are not the last coding',
    request('Transfer-Encoding: chunked, identity', `0\r\n\r\n${HIDDEN}`),
  ],
  ['a header with a space before its colon', request('Content-Length : 0', HIDDEN)],
  ['a length that is no number', request('Content-Length: +0', HIDDEN)],
  ['lines that end in a newline alone', request('X: a\nContent-Length: 0', HIDDEN)],
])(
  'a request with %s is refused, and the connection ended, so that none is hidden in it',
  async (_, sent) => {
    asked.length = 0;
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    let received = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      received += text;
    });
    socket.write(sent);
    await once(socket, 'close');
    expect(received).toMatch(/^HTTP\/1\.1 400 /);
    expect(asked).not.toContain('/hidden');
  },
);
