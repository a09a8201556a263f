/** ShowInfo as the sources' records make it. */
import type { TmdbShow, WikidataItem, World } from '../../../local/demo/world';
import { episodeTotal } from '../../../local/demo/tmdb-model';
import { groups, only, plain } from './words';

export interface TrueShow {
  tmdb: TmdbShow | null;
  /** Of a show that is on no list any more: how many readings of the lists it stood on. */
  leftAfter?: number;
  /** One row of the tab, without OVERRIDE. */
  cells: Record<string, string>;
  /** The most recent episode by what was told, on that day or on any since. */
  recent?: readonly string[];
}

export const claim = (item: WikidataItem | undefined, property: string): string => {
  const value = only((item?.claims[property] ?? []).filter((one) => one.rank !== 'deprecated'))?.value;
  return value?.kind === 'text' ? value.text : '';
};

const indexes = new WeakMap<World['wikidata'], Map<string, Map<string, WikidataItem[]>>>();

export function itemsBy(world: World, property: string, value: string): WikidataItem[] {
  let index = indexes.get(world.wikidata);
  if (!index) indexes.set(world.wikidata, (index = new Map()));
  let byValue = index.get(property);
  if (!byValue) index.set(property, (byValue = groups([...world.wikidata.values()], (item) => claim(item, property)))); // prettier-ignore
  return value ? (byValue.get(value) ?? []) : [];
}

/** The item that gives this value; more than one is none. */
export const itemBy = (world: World, property: string, value: string): WikidataItem | undefined =>
  only(itemsBy(world, property, value));

export const imdbTitle = (id: string | null): string => (id && /^tt\d{7,10}$/.test(id) ? id : '');

export interface ShowConditions {
  imdb: boolean;
  /** ISO day. */
  today: string;
  /** The day on which the show was told; today if it is not said. */
  toldOn?: ReadonlyMap<TmdbShow, string>;
}

/** The lists of shows at one time. */
export interface Lists {
  tmdb: World['tmdb']['list'];
  imdb: string[];
}

/** The shows that are on no list any more and were on one of these, which are in order. */
export function leftShows(
  world: World,
  conditions: ShowConditions,
  lists: readonly Lists[],
  listed: readonly TrueShow[],
): TrueShow[] {
  const all = {
    tmdb: [
      ...new Map(lists.flatMap(({ tmdb }) => tmdb).map((one) => [`${one.type} ${one.id}`, one])).values(),
    ],
    imdb: [...new Set(lists.flatMap(({ imdb }) => imdb))],
  };
  const there = new Set(listed.map(({ cells }) => cells.TMDbSeriesID || cells.IMDbSeriesID));
  const ever = trueShows(
    { ...world, tmdb: { ...world.tmdb, list: all.tmdb }, imdb: { ...world.imdb, list: all.imdb } },
    conditions,
  );
  const isOn = ({ tmdb, imdb }: Lists, { cells }: TrueShow) =>
    tmdb.some(({ type, id }) => type === 'tv' && String(id) === cells.TMDbSeriesID) ||
    imdb.some((id) => id === cells.IMDbSeriesID);
  return ever
    .filter(({ cells }) => !there.has(cells.TMDbSeriesID || cells.IMDbSeriesID))
    .map((show) => ({
      ...show,
      cells: { ...show.cells, OVERRIDE: 'SKIP' },
      leftAfter: lists.length - [...lists].reverse().findIndex((one) => isOn(one, show)),
    }));
}

export function trueShows(world: World, conditions: ShowConditions): TrueShow[] {
  const { tmdb } = world;
  const { imdb, today, toldOn } = conditions;
  const listed = tmdb.list.filter((one) => one.type === 'tv').flatMap(({ id }) => tmdb.shows.get(id) ?? []);
  const shows = new Map(listed.map((show) => [show, '']));
  const others: string[] = [];
  for (const tt of imdb ? world.imdb.list : []) {
    const found = ofImdb(world, tt, listed);
    if (found) shows.set(found, tt);
    else others.push(tt);
  }
  return [
    ...[...shows].map(([show, tt]) => {
      const recent = daysBetween(toldOn?.get(show) ?? today, today).map((day) => lastAired(show, day));
      return { tmdb: show, recent, cells: showCells(world, show, tt, today) };
    }),
    ...others.map((tt) => ({ tmdb: null, cells: bareCells(world, tt) })),
  ];
}

function daysBetween(first: string, last: string): string[] {
  const days = Math.max(0, Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000));
  return Array.from({ length: days + 1 }, (_, i) => new Date(Date.parse(last) - i * 86_400_000).toISOString().slice(0, 10)); // prettier-ignore
}

/** Day of the last episode that has aired by then. */
function lastAired({ seasons }: TmdbShow, day: string): string {
  const days = seasons.flatMap(({ episodes }) => episodes.map(({ airDate }) => airDate ?? ''));
  return days.filter((one) => one !== '' && one <= day).sort().pop() ?? ''; // prettier-ignore
}

function ofImdb(world: World, tt: string, listed: readonly TmdbShow[]): TmdbShow | undefined {
  const title = world.imdb.titles.get(tt);
  const all = [...world.tmdb.shows.values()];
  return (
    listed.find((show) => imdbTitle(show.imdbId) === tt) ??
    world.tmdb.shows.get(Number(claim(itemBy(world, 'P345', tt), 'P4983'))) ??
    all.find((show) => show.imdbId === tt) ??
    only(
      all.filter(
        (show) =>
          plain(show.name) === plain(title?.title ?? '') &&
          (!show.firstAired || Math.abs(Number(show.firstAired.slice(0, 4)) - (title?.startYear ?? 0)) <= 1),
      ),
    )
  );
}

function showCells(world: World, show: TmdbShow, tt: string, today: string): Record<string, string> {
  const item = itemBy(world, 'P4983', String(show.id));
  const imdbId = imdbTitle(show.imdbId) || tt || claim(item, 'P345');
  return {
    Show: show.name,
    Network: show.networks[0]?.name ?? '',
    ShowTotalSeasons: String(show.seasons.filter(({ number }) => number > 0).length),
    ShowTotalEpisodes: String(episodeTotal(show)),
    IMDbSeriesID: imdbId,
    TMDbSeriesID: String(show.id),
    'Most Recent Episode': lastAired(show, today),
    'TheTVDB ID': show.tvdbId ? String(show.tvdbId) : claim(item, 'P4835') || tvdb(world, imdbId),
    'Wikidata ID': show.wikidataId ?? item?.id ?? itemBy(world, 'P345', imdbId)?.id ?? '',
    Genres: show.genres.map(({ name }) => name).join(', '),
  };
}

function bareCells(world: World, tt: string): Record<string, string> {
  const item = itemBy(world, 'P345', tt);
  return {
    Show: world.imdb.titles.get(tt)?.title ?? '',
    Network: '',
    ShowTotalSeasons: '',
    ShowTotalEpisodes: '',
    IMDbSeriesID: tt,
    TMDbSeriesID: '',
    'Most Recent Episode': '',
    'TheTVDB ID': claim(item, 'P4835') || tvdb(world, tt),
    'Wikidata ID': item?.id ?? '',
    Genres: '',
  };
}

function tvdb(world: World, imdbId: string): string {
  const series = [...world.tvdb.values()].find((one) => imdbId !== '' && one.imdbId === imdbId);
  return series ? String(series.id) : '';
}
