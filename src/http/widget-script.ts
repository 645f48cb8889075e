import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The script of `<related-articles>`, as it was built. */
export interface WidgetScript {
  readonly bytes: Buffer;
  /** For the attribute of that name, such as `sha384-…`: a browser runs these bytes or none. */
  readonly integrity: string;
  /** Strong: other bytes, another tag. */
  readonly etag: string;
}

/** From the sources as from the built files, which lie as deep. */
const FILE = fileURLToPath(new URL('../../dist/widget/widget.js', import.meta.url));

let read: WidgetScript | undefined;

/** Reads the script once, when it is first needed. Throws where it was not built. */
export function widgetScript(): WidgetScript {
  read ??= describeScript(bytesOf(FILE));
  return read;
}

/**
 * What a page needs so as to hold the script, with its integrity. `server` is its base, without a slash at the end. Each
 * version has an address of its own: one that a reader's browser kept under the same would not be run any more.
 */
export function scriptTag(server: string): string {
  const { integrity } = widgetScript();
  const version = createHash('sha256').update(integrity).digest('hex').slice(0, 8);
  return `<script src="${server}/widget.js?v=${version}" integrity="${integrity}" crossorigin="anonymous" async></script>`;
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Error(`Expected the widget's script at ${file}, received none. npm run build makes it.`, {
      cause: error,
    });
  }
}

function describeScript(bytes: Buffer): WidgetScript {
  const integrity = `sha384-${createHash('sha384').update(bytes).digest('base64')}`;
  return { bytes, integrity, etag: `"${integrity}"` };
}
