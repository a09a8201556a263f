/** Copies of tabs and ranges. */
import type { Cell, RangeBox, SheetModel, WorkbookModel } from '../model';
import { cellAt } from './cells';
import { checkProtection } from './write';

const copyCell = (cell: Cell): Cell => ({ ...cell });

/** `Copy of X`, or `Copy of X 1` and so on if that is taken. */
function copyName(workbook: WorkbookModel, name: string): string {
  const taken = new Set(workbook.sheets.map((sheet) => sheet.name.toLowerCase()));
  const base = `Copy of ${name}`;
  let copy = base;
  for (let number = 1; taken.has(copy.toLowerCase()); number++) copy = `${base} ${number}`;
  return copy;
}

/** A copy of a tab, not yet in the workbook: validations and formats go along, protection does not. */
export function copySheet(workbook: WorkbookModel, sheet: SheetModel): SheetModel {
  return {
    ...sheet,
    id: workbook.nextSheetId,
    name: copyName(workbook, sheet.name),
    cells: Array.from(sheet.cells, (row) =>
      row ? Array.from(row, (cell) => cell && copyCell(cell)) : (row as never),
    ),
    hidden: false,
    protectedSheet: false,
    filter: sheet.filter && { ...sheet.filter },
    columnWidths: { ...sheet.columnWidths },
    columnFormats: { ...sheet.columnFormats },
    merges: sheet.merges.map((box) => ({ ...box })),
    validations: sheet.validations.map((rule) => ({
      ...rule,
      range: { ...rule.range },
      list: [...rule.list],
    })),
    conditionalRules: sheet.conditionalRules.map((rule) => ({
      ...rule,
      ranges: rule.ranges.map((box) => ({ ...box })),
    })),
    charts: sheet.charts.map((chart) => ({
      ...chart,
      ranges: [...chart.ranges],
      options: { ...chart.options },
    })),
  };
}

export type CopyWhat = 'all' | 'values' | 'formats';

function merged(target: Cell | undefined, source: Cell | undefined, what: CopyWhat): Cell | undefined {
  if (what === 'all') return source && copyCell(source);
  if (what === 'values') {
    if (!source && !target) return undefined;
    const cell: Cell = { ...target, value: source?.value ?? '' };
    delete cell.formula;
    delete cell.link;
    return cell;
  }
  if (!source && !target) return undefined;
  const { format, bold, background, fontColor, wrap, horizontalAlignment } = source ?? {};
  return { ...(target ?? { value: '' }), format, bold, background, fontColor, wrap, horizontalAlignment };
}

/** Copies a box to where `to` begins; a larger target is filled with whole repeats, a smaller one overrun. */
export function copyBox(
  from: SheetModel,
  box: RangeBox,
  target: SheetModel,
  to: RangeBox,
  what: CopyWhat,
): void {
  checkProtection(target);
  const source = Array.from({ length: box.rows }, (_, row) =>
    Array.from({ length: box.columns }, (__, column) => cellAt(from, box.row + row, box.column + column)),
  );
  const repeats = (size: number, unit: number) => Math.max(1, Math.floor(size / unit)) * unit;
  const rows = Math.min(repeats(to.rows, box.rows), target.maxRows - to.row + 1);
  const columns = Math.min(repeats(to.columns, box.columns), target.maxColumns - to.column + 1);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = (target.cells[to.row - 1 + row] ??= []);
      const index = to.column - 1 + column;
      at[index] = merged(at[index], source[row % box.rows]?.[column % box.columns], what);
    }
  }
}
