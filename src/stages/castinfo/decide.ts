/** Which rows of CastInfo a show's answers add, complete, correct or remove (stages.md §2.1). Pure. */
import { matchByName } from '../../rules/credits';
import { normaliseName, tidyName } from '../../rules/names';
import type { RowOf } from '../../workbook/schema';
import { castInfo, type CastInfo } from '../../workbook/tabs';
import type { Change, Match, Origin, Table } from '../../workbook/types';
import { addRow, cell, conflict, REMOVE_ROW, removeRow, writeRow, type CellsOf } from '../common/changes';
import { validId, type Show } from '../common/shows';
import { IMDB, PERSON, TMDB } from '../common/sources';
import { countCells } from './counts';
import { castKey, showCellsOf, type CastRow } from './follow';
import { isCast, mergeCredits, peopleOf, type OtherIds, type Person, type ShowAnswers } from './people';

export interface MembersInput {
  show: Show;
  threshold: number;
  answers: ShowAnswers;
  ids: OtherIds;
  table: Table<CastInfo>;
  /** Rows of this show. */
  rows: readonly CastRow[];
  /** False in a partial run: nothing is removed then. */
  mayRemove: boolean;
  /** TMDb stood in for IMDb, which answers now: whom TMDb added is IMDb's to confirm. */
  confirms: boolean;
  /** Also adds what a person deleted. */
  force: boolean;
}

export interface MembersDecision {
  changes: Change[];
  /** Something would have been removed, but this run removes nothing. */
  withheld: boolean;
}

export function decideMembers(input: MembersInput): MembersDecision {
  const people = peopleOf(input.answers, input.ids);
  const changes: Change[] = [];
  const linked = linkRows(input, people, changes);
  const gone = new Set<CastRow>();
  for (const row of input.rows) {
    const change = linked.of.get(row) ? noCast(input, row, linked.of.get(row)) : missing(input, row, linked);
    if (!change) continue;
    changes.push(change);
    gone.add(row);
  }
  for (const [row, person] of linked.of) {
    if (gone.has(row)) continue;
    const change = writeRow(input.table, row, {
      ...showCellsOf(input.show),
      ...personCells(person, input.confirms),
    });
    if (change) changes.push(change);
  }
  for (const person of people) {
    if (linked.people.has(person) || linked.doubtful.has(person.tmdbId)) continue;
    if (!isCast(person, input.answers, input.threshold)) continue;
    const change = addition(input, person);
    if (change) changes.push(change);
  }
  const kept = input.mayRemove ? changes : changes.filter((change) => change.kind !== 'remove');
  return { changes: kept, withheld: kept.length < changes.length };
}

interface Links {
  all: readonly Person[];
  of: Map<CastRow, Person>;
  /** People who need no row: they have one, or it is not sure that they have none. */
  people: Set<Person>;
  /** TMDb ids of people who may be somebody's whose row has an older id. */
  doubtful: Set<string>;
}

/** Finds each person's row: by id, else by the name where the row lacks the id of the credits. */
function linkRows(input: MembersInput, people: readonly Person[], changes: Change[]): Links {
  const links: Links = { all: people, of: new Map(), people: new Set(), doubtful: new Set() };
  const own = new Set(input.rows.map((row) => row.handle));
  for (const person of people) {
    const match = input.table.match(keysOf(input.show, person));
    if (match.kind === 'none') continue;
    links.people.add(person);
    if (match.kind === 'row') {
      if (own.has(match.row.handle)) links.of.set(match.row, person);
    } else if (
      isCast(person, input.answers, input.threshold) ||
      match.rows.some((row) => own.has(row.handle))
    ) {
      changes.push(clash(input.show, person, match));
    }
  }
  const column = input.answers.imdb ? 'IMDbCastID' : 'TMDbCastID';
  const rows = input.rows.filter((row) => !links.of.has(row));
  const others = people.filter((person) => !links.people.has(person));
  const named = matchByName(rows, others, (row) => row.values.Name, (person) => person.name); // prettier-ignore
  for (const [row, person] of named) {
    if (row.values[column] !== '' || !agrees(row, person) || isOneOfMany(row, input.answers)) continue;
    links.of.set(row, person);
    links.people.add(person);
  }
  return links;
}

