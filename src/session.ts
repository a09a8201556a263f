/** One execution's view of the workbook and the sources: what the engine calls its backend. */
import type { Applied, Backend, Budget, Traffic } from './engine/backend';
import type { Forecast, QualityReport } from './engine/report';
import type { ParkedItems, RunRecord } from './engine/state';
import { documentProperties, userProperties } from './engine/store';
import type { RunOptions, Step, StepContext } from './engine/types';
import { CACHE_COLUMNS } from './services/cache/packets';
import { Knowledge } from './services/cache/knowledge';
import { sumOf } from './services/http/counters';
import { askPort, httpParts, type HttpParts } from './services/http/fetchAll';
import { googleCache, googleHttp, googleTokens } from './services/http/google';
import { sources } from './services/sources';
import { figuresOf } from './figures';
import { readSettings, type Settings } from './settings/settings';
import { storedSettings } from './settings/stored';
import { foresee, wordsOf } from './stages/estimate';
import { checkQuality } from './stages/quality';
import { writeDashboard } from './workbook/dashboard';
import { Gateway } from './workbook/gateway';
import { LogTab } from './workbook/logTab';
import { dropEmptyFirstSheet } from './workbook/makeTabs';
import { writeQuality } from './workbook/qualityTab';
import { RunLog } from './workbook/runLog';
import { dataTabs } from './workbook/tabs';
import type { Change } from './workbook/types';
import { Workbook } from './workbook/workbook';

const CACHE = '_Cache';

export class Session implements Backend {
  private readonly gateway: Gateway;
  private readonly settings: Settings;
  private readonly http: HttpParts;
  private readonly knowledge: Knowledge;
  private readonly workbook: Workbook;
  private readonly runLog: RunLog;
  private readonly timeZone: string;
  private readonly today: string;
  private step = '';
  private checked: QualityReport[] | null = null;

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
    this.knowledge = new Knowledge({
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
      },
      now: () => port.now(),
    });
    this.workbook = new Workbook({
      gateway: this.gateway,
      dryRun: options.dryRun,
      fresh: record.executions <= 1,
      adoptRows: settings.ADOPT_EXISTING_ROWS,
      today: this.today,
      stamp: this.format(new Date(record.startedAt), 'yyyy-MM-dd HH.mm.ss'),
      formatDay: (date) => this.day(date),
      journal,
      log: (level, message, key) => this.log(level, message, key),
    });
    for (const { message } of problems) this.log('warning', message);
  }

  open(journal: unknown): void {
    if (!this.record.options.dryRun && this.record.executions <= 1) {
      this.workbook.prepare(dataTabs);
      dropEmptyFirstSheet(this.gateway);
    }
    this.workbook.settle(journal);
  }

  prepare(step: Step): void {
    this.workbook.prepare(step.tabs);
  }

  context(step: Step, looked: number): StepContext {
    this.step = step.id;
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
      due: (question, key, as) => knowledge.due(question, key, as),
      known: (question, key) => knowledge.known(question, key) as never,
      settle: (question, keys, as) => knowledge.settle(question, keys, as),
      recall: <T>(name: string) => knowledge.recall(name) as T | null,
      remember: (name, value) => knowledge.remember(name, value),
      log: (level, message, key) => this.log(level, message, key),
    };
  }

  apply(step: Step, changes: readonly Change[]): Applied {
    return this.workbook.apply(changes, step.rewrites ?? []);
  }

  afterBatch(): void {
    this.knowledge.stampLooks();
    this.runLog.save();
  }

  keepAnswers(): void {
    this.knowledge.persistAnswers();
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

  takeParked(): ParkedItems[] {
    return this.knowledge.takeParked().map(({ source, items, until }) => ({
      source: sources[source].title,
      items,
      until,
    }));
  }

  givenUp(): { source: string; until: number; reason: string }[] {
    return this.http.limits.givenUp(this.http.port.now());
  }

  limits(): unknown {
    return this.http.limits.export(this.http.port.now());
  }

  foresee(job: readonly string[]): Forecast | null {
    return foresee(this.contextOf(0), job);
  }

  words(forecast: Forecast): string {
    return wordsOf(forecast);
  }

  quality(): QualityReport[] {
    this.step = 'quality';
    this.workbook.prepare(dataTabs);
    const rules = checkQuality(
      this.context({ id: 'quality', title: '', input: dataTabs[0], tabs: [], begin: never }, 0),
    );
    if (!this.record.options.dryRun) {
      writeQuality(this.gateway, rules, (tab, header) => this.workbook.columnOf(tab, header));
      this.workbook.conflicts.settle((tab, key, column, others) => this.isAnswered(tab, key, column, others));
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
    this.settle();
    this.http.limits.close();
  }

  tidy(): void {
    this.showFigures();
    this.runLog.save();
    this.runLog.trim();
    this.knowledge.tidy(this.http.port.now() + TIDY_MS);
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

  /** The row is gone, or now has the value that was offered. */
  private isAnswered(tab: string, key: string, column: string, others: string): boolean {
    const row = this.workbook.rowOf(tab, key);
    if (!row) return false;
    const value = String(row.values[column] ?? '');
    return value !== '' && others.split('; ').some((other) => other.startsWith(`${value} (`));
  }

  private day(date: Date): string {
    return this.format(date, 'yyyy-MM-dd');
  }

  private format(date: Date, pattern: string): string {
    return Utilities.formatDate(date, this.timeZone, pattern);
  }
}

/** Time that clearing up `_Cache` may take at the end of a run. */
const TIDY_MS = 20_000;

/** Property: on which questions cells are marked. */
const MARKED = 'look.marked';

function never(): never {
  throw new Error('the quality check is no step');
}
