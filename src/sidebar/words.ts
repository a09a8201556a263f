/** Times and numbers in words, the same in the script and in its pages. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** 12345 → 12,345 */
export function count(n: number): string {
  return String(Math.round(n)).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 row`, `12,345 rows`. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** `14:10` in the workbook's time zone. */
export function clock(ms: number, timeZone: string): string {
  return part(ms, timeZone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

function part(ms: number, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-GB', { ...options, timeZone }).format(new Date(ms));
}

const dayOf = (ms: number, timeZone: string): string =>
  part(ms, timeZone, { year: 'numeric', month: '2-digit', day: '2-digit' });

/** `14:10`, `14:10 tomorrow`, `14:10 on Thu 27 Nov`; `14:10 yesterday` for what was. */
export function at(ms: number, now: number, timeZone: string): string {
  const time = clock(ms, timeZone);
  const day = dayOf(ms, timeZone);
  if (day === dayOf(now, timeZone)) return time;
  if (day === dayOf(now + DAY, timeZone)) return `${time} tomorrow`;
  if (day === dayOf(now - DAY, timeZone)) return `${time} yesterday`;
  return `${time} on ${part(ms, timeZone, { weekday: 'short', day: 'numeric', month: 'short' })}`;
}

/** `about 4 min`, `about 2 h`, `about 3 days`; `less than a minute`. */
export function lasting(ms: number): string {
  if (ms < MINUTE) return 'less than a minute';
  if (ms < 90 * MINUTE) return `about ${Math.round(ms / MINUTE)} min`;
  if (ms < 36 * HOUR) return `about ${Math.round(ms / HOUR)} h`;
  return `about ${counted(Math.round(ms / DAY), 'day')}`;
}

/** `12 s ago`, `4 min ago`; with date where that is long ago. */
export function ago(ms: number, now: number, timeZone: string): string {
  const past = Math.max(0, now - ms);
  if (past < MINUTE) return `${Math.round(past / 1000)} s ago`;
  if (past < HOUR) return `${Math.round(past / MINUTE)} min ago`;
  return `at ${at(ms, now, timeZone)}`;
}

/** A key as a person finds it in the tab: `tmdb:30119` → `30119`. */
export const bareKey = (key: string): string => key.replace(/^(?:tmdb|imdb|name):/, '');
