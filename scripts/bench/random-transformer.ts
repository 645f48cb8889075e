import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GraphBuilder } from '../../test/support/onnx/graph.js';

/** The shape of all-MiniLM-L6-v2, the transformer that small sites most often embed with. */
export const SHAPE = { layers: 6, width: 384, heads: 12, inner: 1_536, positions: 512 } as const;

/**
 * Writes a BERT of MiniLM's shape with seeded random weights (float32; 160 MB with the vocabulary of the bundled model), in the hub's layout: what a
 * transformer costs, without downloading one. Its vectors mean nothing. Tokenised as `tokenizerFrom` is, at most 512
 * tokens at once; a longer text is embedded in passages.
 *
 * @param tokenizerFrom model folder of which the tokenizer is taken
 */
export async function writeRandomTransformer(folder: string, tokenizerFrom: string, seed = 1): Promise<void> {
  await mkdir(join(folder, 'onnx'), { recursive: true });
  const read = async (file: string): Promise<unknown> =>
    JSON.parse(await readFile(join(tokenizerFrom, file), 'utf8'));
  const { model } = (await read('tokenizer.json')) as { model: { vocab: Record<string, number> } };
  const config = (await read('tokenizer_config.json')) as object;
  const words = Object.keys(model.vocab).length;
  const write = (file: string, value: unknown) => writeFile(join(folder, file), JSON.stringify(value));
  await copyFile(join(tokenizerFrom, 'tokenizer.json'), join(folder, 'tokenizer.json'));
  await write('tokenizer_config.json', { ...config, model_max_length: SHAPE.positions });
  await write('config.json', {
    model_type: 'bert',
    architectures: ['BertModel'],
    hidden_size: SHAPE.width,
    num_attention_heads: SHAPE.heads,
    num_hidden_layers: SHAPE.layers,
    intermediate_size: SHAPE.inner,
    max_position_embeddings: SHAPE.positions,
    vocab_size: words,
    pad_token_id: 0,
  });
  await writeFile(join(folder, 'onnx', 'model.onnx'), transformer(words, seed));
}

/** One text at a time, so that nothing is padded and no mask is needed; the mean of the tokens is taken inside. */
function transformer(words: number, seed: number): Uint8Array {
  const { layers, width, heads, inner, positions } = SHAPE;
  const graph = new GraphBuilder(seed);
  const ids = graph.input('input_ids', ['batch', 'tokens']);
  // As large as keeps the variance of what passes through.
  const linear = (value: string, from: number, to: number) =>
    graph.node('Add', [
      graph.node('MatMul', [value, graph.random([from, to], Math.sqrt(12 / from))]),
      graph.random([to], 0.02),
    ]);
  const ones = new Float32Array(width).fill(1);
  const norm = (value: string) =>
    graph.node(
      'LayerNormalization',
      [value, graph.floats(ones, [width]), graph.floats(new Float32Array(width), [width])],
      {
        axis: { int: -1 },
        epsilon: { float: 1e-12 },
      },
    );
  const number = (value: number) => graph.floats([value], []);
  const apart = graph.ints([0, 0, heads, width / heads]);
  const together = graph.ints([0, 0, width]);
  const headsOf = (value: string, perm: readonly number[]) =>
    graph.node('Transpose', [graph.node('Reshape', [linear(value, width, width), apart])], {
      perm: { ints: perm },
    });

  function attention(value: string): string {
    const query = headsOf(value, [0, 2, 1, 3]);
    const keys = headsOf(value, [0, 2, 3, 1]);
    const likeness = graph.node('Div', [
      graph.node('MatMul', [query, keys]),
      number(Math.sqrt(width / heads)),
    ]);
    const shares = graph.node('Softmax', [likeness], { axis: { int: -1 } });
    const seen = graph.node('MatMul', [shares, headsOf(value, [0, 2, 1, 3])]);
    const joined = graph.node('Transpose', [seen], { perm: { ints: [0, 2, 1, 3] } });
    return linear(graph.node('Reshape', [joined, together]), width, width);
  }

  function gelu(value: string): string {
    const erf = graph.node('Erf', [graph.node('Div', [value, number(Math.SQRT2)])]);
    return graph.node('Mul', [graph.node('Mul', [value, graph.node('Add', [erf, number(1)])]), number(0.5)]);
  }

  const length = graph.node('Gather', [graph.node('Shape', [ids]), graph.ints([1], [])]);
  const places = graph.node('Range', [graph.ints([0], []), length, graph.ints([1], [])]);
  let tokens = norm(
    graph.node('Add', [
      graph.node('Gather', [graph.random([words, width]), ids]),
      graph.node('Gather', [graph.random([positions, width]), places]),
    ]),
  );
  for (let layer = 0; layer < layers; layer++) {
    const attended = norm(graph.node('Add', [tokens, attention(tokens)]));
    const widened = gelu(linear(attended, width, inner));
    tokens = norm(graph.node('Add', [attended, linear(widened, inner, width)]));
  }
  const mean = graph.node('ReduceMean', [tokens], { axes: { ints: [1] }, keepdims: { int: 0 } });
  graph.output('sentence_embedding', mean, ['batch', width]);
  return graph.bytes();
}
