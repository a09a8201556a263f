/**
 * The engine: takes a run from step to step and batch to batch, stops in time, and knows how to go on.
 *
 * Order of a batch: the step asks and decides; what is about to be written is noted (journal); cells;
 * looks; checkpoint. A kill in between repeats one batch, and since rows are found by key and what is
 * done is no longer due, repeating changes nothing.
 */
import { NeedsConfirm, NeedsPerson, OutOfTime, StopRequested, type Backend, type Budget } from './backend';
import { Checkpoint, type Stored } from './checkpoint';
import { ends, parks, stepFails, stops, stumbles, waitsForWord, type Say } from './endings';
import { comparison, foresee, learnt } from './foresight';
import { takesLastTurn } from './lastTurn';
import type { LockPort } from './lock';
import type { RunState, StepReport } from './report';
import { addError, addLine, emptyStep, parkedBySource, resultLine, type RunRecord } from './state';
import type { PropertyPort } from './store';
import { tally } from './tally';
import { ASK_MS, BATCH_MS, WRITE_MS } from './times';
import type { TriggerPort } from './triggers';
import type { Plan, Step } from './types';

/** How often an execution says that it lives and listens for a stop, while it waits. */
const BEAT_MS = 20_000;

export interface EngineParts {
  properties: PropertyPort;
  lock: LockPort;
  triggers: TriggerPort;
  steps: ReadonlyMap<string, Step>;
  now(): number;
  /** When the execution began that now works on a run: its time counts from there. */
  startedAt: number;
  /** Opened only once the lock is held. */
  backend(record: RunRecord, budget: Budget, limits: unknown, journal: (entry: unknown) => void): Backend;
}

/** Works on the run that `record` describes until it is done, parked, stopped, or the time is up. */
export class Execution {
  private readonly startedAt: number;
  private lastBeat: number;
  private backend: Backend | null = null;
  private readonly checkpoint: Checkpoint;
  private readonly journal: unknown;

  constructor(
    private readonly parts: EngineParts,
    private readonly record: RunRecord,
    private readonly stored: Stored,
    private readonly known: Readonly<Record<string, string>>,
  ) {
    this.startedAt = parts.startedAt;
    this.lastBeat = parts.now();
    // A dry run leaves to others what stands half-written.
    this.journal = record.options.dryRun ? null : stored.journal;
    this.checkpoint = new Checkpoint(parts.properties, record, this.journal !== null);
  }

  /** @returns the state that the run is left in. */
  run(): RunState {
    const record = this.record;
    if (record.executions === 0 && this.journal !== null) record.inherits = true;
    record.executions++;
    record.beat = this.lastBeat;
    record.turn = { startedAt: this.startedAt, over: false };
    this.checkpoint.dropStaleStop(this.known);
    this.save();
    const budget: Budget = {
      askUntil: this.startedAt + ASK_MS,
      writeUntil: this.startedAt + WRITE_MS,
      onWait: () => this.beat(),
      reserve: (limits) => this.checkpoint.reserve(limits),
    };
    try {
      const backend = this.parts.backend(record, budget, this.stored.limits, (entry) =>
        this.checkpoint.journal(entry),
      );
      this.backend = backend;
      backend.open(this.journal);
      if (this.journal !== null) this.checkpoint.journal(null);
      delete record.inherits;
      if (!this.collect(backend)) {
        this.wake();
        this.steps(backend);
      }
      if (record.state !== 'running') this.say(backend)('info', resultLine(record));
      backend.flush();
      record.stumbles = 0;
    } catch (error) {
      this.unexpected(error);
    }
    this.settleTriggers();
    record.turn.over = true;
    record.spentMs = (record.spentMs ?? 0) + this.elapsed();
    this.save();
    return record.state;
  }

  /**
   * Where a source's limit is all that a run waits for, reading the tabs again in every execution is in vain: some
   * only ask.
   * @returns whether this execution was one of them
   */
  private collect(backend: Backend): boolean {
    const { record, parts } = this;
    const { collect } = record;
    const step = parts.steps.get(record.job[record.at] ?? '');
    if (!collect || collect.left < 1 || record.state !== 'running' || this.journal !== null || !step)
      return false;
    collect.left--;
    const counted = (record.steps[step.id] ??= emptyStep(step.id));
    const from = parts.now();
    try {
      if (this.mustPause(backend)) return true;
      backend.collect(step, () => {
        this.count(backend, step.id);
        this.save();
      });
    } catch (error) {
      // What a person has to do is said where the step itself cannot do without.
      if (!(error instanceof NeedsPerson)) this.stepEnded(backend, step, error);
    }
    counted.virtualMs += parts.now() - from;
    return true;
  }

