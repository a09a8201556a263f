/** Starting, going on, stopping: what a menu, a trigger or the sidebar asks of the engine. */
import { readStored, RUN, STOP, type Stored } from './checkpoint';
import { Execution, type EngineParts } from './run';
import { isActive, newRecord, nextTurn, parkedUntil, type ActiveRun, type RunRecord } from './state';
import { fromPieces } from './store';
import type { RunOptions } from './types';

/** A stopped run is taken up again for so long; later a start begins anew. */
const RESUMABLE_MS = 24 * 3_600_000;
/** An hourly trigger that has done nothing for so long is gone. */
export const HOURLY_SILENCE_MS = 3 * 3_600_000;

export interface StartRequest {
  step: string;
  options: RunOptions;
  args?: Record<string, unknown>;
  by: 'person' | 'schedule';
  /** Asked right before the run begins, while no other can: false if it is no longer wanted. */
  claim?(properties: Readonly<Record<string, string>>, record: RunRecord): boolean;
  /** Whether this run asks for all that the one under way still waits for, and takes its place. */
  takesOver?(record: ActiveRun): boolean;
  /** A run that only waits for a source gives way: what it waits for stays due. */
  instead?: boolean;
}

export interface StartAnswer {
  ok: boolean;
  message: string;
  runId: string;
}

export interface StartParts extends EngineParts {
  /** Ids of the steps to run for `all`, a stage or a step; empty if there is no such. */
  job(step: string, dryRun: boolean): string[];
  /** A time of day in the workbook's zone, for messages. */
  clock(ms: number): string;
}

const refuse = (message: string): StartAnswer => ({ ok: false, message, runId: '' });

function underWay(record: RunRecord | null, clock: (ms: number) => string): string {
  if (!record) return 'Another run is under way. Wait until it is done, or stop it.';
  const by = record.startedBy === 'person' ? 'a person' : 'a schedule';
  const goesOn = record.state === 'parked' ? ' What is left waits for a quota and goes on by itself.' : '';
  return `"${record.step}" has been running since ${clock(record.startedAt)}, started by ${by}.${goesOn} Wait until it is done, or stop it.`;
}

function sameRequest(record: RunRecord, request: StartRequest): boolean {
  const given = (args: StartRequest['args']) => JSON.stringify(args ?? {});
  return (
    record.step === request.step &&
    record.options.dryRun === request.options.dryRun &&
    given(record.args) === given(request.args)
  );
}

/** The triggers may be another person's, which nobody else sees: what they do can be seen. */
function goesOnByItself(parts: StartParts, record: ActiveRun): boolean {
  const seen = parts.triggers.look(record.startedBy);
  if (seen === 'enabled') return true;
  if (seen === 'disabled' && record.startedBy === 'person') return false;
  const next = nextTurn(record);
  return next !== null && parts.now() < next.late;
}

/** A run that a person's start takes up where it ended: one that lost its triggers, or one that was stopped. */
function resumable(stored: Stored, request: StartRequest, now: number): RunRecord | null {
  const record = stored.record;
  if (!record || !request.options.resume || !sameRequest(record, request)) return null;
  if (isActive(record)) return record;
  const ended = record.endedAt ?? record.beat;
  const cut = record.state === 'stopped' || (record.state === 'confirm' && request.options.confirm);
  return cut && now - ended < RESUMABLE_MS ? record : null;
}

/**
 * Starts a run and works on it for this execution. Refused while another one is under way. A run
 * that a person starts makes its triggers before its first write; a scheduled one goes on by the
 * schedule's own trigger.
 */
export function start(parts: StartParts, request: StartRequest): StartAnswer {
  const { dryRun } = request.options;
  const job = parts.job(request.step, dryRun);
  if (job.length === 0) return refuse(`There is no step "${request.step}".`);
  if (dryRun && parts.steps.get(request.step)?.ordered)
    return refuse(`"${request.step}" has no dry run. Nothing was done.`);
  if (!parts.lock.take()) {
    return refuse(underWay(fromPieces<RunRecord>(parts.properties.getProperties(), RUN), parts.clock));
  }
  try {
    const properties = parts.properties.getProperties();
    const stored = readStored(properties);
    const before = isActive(stored.record) ? stored.record : null;
    const takesOver =
      before !== null &&
      ((request.instead === true && before.state === 'parked') || request.takesOver?.(before) === true);
    if (before && !takesOver && goesOnByItself(parts, before)) return refuse(underWay(before, parts.clock));
    const now = parts.now();
    const record =
      resumable(stored, request, now) ??
      newRecord(newId(now), request.step, job, request.options, request.by, now, stored.record?.news);
    if (request.claim?.(properties, record) === false) return refuse('');
    if (takesOver && before.triggers) parts.triggers.removeAll();
    record.options = request.options;
    if (request.args) record.args = request.args;
    if (record.state !== 'parked') record.state = 'running';
    record.message = '';
    record.endedAt = null;
    if (request.by === 'person') {
      try {
        record.triggers = parts.triggers.create();
      } catch (error) {
        record.triggers = null;
        record.message = `Google refused the triggers that would go on with the run (${(error as Error).message}). It runs for five minutes; start it again after that.`;
      }
    }
    new Execution(parts, record, stored, properties).run();
    return { ok: true, message: record.message, runId: record.id };
  } finally {
    parts.lock.release();
  }
}

/**
 * Goes on with the run, if one is due: the handler of the run's triggers. A trigger that finds
 * nothing to go on with is a leftover and removes itself.
 */
export function goOn(parts: StartParts): void {
  if (!parts.lock.take()) return;
  try {
    const properties = parts.properties.getProperties();
    const stored = readStored(properties);
    const record = stored.record;
    if (!isActive(record)) {
      parts.triggers.removeAll();
      return;
    }
    if (record.state === 'parked' && parts.now() < parkedUntil(record)) return;
    new Execution(parts, record, stored, properties).run();
  } finally {
    parts.lock.release();
  }
}

/** Asks the run to stop at its next safe point; one that no execution works on is ended at once. */
export function stop(parts: StartParts): string {
  const record = fromPieces<RunRecord>(parts.properties.getProperties(), RUN);
  if (!isActive(record)) return 'Nothing is running.';
  parts.properties.setProperties({ [STOP]: record.id });
  if (!parts.lock.take()) return 'Stopping at the next safe point.';
  try {
    const properties = parts.properties.getProperties();
    const stored = readStored(properties);
    if (isActive(stored.record)) {
      // The execution sees the stop before its first batch, so it only puts away what is left.
      new Execution(parts, stored.record, stored, properties).run();
    }
    return 'Stopped. What was done is kept.';
  } finally {
    parts.lock.release();
  }
}

function newId(now: number): string {
  return `r${now.toString(36)}`;
}
