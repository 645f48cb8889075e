import { writeFileSync } from 'node:fs';

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const WORDS = (
  'yen dollar bank interest rates traders minister currency market chip memory plant wafers servers engineers ' +
  'subsidy striker goal final goalkeeper penalty coach captain league harvest wheat rain farmers flour bakers ' +
  'coffee frost growers roasters beans election ballot senate budget reform railway tunnel bridge harbour ferry ' +
  'museum painting sculpture opera orchestra novel glacier river flood drought reactor turbine battery'
).split(' ');

export interface WrittenArticle {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly language: 'en';
}

/** An article whose text says which version it is. */
export function articleOf(id: string, version: number, random: () => number): WrittenArticle {
  const text = (length: number) =>
    Array.from({ length }, () => WORDS[Math.floor(random() * WORDS.length)]).join(' ');
  return { id, title: `Version ${version} of ${id}: ${text(5)}`, body: `${text(80)}.`, language: 'en' };
}

/** What a source gives in one version: articles `g-0` to `g-<count - 1>`. */
export function exportOf(count: number, version: number, seed: number): WrittenArticle[] {
  const random = randomNumbers(seed * 1_000 + version);
  return Array.from({ length: count }, (_, i) => articleOf(`g-${i}`, version, random));
}

export function writeExport(file: string, articles: readonly WrittenArticle[]): void {
  writeFileSync(file, articles.map((article) => `${JSON.stringify(article)}\n`).join(''));
}
