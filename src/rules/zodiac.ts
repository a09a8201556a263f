/** Zodiac from month and day (stages.md §3). */
import { parseIsoDay } from './dates';

export const SIGNS = [
  'Aries',
  'Taurus',
  'Gemini',
  'Cancer',
  'Leo',
  'Virgo',
  'Libra',
  'Scorpio',
  'Sagittarius',
  'Capricorn',
  'Aquarius',
  'Pisces',
] as const;
export type Sign = (typeof SIGNS)[number];

/** First day of each sign as month * 100 + day, through the calendar year. */
const STARTS: readonly [number, Sign][] = [
  [120, 'Aquarius'],
  [219, 'Pisces'],
  [321, 'Aries'],
  [420, 'Taurus'],
  [521, 'Gemini'],
  [621, 'Cancer'],
  [723, 'Leo'],
  [823, 'Virgo'],
  [923, 'Libra'],
  [1023, 'Scorpio'],
  [1122, 'Sagittarius'],
  [1222, 'Capricorn'],
];

/** '' for what is no date. */
export function zodiacOf(birthday: string): Sign | '' {
  const day = parseIsoDay(birthday);
  if (!day) return '';
  const at = day.month * 100 + day.day;
  let sign: Sign = 'Capricorn';
  for (const [start, name] of STARTS) if (at >= start) sign = name;
  return sign;
}
