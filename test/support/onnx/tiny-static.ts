import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GraphBuilder } from './graph.js';
import { SPECIAL_IDS, TINY_VOCABULARY, writeTinyTokenizer } from './tiny-tokenizer.js';

export interface TinyStaticOptions {
  /** Another seed gives other weights. */
  readonly seed?: number;
  readonly dimensions?: number;
  /** What `tokenizer_config.json` states; the graph itself has no limit. */
  readonly modelMaxLength?: number;
  readonly file?: 'model.onnx' | 'model_quantized.onnx';
}

/**
 * Writes a static model in the hub's folder layout, of the kind that is bundled: one seeded row per token,
 * averaged without special tokens and brought to unit length inside the graph (`sentence_embedding`). A text
 * without a known token gives a zero vector.
 */
export async function writeTinyStatic(folder: string, options: TinyStaticOptions = {}): Promise<void> {
  const { seed = 1, dimensions = 24, modelMaxLength = 64, file = 'model_quantized.onnx' } = options;
  await mkdir(join(folder, 'onnx'), { recursive: true });
  await writeTinyTokenizer(folder, modelMaxLength);
  await writeFile(
    join(folder, 'config.json'),
    JSON.stringify({ model_type: 'bert', hidden_size: dimensions, vocab_size: TINY_VOCABULARY.length }),
  );
  await writeFile(join(folder, 'onnx', file), staticGraph(seed, dimensions));
}

function staticGraph(seed: number, dimensions: number): Uint8Array {
  const graph = new GraphBuilder(seed);
  const ids = graph.input('input_ids', ['batch', 'tokens']);
  const mask = graph.input('attention_mask', ['batch', 'tokens']);
  const counts = TINY_VOCABULARY.map((_, id) => (SPECIAL_IDS.includes(id) ? 0 : 1));

  const rows = graph.node('Gather', [graph.random([TINY_VOCABULARY.length, dimensions]), ids]);
  const known = graph.node('Gather', [graph.floats(counts, [counts.length]), ids]);
  const weights = graph.node('Mul', [known, graph.node('Cast', [mask], { to: { int: 1 } })]);
  const weighted = graph.node('Mul', [rows, graph.node('Unsqueeze', [weights, graph.ints([2])])]);
  const sum = graph.node('ReduceSum', [weighted, graph.ints([1])], { keepdims: { int: 0 } });
  const length = graph.node('Sqrt', [
    graph.node('ReduceSum', [graph.node('Mul', [sum, sum]), graph.ints([1])], { keepdims: { int: 1 } }),
  ]);
  const unit = graph.node('Div', [sum, graph.node('Max', [length, graph.floats([1e-12], [])])]);
  graph.output('sentence_embedding', unit, ['batch', dimensions]);
  return graph.bytes();
}
