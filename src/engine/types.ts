/**
 * What a step is to the engine, and the engine to a step. A step decides which items are due, asks
 * and decides what should change; it does not know how that is stored, paced or interrupted.
 */
import type { Answer, Answers, Ask, Question } from '../services/types';
import type { Settings } from '../settings/settings';
import type { AnyTab } from '../workbook/schema';
import type { Change, Recovery, Table, TableRow } from '../workbook/types';

/** Options of a run, the same in menu, sidebar, triggers and command line (stages.md). */
export interface RunOptions {
  dryRun: boolean;
  /** Rows or shows looked at, at most; null for all. */
  limit: number | null;
  /** Sheet rows of the step's input tab, inclusive. */
  startRow: number | null;
  endRow: number | null;
  /** Items a batch; null for the step's own. */
  batchSize: number | null;
  /** Extra seconds between requests. */
  delay: number;
  verbose: boolean;
  force: boolean;
  incremental: boolean;
  resume: boolean;
  confirm: boolean;
}

export interface StepContext {
  readonly options: RunOptions;
  readonly settings: Settings;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** ISO day in the workbook's time zone. */
  readonly today: string;
  readonly timeZone: string;
  /** When the run began, ms. */
  readonly runStarted: number;
  /** True with a limit or a row range: such a run marks no SKIP and removes nothing. */
  readonly partial: boolean;
  /** How many more items `limit` lets this step look at; Infinity without one. */
  readonly remaining: number;

  table<T extends AnyTab>(tab: T): Table<T>;

  /** Answers for all the keys, asking the sources only for those that are due (stages.md, "Due"); all questions in one pool. */
  ask(...asks: Ask<never>[] | Ask<any>[]): Answers; // eslint-disable-line @typescript-eslint/no-explicit-any
  /**
   * Keys that will be asked later in this step: they go along with other questions' requests while these
   * have to wait anyway.
   */
  along(...asks: Ask<never>[] | Ask<any>[]): void; // eslint-disable-line @typescript-eslint/no-explicit-any
  /** Whether that step comes after this one in the run: what it will ask may go along now. */
  comes(step: string): boolean;
  /** Whether the key has to be looked at (never looked at, or its time has come). A source that is off makes nothing due. */
  due<T>(question: Question<T>, key: string, as?: string): boolean;
  /** Whether asking for the key now would take a request. */
  asks<T>(question: Question<T>, key: string, as?: string): boolean;
  /** Whether the key is left for later: its source is asked when all else is done, and has not told of it yet. */
  putsOff<T>(question: Question<T>, key: string): boolean;
  /** The last answer that is kept (found or absent), however old; undefined if there is none. */
  known<T>(question: Question<T>, key: string): Answer<T> | undefined;
  /** Whether the last answer that is kept is that there is none. */
  isAbsent<T>(question: Question<T>, key: string): boolean;
  /** Whether the last answer that is kept came after the last look at the key. */
  isNews<T>(question: Question<T>, key: string, as?: string): boolean;
  /** Brings kept answers from the sheet in few reads, where `known` is then asked for many keys one by one. */
  preload(...asks: Pick<Ask<never>, 'question' | 'keys'>[] | Pick<Ask<any>, 'question' | 'keys'>[]): void; // eslint-disable-line @typescript-eslint/no-explicit-any
  /** Says that this batch settles these keys: the look is stamped once its cells are written. `ask` does it by itself. */
  settle<T>(question: Question<T>, keys: readonly string[], as?: string): void;

  /**
   * Says that this batch looked at these cells with all that the sources know: a question on them that it does not raise
   * is closed, unless a source that was not asked has raised it.
   * @param unasked titles of sources
   */
  agreed(tab: AnyTab, row: TableRow<unknown>, columns: readonly string[], unasked?: readonly string[]): void;

  /** A small value that outlives runs (e.g. which shows were ever listed); null if there is none. Plain JSON. */
  recall<T>(name: string): T | null;
  /** Stored with the batch; in a dry run only for the rest of it. */
  remember(name: string, value: unknown): void;
  /** The same for what must be known even if the batch's cells are all that a kill leaves of it: stored before them. */
  rememberFirst(name: string, value: unknown): void;

  /** What the start of the run was given beside the options. */
  readonly args: Readonly<Record<string, unknown>>;
  /** The workbook's own records: for the steps that carry out a person's word on them. */
  readonly recovery: Recovery;

  /** A line of the Run Log. */
  log(level: 'info' | 'warning' | 'error', message: string, key?: string): void;
}

/** What a batch comes to. */
export interface Outcome {
  changes: Change[];
  /** Items that could not be decided because an answer failed; they stay due. */
  failed?: { key: string; message: string }[];
  /** Items that wait for a quota. */
  parked?: number;
  /** Stop the whole run here: a change that a person must allow first. Nothing of the batch is written. */
  needsConfirm?: string;
}

/** The work of a step in this execution. Recomputed after every interruption: what is done is no longer due. */
export interface Plan {
  /** Keys of the items still to be done, in order. A batch may add to them. */
  items: readonly string[];
  /** What to count as looked at, if that is more than the items (rows compared and found right). */
  looked?: number;
  /** Items of the next batch, before `batchSize`. */
  size: number;
  /** Decides one batch. Called with consecutive parts of `items`. */
  batch(items: readonly string[]): Outcome;
}

export interface Step {
  /** `stage.step`, as in stages.md. */
  readonly id: string;
  /** For menu, sidebar and log. */
  readonly title: string;
  /** The tab whose rows `startRow`/`endRow` mean. */
  readonly input: AnyTab;
  /** Tabs that it reads or writes; they are made if missing. */
  readonly tabs: readonly AnyTab[];
  /** Tabs whose rows it may remove or rewrite: snapshotted before its first write. */
  readonly rewrites?: readonly AnyTab[];
  /** What most of its time is spent waiting for, and what may be asked along with it: where there is much of that, some executions only ask ahead (`Backend.collect`). */
  readonly collects?: readonly [Question<unknown>, ...Question<unknown>[]];
  /** Carries out what a person ordered: no share limit, no dry run. */
  readonly ordered?: boolean;
  /** What is missing before it can run, in words that name the setting; empty if nothing. */
  needs?(settings: Settings): string[];
  begin(context: StepContext): Plan;
}

export interface Stage {
  readonly id: string;
  readonly title: string;
  readonly steps: readonly Step[];
}
