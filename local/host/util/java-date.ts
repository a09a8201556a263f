/** Dates by the patterns of Java's SimpleDateFormat, in a zone. */
import { instantToWall, wallToInstant } from '../../xlsx/zone';
import { DAY } from '../limits';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const WEEK_DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
// Not with the flag i: `MM` and `mm` side by side are two tokens.
// eslint-disable-next-line regexp/use-ignore-case
const TOKEN = /'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+/g;

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** Day of the wall clock's week year: weeks begin on Sunday, week 1 holds January 1 (Java in the US). */
function weekYear(wall: number): { year: number; week: number } {
  const date = new Date(wall);
  const saturday = new Date(Math.floor(wall / DAY) * DAY + (6 - date.getUTCDay()) * DAY);
  const year = saturday.getUTCFullYear();
  const firstSunday = Date.UTC(year, 0, 1) - new Date(Date.UTC(year, 0, 1)).getUTCDay() * DAY;
  return { year, week: Math.floor((wall - firstSunday) / (7 * DAY)) + 1 };
}

function offsetText(minutes: number, separator: string): string {
  const sign = minutes < 0 ? '-' : '+';
  const size = Math.abs(minutes);
  return `${sign}${pad(Math.floor(size / 60), 2)}${separator}${pad(size % 60, 2)}`;
}

function zoneName(instant: number, zone: string, long: boolean): string {
  const timeZoneName = long ? 'long' : 'short';
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName }).formatToParts(instant);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone;
}

function field(letter: string, width: number, instant: number, zone: string): string {
  const wall = instantToWall(instant, zone);
  const date = new Date(wall);
  const hours = date.getUTCHours();
  const offset = Math.round((wall - instant) / 60_000);
  switch (letter) {
    case 'G':
      return 'AD';
    case 'y':
      return width === 2 ? pad(date.getUTCFullYear() % 100, 2) : pad(date.getUTCFullYear(), width);
    case 'Y':
      return width === 2 ? pad(weekYear(wall).year % 100, 2) : pad(weekYear(wall).year, width);
    case 'w':
      return pad(weekYear(wall).week, width);
    case 'M':
    case 'L': {
      const name = MONTHS[date.getUTCMonth()] ?? '';
      if (width >= 4) return name;
      return width === 3 ? name.slice(0, 3) : pad(date.getUTCMonth() + 1, width);
    }
    case 'd':
      return pad(date.getUTCDate(), width);
    case 'D':
      return pad(Math.floor((wall - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY) + 1, width);
    case 'E': {
      const name = WEEK_DAYS[date.getUTCDay()] ?? '';
      return width >= 4 ? name : name.slice(0, 3);
    }
    case 'u':
      return pad(date.getUTCDay() || 7, width);
    case 'a':
      return hours < 12 ? 'AM' : 'PM';
    case 'H':
      return pad(hours, width);
    case 'k':
      return pad(hours || 24, width);
    case 'K':
      return pad(hours % 12, width);
    case 'h':
      return pad(hours % 12 || 12, width);
    case 'm':
      return pad(date.getUTCMinutes(), width);
    case 's':
      return pad(date.getUTCSeconds(), width);
    case 'S':
      return pad(date.getUTCMilliseconds(), width);
    case 'z':
      return zoneName(instant, zone, width >= 4);
    case 'Z':
      return offsetText(offset, '');
    case 'X':
      if (offset === 0) return 'Z';
      return width === 1 ? offsetText(offset, '').slice(0, 3) : offsetText(offset, width === 3 ? ':' : '');
    default:
      throw new Error(`Illegal pattern character '${letter}'`);
  }
}

/** `instant` (ms since the epoch) by a pattern; throws an Error on a letter that Java does not know. */
export function formatJavaDate(instant: number, zone: string, pattern: string): string {
  return pattern.replace(TOKEN, (token, quoted: string | undefined, letter: string | undefined) => {
    if (quoted !== undefined) return quoted === '' ? "'" : quoted.replaceAll("''", "'");
    return letter === undefined ? token : field(letter, token.length, instant, zone);
  });
}

const PARSED: Record<string, string> = {
  y: String.raw`(\d+)`,
  M: String.raw`(\d+)`,
  d: String.raw`(\d+)`,
  H: String.raw`(\d+)`,
  h: String.raw`(\d+)`,
  m: String.raw`(\d+)`,
  s: String.raw`(\d+)`,
  S: String.raw`(\d+)`,
  a: '([AaPp][Mm])',
  E: '([A-Za-z]+)',
  Z: String.raw`([+-]\d{4})`,
  X: String.raw`(Z|[+-]\d{2}:?\d{2})`,
};

const escapeRegex = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Milliseconds since the epoch, or undefined if the text does not begin as the pattern says. */
export function parseJavaDate(text: string, zone: string, pattern: string): number | undefined {
  const letters: string[] = [];
  const source = pattern.replace(TOKEN, (token, quoted: string | undefined, letter: string | undefined) => {
    if (quoted !== undefined) return escapeRegex(quoted === '' ? "'" : quoted);
    if (letter === undefined) return escapeRegex(token);
    letters.push(letter);
    if (letter === 'M' && token.length >= 3) return '([A-Za-z]+)';
    const group = PARSED[letter];
    if (!group) throw new Error(`Illegal pattern character '${letter}'`);
    return token.length === 1 || !group.includes('+)')
      ? group
      : group.replace('+', `{1,${Math.max(token.length, 4)}}`);
  });
  const match = new RegExp(`^${source}`).exec(text);
  if (!match) return undefined;
  const found = new Map(letters.map((letter, index) => [letter, match[index + 1] ?? '']));
  return instantOf(found, zone);
}

function instantOf(found: Map<string, string>, zone: string): number | undefined {
  const number = (letter: string, fallback: number) =>
    found.has(letter) ? Number(found.get(letter)) : fallback;
  const monthText = found.get('M');
  let month = Number(monthText ?? 1);
  if (monthText && Number.isNaN(month)) {
    const start = monthText.slice(0, 3).toLowerCase();
    month = MONTHS.findIndex((name) => name.toLowerCase().startsWith(start)) + 1;
    if (month === 0) return undefined;
  }
  let hours = number('H', number('h', 0));
  const half = found.get('a')?.toLowerCase();
  if (half) hours = (hours % 12) + (half === 'pm' ? 12 : 0);
  const wall = Date.UTC(
    number('y', 1970),
    month - 1,
    number('d', 1),
    hours,
    number('m', 0),
    number('s', 0),
    number('S', 0),
  );
  const offset = found.get('Z') ?? found.get('X');
  if (offset === undefined) return wallToInstant(wall, zone);
  if (offset === 'Z') return wall;
  const digits = offset.replace(':', '');
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3));
  return wall - (digits.startsWith('-') ? -minutes : minutes) * 60_000;
}
