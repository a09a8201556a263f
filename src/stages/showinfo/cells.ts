/** What one row of ShowInfo should say, from what is known of the show. Pure. */
import { isRealDate } from '../../rules/dates';
import { cleanId } from '../../rules/ids';
import { joinList } from '../../rules/lists';
import { tidyName } from '../../rules/names';
import type { TmdbShowFacts, WikidataShow } from '../../services/facts';
import { showInfo, type ShowInfo } from '../../workbook/tabs';
import type { Change } from '../../workbook/types';
import { cell, conflict, type CellsOf } from '../common/changes';
import { validId } from '../common/shows';
import { IMDB_LIST, TMDB, TVDB, WIKIDATA } from '../common/sources';
import type { CatalogueShow } from './catalogue';

export interface ShowKnowledge {
  show: CatalogueShow;
  /** TMDb's entry; null if TMDb has none (or the show has no TMDb id). */
  facts: TmdbShowFacts | null;
  wikidata: WikidataShow | undefined;
  tvdbId: string;
  /** ISO day in the workbook's time zone. */
  today: string;
  /** Who wrote the id that stands in the row. */
  writtenBy(column: IdColumn): string;
}

export type IdColumn = 'TMDbSeriesID' | 'IMDbSeriesID' | 'TheTVDB ID' | 'Wikidata ID';

/** The name of another show whose row has the id already; null if none has. */
export type Taken = (column: IdColumn, id: string) => string | null;

interface Candidate {
  value: string;
  source: string;
}

export interface ShowCells {
  cells: CellsOf<ShowInfo>;
  conflicts: Change[];
}

const KINDS = {
  TMDbSeriesID: 'tmdb',
  IMDbSeriesID: 'imdbTitle',
  'TheTVDB ID': 'tvdb',
  'Wikidata ID': 'wikidata',
} as const;

export function showCells(known: ShowKnowledge, taken: Taken): ShowCells {
  const { show, facts } = known;
  const conflicts: Change[] = [];
  const cells: CellsOf<ShowInfo> = {};
  const name = tidyName(facts?.name || show.name);
  cells.Show = cell(name, facts?.name ? TMDB : show.tmdbId ? TMDB : IMDB_LIST);
  if (facts) {
    cells.Network = cell(tidyName(facts.network), TMDB);
    cells.ShowTotalSeasons = cell(facts.seasons, TMDB);
    cells.ShowTotalEpisodes = cell(facts.episodes, TMDB);
    cells['Most Recent Episode'] = cell(mostRecent(facts.airDates, known.today), TMDB);
    cells.Genres = cell(joinList(facts.genres), TMDB);
  }
  for (const column of Object.keys(KINDS) as IdColumn[]) {
    const decided = decideId(known, column, taken);
    if (decided.value) cells[column] = cell(decided.value.value, decided.value.source);
    conflicts.push(...decided.conflicts);
  }
  return { cells, conflicts };
}

/** The latest day on which an episode has aired; never a future one. */
export function mostRecent(airDates: readonly string[], today: string): string {
  const aired = airDates.filter((day) => isRealDate(day) && day <= today);
  return aired.reduce((latest, day) => (day > latest ? day : latest), '');
}

function candidates({ show, facts, wikidata, tvdbId }: ShowKnowledge, column: IdColumn): Candidate[] {
  switch (column) {
    case 'TMDbSeriesID':
      return [{ value: show.tmdbId, source: show.tmdbFrom || TMDB }];
    case 'IMDbSeriesID':
      return [
        { value: facts?.imdbId ?? '', source: TMDB },
        { value: show.imdbFromList ? show.imdbId : '', source: IMDB_LIST },
        ...show.otherImdbIds.map((value) => ({ value, source: IMDB_LIST })),
        { value: wikidata?.imdbId ?? '', source: WIKIDATA },
      ];
    case 'TheTVDB ID':
      return [
        { value: facts?.tvdbId ?? '', source: TMDB },
        { value: wikidata?.tvdbId ?? '', source: WIKIDATA },
        { value: tvdbId, source: TVDB },
      ];
    case 'Wikidata ID':
      return [
        { value: facts?.wikidataId ?? '', source: TMDB },
        { value: wikidata?.wikidataId ?? '', source: WIKIDATA },
      ];
  }
}

/** The id to fill in, and the ids that differ from the one that stands or from each other. */
function decideId(
  known: ShowKnowledge,
  column: IdColumn,
  taken: Taken,
): { value: Candidate | null; conflicts: Change[] } {
  const stands = cleanId(KINDS[column], known.show.row?.values[column]).id;
  const offered = distinct(
    candidates(known, column).map((c) => ({ ...c, value: validId(KINDS[column], c.value) })),
  );
  const free = offered.filter((c) => taken(column, c.value) === null);
  const conflicts: Change[] = [];
  for (const c of offered) {
    const owner = taken(column, c.value);
    if (owner !== null && c.value !== stands) {
      const by = stands === '' ? '' : known.writtenBy(column);
      conflicts.push(note(known.show, column, stands, by, [c], `${owner} has this id already.`, 'held'));
    }
  }
  const value = stands === '' ? (free[0] ?? null) : null;
  const kept = stands || value?.value || '';
  const differing = free.filter((c) => c.value !== kept);
  if (differing.length > 0) {
    const by = stands === '' ? (value?.source ?? '') : known.writtenBy(column);
    conflicts.push(note(known.show, column, kept, by, differing, 'The sources give different ids.'));
  }
  return { value, conflicts };
}

/** Each value once, with the first source that gives it. */
function distinct(all: readonly Candidate[]): Candidate[] {
  const seen = new Map<string, Candidate>();
  for (const c of all) if (c.value !== '' && !seen.has(c.value)) seen.set(c.value, c);
  return [...seen.values()];
}

function note(
  show: CatalogueShow,
  column: IdColumn,
  kept: string,
  keptSource: string,
  others: Candidate[],
  evidence: string,
  kind: 'value' | 'held' = 'value',
): Change {
  const key = show.tmdbId || show.imdbId || show.name;
  return conflict({
    kind,
    tab: showInfo,
    key,
    column,
    kept,
    keptSource,
    others,
    evidence: `${show.name}: ${evidence}`,
  });
}
