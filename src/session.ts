/** One execution's view of the workbook and the sources: what the engine calls its backend. */
import {
  NeedsConfirm,
  OutOfTime,
  type Applied,
  type Backend,
  type Budget,
  type Traffic,
} from './engine/backend';
import type { Forecast, QualityReport } from './engine/report';
import { startLine, type GivenUp, type ParkedItems, type RunRecord } from './engine/state';
import { documentProperties, userProperties } from './engine/store';
import { ASK_MS } from './engine/times';
import type { RunOptions, Step, StepContext } from './engine/types';
import { Collector } from './services/cache/collector';
import { CACHE_COLUMNS } from './services/cache/packets';
import { Knowledge } from './services/cache/knowledge';
import { sumOf } from './services/http/counters';
import { askPort, httpParts, type HttpParts } from './services/http/fetchAll';
import { googleCache, googleHttp, googleTokens } from './services/http/google';
import { famousBirthdaysPage } from './services/famousBirthdays';
import { imdbCredits, imdbEpisodeCredits, imdbName } from './services/imdb';
import { sources } from './services/sources';
import { tmdbPerson, tmdbShow } from './services/tmdb';
import { figuresOf } from './figures';
import { readSettings, type Settings } from './settings/settings';
import { storedSettings } from './settings/stored';
import { foresee, wordsOf } from './stages/estimate';
import { checkQuality } from './stages/quality';
import { writeDashboard } from './workbook/dashboard';
import { closing } from './tools/closed';
import { UNDO } from './tools/undo';
import { Gateway } from './workbook/gateway';
import { LogTab } from './workbook/logTab';
import { dropEmptyFirstSheet } from './workbook/makeTabs';
import { writeQuality } from './workbook/qualityTab';
import { RunLog } from './workbook/runLog';
import { dataTabs } from './workbook/tabs';
import type { Agreed, Change, StepShares } from './workbook/types';
import { Workbook } from './workbook/workbook';

const CACHE = '_Cache';

export class Session implements Backend {
  private readonly gateway: Gateway;
  private readonly settings: Settings;
  private readonly http: HttpParts;
  private readonly knowledge: Knowledge;
  private readonly collector: Collector;
  private readonly workbook: Workbook;
  private readonly runLog: RunLog;
  private readonly timeZone: string;
  private readonly today: string;
  private step = '';
  private collects: Step['collects'];
  private asksOnly = false;
  private checked: QualityReport[] | null = null;
  /** What the batch at work has found to be without a question. */
  private readonly agreed: Agreed[] = [];

  constructor(
    spreadsheet: GoogleAppsScript.Spreadsheet.Spreadsheet,
    private readonly record: RunRecord,
    budget: Budget,
    limits: unknown,
    journal: (entry: unknown) => void,
  ) {
    const { options } = record;
    this.gateway = new Gateway(spreadsheet);
    this.timeZone = this.gateway.timeZone;
    this.today = this.day(new Date());
    const stored = storedSettings(documentProperties().getProperties(), userProperties().getProperties());
    const { settings, problems } = readSettings(stored);
    this.settings = settings;
    this.runLog = new RunLog(this.gateway);
    const port = googleHttp(this.timeZone);
    this.http = httpParts(
      {
        port,
        sources,
        settings,
        budget,
        cache: googleCache(),
        tokenStore: googleTokens(),
        delay: options.delay,
        force: options.force,
      },
      limits,
    );
    const parts = {
      log: new LogTab(this.gateway, CACHE, CACHE_COLUMNS),
      http: askPort(this.http),
      settings,
      run: {
        id: record.id,
        startedAt: record.startedAt,
        options,
        get patient() {
          return record.patient === true;
        },
        get lastTurn() {
          return record.lastTurn === true;
        },
      },
      now: () => port.now(),
    };
    this.knowledge = new Knowledge(parts);
    this.collector = new Collector(this.knowledge, parts);
    this.gateway.meanwhile = () => this.knowledge.riders.ride();
    this.workbook = new Workbook({
      gateway: this.gateway,
      dryRun: options.dryRun,
      fresh: record.executions <= 1,
      adoptRows: settings.ADOPT_EXISTING_ROWS,
      today: this.today,
      run: record,
      spare: String(record.args?.snapshot ?? ''),
      stamp: this.format(new Date(record.startedAt), 'yyyy-MM-dd HH.mm.ss'),
      formatDay: (date) => this.day(date),
      journal,
      checkTime: () => {
        if (port.now() > budget.writeUntil) throw new OutOfTime();
      },
      log: (level, message, key) => this.log(level, message, key),
    });
    for (const { message } of problems) this.log('warning', message);
  }

  open(journal: unknown): void {
    this.askNext();
    if (this.record.executions <= 1) this.log('info', startLine(this.record));
    if (!this.record.options.dryRun && this.record.executions <= 1) {
      this.workbook.prepare(dataTabs);
      dropEmptyFirstSheet(this.gateway);
    }
    this.workbook.settle(journal);
  }

