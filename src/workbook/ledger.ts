/**
 * What the sheet holds against what it should hold, row by row, while a batch is written. `row.values` stays
 * what is right for the row; the ledger knows where the sheet differs from it (what was just written, what
 * landed there although it was meant for another row) and what the row is still to get.
 */
import { tokensOf } from './identity';
import { picked, type TableView, type Values, type ViewRow } from './tableView';
import type { CellValue } from './types';

/** Cells that are to be written into a row. */
export interface Open {
  row: ViewRow;
  cells: Values;
}

export class Ledger {
  private readonly goals = new Map<ViewRow, Values>();
  /** Cells of a row in which the sheet holds something else than `row.values`. */
  private readonly differing = new Map<ViewRow, Values>();
  /** Every value that went into a column: a cell that holds one need not be a person's work. */
  private readonly written = new Map<string, Set<CellValue>>();
  /** The same of new rows. */
  private readonly added = new Map<string, Set<CellValue>>();
  /** Rows that are not in the view (a person just made them) and got what was meant for another. */
  readonly strangers = new Set<ViewRow>();

  constructor(private readonly view: TableView) {}

  /** Says what the row is to hold. */
  aim(row: ViewRow, cells: Readonly<Values>): void {
    if (Object.keys(cells).length > 0) this.goals.set(row, { ...this.goals.get(row), ...cells });
  }

  goalsOf(row: ViewRow): Readonly<Values> {
    return this.goals.get(row) ?? {};
  }

  hasGoals(row: ViewRow): boolean {
    return this.goals.has(row);
  }

  /** What the sheet holds in the row, as far as is known. */
  holds(row: ViewRow): Values {
    const other = this.differing.get(row);
    return other ? { ...row.values, ...other } : row.values;
  }

  /** What rows do not hold yet and should. */
  open(): Open[] {
    return [...this.goals].flatMap(([row, goals]) => {
      const now = this.holds(row);
      const cells = Object.fromEntries(
        Object.entries(goals).filter(([h, value]) => (now[h] ?? '') !== value),
      );
      return Object.keys(cells).length > 0 ? [{ row, cells }] : [];
    });
  }

  noteWritten(cells: Readonly<Values>): void {
    note(this.written, cells);
  }

  noteAdded(cells: Readonly<Values>): void {
    note(this.added, cells);
  }

  wasWritten(header: string, value: CellValue): boolean {
    return this.written.get(header)?.has(value) ?? false;
  }

  wasAdded(header: string, value: CellValue): boolean {
    return this.added.get(header)?.has(value) ?? false;
  }

  /** These cells stand in the row now, whether they were meant for it or not; what was not is to be put right. */
  landed(row: ViewRow, cells: Readonly<Values>): void {
    const before = this.holds(row);
    const goals = this.goals.get(row);
    for (const [header, value] of Object.entries(cells)) {
      if ((before[header] ?? '') === value) continue;
      this.set(row, header, value);
      if (goals?.[header] === undefined) this.aim(row, { [header]: row.values[header] ?? '' });
    }
  }

  /** A row that nobody knows got these cells: it is to lose them again. */
  landedInStranger(place: number, now: Readonly<Values>, cells: Readonly<Values>): void {
    const filled = Object.entries(now).filter(([, value]) => value !== '');
    const isBlankElse = filled.every(([header, value]) => header in cells || this.wasWritten(header, value));
    // A row with nothing of its own may have got something before.
    const strays = isBlankElse ? { ...cells, ...Object.fromEntries(filled) } : { ...cells };
    const blank = Object.fromEntries(Object.keys(strays).map((header) => [header, '']));
    const row: ViewRow = { handle: 0, sheetRow: place, values: { ...now, ...blank }, ours: false };
    this.strangers.add(row);
    this.differing.set(row, strays);
    this.goals.set(row, blank);
  }

  /** The row holds strays: these are what should stand in their place. */
  mend(row: ViewRow, cells: Readonly<Values>): void {
    const strays = Object.fromEntries(Object.keys(cells).map((header) => [header, row.values[header] ?? '']));
    this.view.update(row, cells);
    this.differing.set(row, strays);
    this.aim(row, cells);
  }

  /** Takes in what the row was seen to hold: goals reached, strays, and what a person typed. */
  absorb(row: ViewRow, now: Readonly<Values>): void {
    const held = this.holds(row);
    const typed: Values = {};
    for (const [header, value] of Object.entries(now)) {
      if ((held[header] ?? '') === value) continue;
      const goals = this.goals.get(row);
      const goal = goals?.[header];
      if (value === goal || value === (row.values[header] ?? '')) this.set(row, header, value);
      else if (this.wasWritten(header, value)) this.landed(row, { [header]: value });
      else {
        typed[header] = value;
        if (goals) delete goals[header];
        delete this.differing.get(row)?.[header];
      }
    }
    if (Object.keys(typed).length > 0) this.takeTyping(row, typed);
  }

  /** A new row was found in the sheet: cells of it that did not land are still to be written. */
  arrived(row: ViewRow, now: Readonly<Values>): void {
    const blank = Object.keys(row.values).filter(
      (header) => row.values[header] !== '' && (now[header] ?? '') === '',
    );
    for (const header of blank) this.set(row, header, '');
    this.aim(row, picked(row.values, blank));
    this.absorb(row, now);
  }

  /** The batch is over: rows are what they were to become. */
  confirm(): void {
    for (const [row, cells] of this.goals) if (!this.strangers.has(row)) this.view.update(row, cells);
    this.clear();
  }

  drop(row: ViewRow): void {
    this.goals.delete(row);
    this.differing.delete(row);
    this.strangers.delete(row);
  }

  private clear(): void {
    this.goals.clear();
    this.differing.clear();
    this.strangers.clear();
  }

  private takeTyping(row: ViewRow, typed: Values): void {
    const { key } = this.view.tab;
    const before = tokensOf(key, row.values);
    if (this.strangers.has(row)) row.values = { ...row.values, ...typed };
    else this.view.update(row, typed);
    const after = new Set(tokensOf(key, row.values));
    if (before.length === 0 || before.some((token) => after.has(token))) return;
    // The person made another row of it: what was found for the old one is not for this one.
    const strays = this.differing.get(row) ?? {};
    const goals = Object.entries(this.goalsOf(row)).filter(([header]) => header in strays);
    this.goals.set(row, Object.fromEntries(goals));
  }

  private set(row: ViewRow, header: string, value: CellValue): void {
    const other = this.differing.get(row) ?? {};
    if (value === (row.values[header] ?? '')) delete other[header];
    else other[header] = value;
    this.differing.set(row, other);
  }
}

function note(values: Map<string, Set<CellValue>>, cells: Readonly<Values>): void {
  for (const [header, value] of Object.entries(cells))
    values.set(header, (values.get(header) ?? new Set()).add(value));
}
