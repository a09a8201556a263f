/**
 * The id that a row lacks, from what has been answered so far: TMDb's casts of the person's shows first,
 * then Wikidata, TMDb's /find, and a search by name that the person's TV credits confirm. Asks nothing.
 */
import type { StepContext } from '../../engine/types';
import { splitAligned, splitList } from '../../rules/lists';
import { normaliseName } from '../../rules/names';
import { imdbCredits } from '../../services/imdb';
import { tmdbFindPerson, tmdbPerson, tmdbPersonShows, tmdbSearchPerson, tmdbShow } from '../../services/tmdb';
import { wikidataPersonByImdb, wikidataPersonByTmdb } from '../../services/wikidata';
import type { RowOf } from '../../workbook/schema';
import { realiteaseInfo, type RealiteaseInfo } from '../../workbook/tabs';
import type { TableRow } from '../../workbook/types';
import { knownValue } from '../common/answers';
import { idsOf, onePerson, type IdPair } from './cast';

export type PersonRow = TableRow<RowOf<RealiteaseInfo>>;

export interface KnownId {
  column: 'CastTMDbID' | 'CastIMDbID';
  id: string;
  source: string;
  /** The other row that has the id already; null if none has. */
  holder: PersonRow | null;
}

/** Candidates of the same name whose credits are asked for. */
const MOST_CANDIDATES = 5;

/** Brings what is known of the ids that rows lack here in few reads, before {@link knownId} is asked for one row after the other. */
export function preloadIds(context: StepContext, rows: readonly PersonRow[]): void {
  const lackImdb = rows.filter(({ values }) => values.CastTMDbID !== '' && values.CastIMDbID === '');
  const lackTmdb = rows.filter(({ values }) => values.CastIMDbID !== '' && values.CastTMDbID === '');
  const tmdbIds = lackImdb.map(({ values }) => values.CastTMDbID);
  const imdbIds = lackTmdb.map(({ values }) => values.CastIMDbID);
  context.preload(
    { question: wikidataPersonByTmdb, keys: tmdbIds },
    { question: tmdbPerson, keys: tmdbIds },
    { question: wikidataPersonByImdb, keys: imdbIds },
    { question: tmdbFindPerson, keys: imdbIds },
    { question: tmdbSearchPerson, keys: lackTmdb.map(({ values }) => values.CastName) },
    { question: tmdbShow, keys: lackTmdb.flatMap(showIdsOf) },
  );
}

/** The id that the row lacks; null if it lacks none, or none is known. */
export function knownId(context: StepContext, row: PersonRow): KnownId | null {
  const { CastIMDbID: imdbId, CastTMDbID: tmdbId } = row.values;
  if (imdbId && !tmdbId) return tmdbIdOf(context, row);
  if (tmdbId && !imdbId) return imdbIdOf(context, row);
  return null;
}

function imdbIdOf(context: StepContext, row: PersonRow): KnownId | null {
  const tmdbId = row.values.CastTMDbID;
  const item = knownValue(context, wikidataPersonByTmdb, tmdbId);
  const person = knownValue(context, tmdbPerson, tmdbId);
  const id = item && !item.ambiguous ? item.imdbId : '';
  if (id) return held(context, row, { column: 'CastIMDbID', id, source: 'Wikidata' });
  return person?.imdbId
    ? held(context, row, { column: 'CastIMDbID', id: person.imdbId, source: 'TMDb' })
    : null;
}

function tmdbIdOf(context: StepContext, row: PersonRow): KnownId | null {
  const imdbId = row.values.CastIMDbID;
  const item = knownValue(context, wikidataPersonByImdb, imdbId);
  const found: Pick<KnownId, 'id' | 'source'>[] = [
    { id: fromCredits(context, row), source: 'TMDb' },
    { id: item && !item.ambiguous ? item.tmdbId : '', source: 'Wikidata' },
    { id: knownValue(context, tmdbFindPerson, imdbId)?.tmdbId ?? '', source: 'TMDb' },
    { id: fromSearch(context, row), source: 'TMDb' },
  ];
  const first = found.find(({ id }) => id !== '');
  return first ? held(context, row, { column: 'CastTMDbID', ...first }) : null;
}

function held(context: StepContext, row: PersonRow, found: Omit<KnownId, 'holder'>): KnownId {
  const match = context.table(realiteaseInfo).match({ [found.column]: found.id });
  const rows = match.kind === 'row' ? [match.row] : match.kind === 'clash' ? match.rows : [];
  return { ...found, holder: rows.find((other) => other.handle !== row.handle) ?? null };
}

const showIdsOf = (row: PersonRow): string[] =>
  splitAligned(row.values.ShowTMDbIDs, splitList(row.values.ShowNames).length).filter(Boolean);

/** The id of the only person of that name in the kept casts of the row's shows, by TMDb and by IMDb. */
function fromCredits(context: StepContext, row: PersonRow): string {
  const name = normaliseName(row.values.CastName);
  const imdbIds = splitAligned(row.values.ShowIMDbIDs, 0);
  const ids = new Set<string>();
  for (const showId of showIdsOf(row)) {
    const cast = knownValue(context, tmdbShow, showId)?.cast ?? [];
    for (const person of cast) if (normaliseName(person.name) === name) ids.add(person.id);
  }
  const namesakes = new Set<string>();
  for (const showId of imdbIds) {
    const credits = knownValue(context, imdbCredits, showId)?.credits ?? [];
    for (const credit of credits) if (normaliseName(credit.name) === name) namesakes.add(credit.id);
  }
  if (namesakes.size > 1) return '';
  const [only = ''] = ids;
  return ids.size === 1 ? only : '';
}

/** People whom the search by the row's name found under that very name. */
export function candidatesOf(context: StepContext, row: PersonRow): string[] {
  return (knownValue(context, tmdbSearchPerson, row.values.CastName) ?? [])
    .filter((person) => normaliseName(person.name) === normaliseName(row.values.CastName))
    .slice(0, MOST_CANDIDATES)
    .map((person) => person.tmdbId);
}

/** The only candidate who was in one of the row's shows, once the credits of all are known. */
function fromSearch(context: StepContext, row: PersonRow): string {
  const own = new Set(showIdsOf(row));
  const candidates = candidatesOf(context, row);
  if (candidates.some((id) => context.known(tmdbPersonShows, id) === undefined)) return '';
  const confirmed = candidates.filter((id) => {
    const { shows = [], imdbId = '' } = knownValue(context, tmdbPersonShows, id) ?? {};
    // Who is another person at IMDb is another person, whatever the name.
    const isOther = imdbId !== '' && row.values.CastIMDbID !== '' && imdbId !== row.values.CastIMDbID;
    return !isOther && shows.some((show) => own.has(show));
  });
  return confirmed.length === 1 ? (confirmed[0] ?? '') : '';
}

/** What to do with a known id: fill it in, leave it to the merging of duplicates, or ask the curator. */
export function verdict(row: PersonRow, found: KnownId): 'fill' | 'merge' | 'ask' {
  if (!found.holder) return 'fill';
  return onePerson(withId(row, found), idsOf(found.holder)) ? 'merge' : 'ask';
}

/** The ids of the row once it has that one too. */
export function withId({ values }: PersonRow, { column, id }: Pick<KnownId, 'column' | 'id'>): IdPair {
  return idsOf({ values: { ...values, [column]: id } });
}
