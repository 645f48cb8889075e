import { Lexer, type Token, type Tokens, type TokensList } from 'marked';
import type { BodyFormat } from '../article.js';
import { canonicalAddress } from './address.js';
import { detectFormat } from './detect.js';
import { decodeEntities } from './entities.js';
import { hasWords, readHtmlLinks, type Stretch, withoutStretches } from './link-html.js';

/**
 * What the links of a body say, as written (entities decoded), in order, each once: of `<a href>` in HTML; in Markdown
 * also of inline and reference links, autolinks and bare addresses; in plain text of bare addresses. Links within the
 * page (`#notes`) are none. Never throws, in about linear time.
 */
export function hrefsOf(body: string, format: BodyFormat = 'auto'): string[] {
  const hrefs = read(body, format, () => false).hrefs.map((href) => href.trim());
  return [...new Set(hrefs.filter((href) => href !== '' && !href.startsWith('#')))];
}

/**
 * The addresses that a body links, as `canonicalAddress` writes them, in order, each once. Relative ones count from
 * `base`, the article's own address; without it they are left out, as are those that are no http or https.
 */
export function linksOf(body: string, format: BodyFormat = 'auto', base: string | null = null): string[] {
  const addresses = hrefsOf(body, format).map((href) => canonicalAddress(href, base));
  return [...new Set(addresses.filter((address) => address !== null))];
}

/**
 * A body without the links to targets and without their words, which often are the other article's title; with them
 * go list items, headings and (in HTML) paragraphs that say nothing else, and the definitions of reference links. What
 * stands around stays as it is: "See also: Title." becomes "See also: .". `isTarget` is asked for each link as
 * `hrefsOf` gives it. A body without such a link comes back unchanged.
 */
export function withoutLinks(body: string, format: BodyFormat, isTarget: (href: string) => boolean): string {
  const { text, cuts } = read(body, format, (href) => isTarget(href.trim()));
  return cuts.length === 0 ? body : withoutStretches(text, cuts);
}

interface ReadLinks {
  /** The text in which the cuts stand. */
  readonly text: string;
  readonly hrefs: readonly string[];
  readonly cuts: readonly Stretch[];
}

function read(body: string, format: BodyFormat, isTarget: (href: string) => boolean): ReadLinks {
  switch (format === 'auto' ? detectFormat(body) : format) {
    case 'html':
      return { text: body, ...pick(readHtmlLinks(body, isTarget)) };
    case 'markdown':
      return readMarkdownLinks(body, isTarget);
    case 'text':
      return readBareAddresses(body, isTarget);
  }
}

const pick = ({ hrefs, cuts }: Omit<ReadLinks, 'text'>) => ({ hrefs, cuts });

