/**
 * Writes a batch's rows into one tab. Nobody keeps people from sorting or deleting meanwhile, so rows are
 * looked up by key right before they are written and once more after; what landed in a wrong row is taken
 * back and written again where it belongs (workbook.md, ground rule 2).
 */
import { spansOf, type BoundTab } from './boundTab';
import { contradicts, displayKey, tokensOf } from './identity';
import { mayWrite } from './ownership';
import type { Provenance, WrittenCell } from './provenance';
import type { TableView, Values, ViewRow } from './tableView';
import type { CellChange, CellValue } from './types';

export interface WriteTask {
  row: ViewRow;
  cells: Record<string, CellChange>;
}

/** What a row is about to get. */
interface Pending {
  task: WriteTask;
  /** As read right before the write. */
  before: Values;
  cells: WrittenCell[];
}

interface Addition {
  values: Values;
  cells: WrittenCell[];
}

type Log = (level: 'info' | 'warning', message: string, key: string) => void;

/** How often a batch chases rows that keep moving. */
const CHASES = 4;

export class TabWriter {
  constructor(
    private readonly bound: BoundTab,
    private readonly view: TableView,
    private readonly provenance: Provenance,
    private readonly today: string,
    private readonly log: Log,
  ) {}

  /** @returns how many rows were changed, and how many added */
  apply(
    tasks: readonly WriteTask[],
    additions: readonly Record<string, CellChange>[],
  ): { updated: number; added: number } {
    const changed = new Set<ViewRow>();
    let open = [...tasks];
    let adding = additions.map(completed);
    let added = 0;
    for (let chase = 0; chase < CHASES && (open.length > 0 || adding.length > 0); chase++) {
      const pending = this.locate(open, adding.length > 0 ? 1 : 2).flatMap((found) => this.decide(found));
      const bottom = adding.length > 0 ? this.bottom() : 0;
      adding = adding.filter((addition) => this.view.match(addition.values).kind === 'none');
      for (const { task, before, cells } of pending) this.notePending(task.row, before, cells);
      for (const { values, cells } of adding) this.noteAddition(values, cells);
      this.provenance.save();
      this.writeCells(pending);
      if (adding.length > 0) this.bound.writeRows(bottom + 1, adding.map(({ values }) => values)); // prettier-ignore
      this.bound.flush();
      const astray = this.verify(pending, bottom, adding);
      for (const { task, cells } of pending) {
        if (astray.has(task)) continue;
        this.view.update(task.row, valuesOf(cells));
        if (cells.some(({ column, value }) => task.row.values[column] === value)) changed.add(task.row);
      }
      added += adding.length;
      adding = [];
      open = open.filter((task) => astray.has(task));
    }
    for (const { row } of open)
      this.log('warning', 'The row kept moving; it is written in the next run.', this.keyOf(row));
    return { updated: changed.size, added };
  }

  /** Removes rows, bottom-up, and looks whether any other row went with them. */
  remove(rows: readonly ViewRow[]): number {
    const found = this.locate(rows.map((row) => ({ row, cells: {} })), 2).map(({ task }) => task.row); // prettier-ignore
    for (const row of found) this.provenance.noteRow(this.view.tab, row.values, 'removed', this.today);
    this.provenance.save();
    const places = found.map((row) => row.sheetRow);
    for (const span of adjacent(places)) this.bound.deleteRows(span);
    for (const row of found) this.view.delete(row);
    this.view.closeGaps(places);
    this.bound.flush();
    const missing = this.relocate();
    for (const row of missing) {
      this.log(
        'warning',
        'The row was removed while rows around it moved; it is put back at the bottom.',
        this.keyOf(row),
      );
    }
    if (missing.length > 0) this.putBack(missing);
    return found.length;
  }

  /**
   * Where the rows are now, with their values; rows that are gone are dropped and logged.
   * @param most reads for the whole batch, while no row has moved
   */
  private locate(tasks: readonly WriteTask[], most: number): { task: WriteTask; values: Values }[] {
    if (tasks.length === 0) return [];
    const headers = this.headersOf(tasks);
    let found = this.readPlaces(tasks, headers, most);
    for (let chase = 0; chase < CHASES && found.length < tasks.length; chase++) {
      const gone = new Set(this.relocate());
      const there = tasks.filter(({ row }) => !gone.has(row));
      if (there.length < tasks.length) {
        for (const { row } of tasks) {
          if (!gone.has(row)) continue;
          this.log('info', 'The row is gone; what was found for it is dropped.', this.keyOf(row));
          this.view.delete(row);
        }
        tasks = there;
      }
      found = this.readPlaces(tasks, headers, most);
    }
    return found;
  }

  private headersOf(tasks: readonly WriteTask[]): string[] {
    return [...new Set([...this.bound.keys, ...tasks.flatMap(({ cells }) => Object.keys(cells))])];
  }

