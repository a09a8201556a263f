/**
 * The world as the sources last told it: every record as it was on the day on which it was last asked for. What a
 * workbook holds that was kept up day by day is to be this, and not what the sources would say today.
 */
import {
  creditsRecord,
  episodesRecord,
  LIST,
  personRecord,
  seasonRecord,
  showRecord,
  type Told,
} from '../../../local/bench/told';
import { WWHL, type TmdbSeason, type TmdbShow, type World } from '../../../local/demo/world';
import { livingWorld } from '../../../local/demo/worlds';
import type { Lists } from './shows';

export interface AsTold {
  world: World;
  /** The world as it was told at first. */
  atFirst?: World;
  /** The day (ISO) on which a show of the world was told. */
  toldOn: ReadonlyMap<TmdbShow, string>;
  /** The lists of shows as they were read, in order. */
  lists: readonly Lists[];
  /** Shows that left the lists, as they were told last before: their cast is not followed any more. */
  former: ReadonlyMap<number, TmdbShow>;
}

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** @param now today, for what was never told */
export function worldAsTold(spec: string, told: Told, now: number): AsTold {
  const living = livingWorld(spec);
  const first = new Map<string, unknown>();
  const last = new Map<string, unknown>();
  const lists: Lists[] = [];
  const former = new Map<number, TmdbShow>();
  for (const [day, records] of byDay(told)) {
    const world = living.at(Date.parse(day));
    if (records.includes(LIST)) {
      // The list is read before any show of it is asked for.
      for (const id of leavers(lists.at(-1), world)) {
        const show = last.get(showRecord(id));
        if (show) former.set(id, show as TmdbShow);
      }
      lists.push({ tmdb: [...world.tmdb.list], imdb: [...world.imdb.list] });
    }
    for (const record of records) {
      const copy = structuredClone(recordIn(world, record));
      if (copy === undefined) continue;
      last.set(record, copy);
      if (!first.has(record)) first.set(record, copy);
    }
  }
  const world = composed(living.at(now), first, last);
  const toldOn = new Map<TmdbShow, string>();
  for (const [id, show] of world.tmdb.shows) {
    const at = told.at(showRecord(id));
    if (at !== undefined) toldOn.set(show, dayOf(at));
  }
  const listed = (at: World, lists: Lists): World => ({
    ...at,
    tmdb: { ...at.tmdb, list: lists.tmdb },
    imdb: { ...at.imdb, list: lists.imdb },
  });
  return {
    world: listed(world, lists.at(-1) ?? { tmdb: world.tmdb.list, imdb: world.imdb.list }),
    toldOn,
    ...(lists[0] ? { atFirst: listed(composed(living.at(now), first, first), lists[0]) } : {}),
    lists,
    former,
  };
}

/** Shows that were on TMDb's list and are not any more. */
function leavers(before: Lists | undefined, { tmdb }: World): number[] {
  const there = new Set(tmdb.list.map(({ id }) => id));
  return (before?.tmdb ?? []).flatMap(({ type, id }) => (type === 'tv' && !there.has(id) ? [id] : []));
}

/** Today's world with what was told in the place of what is. */
function composed(
  today: World,
  first: ReadonlyMap<string, unknown>,
  last: ReadonlyMap<string, unknown>,
): World {
  const toldOr = <T>(record: string, other: T, from = last): T =>
    (from.get(record) as T | undefined) ?? other;
  const shows = new Map<number, TmdbShow>();
  for (const [id, now] of today.tmdb.shows) {
    const show = toldOr(showRecord(id), now);
    // A network is filled in once, and stays.
    const { networks } = toldOr(showRecord(id), show, first);
    const bySeason = (season: TmdbSeason) => toldOr(seasonRecord(id, season.number), season);
    shows.set(id, { ...show, networks, seasons: id === WWHL.tmdbId ? show.seasons.map(bySeason) : show.seasons }); // prettier-ignore
  }
  const people = [...today.tmdb.people].map(
    ([id, person]) => [id, toldOr(personRecord(id), person)] as const,
  );
  const titles = [...today.imdb.titles].map(([id, title]) => {
    const credits = toldOr(creditsRecord(id), title.credits);
    return [id, { ...title, credits, episodes: toldOr(episodesRecord(id), title.episodes) }] as const;
  });
  return {
    ...today,
    tmdb: { ...today.tmdb, shows, people: new Map(people) },
    imdb: { ...today.imdb, titles: new Map(titles) },
  };
}

/** Records by the days on which they were told, in order. */
function byDay(told: Told): [day: string, records: string[]][] {
  const days = new Map<string, Set<string>>();
  for (const [record, instants] of told.all)
    for (const at of instants) days.set(dayOf(at), (days.get(dayOf(at)) ?? new Set()).add(record));
  return [...days]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, records]): [string, string[]] => [day, [...records]]);
}

/** What the source tells of a record; undefined: it has none. */
function recordIn(world: World, record: string): unknown {
  const [kind, id = ''] = record.split(' ');
  const [show = '', season = ''] = id.split('/');
  switch (kind) {
    case 'show':
      return world.tmdb.shows.get(Number(id));
    case 'season':
      return world.tmdb.shows.get(Number(show))?.seasons.find(({ number }) => number === Number(season));
    case 'person':
      return world.tmdb.people.get(Number(id));
    case 'credits':
      return world.imdb.titles.get(id)?.credits;
    case 'episodes':
      return world.imdb.titles.get(id)?.episodes;
    default:
      return undefined;
  }
}
