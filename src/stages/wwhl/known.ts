/** What is known of people and episodes while guests are looked for: names, ids, kept answers. */
import type { StepContext } from '../../engine/types';
import { normaliseName } from '../../rules/names';
import { isImdbTitleId } from '../../rules/ids';
import { imdbEpisodeCredits, imdbEpisodes } from '../../services/imdb';
import { tmdbSeason } from '../../services/tmdb';
import type { TmdbEpisode } from '../../services/facts';
import type { RowOf } from '../../workbook/schema';
import { castInfo, realiteaseInfo, wwhlInfo, type WwhlInfo } from '../../workbook/tabs';
import type { TableRow } from '../../workbook/types';
import { mainIds } from '../common/same';

type EpisodeRow = TableRow<RowOf<WwhlInfo>>;

export interface KnownPerson {
  /** Normalised. */
  names: Set<string>;
  imdbId: string;
  tmdbId: string;
  inRealitease: boolean;
}

export interface KnownPeople {
  /** Whether that name stands in RealiteaseInfo or CastInfo. */
  isKnown(name: string): boolean;
  byImdb(id: string): KnownPerson | undefined;
  byTmdb(id: string): KnownPerson | undefined;
  /** The only person of that name. */
  byName(name: string): KnownPerson | undefined;
  /** Everyone of that name. */
  named(name: string): readonly KnownPerson[];
}

export function knownPeople(context: StepContext): KnownPeople {
  const people = new Map<string, KnownPerson>();
  const byImdb = new Map<string, KnownPerson>();
  const byTmdb = new Map<string, KnownPerson>();
  const byName = new Map<string, Set<KnownPerson>>();
  const main = mainIds(context);
  const add = (name: string, imdbId: string, tmdbId: string, inRealitease: boolean) => {
    [imdbId, tmdbId] = [main(imdbId), main(tmdbId)];
    const known = (imdbId && byImdb.get(imdbId)) || (tmdbId && byTmdb.get(tmdbId)) || undefined;
    const person = known ?? { names: new Set<string>(), imdbId: '', tmdbId: '', inRealitease };
    if (!known) people.set(`${people.size}`, person);
    person.imdbId ||= imdbId;
    person.tmdbId ||= tmdbId;
    if (person.imdbId) byImdb.set(person.imdbId, person);
    if (person.tmdbId) byTmdb.set(person.tmdbId, person);
    const normal = normaliseName(name);
    person.names.add(normal);
    if (normal) byName.set(normal, (byName.get(normal) ?? new Set()).add(person));
  };
  for (const { values } of context.table(realiteaseInfo).rows)
    add(values.CastName, values.CastIMDbID, values.CastTMDbID, true);
  for (const { values } of context.table(castInfo).rows)
    add(values.Name, values.IMDbCastID, values.TMDbCastID, false);
  const named = (name: string) => [...(byName.get(normaliseName(name)) ?? [])];
  return {
    isKnown: (name) => byName.has(normaliseName(name)),
    byImdb: (id) => byImdb.get(main(id)),
    byTmdb: (id) => byTmdb.get(main(id)),
    byName(name) {
      const [only, ...more] = named(name);
      return more.length === 0 ? only : undefined;
    },
    named,
  };
}

/** Where guests were read from who are IMDb's to name as soon as it does. */
export const FROM_TITLE = 'episode title';
export const FROM_TEXT = 'Gemini';

/** Whether the row's guests are what an episode title said: it says more once more people are known. */
export const isFromTitle = (context: StepContext, row: EpisodeRow): boolean =>
  context.table(wwhlInfo).origin(row, 'GuestNames')?.source === FROM_TITLE;

/** Whether IMDb may still name the row's guests: there are none, or only what titles and texts made them out to be. */
export function lacksSureGuests(context: StepContext, row: EpisodeRow): boolean {
  if (!row.values.GuestNames) return true;
  const source = context.table(wwhlInfo).origin(row, 'GuestNames')?.source ?? '';
  return source === FROM_TITLE || source === FROM_TEXT;
}

/**
 * Rows without guests that IMDb, where it is on, has answered for. While its answer failed or is parked, what
 * weaker sources would say must wait, or it would stand in IMDb's place for good.
 */
export function withoutGuests(context: StepContext, rows: readonly EpisodeRow[]): EpisodeRow[] {
  const lacking = rows.filter(({ values }) => !values.GuestNames);
  const open = lacking.filter(({ values }) => !awaitsImdb(context, values.EpisodeID));
  const waiting = lacking.length - open.length;
  if (waiting > 0)
    context.log(
      'info',
      `${waiting} episodes without guests wait until IMDb has answered, or is switched off.`,
    );
  return open;
}

function awaitsImdb(context: StepContext, episodeId: string): boolean {
  const { IMDB, WWHL_IMDB_ID } = context.settings;
  if (!IMDB) return false;
  if (isImdbTitleId(episodeId)) return context.due(imdbEpisodeCredits, episodeId);
  return context.known(imdbEpisodes, WWHL_IMDB_ID) === undefined && context.due(imdbEpisodes, WWHL_IMDB_ID);
}

/** TMDb's episodes by `season/episode`, from the kept answers of {@link tmdbSeason}. */
export function knownEpisodes(context: StepContext, seasons: Iterable<number>): Map<string, TmdbEpisode> {
  const episodes = new Map<string, TmdbEpisode>();
  for (const season of new Set(seasons)) {
    const answer = context.known(tmdbSeason, `${context.settings.WWHL_TMDB_ID}/${season}`);
    if (answer?.kind !== 'found') continue;
    for (const episode of answer.value.episodes) episodes.set(`${season}/${episode.number}`, episode);
  }
  return episodes;
}
