/** Whether the tabs are what an undisturbed run makes of them, with what a person did in between. */
import type { Scenario } from './scenarios';
import { linesOf, namesOf, REMARKS, TABS, type Row, type Tabs } from './tabs';

/** An edit of a person that changes what the tabs should hold. `row` is what stood there. */
export type Done =
  | { op: 'delete'; tab: string; row: Row }
  | {
      op: 'set';
      tab: string;
      row: Row;
      column: string;
      value: string;
      /** It fell between a reading and a writing: the one race there is (workbook.md, ground rule 2). */
      raced?: boolean;
    };

type Value = Row[string];

/** What a cell may hold: one of the values, a list of some of the items, a number from one to another. */
interface Allowed {
  values: Value[];
  items?: ReadonlySet<string>;
  range?: readonly [from: number, to: number];
}

/** By column. */
type Choice = Record<string, Allowed>;

const shares = (a: readonly string[], b: readonly string[]): boolean => a.some((name) => b.includes(name));

export const findRow = (rows: readonly Row[], tab: string, row: Row): Row | undefined =>
  rows.find((one) => shares(namesOf(tab, one), namesOf(tab, row)));

/**
 * What differs, in lines; none if the tabs are right. What a person typed has to stand there. The exception is a
 * cell that the run itself fills, typed into between its reading and its writing: it may hold either value.
 * @param warned tabs of which the run has said that a person's column may have lost cells
 */
export function acceptable(
  scenario: Scenario,
  tabs: Tabs,
  done: readonly Done[],
  fails: Fails = { imdb: false, pages: false },
  warned: ReadonlySet<string> = new Set(),
): string[] {
  const expected: Tabs = {};
  const optional = new Map<Row, true>();
  const choices = new Map<Row, Choice>();
  for (const tab of TABS) expected[tab] = (scenario.to[tab] ?? []).map((row) => ({ ...row }));
  if (fails.imdb) allowStandIn(scenario, expected, optional, choices);
  if (fails.pages) allowBlanks(expected, choices);
  for (const tab of warned) allowLostRemarks(expected[tab] ?? [], choices);
  for (const edit of done) {
    const row = findRow(expected[edit.tab] ?? [], edit.tab, edit.row);
    if (!row) continue;
    if (edit.op === 'delete') optional.set(row, true);
    else {
      // Pages that say otherwise count as somebody else's of the same name.
      if (edit.column === 'Gender') choices.set(row, { ...blankable(row, ['Birthday', 'Zodiac']), ...choices.get(row) }); // prettier-ignore
      const was = findRow(scenario.from[edit.tab] ?? [], edit.tab, row)?.[edit.column] ?? '';
      const written = row[edit.column] ?? '';
      const choice = choices.get(row) ?? {};
      choices.set(row, choice);
      const ofRun = choice[edit.column] ?? { values: [written] };
      choice[edit.column] =
        was === written || !edit.raced
          ? { values: [edit.value] }
          : { ...ofRun, values: [edit.value, ...ofRun.values] };
    }
  }
  return TABS.flatMap((tab) => compare(tab, expected[tab] ?? [], tabs[tab] ?? [], optional, choices));
}

/** Sources whose failing leaves more than one right result. */
export interface Fails {
  imdb: boolean;
  /** Pages that are found by a name are somebody else's. */
  pages: boolean;
}

const blankable = (row: Row, columns: readonly string[]): Choice =>
  Object.fromEntries(columns.map((c) => [c, { values: [row[c] ?? '', ''] }]));

/** Nobody can tell that there would have been another page: what only that says stays blank. */
function allowBlanks(expected: Tabs, choices: Map<Row, Choice>): void {
  for (const row of [...(expected['RealiteaseInfo'] ?? []), ...(expected['FinalList'] ?? [])]) {
    choices.set(row, { ...blankable(row, ['Gender', 'Birthday', 'Zodiac']), ...choices.get(row) });
  }
}

/**
 * A person's column that was moved into the way of a write, in its very moment: what stood in it is not known. A cell
 * may be blank then, never anything else, and only if the run has named the column in its warning.
 */
function allowLostRemarks(rows: readonly Row[], choices: Map<Row, Choice>): void {
  for (const row of rows) choices.set(row, { ...blankable(row, [REMARKS]), ...choices.get(row) });
}

/** Columns that tell of all that is known of a person: a mixture of what the two sources make of it. */
const LISTS = /^(?:Show\w+|IMDbSeriesIDs|AlternativeNames|WWHLEpisodes|\w+CastIDs)$/;
const COUNTS = /^Total\w+$/;

const itemsOf = (value: Value = ''): string[] => String(value).split(/[,;]\s*/);

