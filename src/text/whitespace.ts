// Soft hyphens, zero-width spaces, word joiners and byte order marks: invisible inside a word.
const INVISIBLE = /[\u00ad\u200b\u2060\ufeff]+/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this takes out.
const GAP = /[\s\u0000-\u001f\u007f-\u009f]+/g;

/** Anything but single spaces, and letters and signs that are as they should be: all of these are in NFC. */
const UNEVEN = /[^\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027]| {2}/;

/** One line: runs of white space and control characters become a single space, NFC, well-formed Unicode. */
export function collapse(text: string): string {
  // Most of an archive is such text, and a look at it takes a fifth of the time.
  if (!UNEVEN.test(text)) return text.trim();
  return text.replace(INVISIBLE, '').replace(GAP, ' ').trim().toWellFormed().normalize('NFC');
}

/** Paragraphs between single blank lines, each collapsed; empty ones go. */
export function joinParagraphs(paragraphs: Iterable<string>): string {
  const kept: string[] = [];
  for (const paragraph of paragraphs) {
    const line = collapse(paragraph);
    if (line !== '') kept.push(line);
  }
  return kept.join('\n\n');
}
