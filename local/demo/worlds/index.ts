/** The worlds that the demo sources can play. */
import type { World } from '../world';
import { makePages } from './pages';
import { makePeople } from './people';
import { Random } from './random';
import { addSurvivors } from './survivors';
import { makeShows } from './shows';
import { makeWwhl } from './wwhl';

const DEMO = { shows: 27, people: 260, seed: 11 };
const WWHL_SEASONS = 3;
const WWHL_EPISODES = 24;

/**
 * The demo world has real castaways besides, and every kind of odd name and fact.
 *
 * @param spec `before` (all sources answer), `today` (IMDb does not, Fandom's pages are closed) or
 * `SHOWS,PEOPLE,SEED` for a world of that size
 */
export function loadWorld(spec: string): World {
  const sized = /^(\d+),(\d+),(\d+)$/.exec(spec);
  const [shows, people, seed] = sized ? sized.slice(1).map(Number) : [DEMO.shows, DEMO.people, DEMO.seed];
  return generate(spec, spec === 'today' ? 'today' : 'before', shows ?? 0, people ?? 0, seed ?? 0, !sized);
}

function generate(
  name: string,
  answers: World['answers'],
  shows: number,
  people: number,
  seed: number,
  real: boolean,
): World {
  const world: World = {
    name,
    answers,
    tmdb: { listId: '8301263', list: [], shows: new Map(), people: new Map(), movies: new Map() },
    imdb: { listId: 'ls4106677119', list: [], titles: new Map(), names: new Map() },
    wikidata: new Map(),
    fandom: new Map(),
    famous: new Map(),
    tvdb: new Map(),
  };
  const random = new Random(seed);
  const everyone = makePeople(random, people, world);
  makeShows(random, shows, everyone, world);
  if (real) everyone.push(...addSurvivors(random, { firstPerson: people + 1, firstShow: shows }, world));
  world.tmdb.movies.set(777, { id: 777, title: 'A Film on the List', releaseDate: '2020-02-02' });
  world.tmdb.list.splice(3, 0, { type: 'movie', id: 777 });
  const guests = everyone.slice(0, Math.max(40, Math.floor(people / 4)));
  makeWwhl(random, WWHL_SEASONS, Math.max(WWHL_EPISODES, Math.floor(people / 12)), guests, world);
  makePages(random, everyone, world);
  return world;
}