  /** Those of the rows that are where they were. */
  private readPlaces(
    tasks: readonly WriteTask[],
    headers: readonly string[],
    most: number,
  ): { task: WriteTask; values: Values }[] {
    const byPlace = this.readSpans(tasks.map(({ row }) => row.sheetRow), headers, most); // prettier-ignore
    return tasks.flatMap((task) => {
      const values = byPlace.get(task.row.sheetRow);
      return values && this.isSame(task.row.values, values) ? [{ task, values }] : [];
    });
  }

  private readSpans(rows: readonly number[], headers: readonly string[], most: number): Map<number, Values> {
    const byPlace = new Map<number, Values>();
    for (const span of spansOf(rows, most)) {
      this.bound.read(span, headers).forEach((values, i) => byPlace.set(span.row + i, values));
    }
    return byPlace;
  }

  private isSame(a: Values, b: Values): boolean {
    const { key } = this.view.tab;
    const names = new Set(tokensOf(key, a));
    return tokensOf(key, b).some((token) => names.has(token)) && !contradicts(key, a, b);
  }

  /** Reads all keys and notes where every row is. @returns rows that are nowhere */
  private relocate(): ViewRow[] {
    const rows = this.bound.lastRow() - 1;
    const keys = rows > 0 ? this.bound.read({ row: 2, rows }, this.bound.keys) : [];
    const places = new Map<string, number[]>();
    keys.forEach((values, i) => {
      for (const token of tokensOf(this.view.tab.key, values))
        places.set(token, [...(places.get(token) ?? []), i + 2]);
    });
    const taken = new Set<number>();
    const missing: ViewRow[] = [];
    for (const row of this.view.rows) {
      const candidates = tokensOf(this.view.tab.key, row.values).flatMap((token) => places.get(token) ?? []);
      const free = candidates.filter((place) => !taken.has(place));
      const place = free.includes(row.sheetRow) ? row.sheetRow : free[0];
      if (place === undefined) missing.push(row);
      else {
        taken.add(place);
        row.sheetRow = place;
      }
    }
    return missing;
  }

  /** The cells that may and would change, going by what stands there now. */
  private decide({ task, values }: { task: WriteTask; values: Values }): Pending[] {
    const { row } = task;
    const stale = Object.keys(values).filter((header) => values[header] !== row.values[header]);
    const edited = new Set(stale);
    if (stale.length > 0) this.view.update(row, values);
    const cells: WrittenCell[] = [];
    for (const [header, change] of Object.entries(task.cells)) {
      const column = this.view.tab.columns[header];
      const now = values[header] ?? '';
      if (!column || (change.when === 'correct' && edited.has(header))) continue;
      const ours = this.view.origin(row, header) !== null;
      const adopts = now === change.value && !ours && column.rule !== 'manual' && now !== '';
      if (adopts || (now !== change.value && mayWrite(column, now, change, ours)))
        cells.push({ column: header, value: change.value, source: change.source });
    }
    return cells.length > 0 ? [{ task, before: { ...row.values }, cells }] : [];
  }

  private notePending(row: ViewRow, before: Values, cells: readonly WrittenCell[]): void {
    const after = { ...before, ...valuesOf(cells) };
    this.provenance.noteCells(this.view.tab, after, cells, this.today);
    // A row that was known by its name only and now has an id.
    if (row.ours && !this.provenance.row(this.view.tab, after)?.ours)
      this.provenance.noteRow(this.view.tab, after, 'added', this.today);
  }

  private noteAddition(values: Values, cells: readonly WrittenCell[]): void {
    this.provenance.noteRow(this.view.tab, values, 'added', this.today);
    this.provenance.noteCells(this.view.tab, values, cells, this.today);
  }

  private writeCells(pending: readonly Pending[]): void {
    this.bound.write(
      pending.flatMap(({ task, before, cells }) =>
        cells
          .filter(({ column, value }) => before[column] !== value)
          .map(({ column, value }) => ({ row: task.row.sheetRow, header: column, value })),
      ),
    );
  }

  /** Last row with content, having taken in what people appended since the tab was read. */
  private bottom(): number {
    const last = this.bound.lastRow();
    const known = this.view.rows.reduce((most, row) => Math.max(most, row.sheetRow), 1);
    if (last > known) {
      this.bound.read({ row: known + 1, rows: last - known }, this.bound.headers).forEach((values, i) => {
        if (this.view.match(values).kind === 'none') this.view.insert(values, known + 1 + i);
      });
    }
    return last;
  }

  /** @returns the tasks whose values are not where they belong; what they left elsewhere is taken back */
  private verify(pending: readonly Pending[], bottom: number, adding: readonly Addition[]): Set<WriteTask> {
    const astray = new Set<WriteTask>();
    const rows = pending.map(({ task }) => task.row.sheetRow);
    const added = adding.map((_, i) => bottom + 1 + i);
    const above = adding.length > 0 && bottom > 1 ? [bottom] : [];
    const byPlace = this.readSpans([...rows, ...above, ...added], this.bound.keys, 2);
    const before = this.view.rows.find((row) => row.sheetRow === bottom);
    const settled = adding.every(({ values }, i) => this.holds(byPlace.get(bottom + 1 + i), values));
    const shifted =
      !settled ||
      (above.length > 0 && before !== undefined && !this.holds(byPlace.get(bottom), before.values));
    for (const { task, before: old, cells } of pending) {
      const expected = { ...old, ...valuesOf(cells) };
      if (!this.holds(byPlace.get(task.row.sheetRow), expected)) astray.add(task);
    }
    const movedOnly = above.length > 0 && pending.some(({ task }) => task.row === before);
    if (adding.length > 0) this.insertAdded(adding, bottom, shifted && !movedOnly);
    if (astray.size > 0) this.takeBack(pending.filter(({ task }) => astray.has(task)));
    return astray;
  }

