/** When schedules fall, in zones whose clocks change, against a count that goes by quarters of an hour. */
import * as fc from 'fast-check';
import {
  daily,
  everyHours,
  lastTime,
  nextTime,
  weekly,
  type Rhythm,
  type WallClock,
} from '../../src/schedules/times';

const QUARTER = 900_000;
const HOUR = 4 * QUARTER;
const DAY = 24 * HOUR;

function clockOf(timeZone: string): WallClock {
  const numeric = {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  } as const;
  const format = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...numeric });
  return (instant) => {
    const at = Object.fromEntries(
      format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
    );
    return Date.UTC(at.year ?? 0, (at.month ?? 0) - 1, at.day, at.hour, at.minute) + (instant % 60_000);
  };
}

const NEW_YORK = clockOf('America/New_York');
const at = (text: string): number => Date.parse(text);
const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 16);

/** The times of a rhythm, found by looking at the wall clock every quarter of an hour. */
function timesBetween({ period, phase }: Rhythm, from: number, to: number, wall: WallClock): number[] {
  const times: number[] = [];
  // The highest the clock has shown: an hour shown again is none of the rhythm.
  const first = Math.floor(from / QUARTER) * QUARTER - DAY;
  let highest = wall(first);
  for (let t = first; t <= to; t += QUARTER) {
    const shown = wall(t);
    if (shown <= highest) continue;
    const passed =
      Math.floor((shown / HOUR - phase) / period) > Math.floor((highest / HOUR - phase) / period);
    highest = shown;
    if (passed && t > from) times.push(t);
  }
  return times;
}

describe('the clocks change in New York', () => {
  it.each<[string, Rhythm, string, string]>([
    ['at 3, the day before spring', daily(3), '2026-03-07T09:00Z', '2026-03-08T07:00'],
    ['at 2, which spring skips', daily(2), '2026-03-07T09:00Z', '2026-03-08T07:00'],
    ['at 2, the day after', daily(2), '2026-03-08T07:00Z', '2026-03-09T06:00'],
    ['at 1, shown twice in autumn, the first time', daily(1), '2026-10-31T06:00Z', '2026-11-01T05:00'],
    ['at 1, and not the second time', daily(1), '2026-11-01T05:00Z', '2026-11-02T06:00'],
    ['on Sundays at 4', weekly(0, 4), '2026-03-04T00:00Z', '2026-03-08T08:00'],
    ['on Saturdays at 23', weekly(6, 23), '2026-03-08T03:59Z', '2026-03-08T04:00'],
    ['every 6 hours from 1', everyHours(6, 1), '2026-03-08T06:00Z', '2026-03-08T11:00'],
    ['every 5 hours', everyHours(5, 0), '2026-06-01T00:00Z', '2026-06-01T04:00'],
  ])('%s', (_, rhythm, after, next) => {
    expect(iso(nextTime(rhythm, at(after), NEW_YORK))).toBe(next);
  });
});

const zones = [
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Pacific/Auckland',
  'UTC',
];
const walls = new Map(zones.map((zone) => [zone, clockOf(zone)]));
const anyWall = fc.constantFrom(...zones).map((zone) => walls.get(zone) ?? NEW_YORK);
const anyRhythm = fc.oneof(
  fc.integer({ min: 0, max: 23 }).map(daily),
  fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 23 })).map(([d, h]) => weekly(d, h)),
  fc
    .tuple(fc.integer({ min: 1, max: 48 }), fc.integer({ min: 0, max: 23 }))
    .map(([n, h]) => everyHours(n, h)),
);
/** Around a change of the clocks in one of the zones, or anywhere. */
const anyStart = fc
  .tuple(
    fc.constantFrom(
      '2026-03-08',
      '2026-11-01',
      '2026-03-29',
      '2026-10-25',
      '2026-04-05',
      '2026-09-27',
      '2027-02-28',
    ),
    fc.integer({ min: -4 * 96, max: 96 }),
  )
  .map(([day, quarters]) => at(`${day}T00:00Z`) + quarters * QUARTER);

it('the last and the next time are those that the clock shows', () => {
  fc.assert(
    fc.property(anyRhythm, anyWall, anyStart, (rhythm, wall, from) => {
      const to = from + 9 * DAY;
      const times = timesBetween(rhythm, from, to, wall);
      let t = from;
      const found: number[] = [];
      for (;;) {
        t = nextTime(rhythm, t, wall);
        if (t > to) break;
        found.push(t);
      }
      expect(found.map(iso)).toEqual(times.map(iso));
      const last = times.at(-1);
      if (last !== undefined) expect(iso(lastTime(rhythm, to, wall))).toBe(iso(last));
    }),
    { numRuns: 80 },
  );
});

it('however irregularly the trigger fires, each time is dealt with once, and of several missed ones the last', () => {
  fc.assert(
    fc.property(
      anyRhythm,
      anyWall,
      anyStart,
      fc.array(fc.integer({ min: 0, max: 120 }), { minLength: 1, maxLength: 30 }),
      (rhythm, wall, from, gaps) => {
        let upTo = from;
        let now = from;
        let before = from;
        for (const gap of gaps) {
          now += gap * 600_000;
          const missed = timesBetween(rhythm, before, now, wall).length;
          const due = lastTime(rhythm, now, wall) > upTo;
          expect(due).toBe(missed > 0);
          if (due) upTo = now;
          before = now;
        }
      },
    ),
    { numRuns: 40 },
  );
});
