/** How far into a document its own word on its encoding is looked for. Bytes. */
const HEAD = 4_096;

/**
 * The text of a document, by the first of these that says how it is encoded: its byte order mark, the charset of its
 * `Content-Type`, its XML declaration or `<meta>`. Labels that are not known, and all else, are read as UTF-8;
 * letters that are not of the encoding become U+FFFD.
 */
export function decodeText(bytes: Uint8Array, contentType: string): string {
  const label = markOf(bytes) ?? charsetOf(contentType) ?? declaredIn(bytes) ?? 'utf-8';
  return decode(bytes, label);
}

/** The label of a `Content-Type`; `null` where it says none. */
function charsetOf(contentType: string): string | null {
  return /;\s*charset\s*=\s*["']?([^\s;"']+)/i.exec(contentType)?.[1] ?? null;
}

function markOf(bytes: Uint8Array): string | null {
  if (begins(bytes, 0xef, 0xbb, 0xbf)) return 'utf-8';
  if (begins(bytes, 0xff, 0xfe)) return 'utf-16le';
  if (begins(bytes, 0xfe, 0xff)) return 'utf-16be';
  return null;
}

function declaredIn(bytes: Uint8Array): string | null {
  // `<?` of an XML declaration without a mark (XML 1.0, appendix F).
  if (begins(bytes, 0x3c, 0x00, 0x3f, 0x00)) return 'utf-16le';
  if (begins(bytes, 0x00, 0x3c, 0x00, 0x3f)) return 'utf-16be';
  const head = Buffer.from(bytes.subarray(0, HEAD)).toString('latin1');
  const xml = /^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"']+)["']/i.exec(head)?.[1];
  const meta = /<meta\s[^>]*?\bcharset\s*=\s*["']?\s*([^\s"'/>;]+)/i.exec(
    head.replace(/<!--[\s\S]*?(-->|$)/g, ''),
  )?.[1];
  const declared = xml ?? meta ?? null;
  // What could be read byte by byte so far is not UTF-16, whatever it says (HTML, 13.2.3.2).
  return declared !== null && /^utf-?16/i.test(declared) ? 'utf-8' : declared;
}

function decode(bytes: Uint8Array, label: string): string {
  try {
    const decoder = new TextDecoder(label);
    // Some Nodes (20.18.3 to at least 24.6) take windows-1252 for Latin 1 unless they are to expect more.
    return decoder.decode(bytes, { stream: decoder.encoding === 'windows-1252' });
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

function begins(bytes: Uint8Array, ...first: readonly number[]): boolean {
  return first.every((byte, i) => bytes[i] === byte);
}