  /** What the last execution would have asked next, if that was lately. */
  private askNext(): void {
    const { next } = this.record;
    delete this.record.next;
    if (next && this.http.port.now() - next.at < NEXT_MS) this.knowledge.riders.resume(next.keys, AHEAD);
  }

  prepare(step: Step): void {
    this.workbook.prepare(step.tabs);
  }

  context(step: Step, looked: number): StepContext {
    this.step = step.id;
    this.collects = step.collects;
    this.agreed.length = 0;
    return this.contextOf(looked);
  }

  private contextOf(looked: number): StepContext {
    const { options } = this.record;
    const { limit, startRow, endRow } = options;
    const { knowledge, workbook, settings, timeZone, today } = this;
    return {
      options: options as RunOptions,
      settings,
      now: this.http.port.now(),
      today,
      timeZone,
      runStarted: this.record.startedAt,
      partial: limit !== null || startRow !== null || endRow !== null,
      remaining: limit === null ? Infinity : Math.max(0, limit - looked),
      table: (tab) => workbook.table(tab),
      ask: (...asks) => knowledge.ask(asks),
      along: (...asks) => knowledge.along(asks),
      comes: (id) => this.record.job.indexOf(id) > this.record.at,
      due: (question, key, as) => knowledge.due(question, key, as),
      asks: (question, key, as) => knowledge.asks(question, key, as),
      putsOff: (question, key) => knowledge.putsOff(question, key),
      known: (question, key) => knowledge.known(question, key) as never,
      isAbsent: (question, key) => knowledge.isAbsent(question, key),
      isNews: (question, key, as = '') => knowledge.looks.isNews(question, key, as),
      preload: (...asks) => knowledge.preload(asks),
      settle: (question, keys, as) => knowledge.settle(question, keys, as),
      recall: <T>(name: string) => knowledge.store.recall(name) as T | null,
      remember: (name, value) => knowledge.store.remember(name, value),
      rememberFirst: (name, value) => knowledge.store.rememberFirst(name, value),
      agreed: (tab, row, columns, unasked = []) =>
        void this.agreed.push({ kind: 'agreed', tab, row, columns, unasked }),
      args: this.record.args ?? {},
      recovery: workbook.recovery,
      log: (level, message, key) => this.log(level, message, key),
    };
  }

  apply(step: Step, changes: readonly Change[]): Applied {
    const { options } = this.record;
    const shares = step.ordered || options.dryRun ? this.record.shares : this.sharesWith(step, changes);
    for (const change of changes)
      if (change.kind === 'mark' && change.mark.of === 'undo')
        this.knowledge.looks.forgetSince(change.mark.from);
    const agreed = this.agreed.splice(0);
    this.knowledge.riders.ride();
    this.knowledge.store.persistKept();
    const applied = this.workbook.apply([...changes, ...agreed], step.rewrites ?? [], step.id !== UNDO);
    // A batch that breaks off comes again: it counts once.
    if (shares) this.record.shares = shares;
    return applied;
  }

  afterBatch(): void {
    this.knowledge.riders.ride();
    this.knowledge.stampLooks();
    this.runLog.save();
  }

  collect(step: Step, afterLot: () => void): void {
    this.step = step.id;
    this.asksOnly = true;
    if (!step.collects) return;
    this.log('info', 'Only asks ahead: what is told is written by one of the next executions.');
    this.collector.ask(step.collects, afterLot);
  }

  keepAnswers(): void {
    this.knowledge.store.persistAnswers();
    this.knowledge.forgetBatch();
  }

  takeTraffic(): Traffic {
    const counts = this.http.counters.take();
    for (const [id, { requests }] of counts) {
      const { title } = sources[id];
      if (requests > 0) this.record.asked[title] = (this.record.asked[title] ?? 0) + requests;
    }
    return { ...sumOf(counts), sheet: this.gateway.takeTraffic() };
  }

  needs(parked: readonly ParkedItems[]): number {
    const msOf = (title: string, items: number): number => {
      const source = Object.values(sources).find((one) => one.title === title);
      return source ? this.http.limits.of(source.id).needs(items, this.http.port.now()) : 0;
    };
    return Math.max(0, ...parked.map(({ source, items }) => msOf(source, items)));
  }

  takeParked(): ParkedItems[] {
    return this.knowledge.takeParked().map(({ source, items, until }) => ({
      source: sources[source].title,
      items,
      until,
    }));
  }

  givenUp(): GivenUp[] {
    const now = this.http.port.now();
    const refused = [...this.http.refused].map(([id, reason]) => ({
      source: sources[id].title,
      until: now + REFUSED_MS,
      reason,
    }));
    const missed = [...this.knowledge.missed].map((id) => sources[id].title);
    return [...this.http.limits.givenUp(now), ...refused].map((one) => ({
      ...one,
      missed: missed.includes(one.source),
    }));
  }

  limits(): unknown {
    return this.http.limits.export(this.http.port.now());
  }

  shutUntil(): number {
    const { all } = this.http.limits;
    const now = this.http.port.now();
    return all.left(now) > 0 ? 0 : all.opensAt(now);
  }

