/** What a person does to rows in the browser, on the model of a sheet. */
import type { Cell, CellContent, RangeBox, SheetModel } from '../host/model';

type Row = (Cell | undefined)[];

/** Every rectangle of a sheet goes through `move`; those for which it gives undefined are gone. */
function moveBoxes(sheet: SheetModel, move: (box: RangeBox) => RangeBox | undefined): void {
  const moved = (boxes: RangeBox[]) => boxes.flatMap((box) => move(box) ?? []);
  sheet.merges = moved(sheet.merges);
  sheet.validations = sheet.validations.flatMap((rule) => {
    const range = move(rule.range);
    return range ? [{ ...rule, range }] : [];
  });
  sheet.conditionalRules = sheet.conditionalRules
    .map((rule) => ({ ...rule, ranges: moved(rule.ranges) }))
    .filter((rule) => rule.ranges.length > 0);
  sheet.charts = sheet.charts.map((chart) => ({ ...chart, ranges: moved(chart.ranges) }));
  sheet.filter = sheet.filter && move(sheet.filter);
}

/** Inserts a blank row before sheet row `at`. */
export function insertRow(sheet: SheetModel, at: number): void {
  if (at <= sheet.cells.length) sheet.cells.splice(at - 1, 0, []);
  sheet.maxRows += 1;
  moveBoxes(sheet, (box) => {
    if (box.row >= at) return { ...box, row: box.row + 1 };
    return box.row + box.rows > at ? { ...box, rows: box.rows + 1 } : box;
  });
}

/** Deletes sheet row `at`. */
export function deleteRow(sheet: SheetModel, at: number): void {
  sheet.cells.splice(at - 1, 1);
  sheet.maxRows -= 1;
  if (at <= sheet.frozenRows) sheet.frozenRows -= 1;
  moveBoxes(sheet, (box) => {
    if (box.row > at) return { ...box, row: box.row - 1 };
    if (box.row + box.rows <= at) return box;
    return box.rows > 1 ? { ...box, rows: box.rows - 1 } : undefined;
  });
}

/** Order of kinds when Sheets sorts: numbers and dates, texts, booleans. */
function rank(value: CellContent): number {
  if (typeof value === 'number' || value instanceof Date) return 0;
  return typeof value === 'string' ? 1 : 2;
}

const collator = new Intl.Collator('en', { sensitivity: 'base' });

function compare(a: CellContent, b: CellContent): number {
  const byKind = rank(a) - rank(b);
  if (byKind !== 0) return byKind;
  if (typeof a === 'string' && typeof b === 'string') return collator.compare(a, b);
  return Number(a) - Number(b);
}

const isBlank = (row: Row | undefined): boolean =>
  !row?.some((cell) => cell && (cell.value !== '' || cell.formula));

/** Sorts the data rows, all columns of them, by one column; rows that are blank there come last. */
export function sortRows(sheet: SheetModel, column: number, descending: boolean): void {
  const first = Math.max(sheet.frozenRows, 1);
  let last = sheet.cells.length;
  while (last > first && isBlank(sheet.cells[last - 1])) last -= 1;
  const keyOf = (row: Row | undefined): CellContent => row?.[column - 1]?.value ?? '';
  const rows = Array.from(
    { length: Math.max(0, last - first) },
    (_, index) => sheet.cells[first + index] ?? [],
  );
  rows.sort((a, b) => {
    const [x, y] = [keyOf(a), keyOf(b)];
    if (x === '' || y === '') return Number(x === '') - Number(y === '');
    return descending ? compare(y, x) : compare(x, y);
  });
  sheet.cells.splice(first, rows.length, ...rows);
}
