import { z } from 'zod';
import { readModelJson } from './model-files.js';

/**
 * A tokenizer that reads every word by itself: what stands on the other side of white space changes nothing. True of
 * uncased BERT: its normalizer changes single characters, its pre-tokenizer cuts at white space, and WordPiece reads
 * what is between. Others are not decided here: SentencePiece and byte-level BPE mark the beginning of words.
 */
const WordByWord = z.object({
  normalizer: z.object({ type: z.literal('BertNormalizer'), lowercase: z.literal(true) }),
  pre_tokenizer: z.object({ type: z.literal('BertPreTokenizer') }),
  model: z.object({ type: z.literal('WordPiece'), fuse_unk: z.literal(false).optional() }),
  // A capital, so that no lower-cased word is mistaken for one; and nothing at which words are cut.
  added_tokens: z.array(z.object({ content: z.string().regex(/^(?=.*[A-Z])[\w<>|[\]-]+$/) })),
});

/** Whether encoding a text is encoding its words, one after another. */
export async function readsWordByWord(folder: string): Promise<boolean> {
  const tokenizer = await readModelJson(folder, 'tokenizer.json', z.unknown());
  return WordByWord.safeParse(tokenizer).success;
}
