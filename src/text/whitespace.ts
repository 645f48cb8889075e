// Soft hyphens, zero-width spaces, word joiners and byte order marks: invisible inside a word.
const INVISIBLE = /[\u00ad\u200b\u2060\ufeff]+/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this takes out.
const GAP = /[\s\u0000-\u001f\u007f-\u009f]+/g;

/** One line: runs of white space and control characters become a single space, NFC, well-formed Unicode. */
export function collapse(text: string): string {
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