const BARE = /\bhttps?:\/\/[^\s<>"“”«»]+/gi;
const BARE_END = /[.,;:!?'’*_\]}]$/;

function readBareAddresses(text: string, isTarget: (href: string) => boolean): ReadLinks {
  const hrefs: string[] = [];
  const cuts: Stretch[] = [];
  for (const { 0: found, index } of text.matchAll(BARE)) {
    let end = found.length;
    // A bracket belongs to the sentence unless the address opened it: `…/Heat_(film)`.
    const opened = found.includes('(');
    while (BARE_END.test(found[end - 1] ?? '') || (!opened && found[end - 1] === ')')) end -= 1;
    const href = found.slice(0, end);
    hrefs.push(href);
    if (isTarget(href)) cuts.push({ start: index, end: index + end });
  }
  return { text, hrefs, cuts };
}

/** Markdown is read in pieces of about this many characters: some of marked's rules take quadratic time. */
const PIECE = 16_000;
// Quotes and lists nested eight deep in one line are no writing, and marked recurses into each.
const DEEP = /^[ \t]*(?:(?:>|[-*+][ \t]|\d{1,9}[.)][ \t])[ \t]*){8,}/gm;

function readMarkdownLinks(body: string, isTarget: (href: string) => boolean): ReadLinks {
  const text = body.replace(/\r\n?/g, '\n');
  // Of the same length, so that every offset holds.
  const readable = text.replace(DEEP, (marks) => '.'.repeat(marks.length));
  const walk = new MarkdownWalk(isTarget);
  const pieces = [...piecesOf(readable)];
  const definitions: TokensList['links'] = Object.create(null);
  // A reference may come pieces before its definition.
  if (pieces.length > 1) for (const piece of pieces) lex(piece.text, definitions, false);
  for (const piece of pieces) {
    const tokens = lex(piece.text, definitions, true);
    if (tokens === null) walk.html(piece.text, piece.start);
    else walk.piece(tokens, piece.text, piece.start);
  }
  return { text, ...pick(walk) };
}

/** The tokens of a piece, or `null` where it is nested too deep. Definitions are taken from, and added to, the given. */
function lex(text: string, definitions: TokensList['links'], inline: boolean): readonly Token[] | null {
  const lexer = new Lexer({ gfm: true });
  lexer.tokens.links = definitions;
  try {
    return inline ? lexer.lex(text) : lexer.blockTokens(text, lexer.tokens);
  } catch {
    return null;
  }
}

/** Cuts a long text after blank lines, else after line ends, else anywhere. */
function* piecesOf(text: string): Generator<{ readonly start: number; readonly text: string }> {
  let start = 0;
  while (text.length - start > PIECE) {
    const window = text.slice(start, start + PIECE);
    const blank = window.lastIndexOf('\n\n') + 2;
    const line = window.lastIndexOf('\n') + 1;
    const length = blank > 2 ? blank : line > 1 ? line : PIECE;
    yield { start, text: window.slice(0, length) };
    start += length;
  }
  yield { start, text: text.slice(start) };
}

/** A token whose source cannot be found costs a search through its block: after so many, no more are looked for. */
const MISSES = 50;

/** What was found among some tokens: words outside the links to targets, and whether there was such a link. */
interface Found {
  words: boolean;
  cut: boolean;
}

/**
 * Walks the tokens of marked, which hold no offsets: blocks follow one another without gaps, and inside a block links
 * and code are looked up in the order in which they come, so that a link's text in code is not taken for the link.
 */
class MarkdownWalk {
  readonly hrefs: string[] = [];
  readonly cuts: Stretch[] = [];
  private block = '';
  private blockStart = 0;
  /** Offset in the block up to which it was read. */
  private cursor = 0;
  private misses = 0;

  constructor(private readonly isTarget: (href: string) => boolean) {}

  piece(tokens: readonly Token[], text: string, start: number): void {
    let at = 0;
    for (const token of tokens) {
      this.block = text.slice(at, at + token.raw.length);
      this.blockStart = start + at;
      this.cursor = 0;
      this.misses = 0;
      this.walk([token]);
      at += token.raw.length;
    }
  }

  /** Reads HTML that begins at an offset; returns whether it has words. */
  html(html: string, start: number): void {
    const { hrefs, cuts } = readHtmlLinks(html, this.isTarget);
    this.hrefs.push(...hrefs);
    for (const cut of cuts) this.cuts.push({ start: start + cut.start, end: start + cut.end });
  }

  private walk(tokens: readonly Token[]): Found {
    const found: Found = { words: false, cut: false };
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i];
      if (token === undefined) break;
      if (token.type === 'html' && /^<a\s/i.test(token.raw) && token.block !== true) {
        i = this.inlineAnchor(tokens, i, found);
      } else {
        const inside = this.token(token);
        found.words ||= inside.words;
        found.cut ||= inside.cut;
      }
    }
    return found;
  }

  private token(token: Token): Found {
    switch (token.type) {
      case 'link':
        return this.link(token as Tokens.Link);
      case 'def':
        if (this.isTarget(hrefOf(token as Tokens.Def))) this.cut(this.locate(token.raw));
        return { words: false, cut: false };
      case 'code':
      case 'codespan':
        this.locate(token.raw);
        return { words: hasWords(token.raw), cut: false };
      case 'html': {
        const place = this.locate(token.raw);
        const before = this.cuts.length;
        if (token.block === true) this.html(token.raw, place?.start ?? Number.NaN);
        if (place === null) this.cuts.length = before;
        return { words: token.block === true, cut: this.cuts.length > before };
      }
      case 'image':
        this.locate(token.raw);
        return { words: false, cut: false };
      case 'list':
        return this.all((token as Tokens.List).items.map((item) => () => this.holder(item)));
      case 'heading':
        return this.holder(token);
      case 'table': {
        const { header, rows } = token as Tokens.Table;
        return this.all([...header, ...rows.flat()].map((cell) => () => this.walk(cell.tokens)));
      }
      default:
        return 'tokens' in token && token.tokens !== undefined
          ? this.walk(token.tokens)
          : { words: hasWords(token.raw), cut: false };
    }
  }

  private link(token: Tokens.Link): Found {
    const place = this.locate(token.raw);
    const href = hrefOf(token);
    this.hrefs.push(href);
    if (!this.isTarget(href)) return { words: hasWords(token.text), cut: false };
    this.cut(place);
    return { words: false, cut: place !== null };
  }

  /** `<a href>` in a line of Markdown, up to its end tag: returns the index of the last token of it. */
  private inlineAnchor(tokens: readonly Token[], from: number, found: Found): number {
    const opening = tokens[from]?.raw ?? '';
    const start = this.locate(opening);
    const [href] = readHtmlLinks(opening).hrefs;
    if (href !== undefined) this.hrefs.push(href);
    if (href === undefined || !this.isTarget(href)) return from;
    const to = tokens.findIndex(
      (token, i) => i > from && token.type === 'html' && /^<\/a\s*>/i.test(token.raw),
    );
    // Nobody closed it: the mark goes, the words stay, for they may be the article's.
    if (to > from) this.walk(tokens.slice(from + 1, to));
    const end = to > from ? this.locate(tokens[to]?.raw ?? '') : start;
    if (start !== null && end !== null) {
      this.cut({ start: start.start, end: end.end });
      found.cut = true;
    }
    return Math.max(from, to);
  }

  /** A list item or heading: goes where nothing of it is left. */
  private holder(token: Tokens.Generic): Found {
    const before = this.cursor;
    const place = this.locate(token.raw);
    this.cursor = place === null ? before : place.start - this.blockStart;
    const found = this.walk(token.tokens ?? []);
    if (found.cut && !found.words) this.cut(place);
    return found;
  }

  private all(steps: readonly (() => Found)[]): Found {
    const found = steps.map((step) => step());
    return { words: found.some(({ words }) => words), cut: found.some(({ cut }) => cut) };
  }

  private cut(stretch: Stretch | null): void {
    if (stretch !== null) this.cuts.push(stretch);
  }

  /** Where a token's source stands next in the block; `null` where it is not to be found. */
  private locate(raw: string): Stretch | null {
    if (this.misses > MISSES) return null;
    let start = this.block.indexOf(raw, this.cursor);
    let { length } = raw;
    if (start === -1 && raw.trimEnd().includes('\n')) {
      // Inside quotes and items marked has taken the marks from the start of every further line.
      const lines = raw
        .trimEnd()
        .split('\n')
        .map((line) => escaped(line.trim()));
      const pattern = new RegExp(lines.join('[ \\t]*\\n[ \\t>]*'), 'g');
      pattern.lastIndex = this.cursor;
      const match = pattern.exec(this.block);
      start = match?.index ?? -1;
      length = match?.[0].length ?? 0;
    }
    if (start === -1) {
      this.misses += 1;
      return null;
    }
    this.cursor = start + length;
    return { start: this.blockStart + start, end: this.blockStart + this.cursor };
  }
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

function hrefOf({ href, autolink }: { readonly href: string; readonly autolink?: boolean }): string {
  return autolink === true ? href : decodeEntities(href);
}
