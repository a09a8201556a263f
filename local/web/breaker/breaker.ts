/**
 * "Try to break it": while a run goes on, executions are killed, services and sources refuse, a person
 * meddles with the rows; a copy of the workbook goes through the same run undisturbed, out of sight.
 * In the end both must hold the same.
 */
import type { RunReport } from '../../../src/engine/report';
import type { Host, Intervention, Running } from '../../host/host';
import type { HostState, SheetModel, WorkbookModel } from '../../host';
import { hashOf, seededRandom } from '../../host/util/random';
import { BadWeather } from './bad-weather';
import { compareWorkbooks } from './compare';
import { Nuisance } from './nuisance';
import { finishRun, isOver } from './reference';
import type { BreakerView, Comparison, Phase } from './view';

export interface BreakerParts {
  host: Host;
  /** The tabs that a run fills. */
  tabs: readonly string[];
  /** The tab, of those, that no run takes rows away from. */
  keptTab: string;
  /** A host over a copy, with sources of its own. */
  openCopy(workbook: WorkbookModel, state: HostState, now: number): Promise<Host>;
}

const MOST_KILLS = 8;
/** A step that ends in the third error in a row is given up, and rightly: the run would not come to the same end. */
const MOST_REFUSALS = 6;
/** Calls between two deeds of each kind, on average. */
const KILL_EVERY = 120;
const REFUSE_EVERY = 90;
const MEDDLE_EVERY = 20;
const REACHES_SHEET = /^(?:Range|Sheet|RangeList)\.(?:get|set|insert|delete|append)\w+$/;
const REFUSAL = 'Service Spreadsheets failed while accessing document with id';

type Starter = { handler: string; args: unknown[]; kind: 'menu' | 'page' | 'simple'; user: string };

const startsRun = ({ handler, args }: Starter): boolean =>
  handler.startsWith('run_') || (handler === 'startRun' && !/"dryRun":true/.test(String(args[0])));

const stampOf = (report: RunReport | null): string => (report ? `${report.runId} ${report.endedAt}` : '');

/** What files carry beyond the model stays with the original. */
function copyOf(workbook: WorkbookModel): WorkbookModel {
  const sheets = workbook.sheets.map((sheet) => ({ ...sheet, carried: undefined }));
  return structuredClone({ ...workbook, sheets, carried: undefined });
}

export class Breaker {
  onEdit: (sheet: SheetModel) => void = () => undefined;
  private phase: Phase = 'off';
  private killed = 0;
  private refused = 0;
  private refusedIn: unknown[] = [];
  private random = Math.random;
  private nuisance: Nuisance | undefined;
  private weather: BadWeather | undefined;
  private reference: Promise<WorkbookModel | undefined> | undefined;
  private result: Comparison | undefined;
  private report: RunReport | null = null;
  /** The properties as they were before the run was started; a new object comes with each write. */
  private unwritten: unknown;
  /** A run that was over before: what is said of it is not what is waited for. */
  private earlier = '';

  constructor(private readonly parts: BreakerParts) {}

  view(): BreakerView {
    const { sorted = 0, inserted = 0, deleted = 0, typed = 0 } = this.nuisance?.deeds ?? {};
    const { phase, killed, refused, result } = this;
    return {
      phase,
      killed,
      refused,
      sources: this.weather?.count ?? 0,
      sorted,
      inserted,
      deleted,
      typed,
      result,
    };
  }

  async setOn(on: boolean): Promise<void> {
    if (!on) {
      this.calm();
      this.phase = 'off';
    } else if (this.phase === 'off' || this.phase === 'over') {
      if (this.parts.host.options.clock.kind !== 'simulated')
        throw new Error('With live sources nothing is broken on purpose.');
      this.phase = 'armed';
      this.result = undefined;
      if (this.report && !isOver(this.report)) await this.begin(undefined);
    }
  }

  /** Told before an execution that a person starts: a run may begin with it. */
  async beforeExecution(
    handler: string,
    args: unknown[],
    kind: Starter['kind'],
    user: string,
  ): Promise<void> {
    const starter = { handler, args, kind, user };
    if (this.phase === 'armed' && startsRun(starter)) await this.begin(starter);
  }

  private async begin(starter: Starter | undefined): Promise<void> {
    const { host, tabs, keptTab } = this.parts;
    const now = host.options.clock.now();
    const workbook = copyOf(host.workbook);
    const state = structuredClone(host.state);
    this.earlier = stampOf(this.report);
    this.unwritten = starter && host.state.properties.document;
    this.random = seededRandom(hashOf(`break ${now}`));
    this.killed = this.refused = 0;
    this.refusedIn = [];
    this.nuisance = new Nuisance(host.workbook, tabs, keptTab, this.random);
    this.weather?.close();
    this.weather = new BadWeather(this.random);
    await this.weather.open();
    this.phase = 'breaking';
    this.reference = this.parts
      .openCopy(workbook, state, now)
      .then((copy) => finishRun(copy, starter))
      .catch(() => undefined);
  }

  // What is done to the run.

  /** Only what works on the workbook is disturbed: polls of the sidebar are not. */
  private isTarget({ kind, handler }: Running): boolean {
    return this.phase === 'breaking' && (kind !== 'page' || handler === 'startRun');
  }

  before(call: string, execution: Running): Intervention | undefined {
    // Before the run is stored nothing would go on with it; a person would start it again.
    if (!this.isTarget(execution) || this.parts.host.state.properties.document === this.unwritten)
      return undefined;
    if (this.killed < MOST_KILLS && this.random() < 1 / KILL_EVERY) {
      this.killed += 1;
      return 'kill';
    }
    const spared = this.refused >= MOST_REFUSALS || this.refusedIn.includes(execution);
    if (spared || !REACHES_SHEET.test(call) || this.random() >= 1 / REFUSE_EVERY) return undefined;
    this.refused += 1;
    this.refusedIn.push(execution);
    return { refuse: `${REFUSAL} ${this.parts.host.workbook.id}.` };
  }

  after(_call: string, execution: Running): void {
    if (!this.isTarget(execution) || this.random() >= 1 / MEDDLE_EVERY) return;
    const sheet = this.nuisance?.act();
    if (sheet) this.onEdit(sheet);
  }

  /** Where a request goes instead of to its source; undefined if it is left alone. */
  spoil(url: string): string | undefined {
    return this.phase === 'breaking' ? this.weather?.spoil(url) : undefined;
  }

  // The end.

  /** Told how the run is doing after every execution. */
  lookAtRun(report: RunReport | null): void {
    this.report = report;
    if (this.phase !== 'breaking' || !report || !isOver(report)) return;
    if (stampOf(report) !== this.earlier) void this.compare();
  }

  private calm(): void {
    for (const sheet of this.nuisance?.tidy() ?? []) this.onEdit(sheet);
    this.weather?.close();
  }

  private async compare(): Promise<void> {
    this.phase = 'comparing';
    const stray = this.nuisance?.strayNotes() ?? [];
    this.calm();
    const expected = await this.reference;
    if (this.phase !== 'comparing') return;
    this.result = expected
      ? compareWorkbooks(expected, this.parts.host.workbook, this.parts.tabs)
      : {
          tabs: 0,
          rows: 0,
          cells: 0,
          different: 1,
          differences: ['The undisturbed run did not come to an end.'],
        };
    this.result.different += stray.length;
    this.result.differences.push(...stray);
    this.phase = 'over';
  }

  async close(): Promise<void> {
    this.phase = 'off';
    this.weather?.close();
    await this.reference;
  }
}