/** The row's TMDb id is that of one of several people of the name: the others may have no row, and be the one meant. */
function isOneOfMany({ values }: CastRow, { tmdb }: ShowAnswers): boolean {
  const name = normaliseName(values.Name);
  const alike = tmdb?.cast.filter((fact) => normaliseName(fact.name) === name) ?? [];
  return alike.length > 1 && alike.some(({ id }) => id === values.TMDbCastID);
}

function agrees(row: CastRow, person: Person): boolean {
  const { IMDbCastID, TMDbCastID } = row.values;
  const equalOrBlank = (a: string, b: string) => a === '' || b === '' || a === b;
  return equalOrBlank(IMDbCastID, person.imdbId) && equalOrBlank(TMDbCastID, person.tmdbId);
}

export function keysOf(show: Show, person: Person): Partial<RowOf<CastInfo>> {
  return {
    TMDbSeriesID: show.tmdbId,
    IMDbSeriesID: show.imdbId,
    IMDbCastID: person.imdbId,
    TMDbCastID: person.tmdbId,
  };
}

/** @param confirms IMDb's spelling replaces the one that the add-on wrote */
export function personCells(person: Person, confirms = false): CellsOf<CastInfo> {
  return {
    Name: cell(tidyName(person.name), person.credit ? IMDB : TMDB, confirms ? 'refresh' : undefined),
    TMDbCastID: cell(person.tmdbId, person.tmdbFrom),
    IMDbCastID: cell(person.imdbId, person.imdbFrom),
  };
}

function addition(input: MembersInput, person: Person): Change | null {
  const keys = keysOf(input.show, person);
  if (!input.force && input.table.deletedByPerson(keys)) return null;
  return addRow(castInfo, {
    ...personCells(person),
    ...showCellsOf(input.show),
    ...countCells({
      credit: person.credit,
      fact: person.fact,
      tmdbKnown: input.answers.tmdb !== null,
      imdbKnown: input.answers.imdb !== null,
      hasTmdbId: person.tmdbId !== '',
    }),
  });
}

/** Complete credits say that the person was in no episode, or would not have been added. */
function noCast(input: MembersInput, row: CastRow, person: Person | undefined): Change | null {
  if (!input.answers.imdb || !person) return null;
  if (person.credit?.episodes === 0)
    return leave(row, `IMDb's complete credits of ${input.show.name} say 0 episodes.`);
  return isCast(person, input.answers, input.threshold) ? null : unconfirmed(input, row);
}

/** A row that TMDb added in place of IMDb, and that IMDb does not confirm. */
function unconfirmed({ confirms, table, show }: MembersInput, row: CastRow): Change | null {
  const added = confirms && row.ours && table.origin(row, 'Name')?.source === TMDB;
  return added ? leave(row, `IMDb does not have them in the cast of ${show.name}.`) : null;
}

/** What becomes of a row whose person does not stand in the credits by its id. */
function missing(input: MembersInput, row: CastRow, links: Links): Change | null {
  const imdbId = validId('imdbName', row.values.IMDbCastID);
  if (input.answers.imdb) return imdbId ? notAtImdb(input, row, imdbId, links) : unconfirmed(input, row);
  // TMDb's silence says nothing about a person whom IMDb may know.
  const tmdbId = validId('tmdb', row.values.TMDbCastID);
  return tmdbId && row.values.IMDbCastID === '' ? notAtTmdb(input, row, tmdbId, links) : null;
}