  /** Whether a row of the sheet has all the key cells that it should have. */
  private holds(actual: Values | undefined, expected: Values): boolean {
    return (
      actual !== undefined &&
      this.bound.keys.every((header) => (actual[header] ?? '') === (expected[header] ?? ''))
    );
  }

  private insertAdded(adding: readonly Addition[], bottom: number, shifted: boolean): void {
    const before = [...this.view.rows];
    adding.forEach(({ values }, i) => this.view.insert(values, bottom + 1 + i, true));
    if (!shifted) return;
    const missing = this.relocate();
    const known = new Set(before);
    // A row that slid under the new ones while they were written was written over.
    const victims = missing.filter((row) => known.has(row) && row.sheetRow >= bottom - adding.length);
    for (const row of missing) if (!victims.includes(row)) this.view.delete(row);
    if (victims.length > 0) this.swapBack(victims, bottom);
  }

  /** Puts rows that were written over back in their places, and the new ones that took them at the bottom. */
  private swapBack(victims: readonly ViewRow[], bottom: number): void {
    const takers = victims.flatMap(
      (_, i) => this.view.rows.find((row) => row.sheetRow === bottom + 1 + i) ?? [],
    );
    const places = takers.map((row) => row.sheetRow);
    this.bound.write(
      victims.flatMap((row, i) =>
        this.bound.headers.map((header) => ({
          row: places[i] ?? bottom + 1 + i,
          header,
          value: row.values[header] ?? '',
        })),
      ),
    );
    victims.forEach((row, i) => {
      row.sheetRow = places[i] ?? row.sheetRow;
    });
    this.putBack(takers);
  }

  private putBack(rows: readonly ViewRow[]): void {
    const bottom = this.bound.lastRow();
    this.bound.writeRows(bottom + 1, rows.map((row) => row.values)); // prettier-ignore
    rows.forEach((row, i) => {
      row.sheetRow = bottom + 1 + i;
    });
    for (const row of rows) {
      if (!this.view.byHandle(row.handle)) this.view.insert(row.values, row.sheetRow, row.ours);
    }
    this.bound.flush();
  }

  /** Cells that hold what was meant for a row that has moved on get back what stood there. */
  private takeBack(pending: readonly Pending[]): void {
    const written = new Map(pending.map((entry) => [entry.task.row.sheetRow, entry]));
    const missing = new Set(this.relocate());
    const headers = [
      ...new Set([...this.bound.keys, ...pending.flatMap(({ cells }) => cells.map((c) => c.column))]),
    ];
    const byPlace = this.readSpans([...written.keys()], headers, 2);
    const back: { row: number; header: string; value: CellValue }[] = [];
    const atPlace = new Map(this.view.rows.map((row) => [row.sheetRow, row]));
    for (const [place, { task, cells }] of written) {
      const now = byPlace.get(place);
      if (!now || this.isSame(task.row.values, now)) continue;
      const stranger = atPlace.get(place) ?? [...missing].find((row) => this.isUnder(row.values, now, cells));
      for (const { column, value } of cells) {
        if (now[column] === value)
          back.push({ row: place, header: column, value: stranger?.values[column] ?? '' });
      }
      if (stranger) missing.delete(stranger);
    }
    this.bound.write(back);
    this.bound.flush();
  }

  /** Whether those key cells of the place that were not written over are this row's. */
  private isUnder(row: Values, now: Values, cells: readonly WrittenCell[]): boolean {
    const over = new Set(cells.map(({ column }) => column));
    const left = this.bound.keys.filter((header) => !over.has(header) && (row[header] ?? '') !== '');
    return left.length > 0 && left.every((header) => now[header] === row[header]);
  }

  private keyOf(row: ViewRow): string {
    return displayKey(this.view.tab, row.values);
  }
}

function completed(cells: Record<string, CellChange>): Addition {
  const list = Object.entries(cells).map(([column, { value, source }]) => ({ column, value, source }));
  return { values: valuesOf(list), cells: list.filter(({ value }) => value !== '') };
}

function valuesOf(cells: readonly WrittenCell[]): Values {
  return Object.fromEntries(cells.map(({ column, value }) => [column, value]));
}

/** Runs of adjacent rows, from the bottom up. */
function adjacent(rows: readonly number[]): { row: number; rows: number }[] {
  const runs: { row: number; rows: number }[] = [];
  for (const row of [...rows].sort((a, b) => b - a)) {
    const last = runs[runs.length - 1];
    if (last?.row === row + 1) {
      last.row = row;
      last.rows++;
    } else runs.push({ row, rows: 1 });
  }
  return runs;
}
