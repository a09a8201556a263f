/** What the pages and the script say to each other, as JSON text both ways. */
import type { RunReport } from '../engine/report';
import type { RunOptions } from '../engine/types';
import type { SettingDescription } from '../settings/stored';
import type { DryLine, QuestionKind } from '../workbook/types';

export type { StageReport } from '../engine/report';
export type { UndoInfo } from '../workbook/types';

/** A run as the sidebar shows it: its report, and what goes on in it right now. */
export interface RunView extends RunReport {
  /** An execution works on it at this moment. */
  live: boolean;
  /** It should have gone on by now and has not. */
  stale: boolean;
  options: RunOptions;
  /** Id of the step at work. */
  stepNow: string;
  stepTitle: string;
  stageTitle: string;
  /** From 0. */
  stepIndex: number;
  stepCount: number;
  /** Items of the step at work; `total` 0 while it still finds out what is due. */
  progress: { done: number; total: number };
  /** Items a minute; 0 while that cannot be told. */
  rate: number;
  /** Time that the step at work still needs at that rate, ms; null while that cannot be told. */
  leftMs: number | null;
  /** Last sign of life, ms since the epoch. */
  beat: number;
  /** The latest lines, oldest first. */
  log: { at: number; level: 'info' | 'warning' | 'error'; message: string }[];
  /** The tab whose keys each step of the report speaks of, and the tab that each stage fills. */
  tabs: Record<string, string>;
}

/** What a source may be asked today. */
export interface SourceView {
  source: string;
  title: string;
  on: boolean;
  /** Why it is not asked at all; empty if it is. */
  why: string;
  /** Requests of the last 24 hours. */
  usedToday: number;
  /** Null: no limit. */
  dailyLimit: number | null;
  /** Not asked until then (ms since the epoch). */
  paused?: { until: number; why: string };
}

export interface Status {
  run: RunView | null;
  sources: SourceView[];
  /** When and how it goes on, in words; empty if nothing is to come. */
  next: string;
  /** From when on it may go on by itself, ms since the epoch; null if an execution works on it or nothing is to come. */
  due: number | null;
  /** The script's clock, ms since the epoch, and the workbook's time zone. */
  now: number;
  timeZone: string;
}

export interface Runnable {
  id: string;
  title: string;
  kind: 'all' | 'stage' | 'step' | 'other';
  /** The tab whose rows a row range means; of steps only. */
  tab?: string;
}

/** What stands in for missing values is the local host's business. */
export type Setting = Omit<SettingDescription, 'dummy'>;

/** What a page is handed when it opens, so that its first paint shows the truth. */
export interface Boot {
  page: 'sidebar' | 'settings' | 'schedules' | 'restore' | 'help';
  steps: Runnable[];
  /** The functions that a page may call. */
  functions: readonly string[];
  status?: Status;
  settings?: Setting[];
  walk?: Walk;
  /** A run is being started from the menu. */
  starting?: boolean;
}

export type WalkStep = 'keys' | 'contact' | 'lists' | 'rows' | 'try' | 'run';

/** The first run: which steps are there, and which are still open. */
export interface Walk {
  steps: { id: WalkStep; open: boolean }[];
  /** Shown by itself when the sidebar opens. */
  shown: boolean;
  /** Rows of the tabs that the add-on would maintain. */
  rows: number;
}

export interface Said {
  ok: boolean;
  message: string;
}

/** Rows now selected in the sheet. */
export interface Selected {
  tab: string;
  startRow: number;
  endRow: number;
}

export interface Estimate {
  requests: { source: string; title: string; requests: number }[];
  minutes: number;
  days: number;
  text: string;
}

/** A row that the last run worked on. */
export interface ChangedRow {
  key: string;
  /** What people call it. */
  name: string;
  /** Cells that were changed, with what they held before the run. */
  cells: { column: string; old: string }[];
  /** It is in the tab no more. */
  gone?: boolean;
}

export interface ChangedRows {
  rows: ChangedRow[];
  /** There are others after these. */
  more: boolean;
}

/** What a dry run would change, and what applying it could not write. */
export interface DryRunResult {
  total: number;
  /** Conflicts that the run would note. */
  questions?: number;
  /** The list has been applied; `rest` tells what could not be written. */
  applied?: boolean;
  byTab: { tab: string; added: number; changed: number; removed: number }[];
  lines: (Omit<DryLine, 'what' | 'run' | 'result'> & { what: 'add' | 'change' | 'remove' })[];
  rest: { tab: string; key: string; column: string; why: string }[];
}

export interface Conflict {
  id: string;
  /** What it is about, as the tab Conflicts tells them apart. */
  kind: QuestionKind;
  /** In the tab Conflicts. */
  row: number;
  tab: string;
  key: string;
  column: string;
  kept: string;
  keptSource: string;
  others: { value: string; source: string }[];
  evidence: string;
  since: string;
  /** What was decided and is not carried out yet; empty while nothing is. */
  decision: string;
  choices: string[];
}

export interface Conflicts {
  open: number;
  conflicts: Conflict[];
}

/** A cell that a quality rule finds wrong. */
export interface Failure {
  rule: string;
  tab: string;
  /** Where it stood when it was checked, as `B12`. */
  cell: string;
  /** Of its row; empty if that has none. */
  key: string;
  column: string;
  message: string;
}

export interface Failures {
  total: number;
  failures: Failure[];
}

export interface Snapshot {
  name: string;
  tab: string;
  /** `2026-11-24 14.10.05` in the workbook's time zone. */
  at: string;
  rows: number;
}

export interface CellInfo {
  tab: string;
  key: string;
  column: string;
  value: string;
  text: string;
}

export interface Schedule {
  id?: string;
  step: string;
  title?: string;
  every: 'day' | 'week' | 'hours';
  hours: number;
  /** 0 is Sunday. */
  weekday: number;
  hour: number;
  on: boolean;
  notify: boolean;
  /** ISO; empty if it is off. */
  nextRun?: string;
  lastResult?: string;
}

export interface Schedules {
  isCopy: boolean;
  timeZone: string;
  schedules: Schedule[];
}