/** What a cell may hold where one run would write the first and another the second. */
function mixtureOf(column: string, value: Value = '', other: Value = ''): Allowed {
  const values = [value, other, ''];
  if (LISTS.test(column)) return { values, items: new Set([...itemsOf(value), ...itemsOf(other)]) };
  if (!COUNTS.test(column)) return { values };
  const counts = [Number(value), Number(other)] as const;
  return { values, range: [Math.min(...counts), counts[0] + counts[1]] };
}

/** What says who a person is where the two sources have no id in common, and IMDb's id. */
const WHO: Record<string, { named: readonly string[]; id: string }> = {
  CastInfo: { named: ['Name', 'TMDbSeriesID'], id: 'IMDbCastID' },
  RealiteaseInfo: { named: ['CastName'], id: 'CastIMDbID' },
};

/** The only row that TMDb alone makes of somebody of this name without telling an id at IMDb. */
function namesake(tab: string, row: Row, withoutImdb: Tabs): Row | undefined {
  // FinalList tells what RealiteaseInfo does.
  if (tab === 'FinalList') return namesake('RealiteaseInfo', { CastName: row['Name'] ?? '' }, withoutImdb);
  const standIns = withoutImdb[tab] ?? [];
  const who = WHO[tab];
  const alike = who
    ? standIns.filter((one) => (one[who.id] ?? '') === '' && who.named.every((c) => one[c] === row[c]))
    : [];
  return alike.length === 1 ? alike[0] : undefined;
}

/** `**`: not found in complete data. */
const NOT_KNOWN: ReadonlySet<Value> = new Set(['', '**']);

/**
 * Where IMDb failed for a time TMDb stands in for it, and some of that stays when IMDb is back: spellings, people who
 * qualified by it (stages.md §3.1) with what follows from them, and ids and seasons that IMDb's credits alone do not
 * give. Who is in a cast, with how many episodes, is exactly what IMDb says. No cell holds what neither run would
 * have put there.
 */
function allowStandIn(
  { withoutImdb }: Scenario,
  expected: Tabs,
  optional: Map<Row, true>,
  choices: Map<Row, Choice>,
): void {
  for (const tab of TABS) {
    const rows = expected[tab] ?? [];
    const standIns = withoutImdb[tab] ?? [];
    for (const row of rows) {
      const other = findRow(standIns, tab, row) ?? namesake(tab, row, withoutImdb) ?? {};
      const columns = [...new Set([...Object.keys(row), ...Object.keys(other)])].filter(
        (c) => tab !== 'CastInfo' || c === 'Name' || NOT_KNOWN.has(row[c] ?? ''),
      );
      choices.set(row, Object.fromEntries(columns.map((c) => [c, mixtureOf(c, row[c], other[c])])));
    }
    if (tab !== 'RealiteaseInfo' && tab !== 'FinalList') continue;
    for (const other of standIns.filter((one) => !findRow(rows, tab, one))) {
      const own = { ...other };
      rows.push(own);
      optional.set(own, true);
      choices.set(own, Object.fromEntries(Object.keys(own).map((c) => [c, mixtureOf(c, own[c])])));
    }
  }
}

function compare(
  tab: string,
  expected: readonly Row[],
  actual: readonly Row[],
  optional: ReadonlyMap<Row, true>,
  choices: ReadonlyMap<Row, Choice>,
): string[] {
  const left = [...actual];
  const missing: Row[] = [];
  for (const row of expected) {
    const at = left.findIndex((one) => fits(row, one, choices.get(row)));
    if (at >= 0) left.splice(at, 1);
    else if (!optional.has(row)) missing.push(row);
  }
  // Where a row was deleted, what was not yet in it may still be found for it.
  const over = left.filter((row) => ![...optional.keys()].some((gone) => isRest(tab, gone, row)));
  return [
    ...linesOf({ [tab]: missing }).map((line) => `- ${line}`),
    ...linesOf({ [tab]: over }).map((line) => `+ ${line}`),
  ];
}

const isRest = (tab: string, gone: Row, row: Row): boolean =>
  shares(namesOf(tab, gone), namesOf(tab, row)) &&
  Object.entries(row).every(([column, value]) => gone[column] === value);

function fits(expected: Row, actual: Row, choice: Choice = {}): boolean {
  const columns = new Set([...Object.keys(expected), ...Object.keys(actual), ...Object.keys(choice)]);
  return [...columns].every((column) =>
    isAllowed(actual[column] ?? '', choice[column] ?? { values: [expected[column] ?? ''] }),
  );
}

function isAllowed(value: Value, { values, items, range }: Allowed): boolean {
  if (values.includes(value)) return true;
  if (items && itemsOf(value).every((item) => items.has(item))) return true;
  return range !== undefined && Number(value) >= range[0] && Number(value) <= range[1];
}
