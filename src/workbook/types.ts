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
  /** Rows of the sheet that hold something and have no key. */
  readonly keyless?: readonly { readonly sheetRow: number }[];
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
  /** The same thing better named, as an episode by IMDb's id: no value counts as replaced. */
  refines?: boolean;
  /** The value is put back: where it came from at the time; null if it was a person's. */
  origin?: PutBack | null;
}

/** A cell that gets back what it held: its origin comes with it; null for a value of a person's. */
export interface PutBack {
  source: string;
  date: string;
}

export type Cells<T extends AnyTab> = { [H in Header<T>]?: CellChange };

/**
 * What a question is about, and so what the answers mean.
 * `value`: which value is right. `held`: an id that another row has. `same`: whether two rows are one.
 * `row`: whether the row should stay. `entry`: which show an entry of a list is.
 */
export type QuestionKind = 'value' | 'held' | 'same' | 'row' | 'entry';

/** An open question for the curator: a row of `Conflicts`. */
export interface ConflictNote {
  kind: QuestionKind;
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
  /** `others`: cells of columns that the add-on does not know are put back, too. */
  | {
      kind: 'write';
      tab: AnyTab;
      row: TableRow<unknown>;
      cells: Record<string, CellChange>;
      others?: RowBack['others'];
    }
  /** `back`: the row was there before, and is put back as it was. */
  | { kind: 'add'; tab: AnyTab; cells: Record<string, CellChange>; back?: RowBack }
  /** `dismissed`: the curator does not want it again. */
  | { kind: 'remove'; tab: AnyTab; row: TableRow<unknown>; reason: string; dismissed?: boolean }
  | { kind: 'conflict'; note: ConflictNote }
  | Agreed
  /** Noted once everything else of the batch stands. */
  | { kind: 'mark'; mark: Mark };

/**
 * Cells that were looked at with all that the sources know: a question on them that is not raised is answered, unless a
 * source that was not asked has raised it.
 */
export interface Agreed {
  kind: 'agreed';
  tab: AnyTab;
  row: TableRow<unknown>;
  columns: readonly string[];
  /** Titles of sources. */
  unasked: readonly string[];
}

export interface RowBack {
  /** False: a person's row. */
  ours: boolean;
  /** Cells of columns that the add-on does not know, by header. */
  others: Readonly<Record<string, unknown>>;
}

export type Mark =
  | { of: 'decision'; id: string; result: string; done: boolean }
  | { of: 'dry run'; results: ReadonlyMap<number, string> }
  | { of: 'undo'; from: number }
  /** The decision is taken back: the question is asked again. */
  | { of: 'reopen'; id: string };

/** A question on which the curator has decided. */
export interface Decision extends ConflictNote {
  id: string;
  choice: 'keep' | 'take' | 'merge' | 'ignore';
  /** What to take, if it was named. */
  value: string;
}

/** A line of `Dry Run`. */
export interface DryLine {
  what: 'add' | 'change' | 'remove' | 'question';
  tab: string;
  key: string;
  column: string;
  old: string;
  next: string;
  source: string;
  run: string;
  /** What became of it when it was applied. */
  result: string;
}

/** What a run did to one row, as it is noted before it is done. Key columns are those of after and of before. */
export type DoneRow =
  | { tab: string; what: 'add'; keys: Record<string, CellValue>; theirs?: Theirs }
  | {
      tab: string;
      what: 'write';
      keys: Record<string, CellValue>;
      before: Record<string, CellValue>;
      /** `put`: what the cell gets, where that is a person's own value or none. */
      cells: Record<string, [old: CellValue, origin: PutBack | null, put?: CellValue]>;
    }
  | { tab: string; what: 'remove'; row: KeptRow }
  /** A question on which a decision was carried out. */
  | { tab: string; what: 'decide'; id: string };

/** What is a person's in a row that comes back. */
export interface Theirs {
  values: Readonly<Record<string, CellValue>>;
  others: RowBack['others'];
}

/** A whole row as it was. */
export interface KeptRow extends RowBack {
  values: Record<string, CellValue>;
  origins: Record<string, PutBack>;
}

/** The workbook's own records, as steps see them. */
export interface Recovery {
  decisions(): Decision[];
  /** What was asked under this id, whether it was answered or not; undefined if nobody did. */
  question(id: string): ConflictNote | undefined;
  dryLines(): DryLine[];
  /** What the last run did, latest first, and when it began (ms); null if there is nothing to undo. */
  lastRun(): { from: number; rows: DoneRow[] } | null;
  /** The rows of a hidden copy, and of which tab; null if there is none of that name. */
  snapshot(name: string): { tab: AnyTab; rows: KeptRow[] } | null;
  /** What rows hold in columns that the add-on does not know, by handle and header; rows without any are left out. */
  beside(tab: AnyTab): ReadonlyMap<number, Readonly<Record<string, unknown>>>;
  /** Rows that executions before this one have added in this run. */
  addedBefore(tab: AnyTab): ReadonlySet<number>;
  /** Whether the cell holds what the add-on last wrote there, whatever that was. */
  holdsOwn(tab: AnyTab, row: TableRow<unknown>, column: string): boolean;
}

/** Of one step: cells replaced and rows removed of each tab, and how many there were at its begin. */
export interface StepShares {
  step: string;
  tabs: Record<string, { cells: number; rows: number; replaced: number; removed: number }>;
}

/** What the last run did, in numbers. */
export interface UndoInfo {
  runId: string;
  step: string;
  /** ms since the epoch. */
  at: number;
  added: number;
  updated: number;
  removed: number;
  /** Decisions that it carried out. */
  decided: number;
}
