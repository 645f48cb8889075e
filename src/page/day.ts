/** A day in words, in UTC: `30 October 2025`; in the way of a language where one is given that is known. */
export function dayOf(instant: string, language: string | null = null): string {
  return new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(instant),
  );
}

function localeOf(language: string | null): string {
  if (language === null || /^en$/i.test(language)) return 'en-GB';
  try {
    return Intl.DateTimeFormat.supportedLocalesOf([language])[0] ?? 'en-GB';
  } catch {
    // Looks like a tag, but is none.
    return 'en-GB';
  }
}
