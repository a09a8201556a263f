/** What a run remembers between executions, and how it becomes the report. */
import type {
  Forecast,
  News,
  QualityReport,
  ReportedError,
  RunReport,
  RunState,
  StageReport,
  StepReport,
} from './report';
import type { StepShares } from '../workbook/types';
import type { RunTriggers } from './triggers';
import { defaultOptions } from './options';
import type { RunOptions } from './types';

/** Raised when the shape changes; a new bundle that wakes up on an older one starts the run's step list again. */
export const STATE_VERSION = 2;

/** Errors kept for the report; all are counted and stand in the Run Log. */
const MOST_ERRORS = 200;

export interface ParkedItems {
  source: string;
  items: number;
  /** ms since the epoch. */
  until: number;
}

/** A source that was given up by its circuit breaker. */
export interface GivenUp {
  source: string;
  /** ms since the epoch. */
  until: number;
  reason: string;
  /** Nothing was asked of it meanwhile, and nothing waits for it: what only it can tell is missing. */
  missed: boolean;
}

export interface Collecting {
  rounds: number;
  left: number;
}

export interface RunRecord {
  version: number;
  id: string;
  /** `all`, a stage or `stage.step`. */
  step: string;
  options: RunOptions;
  /** What the start was given beside the options. */
  args?: Record<string, unknown>;
  /** What the step at work has replaced and removed so far, by tab. */
  shares?: StepShares;
  /** Ids of the steps to run, in order. */
  job: string[];
  /** Index of the step at work. */
  at: number;
  /** Whether the step at work has begun in this pass (its `looked` is counted). */
  begun: boolean;
  state: RunState;
  message: string;
  startedBy: 'person' | 'schedule';
  startedAt: number;
  endedAt: number | null;
  /** Last sign of life of an execution, ms. */
  beat: number;
  /** The latest execution: when it began (ms), and whether it ended in good order. */
  turn: { startedAt: number; over: boolean };
  executions: number;
  /** Executions in a row that ended in an unexpected error at the same step. */
  stumbles: number;
  triggers: RunTriggers | null;
  steps: Record<string, StepReport>;
  parked: Record<string, ParkedItems[]>;
  quality: QualityReport[];
  errors: ReportedError[];
  givenUp: GivenUp[];
  /** A run that failed has left something half-written, and this one has not settled it yet. One that cannot is the last to try. */
  inherits?: boolean;
  /** Items of the step at work, over all its executions; `from` were done when this one took it up at `since` (ms). */
  progress: { done: number; total: number; from: number; since: number };
  /** What it was expected to cost, once there was something to go by. */
  forecast?: Forecast;
  /** What runs have found so far. */
  news?: News;
  /** Time of its executions that are over, ms. */
  spentMs?: number;
  /** What the next execution asks first, by question, and when that was noted. */
  next?: { at: number; keys: Record<string, string[]> };
  /** So many executions in a row only ask ahead, of which so many are left. */
  collect?: Collecting;
  /** Requests so far, by the source's title. */
  asked: Record<string, number>;
  /** All but what slow sources alone can tell is done: from now on they are waited for. */
  patient?: boolean;
  /** It waits for Google itself, which lets nothing through: not all else is done. */
  shut?: boolean;
  /** So is the rest of a day's quota that has been left beside other work. */
  lastTurn?: boolean;
  /** The latest lines for people, oldest first. */
  log: { at: number; level: LogLevel; message: string }[];
}

export type LogLevel = 'info' | 'warning' | 'error';

/** Lines that the sidebar shows. */
const LOG_LINES = 12;

export function addLine(record: RunRecord, at: number, level: LogLevel, message: string): void {
  record.log.push({ at, level, message: message.slice(0, 300) });
  record.log.splice(0, record.log.length - LOG_LINES);
}

export function emptyStep(step: string): StepReport {
  return {
    step,
    looked: 0,
    added: 0,
    updated: 0,
    removed: 0,
    unchanged: 0,
    failed: 0,
    parked: 0,
    conflicts: 0,
    batches: 0,
    requests: 0,
    retries: 0,
    cacheHits: 0,
    sheet: { reads: 0, flushes: 0, cellsRead: 0, cellsWritten: 0 },
    virtualMs: 0,
  };
}

export function newRecord(
  id: string,
  step: string,
  job: string[],
  options: RunOptions,
  by: 'person' | 'schedule',
  now: number,
  news?: News,
): RunRecord {
  return {
    version: STATE_VERSION,
    id,
    step,
    options,
    job,
    at: 0,
    begun: false,
    state: 'running',
    message: '',
    startedBy: by,
    startedAt: now,
    endedAt: null,
    beat: now,
    turn: { startedAt: now, over: false },
    executions: 0,
    stumbles: 0,
    triggers: null,
    asked: {},
    steps: {},
    parked: {},
    quality: [],
    errors: [],
    givenUp: [],
    progress: { done: 0, total: 0, from: 0, since: now },
    log: [],
    ...(news ? { news } : {}),
  };
}

