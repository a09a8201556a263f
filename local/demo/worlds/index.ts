/** The worlds that the demo sources can play. */
import type { World } from '../world';
import { LivingWorld } from './living';
import { makePages } from './pages';
import { makePeople } from './people';
import { Random } from './random';
import { makeShows } from './shows';
import { makeSized } from './sized';
import { addSurvivors } from './survivors';
import { makeWwhl } from './wwhl';

const DEMO = { shows: 27, people: 260, seed: 11 };
const WWHL_SEASONS = 3;
const WWHL_EPISODES = 24;

/** The world as it is on a day (ISO); see {@link livingWorld}. */
export const loadWorld = (spec: string, day: string): World => livingWorld(spec).at(Date.parse(day));

/**
 * The demo world has real castaways besides, and every kind of odd name and fact, and stands still; one of
 * a given size goes on day by day.
 *
 * @param spec `before` (all sources answer), `today` (IMDb does not, Fandom's pages are closed) or
 * `SHOWS,PEOPLE,SEED` for a world of that size
 */
export function livingWorld(spec: string): LivingWorld {
  const world = emptyWorld(spec);
  const sized = /^(\d+),(\d+),(\d+)$/.exec(spec);
  if (!sized) {
    makeDemo(world);
    return new LivingWorld(world, []);
  }
  const [shows = 0, people = 0, seed = 0] = sized.slice(1).map(Number);
  const calendar = makeSized({ shows, people, seed }, world);
  addMovie(world);
  return new LivingWorld(world, calendar);
}

const emptyWorld = (name: string): World => ({
  name,
  answers: name === 'today' ? 'today' : 'before',
  tmdb: { listId: '8301263', list: [], shows: new Map(), people: new Map(), movies: new Map() },
  imdb: { listId: 'ls4106677119', list: [], titles: new Map(), names: new Map() },
  wikidata: new Map(),
  fandom: new Map(),
  famous: new Map(),
  tvdb: new Map(),
});

function makeDemo(world: World): void {
  const { shows, people, seed } = DEMO;
  const random = new Random(seed);
  const everyone = makePeople(random, people, world);
  makeShows(random, shows, everyone, world);
  everyone.push(...addSurvivors(random, { firstPerson: people + 1, firstShow: shows }, world));
  addMovie(world);
  const guests = everyone.slice(0, Math.max(40, Math.floor(people / 4)));
  makeWwhl(random, WWHL_SEASONS, Math.max(WWHL_EPISODES, Math.floor(people / 12)), guests, world);
  makePages(random, everyone, world);
}

/** Lists hold films as well, which are not ours. */
function addMovie(world: World): void {
  world.tmdb.movies.set(777, { id: 777, title: 'A Film on the List', releaseDate: '2020-02-02' });
  world.tmdb.list.splice(3, 0, { type: 'movie', id: 777 });
}
