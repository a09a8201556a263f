/** Short ways to state changes, and to tell which of them would change anything. */
import type { AnyTab, Header, RowOf } from '../../workbook/schema';
import type { CellChange, CellValue, Change, ConflictNote, Table, TableRow } from '../../workbook/types';

export type CellsOf<T extends AnyTab> = { [H in Header<T>]?: CellChange };

/** A cell to be written; `undefined` for a blank value, which never replaces anything. */
export function cell(value: CellValue, source: string, when?: CellChange['when']): CellChange | undefined {
  if (value === '') return undefined;
  return when === undefined ? { value, source } : { value, source, when };
}

/** The cells that are there: leaves out what is `undefined`. */
function present(cells: Readonly<Record<string, CellChange | undefined>>): Record<string, CellChange> {
  const out: Record<string, CellChange> = {};
  for (const [column, change] of Object.entries(cells)) if (change) out[column] = change;
  return out;
}

export function addRow<T extends AnyTab>(tab: T, cells: CellsOf<T>): Change {
  return { kind: 'add', tab, cells: present(cells) };
}

/**
 * The cells of a row that would really change under the columns' ownership, or whose origin would; null
 * if none would.
 * Steps that compare whole tabs use it to tell rows that are right from rows that have work.
 */
export function writeRow<T extends AnyTab>(
  table: Table<T>,
  row: TableRow<RowOf<T>>,
  cells: CellsOf<T>,
): Change | null {
  const out: Record<string, CellChange> = {};
  for (const [column, change] of Object.entries(present(cells))) {
    if (changes(table, row, column as Header<T>, change)) out[column] = change;
  }
  return Object.keys(out).length > 0 ? { kind: 'write', tab: table.tab, row, cells: out } : null;
}

function changes<T extends AnyTab>(
  table: Table<T>,
  row: TableRow<RowOf<T>>,
  header: Header<T>,
  change: CellChange,
): boolean {
  const now = (row.values as Record<string, CellValue>)[header] ?? '';
  const column = table.tab.columns[header];
  if (!column) return false;
  // A value equal to the source's takes over its origin: nothing is written but where it comes from.
  if (now === change.value)
    return now !== '' && column.rule !== 'manual' && table.origin(row, header) === null;
  if (change.when === 'correct') return true;
  if (column.rule === 'manual') return false;
  if (now === '') return true;
  if (column.rule === 'own') return !column.keepsEdits || table.origin(row, header) !== null;
  return change.when === 'refresh' && table.origin(row, header) !== null;
}

export function removeRow<T extends AnyTab>(tab: T, row: TableRow<RowOf<T>>, reason: string): Change {
  return { kind: 'remove', tab, row, reason };
}

/** Stands among the other values where the question is whether a row should stay. */
export const REMOVE_ROW = 'remove the row';

export function conflict(note: Omit<ConflictNote, 'tab'> & { tab: AnyTab }): Change {
  return { kind: 'conflict', note: { ...note, tab: note.tab.name } };
}
