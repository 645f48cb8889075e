import { Parser } from 'htmlparser2';
import { z } from 'zod';
import { MARK } from './hostile.js';
import type { WireAnswer, WireRequest } from './wire.js';

const Problem = z.object({
  type: z.string().startsWith('urn:seealso:'),
  title: z.string().min(1),
  status: z.number(),
  detail: z.string().min(1),
  errors: z
    .array(z.object({ field: z.string(), expected: z.string(), received: z.string() }))
    .min(1)
    .optional(),
});

/** Throws where an answer is none that this server may give, whatever was asked. */
export function checkAnswer(request: WireRequest, { status, headers, body, whole }: WireAnswer): void {
  const type = headers.get('content-type') ?? '';
  const isPacked = headers.has('content-encoding');
  const text = body.toString('utf8');
  if (status >= 500 || status < 200) throw new Error(`status ${status}: ${text.slice(0, 500)}`);
  if (isPacked || request.method === 'HEAD') return;
  if (!whole && request.body.length > 0) return;
  if (!whole && !type.startsWith('text/event-stream')) throw new Error('the answer breaks off');
  if (type.startsWith('text/html')) checkMarkup(text);
  else if (status >= 400) {
    if (!type.startsWith('application/problem+json'))
      throw new Error(`status ${status} as ${JSON.stringify(type)}: ${text.slice(0, 200)}`);
    const problem = Problem.parse(JSON.parse(text));
    if (problem.status !== status) throw new Error(`status ${status}, and ${problem.status} in the body`);
    if (problem.type === 'urn:seealso:invalid_request' && problem.detail === '.')
      throw new Error('no detail');
  } else if (type.startsWith('application/json') && text !== '') JSON.parse(text);
}

/** Scripts and addresses of our own pages. */
const OWN_SCRIPT = /^(?:desk\/desk\.js|\/widget\.js|https?:\/\/[^/]+\/widget\.js)(?:\?v=[0-9a-f]+)?$/;

/** Throws where something that was handed in would run, or leads to where something runs. */
export function checkMarkup(html: string): void {
  const parser = new Parser({
    onopentag(name, attributes) {
      const { src = '' } = attributes;
      if (name === 'script' && !OWN_SCRIPT.test(src))
        throw new Error(`<script src=${JSON.stringify(src)}> in a page`);
      if (['iframe', 'object', 'embed', 'base', 'form'].includes(name))
        throw new Error(`<${name}> in a page`);
      for (const [attribute, value] of Object.entries(attributes)) {
        if (/^on/i.test(attribute)) throw new Error(`${attribute}=${JSON.stringify(value)} in a page`);
        const isAddress = ['href', 'src', 'action', 'formaction', 'xlink:href', 'srcset'].includes(attribute);
        // Browsers pass over control characters in the name of a scheme.
        const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(value.replace(/[\p{Cc}\s]/gu, ''))?.[1]?.toLowerCase();
        if (isAddress && scheme !== undefined && !['http', 'https', 'data'].includes(scheme))
          throw new Error(`${attribute}=${JSON.stringify(value)} in a page`);
        if (scheme === 'data' && isAddress && !value.startsWith('data:image/'))
          throw new Error(`${attribute}=${JSON.stringify(value)} in a page`);
      }
    },
    onprocessinginstruction(name, data) {
      if (name !== '!doctype') throw new Error(`<${data}> in a page`);
    },
    onopentagname(name) {
      if (name.includes(MARK)) throw new Error(`<${name}> in a page`);
    },
  });
  parser.write(html);
  parser.end();
}

/** Throws where what was printed is not a line by itself: something that was handed in has written another. */
export function checkLines(printed: readonly string[]): void {
  for (const line of printed) {
    if (!line.endsWith('\n') || line.indexOf('\n') !== line.length - 1)
      throw new Error(`more than a line: ${JSON.stringify(line)}`);
    JSON.parse(line);
  }
}
