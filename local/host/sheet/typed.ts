/**
 * What becomes of a text that a script writes: it is parsed as if typed, in the spreadsheet's locale
 * (apps-script.md §4).
 */
import { wallToInstant } from '../../xlsx/zone';
import type { CellContent } from '../model';

export interface TypedInto {
  locale: string;
  timeZone: string;
  /** ms since the epoch, for dates without a year. */
  now: number;
}

export interface TypedContent {
  value: CellContent;
  formula?: string;
  /** Number format that the cell takes on if it has none. */
  format?: string;
}

/** What a formula shows: the host evaluates none, but for links with a name. */
const NOT_EVALUATED = '#ERROR!';
const NAMED_LINK = /^=HYPERLINK\("(?:[^"]|"")*"[,;]\s*"((?:[^"]|"")*)"\)$/i;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const FULL_MONTHS = 'january|february|march|april|june|july|august|september|october|november|december';
const MONTH = `(${MONTHS.join('|')}|sept|${FULL_MONTHS})\\.?`;
const DOT_LANGUAGES = ['en', 'ja', 'zh', 'ko', 'he', 'iw', 'th', 'hi'];
/** Day 0 of spreadsheet time: a time of day is a date on it. */
const ZERO_DAY = Date.UTC(1899, 11, 30);

const language = (locale: string): string => locale.split(/[_-]/)[0] ?? 'en';

function parseNumber(text: string, locale: string): TypedContent | undefined {
  const usesDot = DOT_LANGUAGES.includes(language(locale));
  // In the other locales comma and dot change places.
  const plain = usesDot ? text : text.replace(/[.,]/g, (mark) => (mark === '.' ? ',' : '.'));
  const spaced = /^\d+(?: \d+)+$/.test(plain) ? plain.replace(/ /g, '') : plain;
  const match =
    /^(\()?([+-])?([$€£¥])?([+-])?((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)(e[+-]?\d+)?(%)?(\))?$/i.exec(
      spaced,
    );
  if (!match) return undefined;
  const [, open, sign1, currency, sign2, digits = '', exponent = '', percent, close] = match;
  if (Boolean(open) !== Boolean(close) || (sign1 && sign2)) return undefined;
  let value = Number(digits.replace(/,/g, '') + exponent);
  if (!Number.isFinite(value)) return undefined;
  if (percent) value /= 100;
  if (open || sign1 === '-' || sign2 === '-') value = -value;
  if (percent) return { value, format: digits.includes('.') ? '0.00%' : '0%' };
  if (currency) return { value, format: `"${currency}"#,##0.00` };
  if (exponent) return { value, format: '0.00E+00' };
  return { value, ...(digits.includes(',') && { format: '#,##0' }) };
}

function fullYear(text: string): number {
  const year = Number(text);
  if (text.length > 2) return year;
  return year < 30 ? 2000 + year : 1900 + year;
}

const thisYear = (into: TypedInto): string => String(new Date(into.now).getUTCFullYear());

interface Day {
  year: number;
  month: number;
  day: number;
  format: string;
}

function monthNumber(name: string): number {
  return MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
}

function numericDay(text: string, into: TypedInto): Day | undefined {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text);
  if (iso) return { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]), format: 'yyyy-mm-dd' };
  const monthFirst = into.locale === 'en_US' || into.locale === 'en';
  const separator = DOT_LANGUAGES.includes(language(into.locale)) ? '[-/]' : '[-/.]';
  const short = new RegExp(`^(\\d{1,2})${separator}(\\d{1,2})(?:${separator}(\\d{4}|\\d{2}))?$`).exec(text);
  if (!short) return undefined;
  const [first, second] = [Number(short[1]), Number(short[2])];
  const [month, day] = monthFirst ? [first, second] : [second, first];
  return {
    year: fullYear(short[3] ?? thisYear(into)),
    month,
    day,
    format: monthFirst ? 'M/d/yyyy' : 'dd/MM/yyyy',
  };
}