export function addError(record: RunRecord, stepId: string, key: string, message: string): void {
  if (record.errors.length >= MOST_ERRORS) return;
  const [stage = stepId, step = stepId] = stepId.split('.');
  record.errors.push({ stage, step, key, message });
}

/** A run that goes on by itself. */
export type ActiveRun = RunRecord & { state: 'running' | 'parked' };

export function isActive(record: RunRecord | null): record is ActiveRun {
  return record !== null && (record.state === 'running' || record.state === 'parked');
}

/**
 * Whether nothing is left of the run but what waits for quotas, and a later run of that step or of all would ask
 * for it anyway: then it need not hold that one up.
 */
export function isCoveredBy(record: RunRecord, step: string): boolean {
  const { dryRun, limit, startRow, endRow, force } = record.options;
  const whole = !dryRun && !force && limit === null && startRow === null && endRow === null;
  const plain = Object.keys(record.args ?? {}).length === 0;
  return record.state === 'parked' && whole && plain && (step === 'all' || step === record.step);
}

/** An execution ends at six minutes, whatever happens. */
export const TURN_MS = 370_000;
const OFTEN_MS = 600_000;
const HOUR_MS = 3_600_000;

/**
 * When a run that nobody works on goes on by itself, ms since the epoch. After `late` nothing will go on with it:
 * a trigger comes within its interval, and one may be left out where executions overlap. Null if it has no trigger.
 */
export function nextTurn(record: ActiveRun): { due: number; late: number } | null {
  if (record.triggers === null && record.startedBy !== 'schedule') return null;
  if (record.state === 'parked') {
    const due = Math.max(parkedUntil(record), record.beat);
    return { due, late: due + 2 * HOUR_MS };
  }
  const every = record.triggers?.often ? OFTEN_MS : HOUR_MS;
  const due = record.beat + every;
  return { due, late: due + every + TURN_MS };
}

/** The earliest time at which something of what waits goes on, ms since the epoch. */
export function parkedUntil(record: RunRecord): number {
  return Math.min(...Object.values(record.parked).flatMap((items) => items.map(({ until }) => until)));
}

/** All that waits, summed by source; `until` is the earliest time at which some of it goes on. */
export function parkedBySource(record: RunRecord): ParkedItems[] {
  const bySource = new Map<string, ParkedItems>();
  for (const items of Object.values(record.parked)) {
    for (const entry of items) {
      const known = bySource.get(entry.source);
      if (!known) bySource.set(entry.source, { ...entry });
      else {
        known.items += entry.items;
        known.until = Math.min(known.until, entry.until);
      }
    }
  }
  return [...bySource.values()];
}

/** What came of a run, summed over its steps. */
export function totalsOf(record: RunRecord) {
  const sum = { added: 0, updated: 0, removed: 0, failed: 0, conflicts: 0 };
  for (const step of Object.values(record.steps))
    for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += step[name];
  return sum;
}

export function reportOf(record: RunRecord): RunReport {
  const stages: StageReport[] = [];
  for (const id of record.job) {
    const counted = record.steps[id];
    // A step outside the stages counts where it is what was asked for.
    const [stage = id, step = id === record.step ? id : ''] = id.split('.');
    if (!counted || !step) continue;
    let entry = stages.find((s) => s.stage === stage);
    if (!entry) stages.push((entry = { stage, steps: [] }));
    if (!entry.steps.some((s) => s.step === step)) entry.steps.push({ ...counted, step });
  }
  return {
    runId: record.id,
    step: record.step,
    dryRun: record.options.dryRun,
    state: record.state,
    message: record.message,
    startedAt: new Date(record.startedAt).toISOString(),
    endedAt: record.endedAt === null ? null : new Date(record.endedAt).toISOString(),
    startedBy: record.startedBy,
    executions: record.executions,
    stages,
    parked: parkedBySource(record).map((p) => ({ ...p, until: new Date(p.until).toISOString() })),
    quality: record.quality,
    errors: record.errors,
    givenUp: record.givenUp.map(({ source, until, reason }) => {
      return { source, until: new Date(until).toISOString(), reason };
    }),
  };
}

/** For the Run Log: what was started, by whom, and how. */
export function startLine({ step, options, args, startedBy }: RunRecord): string {
  const set = Object.entries(options).flatMap(([name, value]: [string, unknown]) => {
    if (value === null || value === defaultOptions[name as keyof RunOptions]) return [];
    return [value === true ? name : `${name} ${String(value)}`];
  });
  const given = Object.entries(args ?? {}).map(([name, value]) => `${name} ${String(value)}`);
  const by = startedBy === 'person' ? 'a person' : 'a schedule';
  return `"${step}" was started by ${by}; options: ${[...set, ...given].join(', ') || 'as usual'}.`;
}

/** For the Run Log: how it ended, in numbers. */
export function resultLine({ state, steps }: RunRecord): string {
  const sum = (name: 'added' | 'updated' | 'removed' | 'conflicts' | 'failed') =>
    `${name} ${Object.values(steps).reduce((all, step) => all + step[name], 0)}`;
  return `Result: ${state}; ${[sum('added'), sum('updated'), sum('removed'), sum('conflicts'), sum('failed')].join(', ')}.`; // prettier-ignore
}
