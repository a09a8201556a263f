/**
 * The spreadsheet traffic of one execution: writes are buffered and sent in order at the next read, at
 * flush() or at the end (apps-script.md §4), so what a person does in between really happens in between.
 */
import type { HostCore } from '../core';
import { ServiceError } from '../errors';
import { COST } from '../limits';
import type { RangeBox, SheetModel } from '../model';

export interface BufferedWrite {
  /** Changes the model; throws ServiceError if the sheet refuses. */
  apply(): void;
  /** Cells written, for the cost model. */
  cells: number;
  /** Rows and columns that the grid of a sheet gains (or loses) by it. */
  grows?: { sheet: SheetModel; rows: number; columns: number };
  /** Where it writes; without a box, anywhere on the tab; absent: anywhere. */
  where?: { sheet: SheetModel; box?: RangeBox };
  /** The grid may grow, and only the sheet can tell by how much. */
  mayGrow?: boolean;
}

export interface Timed {
  charge(ms: number): void;
}

export class SheetSession {
  private pending: BufferedWrite[] = [];
  private growth = new Map<SheetModel, { rows: number; columns: number }>();

  constructor(
    private readonly execution: Timed,
    private readonly host: HostCore,
  ) {}

  /** Writes that are buffered. */
  get unsent(): number {
    return this.pending.length;
  }

  /** To be called before anything is read from the model, with the number of cells read. */
  read(cells = 0): void {
    this.flush();
    this.execution.charge(COST.read + COST.readCell * cells);
    this.host.sheet.reads += 1;
    this.host.sheet.cellsRead += cells;
  }

  write(write: BufferedWrite): void {
    this.execution.charge(COST.write + COST.writeCell * write.cells);
    this.host.sheet.cellsWritten += write.cells;
    this.pending.push(write);
    if (!write.grows) return;
    const { sheet, rows, columns } = write.grows;
    const known = this.growth.get(sheet) ?? { rows: 0, columns: 0 };
    this.growth.set(sheet, { rows: known.rows + rows, columns: known.columns + columns });
  }

  /** A write whose result the script needs at once, such as a new tab. */
  writeNow<T>(cells: number, apply: () => T): T {
    let result: T | undefined;
    this.write({
      cells,
      apply: () => {
        result = apply();
      },
    });
    this.flush();
    return result as T;
  }

  /** Sends what is buffered. If the sheet refuses a write, those after it are lost too. */
  flush(): void {
    if (this.pending.length === 0) return;
    this.execution.charge(COST.flush);
    this.host.sheet.flushes += 1;
    const writes = this.pending;
    this.pending = [];
    this.growth.clear();
    for (const write of writes) this.apply(write);
  }

  private apply(write: BufferedWrite): void {
    write.apply();
    this.host.options.onChange?.(write.where?.sheet, write.where?.box);
  }

  /** What was buffered never reaches the sheet, but for the first `landed` writes. */
  drop(landed = 0): void {
    const writes = this.pending.slice(0, landed);
    this.pending = [];
    this.growth.clear();
    for (const write of writes) {
      try {
        write.apply();
      } catch (error) {
        // Nobody is there any more to be told what the sheet refused.
        if (!(error instanceof ServiceError)) throw error;
        return;
      }
    }
  }

  private settleGrowth(): void {
    if (this.pending.some(({ mayGrow }) => mayGrow)) this.flush();
  }

  /** Size of the grid as this execution sees it, its own buffered insertions included. */
  rowsOf(sheet: SheetModel): number {
    this.settleGrowth();
    return sheet.maxRows + (this.growth.get(sheet)?.rows ?? 0);
  }

  columnsOf(sheet: SheetModel): number {
    this.settleGrowth();
    return sheet.maxColumns + (this.growth.get(sheet)?.columns ?? 0);
  }
}
