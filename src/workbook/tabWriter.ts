/**
 * Writes a batch's rows into one tab. Nobody keeps people from sorting, inserting or deleting meanwhile, so rows
 * are looked at right before they are written, and in the very read that makes the writes land. What landed in a
 * wrong row is given back what stood there, and the rest is written again, until every row holds what it should
 * (workbook.md, ground rule 2). New rows come in by insertion, so they cannot land on another.
 */
import { spansOf, type BoundTab } from './boundTab';
import { contradicts, displayKey, tokensOf } from './identity';
import { Ledger, type Open } from './ledger';
import { mayWrite } from './ownership';
import type { StrayCells } from './journal';
import { likeness, pairRows, type Sighting } from './pairing';
import type { Provenance, WrittenCell } from './provenance';
import { isBlank, type TableView, type Values, type ViewRow } from './tableView';
import type { CellChange } from './types';

export interface WriteTask {
  row: ViewRow;
  cells: Record<string, CellChange>;
}

/** Cells written at a place in one go. */
interface Writing extends Open {
  place: number;
}

export interface WriterHooks {
  /** Notes in the checkpoint what is written again because rows moved. */
  noteAgain?(open: readonly Open[]): void;
  /** Gives what puts a row as it was copied, with the columns that only people know, at a place. Reads. */
  copier?(): (row: ViewRow, place: number) => void;
}

type Log = (level: 'info' | 'warning', message: string, key: string) => void;

/** How many rows above and below the last known one are looked at when rows are added there. */
const SLACK = 10;

/** Rows that are read along rather than leaving them out with a second read. */
const FAR = 3000;

/** How often a batch chases rows that keep moving, in a row. */
const CHASES = 20;

export class TabWriter {
  private readonly ledger: Ledger;
  private readonly headers: readonly string[];
  /** Rows with content that have no key, as they were last seen. */
  private keyless: ViewRow[] = [];
  /** Rows that do not stand in the sheet yet. */
  private adding: ViewRow[] = [];
  private copy: ((row: ViewRow, place: number) => void) | undefined;
  /** The last row of the sheet with content, as it was last seen. */
  private bottom = 1;

  constructor(
    private readonly bound: BoundTab,
    private readonly view: TableView,
    private readonly provenance: Provenance,
    private readonly today: string,
    private readonly log: Log,
    private readonly hooks: WriterHooks = {},
  ) {
    this.ledger = new Ledger(view);
    this.headers = bound.headers;
  }

  /** @returns how many rows were changed, and how many added */
  apply(
    tasks: readonly WriteTask[],
    additions: readonly Record<string, CellChange>[],
  ): { updated: number; added: number } {
    for (const { task, values } of this.locate(tasks, additions.length)) this.decide(task, values);
    const added = this.noteAdditions(additions);
    this.adding = added;
    const changing = this.ledger.open();
    this.provenance.save();
    this.settle();
    const updated = changing.filter(({ row, cells }) =>
      Object.entries(cells).some(([header, value]) => row.values[header] === value),
    );
    return { updated: updated.length, added: added.filter((row) => this.isThere(row)).length };
  }

  /** Removes rows, bottom-up, and looks whether any other row went with them. */
  remove(rows: readonly ViewRow[]): number {
    this.forget(this.survey());
    const open = new Set(rows.filter((row) => this.isThere(row)));
    const total = open.size;
    let refused: unknown;
    for (let chase = 0; chase < CHASES && open.size > 0; chase++) {
      for (const span of adjacent([...open].map((row) => row.sheetRow)))
        refused = this.bound.deleteRows(span) ?? refused;
      const missing = this.survey();
      const others = missing.filter((row) => !open.has(row));
      const gone = missing.filter((row) => open.delete(row));
      for (const row of gone) this.provenance.noteRow(this.view.tab, row.values, 'removed', this.today);
      this.forget(gone);
      for (const row of others)
        this.log('warning', 'The row was removed while rows around it moved; it is put back at the bottom.', this.keyOf(row)); // prettier-ignore
      this.adding = others;
      if (others.length > 0) this.copy = this.hooks.copier?.();
      this.settle();
      this.copy = undefined;
    }
    this.provenance.save();
    if (open.size > 0 && refused) throw refused;
    return total - open.size;
  }