function namedDay(text: string, into: TypedInto): Day | undefined {
  const named = new RegExp(`^${MONTH} (\\d{1,2})(?:,? (\\d{4}))?$`, 'i').exec(text);
  if (named) {
    return {
      year: fullYear(named[3] ?? thisYear(into)),
      month: monthNumber(named[1] ?? ''),
      day: Number(named[2]),
      format: 'MMM d, yyyy',
    };
  }
  const dayFirst = new RegExp(`^(\\d{1,2})[ -]${MONTH}(?:[ -](\\d{4}|\\d{2}))?$`, 'i').exec(text);
  if (dayFirst) {
    const year = fullYear(dayFirst[3] ?? thisYear(into));
    return { year, month: monthNumber(dayFirst[2] ?? ''), day: Number(dayFirst[1]), format: 'd MMM yyyy' };
  }
  const month = new RegExp(`^${MONTH}[ -](\\d{4})$`, 'i').exec(text);
  return month
    ? { year: Number(month[2]), month: monthNumber(month[1] ?? ''), day: 1, format: 'MMM yyyy' }
    : undefined;
}

function wallOfDay({ year, month, day }: Day): number | undefined {
  const wall = new Date(0);
  wall.setUTCFullYear(year, month - 1, day);
  const real = wall.getUTCMonth() === month - 1 && wall.getUTCDate() === day;
  return real && year >= 1 && year <= 9999 ? wall.getTime() : undefined;
}

function parseTime(text: string): { ms: number; format: string } | undefined {
  const match = /^(\d{1,3})(?::(\d{2}))?(?::(\d{2})(?:\.(\d{1,3}))?)?(?: ?([ap]m))?$/i.exec(text);
  if (!match || (match[2] === undefined && match[5] === undefined)) return undefined;
  let hours = Number(match[1]);
  const half = match[5]?.toLowerCase();
  if (half && (hours < 1 || hours > 12)) return undefined;
  if (half) hours = (hours % 12) + (half === 'pm' ? 12 : 0);
  const [minutes, seconds] = [Number(match[2] ?? 0), Number(match[3] ?? 0)];
  if (minutes > 59 || seconds > 59) return undefined;
  const ms = ((hours * 60 + minutes) * 60 + seconds) * 1000 + Number((match[4] ?? '0').padEnd(3, '0'));
  return { ms, format: half ? 'h:mm am/pm' : 'h:mm' };
}

function parseDate(text: string, into: TypedInto): TypedContent | undefined {
  const plain = text.replace(/^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? /i, '');
  const alone = numericDay(plain, into) ?? namedDay(plain, into);
  const at = (wall: number): Date => new Date(wallToInstant(wall, into.timeZone));
  if (alone) {
    const wall = wallOfDay(alone);
    return wall === undefined ? undefined : { value: at(wall), format: alone.format };
  }
  const time = parseTime(plain);
  if (time) return { value: at(ZERO_DAY + time.ms), format: time.format };
  const both = /^(.+?),? (\d{1,2}(?::\d{2}){0,2}(?:\.\d{1,3})?(?: ?[ap]m)?)$/i.exec(plain);
  const day = both && (numericDay(both[1] ?? '', into) ?? namedDay(both[1] ?? '', into));
  const timeOfDay = both && parseTime(both[2] ?? '');
  const wall = day ? wallOfDay(day) : undefined;
  if (!day || !timeOfDay || wall === undefined) return undefined;
  return { value: at(wall + timeOfDay.ms), format: `${day.format} ${timeOfDay.format}` };
}

const shownBy = (formula: string): string =>
  NAMED_LINK.exec(formula)?.[1]?.replace(/""/g, '"') ?? NOT_EVALUATED;

/** The content of a cell into which `text` is typed; `asText` for a cell with format `@`. */
export function typed(text: string, asText: boolean, into: TypedInto): TypedContent {
  const normal = text.replace(/\r\n?/g, '\n');
  if (asText || normal === '') return { value: normal };
  if (normal.startsWith("'")) return { value: normal.slice(1) };
  if (normal.startsWith('='))
    return normal.length > 1 ? { value: shownBy(normal), formula: normal } : { value: normal };
  const trimmed = normal.trim();
  if (/^(?:true|false)$/i.test(trimmed)) return { value: trimmed.toLowerCase() === 'true' };
  const parsed = parseNumber(trimmed, into.locale) ?? parseDate(trimmed, into);
  if (parsed) return parsed;
  // Taken for the beginning of a formula, that then makes no sense.
  if (/^[+\-@][\s\S]/.test(normal)) return { value: NOT_EVALUATED, formula: `=${normal}` };
  return { value: normal };
}
