import { seededRandom } from '../support/random.js';

const TOPICS = [
  'bank yen rate bond budget tax market dollar lender deposit',
  'rain flood river dyke valley storm bridge harbour rescue shelter',
  'chip cloud server wafer memory processor factory licence engineer port',
  'striker goal league coach stadium referee penalty corner captain derby',
].map((words) => words.split(' '));
const COMMON = 'today people city year morning report week street'.split(' ');

/** Articles `a<from>`, `a<from + 1>`, … on four subjects in turn, of words drawn at random, the same every time. */
export function generated(count: number, from = 0) {
  const random = seededRandom(7 + from);
  const draw = (words: readonly string[], times: number) =>
    Array.from({ length: times }, () => words[Math.floor(random() * words.length)] ?? '');
  return Array.from({ length: count }, (_, i) => {
    const topic = TOPICS[(from + i) % TOPICS.length] ?? [];
    return {
      id: `a${from + i}`,
      title: draw(topic, 3).join(' '),
      body: [...draw(topic, 16), ...draw(COMMON, 6)].join(' '),
      section: `S${i % 3}`,
      publishedAt: new Date(Date.UTC(2026, 0, 1 + (i % 90))).toISOString(),
    };
  });
}