  /**
   * Puts right what a killed execution left in wrong rows.
   * @param written what that execution may have written
   * @returns how many cells were put right
   */
  mend(strays: StrayCells, written: readonly Values[]): number {
    for (const cells of written) this.ledger.noteWritten(cells);
    this.forget(this.survey());
    let count = 0;
    for (const row of [...this.view.rows, ...this.keyless]) {
      const cells = strays(row.values, row.sheetRow);
      const headers = Object.keys(cells);
      count += headers.length;
      if (headers.length === 0) continue;
      const kept = tokensOf(this.view.tab.key, { ...row.values, ...cells }).length > 0;
      if (kept) this.ledger.mend(row, cells);
      else {
        const got = Object.fromEntries(headers.map((header) => [header, row.values[header] ?? '']));
        if (this.isThere(row)) this.view.delete(row);
        this.ledger.landedInStranger(row.sheetRow, row.values, got);
      }
    }
    if (count > 0) {
      this.hooks.noteAgain?.(this.ledger.open());
      this.settle();
    }
    return count;
  }

  /** Writes until everything stands; where rows keep moving, few at a time: the less is under way, the less goes astray. */
  private settle(): void {
    let most = Infinity;
    for (let chase = 0, failed = 0; failed < CHASES; chase++) {
      const open = this.ledger.open().map((one): Writing => ({ ...one, place: one.row.sheetRow }));
      if (open.length + this.adding.length === 0) return this.ledger.confirm();
      if (chase > 0) this.hooks.noteAgain?.(open);
      const writings = open.sort((a, b) => a.place - b.place).slice(0, most);
      const first = this.insert(this.adding);
      this.write(writings);
      if (this.stands(writings, first)) {
        failed = 0;
        most *= 2;
        continue;
      }
      failed += 1;
      if (failed > 1) most = Math.max(1, Math.ceil(writings.length / 4));
      this.forget(this.survey());
    }
    // The checkpoint names this batch: whoever goes on with the run puts right what is amiss.
    throw new Error(`Rows of ${this.view.tab.name} kept moving while they were written.`);
  }

  /** New rows below the last one: they push down what may have slid there. @returns place of the first. Buffered. */
  private insert(rows: readonly ViewRow[]): number {
    const first = this.bottom + 1;
    if (rows.length === 0) return first;
    // Above the first row of a tab there is only the header, whose look the new rows would take on.
    if (this.bottom > 1) this.bound.insertRows(first, rows.length);
    else this.bound.reserveRows(this.bottom + rows.length);
    rows.forEach((row, i) => this.copy?.(row, first + i));
    this.bound.write(rows.flatMap((row, i) => cellsAt(first + i, row.values)));
    return first;
  }

  private write(writings: readonly Writing[]): void {
    this.bound.write(writings.flatMap(({ place, cells }) => cellsAt(place, cells)));
    for (const { cells } of writings) this.ledger.noteWritten(cells);
  }

  /** Looks at what was written, in the read that makes it land. True if all of it is where it belongs. */
  private stands(writings: readonly Writing[], first: number): boolean {
    const places = [...writings.map(({ place }) => place), ...this.adding.map((_, i) => first + i)];
    // Two reads may see two states; it is worth that only where the rows are far apart.
    const far = spread(places) > FAR;
    const seen = this.readSpans(places, far ? 2 : 1);
    const amiss = writings.filter((writing) => {
      const now = seen.get(writing.place);
      // A blank row looks like any other: only the whole tab tells whether it was the one meant.
      if (!now || this.ledger.strangers.has(writing.row) || !this.isAsWritten(now, writing)) return true;
      this.ledger.landed(writing.row, writing.cells);
      return false;
    });
    const settled = amiss.filter((writing) => this.isSettledBy(writing, seen.get(writing.place) ?? {}));
    this.adding = this.adding.filter((row, i) => {
      const now = seen.get(first + i);
      if (!now || !this.agree(now, row.values)) return true;
      row.sheetRow = first + i;
      this.bottom = Math.max(this.bottom, row.sheetRow);
      return false;
    });
    return settled.length === amiss.length && this.adding.length === 0;
  }

