/** Writing contents into cells, with all that a sheet does to them and refuses (apps-script.md §4). */
import { boxToA1 } from '../../xlsx/boxes';
import { ServiceError } from '../errors';
import { CELL_LENGTH } from '../limits';
import type { Cell, RangeBox, SheetModel, ValidationRule } from '../model';
import { cellAt, cellToWrite, contains, formatOf, intersects, TEXT_FORMAT } from './cells';
import { typed, type TypedContent, type TypedInto } from './typed';

const TOO_LONG = `Your input contains more than the maximum of ${CELL_LENGTH} characters in a single cell.`;

/** A plain object as Apps Script makes a text of it. */
function objectText(value: object): string {
  if (Array.isArray(value)) return value.map(String).join(',');
  const parts = Object.entries(value).map(([key, item]) => `${key}=${String(item)}`);
  return `{${parts.join(', ')}}`;
}

/** What a value of the script becomes in a cell of that format. */
function contentFor(value: unknown, format: string | undefined, into: TypedInto): TypedContent {
  if (value === null || value === undefined) return { value: '' };
  if (typeof value === 'string') return typed(value, format === TEXT_FORMAT, into);
  if (typeof value === 'number') return { value: Number.isFinite(value) ? value : '#NUM!' };
  if (typeof value === 'boolean') return { value };
  if (value instanceof Date) return { value: Number.isNaN(value.getTime()) ? '#NUM!' : new Date(value) };
  return { value: objectText(value as object) };
}

function put(cell: Cell, content: TypedContent): void {
  cell.value = content.value;
  delete cell.formula;
  delete cell.link;
  if (content.formula !== undefined) cell.formula = content.formula;
  if (content.format !== undefined && cell.format === undefined) cell.format = content.format;
}

function checkValidation(rules: ValidationRule[], row: number, column: number, content: TypedContent): void {
  const rule = rules.find(({ range }) => contains(range, row, column));
  if (!rule || content.value === '' || rule.list.includes(String(content.value))) return;
  const address = boxToA1({ row, column, rows: 1, columns: 1 });
  throw new ServiceError(
    `The data you entered in cell ${address} violates the data validation rules set on this cell.\n` +
      `Please enter one of the following values: ${rule.list.join(', ')}.`,
  );
}

/** Cells of a merged area other than its first hold nothing: what is written there is dropped. */
function coveredBy(merges: RangeBox[], row: number, column: number): boolean {
  return merges.some(
    (merge) => contains(merge, row, column) && (merge.row !== row || merge.column !== column),
  );
}

export function checkProtection(sheet: SheetModel): void {
  if (!sheet.protectedSheet) return;
  throw new ServiceError(
    'You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit.',
  );
}

/** Writes `valueAt(row, column)` (offsets within the box) into every cell; nothing if one of them is refused. */
export function writeContents(
  sheet: SheetModel,
  box: RangeBox,
  valueAt: (row: number, column: number) => unknown,
  into: TypedInto,
): void {
  checkProtection(sheet);
  const merges = sheet.merges.filter((merge) => intersects(merge, box));
  const rules = sheet.validations.filter((rule) => !rule.allowInvalid && intersects(rule.range, box));
  const writes: { row: number; column: number; content: TypedContent }[] = [];
  for (let r = 0; r < box.rows; r++) {
    for (let c = 0; c < box.columns; c++) {
      const [row, column] = [box.row + r, box.column + c];
      if (merges.length > 0 && coveredBy(merges, row, column)) continue;
      const content = contentFor(valueAt(r, c), formatOf(sheet, row, column), into);
      const long = typeof content.value === 'string' && content.value.length > CELL_LENGTH;
      if (long || (content.formula?.length ?? 0) > CELL_LENGTH) throw new ServiceError(TOO_LONG);
      if (rules.length > 0) checkValidation(rules, row, column, content);
      writes.push({ row, column, content });
    }
  }
  for (const { row, column, content } of writes) {
    const isNothing = content.value === '' && content.formula === undefined && !cellAt(sheet, row, column);
    if (!isNothing) put(cellToWrite(sheet, row, column), content);
  }
}

/** A text with a link on the whole of it, or without. */
export function writeRichText(
  sheet: SheetModel,
  row: number,
  column: number,
  text: string,
  link: string | null,
): void {
  const cell = cellToWrite(sheet, row, column);
  put(cell, { value: text });
  if (link) cell.link = link;
}

/** Empties cells; formats, notes and validations stay. */
export function clearContents(sheet: SheetModel, box: RangeBox): void {
  checkProtection(sheet);
  for (let row = box.row; row < box.row + box.rows; row++) {
    const cells = sheet.cells[row - 1];
    if (!cells) continue;
    for (let column = box.column; column < box.column + box.columns; column++) {
      const cell = cells[column - 1];
      if (cell) put(cell, { value: '' });
    }
  }
}