  /** A parked run begins again at the first step that has something parked. */
  private wake(): void {
    const record = this.record;
    if (record.state !== 'parked') return;
    record.state = 'running';
    record.lastTurn = false;
    record.message = '';
    this.beginAgain(!record.shut);
    delete record.shut;
  }

  private beginAgain(patient: boolean): void {
    const record = this.record;
    const first = record.job.findIndex((id) => (record.parked[id]?.length ?? 0) > 0);
    if (patient) record.patient = true;
    record.at = first < 0 ? record.job.length : first;
    record.begun = false;
  }

  private steps(backend: Backend): void {
    const record = this.record;
    while (record.at < record.job.length || this.goesOnAtOnce(backend)) {
      const id = record.job[record.at] ?? '';
      const step = this.parts.steps.get(id);
      const went = step ? this.step(backend, step) : this.quality(backend);
      if (went === 'pause') return;
      // Before a checkpoint says that the step is over, all that it stored has to be in the sheet.
      backend.settle();
      record.at++;
      record.begun = false;
      record.stumbles = 0;
    }
    this.end(backend);
  }

  private goesOnAtOnce(backend: Backend): boolean {
    const record = this.record;
    if (!takesLastTurn(record, backend, this.parts.now(), this.elapsed())) return false;
    record.lastTurn = true;
    this.beginAgain(true);
    return true;
  }

  private quality(backend: Backend): 'on' | 'pause' {
    if (this.elapsed() > BATCH_MS) return 'pause';
    // While Google lets nothing through, much is missing that the next day brings.
    if (parkedBySource(this.record).length > 0 && backend.shutUntil() > 0) return 'on';
    this.save();
    this.record.quality = backend.quality();
    return 'on';
  }

  /** One step, as far as the time reaches. `pause`: this execution ends here. */
  private step(backend: Backend, step: Step): 'on' | 'pause' {
    const record = this.record;
    const counted = (record.steps[step.id] ??= emptyStep(step.id));
    const from = this.parts.now();
    try {
      const plan = this.begin(backend, step, counted);
      const behind = record.progress.done;
      let at = 0;
      // A batch may bring the step more to do.
      while (at < plan.items.length) {
        if (this.mustPause(backend)) return 'pause';
        record.progress.total = behind + plan.items.length;
        const items = plan.items.slice(at, at + (record.options.batchSize ?? plan.size));
        this.batch(backend, step, items, plan.looked === undefined, () => plan.batch(items));
        at += items.length;
      }
      this.count(backend, step.id);
      const { looked, updated, added, removed, failed, parked } = counted;
      counted.unchanged = Math.max(0, looked - updated - added - removed - failed - parked);
      return 'on';
    } catch (error) {
      return this.stepEnded(backend, step, error);
    } finally {
      counted.virtualMs += this.parts.now() - from;
    }
  }

  /** What the step has to do: all of it, or what earlier executions of the run left. */
  private begin(backend: Backend, step: Step, counted: StepReport): Plan {
    const record = this.record;
    const fresh = !record.begun;
    const context = backend.context(step, fresh ? 0 : counted.looked);
    const missing = step.needs?.(context.settings) ?? [];
    if (missing.length > 0) throw new NeedsPerson(missing.join(' '));
    backend.prepare(step);
    const plan = step.begin(context);
    const behind = fresh ? 0 : record.progress.done;
    const total = behind + plan.items.length;
    record.progress = { done: behind, total, from: behind, since: this.parts.now() };
    // Its work is worked out anew: whatever is still parked is parked again.
    delete record.parked[step.id];
    counted.parked = 0;
    if (!fresh) return plan;
    record.begun = true;
    if (plan.looked !== undefined) counted.looked = Math.max(counted.looked, plan.looked);
    this.tell(backend, foresee(record, backend, this.elapsed()));
    // Whoever looks on sees which step is at work before its first batch is done.
    this.save();
    return plan;
  }

