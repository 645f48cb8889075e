/** A day as the page's language writes it, or `undefined` where the instant is none. */
export function day(instant: string, language: string): string | undefined {
  // Midnight of UTC is how a date without a time is kept: in New York it would be the day before.
  const timeZone = /T00:00:00(\.0+)?Z$/.test(instant) ? 'UTC' : undefined;
  try {
    return new Intl.DateTimeFormat(locale(language), { dateStyle: 'long', timeZone }).format(
      new Date(instant),
    );
  } catch {
    return undefined;
  }
}

/** Pages write `en_US`, or worse: then the reader's own language. */
function locale(language: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(language.replace('_', '-'))[0];
  } catch {
    return undefined;
  }
}
