/** Text in which nothing is markup any more. */
export class SafeHtml {
  constructor(readonly text: string) {}
}

type Part = string | number | null | SafeHtml | readonly SafeHtml[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A template tag: whatever is put in is escaped, unless it was made by this tag. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): SafeHtml {
  let text = strings[0] ?? '';
  parts.forEach((part, i) => {
    text += shown(part) + (strings[i + 1] ?? '');
  });
  return new SafeHtml(text);
}

/** Without the control characters that HTML does not allow. */
export function printable(text: string): string {
  return text.replace(/(?![\t\n])\p{Cc}/gu, '\uFFFD');
}

function shown(part: Part): string {
  if (part === null) return '';
  if (part instanceof SafeHtml) return part.text;
  if (typeof part === 'object') return part.map((item) => item.text).join('');
  return printable(String(part)).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
