/** `--edits`: what a person does to the workbook while the pipeline runs. */
import type { SheetModel, WorkbookModel } from '../host/model';
import { lastRow } from '../host/sheet/cells';
import { sortRows } from '../host/sheet/sort';
import { deleteRows, insertRows } from '../host/sheet/structure';
import { writeContents } from '../host/sheet/write';
import { columnNumber } from '../xlsx/boxes';
import { UsageError } from './usage';

/** A header, a column letter, or a number from 1. */
type ColumnName = string | number;

export type Edit = { afterCall: number; tab: string } & (
  | { op: 'sort'; column: ColumnName; descending: boolean }
  | { op: 'insert'; row: number }
  | { op: 'delete'; row: number }
  | { op: 'set'; row: number; column: ColumnName; value: string | number | boolean }
);

const isWhole = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 1;
const isColumn = (value: unknown): value is ColumnName =>
  isWhole(value) || (typeof value === 'string' && value !== '');

function parseEdit(raw: unknown, where: string): Edit {
  const fail = (what: string): never => {
    throw new UsageError(`${where}: ${what}`);
  };
  if (typeof raw !== 'object' || raw === null) return fail('must be an object');
  const { afterCall, tab, op, row, column, value, descending = false } = raw as Record<string, unknown>;
  if (!isWhole(afterCall)) return fail('"afterCall" must be a whole number of at least 1');
  if (typeof tab !== 'string' || tab === '') return fail('"tab" must be the name of a tab');
  if (op !== 'sort' && !isWhole(row) && (op === 'insert' || op === 'delete' || op === 'set')) {
    return fail('"row" must be a whole number of at least 1');
  }
  if ((op === 'sort' || op === 'set') && !isColumn(column))
    return fail('"column" must be a header, a letter or a number');
  switch (op) {
    case 'sort':
      return { afterCall, tab, op, column: column as ColumnName, descending: Boolean(descending) };
    case 'insert':
    case 'delete':
      return { afterCall, tab, op, row: row as number };
    case 'set': {
      const typed = value ?? '';
      if (!['string', 'number', 'boolean'].includes(typeof typed))
        return fail('"value" must be a text, a number or a boolean');
      return { afterCall, tab, op, row: row as number, column: column as ColumnName, value: typed as string };
    }
    default:
      return fail('"op" must be sort, insert, delete or set');
  }
}

/** Reads an edits file's text, in the order in which the edits are to be done. Throws UsageError. */
export function parseEdits(text: string, file: string): Edit[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new UsageError(`--edits ${file}: not JSON.`);
  }
  if (!Array.isArray(json)) throw new UsageError(`--edits ${file}: must be a list of edits.`);
  const edits = json.map((raw, index) => parseEdit(raw, `--edits ${file}: edit ${index + 1}`));
  return edits.sort((a, b) => a.afterCall - b.afterCall);
}

/** Headers as the workbook's own rules match them: trimmed, case ignored. */
function columnOf(sheet: SheetModel, name: ColumnName): number {
  if (typeof name === 'number') return name;
  const wanted = name.trim().toLowerCase();
  const header =
    sheet.cells[0]?.findIndex(
      (cell) =>
        String(cell?.value ?? '')
          .trim()
          .toLowerCase() === wanted,
    ) ?? -1;
  if (header >= 0) return header + 1;
  const column = columnNumber(name);
  if (Number.isNaN(column)) throw new Error(`"${sheet.name}" has no column "${name}"`);
  return column;
}

function checkRow(sheet: SheetModel, row: number): void {
  if (row > sheet.maxRows) throw new Error(`"${sheet.name}" has no row ${row}`);
}

/** The data rows, below the frozen ones or the header, in all their columns. */
function sort(sheet: SheetModel, column: number, descending: boolean): void {
  const header = Math.max(sheet.frozenRows, 1);
  const rows = lastRow(sheet) - header;
  const columns = sheet.cells.reduce((widest, cells) => Math.max(widest, cells?.length ?? 0), column);
  if (rows > 0)
    sortRows(sheet, { row: header + 1, column: 1, rows, columns }, [{ column, ascending: !descending }]);
}

/** Does one edit at the instant `now`; throws an Error when the tab, row or column is not there. */
export function applyEdit(workbook: WorkbookModel, edit: Edit, now: number): void {
  const sheet = workbook.sheets.find(({ name }) => name === edit.tab);
  if (!sheet) throw new Error(`there is no tab "${edit.tab}"`);
  if (edit.op === 'sort') return sort(sheet, columnOf(sheet, edit.column), edit.descending);
  checkRow(sheet, edit.row);
  if (edit.op === 'insert') return insertRows(workbook, sheet, edit.row, 1);
  if (edit.op === 'delete') return deleteRows(sheet, edit.row, 1);
  const { locale, timeZone } = workbook;
  const box = { row: edit.row, column: columnOf(sheet, edit.column), rows: 1, columns: 1 };
  writeContents(sheet, box, () => String(edit.value), { locale, timeZone, now });
}
