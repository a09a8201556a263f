/**
 * Writes a batch's rows into one tab. Nobody keeps people from sorting, inserting or deleting meanwhile, so
 * rows are looked up by key right before they are written and once more after. What landed in a wrong row is
 * given back what stood there, and the rest is written again, until every row holds what it should
 * (workbook.md, ground rule 2).
 */
import { spansOf, type BoundTab } from './boundTab';
import { contradicts, displayKey, tokensOf } from './identity';
import { mayWrite } from './ownership';
import { pairRows, type Sighting } from './pairing';
import type { Provenance, WrittenCell } from './provenance';
import type { TableView, Values, ViewRow } from './tableView';
import type { CellChange, CellValue } from './types';

export interface WriteTask {
  row: ViewRow;
  cells: Record<string, CellChange>;
}

/** Cells written at a place in one go. */
interface Writing {
  /** Null: a row that nobody knows. */
  row: ViewRow | null;
  place: number;
  cells: Values;
}

interface PlacedCell {
  row: number;
  header: string;
  value: CellValue;
}

type Log = (level: 'info' | 'warning', message: string, key: string) => void;

/** How many rows above the bottom are looked at when rows are added there. */
const SLACK = 10;

/** Rows that are read along rather than leaving them out with a second read. */
const FAR = 3000;

/** How often a batch chases rows that keep moving. */
const CHASES = 12;

