/**
 * Writes rows until every one of them holds what it should. Nobody keeps people from sorting, inserting or deleting
 * meanwhile: writes land in the very read that looks at them again; what landed in a wrong row is given back what stood
 * there, and the rest is written again. New rows come in by insertion, so they cannot land on another.
 */
import type { BoundTab } from './boundTab';
import { displayKey } from './identity';
import { Ledger, type Open } from './ledger';
import { columnsMoved } from './movedColumns';
import { RowFinder } from './rowFinder';
import { isBlank, type TableView, type Values, type ViewRow } from './tableView';

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
}

export type Log = (level: 'info' | 'warning', message: string, key: string) => void;

/** Rows that are read along rather than leaving them out with a second read. */
const FAR = 3000;

/** How often a batch chases rows that keep moving, in a row. */
export const CHASES = 20;

/** Rows written at a time, at first, once rows were seen to move: each takes calls, and with them time to move in. */
export const CAREFUL = 4;
/** So many more are tried after each time that all stood. */
const BOLDER = 2;

export class Settling {
  readonly ledger: Ledger;
  readonly finder: RowFinder;
  readonly unrest: Unrest;
  /** Rows that do not stand in the sheet yet. */
  private adding: ViewRow[] = [];
  private copy: ((row: ViewRow, place: number) => boolean) | undefined;

  constructor(
    private readonly bound: BoundTab,
    private readonly view: TableView,
    private readonly log: Log,
    private readonly hooks: WriterHooks,
  ) {
    this.ledger = new Ledger(view);
    this.finder = new RowFinder(bound, view, this.ledger);
    this.unrest = hooks.unrest ?? { seen: false };
  }

  /**
   * Writes until everything stands; where rows keep moving, few at a time: the less is under way, the less goes astray.
   * @param adding rows that do not stand in the sheet yet
   * @param copy puts a row as it was copied at its new place
   */
  settle(adding: readonly ViewRow[] = [], copy?: (row: ViewRow, place: number) => boolean): void {
    this.adding = [...adding];
    this.copy = copy;
    let most = this.unrest.seen ? CAREFUL : Infinity;
    let moved = false;
    for (let failed = 0; failed < CHASES;) {
      const open = this.ledger.open().map((one): Writing => ({ ...one, place: one.row.sheetRow }));
      if (open.length + this.adding.length === 0) return this.ledger.confirm();
      if (this.bound.takeMoved() || moved) this.hooks.noteAgain?.(open);
      this.hooks.checkTime?.();
      moved = false;
      const writings = open.sort((a, b) => a.place - b.place).slice(0, most);
      const first = this.finder.bottom + 1;
      const { adding } = this;
      const sent = this.send(writings, first);
      if (this.stands(writings, first)) {
        failed = 0;
        most += BOLDER;
        continue;
      }
      const strangers = this.ledger.strangers.size;
      moved = true;
      this.unrest.seen ||= sent !== 'lost';
      this.forget(this.survey());
      if (sent === 'sent') this.forget(this.takenAway(adding, writings));
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
  keptMoving(what: 'written' | 'removed'): Error {
    return new Error(`Rows of ${this.view.tab.name} kept moving while they were ${what}.`);
  }

  /** Buffered. */
  private send(writings: readonly Writing[], first: number): ReturnType<BoundTab['together']> {
    for (const { cells } of writings) this.ledger.noteWritten(cells);
    const act = () => {
      this.insert(this.adding, first);
      this.bound.write(writings.flatMap(({ place, cells }) => cellsAt(place, cells)));
    };
    const sent = this.bound.together(act);
    // Some cells of a row may land without the others.
    if (sent !== 'sent') for (const { values } of this.adding) this.ledger.noteAdded(values);
    return sent;
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
    const parts: [ViewRow, Values][] = [];
    this.adding = this.adding.filter((row, i) => {
      const now = seen.get(first + i);
      const isWhole = now && this.finder.agree(now, row.values);
      if (!now || !(isWhole || this.finder.isSame(row.values, now))) return true;
      row.sheetRow = first + i;
      this.finder.bottom = Math.max(this.finder.bottom, row.sheetRow);
      if (!isWhole) parts.push([row, now]);
      return false;
    });
    // It is the row's own from now on, and gone if a person deletes it.
    for (const [row, now] of parts) this.ledger.arrived(row, now);
    return settled.length === amiss.length && this.adding.length + parts.length === 0;
  }

  /**
   * New rows land one after the other, and before anything else does: those that are not there although something after
   * them is were there, and a person has deleted them.
   */
  private takenAway(sent: readonly ViewRow[], writings: readonly Writing[]): ViewRow[] {
    const holdsAny = ({ row, cells }: Writing) => {
      const now = this.ledger.holds(row);
      return Object.entries(cells).some(([header, value]) => now[header] === value);
    };
    const last = writings.some(holdsAny) ? sent.length : sent.reduce((most, row, i) => (this.adding.includes(row) ? most : i), 0); // prettier-ignore
    const gone = sent.slice(0, last).filter((row) => this.adding.includes(row));
    this.adding = this.adding.filter((row) => !gone.includes(row));
    return gone;
  }

  /** Columns were moved while cells were on their way. True if any may have landed in the wrong one. */
  private noteMisplaced(): boolean {
    const cells = this.bound.takeMisplaced();
    for (const { header, known, value } of cells) if (known) this.ledger.noteWritten({ [header]: value });
    const others = new Set(cells.flatMap(({ header, known }) => (known || header === '' ? [] : [header])));
    for (const header of others) this.log('warning', columnsMoved(this.view.tab.name, header), '');
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
  survey(): ViewRow[] {
    const { missing, adding } = this.finder.survey(this.adding);
    this.adding = adding;
    return missing;
  }

  /** Rows that a person deleted. */
  forget(rows: readonly ViewRow[]): void {
    if (rows.length === 0) return;
    for (const row of rows) {
      if (this.ledger.hasGoals(row))
        this.log('info', 'The row is gone; what was found for it is dropped.', this.keyOf(row));
      this.ledger.drop(row);
    }
    this.view.deleteAll(rows);
  }

  isThere(row: ViewRow): boolean {
    return this.view.byHandle(row.handle) !== undefined;
  }

  keyOf(row: ViewRow): string {
    return displayKey(this.view.tab, row.values);
  }
}

const spread = (places: readonly number[]): number =>
  places.reduce((most, place) => Math.max(most, place), 0) -
  places.reduce((least, place) => Math.min(least, place), Infinity);

/** Two reads may see two states, and take the time of two: it is worth that only where the rows are far apart. */
export const readsFor = (places: readonly number[]): number => (spread(places) > FAR ? 2 : 1);

const cellsAt = (row: number, cells: Values): { row: number; header: string; value: Values[string] }[] =>
  Object.entries(cells).map(([header, value]) => ({ row, header, value }));
