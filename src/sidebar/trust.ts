/** What the pages show of questions, dry runs, copies and origins, and what a person says to them. */
import { findColumns } from '../workbook/headers';
import { ConflictsTab } from '../workbook/conflictsTab';
import { choicesOf, readDecision } from '../workbook/question';
import { DryRunTab } from '../workbook/dryRunTab';
import { Gateway } from '../workbook/gateway';
import { displayKey, tokensOf } from '../workbook/identity';
import { normaliseCell } from '../workbook/normalise';
import { DECIDED } from '../workbook/provenance';
import { holds, PROVENANCE, readLine, type CellRecord } from '../workbook/provenanceLine';
import { listSnapshots, type Snapshot } from '../workbook/snapshots';
import type { AnyTab } from '../workbook/schema';
import { dataTabs } from '../workbook/tabs';
import type { CellValue, DryLine, UndoInfo } from '../workbook/types';
import { lastDone } from '../workbook/undoLog';
import { WRITTEN } from '../tools/apply';
import type { Said } from './api';
import { textIn, wholeIn, type Request } from './request';

const MOST = 500;

const gateway = (): Gateway => new Gateway(SpreadsheetApp.getActiveSpreadsheet());

function day(date: Date): string {
  return Utilities.formatDate(
    date,
    SpreadsheetApp.getActiveSpreadsheet().getSpreadsheetTimeZone(),
    'yyyy-MM-dd',
  );
}

function part<T>(all: readonly T[], request: Request): T[] {
  const from = wholeIn(request, 'offset', 0) ?? 0;
  return all.slice(from, from + Math.min(MOST, wholeIn(request, 'limit', 1) ?? MOST));
}

interface TabCounts {
  tab: string;
  added: number;
  changed: number;
  removed: number;
}

/** `{offset, limit}` → what the last dry run would change: rows by tab, and the lines asked for. */
export function dryRunResult(request: Request): unknown {
  const all = new DryRunTab(gateway()).read();
  const lines = all.filter(({ what }) => what !== 'question');
  const rest = lines.filter(({ result }) => result !== '' && result !== WRITTEN);
  return {
    total: lines.length,
    questions: all.length - lines.length,
    applied: lines.some(({ result }) => result !== ''),
    byTab: countByTab(lines),
    lines: part(lines, request),
    rest: rest.slice(0, MOST).map((line) => ({ ...line, why: line.result })),
  };
}

function countByTab(lines: readonly DryLine[]): TabCounts[] {
  const tabs = new Map<string, Record<'add' | 'change' | 'remove', Set<string>>>();
  for (const { tab, key, what } of lines) {
    const counts = tabs.get(tab) ?? { add: new Set(), change: new Set(), remove: new Set() };
    tabs.set(tab, counts);
    if (what !== 'question' && !(what === 'change' && counts.add.has(key))) counts[what].add(key);
  }
  return [...tabs].map(([tab, { add, change, remove }]) => ({
    tab,
    added: add.size,
    changed: change.size,
    removed: remove.size,
  }));
}

export function snapshots(): { snapshots: Snapshot[] } {
  return { snapshots: listSnapshots(gateway()) };
}

export function undoInfo(): UndoInfo | null {
  return lastDone(gateway());
}

/** `{offset, limit, tab?}` → the questions that are open (on that tab), those that wait to be carried out among them. */
export function listConflicts(request: Request): unknown {
  const of = textIn(request, 'tab');
  const open = new ConflictsTab(gateway(), '')
    .list()
    .filter(({ status, tab }) => status === 'open' && (of === '' || tab === of));
  return {
    open: open.length,
    conflicts: part(open, request).map((question) => ({ ...question, choices: choicesOf(question) })),
  };
}

/** `{id, choice, value?}`: as if it had been picked in the tab. Carried out by the next run, or the step `decide`. */
export function decideConflict(request: Request): Said {
  const choice = textIn(request, 'choice');
  const text = [choice, textIn(request, 'value', 1000)].filter(Boolean).join(' ');
  const tab = new ConflictsTab(gateway(), '');
  const question = tab.list().find(({ id }) => id === textIn(request, 'id'));
  if (!question) return { ok: false, message: 'This question is not in Conflicts any more.' };
  const choices = choicesOf(question);
  const alone = choices.find((one) => one === text || (text === 'ignore' && one.startsWith('ignore')));
  const named = question.others.some(
    ({ value }) => choices.includes(choice) && text === `${choice} ${value}`,
  );
  if (!readDecision(text) || !(alone ?? named))
    return { ok: false, message: `This question takes: ${choices.join(', ')}.` };
  tab.decide(question.id, alone ?? text);
  SpreadsheetApp.flush();
  return { ok: true, message: 'It is carried out at once by "Carry out decisions", or by the next run.' };
}

interface CellInfo {
  tab: string;
  key: string;
  column: string;
  value: string;
  /** One sentence on where the value comes from. */
  text: string;
}

/** Of the selected cell; null if it is none of a data tab. */
export function cellInfo(): CellInfo | null {
  const spreadsheet = SpreadsheetApp.getActiveSpreadsheet();
  const range = spreadsheet.getActiveRange();
  const sheet = range?.getSheet();
  const tab = dataTabs.find(({ name }) => name === sheet?.getName());
  if (!range || !sheet || !tab || range.getRow() < 2) return null;
  const width = Math.max(1, sheet.getLastColumn());
  const { at } = findColumns(tab, sheet.getRange(1, 1, 1, width).getValues()[0] ?? []);
  const column = [...at].find(([, place]) => place === range.getColumn())?.[0];
  if (column === undefined) return null;
  const [line = []] = sheet.getRange(range.getRow(), 1, 1, width).getValues();
  const values: Record<string, CellValue> = {};
  for (const [header, place] of at) {
    const type = (tab as AnyTab).columns[header]?.type;
    if (type) values[header] = normaliseCell(type, line[place - 1], day);
  }
  const key = displayKey(tab, values);
  if (key === '') return null;
  const value = values[column] ?? '';
  const record = recordOf(spreadsheet, tab, values)?.cells.get(column);
  return { tab: tab.name, key, column, value: String(value), text: sentence(value, record) };
}

/** The last line of `_Provenance` about the row, found by Sheets itself. */
function recordOf(
  spreadsheet: GoogleAppsScript.Spreadsheet.Spreadsheet,
  tab: AnyTab,
  values: Record<string, CellValue>,
): ReturnType<typeof readLine> {
  const sheet = spreadsheet.getSheetByName(PROVENANCE);
  const [name] = tokensOf(tab.key, values);
  if (!sheet || name === undefined) return null;
  const found = sheet.createTextFinder(JSON.stringify(name)).matchCase(true).findAll();
  for (const range of found.reverse()) {
    const line = (sheet.getRange(range.getRow(), 1, 1, 5).getValues()[0] ?? []).map(String);
    if (line[0] === tab.name) return readLine(line);
  }
  return null;
}

function sentence(value: CellValue, record: CellRecord | undefined): string {
  if (value === '') return 'blank';
  if (!record || !holds(record, value)) return `${value} · typed by a person, and kept`;
  if (record.source === DECIDED) return `${value} · ${DECIDED}, ${record.date}, and kept`;
  const [source = '', ...more] = record.source.split(' · ');
  return [value, source, `fetched ${record.date}`, ...more].join(' · ');
}
