const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'sv', 'da', 'pl', 'ru', 'tr', 'ja', 'ko', 'zh'];

let names: ReadonlySet<string> | null = null;

/** Whether a lower-cased word names a weekday or a month, long or short, in one of fifteen languages. */
export function isCalendarName(word: string): boolean {
  names ??= new Set(LANGUAGES.flatMap(namesIn));
  return names.has(word);
}

function namesIn(language: string): string[] {
  return (['long', 'short'] as const).flatMap((width) => {
    const month = new Intl.DateTimeFormat(language, { month: width, timeZone: 'UTC' });
    const weekday = new Intl.DateTimeFormat(language, { weekday: width, timeZone: 'UTC' });
    const found = [
      ...Array.from({ length: 12 }, (_, i) => month.format(Date.UTC(2001, i, 1))),
      ...Array.from({ length: 7 }, (_, i) => weekday.format(Date.UTC(2001, 0, 1 + i))),
    ];
    return found.map((name) => name.toLowerCase().replace(/\.$/, ''));
  });
}