  private isAsWritten(now: Values, { row, cells }: Writing): boolean {
    return this.agree(now, { ...this.ledger.holds(row), ...cells });
  }

  /** Finds out whose row it is that does not look as it should. True if it is the row meant after all. */
  private isSettledBy({ row, place, cells }: Writing, now: Values): boolean {
    if (isBlank(now)) return false;
    const landed = Object.entries(cells).every(([header, value]) => now[header] === value);
    const occupant = this.occupant(row, now, cells);
    if (occupant === row) {
      if (landed) this.ledger.landed(row, cells);
      this.ledger.absorb(row, now);
      return landed;
    }
    if (!landed) return false;
    if (occupant) this.ledger.landed(occupant, cells);
    else this.ledger.landedInStranger(place, now, cells);
    return false;
  }

  /** The row that stands where cells were written, told by what was not written over. */
  private occupant(row: ViewRow, now: Values, cells: Values): ViewRow | undefined {
    const { key } = this.view.tab;
    const rest = this.headers.filter((header) => !(header in cells));
    if (rest.every((header) => (now[header] ?? '') === '')) return undefined;
    const isIt = (candidate: ViewRow) => this.agree(now, this.ledger.holds(candidate), rest);
    if (isIt(row)) return row;
    const alike = [...this.view.rows, ...this.ledger.strangers].find(isIt);
    if (alike) return alike;
    const under = Object.fromEntries(rest.map((header) => [header, now[header] ?? '']));
    const tokens = new Set(tokensOf(key, under));
    const shares = (candidate: ViewRow) =>
      tokensOf(key, this.ledger.holds(candidate)).some((token) => tokens.has(token));
    if (shares(row) && !contradicts(key, row.values, under)) return row;
    const named = tokens.size > 0 ? this.view.rows.find(shares) : undefined;
    return named ?? this.likest(now, rest);
  }

  /** The row that most of these cells speak for: a person typed into it in the same moment. */
  private likest(now: Values, headers: readonly string[]): ViewRow | undefined {
    let best: ViewRow | undefined;
    let most = 0;
    for (const row of this.view.rows) {
      const { same, other } = likeness(headers, now, this.ledger.holds(row));
      if (same - other <= most) continue;
      best = row;
      most = same - other;
    }
    return best;
  }

  /** Reads the whole tab; memory follows it. @returns rows that are gone; they stay in the view. */
  private survey(): ViewRow[] {
    const { ledger, view } = this;
    const seen = this.bound.readAll().map((values, i): Sighting => ({ place: i + 2, values }));
    this.bottom = seen.length + 1;
    const pairs = pairRows<ViewRow>(
      view.tab,
      {
        rows: [...view.rows, ...ledger.strangers],
        placeOf: (row) => row.sheetRow,
        holds: (row) => ledger.holds(row),
        goalsOf: (row) => ledger.goalsOf(row),
        wasWritten: (header, value) => ledger.wasWritten(header, value),
      },
      seen,
    );
    for (const [{ place, values }, row] of pairs) {
      row.sheetRow = place;
      ledger.absorb(row, values);
    }
    const there = new Set(pairs.values());
    this.adding = this.adding.filter((row) => !there.has(row));
    for (const stranger of ledger.strangers) if (!there.has(stranger)) ledger.drop(stranger);
    const missing = view.rows.filter((row) => !there.has(row) && !this.adding.includes(row));
    this.keyless = [];
    for (const sighting of seen) if (!pairs.has(sighting)) this.takeIn(sighting);
    return missing;
  }

  /** A row that nobody knew: a person's, or a blank one that got cells meant for another. */
  private takeIn({ place, values }: Sighting): void {
    if (isBlank(values)) return;
    const filled = Object.entries(values).filter(([, value]) => value !== '');
    if (filled.every(([header, value]) => this.ledger.wasWritten(header, value)))
      this.ledger.landedInStranger(place, values, Object.fromEntries(filled));
    else if (!this.view.insert(values, place))
      this.keyless.push({ handle: 0, sheetRow: place, values, ours: false });
  }

