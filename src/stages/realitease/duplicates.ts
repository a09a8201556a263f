/**
 * realitease.duplicates: two rows are one person if one id is equal and the other is equal or blank on
 * one side. They are merged; what only looks alike goes to Conflicts.
 */
import type { Plan, Step, StepContext } from '../../engine/types';
import { splitList } from '../../rules/lists';
import { normaliseName } from '../../rules/names';
import { castInfo, realiteaseInfo, showInfo, type RealiteaseInfo } from '../../workbook/tabs';
import type { CellChange, Change, Table } from '../../workbook/types';
import { conflict, removeRow, writeRow } from '../common/changes';
import { firstRows, selectRows } from '../common/select';
import { idsOf, onePerson, peopleOf, type IdPair } from './cast';
import { knownId, preloadIds, withId, type PersonRow as Row } from './knownIds';
import { mergedFacts } from './mergedFacts';
import { showCells } from './showCells';

export const duplicates: Step = {
  id: 'realitease.duplicates',
  title: 'Duplicates',
  input: realiteaseInfo,
  tabs: [showInfo, castInfo, realiteaseInfo],
  rewrites: [realiteaseInfo],
  begin: (context) => plan(context),
};

function plan(context: StepContext): Plan {
  const rows = firstRows(context, selectRows(context, context.table(realiteaseInfo).rows));
  const work = new Map<string, Change[]>();
  const gone = new Set<Row>();
  const merges: Merge[] = [];
  preloadIds(context, rows);
  const pairs = [
    ...pairsBy(rows, (row) => row.values.CastIMDbID),
    ...pairsBy(rows, (row) => row.values.CastTMDbID),
    ...pairsByKnownIds(context, rows),
  ];
  for (const [a, b] of pairs) {
    if (gone.has(a) || gone.has(b)) continue;
    const ids = joined(context, a, b);
    if (!ids) work.set(`${a.handle}/${b.handle}`, [idsDiffer(a, b)]);
    else if (context.partial) continue;
    else if (!b.ours) work.set(`${a.handle}/${b.handle}`, [askMerge(a, b)]);
    else {
      gone.add(b);
      merges.push({ winner: a, loser: b, ids });
    }
  }
  for (const [key, changes] of mergeAll(context, merges)) work.set(key, changes);
  for (const [a, b] of pairsBy(rows, (row) => normaliseName(row.values.CastName))) {
    const known = work.has(`${a.handle}/${b.handle}`) || joined(context, a, b) !== null;
    if (!known && !gone.has(a) && !gone.has(b)) work.set(`n${a.handle}/${b.handle}`, [sameName(a, b)]);
  }
  return {
    items: [...work.keys()],
    looked: rows.length,
    size: 100,
    batch: (items) => ({ changes: items.flatMap((item) => work.get(item) ?? []) }),
  };
}

export interface Merge {
  winner: Row;
  /** A row of the add-on's. */
  loser: Row;
  /** What the winner's ids will be. */
  ids: IdPair;
}

/** Rows of which one has the id that the other is known to lack. */
function pairsByKnownIds(context: StepContext, rows: readonly Row[]): [Row, Row][] {
  const selected = new Set(rows.map((row) => row.handle));
  return rows.flatMap((row): [Row, Row][] => {
    const holder = knownId(context, row)?.holder;
    if (!holder || !selected.has(holder.handle) || !joined(context, row, holder)) return [];
    return [better(row) > better(holder) ? [row, holder] : [holder, row]];
  });
}

/** The ids of both rows as one person's; null if they are two people's. */
function joined(context: StepContext, a: Row, b: Row): IdPair | null {
  const of = (row: Row, other: Row): IdPair => {
    const known = knownId(context, row);
    return known?.holder?.handle === other.handle ? withId(row, known) : idsOf(row);
  };
  const [left, right] = [of(a, b), of(b, a)];
  if (!onePerson(left, right)) return null;
  return { imdbId: left.imdbId || right.imdbId, tmdbId: left.tmdbId || right.tmdbId };
}

/** Every row against the first of the same key, in an order that does not depend on the sheet's. */
function pairsBy(rows: readonly Row[], keyOf: (row: Row) => string): [Row, Row][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key) groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first, ...rest] = [...group].sort((a, b) => better(b) - better(a) || (idOf(a) < idOf(b) ? -1 : 1));
    return first ? rest.map((row): [Row, Row] => [first, row]) : [];
  });
}

