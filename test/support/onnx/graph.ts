import { ModelProto } from './schema.js';

/** ONNX element types and attribute types that are used here. */
const FLOAT = 1;
const INT64 = 7;
const ATTRIBUTE_FLOAT = 1;
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_INTS = 7;

type Shape = readonly (number | string)[];
type Attribute = { float: number } | { int: number } | { ints: readonly number[] };

/** Numbers in [−0.5, 0.5) that are the same for the same seed (mulberry32). */
export function seededNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32 - 0.5;
  };
}

/** Writes an ONNX graph node by node; each call returns the name of the value that it adds. */
export class GraphBuilder {
  readonly #nodes: object[] = [];
  readonly #weights: object[] = [];
  readonly #inputs: object[] = [];
  readonly #outputs: object[] = [];
  readonly #random: () => number;
  #values = 0;

  constructor(seed: number) {
    this.#random = seededNumbers(seed);
  }

  input(name: string, shape: Shape): string {
    this.#inputs.push(valueInfo(name, INT64, shape));
    return name;
  }

  floats(values: ArrayLike<number>, dims: readonly number[]): string {
    return this.#weight(FLOAT, Buffer.from(Float32Array.from(values).buffer), dims);
  }

  ints(values: readonly number[], dims: readonly number[] = [values.length]): string {
    return this.#weight(INT64, Buffer.from(BigInt64Array.from(values.map(BigInt)).buffer), dims);
  }

  /** Seeded weights in [−scale/2, scale/2). */
  random(dims: readonly number[], scale = 1): string {
    const size = dims.reduce((product, dim) => product * dim, 1);
    return this.floats(
      Array.from({ length: size }, () => this.#random() * scale),
      dims,
    );
  }

  node(opType: string, input: readonly string[], attributes: Record<string, Attribute> = {}): string {
    const output = this.#name();
    const attribute = Object.entries(attributes).map(([name, value]) => ({ name, ...attributeValue(value) }));
    this.#nodes.push({ opType, input, output: [output], attribute });
    return output;
  }

  /** Gives `value` the name `name` and makes it an output of the graph (float32). */
  output(name: string, value: string, shape: Shape): void {
    this.#nodes.push({ opType: 'Identity', input: [value], output: [name] });
    this.#outputs.push(valueInfo(name, FLOAT, shape));
  }

  bytes(): Uint8Array {
    return ModelProto.encode({
      irVersion: 8,
      producerName: 'seealso-tests',
      opsetImport: [{ domain: '', version: 17 }],
      graph: {
        name: 'tiny',
        node: this.#nodes,
        initializer: this.#weights,
        input: this.#inputs,
        output: this.#outputs,
      },
    }).finish();
  }

  #weight(dataType: number, rawData: Uint8Array, dims: readonly number[]): string {
    const name = this.#name();
    this.#weights.push({ name, dataType, dims, rawData });
    return name;
  }

  #name(): string {
    this.#values += 1;
    return `v${this.#values}`;
  }
}

function attributeValue(value: Attribute): object {
  if ('float' in value) return { f: value.float, type: ATTRIBUTE_FLOAT };
  if ('int' in value) return { i: value.int, type: ATTRIBUTE_INT };
  return { ints: value.ints, type: ATTRIBUTE_INTS };
}

function valueInfo(name: string, elemType: number, shape: Shape): object {
  const dim = shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType, shape: { dim } } } };
}
