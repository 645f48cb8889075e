import { Tokenizer } from 'htmlparser2';
import { BLOCKS, CELLS, CLOSES, DROPPED, VOID } from './elements.js';
import { isFurniture, TELLING_ATTRIBUTES } from './furniture.js';
import { joinParagraphs } from './whitespace.js';

/** Attribute values beyond this many characters are cut: they decide nothing. */
const ATTRIBUTE_LIMIT = 1_000;
/** An end tag of an inline element looks so far up for its start. */
const INLINE_REACH = 64;

/**
 * The prose of an HTML fragment or page: paragraphs between blank lines, links as their text; scripts, styles,
 * captions, navigation, share bars and other furniture left out. Never throws; time is linear in the length, and
 * depth costs no stack, which is why the tokenizer is used and no tree is built.
 */
export function htmlToText(html: string): string {
  const reader = new ProseReader(html);
  const tokenizer = new Tokenizer({ decodeEntities: true }, reader);
  tokenizer.write(html);
  tokenizer.end();
  return joinParagraphs(reader.paragraphs());
}

class ProseReader {
  private readonly done: string[] = [];
  private current: string[] = [];
  /** Names of the open elements, and how many are open of each name. */
  private readonly open: string[] = [];
  private readonly openOf = new Map<string, number>();
  /** Height of `open` at which the outermost left-out element stands; -1 where nothing is left out. */
  private droppedAt = -1;
  private lineBreaks = 0;
  private tag = '';
  private attribute = '';
  private attributes = new Map<string, string>();

  constructor(private readonly html: string) {}

  paragraphs(): readonly string[] {
    this.breakParagraph();
    return this.done;
  }

  ontext(start: number, end: number): void {
    this.add(this.html.slice(start, end));
  }

  ontextentity(codepoint: number): void {
    this.add(String.fromCodePoint(codepoint));
  }

  oncdata(start: number, end: number, endOffset: number): void {
    this.add(this.html.slice(start, end - endOffset));
  }

  onopentagname(start: number, end: number): void {
    this.tag = this.html.slice(start, end).toLowerCase();
    this.attributes = new Map();
  }

  onattribname(start: number, end: number): void {
    const name = this.html.slice(start, end).toLowerCase();
    this.attribute = TELLING_ATTRIBUTES.has(name) ? name : '';
    if (this.attribute !== '') this.attributes.set(name, '');
  }

  onattribdata(start: number, end: number): void {
    if (this.attribute !== '')
      this.extendAttribute(this.html.slice(start, Math.min(end, start + ATTRIBUTE_LIMIT)));
  }

  onattribentity(codepoint: number): void {
    if (this.attribute !== '') this.extendAttribute(String.fromCodePoint(codepoint));
  }

  onopentagend(): void {
    const { tag } = this;
    if (tag === 'br') {
      // Two line breaks in a row are how many editors write a paragraph.
      this.lineBreaks += 1;
      if (this.lineBreaks === 2) this.breakParagraph();
      else this.current.push(' ');
      return;
    }
    this.closeImplied(tag);
    this.separate(tag);
    if (VOID.has(tag)) return;
    this.open.push(tag);
    this.openOf.set(tag, (this.openOf.get(tag) ?? 0) + 1);
    if (this.droppedAt === -1 && (DROPPED.has(tag) || this.isAside())) this.droppedAt = this.open.length;
  }

  onselfclosingtag(): void {
    // In HTML the slash means nothing; but `<p/>` and `<svg/>` are meant as empty by who writes them.
    const { tag } = this;
    if (tag === 'br') this.onopentagend();
    else this.separate(tag);
  }

  onclosetag(start: number, end: number): void {
    const tag = this.html.slice(start, end).toLowerCase();
    const count = this.openOf.get(tag) ?? 0;
    if (count > 0 && this.reaches(tag)) {
      while (this.pop() !== tag) {
        // All that stands open inside ends with it.
      }
    }
    this.separate(tag);
  }

  onattribend(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onend(): void {}
  onprocessinginstruction(): void {}

  private isAside(): boolean {
    // `body` may carry any class of its theme; what holds the whole article is never furniture.
    return (
      this.tag !== 'body' && this.tag !== 'html' && this.tag !== 'article' && isFurniture(this.attributes)
    );
  }

  private closeImplied(tag: string): void {
    if (BLOCKS.has(tag) && (this.openOf.get('head') ?? 0) > 0) {
      while (this.pop() !== 'head') {
        // A head without its end tag ends where the body, or its first block, begins.
      }
    }
    if (BLOCKS.has(tag) && this.open.at(-1) === 'p') this.pop();
    const closes = CLOSES.get(tag);
    while (closes?.has(this.open.at(-1) ?? '')) this.pop();
  }

  /** An inline end tag does not reach out of the block in which it stands. */
  private reaches(tag: string): boolean {
    if (BLOCKS.has(tag) || CELLS.has(tag) || DROPPED.has(tag)) return true;
    for (let above = 1; above <= INLINE_REACH; above++) {
      const name = this.open.at(-above);
      if (name === tag) return true;
      if (name === undefined || BLOCKS.has(name)) return false;
    }
    return false;
  }

  private pop(): string | undefined {
    if (this.droppedAt === this.open.length) this.droppedAt = -1;
    const name = this.open.pop();
    if (name !== undefined) this.openOf.set(name, (this.openOf.get(name) ?? 1) - 1);
    return name;
  }

  private separate(tag: string): void {
    if (BLOCKS.has(tag)) this.breakParagraph();
    else if (CELLS.has(tag) && this.droppedAt === -1) this.current.push(' ');
  }

  private breakParagraph(): void {
    this.lineBreaks = 0;
    if (this.current.length === 0) return;
    this.done.push(this.current.join(''));
    this.current = [];
  }

  private add(text: string): void {
    if (this.droppedAt !== -1) return;
    if (this.lineBreaks > 0 && /\S/.test(text)) this.lineBreaks = 0;
    this.current.push(text);
  }

  private extendAttribute(text: string): void {
    const value = this.attributes.get(this.attribute) ?? '';
    if (value.length < ATTRIBUTE_LIMIT) this.attributes.set(this.attribute, value + text);
  }
}
