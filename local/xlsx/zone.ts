/**
 * An .xlsx file stores dates as wall-clock time without a zone; the workbook model keeps instants.
 * Both are milliseconds here; "wall" counts them as if the wall clock showed UTC.
 */

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterFor(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(zone, formatter);
  }
  return formatter;
}

/** What the wall clock in `zone` shows at an instant. */
export function instantToWall(instant: number, zone: string): number {
  const parts: Record<string, number> = {};
  const seconds = Math.floor(instant / 1000) * 1000;
  for (const { type, value } of formatterFor(zone).formatToParts(seconds)) parts[type] = Number(value);
  const wall = new Date(0);
  wall.setUTCFullYear(parts.year ?? 1970, (parts.month ?? 1) - 1, parts.day);
  wall.setUTCHours(parts.hour ?? 0, parts.minute, parts.second, instant - seconds);
  return wall.getTime();
}

/**
 * The instant at which the wall clock in `zone` shows `wall`. A time that the clock skips in spring
 * is taken as the one an hour later, one that it shows twice in autumn as the first.
 */
export function wallToInstant(wall: number, zone: string): number {
  const first = wall - (instantToWall(wall, zone) - wall);
  const day = 86_400_000;
  const candidates = [first - day, first + day].map((near) => wall - (instantToWall(near, zone) - near));
  const exact = candidates.filter((instant) => instantToWall(instant, zone) === wall);
  return exact.length ? Math.min(...exact) : Math.max(...candidates);
}
