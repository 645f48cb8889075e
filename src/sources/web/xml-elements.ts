/** A document taken apart at its repeated elements, without being parsed. */
export interface TakenApart {
  /** What stands before the first of them. */
  readonly head: string;
  /** Each as it is written, from its start tag to its end tag. */
  readonly elements: readonly string[];
  /** Whether it could be looked through to its end: not where a comment, CDATA section or tag has none. */
  readonly whole: boolean;
}

/** How far from the end of a document the end tag of its root is looked for: sites add comments and scripts. */
const TAIL = 5_000;

/** Whether the root element, one of these names, has its end: a document without was cut off. */
export function hasEnd(xml: string, names: readonly string[]): boolean {
  const name = `(?:[\\w.-]{1,40}:)?(?:${names.join('|')})`;
  return new RegExp(`</${name}\\s*>|<${name}[^<>]*/>`, 'i').test(xml.slice(-TAIL));
}

/**
 * Finds the elements of these local names, wherever they stand, so that what is whole of a broken document can be
 * read one by one. CDATA and comments are passed over. They do not lie in one another: where one begins, one that is
 * open ends. In linear time.
 */
export function takeApart(xml: string, names: readonly string[]): TakenApart {
  const tag = new RegExp(`<(/?)(?:[\\w.-]{1,40}:)?(?:${names.join('|')})(?=[\\s/>])`, 'iy');
  const elements: string[] = [];
  let head: string | null = null;
  let start = -1;
  const end = (at: number) => {
    if (start !== -1) elements.push(xml.slice(start, at));
    start = -1;
  };
  let whole = true;
  let at = xml.indexOf('<');
  while (at !== -1) {
    const passed = passOver(xml, at);
    whole = passed !== -1;
    if (!whole) break;
    tag.lastIndex = at;
    const found = passed === at ? tag.exec(xml) : null;
    let next = Math.max(passed, at + 1);
    if (found !== null) {
      const close = xml.indexOf('>', at);
      whole = close !== -1;
      if (!whole) break;
      next = close + 1;
      head ??= xml.slice(0, at);
      if (found[1] === '/') end(next);
      else {
        end(at);
        start = at;
        if (xml[close - 1] === '/') end(next);
      }
    }
    at = xml.indexOf('<', next);
  }
  return { head: head ?? xml, elements, whole };
}

/** Where a CDATA section or comment that begins here ends; `at` where none begins, -1 where it has no end. */
function passOver(xml: string, at: number): number {
  for (const [open, close] of [
    ['<![CDATA[', ']]>'],
    ['<!--', '-->'],
  ] as const) {
    if (!xml.startsWith(open, at)) continue;
    const end = xml.indexOf(close, at + open.length);
    return end === -1 ? -1 : end + close.length;
  }
  return at;
}

/** The local name of the root element in lower case, `{` or `[` for JSON; empty for anything else. */
export function rootOf(text: string): string {
  let at = /^[\uFEFF\s]*/.exec(text)?.[0].length ?? 0;
  for (;;) {
    const first = text[at];
    if (first === '{' || first === '[') return first;
    if (
      text.startsWith('<!--', at) ||
      text.startsWith('<?', at) ||
      /^<!doctype/i.test(text.slice(at, at + 9))
    ) {
      const close = text.startsWith('<!--', at) ? '-->' : '>';
      const end = text.indexOf(close, at);
      if (end === -1) return '';
      const doctype = /^<!doctype\s+html/i.test(text.slice(at, at + 20));
      if (doctype) return 'html';
      at = end + close.length;
      at += /^\s*/.exec(text.slice(at, at + 10_000))?.[0].length ?? 0;
      continue;
    }
    return /^<(?:[\w.-]+:)?([\w.-]+)/.exec(text.slice(at, at + 200))?.[1]?.toLowerCase() ?? '';
  }
}
