/** When a show has to be looked at again (stages.md, "Due"). */
import type { TmdbShowFacts } from '../facts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** An episode of a day has aired everywhere in America by then, counted from that day's midnight UTC. */
const AIRED_AFTER_MS = 30 * HOUR_MS;
/** Reruns of the answer: databases are filled in during the days after an episode. */
const DAYS_AFTER = [3, 7];
const DAYS = { returning: 7, ended: 30 };
const ENDED = /^(?:ended|cancell?ed)$/i;

const midnight = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** @param look when the show was last looked at, ms */
export function isShowDue(last: TmdbShowFacts | undefined, look: number, now: number): boolean {
  if (!last) return now - look >= DAYS.ended * DAY_MS;
  const hold = ENDED.test(last.status) ? DAYS.ended : DAYS.returning;
  if (now - look >= hold * DAY_MS) return true;
  const times = [...last.airDates, last.nextAirs].filter(Boolean).map(midnight);
  const moments = times.map((time) => time + AIRED_AFTER_MS);
  const latest = Math.max(...times.filter((time) => time <= look));
  if (Number.isFinite(latest)) moments.push(...DAYS_AFTER.map((days) => latest + (days + 1) * DAY_MS));
  return moments.some((moment) => look < moment && moment <= now);
}

/** Episodes whose day has come since the look, as far as their days were known then, and at their pace since. */
export function episodesSince({ airDates, nextAirs }: TmdbShowFacts, look: number, now: number): number {
  const times = [...new Set([...airDates, nextAirs].filter(Boolean).map(midnight))].sort((a, b) => a - b);
  const known = times.filter((time) => look < time && time <= now);
  const [before, last] = times.slice(-2);
  if (known.length === 0 || before === undefined || last === undefined) return known.length;
  return known.length + Math.max(0, Math.floor((now - last) / Math.max(DAY_MS, last - before)));
}
