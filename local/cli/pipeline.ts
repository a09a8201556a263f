/** The `pipeline` command: a run of the bundle on an .xlsx file. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { realClock, simulatedClock, type Clock, type ExecutionResult, type Host } from '../host';
import {
  describeSettings,
  describeSteps,
  saveSettings,
  type RunRequest,
  type RunStatus,
  type StepInfo,
} from './bundle';
import { disturbingHooks } from './disturb';
import { Driver, type DriveOutcome } from './drive';
import { parseEdits, type Edit } from './edits';
import { parseEnv } from './env';
import { Meter } from './meter';
import type { PipelineOptions } from './options';
import { createProgress, type Progress } from './progress';
import { buildReport } from './report';
import { openSession, type Session } from './session';
import { effectiveSettings } from './settings';
import { openSources } from './sources';
import { formatDuration, summaryTable } from './table';
import { UsageError } from './usage';

/** A saved workbook of 25,000 rows takes seconds to write: with the simulated clock not after each execution. */
const SAVE_EVERY_MS = 30_000;

/** Steps whose names are spoken for, though the bundle may not have them yet (local-host.md). */
const LATER_STEPS = new Set(['deploy', 'deploy.verify', 'sync']);

export interface PipelineContext {
  /** Folder with the built bundle. */
  bundleDir: string;
  progress?: Progress;
}

function readText(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`${option} ${file}: cannot be read.`);
  }
}

function readEnv(options: PipelineOptions, progress: Progress): Record<string, string> {
  const file = options.env ?? (existsSync('.env') ? '.env' : undefined);
  if (file === undefined) return {};
  const { values, problems } = parseEnv(readText('--env', file));
  for (const problem of problems) progress.line(`Warning: ${file}: ${problem}.`);
  return values;
}

const readEdits = ({ edits }: PipelineOptions): Edit[] =>
  edits === undefined ? [] : parseEdits(readText('--edits', edits), edits);

function clockFor(options: PipelineOptions, lastSeen: number): Clock {
  if (options.clock === 'real') return realClock(lastSeen);
  return simulatedClock(Math.max(options.now ?? Date.now(), lastSeen));
}

function checkStep(step: string, steps: StepInfo[]): void {
  if (steps.some(({ id }) => id === step)) return;
  if (LATER_STEPS.has(step)) throw new UsageError(`--step ${step}: not built yet.`);
  throw new UsageError(
    `--step ${step}: there is no such step. There are: ${steps.map(({ id }) => id).join(', ')}.`,
  );
}

async function applySettings(host: Host, options: PipelineOptions, progress: Progress): Promise<void> {
  const { settings } = await describeSettings(host);
  const { values, unknown } = effectiveSettings({
    settings,
    env: readEnv(options, progress),
    set: options.set,
    imdb: options.imdb,
    madeUp: options.sources.kind !== 'live',
  });
  for (const name of unknown)
    progress.line(`Warning: ${options.env ?? '.env'}: there is no setting ${name}.`);
  const { ok, errors } = await saveSettings(host, values);
  if (!ok) throw new UsageError(errors.map(({ name, message }) => `${name}: ${message}`).join(' '));
}

function requestOf(options: PipelineOptions): RunRequest {
  const { step, dryRun, limit, startRow, endRow, batchSize, delay } = options;
  const { verbose, force, confirm, incremental, resume } = options;
  const numbers = { limit, startRow, endRow, batchSize, delay };
  const flags = { dryRun, verbose, force, confirm, incremental, resume };
  return { step, options: { ...numbers, ...flags }, by: 'person' };
}

function doingNow(status: RunStatus | null): string {
  const report = status?.report;
  const step = report?.stages.flatMap((stage) => stage.steps).at(-1);
  if (!status || !report || !step) return 'starting';
  if (report.state !== 'running') return report.state;
  const { done, total } = status.progress;
  return `${step.step}: ${done} of ${total}, ${step.added} added, ${step.updated} updated`;
}

const sumsOf = ({ executions, virtualMs, requestCount }: Meter): string =>
  `execution ${executions}, ${formatDuration(virtualMs)}, ${requestCount} requests`;

function exitCodeOf(outcome: DriveOutcome): number {
  if (outcome.usage) return 2;
  return outcome.run?.state === 'done' && outcome.errors === 0 ? 0 : 1;
}

