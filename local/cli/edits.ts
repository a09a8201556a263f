/** `--edits`: what a person does to the workbook while the pipeline runs. */
import type { Cell, CellContent, SheetModel, WorkbookModel } from '../host/model';
import { columnNumber } from '../xlsx/boxes';
import { deleteRow, insertRow, sortRows } from './grid';
import { UsageError } from './usage';

/** A header, a column letter, or a number from 1. */
type ColumnName = string | number;

export type Edit = { afterCall: number; tab: string } & (
  | { op: 'sort'; column: ColumnName; descending: boolean }
  | { op: 'insert' | 'delete'; row: number }
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

/** How a typed text becomes a cell's content where the format is not plain text. */
export type TypedParser = (text: string, workbook: WorkbookModel) => Partial<Cell> & { value: CellContent };

function setCell(
  workbook: WorkbookModel,
  sheet: SheetModel,
  edit: Extract<Edit, { op: 'set' }>,
  parseTyped: TypedParser,
): void {
  const column = columnOf(sheet, edit.column);
  while (sheet.cells.length < edit.row) sheet.cells.push([]);
  const row = (sheet.cells[edit.row - 1] ??= []);
  const { formula: _, link: __, ...before } = row[column - 1] ?? { value: '' };
  const format = before.format ?? sheet.columnFormats[column];
  const typed = String(edit.value);
  const content = format === '@' ? { value: typed } : parseTyped(typed, workbook);
  row[column - 1] = { ...before, ...(format && { format }), ...content };
  sheet.maxRows = Math.max(sheet.maxRows, edit.row);
  sheet.maxColumns = Math.max(sheet.maxColumns, column);
}

/** Does one edit; throws an Error when the tab, row or column is not there. */
export function applyEdit(workbook: WorkbookModel, edit: Edit, parseTyped: TypedParser): void {
  const sheet = workbook.sheets.find(({ name }) => name === edit.tab);
  if (!sheet) throw new Error(`there is no tab "${edit.tab}"`);
  switch (edit.op) {
    case 'sort':
      return sortRows(sheet, columnOf(sheet, edit.column), edit.descending);
    case 'insert':
    case 'delete':
      if (edit.row > sheet.maxRows) throw new Error(`"${sheet.name}" has no row ${edit.row}`);
      return edit.op === 'insert' ? insertRow(sheet, edit.row) : deleteRow(sheet, edit.row);
    case 'set':
      return setCell(workbook, sheet, edit, parseTyped);
  }
}
