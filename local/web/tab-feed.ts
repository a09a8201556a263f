/**
 * A tab as the page shows it, and what of it has changed since the page last asked. Rows are kept as
 * the JSON that the page gets, so that a tab of 30,000 rows is compared and sent without ado.
 */
import type { Cell, RangeBox, SheetModel } from '../host/model';
import { cellAt, lastColumn, lastRow } from '../host/sheet/cells';
import { displayText } from '../host/sheet/display';
import type { Look, TabHead } from './tab-view';

/** Empty rows and columns after the last ones, to type into. */
const SPARE_ROWS = 20;
const SPARE_COLUMNS = 1;

function lookOf(cell: Cell): Look | undefined {
  const { background = '', fontColor = '', bold } = cell;
  return background || fontColor || bold ? [background, fontColor, bold ? 1 : 0] : undefined;
}

/** `[texts…]`, with looks `[[texts…], {column: look}]`. */
function rowJson(sheet: SheetModel, row: number, columns: number, zone: string): string {
  const texts: string[] = [];
  const looks: Record<number, Look> = {};
  let hasLooks = false;
  let last = 0;
  for (let column = 1; column <= columns; column++) {
    const cell = cellAt(sheet, row, column);
    const text = cell?.formula ?? displayText(cell, zone);
    texts.push(text);
    if (text) last = column;
    const look = cell && lookOf(cell);
    if (!look) continue;
    looks[column] = look;
    hasLooks = true;
  }
  texts.length = last;
  return hasLooks ? JSON.stringify([texts, looks]) : JSON.stringify([texts]);
}

function chartData(sheet: SheetModel, ranges: readonly RangeBox[]): (string | number)[][] {
  const rows: (string | number)[][] = [];
  for (const box of ranges) {
    for (let row = 0; row < box.rows; row++) {
      const cells = (rows[row] ??= []);
      for (let column = 0; column < box.columns; column++) {
        const value = cellAt(sheet, box.row + row, box.column + column)?.value ?? '';
        cells.push(
          typeof value === 'number' ? value : value instanceof Date ? value.toISOString() : String(value),
        );
      }
    }
  }
  return rows;
}

/** As Sheets has it on a chart's axis: from the format of the first figure. */
function unitOf(sheet: SheetModel, [box]: readonly RangeBox[]): string {
  const first = box && cellAt(sheet, box.row + 1, box.column + 1);
  return first?.format?.includes('%') ? '%' : '';
}

export class TabFeed {
  version = 1;
  private rows: string[] = [];
  private rowVersions: number[] = [];
  private columns = 0;
  private dirty: { from: number; to: number }[] | 'all' = 'all';

  constructor(
    readonly sheet: SheetModel,
    private readonly zone: () => string,
  ) {}

  /** The tab has changed: within the box, or anywhere. */
  touch(box?: RangeBox): void {
    this.version += 1;
    if (!box || this.dirty === 'all' || this.dirty.length > 200) this.dirty = 'all';
    else this.dirty.push({ from: box.row, to: box.row + box.rows - 1 });
  }

  private refresh(): void {
    const rows = Math.min(lastRow(this.sheet) + SPARE_ROWS, this.sheet.maxRows);
    const columns = Math.min(Math.max(lastColumn(this.sheet) + SPARE_COLUMNS, 8), this.sheet.maxColumns);
    const known = Math.min(this.rows.length, rows);
    const all = this.dirty === 'all' || columns !== this.columns;
    const stretches = all || this.dirty === 'all' ? [{ from: 1, to: rows }] : this.dirty;
    this.columns = columns;
    this.dirty = [];
    this.rows.length = this.rowVersions.length = rows;
    for (const { from, to } of stretches) this.renew(from, Math.min(to, rows));
    this.renew(known + 1, rows);
  }

  private renew(from: number, to: number): void {
    for (let row = from; row <= to; row++) {
      const json = rowJson(this.sheet, row, this.columns, this.zone());
      if (this.rows[row - 1] === json) continue;
      this.rows[row - 1] = json;
      this.rowVersions[row - 1] = this.version;
    }
  }

  private head(): TabHead {
    const { sheet } = this;
    return {
      id: sheet.id,
      name: sheet.name,
      version: this.version,
      hasHeader: sheet.frozenRows > 0,
      columns: this.columns,
      rows: this.rows.length,
      widths: sheet.columnWidths,
      rules: sheet.conditionalRules,
      lists: sheet.validations.map(({ range, list }) => ({ range, list })),
      charts: sheet.charts.map(({ id, type, title, anchor, ranges }) => ({
        id,
        type,
        title,
        anchor,
        data: chartData(sheet, ranges),
        unit: unitOf(sheet, ranges),
      })),
    };
  }

  /** JSON `{head, rows: {number: row}}` with the rows that changed after that version. */
  since(version: number): string {
    if (this.dirty === 'all' || this.dirty.length > 0) this.refresh();
    const changed: string[] = [];
    for (let index = 0; index < this.rows.length; index++) {
      if ((this.rowVersions[index] ?? 0) > version)
        changed.push(`"${index + 1}":${this.rows[index] ?? '[[]]'}`);
    }
    return `{"head":${JSON.stringify(this.head())},"rows":{${changed.join(',')}}}`;
  }
}
