import { SourceError } from '../errors.js';

/** One value of a JSON array, as text still to be parsed; `line` is where it begins, from 1. */
export type JsonValue =
  | { readonly line: number; readonly bytes: Buffer }
  | { readonly line: number; readonly tooLong: number };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const LINE_FEED = 0x0a;

/**
 * Cuts a JSON document into the values of its outer array, or into its outer object(s). It knows strings and
 * brackets only: `JSON.parse` judges each value, so that one broken value does not hide the ones after it.
 */
export async function* splitJson(
  chunks: AsyncIterable<Buffer>,
  label: string,
  limit: number,
): AsyncGenerator<JsonValue> {
  const scan = new Scan(label, limit);
  for await (const chunk of chunks) yield* scan.read(chunk);
  scan.end();
}

class Scan {
  private line = 1;
  private where: 'before' | 'array' | 'object' | 'after' = 'before';
  private depth = 0;
  private inString = false;
  private escaped = false;
  /** Line on which the value being read begins; 0 between values. */
  private began = 0;
  private parts: Buffer[] = [];
  private length = 0;
  /** Whether a comma promises another value. */
  private owed = false;

  constructor(
    private readonly label: string,
    private readonly limit: number,
  ) {}

  *read(chunk: Buffer): Generator<JsonValue> {
    /** Where in this chunk the current value's part begins. */
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (byte === LINE_FEED) this.line += 1;
      if (this.inString) {
        if (this.escaped) this.escaped = false;
        else if (byte === BACKSLASH) this.escaped = true;
        else if (byte === QUOTE) this.inString = false;
        continue;
      }
      if (byte <= 0x20) continue;
      if (this.began === 0) {
        if (this.opens(byte)) continue;
        if (this.where === 'array' && byte === CLOSE_LIST) {
          this.where = 'after';
          if (this.owed) yield { line: this.line, bytes: Buffer.alloc(0) };
          continue;
        }
        if (this.where === 'array' && byte === COMMA) {
          yield { line: this.line, bytes: Buffer.alloc(0) };
          continue;
        }
        this.began = this.line;
        this.owed = false;
        from = at;
      }
      if (byte === QUOTE) this.inString = true;
      else if (byte === OPEN_LIST || byte === OPEN_OBJECT) this.depth += 1;
      else if (this.depth > 0 && (byte === CLOSE_LIST || byte === CLOSE_OBJECT)) {
        this.depth -= 1;
        if (this.depth === 0 && this.where === 'object') {
          yield this.value(chunk.subarray(from, at + 1));
          this.where = 'before';
        }
      } else if (this.where === 'array' && this.depth === 0 && (byte === COMMA || byte === CLOSE_LIST)) {
        yield this.value(chunk.subarray(from, at));
        this.owed = byte === COMMA;
        if (byte === CLOSE_LIST) this.where = 'after';
      }
    }
    if (this.began !== 0) this.take(chunk.subarray(from));
  }

  /** Throws a `SourceError` where the document stops before its outer bracket is closed. */
  end(): void {
    if (this.where !== 'array' && this.where !== 'object') return;
    const begun = this.began === 0 ? '' : ` inside the record that began on line ${this.began}`;
    throw new SourceError(
      `${this.label}:${this.line} ends too early. Expected a closing ${this.where === 'array' ? ']' : '}'}, received the end of the data${begun}. The file may be truncated, or a quote or bracket is missing: correct it and run again.`,
    );
  }

  /** Handles a first byte outside any value; true where it opened the outer array. */
  private opens(byte: number): boolean {
    if (this.where === 'array') return false;
    if (this.where === 'before' && byte === OPEN_LIST) {
      this.where = 'array';
      return true;
    }
    if (this.where === 'before' && byte === OPEN_OBJECT) {
      this.where = 'object';
      return false;
    }
    throw new SourceError(
      `${this.label}:${this.line} is not a JSON document of articles. Expected an array of objects${this.where === 'after' ? ' and nothing after it' : ''}, received ${JSON.stringify(String.fromCharCode(byte))}. Correct the file, or name its format with --format.`,
    );
  }

  private take(part: Buffer): void {
    this.length += part.length;
    if (this.length > this.limit) this.parts = [];
    else this.parts.push(part);
  }

  private value(last: Buffer): JsonValue {
    this.take(last);
    const value: JsonValue =
      this.length > this.limit
        ? { line: this.began, tooLong: this.length }
        : { line: this.began, bytes: Buffer.concat(this.parts) };
    this.began = 0;
    this.parts = [];
    this.length = 0;
    return value;
  }
}