/** `THIS` in Notes wins, else a person's row (it cannot go), else more shows, then more episodes. */
export function better(row: Row): number {
  const { Notes, TotalShows, TotalEpisodes } = row.values;
  return (
    (/\bTHIS\b/.test(Notes) ? 1e13 : 0) +
    (row.ours ? 0 : 1e12) +
    Number(TotalShows || 0) * 1e6 +
    Number(TotalEpisodes || 0)
  );
}

/** The winners take what they lack, and the shows of both; the losers go. */
export function mergeAll(context: StepContext, merges: readonly Merge[]): [string, Change[]][] {
  if (merges.length === 0) return [];
  const table = context.table(realiteaseInfo);
  const pairs = [...merges.map(({ ids }) => ids), ...table.rows.map(idsOf)];
  const people = peopleOf(context, pairs);
  const lost = new Map<Row, Row[]>();
  for (const { winner, loser } of merges) lost.set(winner, [...(lost.get(winner) ?? []), loser]);
  return [...lost].map(([winner, losers]) => {
    const ids = merges.filter((one) => one.winner === winner).map((one) => one.ids);
    const person = people.byImdb.get(ids[0]?.imdbId ?? '') ?? people.byTmdb.get(ids[0]?.tmdbId ?? '');
    const facts = mergedFacts(table, winner, losers);
    const cells: Record<string, CellChange> = { ...(person ? showCells(person.shows) : {}), ...facts.cells };
    for (const loser of losers) Object.assign(cells, lacking(table, winner, loser, cells));
    const notes = [winner, ...losers].map(({ values }) => values.Notes).filter(Boolean);
    if (losers.some(({ values }) => values.Notes))
      cells.Notes = { value: notes.join(' · '), source: 'merged row', when: 'correct' };
    const write = writeRow(table, winner, cells);
    const removals = losers.map((loser) => removeRow(realiteaseInfo, loser, `merged into ${idOf(winner)}`));
    return [
      `${winner.handle}/${losers[0]?.handle ?? ''}`,
      [...(write ? [write] : []), ...removals, ...facts.questions],
    ];
  });
}

const TAKEN = ['CastName', 'CastIMDbID', 'CastTMDbID'] as const;

function lacking(
  table: Table<RealiteaseInfo>,
  winner: Row,
  loser: Row,
  cells: Readonly<Record<string, CellChange>>,
): Record<string, CellChange> {
  const taken: Record<string, CellChange> = {};
  for (const column of TAKEN) {
    const value = loser.values[column];
    if (winner.values[column] || cells[column] || !value) continue;
    taken[column] = { value, source: table.origin(loser, column)?.source ?? 'merged row' };
  }
  return taken;
}

const idOf = (row: Row) => row.values.CastIMDbID || row.values.CastTMDbID;
const both = (row: Row) => [row.values.CastIMDbID, row.values.CastTMDbID].filter(Boolean).join(' / ');

function note(kept: Row, other: Row, column: string, evidence: string): Change {
  return conflict({
    kind: 'same',
    tab: realiteaseInfo,
    key: both(kept),
    column,
    kept: both(kept),
    keptSource: 'RealiteaseInfo',
    others: [{ value: both(other), source: 'RealiteaseInfo' }],
    evidence,
  });
}

function askMerge(winner: Row, loser: Row): Change {
  return note(
    winner,
    loser,
    'CastName',
    `${winner.values.CastName}: two rows of one person, both yours. Merge them?`,
  );
}

function idsDiffer(a: Row, b: Row): Change {
  const column = a.values.CastIMDbID === b.values.CastIMDbID ? 'CastTMDbID' : 'CastIMDbID';
  return note(
    a,
    b,
    column,
    `${a.values.CastName} and ${b.values.CastName} share one id and differ in the other.`,
  );
}

function sameName(a: Row, b: Row): Change {
  const shared = splitList(a.values.ShowNames).filter((show) => splitList(b.values.ShowNames).includes(show));
  const speaks: string[] = [];
  if (shared.length > 0) speaks.push(`for one person: both were in ${shared.join(', ')}`);
  if (a.values.Birthday && a.values.Birthday === b.values.Birthday)
    speaks.push('for one person: the same birthday');
  if (a.values.Birthday && b.values.Birthday && a.values.Birthday !== b.values.Birthday)
    speaks.push('against: different birthdays');
  if (a.values.Gender && b.values.Gender && a.values.Gender !== b.values.Gender)
    speaks.push('against: different genders');
  if (shared.length === 0) speaks.push('against: no show in common');
  return note(
    a,
    b,
    'CastName',
    `"${a.values.CastName}" stands for two people with different ids; ${speaks.join('; ')}.`,
  );
}
