/** Carries a plan of faults out: as hooks of a host, around its sources and around the firing of its triggers. */
import { applyEdit, type Edit } from '../cli/edits';
import type {
  ExecutionResult,
  Host,
  HostHttpRequest,
  HostOptions,
  HttpAnswer,
  Intervention,
  Refusal,
  TriggerRecord,
} from '../host/host';
import { deleteColumns, insertColumns } from '../host/sheet/structure';
import {
  FETCH_THROWN,
  MOMENTARY,
  PROPERTIES_FULL,
  TRIGGERS_REFUSED,
  type Fault,
  type FaultKind,
} from './plan';
import { spoil } from './replies';

type Of<K extends FaultKind> = Extract<Fault, { kind: K }>;
/** Kinds that happen once, at a call. */
type OnceKind = 'kill' | 'column' | 'service' | 'cacheEmptied' | 'firedMeanwhile' | 'clock' | 'fetchThrown';

const SHEET_CALL = /^(?:SpreadsheetApp|Spreadsheet|Sheet|Range)\./;
const PROPERTY_CALL = /^Properties\./;
const STORING = /^Properties\.set/;
const TRIGGER_MADE = 'ClockTriggerBuilder.create';
const FETCH_ALL = 'UrlFetchApp.fetchAll';

export interface InjectorOptions {
  /** Whether the calls made now belong to the run; default: all do. */
  counting?(): boolean;
  /** Function that a run's triggers call. */
  handler?: string;
  /** Asked right before an edit is done; false leaves it out. */
  beforeEdit?(edit: Edit, host: Host): boolean;
  /** Told what could not be done. */
  say?(line: string): void;
}

export class Injector {
  /** Service calls of the run so far. */
  calls = 0;
  /** Firings of triggers so far. */
  firings = 0;
  private host: Host | undefined;
  private off = false;
  private asleep = 0;
  private clockError = 0;
  private replies: Record<string, number> = {};
  private readonly waiting = new Set<Fault>();
  private readonly meanwhile: Promise<unknown>[] = [];

  constructor(
    plan: readonly Fault[],
    private readonly options: InjectorOptions = {},
  ) {
    for (const fault of plan) this.waiting.add(fault);
  }

  /** For the host's options; the host itself is told with {@link attach}. */
  hooks(): Required<Pick<HostOptions, 'beforeCall' | 'afterCall' | 'clockError'>> {
    return {
      beforeCall: (_n, call) => this.before(call),
      afterCall: (_n, call) => this.after(call),
      clockError: () => this.clockError,
    };
  }

  attach(host: Host): void {
    this.host = host;
  }

  /** The faults are over: sources are well, services obey, the clock is right. */
  end(): void {
    this.off = true;
    this.clockError = 0;
  }

  /** Sources with the plan's faults in their replies. */
  around(sources: (request: HostHttpRequest) => HttpAnswer): (request: HostHttpRequest) => HttpAnswer {
    return (request) => {
      const fault = this.off ? undefined : this.sourceFault(new URL(request.url).hostname);
      return fault ? spoil(fault.reply, request, sources) : sources(request);
    };
  }

  /** The plan's fault for the next reply of a host. */
  sourceFault(host: string): Of<'source'> | undefined {
    const faults = this.all('source').filter((fault) => host.includes(fault.host));
    for (const name of new Set(faults.map((fault) => fault.host)))
      this.replies[name] = (this.replies[name] ?? 0) + 1;
    return faults.find(({ host: name, from, count = Infinity }) => {
      const n = this.replies[name] ?? 0;
      return n >= from && n < from + count;
    });
  }

  /** Fires a trigger, late or twice if the plan says so. */
  async fire(host: Host, trigger: TriggerRecord): Promise<ExecutionResult> {
    this.firings += 1;
    const late = this.all('firedLate').find(({ firing }) => firing === this.firings);
    if (late && !this.off) await host.options.clock.pass(late.ms);
    const twice = this.all('firedTwice').some(({ firing }) => firing === this.firings);
    let result = await host.fire(trigger);
    if (twice && !this.off && host.state.triggers.includes(trigger)) result = await host.fire(trigger);
    await Promise.all(this.meanwhile.splice(0));
    return result;
  }

  private all<K extends FaultKind>(kind: K): Of<K>[] {
    return [...this.waiting].filter((fault): fault is Of<K> => fault.kind === kind);
  }

  /** The first fault of a kind whose call has come; it is done with then. */
  private take<K extends OnceKind>(kind: K, fits: (fault: Of<K>) => boolean = () => true): Of<K> | undefined {
    const due = this.all(kind).find((fault) => (fault as { call: number }).call <= this.calls && fits(fault));
    if (due) this.waiting.delete(due);
    return due;
  }

