import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GraphBuilder } from './graph.js';
import { TINY_VOCABULARY, writeTinyTokenizer } from './tiny-tokenizer.js';

export interface TinyBertOptions {
  /** Another seed gives other weights. */
  readonly seed?: number;
  readonly hidden?: number;
  /** Position embeddings that exist: a longer input makes the graph fail. */
  readonly positions?: number;
  /** What `tokenizer_config.json` states. */
  readonly modelMaxLength?: number;
  /** Whether the file is called `model.onnx` or `model_quantized.onnx`; its content is float32 either way. */
  readonly file?: 'model.onnx' | 'model_quantized.onnx';
  /** The name of the output. `logits` makes it a model of another task. */
  readonly output?: 'last_hidden_state' | 'token_embeddings' | 'logits';
  /** Writes `1_Pooling/config.json` in the way of sentence-transformers. */
  readonly pooling?: 'cls' | 'mean' | 'max';
  /** Writes `config_sentence_transformers.json`. */
  readonly prompts?: Readonly<Record<string, string>>;
  /** Writes `sentence_bert_config.json`. */
  readonly maxSeqLength?: number;
  /** Further fields of `config.json`. */
  readonly config?: Readonly<Record<string, unknown>>;
}

/**
 * Writes a BERT with seeded random weights in the hub's folder layout: one layer, one attention head, token
 * vectors out. Limit 32 tokens and 16 dimensions unless asked otherwise. Milliseconds to write and to load.
 */
export async function writeTinyBert(folder: string, options: TinyBertOptions = {}): Promise<void> {
  const { hidden = 16, positions = 32, file = 'model.onnx', output = 'last_hidden_state' } = options;
  await mkdir(join(folder, 'onnx'), { recursive: true });
  await writeTinyTokenizer(folder, options.modelMaxLength ?? positions);
  const json = (path: string, value: unknown) => writeFile(join(folder, path), JSON.stringify(value));
  await json('config.json', {
    model_type: 'bert',
    architectures: ['BertModel'],
    hidden_size: hidden,
    num_attention_heads: 1,
    num_hidden_layers: 1,
    max_position_embeddings: positions,
    vocab_size: TINY_VOCABULARY.length,
    pad_token_id: 0,
    ...options.config,
  });
  if (options.pooling !== undefined) {
    await mkdir(join(folder, '1_Pooling'), { recursive: true });
    await json('1_Pooling/config.json', {
      word_embedding_dimension: hidden,
      pooling_mode_cls_token: options.pooling === 'cls',
      pooling_mode_mean_tokens: options.pooling === 'mean',
      pooling_mode_max_tokens: options.pooling === 'max',
    });
  }
  if (options.prompts !== undefined) {
    await json('config_sentence_transformers.json', { prompts: options.prompts });
  }
  if (options.maxSeqLength !== undefined) {
    await json('sentence_bert_config.json', { max_seq_length: options.maxSeqLength, do_lower_case: false });
  }
  await writeFile(join(folder, 'onnx', file), bertGraph(options.seed ?? 1, hidden, positions, output));
}

function bertGraph(seed: number, hidden: number, positions: number, output: string): Uint8Array {
  const graph = new GraphBuilder(seed);
  const ids = graph.input('input_ids', ['batch', 'tokens']);
  const mask = graph.input('attention_mask', ['batch', 'tokens']);
  const types = graph.input('token_type_ids', ['batch', 'tokens']);
  const linear = (value: string, from: number, to: number) =>
    graph.node('Add', [graph.node('MatMul', [value, graph.random([from, to])]), graph.random([to], 0.2)]);
  const norm = (value: string) =>
    graph.node(
      'LayerNormalization',
      [value, graph.floats(new Float32Array(hidden).fill(1), [hidden]), graph.random([hidden], 0.2)],
      { axis: { int: -1 }, epsilon: { float: 1e-5 } },
    );

  const length = graph.node('Gather', [graph.node('Shape', [ids]), graph.ints([1], [])]);
  const places = graph.node('Range', [graph.ints([0], []), length, graph.ints([1], [])]);
  const words = graph.node('Gather', [graph.random([TINY_VOCABULARY.length, hidden], 2), ids]);
  const typed = graph.node('Gather', [graph.random([2, hidden]), types]);
  const placed = graph.node('Gather', [graph.random([positions, hidden]), places]);
  const embedded = norm(graph.node('Add', [graph.node('Add', [words, typed]), placed]));

  // A masked token gets −1e9 before the softmax, so that no other token sees it.
  const seen = graph.node('Cast', [mask], { to: { int: 1 } });
  const hiddenAway = graph.node('Mul', [
    graph.node('Sub', [graph.floats([1], []), seen]),
    graph.floats([-1e9], []),
  ]);
  const keys = graph.node('Transpose', [linear(embedded, hidden, hidden)], { perm: { ints: [0, 2, 1] } });
  const likeness = graph.node('Mul', [
    graph.node('MatMul', [linear(embedded, hidden, hidden), keys]),
    graph.floats([1 / Math.sqrt(hidden)], []),
  ]);
  const attention = graph.node(
    'Softmax',
    [graph.node('Add', [likeness, graph.node('Unsqueeze', [hiddenAway, graph.ints([1])])])],
    { axis: { int: -1 } },
  );
  const attended = linear(
    graph.node('MatMul', [attention, linear(embedded, hidden, hidden)]),
    hidden,
    hidden,
  );
  const between = norm(graph.node('Add', [embedded, attended]));
  const widened = graph.node('Relu', [linear(between, hidden, hidden * 2)]);
  const last = norm(graph.node('Add', [between, linear(widened, hidden * 2, hidden)]));
  graph.output(output, last, ['batch', 'tokens', hidden]);
  return graph.bytes();
}
