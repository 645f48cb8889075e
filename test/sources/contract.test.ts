import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { openSource } from '../../src/sources/open-source.js';
import { CONTRACT_ARTICLES, describeSource } from '../contracts/source.js';
import { scratchFolder, write } from './files.js';

const folder = scratchFolder();
const lines = CONTRACT_ARTICLES.map((article) => JSON.stringify(article));
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const csvRow = (article: (typeof CONTRACT_ARTICLES)[number]) =>
  [article.id, quoted(article.title), quoted(article.body), article.tags.join('|')].join(',');
const csvLines = CONTRACT_ARTICLES.map(csvRow);
const header = 'id,title,body,tags';

const plain = write(folder, 'articles.jsonl', `${lines.join('\n')}\n`);
const brokenLines = write(folder, 'broken.jsonl', [lines[0], '{"id": "half', ...lines.slice(1)].join('\n'));
describeSource('JSON lines', {
  open: () => openSource(plain),
  locations: [1, 2, 3].map((line) => `${plain}:${line}`),
  openBroken: () => openSource(brokenLines),
  brokenLocation: `${brokenLines}:2`,
});

const packed = write(folder, 'packed.jsonl.gz', `${lines.join('\n')}\n`);
// Without the checksum and length at its end.
const cut = write(folder, 'cut.jsonl.gz', gzipSync(`${lines.join('\n')}\n`).subarray(0, -8));
describeSource('gzipped JSON lines', {
  open: () => openSource(packed),
  locations: [1, 2, 3].map((line) => `${packed}:${line}`),
  openTruncated: () => openSource(cut),
});

const array = write(folder, 'articles.json', JSON.stringify(CONTRACT_ARTICLES, null, 2));
const brokenArray = write(
  folder,
  'broken.json',
  `[\n${[lines[0], '{"id": }', ...lines.slice(1)].join(',\n')}\n]`,
);
const cutArray = write(folder, 'cut.json', `[${lines.join(',\n')},\n{"id": "half`);
describeSource('a JSON array', {
  open: () => openSource(array),
  locations: [2, 11, 17].map((line) => `${array}:${line}`),
  openBroken: () => openSource(brokenArray),
  brokenLocation: `${brokenArray}:3`,
  openTruncated: () => openSource(cutArray),
});

const csv = write(folder, 'articles.csv', `${[header, ...csvLines].join('\r\n')}\r\n`);
const brokenCsv = write(folder, 'broken.csv', [header, csvLines[0], 'a,b', ...csvLines.slice(1)].join('\n'));
const cutCsv = write(folder, 'cut.csv', [header, ...csvLines, 'x,"never closed'].join('\n'));
describeSource('CSV', {
  open: () => openSource(csv),
  // The body of the second article has three lines.
  locations: [2, 3, 6].map((line) => `${csv}:${line}`),
  openBroken: () => openSource(brokenCsv),
  brokenLocation: `${brokenCsv}:3`,
  openTruncated: () => openSource(cutCsv),
});

const posts = scratchFolder();
const page = (article: (typeof CONTRACT_ARTICLES)[number]) =>
  `---\ntitle: ${JSON.stringify(article.title)}\ntags: ${JSON.stringify(article.tags)}\n---\n${article.body}\n`;
const pages = CONTRACT_ARTICLES.map((article) => write(posts, `${article.id}.md`, page(article)));
const brokenPosts = scratchFolder();
for (const article of CONTRACT_ARTICLES) write(brokenPosts, `${article.id}.md`, page(article));
const brokenPage = write(brokenPosts, 'c.md', '---\ntitle: "x\n---\nBody\n');
describeSource('a folder of Markdown', {
  open: () => openSource(posts),
  locations: pages.map((path) => `${path}:1`),
  openBroken: () => openSource(brokenPosts),
  // Where the parser noticed that the quote of the line before is missing.
  brokenLocation: `${brokenPage}:3`,
});

const fromStream = (...chunks: (string | Buffer)[]) =>
  openSource('-', { stdin: Readable.from(chunks, { objectMode: false }) });
describeSource('standard input of JSON lines', {
  open: () => fromStream(`${lines.join('\n')}\n`),
  locations: ['stdin:1', 'stdin:2', 'stdin:3'],
  openBroken: () => fromStream([lines[0], '{', ...lines.slice(1)].join('\n')),
  brokenLocation: 'stdin:2',
});
describeSource('standard input of a gzipped JSON array', {
  open: () => fromStream(gzipSync(`\n[${lines.join(',\n')}]`)),
  locations: ['stdin:2', 'stdin:3', 'stdin:4'],
});
describeSource('standard input of CSV', {
  open: () => fromStream([header, ...csvLines].join('\n')),
  locations: ['stdin:2', 'stdin:3', 'stdin:6'],
});
