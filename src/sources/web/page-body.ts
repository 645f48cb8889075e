import { BLOCKS, CELLS, CLOSES, VOID } from '../../text/elements.js';

/** Deeper elements lose their tags and keep their text: whoever walks a tree recurses. */
const DEEPEST = 200;
/**
 * Elements, line breaks and escaped characters, each of which makes a node or two of a tree; of what is beyond, only
 * the text is kept. Libraries hand the children of one element on as arguments, whose number has an end.
 */
const MOST_NODES = 30_000;
/** Characters of text; what follows is not read. */
const LONGEST = 2_000_000;
/** An end tag of an inline element looks so far up for its start. */
const INLINE_REACH = 64;

/** Not read, with all they hold. */
const LEFT_OUT: ReadonlySet<string> = new Set(
  `applet audio button canvas datalist dialog embed frameset head iframe map math noembed noframes noscript object
  picture progress script select style svg template textarea title video`.split(/\s+/),
);
/** Of what is empty, these are kept. */
const BREAKS: ReadonlySet<string> = new Set(['br', 'hr']);
/** What Readability judges by, what furniture is told by, and where a link leads. */
const KEPT: ReadonlySet<string> = new Set(
  'class id role rel itemprop itemtype dir lang hidden aria-hidden aria-label href'.split(' '),
);
/** Characters of an attribute that is kept. */
const LONGEST_VALUE = 2_000;

type Attributes = ReadonlyMap<string, string>;

export interface PageBody {
  start(tag: string, attributes: Attributes): void;
  end(tag: string): void;
  text(part: string): void;
  /** The whole document; nothing can be added after. */
  html(): string;
}

/** Writes a page's body anew from its start tags, end tags and texts, every element with its end. */
export function createPageBody(): PageBody {
  const out: string[] = [];
  const open: { readonly tag: string; readonly written: boolean }[] = [];
  const openOf = new Map<string, number>();
  /** How many are open where the outermost left-out element begins; -1 where nothing is left out. */
  let droppedAt = -1;
  let nodes = 0;
  let length = 0;

  const pop = (): string | undefined => {
    if (droppedAt === open.length) droppedAt = -1;
    const last = open.pop();
    if (last === undefined) return undefined;
    openOf.set(last.tag, (openOf.get(last.tag) ?? 1) - 1);
    if (last.written) out.push(`</${last.tag}>`);
    return last.tag;
  };

  /** An inline end tag does not reach out of the block in which it stands. */
  const reaches = (tag: string): boolean => {
    if ((openOf.get(tag) ?? 0) === 0) return false;
    if (BLOCKS.has(tag) || CELLS.has(tag) || LEFT_OUT.has(tag)) return true;
    for (let above = 1; above <= INLINE_REACH; above++) {
      const name = open.at(-above)?.tag;
      if (name === tag) return true;
      if (name === undefined || BLOCKS.has(name)) return false;
    }
    return false;
  };

  return {
    start(tag, attributes) {
      if (tag === 'html') return;
      if (tag === 'body' || (BLOCKS.has(tag) && (openOf.get('head') ?? 0) > 0)) {
        while ((openOf.get('head') ?? 0) > 0) pop();
        if (tag === 'body') return;
      }
      if (VOID.has(tag)) {
        if (droppedAt !== -1 || !BREAKS.has(tag)) return;
        nodes += 1;
        out.push(nodes < MOST_NODES ? `<${tag}>` : ' ');
        return;
      }
      if (BLOCKS.has(tag) && open.at(-1)?.tag === 'p') pop();
      const closes = CLOSES.get(tag);
      while (closes?.has(open.at(-1)?.tag ?? '')) pop();
      const leftOut = LEFT_OUT.has(tag);
      const written =
        droppedAt === -1 &&
        !leftOut &&
        open.length < DEEPEST &&
        nodes < MOST_NODES &&
        /^[a-z][a-z0-9]*$/.test(tag);
      if (written) {
        nodes += 1;
        out.push(`<${tag}${kept(attributes)}>`);
      } else if (droppedAt === -1 && BLOCKS.has(tag)) out.push(' ');
      open.push({ tag, written });
      openOf.set(tag, (openOf.get(tag) ?? 0) + 1);
      if (droppedAt === -1 && leftOut) droppedAt = open.length;
    },
    end(tag) {
      if (!reaches(tag)) return;
      while (pop() !== tag) {
        // All that stands open inside ends with it.
      }
    },
    text(part) {
      if (droppedAt !== -1 || length > LONGEST) return;
      length += part.length;
      const marks = part.match(/[&<>]/g)?.length ?? 0;
      nodes += marks;
      out.push(nodes < MOST_NODES ? escaped(part) : part.replace(/[&<>]/g, ' '));
    },
    html() {
      while (open.length > 0) pop();
      return `<!doctype html><html><head></head><body>${out.join('')}</body></html>`;
    },
  };
}

function kept(attributes: Attributes): string {
  return [...attributes]
    .filter(([name]) => KEPT.has(name))
    .map(([name, value]) => ` ${name}="${escaped(value.slice(0, LONGEST_VALUE)).replaceAll('"', '&quot;')}"`)
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
