/** One worksheet of exceljs into the model. */
import type { Cell as ExcelCell, Comment, Row, Worksheet } from 'exceljs';
import type { Cell, RangeBox, SheetModel } from '../host/model';
import { a1ToBox, boxBetween } from './boxes';
import type { CarriedCell, CarriedRow, CarriedSheet } from './carried';
import { internalsOf, type RowInternals, type Sheet } from './internals';
import { readConditional, readValidations } from './rules';
import { colorFromArgb, lookOf, type CellStyle, type Look } from './styles';
import { readValue } from './values';
import { pixelsFromWidth } from './widths';

/** Sheets' own size of a new tab; no tab that is read is smaller. */
const MIN_ROWS = 1000;
const MIN_COLUMNS = 26;

interface Seen {
  look: Look;
  carried: CarriedCell | undefined;
}

/** Looks are worked out once a style: exceljs gives all cells of a style the same object. */
type StyleCache = WeakMap<CellStyle, Seen>;

function seenStyle(style: CellStyle, cache: StyleCache): Seen {
  let seen = cache.get(style);
  if (!seen) {
    const plain = Object.keys(style).length === 0;
    seen = { look: lookOf(style), carried: plain ? undefined : { style } };
    cache.set(style, seen);
  }
  return seen;
}

const noteText = (note: string | Comment): string =>
  typeof note === 'string' ? note : (note.texts ?? []).map((run) => run.text).join('');

function readCell(cell: ExcelCell, zone: string, cache: StyleCache): Cell | undefined {
  const { look, carried: styled } = seenStyle(cell.style, cache);
  const { carried: value, ...content } = readValue(cell, zone);
  const note = cell.note as string | Comment | undefined;
  if (content.value === '' && !content.formula && !styled && !note) return undefined;
  const more = note && typeof note !== 'string' ? { note } : undefined;
  const carried = value || more ? { ...styled, ...value, ...more } : styled;
  return {
    ...content,
    ...look,
    ...(note && { note: noteText(note) }),
    ...(carried && { carried }),
  };
}

function carriedRow(row: Row): CarriedRow | undefined {
  const { height, hidden, outlineLevel } = row;
  if (!height && !hidden && !outlineLevel) return undefined;
  return { ...(height && { height }), ...(hidden && { hidden }), ...(outlineLevel && { outlineLevel }) };
}

function readRow(row: Row & RowInternals, zone: string, cache: StyleCache): (Cell | undefined)[] {
  const cells: (Cell | undefined)[] = [];
  for (const [index, cell] of row._cells.entries()) {
    const read = cell && readCell(cell, zone, cache);
    if (read) cells[index] = read;
  }
  const carried = carriedRow(row);
  if (carried) {
    const first = cells[0] ?? { value: '' };
    cells[0] = { ...first, carried: { ...(first.carried as CarriedCell | undefined), row: carried } };
  }
  return cells;
}

function readFilter(sheet: Sheet): RangeBox | undefined {
  const { autoFilter } = sheet;
  if (!autoFilter) return undefined;
  if (typeof autoFilter === 'string') return a1ToBox(autoFilter);
  const corner = (end: typeof autoFilter.from) => (typeof end === 'string' ? a1ToBox(end) : end);
  const from = corner(autoFilter.from);
  const to = corner(autoFilter.to);
  return from && to && boxBetween(from, to);
}

function readColumns(sheet: Sheet): Pick<SheetModel, 'columnWidths' | 'columnFormats'> {
  const columnWidths: Record<number, number> = {};
  const columnFormats: Record<number, string> = {};
  for (const [index, column] of (sheet._columns ?? []).entries()) {
    if (!column) continue;
    if (column.width !== undefined && column.isCustomWidth) {
      columnWidths[index + 1] = pixelsFromWidth(column.width);
    }
    const { format } = lookOf(column.style ?? {});
    if (format) columnFormats[index + 1] = format;
  }
  return { columnWidths, columnFormats };
}

function readMerges(sheet: Sheet): RangeBox[] {
  return Object.values(sheet._merges).flatMap((range) =>
    range
      ? [boxBetween({ row: range.top, column: range.left }, { row: range.bottom, column: range.right })]
      : [],
  );
}

/** The worksheet as a model; `id` is to be given by the caller. */
export function readSheet(worksheet: Worksheet, zone: string): SheetModel {
  const sheet = internalsOf(worksheet);
  const cache: StyleCache = new WeakMap();
  const cells = Array.from(sheet._rows, (row) => (row ? readRow(row, zone, cache) : []));
  const widest = cells.reduce((most, row) => Math.max(most, row.length), 0);
  const { lists, others } = readValidations(sheet.dataValidations.model);
  const conditional = readConditional(sheet.conditionalFormattings);
  const view = sheet.views?.[0];
  const filter = readFilter(sheet);
  const tabColor = colorFromArgb(sheet.properties.tabColor?.argb);
  const carried: CarriedSheet = { validations: others, conditional: conditional.others };
  return {
    id: 0,
    name: sheet.name,
    maxRows: Math.max(MIN_ROWS, cells.length),
    maxColumns: Math.max(MIN_COLUMNS, widest),
    cells,
    frozenRows: view?.state === 'frozen' ? (view.ySplit ?? 0) : 0,
    hidden: sheet.state !== 'visible',
    ...(filter && { filter }),
    ...readColumns(sheet),
    merges: readMerges(sheet),
    validations: lists,
    conditionalRules: conditional.rules,
    charts: [],
    protectedSheet: Boolean(sheet.sheetProtection?.sheet),
    ...(tabColor && { tabColor }),
    carried,
  };
}
