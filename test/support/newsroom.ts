/** Twelve short articles on four subjects, in English but for one. Each says something of its own. */
export const ARCHIVE = [
  {
    id: 'yen-falls',
    title: 'Yen falls to a new low against the dollar',
    body: 'The yen fell on Tuesday as traders bet that the Bank of Japan would keep interest rates low. The finance minister warned that Tokyo was ready to step into the currency market against speculators.',
    summary: 'Traders test the patience of Tokyo.',
    url: 'https://example.com/markets/yen-falls',
    image: 'https://example.com/yen.jpg',
    section: 'Markets',
    tags: ['yen', 'Bank of Japan'],
    authors: ['Aiko Mori'],
    language: 'en',
    publishedAt: '2025-10-29T08:00:00Z',
  },
  {
    id: 'rates-held',
    title: 'Central bank holds interest rates as inflation cools',
    body: 'Policymakers left the benchmark rate unchanged. Economists expect a cut in spring if prices go on easing, while bond yields slipped and the exchange rate hardly moved after the announcement.',
    language: 'en',
    section: 'Markets',
    publishedAt: '2025-10-30T09:00:00Z',
  },
  {
    id: 'dollar-rally',
    title: 'Dollar rally squeezes exporters across Asia',
    body: 'A stronger dollar has pushed the won, the rupiah and the yen lower. Exporters gain abroad, but importers of oil and grain pay more, and currency reserves are shrinking in several capitals.',
    language: 'en-GB',
    publishedAt: '2025-10-27T10:30:00Z',
  },
  {
    id: 'chip-plant',
    title: 'Chip maker breaks ground on a memory plant',
    body: 'The semiconductor company will build wafers for artificial intelligence servers near the port. Engineers expect the first memory chips to leave the clean room in two years, helped by a state subsidy.',
    language: 'en',
    publishedAt: '2025-09-02T06:00:00Z',
  },
  {
    id: 'chip-export',
    title: 'New export rules for semiconductor equipment',
    body: 'Makers of lithography machines must now ask for a licence before shipping to some customers. Chip designers fear that their suppliers will lose orders and that research on processors will slow.',
    language: 'en',
    publishedAt: '2025-09-12T06:00:00Z',
  },
  {
    id: 'server-demand',
    title: 'Data centres buy every memory chip they can find',
    body: 'Demand for artificial intelligence has emptied the warehouses of memory makers. Contract prices of chips rose by a fifth in one quarter, and manufacturers are adding production lines for servers.',
    language: 'en',
    publishedAt: null,
  },
  {
    id: 'cup-final',
    title: 'Late goal decides the cup final',
    body: 'The striker scored in the last minute of the football final after the goalkeeper had saved a penalty. Supporters sang through the night, and the coach praised the young players of his team.',
    language: 'en',
    publishedAt: '2025-05-24T21:00:00Z',
  },
  {
    id: 'league-opens',
    title: 'Football league opens with a derby',
    body: 'Both teams missed early chances before the captain headed a corner into the net. The referee sent off a defender, the visitors pressed for an equaliser, and the stadium held its breath.',
    language: 'en',
    publishedAt: '2025-08-16T18:00:00Z',
  },
  {
    id: 'transfer-window',
    title: 'Striker leaves the club on the last day of transfers',
    body: 'The player signed for three seasons after a medical in the morning. His new coach wants him beside the captain in attack, and the old club has already looked for another forward in the second league.',
    language: 'en',
    publishedAt: '2025-09-01T20:00:00Z',
  },
  {
    id: 'wheat-harvest',
    title: 'Rain delays the wheat harvest',
    body: 'Farmers on the plain are waiting for dry weather to bring in their wheat. Mills have raised the price of flour, bakers complain, and the ministry of agriculture promised loans for damaged fields.',
    language: 'en',
    publishedAt: '2025-07-30T05:00:00Z',
  },
  {
    id: 'coffee-frost',
    title: 'Frost damages coffee plantations',
    body: 'Growers found black leaves on their coffee trees after the coldest night of the winter. The harvest may shrink by a tenth, and roasters have begun to look for beans in other countries.',
    language: 'en',
    publishedAt: '2025-07-11T05:00:00Z',
  },
  {
    id: 'yen-faellt',
    title: 'Yen fällt auf ein neues Tief',
    body: 'Der Yen ist am Dienstag gefallen, weil Händler mit niedrigen Zinsen der Bank of Japan rechnen. Der Finanzminister warnte, Tokio könne am Devisenmarkt gegen Spekulanten eingreifen.',
    language: 'de',
    publishedAt: '2025-10-29T09:00:00Z',
  },
] as const;

export const jsonl = (articles: readonly unknown[]): string =>
  articles.map((article) => `${JSON.stringify(article)}\n`).join('');

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

const WORDS = ARCHIVE.slice(0, 11)
  .flatMap(({ body }) => body.toLowerCase().match(/[a-z]+/g) ?? [])
  .filter((word) => word.length > 3);

/** Articles of words drawn at random: ids `g-0` to `g-<count - 1>`, another text for every seed. */
export function generatedArticles(count: number, words: number, seed: number) {
  const random = randomNumbers(seed);
  const text = (length: number) =>
    Array.from({ length }, () => WORDS[Math.floor(random() * WORDS.length)]).join(' ');
  return Array.from({ length: count }, (_, i) => ({
    id: `g-${i}`,
    title: text(6),
    body: text(words),
    language: 'en',
  }));
}
