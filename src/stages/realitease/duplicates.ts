/**
 * realitease.duplicates: two rows are one person if one id is equal and the other is equal or blank on
 * one side. They are merged; what only looks alike goes to Conflicts.
 */
import type { Plan, Step, StepContext } from '../../engine/types';
import { splitList } from '../../rules/lists';
import { normaliseName } from '../../rules/names';
import { realiteaseInfo, type RealiteaseInfo } from '../../workbook/tabs';
import type { RowOf } from '../../workbook/schema';
import type { CellChange, Change, ConflictNote, TableRow } from '../../workbook/types';
import { firstRows, selectRows } from '../common/select';

type Row = TableRow<RowOf<RealiteaseInfo>>;

export const duplicates: Step = {
  id: 'realitease.duplicates',
  title: 'Duplicates',
  input: realiteaseInfo,
  tabs: [realiteaseInfo],
  rewrites: [realiteaseInfo],
  begin: (context) => plan(context),
};

function plan(context: StepContext): Plan {
  const rows = firstRows(context, selectRows(context, context.table(realiteaseInfo).rows));
  const work = new Map<string, Change[]>();
  const gone = new Set<Row>();
  const pairs = [
    ...pairsBy(rows, (row) => row.values.CastIMDbID),
    ...pairsBy(rows, (row) => row.values.CastTMDbID),
  ];
  for (const [a, b] of pairs) {
    if (gone.has(a) || gone.has(b)) continue;
    const changes = onePerson(a, b) ? merge(context, a, b, gone) : [idsDiffer(a, b)];
    if (changes.length > 0) work.set(`${a.handle}/${b.handle}`, changes);
  }
  for (const [a, b] of pairsBy(rows, (row) => normaliseName(row.values.CastName))) {
    if (gone.has(a) || gone.has(b) || work.has(`${a.handle}/${b.handle}`) || onePerson(a, b)) continue;
    work.set(`n${a.handle}/${b.handle}`, [sameName(a, b)]);
  }
  return {
    items: [...work.keys()],
    looked: rows.length,
    size: 100,
    batch: (items) => ({ changes: items.flatMap((item) => work.get(item) ?? []) }),
  };
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

/** `THIS` in Notes wins, else more shows, then more episodes; a person's row before the add-on's. */
function better(row: Row): number {
  const { Notes, TotalShows, TotalEpisodes } = row.values;
  return (
    (/\bTHIS\b/.test(Notes) ? 1e12 : 0) +
    Number(TotalShows || 0) * 1e6 +
    Number(TotalEpisodes || 0) * 2 +
    (row.ours ? 0 : 1)
  );
}

function onePerson(a: Row, b: Row): boolean {
  const same = (x: string, y: string) => x !== '' && x === y;
  const fits = (x: string, y: string) => x === '' || y === '' || x === y;
  const [ai, at] = [a.values.CastIMDbID, a.values.CastTMDbID];
  const [bi, bt] = [b.values.CastIMDbID, b.values.CastTMDbID];
  return (same(ai, bi) && fits(at, bt)) || (same(at, bt) && fits(ai, bi));
}

/** The winner takes what it lacks. A row that a person made is never removed: then the curator is asked. */
function merge(context: StepContext, winner: Row, loser: Row, gone: Set<Row>): Change[] {
  if (context.partial) return [];
  if (!loser.ours) return [askMerge(winner, loser)];
  gone.add(loser);
  const cells: Record<string, CellChange> = {};
  const table = context.table(realiteaseInfo);
  for (const column of ['CastName', 'CastIMDbID', 'CastTMDbID', 'Gender', 'Birthday', 'Zodiac'] as const) {
    const value = loser.values[column];
    if (!winner.values[column] && value) {
      cells[column] = { value, source: table.origin(loser, column)?.source ?? 'merged row' };
    }
  }
  const notes = [winner.values.Notes, loser.values.Notes].filter(Boolean);
  if (loser.values.Notes) cells.Notes = { value: notes.join(' · '), source: 'merged row', when: 'correct' };
  const remove: Change = {
    kind: 'remove',
    tab: realiteaseInfo,
    row: loser,
    reason: `merged into ${idOf(winner)}`,
  };
  return Object.keys(cells).length > 0
    ? [{ kind: 'write', tab: realiteaseInfo, row: winner, cells }, remove]
    : [remove];
}

const idOf = (row: Row) => row.values.CastIMDbID || row.values.CastTMDbID;
const both = (row: Row) => [row.values.CastIMDbID, row.values.CastTMDbID].filter(Boolean).join(' / ');

function note(kept: Row, other: Row, column: string, evidence: string): Change {
  const conflict: ConflictNote = {
    tab: realiteaseInfo.name,
    key: both(kept),
    column,
    kept: both(kept),
    keptSource: 'RealiteaseInfo',
    others: [{ value: both(other), source: 'RealiteaseInfo' }],
    evidence,
  };
  return { kind: 'conflict', note: conflict };
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
