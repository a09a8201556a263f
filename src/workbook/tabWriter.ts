/**
 * Writes a batch's rows into one tab, removes rows from it, and puts right what a killed execution left. Rows are looked
 * at right before they are written, and again by the very read that makes the writes land (settling.ts), so that every
 * value ends in its own row or in none (workbook.md, ground rule 2).
 */
import type { RowBin } from './bin';
import type { BoundTab } from './boundTab';
import { Decisions, type RowsBack, type WriteTask } from './decisions';
import { tokensOf } from './identity';
import type { BeforeImage } from './journal';
import type { Provenance } from './provenance';
import { noteGone, sortTaken, type Taken } from './removals';
import { CAREFUL, CHASES, readsFor, Settling, type Log, type WriterHooks } from './settling';
import type { StrayCells } from './strays';
import { picked, type TableView, type Values, type ViewRow } from './tableView';
import type { CellChange } from './types';

export class TabWriter {
  private readonly settling: Settling;
  private readonly decisions: Decisions;

  constructor(
    bound: BoundTab,
    private readonly view: TableView,
    private readonly provenance: Provenance,
    private readonly today: string,
    private readonly log: Log,
    private readonly hooks: WriterHooks = {},
  ) {
    this.settling = new Settling(bound, view, log, hooks);
    this.decisions = new Decisions(view, this.settling, provenance, today);
  }

  /** @returns how many rows were changed, and how many added */
  apply(
    tasks: readonly WriteTask[],
    additions: readonly Record<string, CellChange>[],
    back: RowsBack = new Map(),
  ): { updated: number; added: number } {
    for (const { task, values } of this.locate(tasks, additions.length)) this.decisions.decide(task, values);
    const added = this.decisions.add(additions, back);
    const changing = this.settling.ledger.open();
    this.provenance.save();
    this.settling.settle(added);
    const updated = changing.filter(({ row, cells }) =>
      Object.entries(cells).some(([header, value]) => row.values[header] === value),
    );
    return { updated: updated.length, added: added.filter((row) => this.settling.isThere(row)).length };
  }

  /** Removes rows, bottom-up, and looks whether any other row went with them. @throws if they could not be removed */
  remove(rows: readonly ViewRow[], bin: RowBin): number {
    this.settling.forget(this.settling.survey());
    const open = new Set(rows.filter((row) => this.settling.isThere(row)));
    const total = open.size;
    const meant = rows.map(({ values }) => values);
    let most = this.settling.unrest.seen ? CAREFUL : Infinity;
    let refused: unknown;
    let failed = 0;
    while (open.size > 0 && failed < CHASES) {
      this.hooks.checkTime?.();
      const aimed = [...open].sort((a, b) => b.sheetRow - a.sheetRow).slice(0, most);
      refused = bin.take(adjacent(aimed.map(({ sheetRow }) => sheetRow))) ?? refused;
      const missing = this.settling.survey();
      const isAsMeant = missing.length === aimed.length && missing.every((row) => open.has(row));
      const image = isAsMeant ? null : bin.taken();
      const taken = image && sortTaken(image, this.view, missing, meant, open);
      const gone = isAsMeant ? missing.map(({ values }) => values) : (taken?.gone ?? []);
      this.settling.forget(missing.filter((row) => !taken?.others.has(row)));
      // Before the next rows take their place in the bin: a kill leaves no trace of these but this one.
      this.noteRemoved(gone);
      const others = this.putBack(bin, image, taken);
      // Those that a person deleted meanwhile, too.
      for (const row of open) if (!this.settling.isThere(row)) open.delete(row);
      failed = gone.length > 0 && others === 0 ? 0 : failed + 1;
      most = others > 0 ? CAREFUL : most * 2;
    }
    if (open.size > 0) throw refused ?? this.settling.keptMoving('removed');
    bin.drop();
    return total;
  }

