import { formatInstant, parseInstant } from '../../article.js';

/** By the first three letters, without accents: English, German, French, Spanish, Italian, Portuguese, Dutch. */
const MONTHS: Readonly<Record<string, number>> = {
  ...{ jan: 1, gen: 1, ene: 1, feb: 2, fev: 2, mar: 3, mrz: 3, maa: 3, mrt: 3, apr: 4, avr: 4, abr: 4 },
  ...{ may: 5, mai: 5, mei: 5, mag: 5, jun: 6, jui: 6, giu: 6, jul: 7, lug: 7, aug: 8, aou: 8, ago: 8 },
  ...{ sep: 9, set: 9, oct: 10, okt: 10, ott: 10, out: 10, nov: 11, dec: 12, dez: 12, dic: 12 },
};

/** Hours from UTC, of the names in RFC 822 and of others that feeds use; `IST` and the like are ambiguous. */
const ZONES: Readonly<Record<string, number>> = {
  ...{
    ut: 0,
    utc: 0,
    gmt: 0,
    z: 0,
    wet: 0,
    bst: 1,
    west: 1,
    cet: 1,
    met: 1,
    cest: 2,
    mest: 2,
    eet: 2,
    eest: 3,
  },
  ...{ msk: 3, jst: 9, kst: 9, aest: 10, aedt: 11, nzst: 12, nzdt: 13 },
  ...{ est: -5, edt: -4, cst: -6, cdt: -5, mst: -7, mdt: -6, pst: -8, pdt: -7, akst: -9, akdt: -8, hst: -10 },
};

const DAY_FIRST =
  /^(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+(?:de\s+)?(\p{L}{3,12})\.?[\s-]+(?:de\s+)?(\d{4}|\d{2})(?!\d)/u;
const MONTH_FIRST = /^(\p{L}{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)/u;
const TIME = /^[\s,T]*(?:at\s+|um\s+)?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?/iu;

/**
 * A date as feeds and pages write it, in ISO 8601 and UTC: ISO 8601, RFC 822 with any of its usual faults (a wrong or
 * foreign weekday, two digits for the year, no seconds, names of zones, none at all: then it is UTC), or
 * "January 5, 2020 3:04 pm". `null` for what is none, and for the dates that stand for none: before 1971 and year 1.
 */
export function readDate(written: string | null | undefined): string | null {
  const text = (written ?? '').replace(/\s+/g, ' ').trim().slice(0, 100);
  const millis = parseInstant(text) ?? isoWithFaults(text) ?? worded(text);
  if (millis === null || millis < Date.UTC(1971, 0, 1) || millis >= Date.UTC(10_000, 0, 1)) return null;
  return formatInstant(millis);
}

/** `2020/01/02 10:00`, `2020-01-02T10:00:00+00:00Z`, `2020-1-2`, `2020-01-02 10:00:00 UTC`. */
function isoWithFaults(text: string): number | null {
  const found = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/.exec(text);
  if (found === null) return null;
  const [all, year, month, day] = found;
  return instant(Number(year), Number(month), Number(day), text.slice(all.length));
}

function worded(text: string): number | null {
  // The weekday may be wrong, foreign, or missing.
  const bare = text.replace(/^\p{L}{2,12}\.?\s*,\s*/u, '');
  const monthFirst = MONTH_FIRST.exec(bare);
  if (monthFirst !== null) {
    const [all, month, day, year] = monthFirst;
    return instant(Number(year), monthOf(month), Number(day), bare.slice(all.length));
  }
  const dated = bare.replace(/^\p{L}{2,12}\.?\s+(?=\d)/u, '');
  const dayFirst = DAY_FIRST.exec(dated);
  if (dayFirst === null) return null;
  const [all, day, month, year = ''] = dayFirst;
  return instant(fullYear(year), monthOf(month), Number(day), dated.slice(all.length));
}

function instant(year: number, month: number, day: number, rest: string): number | null {
  const time = TIME.exec(rest);
  const [all = '', hours = '0', minutes = '0', seconds = '0', half] = time ?? [];
  const twelve = half === undefined ? Number(hours) : (Number(hours) % 12) + (/^p/i.test(half) ? 12 : 0);
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const isDate = month >= 1 && month <= 12 && day >= 1 && day <= lastDay;
  if (!isDate || twelve > 24 || Number(minutes) > 59 || Number(seconds) > 60) return null;
  const offset = time === null ? 0 : offsetOf(rest.slice(all.length).trim());
  return Date.UTC(year, month - 1, day, twelve, Number(minutes), Number(seconds)) - offset * 60_000;
}

/** Minutes from UTC; 0 for what is not known. */
function offsetOf(zone: string): number {
  const named = /^([A-Za-z]{1,5})(?![A-Za-z])/.exec(zone)?.[1]?.toLowerCase() ?? '';
  const rest = zone.slice(named.length).trim();
  const found = /^([+-])(\d{1,2}):?(\d{2})?(?!\d)/.exec(rest);
  if (found !== null && (named === '' || ZONES[named] === 0)) {
    const [, sign, hours, minutes = '0'] = found;
    const offset = Number(hours) * 60 + Number(minutes);
    return offset > 14 * 60 ? 0 : sign === '-' ? -offset : offset;
  }
  return (ZONES[named] ?? 0) * 60;
}

function monthOf(name = ''): number {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  if (plain.startsWith('juil')) return 7;
  return MONTHS[plain.slice(0, 3)] ?? 0;
}

/** As RFC 2822 has it (section 4.3): 00 to 49 are of this century. */
function fullYear(year: string): number {
  if (year.length === 4) return Number(year);
  return Number(year) + (Number(year) < 50 ? 2000 : 1900);
}
