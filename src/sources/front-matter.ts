import { isMap, isScalar, isSeq, type ParsedNode, parseDocument } from 'yaml';

/** A Markdown file taken apart, or what is wrong with its front matter and on which line (from 1). */
export type MarkdownFile =
  | { readonly ok: true; readonly data: Readonly<Record<string, unknown>>; readonly body: string }
  | { readonly ok: false; readonly line: number; readonly expected: string; readonly received: string };

const OPENING = /^---[ \t]*\r?\n/;
const CLOSING = /^(?:---|\.\.\.)[ \t]*\r?$/m;

/**
 * Splits YAML front matter from the body. Values keep the letters they were written with (`007` stays `007`), but
 * for true, false and null.
 */
export function readFrontMatter(text: string): MarkdownFile {
  const opening = OPENING.exec(text);
  if (opening === null) {
    if (/^\+\+\+[ \t]*\r?\n/.test(text)) {
      return {
        ok: false,
        line: 1,
        expected: 'front matter in YAML, between --- lines',
        received: 'TOML (+++)',
      };
    }
    return { ok: true, data: {}, body: text };
  }
  const rest = text.slice(opening[0].length);
  const closing = CLOSING.exec(rest);
  if (closing === null) {
    // A horizontal rule may begin a file that has no front matter.
    return { ok: true, data: {}, body: text };
  }
  const body = rest.slice(closing.index + closing[0].length).replace(/^\n/, '');
  return parseYaml(rest.slice(0, closing.index), body);
}

function parseYaml(yaml: string, body: string): MarkdownFile {
  const document = parseDocument(yaml, { logLevel: 'silent' });
  const [error] = document.errors;
  if (error !== undefined) {
    return {
      ok: false,
      line: (error.linePos?.[0].line ?? 1) + 1,
      expected: 'front matter in YAML',
      // The line that yaml names counts from the opening mark: the location has it right.
      received: (error.message.split('\n')[0] ?? error.code).replace(/ at line \d+, column \d+:?$/, ''),
    };
  }
  const root = document.contents;
  if (root === null) return { ok: true, data: {}, body };
  if (!isMap(root)) {
    return { ok: false, line: 2, expected: 'front matter of "name: value" lines', received: 'other YAML' };
  }
  const plain = (node: unknown, depth: number): unknown => {
    if (depth > 16) return undefined;
    if (isScalar(node)) {
      const { value } = node;
      if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
      return node.source ?? String(value);
    }
    if (isSeq(node)) return node.items.map((item) => plain(item, depth + 1));
    if (isMap(node)) {
      return Object.fromEntries(
        node.items.map((pair) => [String(plain(pair.key, depth + 1)), plain(pair.value, depth + 1)]),
      );
    }
    return undefined;
  };
  return { ok: true, data: plain(root as ParsedNode, 0) as Record<string, unknown>, body };
}
