/**
 * Writes a batch's rows into one tab. Nobody keeps people from sorting, inserting or deleting meanwhile, so rows
 * are looked at right before they are written, and in the very read that makes the writes land. What landed in a
 * wrong row is given back what stood there, and the rest is written again, until every row holds what it should
 * (workbook.md, ground rule 2). New rows come in by insertion, so they cannot land on another.
 */
import type { BoundTab } from './boundTab';
import { displayKey, tokensOf } from './identity';
import { Ledger, type Open } from './ledger';
import { mayWrite } from './ownership';
import type { StrayCells } from './strays';
import type { Provenance, WrittenCell } from './provenance';
import { RowFinder } from './rowFinder';
import { isBlank, picked, type TableView, type Values, type ViewRow } from './tableView';
import type { CellChange } from './types';

export interface WriteTask {
  row: ViewRow;
  cells: Record<string, CellChange>;
}

/** Cells written at a place in one go. */
interface Writing extends Open {
  place: number;
}

/** Whether rows were seen to move in this execution: somebody is at work in the workbook. */
export interface Unrest {
  seen: boolean;
}

export interface WriterHooks {
  /** Shared by the writers of an execution. */
  unrest?: Unrest;
  /** Throws if there is no time left to write on. */
  checkTime?(): void;
  /** Notes in the checkpoint what is written again because rows moved. */
  noteAgain?(open: readonly Open[]): void;
  /**
   * Gives what puts a row as it was copied, with the columns that only people know, at a place; that gives false if
   * there is no such place any more. Reads.
   */
  copier?(): (row: ViewRow, place: number) => boolean;
}

type Log = (level: 'info' | 'warning', message: string, key: string) => void;

/** Rows that are read along rather than leaving them out with a second read. */
const FAR = 3000;

/** How often a batch chases rows that keep moving, in a row. */
const CHASES = 20;

/** Rows written at a time, at first, once rows were seen to move: each takes calls, and with them time to move in. */
const CAREFUL = 4;
/** So many more are tried after each time that all stood. */
const BOLDER = 2;

export class TabWriter {
  private readonly ledger: Ledger;
  private readonly finder: RowFinder;
  private readonly unrest: Unrest;
  /** Rows that do not stand in the sheet yet. */
  private adding: ViewRow[] = [];
  private copy: ((row: ViewRow, place: number) => boolean) | undefined;

