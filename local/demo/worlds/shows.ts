/** Shows with their seasons, casts, ids and lists. */
import type { ImdbCredit, TmdbEpisode, TmdbSeason, TmdbShow, World } from '../world';
import { showName } from './names';
import type { Person } from './people';
import type { Random } from './random';

const DAY_MS = 86_400_000;
/** The worlds end in this week: some seasons are still running. */
export const LATEST = Date.UTC(2026, 10, 20);

const GENRES: Record<string, { id: number; name: string }[]> = {
  Reality: [{ id: 10764, name: 'Reality' }],
  'Talk Show': [{ id: 10767, name: 'Talk' }],
  Documentary: [{ id: 99, name: 'Documentary' }],
  Scripted: [{ id: 18, name: 'Drama' }],
};
const NETWORKS = ['Bravo', 'CBS', 'Peacock', 'ITV2', 'MTV', 'Netflix'].map((name, i) => ({
  id: i + 1,
  name,
}));
const KINDS = ['Reality', 'Reality', 'Reality', 'Reality', 'Reality', 'Talk Show', 'Documentary', 'Scripted'];

export const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
export const titleId = (n: number): string => `tt${String(2_100_000 + n * 41)}`;

/** A person in a show. */
export interface Run {
  person: Person;
  from: number;
  to: number;
  /** Guests are in single episodes of their seasons. */
  guest: boolean;
  character: string;
}

export function makeShows(random: Random, count: number, people: readonly Person[], world: World): void {
  for (let n = 0; n < count; n++) makeShow(random, n, people, world);
}

function makeShow(random: Random, n: number, people: readonly Person[], world: World): void {
  const kind = n < 4 ? 'Reality' : random.pick(KINDS);
  const seasons = n % 17 === 3 ? 24 : n % 11 === 5 ? 12 : random.int(1, 8);
  addShow(random, n, { name: showName(n), kind, seasons, runs: cast(random, seasons, people, kind) }, world);
}

export interface ShowPlan {
  name: string;
  /** TMDb's type. */
  kind: string;
  seasons: number;
  runs: Run[];
  /** Left to chance if absent. */
  ended?: boolean;
  /** Nearly every show is on both lists. */
  wellListed?: boolean;
  /** Days before {@link LATEST} on which the last season began; left to chance if absent. */
  lastBegan?: number;
}

/** @param n numbers the show: its ids, and which sources and lists have it, follow from that */
export const showId = (n: number): number => 30_000 + n * 17;

export function addShow(random: Random, n: number, plan: ShowPlan, world: World): void {
  const { name, kind, seasons, runs } = plan;
  const id = showId(n);
  const ended = plan.ended ?? random.chance(0.4);
  const lastStart = LATEST - (plan.lastBegan ?? (ended ? 200 : random.int(0, 60))) * DAY_MS;
  const listed = seasonsOf(random, id, seasons, runs, lastStart);
  const atImdb = n % 13 !== 7;
  const tt = titleId(n);
  const show: TmdbShow = {
    id,
    name,
    overview: `Everything about ${name}.`,
    firstAired: listed.find((season) => season.number === 1)?.episodes[0]?.airDate ?? '',
    status: ended ? random.pick(['Ended', 'Canceled']) : 'Returning Series',
    type: kind,
    networks: random.some(NETWORKS, random.int(1, 2)),
    genres: [...(GENRES[kind] ?? []), ...(random.chance(0.3) ? [{ id: 35, name: 'Comedy' }] : [])],
    country: 'US',
    imdbId: atImdb && random.chance(0.85) ? tt : random.chance(0.5) ? '' : null,
    tvdbId: random.chance(0.7) ? 70_000 + n : null,
    wikidataId: random.chance(0.6) ? `Q${900_000 + n}` : null,
    seasons: listed,
  };
  // Some shows are on IMDb's list only, and TMDb does not know them.
  const rarer = plan.wellListed ? 5 : 1;
  const onlyAtImdb = n % (19 * rarer) === 11;
  if (!onlyAtImdb) world.tmdb.shows.set(id, show);
  if (!onlyAtImdb && n % (9 * rarer) !== 4) world.tmdb.list.push({ type: 'tv', id });
  if (atImdb || onlyAtImdb) {
    world.imdb.titles.set(tt, imdbTitle(random, tt, show, runs, n));
    if (onlyAtImdb || n % (6 * rarer) !== 1) world.imdb.list.push(tt);
  }
  if (random.chance(0.8)) {
    const text = (value: string) => [
      { value: { kind: 'text' as const, text: value }, rank: 'normal' as const },
    ];
    world.wikidata.set(`Q${900_000 + n}`, {
      id: `Q${900_000 + n}`,
      label: name,
      aliases: [],
      claims: {
        ...(atImdb ? { P345: text(tt) } : {}),
        ...(onlyAtImdb ? {} : { P4983: text(String(id)) }),
        ...(random.chance(0.8) ? { P4835: text(String(70_000 + n)) } : {}),
      },
    });
  }
  if (atImdb && random.chance(0.8)) {
    world.tvdb.set(70_000 + n, { id: 70_000 + n, name, firstAired: show.firstAired, imdbId: tt });
  }
}

