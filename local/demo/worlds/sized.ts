/**
 * Worlds of any size, as the real one is shaped: few huge casts and many small ones, one person in five on
 * several shows, a talk show with far more episodes than any other, and every hard case in a fixed share.
 */
import type { World } from '../world';
import { isRunning, markWalkOn, runOf, SHARES } from './casting';
import { addLife, type Calendar } from './life';
import { personName, showName } from './names';
import { makePages } from './pages';
import { addPerson, anyGender, type Person } from './people';
import { Random } from './random';
import { addShow, LATEST } from './shows';
import { firstDayFor, makeWwhl } from './wwhl';

/** Two people of one name. */
const HOMONYMS = 0.01;
/** Rows of CastInfo a person. */
const SHOWS_A_PERSON = 1.34;
/** One in five is on several shows. */
const STARS = 0.2;
/** People of single episodes, beside those who count. */
const WALK_ONS = 0.15;
const KINDS = ['Reality', 'Reality', 'Reality', 'Reality', 'Reality', 'Talk Show', 'Documentary', 'Scripted'];
const WWHL_A_SEASON = 80;
const MOST_WWHL = 2400;

export interface Size {
  shows: number;
  people: number;
  seed: number;
}

/** Fills the world. @returns what happens in it on the days after {@link LATEST} */
export function makeSized({ shows, people, seed }: Size, world: World): Calendar {
  const random = new Random(seed);
  const everyone = makeEveryone(random, people, world);
  const casts = castsOf(random, shows, everyone, world);
  casts.forEach((cast, n) => makeShow(random, n, cast, world));
  const episodes = Math.min(MOST_WWHL, Math.max(48, Math.round(people * 0.16)));
  const seasons = Math.ceil(episodes / WWHL_A_SEASON);
  const perSeason = Math.ceil(episodes / seasons);
  const guests = everyone.slice(0, Math.max(20, Math.floor(people / 8)));
  makeWwhl(random, seasons, perSeason, guests, world, firstDayFor(seasons, perSeason, LATEST));
  makePages(random, everyone, world);
  return addLife({ shows, everyone, guests, seed }, world);
}

/** The first are the stars. */
function makeEveryone(random: Random, count: number, world: World): Person[] {
  const people: Person[] = [];
  const names = new Set<string>();
  for (let n = 1; n <= count; n++) {
    const gender = anyGender(random);
    let name = personName(random, gender, true);
    while (names.has(name)) name = personName(random, gender, true);
    names.add(name);
    if (n > 20 && random.chance(HOMONYMS)) name = random.pick(people).name;
    people.push(addPerson(random, n, { name, gender }, world, SHARES));
  }
  return people;
}

/** Who is in which show: everyone once, the stars again until all places are taken. */
function castsOf(random: Random, shows: number, everyone: readonly Person[], world: World): Person[][] {
  const sizes = sizesOf(random, shows, Math.round(everyone.length * SHOWS_A_PERSON));
  const places = random.shuffled(sizes.flatMap((size, n) => Array.from({ length: size }, () => n)));
  const stars = everyone.slice(0, Math.max(1, Math.round(everyone.length * STARS)));
  const casts = sizes.map((): Set<Person> => new Set());
  places.forEach((n, i) => casts[n]?.add(everyone[i] ?? random.pick(stars)));
  const walkOns = Math.round(everyone.length * WALK_ONS);
  for (let i = 1; i <= walkOns; i++) {
    const gender = anyGender(random);
    const name = personName(random, gender, true);
    const person = addPerson(random, everyone.length + i, { name, gender }, world, SHARES);
    markWalkOn(person);
    casts[random.int(0, shows - 1)]?.add(person);
  }
  return casts.map((cast) => [...cast]);
}

/** One cast in fifty is huge, one in eight is large; so many places in all. */
function sizesOf(random: Random, shows: number, places: number): number[] {
  const raw = Array.from({ length: shows }, (_, n) =>
    n % 50 === 7 ? random.int(90, 200) : n % 8 === 3 ? random.int(20, 45) : random.int(4, 10),
  );
  const sum = raw.reduce((total, size) => total + size, 0);
  return raw.map((size) => Math.max(2, Math.round((size * places) / sum)));
}

function makeShow(random: Random, n: number, cast: readonly Person[], world: World): void {
  const kind = n < 4 ? 'Reality' : random.pick(KINDS);
  const seasons = n % 33 === 3 ? 24 : n % 14 === 5 ? 12 : random.int(1, 8);
  const running = isRunning(n);
  const ended = !running && random.chance(0.45);
  const lastBegan = running ? 30 : random.int(90, 330);
  const runs = cast.map((person) => runOf(random, person, seasons, kind));
  addShow(random, n, { name: showName(n), kind, seasons, runs, ended, lastBegan, wellListed: true }, world);
}
