/**
 * CastInfo seen as people: which rows are one person, what shows they were in, whether they qualify.
 * The order of rows does not matter, so a sorted tab gives the same people.
 */
import type { StepContext } from '../../engine/types';
import { normaliseName } from '../../rules/names';
import { qualifies, seasonNumbers, type QualifyLimits } from '../../rules/qualify';
import {
  castInfo,
  realiteaseInfo,
  showInfo,
  type CastInfo,
  type RealiteaseInfo,
  type ShowInfo,
} from '../../workbook/tabs';
import type { RowOf } from '../../workbook/schema';
import type { ConflictNote, Table, TableRow } from '../../workbook/types';
import { mainIds } from '../common/same';

export type CastRow = TableRow<RowOf<CastInfo>>;

/** A show of a person, under the name and ids that ShowInfo has for it. */
export interface PersonShow {
  name: string;
  imdbId: string;
  tmdbId: string;
  episodes: number | '' | '**';
  /** As in the cell. */
  seasons: string;
}

export interface CastPerson {
  imdbId: string;
  tmdbId: string;
  name: string;
  /** Sorted by name, then by id. */
  shows: PersonShow[];
  rows: CastRow[];
}

export interface People {
  list: CastPerson[];
  byImdb: Map<string, CastPerson>;
  byTmdb: Map<string, CastPerson>;
  conflicts: ConflictNote[];
}

interface Group {
  imdbId: string;
  tmdbId: string;
  rows: CastRow[];
}

/** Both ids of one person. */
export interface IdPair {
  imdbId: string;
  tmdbId: string;
}

/**
 * Groups cast rows into people: one id equal, the other equal or blank on one side.
 * @param pairs ids that are known to be one person's: those of RealiteaseInfo unless told otherwise
 */
export function peopleOf(
  context: Pick<StepContext, 'table' | 'recall'>,
  pairs: readonly IdPair[] = context.table(realiteaseInfo).rows.map(idsOf),
): People {
  const conflicts: ConflictNote[] = [];
  const groups = groupRows(context.table(castInfo).rows, pairs, conflicts, mainIds(context));
  const list = groups.map((group) => personOf(group, context.table(showInfo)));
  const byImdb = new Map<string, CastPerson>();
  const byTmdb = new Map<string, CastPerson>();
  for (const person of list) {
    if (person.imdbId) byImdb.set(person.imdbId, person);
    if (person.tmdbId && !byTmdb.has(person.tmdbId)) byTmdb.set(person.tmdbId, person);
  }
  return { list, byImdb, byTmdb, conflicts };
}

/** Whether two rows with these ids are one person: one id equal, the other equal or blank on one side. */
export function onePerson(a: IdPair, b: IdPair): boolean {
  const same = (x: string, y: string) => x !== '' && x === y;
  const fits = (x: string, y: string) => x === '' || y === '' || x === y;
  return (
    (same(a.imdbId, b.imdbId) && fits(a.tmdbId, b.tmdbId)) ||
    (same(a.tmdbId, b.tmdbId) && fits(a.imdbId, b.imdbId))
  );
}

export const idsOf = ({ values }: { values: RowOf<RealiteaseInfo> }): IdPair => ({
  imdbId: values.CastIMDbID,
  tmdbId: values.CastTMDbID,
});

/** Rows that know both ids come first, so that the result does not depend on the order of the sheet. */
function groupRows(
  rows: readonly CastRow[],
  pairs: readonly IdPair[],
  conflicts: ConflictNote[],
  main: (id: string) => string,
): Group[] {
  const rank = (row: CastRow) => (row.values.IMDbCastID && row.values.TMDbCastID ? 0 : 1);
  const sorted = [...rows].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      compare(a.values.IMDbCastID, b.values.IMDbCastID) ||
      compare(a.values.TMDbCastID, b.values.TMDbCastID),
  );
  const groups = new Set<Group>();
  const byImdb = new Map<string, Group>();
  const byTmdb = new Map<string, Group>();
  for (const { imdbId, tmdbId } of pairs) {
    if (!imdbId || !tmdbId || byImdb.has(imdbId) || byTmdb.has(tmdbId)) continue;
    const group: Group = { imdbId, tmdbId, rows: [] };
    groups.add(group);
    byImdb.set(imdbId, group);
    byTmdb.set(tmdbId, group);
  }
  for (const row of sorted) {
    const { Name: name } = row.values;
    const [imdbId, tmdbId] = [main(row.values.IMDbCastID), main(row.values.TMDbCastID)];
    const viaImdb = imdbId ? byImdb.get(imdbId) : undefined;
    const viaTmdb = tmdbId ? byTmdb.get(tmdbId) : undefined;
    const fits = (group: Group | undefined) =>
      group !== undefined &&
      (!group.imdbId || !imdbId || group.imdbId === imdbId) &&
      (!group.tmdbId || !tmdbId || group.tmdbId === tmdbId);
    let group = fits(viaImdb) ? viaImdb : fits(viaTmdb) ? viaTmdb : undefined;
    if (!group && (viaImdb || viaTmdb)) {
      conflicts.push(idClash(name, imdbId, tmdbId, viaImdb ?? viaTmdb));
      group = viaImdb;
    }
    if (!group) groups.add((group = { imdbId: '', tmdbId: '', rows: [] }));
    group.rows.push(row);
    if (imdbId && !group.imdbId) group.imdbId = imdbId;
    if (tmdbId && !group.tmdbId && !byTmdb.has(tmdbId)) group.tmdbId = tmdbId;
    if (group.imdbId && !byImdb.has(group.imdbId)) byImdb.set(group.imdbId, group);
    if (group.tmdbId && !byTmdb.has(group.tmdbId)) byTmdb.set(group.tmdbId, group);
  }
  return [...groups].filter((group) => group.rows.length > 0);
}

