import { seededRandom } from '../support/random.js';

/** A desk's articles on many subjects, of which one, `strike-3`, is asked about. Dates lie around its own. */
const SUBJECTS = 40;
const ASKED_AT = Date.parse('2024-06-10T12:00:00Z');
const DAY = 86_400_000;

const SYLLABLES = [
  'ka',
  'lor',
  'min',
  'te',
  'vas',
  'pru',
  'den',
  'sol',
  'gar',
  'bi',
  'net',
  'fo',
  'rim',
  'ul',
];

/** Articles on one subject use its words; those of one story share some more. */
interface Part {
  readonly days: number;
  readonly story: boolean;
}

const PARTS: readonly Part[] = [
  { days: -400, story: false },
  { days: -60, story: false },
  { days: -3, story: true },
  { days: 0, story: true },
  { days: 0.25, story: true },
  { days: 5, story: true },
  { days: 40, story: false },
  { days: 500, story: false },
];

export const HOST = 'https://desk.example';

export interface DeskArticle {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly url: string;
  readonly section: string;
  readonly tags: readonly string[];
  readonly language: string;
  readonly publishedAt: string;
  readonly sponsored: boolean;
  readonly paywalled: boolean;
}

function article(subject: string, part: number, words: Vocabulary): DeskArticle {
  // Others are less of one piece, so that what is asked about stands out.
  const close = subject === 'strike';
  const { days, story } = PARTS[part] ?? { days: 0, story: false };
  const links =
    part === 3 ? [1, 5].map((other) => `<a href="/${subject}-${other}?utm_source=body#top">more</a>`) : [];
  return {
    id: `${subject}-${part}`,
    title: `${words.own(2)} ${words.subject(2)}`,
    body: `<p>${words.own(close ? 5 : 10)} ${words.subject(close ? 24 : 10)}.</p><p>${words.own(3)} ${story ? words.story(close ? 28 : 12) : words.own(close ? 3 : 8)}. ${links.join(' and ')}</p>`,
    url: `${HOST}/${subject}-${part}`,
    section: part % 2 === 0 ? 'City, Port' : 'Économie',
    tags: part < 4 ? ['Dock work'] : ['Budget', 'Dock work, again'],
    language: part === 7 ? 'fr' : 'en',
    publishedAt: new Date(ASKED_AT + days * DAY).toISOString(),
    sponsored: part % 3 === 0,
    paywalled: part >= 5,
  };
}

/** So many words of the subject, of its story, or of no other article; none of the first two twice in a row. */
interface Vocabulary {
  subject(count: number): string;
  story(count: number): string;
  own(count: number): string;
}

function vocabulary(random: () => number): Vocabulary {
  const syllable = () => SYLLABLES[Math.floor(random() * SYLLABLES.length)] ?? '';
  const word = () => syllable() + syllable() + syllable() + syllable();
  const some = (count: number) => Array.from({ length: count }, word);
  const shuffled = (words: readonly string[]) =>
    words
      .map((one) => ({ one, at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ one }) => one);
  const [subject, story] = [some(24), some(28)];
  return {
    subject: (count) => shuffled(subject).slice(0, count).join(' '),
    story: (count) => shuffled(story).slice(0, count).join(' '),
    own: (count) => some(count).join(' '),
  };
}

const random = seededRandom(7);

export const DESK: readonly DeskArticle[] = Array.from({ length: SUBJECTS }, (_, i) => {
  const words = vocabulary(random);
  return PARTS.map((_part, part) => article(i === 0 ? 'strike' : `subject${i}`, part, words));
}).flat();

const find = (id: string): DeskArticle => {
  const found = DESK.find((one) => one.id === id);
  if (found === undefined) throw new Error(`No ${id} on the desk`);
  return found;
};

export const ASKED = find('strike-3');

/** The same text as that asked about, as an agency's report in another paper. */
export const COPY: DeskArticle = {
  ...ASKED,
  id: 'strike-copy',
  title: 'From the wires',
  url: `${HOST}/copy`,
};

/** The other articles on the subject that is asked about. */
export const OTHERS = DESK.filter(({ id }) => id.startsWith('strike-') && id !== ASKED.id);
