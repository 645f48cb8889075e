import { brotliCompressSync, gzipSync, constants as zlib } from 'node:zlib';
import { LRUCache } from 'lru-cache';
import { type Coding, WORTH_PACKING } from './accepted-codings.js';

/** What is larger is packed as it is sent, beside other answers, and not kept: packing it at once would hold them up. Bytes. */
const LARGEST = 131_072;
/** Of memory that an answer takes beside its bytes: headers, keys, places in tables. Bytes. */
const OVERHEAD = 1_000;
/** Part of the room that addresses may take, under which answers were asked for. */
const ADDRESSES = 0.2;
/** Of brotli, 0–11: a list is as small as by gzip's best, in less time. */
const QUALITY = 5;

/** An answer as it is sent, with what its headers say. */
export interface KeptAnswer {
  /** Of the content, whatever it is packed in. */
  readonly tag: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly plain: Buffer;
  /** Why it shows nothing; `null` where it shows something. */
  readonly empty: string | null;
}

/** Where an answer was asked for. */
export interface AskedAt {
  /** `questionKey` of what was understood. */
  readonly question: string;
  readonly id: string;
  /** Address of the page that was asked about; `null` where an id was. */
  readonly address: string | null;
  /** Pattern of the route, for whoever watches. */
  readonly pattern: string;
}

/** Answers of one version of the index: with the next, all are forgotten. */
export interface AnswerStore {
  find(version: string, question: string): KeptAnswer | undefined;
  keep(version: string, question: string, answer: KeptAnswer): void;
  /** What was asked at this path and query, in whatever version. */
  asked(url: string): AskedAt | undefined;
  remember(url: string, asked: AskedAt): void;
  /** The answer packed, once for as long as it is kept; `identity` where that is not worth it. */
  packed(question: string, answer: KeptAnswer, coding: Coding): { coding: Coding; bytes: Buffer };
}

/** Whether it is small enough to be packed at once. */
export function isKeepable(content: Buffer): boolean {
  return content.length <= LARGEST;
}

interface Entry {
  readonly answer: KeptAnswer;
  readonly packed: Map<Coding, Buffer>;
}

/** `room` in bytes, 0 for none: then nothing is kept. */
export function createAnswerStore(room: number): AnswerStore {
  const isOn = room > 0;
  // The cache takes no size of 0.
  const share = (part: number) => Math.max(1, Math.floor(room * part));
  const entries = new LRUCache<string, Entry>({
    maxSize: share(1 - ADDRESSES),
    sizeCalculation: ({ answer, packed }, key) =>
      [...packed.values()].reduce((sum, bytes) => sum + bytes.length, 0) +
      answer.plain.length +
      2 * key.length +
      OVERHEAD,
  });
  const addresses = new LRUCache<string, AskedAt>({
    maxSize: share(ADDRESSES),
    sizeCalculation: ({ question }, url) => 2 * (url.length + question.length) + OVERHEAD / 4,
  });
  let current = '';
  const enter = (version: string): void => {
    if (version === current) return;
    entries.clear();
    current = version;
  };

  return {
    find(version, question) {
      enter(version);
      return entries.get(question)?.answer;
    },
    keep(version, question, answer) {
      enter(version);
      if (isOn) entries.set(question, { answer, packed: new Map() });
    },
    asked: (url) => addresses.get(url),
    remember(url, asked) {
      if (isOn) addresses.set(url, asked);
    },
    packed(question, answer, coding) {
      const { plain } = answer;
      if (coding === 'identity' || plain.length < WORTH_PACKING) return { coding: 'identity', bytes: plain };
      const entry = entries.peek(question);
      const known = entry?.answer === answer ? entry.packed.get(coding) : undefined;
      const bytes = known ?? pack(plain, coding);
      if (known === undefined && entry?.answer === answer) {
        entry.packed.set(coding, bytes);
        // Again, since it has grown.
        entries.set(question, { answer, packed: entry.packed });
      }
      return { coding, bytes };
    },
  };
}

function pack(plain: Buffer, coding: 'br' | 'gzip'): Buffer {
  if (coding === 'gzip') return gzipSync(plain);
  const params = {
    [zlib.BROTLI_PARAM_QUALITY]: QUALITY,
    [zlib.BROTLI_PARAM_SIZE_HINT]: plain.length,
  };
  return brotliCompressSync(plain, { params });
}
