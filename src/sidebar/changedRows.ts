/** The rows that the last run added, changed or removed: what its counts lead to. */
import { readStored } from '../engine/checkpoint';
import { documentProperties } from '../engine/store';
import { findColumns } from '../workbook/headers';
import { Gateway } from '../workbook/gateway';
import { displayKey, displayKeys, keyColumns, tokensOf } from '../workbook/identity';
import type { AnyTab } from '../workbook/schema';
import { dataTabs } from '../workbook/tabs';
import type { CellValue, DoneRow } from '../workbook/types';
import { doneBy } from '../workbook/undoLog';
import type { ChangedRow, ChangedRows } from './api';
import { readCells } from './cells';
import { textIn, wholeIn, type Request } from './request';

const KINDS = { added: 'add', updated: 'write', removed: 'remove' } as const;
type Values = Record<string, CellValue>;

/** `{tab, what: 'added' | 'updated' | 'removed', offset, limit}` → a row once, however often the run came back to it. */
export function changedRows(request: Request): ChangedRows {
  const tab = dataTabs.find(({ name }) => name === textIn(request, 'tab'));
  const kind = KINDS[textIn(request, 'what') as keyof typeof KINDS];
  const { record } = readStored(documentProperties().getProperties());
  if (!tab || !kind || !record) return { rows: [], more: false };
  const offset = wholeIn(request, 'offset', 0) ?? 0;
  const end = offset + (wholeIn(request, 'limit', 1) ?? 100);
  const found = new Gathered(tab);
  const gateway = new Gateway(SpreadsheetApp.getActiveSpreadsheet());
  for (const lot of doneBy(gateway, record.id, kind)) {
    for (const done of lot) if (done.what !== 'decide' && done.tab === tab.name) found.take(done);
    // A row that is met again belongs to one that is there.
    if (kind !== 'write' && found.rows.length > end) break;
  }
  const rows = found.rows.slice(offset, end);
  return { rows: kind === 'remove' ? rows : named(gateway, tab, rows), more: found.rows.length > end };
}

/** Rows by their keys; one that got another id on the way is still the same. */
class Gathered {
  readonly rows: ChangedRow[] = [];
  private readonly byName = new Map<string, ChangedRow>();

  constructor(private readonly tab: AnyTab) {}

  take(done: Exclude<DoneRow, { what: 'decide' }>): void {
    const { tab } = this;
    const values = done.what === 'remove' ? done.row.values : done.keys;
    const names = [values, done.what === 'write' ? done.before : {}].flatMap((one) => tokensOf(tab.key, one));
    const known = names.map((name) => this.byName.get(name)).find(Boolean);
    const row = known ?? { key: '', name: done.what === 'remove' ? nameIn(tab, values) : '', cells: [] };
    row.key = displayKey(tab, values);
    for (const name of names) this.byName.set(name, row);
    if (done.what === 'write')
      for (const [column, [old]] of Object.entries(done.cells))
        if (!row.cells.some((cell) => cell.column === column)) row.cells.push({ column, old: String(old) });
    if (!known) this.rows.push(row);
  }
}

/** The first column of a tab is what people call the row. */
const nameIn = (tab: AnyTab, values: Values): string =>
  String(values[Object.keys(tab.columns)[0] ?? ''] ?? '');

function named(gateway: Gateway, tab: AnyTab, rows: ChangedRow[]): ChangedRow[] {
  const sheet = gateway.sheet(tab.name);
  if (!sheet || rows.length === 0) return rows;
  const [header = []] = sheet.getRange(1, 1, 1, Math.max(1, sheet.getLastColumn())).getValues();
  const headers = new Set([...Object.keys(tab.columns).slice(0, 1), ...keyColumns(tab)]);
  const names = new Map<string, string>();
  for (const values of readCells(sheet, tab, findColumns(tab, header).at, [...headers]))
    for (const key of displayKeys(tab, values)) names.set(key, nameIn(tab, values));
  return rows.map((row) => ({ ...row, name: names.get(row.key) ?? '', gone: !names.has(row.key) }));
}
