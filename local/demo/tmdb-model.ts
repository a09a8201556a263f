/** What follows from TMDb's records: casts of whole shows, latest and next episodes. */
import type { TmdbCredit, TmdbEpisode, TmdbShow, World } from './world';

export interface AggregateCast {
  person: number;
  roles: { character: string; episodes: number }[];
  episodes: number;
  order: number;
}

/** Cast of a whole run, guests included, by number of episodes (TMDb's `aggregate_credits`). */
export function aggregateCast(show: TmdbShow): AggregateCast[] {
  const found = new Map<number, Map<string, number>>();
  const totals = new Map<number, number>();
  const count = (credit: TmdbCredit, episodes: number) => {
    const roles = found.get(credit.person) ?? new Map<string, number>();
    roles.set(credit.character, (roles.get(credit.character) ?? 0) + episodes);
    found.set(credit.person, roles);
    totals.set(credit.person, (totals.get(credit.person) ?? 0) + episodes);
  };
  for (const season of show.seasons) {
    const regular = new Set(season.regulars.map((credit) => credit.person));
    for (const credit of season.regulars) count(credit, season.episodes.length);
    for (const episode of season.episodes) {
      for (const credit of episode.guests) if (!regular.has(credit.person)) count(credit, 1);
    }
  }
  return [...found.entries()]
    .map(([person, roles]) => ({
      person,
      roles: [...roles].map(([character, episodes]) => ({ character, episodes })),
      episodes: totals.get(person) ?? 0,
    }))
    .sort((a, b) => b.episodes - a.episodes || a.person - b.person)
    .map((cast, order) => ({ ...cast, order }));
}

/** Seasons with a number > 0 in which the person is a regular or a guest, ascending. */
export function seasonsOf(show: TmdbShow, person: number): number[] {
  return show.seasons
    .filter((season) => season.number > 0)
    .filter(
      (season) =>
        season.regulars.some((credit) => credit.person === person) ||
        season.episodes.some((episode) => episode.guests.some((credit) => credit.person === person)),
    )
    .map((season) => season.number)
    .sort((a, b) => a - b);
}

export interface PlacedEpisode {
  season: number;
  episode: TmdbEpisode;
}

/** The latest episode aired by the day and the first one after it; specials do not count. */
export function aroundDay(
  show: TmdbShow,
  day: string,
): { last: PlacedEpisode | null; next: PlacedEpisode | null } {
  let last: PlacedEpisode | null = null;
  let next: PlacedEpisode | null = null;
  for (const season of show.seasons) {
    if (season.number === 0) continue;
    for (const episode of season.episodes) {
      const date = episode.airDate;
      if (!date) continue;
      if (date <= day && (!last || date >= (last.episode.airDate ?? '')))
        last = { season: season.number, episode };
      if (date > day && (!next || date < (next.episode.airDate ?? '')))
        next = { season: season.number, episode };
    }
  }
  return { last, next };
}

export interface PersonTvCredit {
  show: TmdbShow;
  character: string;
  episodes: number;
}

const byPerson = new WeakMap<World, Map<number, PersonTvCredit[]>>();

/** TV credits of a person over all shows (TMDb's `tv_credits`). */
export function tvCredits(world: World, person: number): PersonTvCredit[] {
  let index = byPerson.get(world);
  if (!index) {
    index = new Map();
    for (const show of world.tmdb.shows.values()) {
      for (const cast of aggregateCast(show)) {
        const list = index.get(cast.person) ?? [];
        list.push({ show, character: cast.roles[0]?.character ?? '', episodes: cast.episodes });
        index.set(cast.person, list);
      }
    }
    byPerson.set(world, index);
  }
  const extra = (world.tmdb.people.get(person)?.extraShows ?? []).flatMap(({ show, character, episodes }) => {
    const known = world.tmdb.shows.get(show);
    return known ? [{ show: known, character, episodes }] : [];
  });
  return [...(index.get(person) ?? []), ...extra];
}

/** Episodes of the seasons that count (number > 0). */
export function episodeTotal(show: TmdbShow): number {
  return show.seasons.filter((s) => s.number > 0).reduce((sum, s) => sum + s.episodes.length, 0);
}