/** An IMDb id that complete credits lack: corrected if exactly one credit has the name. */
function notAtImdb(input: MembersInput, row: CastRow, imdbId: string, links: Links): Change | null {
  const credits = mergeCredits(input.answers.imdb ?? []);
  if (credits.some((credit) => credit.id === imdbId)) return null;
  const name = normaliseName(row.values.Name);
  const same = credits.filter((credit) => name !== '' && normaliseName(credit.name) === name);
  const [only] = same;
  if (!only)
    return leave(row, `IMDb's complete credits of ${input.show.name} have neither the id nor the name.`);
  const others = same.map((credit) => ({ value: credit.id, source: IMDB }));
  if (same.length > 1)
    return idConflict(input.table, row, 'IMDbCastID', others, 'Several credits have this name.');
  const { IMDbSeriesID, TMDbSeriesID } = row.values;
  if (input.table.match({ IMDbSeriesID, TMDbSeriesID, IMDbCastID: only.id }).kind !== 'none') {
    return idConflict(
      input.table,
      row,
      'IMDbCastID',
      others,
      'Another row of the show has the id of that credit.',
      'held',
    );
  }
  // The row is that person's from now on: nobody is added beside it.
  const person = links.all.find(({ imdbId: id }) => id === only.id);
  if (person) links.people.add(person);
  return writeRow(input.table, row, {
    ...showCellsOf(input.show),
    IMDbCastID: cell(only.id, IMDB, 'correct'),
  });
}

/** A row that only TMDb knows, and that its cast does not have any more. */
function notAtTmdb(input: MembersInput, row: CastRow, tmdbId: string, links: Links): Change | null {
  const cast = input.answers.tmdb?.cast ?? [];
  if (cast.length === 0 || cast.some((fact) => fact.id === tmdbId)) return null;
  const name = normaliseName(row.values.Name);
  const same = cast.filter((fact) => name !== '' && normaliseName(fact.name) === name);
  if (same.length === 0)
    return leave(row, `TMDb's cast of ${input.show.name} has neither the id nor the name.`);
  const others = same.map((fact) => ({ value: fact.id, source: TMDB }));
  for (const person of peopleOf(input.answers, input.ids)) {
    // Not added beside a row that may be the same person under an older id.
    if (same.some((fact) => fact.id === person.tmdbId)) links.doubtful.add(person.tmdbId);
  }
  return idConflict(input.table, row, 'TMDbCastID', others, 'The cast has this name under another id.');
}

function leave(row: CastRow, reason: string): Change {
  if (row.ours) return removeRow(castInfo, row, reason);
  return conflict({
    kind: 'row',
    tab: castInfo,
    key: castKey(row),
    column: 'Name',
    kept: row.values.Name,
    keptSource: PERSON,
    others: [{ value: REMOVE_ROW, source: reason.startsWith(TMDB) ? TMDB : IMDB }],
    evidence: `${row.values.Name}: ${reason}`,
  });
}

function idConflict(
  table: Table<CastInfo>,
  row: CastRow,
  column: 'IMDbCastID' | 'TMDbCastID',
  others: { value: string; source: string }[],
  why: string,
  kind: 'value' | 'held' = 'value',
): Change {
  const origin: Origin | null = table.origin(row, column);
  return conflict({
    kind,
    tab: castInfo,
    key: castKey(row),
    column,
    kept: row.values[column],
    keptSource: origin?.source ?? PERSON,
    others,
    evidence: `${row.values.Name} in ${row.values.ShowName}: the credits do not have this id. ${why}`,
  });
}

function clash(
  show: Show,
  person: Person,
  { rows, reason }: Extract<Match<RowOf<CastInfo>>, { kind: 'clash' }>,
): Change {
  const [row, second] = rows;
  const evidence = `${person.name} in ${show.name}: ${reason}`;
  const key = row ? castKey(row) : `${show.key}|${person.imdbId || person.tmdbId}`;
  if (row && second) {
    const others = rows.slice(1).map((other) => ({ value: castKey(other), source: castInfo.name }));
    return conflict({ kind: 'same', tab: castInfo, key, column: 'Name', kept: key, keptSource: castInfo.name, others, evidence }); // prettier-ignore
  }
  const imdb = row !== undefined && row.values.IMDbCastID !== '' && row.values.IMDbCastID !== person.imdbId;
  return conflict({
    kind: 'value',
    tab: castInfo,
    key,
    column: imdb ? 'IMDbCastID' : 'TMDbCastID',
    kept: row?.values[imdb ? 'IMDbCastID' : 'TMDbCastID'] ?? '',
    keptSource: PERSON,
    others: [imdb ? { value: person.imdbId, source: person.imdbFrom } : { value: person.tmdbId, source: person.tmdbFrom }].filter(({ value }) => value !== ''), // prettier-ignore
    evidence,
  });
}
