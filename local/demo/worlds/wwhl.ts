/** Watch What Happens Live: guests in the credits, in titles, in overviews, or nowhere. */
import type { ImdbEpisode, TmdbCredit, TmdbEpisode, TmdbPerson, TmdbSeason, World } from '../world';
import { WWHL } from '../world';
import type { Person } from './people';
import type { Random } from './random';

const DAY_MS = 86_400_000;
const FIRST = Date.UTC(2023, 8, 10);
/** Days between episodes, and between the beginnings of seasons. */
const GAP = 3;
const SEASON = 340;
const HOST_ID = 55_001;

const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

export function makeWwhl(
  random: Random,
  seasons: number,
  episodes: number,
  people: readonly Person[],
  world: World,
  first = FIRST,
): void {
  world.tmdb.people.set(HOST_ID, host());
  world.imdb.names.set('nm0169250', {
    id: 'nm0169250',
    name: WWHL.host,
    alternativeNames: [],
    birthName: '',
    birth: null,
    image: null,
  });
  const atImdb: ImdbEpisode[] = [];
  const listed: TmdbSeason[] = [];
  for (let number = 0; number <= seasons; number++) {
    const season: TmdbSeason = {
      id: WWHL.tmdbId * 100 + number,
      number,
      regulars: [{ person: HOST_ID, character: 'Self - Host' }],
      episodes: [],
    };
    const count = number === 0 ? 2 : episodes;
    for (let i = 1; i <= count; i++) {
      const day = isoDay(first + ((number - 1) * SEASON + i * GAP) * DAY_MS);
      const guests = random.some(people, random.pick([1, 1, 2, 2, 2, 3]));
      season.episodes.push(tmdbEpisode(random, number, i, day, guests));
      if (number > 0 && random.chance(0.95)) atImdb.push(imdbEpisode(random, number, i, day, guests));
    }
    listed.push(season);
  }
  world.tmdb.shows.set(WWHL.tmdbId, {
    id: WWHL.tmdbId,
    name: 'Watch What Happens Live with Andy Cohen',
    overview: '',
    firstAired: '2009-07-16',
    status: 'Returning Series',
    type: 'Talk Show',
    networks: [{ id: 1, name: 'Bravo' }],
    genres: [{ id: 10767, name: 'Talk' }],
    country: 'US',
    imdbId: WWHL.imdbId,
    tvdbId: 112_201,
    wikidataId: null,
    seasons: listed,
  });
  world.imdb.titles.set(WWHL.imdbId, {
    id: WWHL.imdbId,
    type: 'tvSeries',
    title: 'Watch What Happens Live with Andy Cohen',
    startYear: 2009,
    endYear: null,
    genres: ['Talk-Show'],
    network: 'Bravo',
    credits: [],
    episodes: atImdb,
  });
}

/** The first day of a run whose last episode is on the day. */
export const firstDayFor = (seasons: number, episodes: number, last: number): number =>
  last - ((seasons - 1) * SEASON + episodes * GAP) * DAY_MS;

/** One more episode of the last season. */
export function addEpisode(random: Random, ms: number, people: readonly Person[], world: World): void {
  const season = world.tmdb.shows.get(WWHL.tmdbId)?.seasons.at(-1);
  if (!season) return;
  const number = season.episodes.length + 1;
  const guests = random.some(people, random.pick([1, 1, 2, 2, 2, 3]));
  season.episodes.push(tmdbEpisode(random, season.number, number, isoDay(ms), guests));
  const title = world.imdb.titles.get(WWHL.imdbId);
  if (random.chance(0.95))
    title?.episodes.push(imdbEpisode(random, season.number, number, isoDay(ms), guests));
}

const host = (): TmdbPerson => ({
  id: HOST_ID,
  name: WWHL.host,
  gender: 2,
  birthday: null,
  imdbId: 'nm0169250',
  alsoKnownAs: [],
  image: null,
  biography: { text: '' },
  extraShows: [],
});

function tmdbEpisode(
  random: Random,
  season: number,
  number: number,
  airDate: string,
  guests: readonly Person[],
): TmdbEpisode {
  const names = guests.map((guest) => guest.name);
  const bare: TmdbEpisode = {
    id: WWHL.tmdbId * 1000 + season * 100 + number,
    number,
    name: `Episode ${number}`,
    overview: '',
    airDate,
    guests: [],
    crew: [],
  };
  const how = random.next();
  const credits = guests.flatMap((guest): TmdbCredit[] =>
    guest.tmdbId === null ? [] : [{ person: guest.tmdbId, character: 'Self - Guest' }],
  );
  if (how < 0.6)
    return {
      ...bare,
      name: names.join(' & '),
      guests: [{ person: HOST_ID, character: 'Self - Host' }, ...credits],
    };
  if (how < 0.8) return { ...bare, name: names.length > 2 ? `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}` : names.join(' & ') }; // prettier-ignore
  if (how < 0.92) return { ...bare, overview: `Andy talks about the week with ${names.join(' and ')}.` };
  return { ...bare, name: random.pick(['Reunion Special', 'Best of the Season', 'Live Finale Episode']) };
}

function imdbEpisode(
  random: Random,
  season: number,
  number: number,
  day: string,
  guests: readonly Person[],
): ImdbEpisode {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const known = guests.filter((guest) => guest.imdbId !== null);
  const credits = [{ name: 'nm0169250', category: 'self', characters: ['Self - Host'], episodes: null }];
  return {
    id: `tt${String(9_000_000 + season * 1000 + number)}`,
    title: `Episode #${season}.${number}`,
    season: String(season),
    number,
    date: { year, month, day: date },
    credits: random.chance(0.5)
      ? [
          ...credits,
          ...known.map((guest) => ({
            name: guest.imdbId ?? '',
            category: 'self',
            characters: ['Self - Guest'],
            episodes: null,
          })),
        ]
      : credits,
  };
}
