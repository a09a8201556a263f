/** How steps see the workbook: rows by key, and changes that they would like made. */
import type { AnyTab, Header, RowOf } from './schema';

/** Blank is `''`. Integers are numbers, everything else text; a count may be `**` (looked up, not found). */
export type CellValue = string | number;

/** Where a value came from: a source's name as the curator knows it, e.g. `TMDb`, or `rule`. */
export interface Origin {
  source: string;
  /** ISO day. */
  date: string;
  /** What was written. */
  value: CellValue;
}

export interface TableRow<R> {
  /** Identity within this execution; never stored. */
  readonly handle: number;
  /** Row of the sheet as it was read; only for `startRow`/`endRow` and for links. */
  readonly sheetRow: number;
  /** Normalised values of all known columns. */
  readonly values: Readonly<R>;
  /** True if the add-on added the row (only such rows are ever removed). */
  readonly ours: boolean;
}

/**
 * `row`: the one row that the ids name. `clash`: the ids find two rows, or a row whose other id
 * differs; nothing may be written then, and the reason goes to Conflicts.
 */
export type Match<R> =
  | { kind: 'none' }
  | { kind: 'row'; row: TableRow<R> }
  | { kind: 'clash'; rows: TableRow<R>[]; reason: string };

/** A tab as it is now, with what this run has written (or, in a dry run, would have). */
export interface Table<T extends AnyTab> {
  readonly tab: T;
  /** Rows that have a key, in sheet order. */
  readonly rows: readonly TableRow<RowOf<T>>[];
  /** Finds a row by whatever ids are given, under the rule of workbook.md (other id equal or blank). */
  match(ids: Partial<RowOf<T>>): Match<RowOf<T>>;
  /** The add-on's own value in that cell; null if the cell is blank or a person's. */
  origin(row: TableRow<RowOf<T>>, column: Header<T>): Origin | null;
  /** What the add-on last wrote into that cell, whatever a person made of it since; null if it never did. */
  lastWritten(row: TableRow<RowOf<T>>, column: Header<T>): CellValue | null;
  /** Whether the add-on once wrote into that cell, whatever it holds now. */
  wasWritten(row: TableRow<RowOf<T>>, column: Header<T>): boolean;
  /** Whether the add-on once wrote a row of these ids that is gone without its doing. */
  deletedByPerson(ids: Partial<RowOf<T>>): boolean;
}

/** One cell to be written. */
export interface CellChange {
  value: CellValue;
  /** As {@link Origin.source}. */
  source: string;
  /**
   * What a `fill` column may do when the cell is not blank: `keep` (default), `refresh`: replace it if
   * it is the add-on's own, `correct`: replace it whoever wrote it (only where stages.md says so).
   */
  when?: 'keep' | 'refresh' | 'correct';
}

export type Cells<T extends AnyTab> = { [H in Header<T>]?: CellChange };

/** An open question for the curator: a row of `Conflicts`. */
export interface ConflictNote {
  tab: string;
  /** Key of the row as shown to people. */
  key: string;
  column: string;
  kept: string;
  keptSource: string;
  /** Other values with their sources. */
  others: { value: string; source: string }[];
  /** What speaks for and against, in a sentence. */
  evidence: string;
}

export type Change =
  | { kind: 'write'; tab: AnyTab; row: TableRow<unknown>; cells: Record<string, CellChange> }
  | { kind: 'add'; tab: AnyTab; cells: Record<string, CellChange> }
  | { kind: 'remove'; tab: AnyTab; row: TableRow<unknown>; reason: string }
  | { kind: 'conflict'; note: ConflictNote };