/** Why the exit code is not 0, in words. */
function explain(outcome: DriveOutcome, maxDays: number): string {
  const { run, message } = outcome;
  if (message) return message;
  if (!run) return 'The run left no report.';
  if (run.state === 'parked') return run.message || `Something is still parked after ${maxDays} days.`;
  if (run.state === 'running') return run.message || `The run is not done after ${maxDays} days.`;
  return run.message || `The run ended: ${run.state}.`;
}

class PipelineRun {
  private readonly startedAt = Date.now();
  private lastSave = Date.now();
  private readonly meter: Meter;

  constructor(
    private readonly options: PipelineOptions,
    private readonly session: Session,
    private readonly shared: { meter: Meter; progress: Progress },
  ) {
    this.meter = shared.meter;
  }

  private async afterExecution(result: ExecutionResult, status: RunStatus | null): Promise<void> {
    this.meter.execution(result);
    const { progress } = this.shared;
    if (this.options.verbose) for (const line of result.log) progress.line(`  ${line}`);
    const stepCount = status?.stepCount ?? 1;
    const over = status !== null && status.report.state !== 'running';
    const done = over ? stepCount : (status?.stepIndex ?? 0);
    progress.update(done, stepCount, doingNow(status), sumsOf(this.meter));
    if (this.options.clock === 'real' || Date.now() - this.lastSave > SAVE_EVERY_MS) {
      await this.session.save();
      this.lastSave = Date.now();
    }
  }

  private writeReport(outcome: DriveOutcome, exitCode: number, violationsBefore: number): void {
    const { report: file, step, dryRun, account, sourcesName } = this.options;
    if (file === undefined) return;
    const { host } = this.session;
    const report = buildReport({
      ok: exitCode === 0,
      step,
      dryRun,
      account,
      sources: sourcesName,
      wallMs: Date.now() - this.startedAt,
      meter: this.meter,
      violations: host.violations - violationsBefore,
      largestPropertyBytes: host.largestPropertyBytes,
      run: outcome.run,
    });
    mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
    writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  }

  async go(): Promise<number> {
    const { host } = this.session;
    const { progress } = this.shared;
    const { steps } = await describeSteps(host);
    checkStep(this.options.step, steps);
    await applySettings(host, this.options, progress);
    const violationsBefore = host.violations;
    this.meter.start(host.options.clock);
    const driver = new Driver(host, {
      maxDays: this.options.maxDays,
      onExecution: (result, status) => this.afterExecution(result, status),
      setCounting: (on) => (this.meter.counting = on),
      say: (line) => progress.line(line),
    });
    const outcome = await driver.drive(requestOf(this.options));
    progress.stop();
    await this.session.save();
    const exitCode = exitCodeOf(outcome);
    this.writeReport(outcome, exitCode, violationsBefore);
    if (outcome.run) process.stdout.write(`${summaryTable(outcome.run)}\n`);
    if (exitCode !== 0) progress.line(explain(outcome, this.options.maxDays));
    else if (outcome.run?.message) progress.line(outcome.run.message);
    return exitCode;
  }
}

/** Saves what there is when the person presses Ctrl+C: to the bundle it is an execution cut short. */
function saveOnInterrupt(session: Session, progress: Progress): () => void {
  const onSignal = (): void => {
    progress.stop();
    progress.line('Interrupted; saving the workbook. Run the same command to go on.');
    void session
      .close()
      .then(() => session.save())
      .finally(() => process.exit(130));
  };
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  return () => {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  };
}

/** Runs the command; gives the exit code (0, 1; 2 comes as UsageError or WorkbookFileError). */
export async function runPipeline(options: PipelineOptions, context: PipelineContext): Promise<number> {
  const progress = context.progress ?? createProgress();
  const edits = readEdits(options);
  const sources = await openSources(options.sources, options.world);
  const meter = new Meter();
  let opened: Session | undefined;
  const hooks = disturbingHooks(
    { killAt: options.killAfterCalls, edits },
    meter,
    () => opened?.host,
    (line) => progress.line(line),
  );
  try {
    const session = await openSession(options, (lastSeen) => ({
      bundleDir: context.bundleDir,
      clock: clockFor(options, lastSeen),
      account: options.account,
      route: sources.route,
      onRequest: (exchange) => {
        meter.request(exchange);
        progress.tick(sumsOf(meter));
      },
      ...hooks,
    }));
    opened = session;
    const forget = saveOnInterrupt(session, progress);
    try {
      return await new PipelineRun(options, session, { meter, progress }).go();
    } finally {
      forget();
      await session.close();
    }
  } finally {
    progress.stop();
    await sources.close();
  }
}
