/** What of the changes that a step would like made is made, going by what stands in the sheet now. */
import { mayWrite } from './ownership';
import type { Provenance, WrittenCell } from './provenance';
import type { Settling } from './settling';
import type { TableView, Values, ViewRow } from './tableView';
import type { CellChange, RowBack } from './types';

export interface WriteTask {
  row: ViewRow;
  cells: Record<string, CellChange>;
}

/** What rows were that are put back. */
export type RowsBack = ReadonlyMap<Record<string, CellChange>, RowBack>;

export class Decisions {
  constructor(
    private readonly view: TableView,
    private readonly settling: Settling,
    private readonly provenance: Provenance,
    private readonly today: string,
  ) {}

  /** Sets the goals: the cells that may and would change, going by what stands there now. */
  decide(task: WriteTask, values: Values): void {
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
        cells.push({ column: header, value: change.value, source: change.source, origin: change.origin });
    }
    if (cells.length === 0) return;
    this.settling.ledger.aim(row, valuesOf(cells));
    const after = { ...row.values, ...valuesOf(cells) };
    this.provenance.noteCells(this.view.tab, after, cells, this.today);
    this.view.noteChanged(row);
    // A row that was known by its name only and now has an id.
    if (row.ours && !this.provenance.row(this.view.tab, after)?.ours)
      this.provenance.noteRow(this.view.tab, after, 'added', this.today);
  }

  /** New rows, as far as nobody has them yet. @returns those that are to come in */
  add(additions: readonly Record<string, CellChange>[], back: RowsBack): ViewRow[] {
    return additions.flatMap((changes) => {
      const cells = Object.entries(changes)
        .map(([column, { value, source, origin }]): WrittenCell => ({ column, value, source, origin }))
        .filter(({ value }) => value !== '');
      const values = valuesOf(cells);
      if (this.view.match(values).kind !== 'none') return [];
      const ours = back.get(changes)?.ours ?? true;
      this.provenance.part(this.view.tab, values, (token) => this.view.has(token));
      this.provenance.noteRow(this.view.tab, values, ours ? 'added' : 'theirs', this.today);
      this.provenance.noteCells(this.view.tab, values, cells, this.today);
      const stub = this.view.keyless.length > 0 ? this.settling.finder.takeStub(values) : undefined;
      const row = this.view.insert(values, stub?.place ?? 0, ours);
      if (row && stub) this.settling.ledger.arrived(row, { ...stub.values });
      return row && !stub ? [row] : [];
    });
  }
}

const valuesOf = (cells: readonly WrittenCell[]): Values =>
  Object.fromEntries(cells.map(({ column, value }) => [column, value]));
