import { Parser } from 'htmlparser2';

export interface PageElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** All text within, white space joined. */
  readonly text: string;
  /** Names of the elements around it, the outermost first. */
  readonly within: readonly string[];
}

/** Every element of a page in the order of their start tags, as a browser would see them. */
export function elementsOf(page: string): PageElement[] {
  interface Open {
    readonly name: string;
    readonly attributes: Record<string, string>;
    text: string;
    readonly within: readonly string[];
  }
  const all: Open[] = [];
  const open: Open[] = [];
  const parser = new Parser({
    onopentag(name, attributes) {
      const element = { name, attributes, text: '', within: open.map((one) => one.name) };
      all.push(element);
      open.push(element);
    },
    ontext(text) {
      for (const element of open) element.text += text;
    },
    onclosetag() {
      open.pop();
    },
  });
  parser.end(page);
  return all.map((element) => ({ ...element, text: element.text.replace(/\s+/g, ' ').trim() }));
}