  private get idle(): boolean {
    return this.off || this.asleep > 0 || this.options.counting?.() === false;
  }

  private before(call: string): Intervention | undefined {
    if (this.idle) return undefined;
    this.calls += 1;
    const clock = this.take('clock');
    if (clock) this.clockError = clock.ms;
    if (this.take('cacheEmptied')) this.emptyCache();
    if (this.take('firedMeanwhile')) this.fireMeanwhile();
    const kill = this.take('kill');
    if (kill) return { kill: true, landed: kill.landed ?? 0 };
    return this.refusalBefore(call);
  }

  private refusalBefore(call: string): Refusal | undefined {
    if (call === FETCH_ALL && this.take('fetchThrown')) return { refuse: FETCH_THROWN };
    if (call === TRIGGER_MADE && this.countdown('triggersRefused')) return { refuse: TRIGGERS_REFUSED };
    const full = this.all('propertiesFull').some(
      (fault) => fault.call <= this.calls && this.calls < fault.call + fault.calls,
    );
    if (full && STORING.test(call)) return { refuse: PROPERTIES_FULL };
    const failure = this.service(call, (when) => when !== 'after');
    return failure && { refuse: MOMENTARY[failure.says], lost: failure.when === 'lost' };
  }

  private after(call: string): Refusal | undefined {
    if (this.idle) return undefined;
    this.edit();
    for (let fault = this.take('column'); fault; fault = this.take('column')) this.moveColumns(fault);
    if (call === TRIGGER_MADE && this.countdown('triggersDisabled')) this.disableNewest();
    const failure = this.service(call, (when) => when === 'after');
    return failure && { refuse: MOMENTARY[failure.says] };
  }

  private service(call: string, when: (when: Of<'service'>['when']) => boolean): Of<'service'> | undefined {
    const on = SHEET_CALL.test(call) ? 'sheet' : PROPERTY_CALL.test(call) ? 'properties' : undefined;
    return on && this.take('service', (fault) => fault.on === on && when(fault.when));
  }

  private countdown(kind: 'triggersRefused' | 'triggersDisabled'): boolean {
    const fault = this.all(kind)[0];
    if (!fault) return false;
    this.waiting.delete(fault);
    if (fault.times > 1) this.waiting.add({ ...fault, times: fault.times - 1 });
    return true;
  }

  private disableNewest(): void {
    const newest = this.host?.state.triggers.at(-1);
    if (newest) newest.disabled = true;
  }

  private moveColumns({ tab, column, from }: Of<'column'>): void {
    const workbook = this.host?.workbook;
    const sheet = workbook?.sheets.find(({ name }) => name === tab);
    if (!workbook || !sheet || Math.max(column, from ?? 1) > sheet.maxColumns) return;
    insertColumns(workbook, sheet, column, 1);
    if (from === undefined) return;
    const source = from < column ? from : from + 1;
    for (const cells of sheet.cells) {
      const cell = cells?.[source - 1];
      if (cells && cell) cells[column - 1] = cell;
    }
    const format = sheet.columnFormats[source];
    if (format !== undefined) sheet.columnFormats[column] = format;
    deleteColumns(sheet, source, 1);
  }

  private emptyCache(): void {
    const { host } = this;
    if (host) host.state.cache = { script: {}, user: {}, document: {} };
  }

  /** What the other execution does belongs to no plan. */
  private fireMeanwhile(): void {
    const { host } = this;
    if (!host) return;
    const how = { kind: 'trigger' as const, event: {} };
    const handler = this.options.handler ?? 'continueRun';
    if (!host.options.inThread) {
      this.meanwhile.push(host.run(handler, [], how));
      return;
    }
    this.asleep += 1;
    try {
      host.runNow(handler, [], how);
    } finally {
      this.asleep -= 1;
    }
  }

  /** A call that was killed had no "after": an edit due then is done after the next one. */
  private edit(): void {
    const due = this.all('edit').filter(({ edit }) => edit.afterCall <= this.calls);
    for (const fault of due) {
      this.waiting.delete(fault);
      const { host } = this;
      if (!host || this.options.beforeEdit?.(fault.edit, host) === false) continue;
      try {
        applyEdit(host.workbook, fault.edit, host.options.clock.now());
      } catch (error) {
        this.options.say?.(`Edit after call ${fault.edit.afterCall} not done: ${(error as Error).message}`);
      }
    }
  }
}