  /** Rows that a person deleted. */
  private forget(rows: readonly ViewRow[]): void {
    if (rows.length === 0) return;
    for (const row of rows) {
      if (this.ledger.hasGoals(row))
        this.log('info', 'The row is gone; what was found for it is dropped.', this.keyOf(row));
      this.ledger.drop(row);
    }
    this.view.deleteAll(rows);
  }

  /** The tasks' rows with their values as they are now; rows that are gone are dropped and logged. */
  private locate(tasks: readonly WriteTask[], adding: number): { task: WriteTask; values: Values }[] {
    if (tasks.length + adding === 0) return [];
    for (let chase = 0; ; chase++) {
      const places = tasks.map(({ row }) => row.sheetRow);
      const tail = adding > 0 ? this.tail() : [];
      const seen = this.readSpans([...places, ...tail], 2);
      this.takeTyping(seen, new Set(tasks.map(({ row }) => row)));
      const found = tasks.flatMap((task) => {
        const values = seen.get(task.row.sheetRow);
        return values && this.isSame(task.row.values, values) ? [{ task, values }] : [];
      });
      const calm = this.isBottom(tail, seen);
      if ((found.length === tasks.length && calm) || chase === CHASES) return found;
      const gone = new Set(this.survey());
      for (const { row } of tasks)
        if (gone.has(row))
          this.log('info', 'The row is gone; what was found for it is dropped.', this.keyOf(row));
      this.forget([...gone]);
      tasks = tasks.filter(({ row }) => !gone.has(row));
      if (tasks.length + adding === 0) return [];
    }
  }

  /** What people typed into other rows since the tab was read, as far as it was seen: it is theirs if anything lands there. */
  private takeTyping(seen: ReadonlyMap<number, Values>, except: ReadonlySet<ViewRow>): void {
    for (const row of this.view.rows) {
      const now = seen.get(row.sheetRow);
      if (!now || except.has(row) || this.agree(now, row.values) || !this.isSame(row.values, now)) continue;
      this.view.update(row, now);
    }
  }

  /** Places about the last known row. */
  private tail(): number[] {
    const last = this.view.rows.reduce((most, row) => Math.max(most, row.sheetRow), 1);
    const first = Math.max(2, last - SLACK);
    const end = Math.min(last + SLACK, this.bound.maxRows());
    return Array.from({ length: Math.max(0, end - first + 1) }, (_, i) => first + i);
  }

  /** Whether the rows about the bottom are those that are known, and end there. */
  private isBottom(tail: readonly number[], seen: ReadonlyMap<number, Values>): boolean {
    const known = new Map(this.view.rows.map((row) => [row.sheetRow, row]));
    const filled = tail.filter((place) => !isBlank(seen.get(place) ?? {}));
    this.bottom = filled[filled.length - 1] ?? Math.max(1, (tail[0] ?? 2) - 1);
    return tail.every((place) => {
      const row = known.get(place);
      const now = seen.get(place) ?? {};
      return row ? this.isSame(row.values, now) : tokensOf(this.view.tab.key, now).length === 0;
    });
  }

  private readSpans(rows: readonly number[], most: number): Map<number, Values> {
    const byPlace = new Map<number, Values>();
    for (const span of spansOf(rows, most))
      this.bound.read(span, this.headers).forEach((values, i) => byPlace.set(span.row + i, values));
    return byPlace;
  }

  private agree(a: Values, b: Values, headers = this.headers): boolean {
    return headers.every((header) => (a[header] ?? '') === (b[header] ?? ''));
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
    this.ledger.aim(row, valuesOf(cells));
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

  private isThere(row: ViewRow): boolean {
    return this.view.byHandle(row.handle) !== undefined;
  }

  private keyOf(row: ViewRow): string {
    return displayKey(this.view.tab, row.values);
  }
}

const spread = (places: readonly number[]): number =>
  places.reduce((most, place) => Math.max(most, place), 0) -
  places.reduce((least, place) => Math.min(least, place), Infinity);

const cellsAt = (row: number, cells: Values): { row: number; header: string; value: Values[string] }[] =>
  Object.entries(cells).map(([header, value]) => ({ row, header, value }));

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