/** Who is in which seasons. */
function cast(random: Random, seasons: number, people: readonly Person[], kind: string): Run[] {
  const size = Math.min(people.length, random.int(8, 14) + seasons * 3);
  return random.some(people, size).map((person): Run => {
    const from = random.int(1, seasons);
    const to = Math.min(seasons, from + (random.chance(0.3) ? random.int(1, 4) : 0));
    const role =
      kind === 'Scripted'
        ? `Character ${person.number}`
        : random.pick(['Self', 'Self', 'Self - Contestant', 'Self - Guest']);
    const character = random.chance(0.03) ? `${role} (uncredited)` : role;
    return { person, from, to, guest: random.chance(0.35), character };
  });
}

function seasonsOf(
  random: Random,
  showId: number,
  count: number,
  runs: readonly Run[],
  lastStart: number,
): TmdbSeason[] {
  const weeks = 7 * DAY_MS;
  const seasons: TmdbSeason[] = [];
  if (random.chance(0.4)) {
    const special = episode(showId, 0, 1, isoDay(LATEST - 400 * DAY_MS), 'Special');
    seasons.push({ id: showId * 100, number: 0, regulars: [], episodes: [special] });
  }
  for (let number = 1; number <= count; number++) {
    const start = lastStart - (count - number) * 40 * weeks;
    const length = random.int(5, 10);
    const episodes = Array.from({ length }, (_, i) =>
      episode(showId, number, i + 1, isoDay(start + i * weeks), `Episode ${i + 1}`),
    );
    if (number === count && random.chance(0.2)) {
      const last = episodes[episodes.length - 1];
      if (last) last.airDate = random.pick(['', null]);
    }
    const own = runs.filter((run) => run.person.tmdbId !== null && run.from <= number && number <= run.to);
    const regulars = own
      .filter((run) => !run.guest)
      .map((run) => ({ person: run.person.tmdbId ?? 0, character: run.character }));
    for (const run of own.filter((one) => one.guest)) {
      for (const one of random.some(episodes, random.int(1, 6)))
        one.guests.push({ person: run.person.tmdbId ?? 0, character: run.character });
    }
    seasons.push({ id: showId * 100 + number, number, regulars, episodes });
  }
  return seasons;
}

export function episode(
  showId: number,
  season: number,
  number: number,
  airDate: string,
  name: string,
): TmdbEpisode {
  return {
    id: showId * 10_000 + season * 100 + number,
    number,
    name,
    overview: '',
    airDate,
    guests: [],
    crew: [],
  };
}

/** IMDb's own count of the same people, with people and episodes that TMDb does not have. */
function imdbTitle(
  random: Random,
  id: string,
  show: TmdbShow,
  runs: readonly Run[],
  n: number,
): World['imdb']['titles'] extends Map<string, infer T> ? T : never {
  const people = new Map(
    runs.map((run) => [run.person, runs.filter((other) => other.person === run.person)]),
  );
  const credits = [...people].flatMap(([person, own]): ImdbCredit[] => {
    if (person.imdbId === null || random.chance(0.05)) return [];
    const seasons = show.seasons.filter(
      ({ number }) => number > 0 && own.some((run) => run.from <= number && number <= run.to),
    );
    const all = seasons.reduce((sum, season) => sum + season.episodes.length, 0);
    const episodes = own.every((run) => run.guest)
      ? random.int(1, Math.max(1, Math.min(6, all)))
      : Math.max(1, all - random.int(0, 2));
    const uncredited = own.some((run) => /uncredited/.test(run.character));
    return [
      {
        name: person.imdbId,
        category: 'self',
        characters: [uncredited ? 'Self (uncredited)' : 'Self'],
        episodes: random.chance(0.04) ? null : episodes,
        ...(random.chance(0.02) ? { attributes: ['uncredited'] } : {}),
        ...(random.chance(0.02) ? { isCredited: false } : {}),
      },
    ];
  });
  return {
    id,
    // IMDb's name of a show is now and then another spelling of TMDb's.
    type: 'tvSeries',
    title: n % 7 === 2 ? show.name.replace('&', 'and').toUpperCase() : show.name,
    startYear: Number(show.firstAired.slice(0, 4)) || 2015,
    endYear: null,
    genres: ['Reality-TV'],
    network: show.networks[0]?.name ?? '',
    credits,
    episodes: [],
  };
}
