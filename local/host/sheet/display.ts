/** What a cell shows: contents by number format, as far as scripts need it. */
import { isDateFormat } from '../../xlsx/values';
import { instantToWall } from '../../xlsx/zone';
import type { Cell } from '../model';
import { formatJavaDate } from '../util/java-date';

const DEFAULT_DATE = 'M/d/yyyy';
const DEFAULT_DATE_TIME = 'M/d/yyyy H:mm:ss';

/** A date format of Sheets as a Java pattern: `m` is a minute after hours, else a month. */
function javaPattern(format: string): string {
  let afterHours = false;
  return format.replace(/"([^"]*)"|am\/pm|([a-z])\2*/gi, (token, quoted: string | undefined) => {
    if (quoted !== undefined) return `'${quoted.replaceAll("'", "''")}'`;
    const letter = token[0]?.toLowerCase() ?? '';
    if (/^am\/pm$/i.test(token)) return 'a';
    if (letter === 'h') {
      afterHours = true;
      return (/am\/pm/i.test(format) ? 'h' : 'H').repeat(token.length);
    }
    if (letter === 'm') return (afterHours ? 'm' : 'M').repeat(token.length);
    if (letter === 'd' && token.length > 2) return 'E'.repeat(token.length);
    return letter.repeat(token.length);
  });
}

function showDate(date: Date, format: string | undefined, zone: string): string {
  if (format && isDateFormat(format)) return formatJavaDate(date.getTime(), zone, javaPattern(format));
  const midnight = instantToWall(date.getTime(), zone) % 86_400_000 === 0;
  return formatJavaDate(date.getTime(), zone, midnight ? DEFAULT_DATE : DEFAULT_DATE_TIME);
}

function showNumber(value: number, format: string | undefined): string {
  const match = /^(#,##)?0(?:\.(0+))?(%)?$/.exec(format ?? '');
  if (!match) return String(Number(value.toPrecision(15)));
  const [, grouped, decimals = '', percent] = match;
  const text = (percent ? value * 100 : value).toLocaleString('en-US', {
    useGrouping: Boolean(grouped),
    minimumFractionDigits: decimals.length,
    maximumFractionDigits: decimals.length,
  });
  return percent ? `${text}%` : text;
}

/** The text that a person sees in the cell. */
export function displayText(cell: Cell | undefined, zone: string): string {
  if (!cell) return '';
  const { value, format } = cell;
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'number') return showNumber(value, format);
  return value instanceof Date ? showDate(value, format, zone) : value;
}
