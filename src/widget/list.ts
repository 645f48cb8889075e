import { isWebAddress, type ShownLink } from './answer.js';
import { day } from './day.js';
import { make } from './make.js';

/** How a list is to look. */
export interface Look {
  readonly heading: string;
  /** 1–6. */
  readonly level: 1 | 2 | 3 | 4 | 5 | 6;
  /** Said of what was paid for. */
  readonly label: string;
  /** Tag of the page's language, or empty. */
  readonly language: string;
  readonly images: boolean;
  readonly summaries: boolean;
  readonly reasons: boolean;
}

/** A landmark with a heading and one link per item, and its items in the order of the links. */
export function list(links: readonly ShownLink[], look: Look): { nav: HTMLElement; items: HTMLElement[] } {
  const items = links.map((link) => item(link, look));
  const slot = make('slot', '', make(`h${look.level}`, 'heading', look.heading));
  slot.name = 'heading';
  // Around the slot, so that the landmark is named by whatever stands in it.
  const head = make('div', '', slot);
  head.id = 'h';
  const rows = make('ul', 'list', ...items);
  // Safari takes a list without bullets for none.
  rows.setAttribute('role', 'list');
  const nav = make('nav', 'nav', head, rows);
  nav.setAttribute('aria-labelledby', 'h');
  return { nav, items };
}

function item(link: ShownLink, look: Look): HTMLElement {
  const made = make('li', 'item');
  if (look.images && isWebAddress(link.image)) made.append(picture(link.image));
  const anchor = make('a', 'link', make('span', 'title', link.title));
  // Within the link, so that who goes from link to link hears it as well.
  if (link.sponsored) anchor.prepend(make('span', 'label', look.label), ' ');
  anchor.href = link.url;
  made.append(anchor);
  if (look.summaries && link.summary) made.append(make('p', 'summary', link.summary));
  const facts = meta(link, look.language);
  if (facts.length) made.append(make('p', 'meta', ...facts));
  if (look.reasons) made.append(...link.reasons.map(({ text }) => make('p', 'reason', text)));
  return made;
}

/** Of no meaning to whoever cannot see it: the title says what is behind the link. */
function picture(address: string): HTMLElement {
  const made = make('img', 'image');
  made.alt = '';
  made.loading = 'lazy';
  made.src = address;
  return made;
}

function meta({ section, publishedAt }: ShownLink, language: string): (Node | string)[] {
  const facts: (Node | string)[] = section ? [make('span', '', section)] : [];
  const date = publishedAt && day(publishedAt, language);
  if (publishedAt && date) {
    const time = make('time', '', date);
    time.dateTime = publishedAt;
    if (section) facts.push(' · ');
    facts.push(time);
  }
  return facts;
}
