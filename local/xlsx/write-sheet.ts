/** The model of a sheet into a worksheet of exceljs: a new one, or the one it was read from. */
import type { Row, Worksheet, WorksheetView } from 'exceljs';
import type { Cell, SheetModel } from '../host/model';
import { boxToA1 } from './boxes';
import { carriedCell, carriedSheet, type CarriedRow } from './carried';
import { internalsOf, type Sheet } from './internals';
import { writeConditional, writeValidations } from './rules';
import { argbFromColor, colorFromArgb, lookOf, styleMaker } from './styles';
import { escapeText } from './text';
import { formatForValue, writeValue } from './values';
import { pixelsFromWidth, widthFromPixels } from './widths';

type StyleMaker = ReturnType<typeof styleMaker>;

function writeCell(row: Row, column: number, cell: Cell, zone: string, styleFor: StyleMaker): void {
  const target = row.getCell(column);
  const carried = carriedCell(cell.carried);
  target.value = writeValue(cell, target.address, zone, carried);
  target.style = styleFor(carried.style, cell, formatForValue(cell, zone));
  if (!cell.note) return;
  const kept = carried.note;
  const same = kept && (kept.texts ?? []).map((run) => run.text).join('') === cell.note;
  target.note = same
    ? { ...kept, texts: (kept.texts ?? []).map((run) => ({ ...run, text: escapeText(run.text) })) }
    : escapeText(cell.note);
}

function writeRowLook(row: Row, carried: CarriedRow): void {
  if (carried.height) row.height = carried.height;
  if (carried.hidden) row.hidden = true;
  if (carried.outlineLevel) row.outlineLevel = carried.outlineLevel;
}

function writeCells(sheet: Sheet, model: SheetModel, zone: string, styleFor: StyleMaker): void {
  sheet._rows = [];
  for (const [index, cells] of model.cells.entries()) {
    if (!cells?.some(Boolean)) continue;
    const row = sheet.getRow(index + 1);
    for (const [at, cell] of cells.entries()) {
      if (cell) writeCell(row, at + 1, cell, zone, styleFor);
    }
    const look = carriedCell(cells[0]?.carried).row;
    if (look) writeRowLook(row, look);
  }
}

function writeMerges(sheet: Sheet, model: SheetModel): void {
  sheet._merges = {};
  for (const { row, column, rows, columns } of model.merges) {
    sheet.mergeCellsWithoutStyle(row, column, row + rows - 1, column + columns - 1);
  }
}

/** Columns last: a cell that exceljs makes takes over its column's style. */
function writeColumns(sheet: Sheet, model: SheetModel): void {
  const numbers = new Set([
    ...Object.keys(model.columnWidths),
    ...Object.keys(model.columnFormats),
    ...(sheet._columns ?? []).flatMap((column, index) => (column ? [String(index + 1)] : [])),
  ]);
  for (const number of [...numbers].map(Number)) {
    const column = sheet.getColumn(number);
    const pixels = model.columnWidths[number];
    if (pixels === undefined) column.width = undefined;
    else if (column.width === undefined || pixelsFromWidth(column.width) !== pixels) {
      column.width = widthFromPixels(pixels);
    }
    const format = model.columnFormats[number];
    if (lookOf(column.style ?? {}).format !== format) {
      const { numFmt: _, ...style } = column.style ?? {};
      column.style = format ? { ...style, numFmt: format } : style;
    }
  }
}

function writeView(sheet: Sheet, model: SheetModel): void {
  const {
    state: _,
    ySplit: __,
    topLeftCell: ___,
    ...view
  } = (sheet.views?.[0] ?? {}) as Record<string, unknown>;
  const xSplit = Number(view.xSplit ?? 0);
  const frozen = model.frozenRows > 0 || xSplit > 0;
  const split = frozen ? { state: 'frozen', xSplit, ySplit: model.frozenRows } : { state: 'normal' };
  sheet.views = [{ ...view, ...split } as WorksheetView];
}

function writeProtection(sheet: Sheet, model: SheetModel): void {
  const was = Boolean(sheet.sheetProtection?.sheet);
  if (model.protectedSheet && !was) sheet.sheetProtection = { sheet: true };
  if (!model.protectedSheet && was) sheet.sheetProtection = null;
}

/** Fills `worksheet` with what the model says; all else that it has from its file stays. */
export function writeSheet(
  worksheet: Worksheet,
  model: SheetModel,
  zone: string,
  styleFor: StyleMaker,
): void {
  const sheet = internalsOf(worksheet);
  const carried = carriedSheet(model.carried);
  writeCells(sheet, model, zone, styleFor);
  writeMerges(sheet, model);
  writeColumns(sheet, model);
  writeView(sheet, model);
  writeProtection(sheet, model);
  if (model.hidden !== (sheet.state !== 'visible')) sheet.state = model.hidden ? 'hidden' : 'visible';
  sheet.autoFilter = model.filter ? boxToA1(model.filter) : undefined;
  sheet.dataValidations.model = writeValidations(model.validations, carried.validations);
  sheet.conditionalFormattings = writeConditional(model.conditionalRules, carried.conditional);
  const { tabColor } = sheet.properties;
  if (colorFromArgb(tabColor?.argb) !== model.tabColor) {
    const argb = argbFromColor(model.tabColor);
    sheet.properties = { ...sheet.properties, tabColor: (argb ? { argb } : undefined) as typeof tabColor };
  }
}
