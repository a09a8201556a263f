/** The small worlds that the fuzzer plays: a handful of shows and people, and the same some weeks later. */
import { makePages } from '../demo/worlds/pages';
import { makePeople, type Person } from '../demo/worlds/people';
import { Random } from '../demo/worlds/random';
import { makeShows } from '../demo/worlds/shows';
import { makeWwhl } from '../demo/worlds/wwhl';
import { WWHL, type World } from '../demo/world';

const SHOWS = 4;
const PEOPLE = 9;
const SEED = 7;
/** Of the talk show. */
const SEASONS = 1;
const EPISODES = 5;

/** Everything has aired by then, so that a later day changes nothing. */
export const FIRST_DAY = Date.parse('2027-06-01T12:00:00Z');
export const LATER_DAY = Date.parse('2027-07-20T12:00:00Z');

/** Two people who have one name and nothing else in common. */
function nameAlike(people: readonly Person[], world: World): void {
  const [one, other] = [people[2], people[5]];
  if (!one || !other) return;
  other.name = one.name;
  const records = [world.tmdb.people.get(other.tmdbId ?? 0), world.imdb.names.get(other.imdbId ?? '')];
  for (const record of records) if (record) record.name = one.name;
}

/** A world that stands still. */
export function firstWorld(): World {
  const world: World = {
    name: 'fuzz',
    answers: 'before',
    tmdb: { listId: '8301263', list: [], shows: new Map(), people: new Map(), movies: new Map() },
    imdb: { listId: 'ls4106677119', list: [], titles: new Map(), names: new Map() },
    wikidata: new Map(),
    fandom: new Map(),
    famous: new Map(),
    tvdb: new Map(),
  };
  const random = new Random(SEED);
  const people = makePeople(random, PEOPLE, world);
  nameAlike(people, world);
  makeShows(random, SHOWS, people, world);
  makeWwhl(random, SEASONS, EPISODES, people, world);
  makePages(random, people, world);
  return world;
}

/** New episodes, a credit that is gone, a show that left the lists, a show that joined them, a person with a birthday now. */
export function laterWorld(): World {
  const world = firstWorld();
  const shows = [...world.tmdb.shows.values()].filter(({ id }) => id !== WWHL.tmdbId);
  const [left, other] = world.tmdb.list.filter(({ type }) => type === 'tv');
  // Of a show that is on no list any more nothing new is asked.
  for (const show of shows.filter(({ id }) => id !== left?.id)) {
    const season = show.seasons.at(-1);
    const last = season?.episodes.at(-1);
    if (!season || !last) continue;
    const id = last.id + 50;
    season.episodes.push({ ...last, id, number: last.number + 1, airDate: '2027-06-20', guests: [] });
  }
  const leftImdb = shows.find(({ id }) => id === left?.id)?.imdbId;
  world.tmdb.list = world.tmdb.list.filter((entry) => entry !== left);
  world.imdb.list = world.imdb.list.filter((id) => id !== leftImdb);
  const title = [...world.imdb.titles.values()].find(({ id }) => id !== WWHL.imdbId && id !== leftImdb);
  title?.credits.splice(1, 2);
  const shown = shows.find(({ id }) => id === other?.id);
  for (const season of shown?.seasons ?? []) season.regulars = season.regulars.slice(1);
  for (const person of world.tmdb.people.values()) person.birthday ??= '1980-04-05';
  return world;
}
