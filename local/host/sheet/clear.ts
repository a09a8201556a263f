/** Taking away contents, formats, notes and dropdowns of cells (apps-script.md §4). */
import type { RangeBox, SheetModel } from '../model';
import { cellAt, forEachCell, subtract } from './cells';
import { checkProtection, clearContents } from './write';

export interface ClearOptions {
  contentsOnly?: unknown;
  formatOnly?: unknown;
  validationsOnly?: unknown;
  commentsOnly?: unknown;
}

const isWhole = (sheet: SheetModel, box: RangeBox): boolean =>
  box.row === 1 && box.rows >= sheet.maxRows && box.column === 1 && box.columns >= sheet.maxColumns;

export function clearFormats(sheet: SheetModel, box: RangeBox): void {
  checkProtection(sheet);
  if (isWhole(sheet, box)) sheet.columnFormats = {};
  forEachCell({ ...box, rows: Math.min(box.rows, sheet.cells.length - box.row + 1) }, (row, column) => {
    const cell = cellAt(sheet, row, column);
    if (!cell) return;
    delete cell.format;
    delete cell.bold;
    delete cell.background;
    delete cell.fontColor;
    delete cell.wrap;
    delete cell.horizontalAlignment;
  });
}

export function clearNotes(sheet: SheetModel, box: RangeBox): void {
  checkProtection(sheet);
  forEachCell({ ...box, rows: Math.min(box.rows, sheet.cells.length - box.row + 1) }, (row, column) => {
    delete cellAt(sheet, row, column)?.note;
  });
}

export function clearValidations(sheet: SheetModel, box: RangeBox): void {
  checkProtection(sheet);
  sheet.validations = sheet.validations.flatMap((rule) =>
    subtract(rule.range, box).map((range) => ({ ...rule, range })),
  );
}

/** Contents and formats, or what the options name; notes and dropdowns stay unless named. */
export function clearBox(sheet: SheetModel, box: RangeBox, options: ClearOptions = {}): void {
  const { contentsOnly, formatOnly, validationsOnly, commentsOnly } = options;
  const named = [contentsOnly, formatOnly, validationsOnly, commentsOnly].some((option) => option === true);
  if (!named || contentsOnly === true) clearContents(sheet, box);
  if (!named || formatOnly === true) clearFormats(sheet, box);
  if (validationsOnly === true) clearValidations(sheet, box);
  if (commentsOnly === true) clearNotes(sheet, box);
}
