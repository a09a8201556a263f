/**
 * What should have been asked about again by the rules of the stages alone, going by what the sources had told.
 * It shares no code with the add-on, and knows nothing of what the add-on remembers.
 */
import {
  creditsRecord,
  LIST,
  personRecord,
  seasonRecord,
  showRecord,
  type Told,
} from '../../../local/bench/told';
import { WWHL, type TmdbShow, type World } from '../../../local/demo/world';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Until then it is that day somewhere on Earth, counted from its midnight UTC. */
const DAY_OVER_MS = 36 * HOUR_MS;
/** Days after the most recent episode on whose end a show is looked at again. */
const DAYS_AFTER = [3, 7];
const HOLDS = { returning: 7, ended: 30, found: 180 };

/** From when on a show must be asked about again that was told so at that instant. */
export function showDueAt(show: TmdbShow, told: number): number {
  const ended = /^(?:ended|cancell?ed)$/i.test(show.status);
  const days = show.seasons.flatMap(({ episodes }) => episodes.flatMap(({ airDate }) => airDate || []));
  const over = (day: string, later = 0) => Date.parse(day) + later * DAY_MS + DAY_OVER_MS;
  const recent = days.filter((day) => Date.parse(day) <= told).sort().pop(); // prettier-ignore
  const moments = [
    ...days.map((day) => over(day)),
    ...(recent ? DAYS_AFTER.map((n) => over(recent, n)) : []),
  ];
  const holds = told + (ended ? HOLDS.ended : HOLDS.returning) * DAY_MS;
  return Math.min(holds, ...moments.filter((moment) => moment > told));
}

export interface Asked {
  /** The world as it was told. */
  world: World;
  told: Told;
  /** When the last run began. */
  run: number;
  imdb: boolean;
  /** The shows and the people who must be known. */
  shows: readonly { tmdb: TmdbShow | null; leftAfter?: number }[];
  people: readonly { tmdbId: string }[];
}

/** A sentence for each record that was due when the last run began, and that nobody asked for; a source that refuses excuses it. */
export function overdue({ world, told, run, imdb, shows, people }: Asked): string[] {
  const found: string[] = [];
  const check = (record: string, dueAt: (at: number) => number) => {
    const at = told.at(record);
    if (at !== undefined && dueAt(at) > run) return;
    if (told.refusedSince(record, at === undefined ? -Infinity : dueAt(at))) return;
    found.push(`${record}: ${at === undefined ? 'was never asked for' : `last told ${new Date(at).toISOString()}, due again ${new Date(dueAt(at)).toISOString()}`}`); // prettier-ignore
  };
  check(LIST, (at) => at + 1);
  for (const { tmdb: show, leftAfter } of shows) {
    if (!show) continue;
    check(showRecord(show.id), (at) => showDueAt(show, at));
    // A show that left the lists has no cast any more.
    if (leftAfter !== undefined) continue;
    const listed = imdb && world.imdb.titles.get(show.imdbId ?? '');
    // Its credits follow the show's calendar, and those of the day before serve. The cast may have been looked at later
    // than the rest of the show, if IMDb kept it waiting.
    const shown = told.at(showRecord(show.id)) ?? 0;
    const creditsDueAt = (at: number) => (at >= shown - DAY_MS ? Infinity : showDueAt(show, at));
    if (listed) check(creditsRecord(listed.id), creditsDueAt);
  }
  for (const { tmdbId } of people)
    if (tmdbId) check(personRecord(Number(tmdbId)), (at) => at + HOLDS.found * DAY_MS);
  const wwhl = world.tmdb.shows.get(WWHL.tmdbId);
  const season = wwhl?.seasons.at(-1);
  if (wwhl && season) check(seasonRecord(wwhl.id, season.number), (at) => showDueAt(wwhl, at));
  return found;
}
