import { type FileHandle, open } from 'node:fs/promises';

/** The names of what an ONNX graph takes and gives. */
export interface OnnxSignature {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** Field numbers of `onnx.proto`, which are frozen by its compatibility rules. */
const MODEL_GRAPH = 7;
const GRAPH_INPUT = 11;
const GRAPH_OUTPUT = 12;
const VALUE_NAME = 1;

const WIRE_VARINT = 0;
const WIRE_FIXED64 = 1;
const WIRE_BYTES = 2;
const WIRE_FIXED32 = 5;

/**
 * Reads the names of a graph's inputs and outputs without loading it: walks the protobuf fields and skips the
 * weights, so that a model of another task is refused before it costs memory.
 *
 * @throws an `Error` when the file is not an ONNX model or ends too early.
 */
export async function readOnnxSignature(file: string): Promise<OnnxSignature> {
  const handle = await open(file, 'r');
  try {
    const reader = new ProtobufReader(handle, (await handle.stat()).size);
    return await readModel(reader);
  } finally {
    await handle.close();
  }
}

async function readModel(reader: ProtobufReader): Promise<OnnxSignature> {
  while (reader.position < reader.size) {
    const field = await reader.field();
    if (field.number === MODEL_GRAPH) return readGraph(reader, reader.position + field.length);
    reader.skip(field.length);
  }
  throw new Error('not an ONNX model: it holds no graph');
}

async function readGraph(reader: ProtobufReader, end: number): Promise<OnnxSignature> {
  const inputs: string[] = [];
  const outputs: string[] = [];
  while (reader.position < end) {
    const field = await reader.field();
    const next = reader.position + field.length;
    if (field.number === GRAPH_INPUT) inputs.push(await readName(reader, next));
    if (field.number === GRAPH_OUTPUT) outputs.push(await readName(reader, next));
    reader.skip(next - reader.position);
  }
  return { inputs, outputs };
}

async function readName(reader: ProtobufReader, end: number): Promise<string> {
  while (reader.position < end) {
    const field = await reader.field();
    if (field.number === VALUE_NAME) return reader.text(field.length);
    reader.skip(field.length);
  }
  return '';
}

/** Reads protobuf fields through a small window of the file; skipping costs no reading. */
class ProtobufReader {
  position = 0;
  #window = Buffer.alloc(0);
  #windowStart = 0;

  constructor(
    private readonly handle: FileHandle,
    readonly size: number,
  ) {}

  /** The next field's number, and the bytes of its value that follow (0 for a varint, which is consumed). */
  async field(): Promise<{ number: number; length: number }> {
    const tag = await this.#varint();
    const number = Math.floor(tag / 8);
    switch (tag % 8) {
      case WIRE_VARINT:
        await this.#varint();
        return { number, length: 0 };
      case WIRE_FIXED64:
        return { number, length: 8 };
      case WIRE_BYTES:
        return { number, length: await this.#varint() };
      case WIRE_FIXED32:
        return { number, length: 4 };
      default:
        throw new Error(`not an ONNX model: unexpected byte at ${this.position}`);
    }
  }

  skip(bytes: number): void {
    this.position += bytes;
    if (bytes < 0 || this.position > this.size) throw new Error('the ONNX file is cut short');
  }

  async text(bytes: number): Promise<string> {
    const start = await this.#load(bytes);
    this.position += bytes;
    return this.#window.toString('utf8', start, start + bytes);
  }

  async #varint(): Promise<number> {
    let value = 0;
    // Ten bytes hold 64 bits; a negative number loses precision, which no field that is read here has.
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#window[await this.#load(1)] ?? 0;
      this.position += 1;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new Error(`not an ONNX model: unexpected byte at ${this.position}`);
  }

  /** Brings the next `bytes` into the window; returns where they start in it. */
  async #load(bytes: number): Promise<number> {
    if (this.position + bytes > this.size) throw new Error('the ONNX file is cut short');
    const start = this.position - this.#windowStart;
    if (start >= 0 && start + bytes <= this.#window.length) return start;
    const window = Buffer.alloc(Math.min(this.size - this.position, Math.max(bytes, 16_384)));
    const { bytesRead } = await this.handle.read(window, 0, window.length, this.position);
    if (bytesRead < bytes) throw new Error('the ONNX file is cut short');
    this.#window = window.subarray(0, bytesRead);
    this.#windowStart = this.position;
    return 0;
  }
}
