/** CastInfo as the sources' records make it. */
import { aggregateCast, seasonsOf } from '../../../local/demo/tmdb-model';
import type { ImdbCredit, World } from '../../../local/demo/world';
import { claim, itemBy, type TrueShow } from './shows';
import { groups, only, plain, tidy } from './words';

export interface TrueCast {
  show: TrueShow;
  name: string;
  imdbId: string;
  tmdbId: string;
  /** `**` if complete data do not have it. */
  episodes: string;
  /** `1, 2`, `**`, or blank where only a source that is off could know. */
  seasons: string;
}

const uncredited = (credit: ImdbCredit): boolean =>
  credit.isCredited === false || [...credit.characters, ...(credit.attributes ?? [])].some((text) => /uncredited/i.test(text)); // prettier-ignore

export function trueCast(world: World, shows: readonly TrueShow[], { imdb }: { imdb: boolean }): TrueCast[] {
  return shows.flatMap((show) => {
    const least = /x factor/i.test(show.cells.Show ?? '') ? 6 : 4;
    const title = imdb ? world.imdb.titles.get(show.cells.IMDbSeriesID ?? '') : undefined;
    const credits = (title?.credits ?? []).filter((credit) => credit.category === 'self');
    return credits.length > 0 ? byImdb(world, show, credits, least) : byTmdb(world, show, least);
  });
}

function byImdb(world: World, show: TrueShow, credits: readonly ImdbCredit[], least: number): TrueCast[] {
  const nameOf = (id: string) => world.imdb.names.get(id)?.name ?? '';
  const sameAtImdb = groups(credits, (credit) => plain(nameOf(credit.name)));
  const cast = show.tmdb ? aggregateCast(show.tmdb) : [];
  const sameAtTmdb = groups(cast, ({ person }) => plain(world.tmdb.people.get(person)?.name ?? ''));
  return credits.flatMap((credit): TrueCast[] => {
    const name = nameOf(credit.name);
    const alone = sameAtImdb.get(plain(name))?.length === 1;
    const listed = alone ? only(sameAtTmdb.get(plain(name)) ?? []) : undefined;
    const episodes = credit.episodes ?? listed?.episodes ?? 0;
    if (uncredited(credit) || episodes < least) return [];
    const seasons = show.tmdb && listed ? seasonsOf(show.tmdb, listed.person) : [];
    return [
      {
        show,
        name: tidy(name),
        imdbId: credit.name,
        tmdbId: listed ? String(listed.person) : '',
        episodes: String(episodes),
        seasons: seasons.length > 0 ? seasons.join(', ') : show.tmdb ? '**' : '',
      },
    ];
  });
}

function byTmdb(world: World, show: TrueShow, least: number): TrueCast[] {
  const { tmdb } = show;
  if (!tmdb) return [];
  const reality = tmdb.genres.some(({ name }) => /reality|talk|documentary/i.test(name));
  return aggregateCast(tmdb)
    .filter(({ episodes, roles }) => {
      const credited = roles.some(({ character }) => !/uncredited/i.test(character));
      return (
        credited &&
        episodes >= least &&
        (reality || roles.every(({ character }) => /^self\b/i.test(character)))
      );
    })
    .map(({ person, episodes }) => {
      const seasons = seasonsOf(tmdb, person);
      return {
        show,
        name: tidy(world.tmdb.people.get(person)?.name ?? ''),
        imdbId: claim(itemBy(world, 'P4985', String(person)), 'P345'),
        tmdbId: String(person),
        episodes: String(episodes),
        seasons: seasons.length > 0 ? seasons.join(', ') : '**',
      };
    });
}
