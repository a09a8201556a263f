/** The tab `Dry Run`: what a run would write, a line for each cell. It is also what the rest of the dry run builds on. */
import type { Gateway } from './gateway';
import { ownTab } from './ownTabs';
import type { DryLine } from './types';

export const DRY_RUN = {
  name: 'Dry Run',
  columns: ['Tab', 'Key', 'Column', 'Old', 'New', 'Source', 'What', 'Run', 'Result'],
  widths: [120, 220, 140, 240, 240, 160, 80, 100, 260],
  wraps: ['Old', 'New'],
  marks: [
    { column: 'Column', when: '="(row)"', colour: 'bad' },
    { column: 'Old', when: '<>""', colour: 'attention' },
    { column: 'New', when: '<>""', colour: 'good' },
  ],
} as const;

/** Stands in the column's place where a whole row would go. */
export const WHOLE_ROW = '(row)';

const RESULT = DRY_RUN.columns.indexOf('Result') + 1;

export class DryRunTab {
  private count: number | null = null;

  constructor(private readonly gateway: Gateway) {}

  /** Empties the tab for a new dry run. */
  clear(): void {
    const sheet = ownTab(this.gateway, DRY_RUN);
    const rows = this.gateway.lastRow(sheet) - 1;
    if (rows > 0)
      this.gateway.change(() => void sheet.getRange(2, 1, rows, DRY_RUN.columns.length).clearContent());
    this.count = 0;
  }

  add(lines: readonly DryLine[]): void {
    if (lines.length === 0) return;
    const sheet = ownTab(this.gateway, DRY_RUN);
    const from = (this.count ??= Math.max(0, this.gateway.lastRow(sheet) - 1));
    const rows = lines.map(({ tab, key, column, old, next, source, what, run, result }) => [
      tab,
      key,
      column,
      old,
      next,
      source,
      what,
      run,
      result,
    ]);
    this.gateway.reserveRows(sheet, from + rows.length + 1);
    this.gateway.write(sheet, from + 2, 1, rows, true);
    this.count = from + rows.length;
  }

  read(): DryLine[] {
    const sheet = this.gateway.sheet(DRY_RUN.name);
    if (!sheet) return [];
    const rows = Math.max(0, this.gateway.lastRow(sheet) - 1);
    this.count = rows;
    return this.gateway
      .read(sheet, { row: 2, column: 1, rows, columns: DRY_RUN.columns.length })
      .map((row) => row.map(String))
      .map(
        ([
          tab = '',
          key = '',
          column = '',
          old = '',
          next = '',
          source = '',
          what = '',
          run = '',
          result = '',
        ]) => ({
          tab,
          key,
          column,
          old,
          next,
          source,
          what: what as DryLine['what'],
          run,
          result,
        }),
      );
  }

  /** Says of each line, by its place, what became of it. */
  setResults(results: ReadonlyMap<number, string>): void {
    const sheet = this.gateway.sheet(DRY_RUN.name);
    if (!sheet) return;
    const rows = Math.max(0, ...[...results.keys()].slice(-1)) + 1;
    const column = Array.from({ length: rows }, (_, i) => [results.get(i) ?? '']);
    this.gateway.write(sheet, 2, RESULT, column, true);
  }
}