  constructor(
    private readonly bound: BoundTab,
    private readonly view: TableView,
    private readonly provenance: Provenance,
    private readonly today: string,
    private readonly log: Log,
    private readonly hooks: WriterHooks = {},
  ) {
    this.ledger = new Ledger(view);
    this.finder = new RowFinder(bound, view, this.ledger);
    this.unrest = hooks.unrest ?? { seen: false };
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

  /** Removes rows, bottom-up, and looks whether any other row went with them. @throws if they could not be removed */
  remove(rows: readonly ViewRow[]): number {
    this.forget(this.survey());
    const open = new Set(rows.filter((row) => this.isThere(row)));
    const total = open.size;
    let most = this.unrest.seen ? CAREFUL : Infinity;
    let refused: unknown;
    let failed = 0;
    while (open.size > 0 && failed < CHASES) {
      this.hooks.checkTime?.();
      const places = [...open].map((row) => row.sheetRow).sort((a, b) => b - a);
      for (const span of adjacent(places.slice(0, most))) refused = this.bound.deleteRows(span) ?? refused;
      const missing = this.survey();
      const others = missing.filter((row) => !open.has(row));
      const gone = missing.filter((row) => open.delete(row));
      for (const row of gone) this.provenance.noteRow(this.view.tab, row.values, 'removed', this.today);
      this.forget(gone);
      this.giveBack(others);
      // Those that a person deleted meanwhile.
      for (const row of open) if (!this.isThere(row)) open.delete(row);
      failed = gone.length > 0 && others.length === 0 ? 0 : failed + 1;
      most = others.length > 0 ? CAREFUL : most * 2;
    }
    this.provenance.save();
    if (open.size > 0) throw refused ?? this.keptMoving('removed');
    return total;
  }

  /** Rows that went in the stead of those that were to go. */
  private giveBack(rows: readonly ViewRow[]): void {
    for (const row of rows)
      this.log('warning', 'The row was removed while rows around it moved; it is put back at the bottom.', this.keyOf(row)); // prettier-ignore
    if (rows.length > 0) {
      this.unrest.seen = true;
      this.copy = this.hooks.copier?.();
    }
    this.adding = [...rows];
    this.settle();
    this.copy = undefined;
  }

  /**
   * Puts right what a killed execution left in wrong rows.
   * @param isStub whether a row without an id is a part of one that is to be added: it goes, and comes as a whole
   * @param written what that execution may have written
   * @returns how many cells were put right
   */
  mend(strays: StrayCells, isStub: (values: Values) => boolean, written: readonly Values[]): number {
    for (const cells of written) this.ledger.noteWritten(cells);
    // Those that are known may hold nothing else than strays.
    this.view.keyless = [];
    this.forget(this.survey());
    for (const row of [...this.view.rows, ...this.view.keyless]) {
      const isPart = !this.isThere(row) && isStub(row.values);
      if (isPart) this.takeOut(row, Object.keys(row.values));
      else this.putRight(row, strays(row.values, row.sheetRow));
    }
    const open = this.ledger.open();
    if (open.length > 0) {
      this.hooks.noteAgain?.(open);
      this.settle();
    }
    return open.reduce((sum, { cells }) => sum + Object.keys(cells).length, 0);
  }

  private putRight(row: ViewRow, cells: Values): void {
    const headers = Object.keys(cells);
    if (headers.length === 0) return;
    if (tokensOf(this.view.tab.key, { ...row.values, ...cells }).length > 0) this.ledger.mend(row, cells);
    else this.takeOut(row, headers);
  }

  private takeOut(row: ViewRow, headers: readonly string[]): void {
    this.view.delete(row);
    this.ledger.landedInStranger(row.sheetRow, row.values, picked(row.values, headers));
  }

  /** Writes until everything stands; where rows keep moving, few at a time: the less is under way, the less goes astray. */
  private settle(): void {
    let most = this.unrest.seen ? CAREFUL : Infinity;
    let moved = false;
    for (let failed = 0; failed < CHASES;) {
      const open = this.ledger.open().map((one): Writing => ({ ...one, place: one.row.sheetRow }));
      if (open.length + this.adding.length === 0) return this.ledger.confirm();
      if (moved) this.hooks.noteAgain?.(open);
      this.hooks.checkTime?.();
      moved = false;
      const writings = open.sort((a, b) => a.place - b.place).slice(0, most);
      const first = this.finder.bottom + 1;
      const isLost = this.send(writings, first);
      if (this.stands(writings, first)) {
        failed = 0;
        most += BOLDER;
        continue;
      }
      const strangers = this.ledger.strangers.size;
      moved = true;
      this.unrest.seen ||= !isLost;
      this.forget(this.survey());
      // Only the whole tab tells that a stranger is blank again.
      if (this.ledger.strangers.size < strangers) failed = 0;
      else {
        failed += 1;
        most = Math.max(1, Math.min(Math.ceil(writings.length / 4), CAREFUL));
      }
    }
    throw this.keptMoving('written');
  }

  /** The checkpoint names this batch: whoever goes on with the run puts right what is amiss. */
  private keptMoving(what: 'written' | 'removed'): Error {
    return new Error(`Rows of ${this.view.tab.name} kept moving while they were ${what}.`);
  }

  /** Buffered. @returns whether Google failed over it, so that some of it may not land */
  private send(writings: readonly Writing[], first: number): boolean {
    for (const { cells } of writings) this.ledger.noteWritten(cells);
    const act = () => {
      this.insert(this.adding, first);
      this.bound.write(writings.flatMap(({ place, cells }) => cellsAt(place, cells)));
    };
    // What only people know of a row goes out before the rest of it, and would be left without it.
    const sent = this.bound.together(act, !this.copy);
    // Some cells of a row may land without the others.
    if (sent !== 'sent') for (const { values } of this.adding) this.ledger.noteAdded(values);
    return sent === 'lost';
  }

  /** New rows below the last one: they push down what may have slid there. */
  private insert(rows: readonly ViewRow[], first: number): void {
    if (rows.length === 0) return;
    // Above the first row of a tab there is only the header, whose look the new rows would take on.
    if (first > 2) this.bound.insertRows(first, rows.length);
    else this.bound.reserveRows(first + rows.length - 1);
    const cells = rows.flatMap((row, i) =>
      (this.copy?.(row, first + i) ?? true) ? cellsAt(first + i, row.values) : [],
    );
    this.bound.write(cells);
  }

  /** Looks at what was written, in the read that makes it land. True if all of it is where it belongs. */
  private stands(writings: readonly Writing[], first: number): boolean {
    const places = [...writings.map(({ place }) => place), ...this.adding.map((_, i) => first + i)];
    const seen = this.finder.readSpans(places, readsFor(places));
    if (this.noteMisplaced()) return false;
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
      if (!now || !this.finder.agree(now, row.values)) return true;
      row.sheetRow = first + i;
      this.finder.bottom = Math.max(this.finder.bottom, row.sheetRow);
      return false;
    });
    return settled.length === amiss.length && this.adding.length === 0;
  }

  /** Columns were moved while cells were on their way. True if any may have landed in the wrong one. */
  private noteMisplaced(): boolean {
    const cells = this.bound.takeMisplaced();
    for (const { header, known, value } of cells) if (known) this.ledger.noteWritten({ [header]: value });
    const others = new Set(cells.flatMap(({ header, known }) => (known || header === '' ? [] : [header])));
    for (const header of others)
      this.log('warning', `Columns of ${this.view.tab.name} were moved in the very moment in which rows were written: look whether any cell of "${header}" has lost what stood in it.`, ''); // prettier-ignore
    return cells.length > 0;
  }

  private isAsWritten(now: Values, { row, cells }: Writing): boolean {
    return this.finder.agree(now, { ...this.ledger.holds(row), ...cells });
  }

  /** Finds out whose row it is that does not look as it should. True if it is the row meant after all. */
  private isSettledBy({ row, place, cells }: Writing, now: Values): boolean {
    if (isBlank(now)) return false;
    const landed = Object.entries(cells).every(([header, value]) => now[header] === value);
    const occupant = this.finder.occupant(row, now, cells);
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

  /** Finds all rows again. @returns those that are gone */
  private survey(): ViewRow[] {
    const { missing, adding } = this.finder.survey(this.adding);
    this.adding = adding;
    return missing;
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
      const tail = adding > 0 ? this.finder.tail() : [];
      const seen = this.finder.readSpans([...places, ...tail], readsFor([...places, ...tail]));
      this.finder.takeTyping(seen, new Set(tasks.map(({ row }) => row)));
      const found = tasks.flatMap((task) => {
        const values = seen.get(task.row.sheetRow);
        return values && this.finder.isSame(task.row.values, values) ? [{ task, values }] : [];
      });
      const calm = this.finder.isBottom(tail, seen);
      if ((found.length === tasks.length && calm) || chase === CHASES) return found;
      this.unrest.seen = true;
      const gone = new Set(this.survey());
      for (const { row } of tasks)
        if (gone.has(row))
          this.log('info', 'The row is gone; what was found for it is dropped.', this.keyOf(row));
      this.forget([...gone]);
      tasks = tasks.filter(({ row }) => !gone.has(row));
      if (tasks.length + adding === 0) return [];
    }
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
    this.view.noteChanged(row);
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
      const stub = this.view.keyless.length > 0 ? this.finder.takeStub(values) : undefined;
      const row = this.view.insert(values, stub?.place ?? 0, true);
      if (row && stub) this.ledger.arrived(row, { ...stub.values });
      return row && !stub ? [row] : [];
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

/** Two reads may see two states, and take the time of two: it is worth that only where the rows are far apart. */
const readsFor = (places: readonly number[]): number => (spread(places) > FAR ? 2 : 1);

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
