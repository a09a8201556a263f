/**
 * The workbook on the desk: one host, the people at its pages, the executions that they and the
 * triggers start.
 */
import type { Answer, ExecutionResult, Host, HostOptions } from '../host';
import type { Question, Running, Shown } from '../host/host';
import type { RangeBox, SheetModel } from '../host/model';
import type { Person } from '../host/people';
import type { RunReport } from '../../src/engine/report';
import { Breaker, type BreakerParts } from './breaker/breaker';
import type { DeskState } from './events';
import type { Frames } from './frames';
import { Pace } from './pace';
import { edit, type PersonEdit } from './person-edits';
import { Questions } from './questions';
import { TabFeed } from './tab-feed';
import { Windows } from './windows';

/** How often the pages are told of the clock and of what has changed. */
const STATE_MS = 200;
/** What Google tells a page whose call it ended. */
const ENDED: Partial<Record<ExecutionResult['status'], string>> = {
  killed: 'We’re sorry, a server error occurred. Please wait a bit and try again.',
  timeout: 'Exceeded maximum execution time',
};

export interface DeskParts {
  frames: Frames;
  breaker: Omit<BreakerParts, 'host'>;
  /** An execution is over: a time to save. */
  onQuiet(): void;
}

export class Desk {
  readonly windows: Windows;
  readonly pace: Pace;
  readonly breaker: Breaker;
  private readonly feeds = new Map<SheetModel, TabFeed>();
  private readonly questions = new Questions();
  private readonly running = new Map<number, { handler: string; user: string }>();
  private runs = 0;
  private lastState = '';
  private lastProperties: unknown;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    readonly host: Host,
    private readonly parts: DeskParts,
  ) {
    this.windows = new Windows((window) => this.questions.closeOf(window));
    this.pace = new Pace(
      host,
      () => this.running.size > 0,
      (result) => void this.follow('trigger', '', result),
    );
    this.breaker = new Breaker({ ...parts.breaker, host });
    this.breaker.onEdit = (sheet) => this.touched(sheet);
  }

  start(): void {
    this.pace.start();
    this.timer = setInterval(() => this.tell(), STATE_MS);
    void this.lookAtRun();
  }

  // What the host tells, and asks.

  onShown(shown: Shown, person: Person): void {
    this.host.shown.length = 0;
    const { kind, html, ...rest } = shown;
    if (kind === 'alert') return;
    const frame = html === undefined ? undefined : this.parts.frames.add(html);
    this.windows.send(person, { type: 'shown', kind, ...rest, frame });
  }

  answer(question: Question, person: Person): Promise<Answer> {
    return this.questions.ask(question, person, this.windows);
  }

  onChange(sheet?: SheetModel, box?: RangeBox): void {
    if (sheet) return this.touched(sheet, box);
    for (const feed of this.feeds.values()) feed.touch();
  }

  beforeCall(call: string, execution: Running): ReturnType<NonNullable<HostOptions['beforeCall']>> {
    return this.breaker.before(call, execution);
  }

  async afterCall(call: string, execution: Running): Promise<void> {
    if (/\.(?:activate|setActive\w+)$/.test(call)) this.showSelection(execution.person);
    this.breaker.after(call, execution);
    await this.pace.hold(execution);
  }

  private showSelection(person: Person): void {
    const { sheetId, range } = this.host.selectionOf(person.user);
    this.windows.send(person, { type: 'goto', sheetId, range });
  }

  // What the person does.

  /** Runs a function of the script as the menu does, or as a page's google.script.run does. */
  async run(
    handler: string,
    args: unknown[],
    kind: 'menu' | 'page' | 'simple',
    person: Person,
  ): Promise<{ value?: unknown; error?: string }> {
    await this.breaker.beforeExecution(handler, args, kind, person.user);
    const started = this.host.run(handler, args, { kind, ...person });
    const { status, value, error } = await this.follow(handler, person.user, started);
    if (status === 'ok') return { value: value ?? null };
    return { error: ENDED[status] ?? `${error?.name ?? 'Error'}: ${error?.message ?? status}` };
  }

  edit(asked: PersonEdit): string {
    const said = edit(this.host.workbook, asked, this.host.options.clock.now());
    const sheet = this.host.workbook.sheets.find(({ id }) => id === asked.sheetId);
    if (sheet) {
      const isCell = asked.op === 'set';
      this.touched(sheet, isCell ? { row: asked.row, column: asked.column, rows: 1, columns: 1 } : undefined);
    }
    return said;
  }

  select(user: string, sheetId: number, range: RangeBox | undefined): void {
    const selection = this.host.selectionOf(user);
    selection.sheetId = sheetId;
    if (range) selection.range = range;
    else delete selection.range;
  }

  settle(id: number, answer: Answer): void {
    this.questions.answer(id, answer);
  }

  /** JSON of a tab's head and of the rows that changed after that version; undefined without such a tab. */
  tab(id: number, version: number): string | undefined {
    const sheet = this.host.workbook.sheets.find((one) => one.id === id);
    return sheet && this.feedOf(sheet).since(version);
  }

  // Behind the scenes.

  private feedOf(sheet: SheetModel): TabFeed {
    let feed = this.feeds.get(sheet);
    if (!feed) {
      feed = new TabFeed(sheet, () => this.host.workbook.timeZone);
      this.feeds.set(sheet, feed);
    }
    return feed;
  }

  private touched(sheet: SheetModel, box?: RangeBox): void {
    this.feedOf(sheet).touch(box);
  }

  private async follow(
    handler: string,
    user: string,
    execution: Promise<ExecutionResult>,
  ): Promise<ExecutionResult> {
    const id = (this.runs += 1);
    this.running.set(id, { handler, user });
    try {
      return await execution;
    } finally {
      this.running.delete(id);
      await this.lookAtRun();
      this.parts.onQuiet();
    }
  }

  /** Whether a run is under way, as the script itself says; asked again only when what it stored is different. */
  private async lookAtRun(): Promise<void> {
    const { document } = this.host.state.properties;
    if (document === this.lastProperties) return;
    this.lastProperties = document;
    const { value } = await this.host.run('runReport', [], { kind: 'page' });
    const report = typeof value === 'string' ? (JSON.parse(value) as RunReport | null) : null;
    this.pace.underWay = report?.state === 'running';
    this.breaker.lookAtRun(report);
  }

  private state(): DeskState {
    const { host, pace } = this;
    for (const sheet of this.feeds.keys())
      if (!host.workbook.sheets.includes(sheet)) this.feeds.delete(sheet);
    const seconds = Math.floor(host.options.clock.now() / 1000);
    return {
      type: 'state',
      now: seconds * 1000,
      timeZone: host.workbook.timeZone,
      isSimulated: pace.isSimulated,
      speed: Number.isFinite(pace.speed) ? pace.speed : 0,
      isSkipping: pace.isSkipping,
      underWay: pace.underWay,
      running: [...this.running.values()].filter(({ handler }) => handler !== 'runStatus'),
      tabs: host.workbook.sheets.map((sheet) => ({
        id: sheet.id,
        name: sheet.name,
        hidden: sheet.hidden,
        color: sheet.tabColor ?? '',
        version: this.feedOf(sheet).version,
      })),
      breaker: this.breaker.view(),
    };
  }

  private tell(): void {
    if (this.windows.count === 0) return;
    const state = this.state();
    const text = JSON.stringify(state);
    if (text === this.lastState) return;
    this.lastState = text;
    this.windows.broadcast(state);
  }

  /** To a page that has just come. */
  greet(person: Person): void {
    this.windows.send(person, this.state());
  }

  async close(): Promise<void> {
    this.pace.stop();
    clearInterval(this.timer);
    this.questions.closeAll();
    this.windows.close();
    await this.breaker.close();
  }
}
