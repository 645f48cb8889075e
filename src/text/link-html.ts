import { Tokenizer } from 'htmlparser2';
import { BLOCKS, CELLS, CLOSES } from './elements.js';

/** A stretch of a text, by offset: from `start`, up to but without `end`. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

export interface HtmlLinks {
  /** What the `href` of each `<a>` says, entities decoded, in order. */
  readonly hrefs: readonly string[];
  /** Where the links to targets stand, with their text; and the items and paragraphs that hold nothing else. */
  readonly cuts: readonly Stretch[];
}

/** Longer than any address that is compared. */
const HREF_LIMIT = 10_000;

/** Elements that go with the link that was all their text. */
const HOLDERS: ReadonlySet<string> = new Set('li p dt dd h1 h2 h3 h4 h5 h6'.split(' '));

/**
 * Finds the links of an HTML text, also those in boxes and menus: whoever reads the page sees them. Comments and
 * scripts hold none. Never throws; time is linear in the length.
 */
export function readHtmlLinks(html: string, isTarget: (href: string) => boolean = () => false): HtmlLinks {
  const reader = new LinkReader(html, isTarget);
  const tokenizer = new Tokenizer({ decodeEntities: true }, reader);
  tokenizer.write(html);
  tokenizer.end();
  return reader;
}

/** A text without some stretches of it, which may overlap and come in any order. */
export function withoutStretches(text: string, stretches: readonly Stretch[]): string {
  const kept: string[] = [];
  let from = 0;
  for (const { start, end } of [...stretches].sort((a, b) => a.start - b.start)) {
    if (start > from) kept.push(text.slice(from, start));
    from = Math.max(from, end);
  }
  kept.push(text.slice(from));
  return kept.join('');
}

/** Whether a text says anything: bullets, dashes and brackets do not. */
export function hasWords(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

interface Holder {
  readonly tag: string;
  readonly start: number;
  /** Whether it has words outside the links to targets. */
  words: boolean;
  /** Whether it has a link to a target. */
  cut: boolean;
}

interface Anchor {
  readonly start: number;
  readonly target: boolean;
  /** Where the first block boundary inside stands: as far as a link reaches that nobody closed. */
  boundary: number | null;
}

class LinkReader implements HtmlLinks {
  readonly hrefs: string[] = [];
  readonly cuts: Stretch[] = [];
  private readonly holders: Holder[] = [];
  private readonly openOf = new Map<string, number>();
  private anchor: Anchor | null = null;
  private tag = '';
  private tagStart = 0;
  private href: string | null = null;
  private inHref = false;

  constructor(
    private readonly html: string,
    private readonly isTarget: (href: string) => boolean,
  ) {}

  ontext(start: number, end: number): void {
    this.addText(this.html.slice(start, end));
  }

  ontextentity(codepoint: number): void {
    this.addText(String.fromCodePoint(codepoint));
  }

  oncdata(start: number, end: number, endOffset: number): void {
    this.addText(this.html.slice(start, end - endOffset));
  }

  onopentagname(start: number, end: number): void {
    this.tag = this.html.slice(start, end).toLowerCase();
    this.tagStart = start - 1;
    this.href = null;
  }

  onattribname(start: number, end: number): void {
    // Of two attributes of one name the first counts.
    this.inHref = this.href === null && this.tag === 'a' && /^href$/i.test(this.html.slice(start, end));
    if (this.inHref) this.href = '';
  }

  onattribdata(start: number, end: number): void {
    this.extendHref(this.html.slice(start, Math.min(end, start + HREF_LIMIT)));
  }

  onattribentity(codepoint: number): void {
    this.extendHref(String.fromCodePoint(codepoint));
  }

  onopentagend(): void {
    const { tag, tagStart } = this;
    this.closeImplied(tag, tagStart);
    this.markBoundary(tag, tagStart);
    if (tag === 'a') {
      this.leaveAnchor(tagStart, false);
      this.anchor = { start: tagStart, target: this.noteHref(), boundary: null };
    } else if (HOLDERS.has(tag)) {
      this.holders.push({ tag, start: tagStart, words: false, cut: false });
      this.openOf.set(tag, (this.openOf.get(tag) ?? 0) + 1);
    }
  }

  onselfclosingtag(end: number): void {
    // An element that its author meant as empty.
    if (this.tag === 'a' && this.noteHref()) this.cut({ start: this.tagStart, end: end + 1 });
  }

  onclosetag(start: number, end: number): void {
    const tag = this.html.slice(start, end).toLowerCase();
    const after = this.html.indexOf('>', end) + 1 || this.html.length;
    if (tag === 'a') this.leaveAnchor(after, true);
    this.markBoundary(tag, start - 2);
    if ((this.openOf.get(tag) ?? 0) === 0) return;
    while (this.holders.at(-1)?.tag !== tag) this.leaveHolder(start - 2);
    this.leaveHolder(after);
  }

  onend(): void {
    this.leaveAnchor(this.html.length, false);
    while (this.holders.length > 0) this.leaveHolder(this.html.length);
  }

  onattribend(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}

  private closeImplied(tag: string, at: number): void {
    if (BLOCKS.has(tag) && this.holders.at(-1)?.tag === 'p') this.leaveHolder(at);
    while (CLOSES.get(tag)?.has(this.holders.at(-1)?.tag ?? '')) this.leaveHolder(at);
  }

  private markBoundary(tag: string, at: number): void {
    if (this.anchor !== null && (BLOCKS.has(tag) || CELLS.has(tag))) this.anchor.boundary ??= at;
  }

  private noteHref(): boolean {
    if (this.href === null) return false;
    this.hrefs.push(this.href);
    return this.isTarget(this.href);
  }

  private leaveAnchor(at: number, closed: boolean): void {
    const { anchor } = this;
    this.anchor = null;
    if (anchor?.target) this.cut({ start: anchor.start, end: closed ? at : (anchor.boundary ?? at) });
  }

  private cut(stretch: Stretch): void {
    this.cuts.push(stretch);
    const holder = this.holders.at(-1);
    if (holder !== undefined) holder.cut = true;
  }

  private leaveHolder(at: number): void {
    const holder = this.holders.pop();
    if (holder === undefined) return;
    this.openOf.set(holder.tag, (this.openOf.get(holder.tag) ?? 1) - 1);
    // An unclosed link in it ends with it, at the latest.
    if (this.anchor?.target && this.anchor.start > holder.start) holder.cut = true;
    if (holder.cut && !holder.words) this.cuts.push({ start: holder.start, end: at });
    const around = this.holders.at(-1);
    if (around === undefined) return;
    around.words ||= holder.words;
    around.cut ||= holder.cut;
  }

  private addText(text: string): void {
    const holder = this.holders.at(-1);
    if (holder === undefined || holder.words) return;
    if (this.anchor?.target && this.anchor.boundary === null) return;
    holder.words = hasWords(text);
  }

  private extendHref(text: string): void {
    if (this.inHref && (this.href ?? '').length < HREF_LIMIT) this.href = (this.href ?? '') + text;
  }
}
