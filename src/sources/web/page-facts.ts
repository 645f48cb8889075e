import { resolved } from './addresses.js';

/** What a page says of itself beside its text. */
export interface PageFacts {
  readonly title: string;
  /** The text of its first `<h1>`. */
  readonly heading: string;
  /** As it is written. */
  readonly language: string;
  /** By `property`, `name` or `itemprop`, in lower case; of several of one name all, in order. */
  readonly metas: ReadonlyMap<string, readonly string[]>;
  readonly links: readonly PageLink[];
  /** The scripts of JSON-LD, as they are written. */
  readonly jsonLd: readonly string[];
  /** The `datetime` of every `<time>`. */
  readonly times: readonly string[];
  /** What the page's relative addresses are relative to. */
  readonly base: string;
}

export interface PageLink {
  /** In lower case; a space before, between and after several. */
  readonly rel: string;
  /** Absolute. */
  readonly href: string;
  /** In lower case; empty where not said. */
  readonly type: string;
}

/** Characters of a title or heading, and of a script. */
const LONGEST_LINE = 2_000;
const LONGEST_SCRIPT = 500_000;
/** Of metas, links, scripts and times: of each kind. */
const MOST = 300;

type Attributes = ReadonlyMap<string, string>;

export interface PageFactsCollector {
  start(tag: string, attributes: Attributes): void;
  end(tag: string): void;
  text(part: string): void;
  found(): PageFacts;
}

/** Collects what the tags of a page say, from its start tags, end tags and texts in their order. */
export function createPageFacts(address: string): PageFactsCollector {
  const metas = new Map<string, string[]>();
  const links: { rel: string; href: string; type: string }[] = [];
  const scripts: string[] = [];
  const times: string[] = [];
  let base: string | null = null;
  let language = '';
  let title: string | null = null;
  let heading: string | null = null;
  /** What the text belongs to. */
  let inside: 'title' | 'h1' | 'script' | null = null;

  const meta = (name: string, content: string) => {
    const values = metas.get(name) ?? [];
    if (name === '' || content === '' || metas.size >= MOST || values.length >= MOST) return;
    metas.set(name, [...values, content]);
  };

  return {
    start(tag, attributes) {
      const of = (name: string) => attributes.get(name)?.trim() ?? '';
      switch (tag) {
        case 'html':
          if (language === '') language = of('lang') || of('xml:lang');
          break;
        case 'base':
          base ??= resolved(of('href'), address);
          break;
        case 'meta':
          meta((of('property') || of('name') || of('itemprop')).toLowerCase(), of('content'));
          break;
        case 'link':
          if (of('href') !== '' && links.length < MOST) {
            links.push({
              rel: ` ${of('rel').toLowerCase()} `,
              href: of('href'),
              type: of('type').toLowerCase(),
            });
          }
          break;
        case 'time':
          if (of('datetime') !== '' && times.length < MOST) times.push(of('datetime'));
          break;
        case 'title':
          // A picture's title comes after that of the page.
          if (title === null) inside = 'title';
          title ??= '';
          break;
        case 'h1':
          if (heading === null) inside = 'h1';
          heading ??= '';
          break;
        case 'script':
          if (!/^application\/ld\+json/i.test(of('type')) || scripts.length >= MOST) break;
          scripts.push('');
          inside = 'script';
          break;
      }
    },
    end(tag) {
      if (tag === inside) inside = null;
    },
    text(part) {
      switch (inside) {
        case 'title':
          title = longer(title ?? '', part, LONGEST_LINE);
          break;
        case 'h1':
          heading = longer(heading ?? '', part, LONGEST_LINE);
          break;
        case 'script':
          scripts.push(longer(scripts.pop() ?? '', part, LONGEST_SCRIPT));
          break;
      }
    },
    found() {
      const from = base ?? address;
      return {
        title: title ?? '',
        heading: heading ?? '',
        language,
        metas,
        links: links.flatMap((link) => {
          const href = resolved(link.href, from);
          return href === null ? [] : [{ ...link, href }];
        }),
        jsonLd: scripts,
        times,
        base: from,
      };
    },
  };
}

function longer(text: string, part: string, most: number): string {
  return text.length < most ? text + part : text;
}
