import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const WORDS = `the a of and to in is on for with that by from as at it was are be has
budget tax minister bank rate yen market trade chip cloud model deal export storm rain river flood coast
team match goal season coach league city bus train road school teacher pupil exam film actor music band
concert vote party court judge law police fire hospital doctor nurse virus vaccine farm wheat bread fish
sea ship port island bird forest tree winter summer energy solar wind oil gas price`.split(/\s+/);

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz0123456789'];

/** `[PAD]` is 0. Every Latin word has word pieces here; an emoji or a Japanese word is `[UNK]`. */
export const TINY_VOCABULARY: readonly string[] = [
  '[PAD]',
  '[UNK]',
  '[CLS]',
  '[SEP]',
  ...'.,:;!?-"\'()',
  ...LETTERS.filter((letter) => letter !== 'a'),
  ...LETTERS.map((letter) => `##${letter}`),
  ...WORDS,
];

/** Ids of tokens that carry no meaning. */
export const SPECIAL_IDS: readonly number[] = [0, 1, 2, 3];

/** Writes a lower-casing WordPiece tokenizer that wraps a text in `[CLS] … [SEP]`, in the hub's two files. */
export async function writeTinyTokenizer(folder: string, modelMaxLength: number): Promise<void> {
  const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]'];
  const template = (...names: string[]) =>
    names.map((name) =>
      name.length === 1 ? { Sequence: { id: name, type_id: 0 } } : { SpecialToken: { id: name, type_id: 0 } },
    );
  await writeFile(
    join(folder, 'tokenizer.json'),
    JSON.stringify({
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: special.map((content, id) => ({
        id,
        content,
        single_word: false,
        lstrip: false,
        rstrip: false,
        normalized: false,
        special: true,
      })),
      normalizer: {
        type: 'BertNormalizer',
        clean_text: true,
        handle_chinese_chars: true,
        strip_accents: null,
        lowercase: true,
      },
      pre_tokenizer: { type: 'BertPreTokenizer' },
      post_processor: {
        type: 'TemplateProcessing',
        single: template('[CLS]', 'A', '[SEP]'),
        pair: template('[CLS]', 'A', '[SEP]', 'B', '[SEP]'),
        special_tokens: Object.fromEntries(
          ['[CLS]', '[SEP]'].map((id) => [id, { id, ids: [special.indexOf(id)], tokens: [id] }]),
        ),
      },
      decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
      model: {
        type: 'WordPiece',
        unk_token: '[UNK]',
        continuing_subword_prefix: '##',
        max_input_chars_per_word: 100,
        vocab: Object.fromEntries(TINY_VOCABULARY.map((token, id) => [token, id])),
      },
    }),
  );
  await writeFile(
    join(folder, 'tokenizer_config.json'),
    JSON.stringify({
      tokenizer_class: 'BertTokenizer',
      do_lower_case: true,
      model_max_length: modelMaxLength,
      pad_token: '[PAD]',
      unk_token: '[UNK]',
      cls_token: '[CLS]',
      sep_token: '[SEP]',
    }),
  );
}