  /**
   * Puts right what a killed execution removed.
   * @param removes keys of the rows that it was to remove
   */
  settleRemovals(removes: readonly Values[], bin: RowBin): void {
    const image = bin.taken();
    if (image) {
      this.settling.forget(this.settling.survey());
      const taken = sortTaken(image, this.view, [], removes, new Set());
      this.noteRemoved(taken.gone);
      this.putBack(bin, image, taken);
    }
    bin.drop();
  }

  private noteRemoved(rows: readonly Values[]): void {
    for (const values of rows) noteGone(this.provenance, this.view, values, 'removed', this.today);
    this.provenance.save();
  }

  /** Rows that went in the stead of those that were to go. @returns how many */
  private putBack(bin: RowBin, image: BeforeImage | null, taken: Taken | null): number {
    if (!image || !taken || taken.others.size === 0) return 0;
    const { others } = taken;
    this.settling.unrest.seen = true;
    for (const [row, index] of others) {
      this.view.update(row, image.rows[index] ?? {});
      this.log('warning', 'The row was removed while rows around it moved; it is put back at the bottom.', this.settling.keyOf(row)); // prettier-ignore
    }
    this.settling.settle([...others.keys()], (row, place) => image.putBack(others.get(row) ?? 0, place));
    bin.empty();
    return others.size;
  }

  /**
   * Puts right what a killed execution left in wrong rows.
   * @param isStub whether a row without an id is a part of one that is to be added: it goes, and comes as a whole
   * @param written what that execution may have written
   * @returns how many cells were put right
   */
  mend(strays: StrayCells, isStub: (values: Values) => boolean, written: readonly Values[]): number {
    for (const cells of written) this.settling.ledger.noteWritten(cells);
    // Those that are known may hold nothing else than strays.
    this.view.keyless = [];
    this.settling.forget(this.settling.survey());
    for (const row of [...this.view.rows, ...this.view.keyless]) {
      const isPart = !this.settling.isThere(row) && isStub(row.values);
      if (isPart) this.takeOut(row, Object.keys(row.values));
      else this.putRight(row, strays(row.values, row.sheetRow));
    }
    const open = this.settling.ledger.open();
    if (open.length > 0) {
      this.hooks.noteAgain?.(open);
      this.settling.settle();
    }
    return open.reduce((sum, { cells }) => sum + Object.keys(cells).length, 0);
  }

  private putRight(row: ViewRow, cells: Values): void {
    const headers = Object.keys(cells);
    if (headers.length === 0) return;
    if (tokensOf(this.view.tab.key, { ...row.values, ...cells }).length > 0)
      this.settling.ledger.mend(row, cells);
    else this.takeOut(row, headers);
  }

  private takeOut(row: ViewRow, headers: readonly string[]): void {
    this.view.delete(row);
    this.settling.ledger.landedInStranger(row.sheetRow, row.values, picked(row.values, headers));
  }

  /** The tasks' rows with their values as they are now; rows that are gone are dropped and logged. */
  private locate(tasks: readonly WriteTask[], adding: number): { task: WriteTask; values: Values }[] {
    if (tasks.length + adding === 0) return [];
    for (let chase = 0; ; chase++) {
      const places = tasks.map(({ row }) => row.sheetRow);
      const tail = adding > 0 ? this.settling.finder.tail() : [];
      const seen = this.settling.finder.readSpans([...places, ...tail], readsFor([...places, ...tail]));
      this.settling.finder.takeTyping(seen, new Set(tasks.map(({ row }) => row)));
      const found = tasks.flatMap((task) => {
        const values = seen.get(task.row.sheetRow);
        return values && this.settling.finder.isSame(task.row.values, values) ? [{ task, values }] : [];
      });
      const calm = this.settling.finder.isBottom(tail, seen);
      if ((found.length === tasks.length && calm) || chase === CHASES) return found;
      this.settling.unrest.seen = true;
      const gone = new Set(this.settling.survey());
      for (const { row } of tasks)
        if (gone.has(row))
          this.log('info', 'The row is gone; what was found for it is dropped.', this.settling.keyOf(row));
      this.settling.forget([...gone]);
      tasks = tasks.filter(({ row }) => !gone.has(row));
      if (tasks.length + adding === 0) return [];
    }
  }
}

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
