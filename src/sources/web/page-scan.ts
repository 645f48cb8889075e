import { Tokenizer } from 'htmlparser2';
import { createPageBody } from './page-body.js';
import { createPageFacts, type PageFacts } from './page-facts.js';

/** Of one attribute's value, in characters. */
const LONGEST_VALUE = 10_000;
const MOST_ATTRIBUTES = 50;

/** A page as one pass over it finds it. */
export interface PageScan extends PageFacts {
  /** A well-formed document of the body's text: no scripts, pictures or controls, and of bounded depth and size. */
  readonly html: string;
}

/** Reads a page in one pass and linear time, whatever it holds: no tree is built. Never throws. */
export function scanPage(page: string, address: string): PageScan {
  const facts = createPageFacts(address);
  const body = createPageBody();
  let tag = '';
  let attribute = '';
  let attributes = new Map<string, string>();

  const text = (part: string) => {
    facts.text(part);
    body.text(part);
  };
  const extend = (part: string) => {
    const before = attributes.get(attribute);
    if (before !== undefined && before.length < LONGEST_VALUE) attributes.set(attribute, before + part);
  };
  const start = () => {
    facts.start(tag, attributes);
    body.start(tag, attributes);
  };
  const nameAt = (from: number, to: number) => page.slice(from, Math.min(to, from + 40)).toLowerCase();

  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      ontext: (from, to) => text(page.slice(from, to)),
      ontextentity: (codepoint) => text(String.fromCodePoint(codepoint)),
      oncdata: (from, to, offset) => text(page.slice(from, to - offset)),
      onopentagname(from, to) {
        tag = nameAt(from, to);
        attributes = new Map();
      },
      onattribname(from, to) {
        attribute = nameAt(from, to);
        // Of two of one name the first counts.
        if (attributes.has(attribute)) attribute = '';
        else if (attributes.size < MOST_ATTRIBUTES) attributes.set(attribute, '');
      },
      onattribdata: (from, to) => extend(page.slice(from, Math.min(to, from + LONGEST_VALUE))),
      onattribentity: (codepoint) => extend(String.fromCodePoint(codepoint)),
      onopentagend: start,
      // In HTML the slash means nothing, but for those who write `<p/>` and `<svg/>` for what is empty.
      onselfclosingtag() {
        start();
        body.end(tag);
        facts.end(tag);
      },
      onclosetag(from, to) {
        const closed = nameAt(from, to);
        facts.end(closed);
        body.end(closed);
      },
      onattribend: () => undefined,
      oncomment: () => undefined,
      ondeclaration: () => undefined,
      onend: () => undefined,
      onprocessinginstruction: () => undefined,
    },
  );
  tokenizer.write(page);
  tokenizer.end();
  return { ...facts.found(), html: body.html() };
}