function idClash(name: string, imdbId: string, tmdbId: string, other: Group | undefined): ConflictNote {
  return {
    kind: 'same',
    tab: 'CastInfo',
    key: imdbId || tmdbId,
    column: imdbId && other?.imdbId === imdbId ? 'TMDbCastID' : 'IMDbCastID',
    kept: [other?.imdbId, other?.tmdbId].filter(Boolean).join(' / '),
    keptSource: 'CastInfo',
    others: [{ value: [imdbId, tmdbId].filter(Boolean).join(' / '), source: 'CastInfo' }],
    evidence: `Rows of "${name}" share one id and differ in the other.`,
  };
}

function personOf(group: Group, shows: Table<ShowInfo>): CastPerson {
  const byShow = new Map<string, PersonShow & { from: CastRow }>();
  for (const row of group.rows) {
    const show = showOf(row, shows);
    const key = show.tmdbId ? `t${show.tmdbId}` : show.imdbId ? `i${show.imdbId}` : normaliseName(show.name);
    const known = byShow.get(key);
    // Two rows of one person and show (a person's doing): the one that says more counts.
    if (!known || saysMore(row, known.from)) {
      byShow.set(key, {
        ...show,
        episodes: row.values.TotalEpisodes,
        seasons: row.values.TotalSeasons,
        from: row,
      });
    }
  }
  const list = [...byShow.values()].sort(
    (a, b) =>
      compare(normaliseName(a.name), normaliseName(b.name)) ||
      compare(a.tmdbId, b.tmdbId) ||
      compare(a.imdbId, b.imdbId),
  );
  const best = [...list].sort((a, b) => numberOf(b.episodes) - numberOf(a.episodes))[0];
  return {
    imdbId: group.imdbId,
    tmdbId: group.tmdbId,
    name: best?.from.values.Name || group.rows.find((row) => row.values.Name)?.values.Name || '',
    shows: list.map(({ from: _from, ...show }) => show),
    rows: group.rows,
  };
}

function showOf(row: CastRow, shows: Table<ShowInfo>): { name: string; imdbId: string; tmdbId: string } {
  const { ShowName: name, IMDbSeriesID: imdbId, TMDbSeriesID: tmdbId } = row.values;
  const match = shows.match({ IMDbSeriesID: imdbId, TMDbSeriesID: tmdbId });
  if (match.kind !== 'row') return { name, imdbId, tmdbId };
  const show = match.row.values;
  return {
    name: show.Show || name,
    imdbId: show.IMDbSeriesID || imdbId,
    tmdbId: show.TMDbSeriesID || tmdbId,
  };
}

function saysMore(a: CastRow, b: CastRow): boolean {
  return numberOf(a.values.TotalEpisodes) > numberOf(b.values.TotalEpisodes);
}

const numberOf = (value: number | '' | '**') => (typeof value === 'number' ? value : -1);
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

export function qualification(person: CastPerson, limits: QualifyLimits): 'yes' | 'no' | 'open' {
  return qualifies(
    person.shows.map((show) => ({
      show: show.tmdbId || show.imdbId || show.name,
      episodes: show.episodes,
      seasons: show.seasons,
    })),
    limits,
  );
}

/** Sums over the shows whose number is known; blank if none is. */
export function totalsOf(shows: readonly PersonShow[]): { seasons: number | ''; episodes: number | '' } {
  let seasons: number | '' = '';
  let episodes: number | '' = '';
  for (const show of shows) {
    const numbers = seasonNumbers(show.seasons);
    if (numbers && numbers.length > 0) seasons = (seasons || 0) + new Set(numbers).size;
    if (typeof show.episodes === 'number') episodes = (episodes || 0) + show.episodes;
  }
  return { seasons, episodes };
}
