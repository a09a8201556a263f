/**
 * What a run says of itself. The same words stand in the sidebar, the Run Log and the
 * report of the command line, so that none of them can tell a different story.
 */

/** How often the sheet itself was reached, and how many cells went each way. */
export interface SheetTraffic {
  reads: number;
  flushes: number;
  cellsRead: number;
  cellsWritten: number;
}

/** Counters of one step; sums over all its batches and executions. */
export interface StepReport {
  step: string;
  /** Rows, shows or people that the step took up. */
  looked: number;
  added: number;
  updated: number;
  removed: number;
  unchanged: number;
  failed: number;
  parked: number;
  conflicts: number;
  batches: number;
  /** First attempts of requests. */
  requests: number;
  /** Repeats of requests that failed. */
  retries: number;
  /** Answers that were known already. */
  cacheHits: number;
  sheet: SheetTraffic;
  /** Time between the step's begin and end in the executions that worked on it, milliseconds. */
  virtualMs: number;
}

export interface StageReport {
  stage: string;
  steps: StepReport[];
}

/** What waits for a source whose quota is used up. `until` is ISO 8601. */
export interface ParkedReport {
  source: string;
  items: number;
  until: string;
}

export interface ReportedError {
  stage: string;
  step: string;
  key: string;
  message: string;
}

/** What a run is expected to cost. */
export interface Forecast {
  requests: { source: string; title: string; requests: number }[];
  /** Of execution. */
  minutes: number;
  /** Calendar days, by the sources' daily limits. */
  days: number;
  /** Episodes of the workbook's shows that have aired since they were looked at. */
  episodes?: number;
}

/** How many new people the last runs found, and after how many episodes; what is older counts less. */
export interface News {
  people: number;
  episodes: number;
  /** When the last of these runs began, ms. */
  at: number;
}

export interface QualityReport {
  rule: string;
  checked: number;
  failed: number;
}

/**
 * `running`: an execution works on it or a trigger will go on with it; `parked`: all that is left
 * waits for a quota; `confirm`: it stopped before a change that a person must allow.
 */
export type RunState = 'running' | 'parked' | 'done' | 'stopped' | 'failed' | 'confirm';

/** Answer of the entry point `runReport`, as JSON. */
export interface RunReport {
  runId: string;
  /** `all`, a stage, or `stage.step`. */
  step: string;
  dryRun: boolean;
  state: RunState;
  /** In words for a person; empty while all is well. */
  message: string;
  startedAt: string;
  endedAt: string | null;
  startedBy: 'person' | 'schedule';
  executions: number;
  stages: StageReport[];
  parked: ParkedReport[];
  quality: QualityReport[];
  /** The first 200; `failed` in the steps counts all. */
  errors: ReportedError[];
  /** Sources given up for a while by their circuit breaker. */
  givenUp: { source: string; until: string; reason: string }[];
}
