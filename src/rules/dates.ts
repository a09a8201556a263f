/** Calendar days as text `YYYY-MM-DD`; nothing here knows a time of day or a zone. */

const ISO = /^(\d{4})-(\d{2})-(\d{2})$/;
export const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

export interface Day {
  year: number;
  month: number;
  day: number;
}

export function parseIsoDay(text: string): Day | null {
  const match = ISO.exec(text);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return toIsoDay(year, month, day) === '' ? null : { year, month, day };
}

export function isRealDate(text: string): boolean {
  return parseIsoDay(text) !== null;
}

/** '' if there is no such day. */
export function toIsoDay(year: number, month: number, day: number): string {
  if (![year, month, day].every(Number.isInteger) || year < 1000 || year > 9999) return '';
  if (month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return '';
  return `${year}-${pad(month)}-${pad(day)}`;
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

const pad = (n: number) => String(n).padStart(2, '0');

/** `2024-01-05` → `01/05/2024`; '' for no date. */
export function isoToUs(iso: string): string {
  const day = parseIsoDay(iso);
  return day ? `${pad(day.month)}/${pad(day.day)}/${day.year}` : '';
}

/** `01/05/2024` or `1/5/2024` → `2024-01-05`; '' for no date. */
export function usToIso(us: string): string {
  const match = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(us.trim());
  return match ? toIsoDay(Number(match[3]), Number(match[1]), Number(match[2])) : '';
}

/**
 * What a person typed as a date, as an ISO day; '' if it is no full date.
 * @param formatDay how the spreadsheet's own dates become ISO days in its zone
 */
export function readDay(cell: unknown, formatDay: (date: Date) => string): string {
  if (Object.prototype.toString.call(cell) === '[object Date]') return formatDay(cell as Date);
  const text = String(cell ?? '').trim();
  if (text === '') return '';
  if (isRealDate(text)) return text;
  return usToIso(text) || parseWrittenDate(text) || '';
}

/** Whole years on that day; NaN if one of the two is no date. */
export function ageOn(birthday: string, today: string): number {
  const born = parseIsoDay(birthday);
  const now = parseIsoDay(today);
  if (!born || !now) return NaN;
  const before = now.month < born.month || (now.month === born.month && now.day < born.day);
  return now.year - born.year - (before ? 1 : 0);
}

/** A real day that makes a plausible age (stages.md §3.4). */
export function isPlausibleBirthday(birthday: string, today: string, min = 16, max = 100): boolean {
  const age = ageOn(birthday, today);
  return age >= min && age <= max;
}

/** The day n days later; '' for no date. */
export function addDays(iso: string, n: number): string {
  const day = parseIsoDay(iso);
  if (!day) return '';
  return new Date(Date.UTC(day.year, day.month - 1, day.day + n)).toISOString().slice(0, 10);
}

const WRITTEN = [
  /\b([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b/i,
  /\b(\d{1,2})(?:st|nd|rd|th)? (?:of )?([a-z]{3,9})\.?,? (\d{4})\b/i,
  /\b(\d{4})-(\d{2})-(\d{2})\b/,
];

/**
 * The first full date in a text: `June 3, 1991`, `3 June 1991`, `1991-06-03`, `10/11/1998`. All three parts
 * must be there; an age or a year alone is no date.
 */
export function parseWrittenDate(text: string): string | null {
  const plain = text.replace(/\s+/g, ' ');
  const first = WRITTEN[0]?.exec(plain);
  if (first) {
    const iso = written(first[1], first[2], first[3]);
    if (iso) return iso;
  }
  const second = WRITTEN[1]?.exec(plain);
  if (second) {
    const iso = written(second[2], second[1], second[3]);
    if (iso) return iso;
  }
  const third = WRITTEN[2]?.exec(plain);
  if (third) return toIsoDay(Number(third[1]), Number(third[2]), Number(third[3])) || null;
  return usToIso(plain) || null;
}

function written(month: string | undefined, day: string | undefined, year: string | undefined): string {
  const name = (month ?? '').toLowerCase();
  const index = MONTHS.findIndex(
    (m) =>
      m === name || (name.length >= 3 && m.slice(0, 3) === name) || (name === 'sept' && m === 'september'),
  );
  return index < 0 ? '' : toIsoDay(Number(year), index + 1, Number(day));
}