  private batch(
    backend: Backend,
    step: Step,
    items: readonly string[],
    countItems: boolean,
    decide: () => ReturnType<ReturnType<Step['begin']>['batch']>,
  ): void {
    const record = this.record;
    const counted = record.steps[step.id] ?? emptyStep(step.id);
    const outcome = decide();
    if (outcome.needsConfirm && !record.options.confirm) throw new NeedsConfirm(outcome.needsConfirm);
    const applied = backend.apply(step, outcome.changes);
    counted.added += applied.added;
    counted.updated += applied.updated;
    counted.removed += applied.removed;
    counted.conflicts += applied.conflicts;
    counted.batches++;
    if (countItems) counted.looked += items.length;
    record.progress.done += items.length;
    const failed = outcome.failed ?? [];
    for (const failure of failed) {
      counted.failed++;
      addError(record, step.id, failure.key, failure.message);
      this.say(backend)('warning', failure.message, failure.key);
    }
    // What has failed is not asked again for a while once that is kept: nobody would tell of it any more.
    if (failed.length > 0) this.save();
    backend.afterBatch();
    this.count(backend, step.id);
    this.save();
  }

  private count(backend: Backend, stepId: string): void {
    tally(this.record, stepId, backend, this.parts.now(), this.say(backend));
  }

  private stepEnded(backend: Backend, step: Step, error: unknown): 'on' | 'pause' {
    const say = this.say(backend);
    if (error instanceof NeedsConfirm) {
      waitsForWord(this.record, error.message, say);
      return 'pause';
    }
    if (error instanceof NeedsPerson) {
      stepFails(this.record, step.id, error.message);
      say('error', error.message);
      this.count(backend, step.id);
      return 'on';
    }
    if (!(error instanceof OutOfTime || error instanceof StopRequested)) throw error;
    if (error instanceof OutOfTime) this.checkpoint.keepJournal();
    backend.keepAnswers();
    this.count(backend, step.id);
    if (error instanceof StopRequested) stops(this.record, this.parts.now(), say);
    return 'pause';
  }

  /** Nobody foresaw it: what was asked is kept, and what is being written stays noted. */
  private unexpected(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.checkpoint.keepJournal();
    console.error(error instanceof Error ? (error.stack ?? message) : message);
    try {
      this.backend?.keepAnswers();
      if (this.backend) this.say(this.backend)('error', message);
      this.backend?.flush();
    } catch {
      // The workbook itself does not answer; the error stands in the run's record.
    }
    stumbles(this.record, error, this.parts.now());
  }

  private end(backend: Backend): void {
    const record = this.record;
    const say = this.say(backend);
    if (parks(record, backend.shutUntil(), say)) return;
    ends(record, this.parts.now());
    this.tell(backend, comparison(record, backend, this.parts.now(), this.elapsed()));
    record.news = learnt(record);
    say('info', record.state === 'failed' ? `Ended with an error: ${record.message}` : 'Done.');
    backend.tidy();
  }

  private tell(backend: Backend, sentence: string): void {
    if (sentence) this.say(backend)('info', sentence);
  }

  private say(backend: Backend): Say {
    return (level, message, key = '') => {
      addLine(this.record, this.parts.now(), level, key ? `${key}: ${message}` : message);
      backend.log(level, message, key);
    };
  }

  private elapsed(): number {
    return this.parts.now() - this.startedAt;
  }

  private mustPause(backend: Backend): boolean {
    if (this.checkpoint.stopAsked()) {
      stops(this.record, this.parts.now(), this.say(backend));
      return true;
    }
    return this.elapsed() > BATCH_MS;
  }

  private beat(): 'go on' | 'stop' {
    const now = this.parts.now();
    if (now - this.lastBeat < BEAT_MS) return 'go on';
    this.lastBeat = now;
    return this.checkpoint.stopAsked() ? 'stop' : 'go on';
  }

  private save(): void {
    this.record.beat = this.parts.now();
    this.lastBeat = this.record.beat;
    this.checkpoint.save(this.backend?.limits());
  }

  /** Parked: only the hourly trigger stays. Over: none does, and no leftover property either. */
  private settleTriggers(): void {
    const record = this.record;
    if (record.state === 'running') return;
    if (record.state === 'parked') {
      if (record.triggers?.often) {
        this.parts.triggers.removeOften(record.triggers.often);
        record.triggers.often = '';
      }
      return;
    }
    this.parts.triggers.removeAll();
    record.triggers = null;
    this.checkpoint.clear();
  }
}
