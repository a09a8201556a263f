/**
 * What the workbook says of its own cells: the questions of `Conflicts`, and whose row and cell each is by
 * `_Provenance`. Where nothing but the run's way was disturbed it says what an undisturbed run says.
 */
import type { Fault } from '../faults/plan';
import type { SheetModel, WorkbookModel } from '../host';
import { REMARKS, TABS } from './tabs';

/** Of one row of a tab: whose it is, and by column the source and fingerprint of what was written. */
interface RowRecord {
  /** The tab, and the row's key as people read it. */
  name: string;
  isOwn: boolean;
  cells: Record<string, string>;
}

export interface Records {
  /** By tab and name of the row. */
  rows: Map<string, RowRecord>;
  questions: string[];
  /** Of each tab that is not data, its first header. */
  headers: Map<string, string>;
}

/** `[source, day, columns, what was written in each]` */
type CellGroup = [string, string, string, string[]];

const PROVENANCE = ['Tab', 'Key', 'Row', 'Cells', 'Names'];
const CONFLICTS = ['Tab', 'Key', 'Column', 'In the tab', 'From', 'Other values', 'What speaks for it', 'Decision', 'Status']; // prettier-ignore

/** Rows below the header, which a kill may have left blank: what they hold by column. */
function textsOf(sheet: SheetModel | undefined, columns: readonly string[]): Record<string, string>[] {
  const rows = Array.from(sheet?.cells.slice(1) ?? [], (cells) =>
    columns.map((_, i) => String(cells?.[i]?.value ?? '')),
  );
  return rows
    .filter((cells) => cells.some((text) => text !== ''))
    .map((cells) => Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? ''])));
}

function recordOf(name: string, row: string, cells: string): RowRecord {
  const groups = cells === '' ? [] : (JSON.parse(cells) as CellGroup[]);
  const written = groups.flatMap(([source, , columns, values]) =>
    columns.split(', ').map((column, i) => [column, `${values[i]} ${source}`] as const),
  );
  return { name, isOwn: /^(?:added|adopted)/.test(row), cells: Object.fromEntries(written) };
}

/** The latest line of a row counts. */
function rowsOf(sheet: SheetModel | undefined): Records['rows'] {
  let rows: Records['rows'] = new Map();
  for (const { Tab: tab, Key: key, Row: row = '', Cells: cells = '', Names: names } of textsOf(
    sheet,
    PROVENANCE,
  )) {
    if (key === '(tab)') {
      if (row === 'new') rows = new Map([...rows].filter(([name]) => !name.startsWith(`${tab} `)));
      continue;
    }
    const record = recordOf(`${tab} ${key}`, row, cells);
    for (const name of JSON.parse(names || '[]') as string[]) rows.set(`${tab} ${name}`, record);
  }
  return rows;
}

/** What a question says, whenever it was asked. */
const SAID = ['Tab', 'Key', 'Column', 'In the tab', 'Other values', 'Status'];

export function recordsOf({ sheets }: WorkbookModel): Records {
  const sheet = (name: string) => sheets.find((one) => one.name === name);
  return {
    rows: rowsOf(sheet('_Provenance')),
    questions: textsOf(sheet('Conflicts'), CONFLICTS)
      .map((cells) => SAID.map((header) => cells[header]).join(' · '))
      .sort(),
    headers: new Map(
      sheets
        .filter(({ name }) => !TABS.includes(name) && !name.includes(' snapshot '))
        .map(({ name, cells }) => [name, String(cells[0]?.[0]?.value ?? '')]),
    ),
  };
}

/** Faults that leave the same to be said: what sources answer, and what a person types, may give another answer. */
const SILENT: ReadonlySet<Fault['kind']> = new Set([
  ...(['kill', 'service', 'propertiesFull', 'cacheEmptied', 'triggersRefused', 'triggersDisabled'] as const),
  ...(['firedMeanwhile', 'firedLate', 'firedTwice', 'unconfirmed'] as const),
]);

export function saysTheSame(fault: Fault): boolean {
  if (fault.kind !== 'edit') return SILENT.has(fault.kind);
  const { edit } = fault;
  return edit.op === 'set' ? edit.column === REMARKS : edit.op !== 'delete';
}

/** What a record says of its row and cells, in words. */
function wordsOf(record: RowRecord | undefined): string {
  if (!record) return 'nothing is known of it';
  const cells = Object.entries(record.cells).map(([column, written]) => `${column} ${written}`);
  return [record.isOwn ? "the add-on's row" : "a person's row", ...cells.sort()].join(', ');
}

function differences(expected: Records, actual: Records): string[] {
  const lines = new Set<string>();
  for (const key of new Set([...expected.rows.keys(), ...actual.rows.keys()])) {
    const [is, should] = [actual.rows.get(key), expected.rows.get(key)];
    const [found, meant] = [wordsOf(is), wordsOf(should)];
    if (found !== meant) lines.add(`_Provenance, ${(should ?? is)?.name}: ${found}; expected: ${meant}`);
  }
  for (const [tab, found] of actual.headers) {
    const meant = expected.headers.get(tab);
    if (found !== meant) lines.add(`${tab} begins with "${found}"; expected: ${meant ?? 'no such tab'}`);
  }
  const left = [...actual.questions];
  for (const question of expected.questions) {
    const at = left.indexOf(question);
    if (at < 0) lines.add(`- Conflicts ${question}`);
    else left.splice(at, 1);
  }
  return [...lines, ...left.map((question) => `+ Conflicts ${question}`)];
}

/** A copy that a kill left and that is not what its tab is any more may be a person's: it stays. */
const isTyped = (fault: Fault): boolean => fault.kind === 'edit' && fault.edit.op === 'set';

/** What the workbook says of its cells and should not, in lines. */
export function amiss(plan: readonly Fault[], expected: Records, actual: Records): string[] {
  if (!plan.every(saysTheSame)) return [];
  if (!plan.some(isTyped)) return differences(expected, actual);
  const headers = new Map([...actual.headers].filter(([name]) => !name.startsWith('Copy of ')));
  return differences(expected, { ...actual, headers });
}
