/** How the values of formats that know only strings (CSV, front matter) become those of an article. */

const LISTS = new Set(['tags', 'authors']);
const FLAGS = new Set(['noRecommend', 'sponsored', 'paywalled']);
const YES = new Set(['true', 'yes', 'y', 'on', '1']);
const NO = new Set(['false', 'no', 'n', 'off', '0']);

/**
 * The value of an article's field from its text, or `undefined` where the text is empty. What is neither yes nor no
 * stays text, so that validation can show it.
 */
export function coerceField(field: string, text: string): unknown {
  if (text.trim() === '') return undefined;
  if (LISTS.has(field)) return splitList(text);
  if (field === 'formerUrls') return splitAddresses(text);
  if (FLAGS.has(field)) return readFlag(text) ?? text;
  return text;
}

/** Yes or no in the usual spellings, else `undefined`. */
export function readFlag(text: string): boolean | undefined {
  const word = text.trim().toLowerCase();
  if (YES.has(word)) return true;
  return NO.has(word) ? false : undefined;
}

/** A list from JSON array text, or from text split on the first of `|`, `;`, `,` that occurs in it. */
export function splitList(text: string): string[] {
  const trimmed = text.trim();
  if (trimmed.startsWith('[')) {
    try {
      const list: unknown = JSON.parse(trimmed);
      if (Array.isArray(list)) return list.map(String);
    } catch {
      // Not JSON after all: a name may begin with a bracket.
    }
  }
  const separator = ['|', ';', ','].find((candidate) => trimmed.includes(candidate));
  const items = separator === undefined ? [trimmed] : trimmed.split(separator);
  return items.map((item) => item.trim()).filter((item) => item !== '');
}

/** Addresses may hold commas and semicolons, but neither bars nor spaces. */
function splitAddresses(text: string): string[] {
  return text.trim().startsWith('[') ? splitList(text) : text.split(/[\s|]+/).filter((one) => one !== '');
}

const LOOSE_DATE =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:T|\s+)(\d{1,2})(:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|[+-]\d{1,2}(?::?\d{2})?)?)?$/i;

/** A date as YAML allows it (`2019-3-1`, `2001-12-14 21:59:43 -5`) in the form that an article takes. */
export function tidyDate(text: string): string {
  const match = LOOSE_DATE.exec(text.trim());
  if (match === null) return text;
  const [, year, month = '', day = '', hour, minutes = '', offset = ''] = match;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (hour === undefined) return date;
  return `${date}T${hour.padStart(2, '0')}${minutes}${tidyOffset(offset)}`;
}

function tidyOffset(offset: string): string {
  const [, sign, hours = ''] = /^([+-])(\d{1,2})$/.exec(offset) ?? [];
  return sign === undefined ? offset : `${sign}${hours.padStart(2, '0')}:00`;
}
