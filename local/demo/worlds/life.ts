/** What changes in a world day by day: episodes, people, facts, lists. */
import type { ImdbTitle, TmdbSeason, World } from '../world';
import { isRunning, runOf, SHARES } from './casting';
import { personName, showName } from './names';
import { addPages } from './pages';
import { addPerson, anyGender, type Person } from './people';
import { Random } from './random';
import { addShow, episode, isoDay, LATEST, showId, titleId } from './shows';
import { addEpisode } from './wwhl';

/** What happens on each day after {@link LATEST}, counted from 1. */
export type Calendar = ((world: World) => void)[][];

const DAY_MS = 86_400_000;
export const DAYS = 75;
/** Sources know of an episode so long before it airs. */
const AHEAD = 7;
/** People who become known in a day, as a share of all. */
const NEW_PEOPLE = 0.01;
/** Facts of people that a source corrects in a day. */
const CORRECTED = 0.002;
/** Shows whose network or genres change in a day. */
const CHANGED_SHOWS = 0.005;
const NETWORKS = ['Hayu', 'Bravo', 'E!', 'Peacock'];

interface Of {
  shows: number;
  everyone: readonly Person[];
  /** Who may come to the talk show. */
  guests: readonly Person[];
  seed: number;
}

export function addLife(of: Of, world: World): Calendar {
  const calendar: Calendar = Array.from({ length: DAYS + 1 }, () => []);
  const random = new Random(of.seed + 1_000_003);
  addEpisodes(random, of, world, calendar);
  for (let day = 1; day <= DAYS; day++) {
    const today = calendar[day];
    // Watch What Happens Live is on from Sunday to Thursday.
    if (new Date(LATEST + (day + AHEAD) * DAY_MS).getUTCDay() < 5)
      today?.push((now) => addEpisode(random, LATEST + (day + AHEAD) * DAY_MS, of.guests, now));
    today?.push((now) => correct(random, of, now));
    if (day % 3 === 1) today?.push((now) => joinLists(random, of, now, day));
    if (day % 4 === 2) today?.push((now) => leaveLists(random, of, now));
  }
  return calendar;
}

/** Weekly episodes of the running shows; those who are new in a season are known when one airs. */
function addEpisodes(random: Random, of: Of, world: World, calendar: Calendar): void {
  const newcomers = new Newcomers(random, of);
  for (let n = 0; n < of.shows; n++) {
    const season = isRunning(n) ? world.tmdb.shows.get(showId(n))?.seasons.at(-1) : undefined;
    if (!season) continue;
    season.episodes = season.episodes.filter(({ airDate }) => (airDate ?? '') <= isoDay(LATEST));
    for (let airs = random.int(1, 7), first = true; airs <= DAYS + AHEAD; airs += 7, first = false) {
      const reveal = (now: World) => reveals(now, n, airs);
      if (first) reveal(world);
      else calendar[airs - AHEAD]?.push(reveal);
      calendar[airs]?.push((now) => newcomers.join(now, n));
    }
  }
}

/** TMDb and IMDb list the next episode. */
function reveals(world: World, n: number, airs: number): void {
  const season = lastSeason(world, n);
  if (!season) return;
  const number = season.episodes.length + 1;
  season.episodes.push(
    episode(showId(n), season.number, number, isoDay(LATEST + airs * DAY_MS), `Episode ${number}`),
  );
}

const lastSeason = (world: World, n: number): TmdbSeason | undefined =>
  world.tmdb.shows.get(showId(n))?.seasons.at(-1);

/** People who turn up in running seasons. */
class Newcomers {
  private number: number;
  /** New people an episode: so that all running shows together bring the day's share. */
  private readonly each: number;
  private readonly names: Set<string>;

  constructor(
    private readonly random: Random,
    { shows, everyone }: Of,
  ) {
    this.number = everyone.length * 2;
    this.each = Math.max(1, Math.round((everyone.length * NEW_PEOPLE) / Math.max(1, shows * 0.02)));
    this.names = new Set(everyone.map(({ name }) => name));
  }

  join(world: World, n: number): void {
    const { random } = this;
    const show = world.tmdb.shows.get(showId(n));
    const season = show?.seasons.at(-1);
    if (!show || !season) return;
    for (let i = 0; i < this.each; i++) {
      const gender = anyGender(random);
      let name = personName(random, gender, true);
      while (this.names.has(name)) name = personName(random, gender, true);
      this.names.add(name);
      const person = addPerson(random, ++this.number, { name, gender }, world, SHARES);
      addTo(season, world.imdb.titles.get(titleId(n)), person);
      addPages(random, person, [show.name], world);
    }
  }
}

function addTo(season: TmdbSeason, title: ImdbTitle | undefined, person: Person): void {
  if (person.tmdbId !== null) season.regulars.push({ person: person.tmdbId, character: 'Self' });
  if (person.imdbId === null || !title) return;
  title.credits.push({
    name: person.imdbId,
    category: 'self',
    characters: ['Self'],
    episodes: season.episodes.length,
  });
}

/** Sources correct what they say: a birthday, a network. */
function correct(random: Random, { shows, everyone }: Of, world: World): void {
  for (let i = 0; i < Math.ceil(everyone.length * CORRECTED); i++) {
    const person = random.pick(everyone);
    const record = person.tmdbId === null ? undefined : world.tmdb.people.get(person.tmdbId);
    if (record && person.birthday !== null) record.birthday = person.birthday;
  }
  for (let i = 0; i < Math.ceil(shows * CHANGED_SHOWS); i++) {
    const show = world.tmdb.shows.get(showId(random.int(0, shows - 1)));
    if (show) show.networks = [{ id: 90, name: random.pick(NETWORKS) }];
  }
}

/** A show of known people is put on the lists. */
function joinLists(random: Random, { shows, everyone }: Of, world: World, day: number): void {
  const n = shows + day;
  const runs = random.some(everyone, Math.min(everyone.length, random.int(4, 10)));
  const plan = {
    name: showName(n),
    kind: 'Reality',
    seasons: 2,
    ended: false,
    lastBegan: 120,
    wellListed: true,
  };
  addShow(random, n, { ...plan, runs: runs.map((person) => runOf(random, person, 2, 'Reality')) }, world);
}

/** A show is taken off both lists. */
function leaveLists(random: Random, { shows }: Of, world: World): void {
  const n = random.int(0, shows - 1);
  world.tmdb.list = world.tmdb.list.filter(({ type, id }) => type !== 'tv' || id !== showId(n));
  world.imdb.list = world.imdb.list.filter((id) => id !== titleId(n));
}