  foresee(job: readonly string[]): Forecast | null {
    return foresee(this.contextOf(0), job, this.record.news ?? null);
  }

  words(forecast: Forecast): string {
    return wordsOf(forecast);
  }

  quality(): QualityReport[] {
    this.step = 'quality';
    this.workbook.prepare(dataTabs);
    const context = this.context({ id: 'quality', title: '', input: dataTabs[0], tabs: [], begin: never }, 0);
    const rules = checkQuality(context);
    if (!this.record.options.dryRun) {
      writeQuality(this.gateway, rules, {
        columnOf: (tab, header) => this.workbook.columnOf(tab, header),
        keyOf: this.workbook.keysByRow(),
      });
      this.workbook.conflicts.settle(closing(context));
    }
    this.checked = rules.map(({ title, checked, failures }) => ({
      rule: title,
      checked,
      failed: failures.length,
    }));
    return this.checked;
  }

  log(level: 'info' | 'warning' | 'error', message: string, key = ''): void {
    this.runLog.add({
      time: this.format(new Date(this.http.port.now()), 'yyyy-MM-dd HH:mm:ss'),
      run: this.record.id,
      step: this.step,
      level,
      key,
      message,
    });
  }

  settle(): void {
    this.runLog.save();
    this.gateway.flush();
  }

  flush(): void {
    const goesOn = this.record.state === 'running' && !this.record.options.dryRun;
    if (goesOn) this.planCollecting();
    this.settle();
    const waits = this.record.state === 'parked' && !this.record.options.dryRun;
    if (goesOn || waits) this.record.next = { at: this.http.port.now(), keys: this.knowledge.riders.next() };
    this.http.limits.close();
  }

  private planCollecting(): void {
    const { record, collects } = this;
    if (collects) {
      const rounds = this.collector.plan(collects, record.collect?.rounds ?? 0, ASK_MS);
      record.collect = { rounds, left: rounds };
    } else if (!this.asksOnly) delete record.collect;
  }

  tidy(): void {
    this.showFigures();
    this.runLog.save();
    this.runLog.trim();
    if (!this.record.options.dryRun) this.workbook.tidy();
    // Nothing is left to be asked, and what is moved must not change meanwhile.
    this.gateway.meanwhile = () => undefined;
    this.knowledge.store.tidy(this.http.port.now() + TIDY_MS);
  }

  /** Only where the tabs have just been checked, so that nothing has to be read for it. */
  private showFigures(): void {
    if (!this.checked || this.record.options.dryRun) return;
    const { record, checked, settings, workbook } = this;
    try {
      this.markQuestions();
      writeDashboard(
        this.gateway,
        figuresOf({
          ...{ record, settings, quality: checked },
          openConflicts: workbook.conflicts.open().length,
          table: (tab) => workbook.table(tab),
          limits: this.http.limits,
          now: this.http.port.now(),
          stamp: (ms) => this.format(new Date(ms), 'yyyy-MM-dd HH:mm'),
        }),
      );
    } catch (error) {
      this.log(
        'warning',
        `The Dashboard and the marks of open questions could not be brought up to date: ${(error as Error).message}`,
      );
    }
  }

  private markQuestions(): void {
    const store = documentProperties();
    const before = store.getProperty(MARKED) ?? '{}';
    const after = JSON.stringify(this.workbook.markQuestions(JSON.parse(before) as Record<string, string>));
    if (after !== before) store.setProperties({ [MARKED]: after });
  }

  /**
   * What the step has replaced and removed of each tab once the batch is done.
   * @throws NeedsConfirm before a batch that would pass the share that it may
   */
  private sharesWith(step: Step, changes: readonly Change[]): StepShares {
    const { record, settings } = this;
    const before = record.shares?.step === step.id ? Object.entries(record.shares.tabs) : [];
    const shares: StepShares = {
      step: step.id,
      tabs: Object.fromEntries(before.map(([tab, done]) => [tab, { ...done }])),
    };
    const limit = record.options.confirm ? Infinity : settings.SHARE_LIMIT;
    const asked = this.workbook.weigh(changes, shares, limit);
    if (asked) throw new NeedsConfirm(asked);
    return shares;
  }

  private day(date: Date): string {
    return this.format(date, 'yyyy-MM-dd');
  }

  private format(date: Date, pattern: string): string {
    return Utilities.formatDate(date, this.timeZone, pattern);
  }
}

/** Questions that go out ahead of what a run is busy with. */
const AHEAD = [tmdbShow, tmdbPerson, imdbCredits, imdbName, imdbEpisodeCredits, famousBirthdaysPage];
/** Executions of a run follow one another within so many ms, at the latest when a day's quota opens again. */
const NEXT_MS = 26 * 3_600_000;
/** A key that is refused is tried again in the next execution; it is spoken of for so long. */
const REFUSED_MS = 3_600_000;
/** Time that clearing up `_Cache` may take at the end of a run. */
const TIDY_MS = 20_000;

/** Property: on which questions cells are marked. */
const MARKED = 'look.marked';

function never(): never {
  throw new Error('the quality check is no step');
}
