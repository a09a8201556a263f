/** FinalList as the sources' records make it. */
import { itemBy } from './shows';
import type { World } from '../../../local/demo/world';
import type { TruePerson } from './people';
import { tidy } from './words';
import type { Identity, TrueEpisode } from './wwhl';

export interface TrueFinal {
  person: TruePerson;
  /** Its alternative names: any of these lists. */
  names: string[][];
  image: string;
  /** Episodes of WWHL in which the person was a guest. */
  wwhl: { least: number; most: number };
}

export function trueFinal(
  world: World,
  people: readonly TruePerson[],
  episodes: readonly TrueEpisode[],
  { imdb }: { imdb: boolean },
): TrueFinal[] {
  return people.flatMap((person) => {
    const shows = person.rows.map((row) => row.show.cells);
    const complete = shows.some((show) => show.IMDbSeriesID) && shows.some((show) => show.TMDbSeriesID);
    const isThis = ({ imdbId, tmdbId }: Identity): boolean =>
      imdbId === person.imdbId || (tmdbId !== '' && tmdbId === person.tmdbId);
    const wwhl = episodes.filter(({ guests }) => guests.some(isThis)).length;
    // Who was found to be the guest when only one had the name may still count as the guest.
    const atMost = episodes.filter(({ guests }) => guests.some(({ told }) => told.some(isThis))).length;
    const most = Math.max(...person.inCast.map((row) => Number(row.episodes) || 0));
    if (!person.imdbId || !complete || (most < 6 && atMost < 1)) return [];
    return [{ person, wwhl: { least: wwhl, most: atMost }, ...looks(world, person, imdb) }];
  });
}

function looks(world: World, person: TruePerson, imdb: boolean): { names: string[][]; image: string } {
  const atImdb = imdb ? world.imdb.names.get(person.imdbId) : undefined;
  const atTmdb = world.tmdb.people.get(Number(person.tmdbId));
  const aliases = itemBy(world, 'P345', person.imdbId)?.aliases ?? [];
  const image = atTmdb?.image ? `https://image.tmdb.org/t/p/original${atTmdb.image}` : '';
  const namesBeside = (own: readonly string[]): string[] => {
    const known = new Set(own.map((name) => name.toLowerCase()));
    const others = (names: readonly string[]) =>
      names.map(tidy).filter((name) => !known.has(name.toLowerCase()));
    const first = others(atImdb?.alternativeNames ?? []);
    return first.length > 0 ? first : others([...(atTmdb?.alsoKnownAs ?? []), ...aliases]);
  };
  const spellings = [...person.names];
  return {
    // The row has one of the spellings for its name; another one may be told as an alternative, or not.
    names: [namesBeside(spellings), ...spellings.map((name) => namesBeside([name]))],
    image: atImdb?.image?.replace('_V1_UX500_', '_V1_') ?? image,
  };
}