export class TabWriter {
  /** What rows are to hold that they may not hold yet. */
  private readonly goals = new Map<ViewRow, Values>();
  /** Those of the goals that are written next. */
  private readonly open = new Map<ViewRow, Values>();
  /** Every value that went into a column: a cell that holds one need not be a person's work. */
  private readonly written = new Map<string, Set<CellValue>>();
  /** Rows that have to be put at the bottom. */
  private adding: ViewRow[] = [];
  private blanking: Writing[] = [];
  /** The last row with content, if it was just looked up. */
  private bottom: number | null = null;

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
    if (additions.length > 0) this.catchUp(additions.length);
    const added = this.noteAdditions(additions);
    this.adding = added;
    const found = this.locate(tasks);
    for (const { task, values } of found) this.decide(task, values);
    const changing = [...this.goals].filter(([row, cells]) => differs(row.values, cells));
    this.provenance.save();
    this.settle(true);
    const updated = changing.filter(([row, cells]) =>
      Object.entries(cells).some(([header, value]) => row.values[header] === value),
    );
    return { updated: updated.length, added: added.filter((row) => this.isThere(row)).length };
  }

  /** Removes rows, bottom-up, and looks whether any other row went with them. */
  remove(rows: readonly ViewRow[]): number {
    const gone = new Set(this.survey());
    for (const row of gone) this.view.delete(row);
    const open = new Set(rows.filter((row) => !gone.has(row)));
    const total = open.size;
    for (const row of open) this.provenance.noteRow(this.view.tab, row.values, 'removed', this.today);
    this.provenance.save();
    for (let chase = 0; chase < CHASES && open.size > 0; chase++) {
      for (const span of adjacent([...open].map((row) => row.sheetRow))) this.bound.deleteRows(span);
      const missing = this.survey();
      const others = missing.filter((row) => !open.has(row));
      for (const row of missing) if (open.delete(row)) this.view.delete(row);
      for (const row of others)
        this.log('warning', 'The row was removed while rows around it moved; it is put back.', this.keyOf(row)); // prettier-ignore
      this.adding = others;
      this.settle(false);
    }
    return total - open.size;
  }

  /**
   * Writes until everything stands.
   * @param bulk new rows go in together, below the last one; otherwise one by one
   */
  private settle(bulk: boolean): void {
    let bottom = 0;
    if (bulk && this.adding.length > 0) {
      bottom = this.bottom ?? this.bound.lastRow();
      this.placeAdditions(bottom);
    }
    for (let chase = 0; chase < CHASES; chase++) {
      const appended = bottom > 0 ? [] : this.adding;
      const writings = this.nextWritings();
      if (writings.length + appended.length === 0) return this.confirm();
      for (const row of appended) {
        this.goals.set(row, { ...row.values });
        this.bound.appendRow(row.values);
      }
      this.write(writings);
      if (this.allHold(writings, bottom) && appended.length === 0) return this.confirm();
      bottom = 0;
    }
    for (const row of this.goals.keys())
      this.log('warning', 'Rows kept moving; what is missing is written in the next run.', this.keyOf(row));
    this.clear();
  }

  private confirm(): void {
    for (const [row, cells] of this.goals) this.view.update(row, cells);
    this.clear();
  }

  private clear(): void {
    this.goals.clear();
    this.open.clear();
    this.adding = [];
    this.blanking = [];
  }

  private placeAdditions(bottom: number): void {
    if (this.adding.length === 0) return;
    this.bound.reserveRows(bottom + this.adding.length);
    this.adding.forEach((row, i) => {
      row.sheetRow = bottom + 1 + i;
      this.aim(row, row.values);
    });
  }

  private aim(row: ViewRow, cells: Values): void {
    this.goals.set(row, { ...this.goals.get(row), ...cells });
    this.open.set(row, { ...this.open.get(row), ...cells });
  }

  private nextWritings(): Writing[] {
    const own = [...this.open].map(([row, cells]): Writing => ({ row, place: row.sheetRow, cells }));
    return [...own.filter(({ cells }) => Object.keys(cells).length > 0), ...this.blanking];
  }

  private write(writings: readonly Writing[]): void {
    this.bound.write(
      writings.flatMap(({ place, cells }): PlacedCell[] =>
        Object.entries(cells).map(([header, value]) => ({ row: place, header, value })),
      ),
    );
    for (const { cells } of writings) {
      for (const [header, value] of Object.entries(cells))
        this.written.set(header, (this.written.get(header) ?? new Set()).add(value));
    }
  }

  /** Looks at what was written; what is amiss becomes the next goals. */
  private allHold(writings: readonly Writing[], bottom: number): boolean {
    const headers = [
      ...new Set([...this.bound.keys, ...writings.flatMap(({ cells }) => Object.keys(cells))]),
    ];
    const above = bottom > 1 ? this.view.rows.find((row) => row.sheetRow === bottom) : undefined;
    const places = [...writings.map(({ place }) => place), ...(above ? [bottom] : [])];
    // Two reads might see two states; it is worth that only where the rows are far apart.
    const far = Math.max(...places) - Math.min(...places) > FAR;
    const byPlace = this.readSpans(places, headers, far ? 2 : 1);
    const holds = (place: number, row: ViewRow | null, cells: Values) => {
      const expected = { ...row?.values, ...this.goalsOf(row), ...cells };
      const now = byPlace.get(place) ?? {};
      const check = headers.filter((h) => h in cells || (row && this.bound.keys.includes(h)));
      return check.every((header) => (now[header] ?? '') === (expected[header] ?? ''));
    };
    const astray = writings.filter(({ place, row, cells }) => !holds(place, row, cells));
    // Where all keys were written, or blanked, they do not tell whether it was the row meant.
    const unsure = writings.filter(
      ({ row, cells }) =>
        row === null || (this.hidesKeys(row, cells) && (bottom === 0 || !this.adding.includes(row))),
    );
    const appended = bottom === 0 && this.adding.length > 0;
    const certain = astray.length + unsure.length === 0 && !appended;
    if (certain && (!above || holds(bottom, above, {}))) return true;
    const restored = bottom === 0 ? unsure.filter(({ row }) => row !== null).length : 0;
    this.repair([...new Set([...astray, ...unsure])], byPlace, bottom, restored);
    return false;
  }

  private goalsOf(row: ViewRow | null): Values {
    return (row && this.goals.get(row)) ?? {};
  }

  /**
   * Reads the whole tab and sets goals for the rows that hold what was meant for another.
   * @param restored how many rows were written as a whole into places that may have moved
   */
  private repair(
    astray: readonly Writing[],
    byPlace: ReadonlyMap<number, Values>,
    bottom: number,
    restored: number,
  ): void {
    const seen = this.readAll();
    const pairs = this.pair(seen);
    this.blanking = [];
    this.open.clear();
    for (const writing of astray) {
      const victim = this.victimOf(writing, byPlace.get(writing.place), seen, pairs);
      const row = victim && pairs.get(victim);
      if (row && row !== writing.row) {
        const back = Object.keys(writing.cells).map((header) => [header, row.values[header] ?? ''] as const);
        this.goals.set(row, { ...Object.fromEntries(back), ...this.goals.get(row) });
      }
    }
    const there = new Set(pairs.values());
    const adding = this.adding;
    this.adding = adding.filter((row) => !there.has(row));
    const missing = this.takeIn(seen, pairs, this.overwritten(pairs, adding, seen, bottom));
    // Where whole rows were written to places that had moved, what is missing may be under them.
    for (const row of missing.slice(restored)) this.drop(row);
    this.adding.push(...missing.slice(0, restored));
  }

  /** Whether nothing that is left of the row's keys tells it from others. */
  private hidesKeys(row: ViewRow, cells: Values): boolean {
    const left = Object.entries(row.values).filter(([header]) => !(header in cells));
    return tokensOf(this.view.tab.key, Object.fromEntries(left)).length === 0;
  }

  /** A person deleted the row. */
  private drop(row: ViewRow): void {
    if (this.goals.delete(row))
      this.log('info', 'The row is gone; what was found for it is dropped.', this.keyOf(row));
    this.open.delete(row);
    this.view.delete(row);
  }

  /** The row that got these cells although they were meant for another. */
  private victimOf(
    { row, place, cells }: Writing,
    snapshot: Values | undefined,
    seen: readonly Sighting[],
    pairs: ReadonlyMap<Sighting, ViewRow>,
  ): Sighting | undefined {
    const got = Object.entries(cells);
    const hit = (values: Values) => got.every(([header, value]) => (values[header] ?? '') === value);
    const same = seen.filter(({ values }) =>
      this.bound.keys.every((header) => (values[header] ?? '') === (snapshot?.[header] ?? '')),
    );
    const stood = same.find((sighting) => sighting.place === place) ?? same[0];
    if (stood && hit(stood.values)) return pairs.get(stood) === row ? undefined : stood;
    const candidates = seen.filter(({ values }) => hit(values));
    if (row && candidates.some((sighting) => pairs.get(sighting) === row)) return undefined;
    return candidates.find((sighting) => !hit(pairs.get(sighting)?.values ?? {}));
  }

  /**
   * Rows that slid under new ones while these were written: the new one gives its place back. A row that a
   * person deleted in just that moment looks the same and comes back with them: better than to lose one.
   */
  private overwritten(
    pairs: Map<Sighting, ViewRow>,
    adding: readonly ViewRow[],
    seen: readonly Sighting[],
    bottom: number,
  ): Set<ViewRow> {
    const there = new Set(pairs.values());
    const back = new Set<ViewRow>();
    if (bottom === 0) return back;
    const takers = [...pairs].filter(([, row]) => adding.includes(row)).sort(([a], [b]) => a.place - b.place);
    const inserted = seen.some((sighting) => !pairs.has(sighting));
    const candidates = this.view.rows
      .filter((row) => !there.has(row) && !adding.includes(row))
      .filter((row) => inserted || row.sheetRow > bottom - adding.length - SLACK)
      .sort((a, b) => a.sheetRow - b.sheetRow);
    candidates.forEach((row, i) => {
      const [sighting, taker] = takers[i] ?? [];
      if (!sighting || !taker) return;
      this.aim(row, { ...row.values, ...this.goals.get(row) });
      row.sheetRow = sighting.place;
      pairs.set(sighting, row);
      back.add(row);
      this.adding.push(taker);
    });
    return back;
  }

  /** Memory follows the sheet: places, what people typed, rows that came or went. @returns rows that are gone */
  private takeIn(
    seen: readonly Sighting[],
    pairs: ReadonlyMap<Sighting, ViewRow>,
    restored: ReadonlySet<ViewRow>,
  ): ViewRow[] {
    const there = new Set([...pairs.values(), ...this.adding]);
    for (const [{ place, values }, row] of pairs) {
      row.sheetRow = place;
      if (!restored.has(row)) this.compare(row, values);
    }
    const missing = this.view.rows.filter((row) => !there.has(row));
    for (const sighting of seen) {
      if (pairs.has(sighting)) continue;
      const stray = this.strayCells(sighting.values);
      if (stray) {
        const blank = Object.fromEntries(stray.map((header) => [header, '']));
        this.blanking.push({ row: null, place: sighting.place, cells: blank });
      } else if (this.view.match(sighting.values).kind === 'none')
        this.view.insert(sighting.values, sighting.place);
    }
    return missing;
  }

  /** Columns of what was written into a blank row; null if it holds anything else. */
  private strayCells(values: Values): string[] | null {
    const filled = Object.keys(values).filter((header) => values[header] !== '');
    const stray = filled.filter((header) => this.written.get(header)?.has(values[header] ?? ''));
    return filled.length > 0 && stray.length === filled.length ? stray : null;
  }

  /** What a row holds against what it should: goals reached, goals open, and what a person typed. */
  private compare(row: ViewRow, now: Values): void {
    const goals = this.goals.get(row);
    const typed: Values = {};
    const open: Values = {};
    for (const [header, value] of Object.entries(now)) {
      const had = row.values[header] ?? '';
      const goal = goals?.[header];
      // A person's work stands, a stray value does not.
      const stray = goal !== undefined && (value === had || this.written.get(header)?.has(value));
      if (goal !== undefined && stray && value !== goal) open[header] = goal;
      else if (value !== had) typed[header] = value;
      if (goals && !stray && value !== goal) delete goals[header];
    }
    if (Object.keys(open).length > 0) this.open.set(row, open);
    if (Object.keys(typed).length > 0) this.view.update(row, typed);
  }

  /** Memory follows the sheet. @returns rows that are gone; they stay in memory. */
  private survey(): ViewRow[] {
    const seen = this.readAll();
    const pairs = this.pair(seen);
    this.bottom = null;
    return this.takeIn(seen, pairs, new Set());
  }

  private pair(seen: readonly Sighting[]): Map<Sighting, ViewRow> {
    const { tab, rows } = this.view;
    return pairRows(
      tab,
      rows,
      seen,
      (row) => this.goals.get(row),
      (header, value) => this.written.get(header)?.has(value) ?? false,
    );
  }

  private readAll(): Sighting[] {
    return this.bound.readAll().map((values, i) => ({ place: i + 2, values }));
  }

  /** Where the rows are now, with their values; rows that are gone are dropped and logged. */
  private locate(tasks: readonly WriteTask[]): { task: WriteTask; values: Values }[] {
    if (tasks.length === 0) return [];
    const headers = [...new Set([...this.bound.keys, ...tasks.flatMap(({ cells }) => Object.keys(cells))])];
    let found = this.readPlaces(tasks, headers);
    for (let chase = 0; chase < CHASES && found.length < tasks.length; chase++) {
      const gone = new Set(this.survey());
      for (const { row } of tasks) {
        if (!gone.has(row)) continue;
        this.log('info', 'The row is gone; what was found for it is dropped.', this.keyOf(row));
      }
      for (const row of gone) this.view.delete(row);
      tasks = tasks.filter(({ row }) => !gone.has(row));
      if (tasks.length === 0) return [];
      found = this.readPlaces(tasks, headers);
    }
    return found;
  }

  /** Those of the rows that are where they were. */
  private readPlaces(
    tasks: readonly WriteTask[],
    headers: readonly string[],
  ): { task: WriteTask; values: Values }[] {
    const byPlace = this.readSpans(tasks.map(({ row }) => row.sheetRow), headers, this.adding.length > 0 ? 1 : 2); // prettier-ignore
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

  /** Sets the goals: the cells that may and would change, going by what stands there now. */
  private decide(task: WriteTask, values: Values): void {
    const { row } = task;
    const edited = new Set(Object.keys(values).filter((header) => values[header] !== row.values[header]));
    if (edited.size > 0) this.view.update(row, values);
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
    if (cells.length === 0) return;
    this.goals.set(row, valuesOf(cells));
    const open = valuesOf(cells.filter(({ column, value }) => (values[column] ?? '') !== value));
    if (Object.keys(open).length > 0) this.open.set(row, open);
    const after = { ...row.values, ...valuesOf(cells) };
    this.provenance.noteCells(this.view.tab, after, cells, this.today);
    // A row that was known by its name only and now has an id.
    if (row.ours && !this.provenance.row(this.view.tab, after)?.ours)
      this.provenance.noteRow(this.view.tab, after, 'added', this.today);
  }

  /** New rows, as far as nobody has them yet. */
  private noteAdditions(additions: readonly Record<string, CellChange>[]): ViewRow[] {
    return additions.flatMap((changes) => {
      const cells = Object.entries(changes)
        .map(([column, { value, source }]): WrittenCell => ({ column, value, source }))
        .filter(({ value }) => value !== '');
      const values = valuesOf(cells);
      if (this.view.match(values).kind !== 'none') return [];
      this.provenance.noteRow(this.view.tab, values, 'added', this.today);
      this.provenance.noteCells(this.view.tab, values, cells, this.today);
      const row = this.view.insert(values, 0, true);
      return row ? [row] : [];
    });
  }

  /** Looks whether the last rows are those that are known; if not, reads the tab again. */
  private catchUp(adding: number): void {
    this.bottom = this.bound.lastRow();
    const known = new Map(this.view.rows.map((row) => [row.sheetRow, row]));
    const first = Math.max(2, this.bottom - adding - SLACK);
    const span = { row: first, rows: Math.max(0, this.bottom - first + 1) };
    const seen = span.rows > 0 ? this.bound.read(span, this.bound.keys) : [];
    const isKnown = (values: Values, place: number) => {
      const row = known.get(place);
      return row ? this.isSame(row.values, values) : tokensOf(this.view.tab.key, values).length === 0;
    };
    const below = this.view.rows.some((row) => row.sheetRow > (this.bottom ?? 0));
    if (!below && seen.every((values, i) => isKnown(values, first + i))) return;
    for (const row of this.survey()) this.view.delete(row);
  }

  private isThere(row: ViewRow): boolean {
    return this.view.byHandle(row.handle) !== undefined;
  }

  private keyOf(row: ViewRow): string {
    return displayKey(this.view.tab, row.values);
  }
}

const differs = (values: Values, cells: Values): boolean =>
  Object.entries(cells).some(([header, value]) => values[header] !== value);

const valuesOf = (cells: readonly WrittenCell[]): Values =>
  Object.fromEntries(cells.map(({ column, value }) => [column, value]));

/** Runs of adjacent rows, the lowest in the sheet first. */
function adjacent(rows: readonly number[]): { row: number; rows: number }[] {
  const spans: { row: number; rows: number }[] = [];
  for (const row of [...new Set(rows)].sort((a, b) => b - a)) {
    const last = spans[spans.length - 1];
    if (last && last.row === row + 1) {
      last.row = row;
      last.rows += 1;
    } else spans.push({ row, rows: 1 });
  }
  return spans;
}
