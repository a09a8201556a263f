/**
 * A StepContext over plain rows and prepared answers: what the engine, the workbook and the sources
 * do around a step, reduced to what a step can see of them.
 */
import { defaultOptions } from '../../src/engine/options';
import type { Plan, RunOptions, Step, StepContext } from '../../src/engine/types';
import type { Answer, Answers, Ask, Question } from '../../src/services/types';
import { readSettings, type SettingName, type Settings } from '../../src/settings/settings';
import type { AnyTab, Column } from '../../src/workbook/schema';
import type {
  CellChange,
  CellValue,
  Change,
  ConflictNote,
  Mark,
  Match,
  Origin,
  Recovery,
  Table,
  TableRow,
} from '../../src/workbook/types';

const DAY_MS = 86_400_000;
/** 2026-11-24T12:00:00Z. */
export const NOW = Date.UTC(2026, 10, 24, 12);

type Values = Record<string, CellValue>;

interface FakeRow extends TableRow<Values> {
  values: Values;
  ours: boolean;
  origins: Map<string, Origin>;
}

/** A row as a test states it; `ours` and `origins` say what the add-on wrote of it. */
export interface RowGiven {
  values: Values;
  ours?: boolean;
  /** Columns that the add-on filled, with the source. */
  origins?: Record<string, string>;
}

export interface FakeOptions {
  settings?: Partial<Record<SettingName, string>>;
  options?: Partial<RunOptions>;
  now?: number;
  today?: string;
  /** Rows by tab name. */
  rows?: Record<string, (RowGiven | Values)[]>;
  /** Ids (any column's value) of rows that a person deleted. */
  deleted?: string[];
}

export interface Asked {
  question: string;
  key: string;
}

export class FakeContext implements StepContext {
  readonly options: RunOptions;
  readonly settings: Settings;
  now: number;
  today: string;
  readonly timeZone = 'America/New_York';
  runStarted: number;
  remaining: number;

  readonly tables = new Map<string, FakeTable>();
  /** Every key that reached a source, in order. */
  readonly asked: Asked[] = [];
  readonly conflicts: ConflictNote[] = [];
  readonly logged: string[] = [];
  readonly memory = new Map<string, string>();
  readonly looks = new Map<string, number>();
  /** Columns, and sources that were not asked. */
  readonly agreedOn: string[] = [];
  readonly marks: Mark[] = [];
  readonly args = {};
  recovery: Recovery = {
    decisions: () => [],
    question: () => undefined,
    dryLines: () => [],
    lastRun: () => null,
    snapshot: () => null,
    beside: () => new Map(),
    addedBefore: () => new Set(),
    holdsOwn: () => false,
  };
  private readonly world = new Map<string, Answer<unknown>>();
  private readonly kept = new Map<string, Answer<unknown>>();
  private readonly deleted: ReadonlySet<string>;
  private readonly unstamped = new Set<string>();
  private handles = 1;

  constructor(given: FakeOptions = {}) {
    this.options = { ...defaultOptions, ...given.options };
    this.settings = readSettings(given.settings ?? {}).settings;
    this.now = given.now ?? NOW;
    this.today = given.today ?? new Date(this.now).toISOString().slice(0, 10);
    this.runStarted = this.now;
    this.remaining = this.options.limit ?? Infinity;
    this.deleted = new Set(given.deleted);
    for (const [name, rows] of Object.entries(given.rows ?? {})) {
      const table = new FakeTable(() => this.handles++, this.deleted);
      for (const row of rows) table.insert(isGiven(row) ? row : { values: row });
      this.tables.set(name, table);
    }
  }

  get partial(): boolean {
    return this.options.limit !== null || this.options.startRow !== null || this.options.endRow !== null;
  }

  /** What a source says of a key: a value (found), null (absent), or an answer as it is. */
  answer<T>(question: Question<T>, key: string, says: T | null | Answer<T>): this {
    this.world.set(`${question.id}|${key}`, asAnswer(says, this.now));
    return this;
  }

  /** An answer that is kept in `_Cache` already, given `at` (default: now). */
  keep<T>(question: Question<T>, key: string, says: T | null, at = this.now): this {
    this.kept.set(`${question.id}|${key}`, asAnswer(says, at));
    return this;
  }

  table<T extends AnyTab>(tab: T): Table<T> {
    let table = this.tables.get(tab.name);
    if (!table) {
      table = new FakeTable(() => this.handles++, this.deleted);
      this.tables.set(tab.name, table);
    }
    table.use(tab);
    return table as unknown as Table<T>;
  }

  ask(...asks: Ask<never>[] | Ask<unknown>[]): Answers {
    const round = new Map<string, Answer<unknown>>();
    for (const ask of asks as Ask<unknown>[]) {
      for (const key of ask.keys) {
        const id = `${ask.question.id}|${key}`;
        if (ask.settle !== false) this.settle(ask.question, [key], ask.as);
        round.set(id, this.answerOf(ask, key));
      }
    }
    return {
      get: <T>(question: Question<T>, key: string) => {
        const answer = round.get(`${question.id}|${key}`);
        if (!answer) throw new Error(`${question.id} was not asked for "${key}"`);
        return answer as Answer<T>;
      },
    };
  }

  private answerOf(ask: Ask<unknown>, key: string): Answer<unknown> {
    const id = `${ask.question.id}|${key}`;
    const world = this.world.get(id);
    if (world?.kind === 'off') return world;
    const kept = this.kept.get(id) as { at: number } | undefined;
    const look = this.looks.get(`${id}|${ask.as ?? ''}`);
    if (kept && !ask.again && !this.due(ask.question, key, ask.as)) return kept as Answer<unknown>;
    const young = kept && (this.options.force ? kept.at >= this.runStarted : kept.at > this.now - DAY_MS);
    if (kept && young && (ask.again || look === undefined || kept.at > look)) return kept as Answer<unknown>;
    this.asked.push({ question: ask.question.id, key });
    const answer = world ?? { kind: 'absent', at: this.now };
    if (answer.kind === 'found' || answer.kind === 'absent') this.kept.set(id, { ...answer, at: this.now });
    return answer;
  }

  along(): void {}

  isAbsent<T>(question: Question<T>, key: string): boolean {
    return this.kept.get(`${question.id}|${key}`)?.kind === 'absent';
  }

  preload(): void {}

  comes(): boolean {
    return false;
  }

  asks(): boolean {
    return true;
  }

  putsOff(): boolean {
    return false;
  }

  due<T>(question: Question<T>, key: string, as = ''): boolean {
    const id = `${question.id}|${key}`;
    if (this.world.get(id)?.kind === 'off') return false;
    const look = this.looks.get(`${id}|${as}`);
    if (look === undefined) return true;
    if (look >= this.runStarted) return false;
    if (this.options.force || !this.options.incremental) return true;
    const kept = this.kept.get(id);
    if (question.due) {
      return question.due(kept?.kind === 'found' ? (kept.value as T) : undefined, look, this.now);
    }
    const holds = question.holds ?? { found: 180, absent: 30 };
    return this.now - look > DAY_MS * (kept?.kind === 'absent' ? holds.absent : holds.found);
  }

  known<T>(question: Question<T>, key: string): Answer<T> | undefined {
    return this.kept.get(`${question.id}|${key}`) as Answer<T> | undefined;
  }

  isNews<T>(question: Question<T>, key: string): boolean {
    return this.kept.has(`${question.id}|${key}`);
  }

  settle<T>(question: Question<T>, keys: readonly string[], as = ''): void {
    for (const key of keys)
      if (this.due(question, key, as)) this.unstamped.add(`${question.id}|${key}|${as}`);
  }

  agreed(
    tab: AnyTab,
    row: TableRow<unknown>,
    columns: readonly string[],
    unasked: readonly string[] = [],
  ): void {
    this.agreedOn.push(`${tab.name} ${row.sheetRow} ${columns.join()}: ${unasked.join()}`);
  }

  recall<T>(name: string): T | null {
    const text = this.memory.get(name);
    return text === undefined ? null : (JSON.parse(text) as T);
  }

  remember(name: string, value: unknown): void {
    this.memory.set(name, JSON.stringify(value));
  }

  rememberFirst(name: string, value: unknown): void {
    this.remember(name, value);
  }

  log(level: string, message: string, key = ''): void {
    this.logged.push(`${level}: ${key ? `${key}: ` : ''}${message}`);
  }

  /** What the engine does after a batch: cells, then looks of what was answered. */
  apply(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.kind === 'agreed') continue;
      if (change.kind === 'mark') {
        this.marks.push(change.mark);
        continue;
      }
      if (change.kind === 'conflict') this.conflicts.push(change.note);
      else (this.table(change.tab) as unknown as FakeTable).apply(change, this.today);
    }
    for (const look of this.unstamped) {
      const id = look.slice(0, look.lastIndexOf('|'));
      if (
        this.kept.has(id) &&
        this.world.get(id)?.kind !== 'failed' &&
        this.world.get(id)?.kind !== 'parked'
      ) {
        this.looks.set(look, this.now);
      }
    }
    this.unstamped.clear();
  }

  /** Values of a tab's rows, in order. */
  valuesOf(tab: AnyTab): Values[] {
    return (this.table(tab) as unknown as FakeTable).rows.map((row) => row.values);
  }

  /** Another run, `days` later. */
  later(days: number): void {
    this.now += days * DAY_MS;
    this.runStarted = this.now;
    this.today = new Date(this.now).toISOString().slice(0, 10);
    this.remaining = this.options.limit ?? Infinity;
    this.asked.length = 0;
  }
}

export interface StepRun {
  changes: Change[];
  failed: { key: string; message: string }[];
  parked: number;
  items: string[];
  needsConfirm: string;
}

/** Runs a step as the engine does, batch by batch. */
export function runStep(step: Step, context: FakeContext): StepRun {
  const plan: Plan = step.begin(context);
  const run: StepRun = { changes: [], failed: [], parked: 0, items: [...plan.items], needsConfirm: '' };
  for (let at = 0; at < plan.items.length;) {
    const items = plan.items.slice(at, at + (context.options.batchSize ?? plan.size));
    at += items.length;
    const outcome = plan.batch(items);
    if (outcome.needsConfirm && !context.options.confirm) {
      run.needsConfirm = outcome.needsConfirm;
      break;
    }
    context.apply(outcome.changes);
    run.changes.push(...outcome.changes);
    run.failed.push(...(outcome.failed ?? []));
    run.parked += outcome.parked ?? 0;
  }
  return run;
}

/** A tab in memory, under the writer's rules. */
class FakeTable {
  tab: AnyTab = { name: '', help: '', columns: {}, key: { dimensions: [] } };
  rows: FakeRow[] = [];

  constructor(
    private readonly nextHandle: () => number,
    private readonly deleted: ReadonlySet<string>,
  ) {}

  insert(given: RowGiven): FakeRow {
    const origins = Object.entries(given.origins ?? {}).map(([column, source]): [string, Origin] => [
      column,
      { source, date: '2026-01-01', value: given.values[column] ?? '' },
    ]);
    const row: FakeRow = {
      handle: this.nextHandle(),
      sheetRow: this.rows.length + 2,
      values: this.complete(given.values),
      ours: given.ours ?? false,
      origins: new Map(origins),
    };
    this.rows.push(row);
    return row;
  }

  use(tab: AnyTab): void {
    if (this.tab === tab) return;
    this.tab = tab;
    for (const row of this.rows) row.values = this.complete(row.values);
  }

  /** Columns that a test did not state are blank. */
  private complete(values: Values): Values {
    const blank = Object.fromEntries(Object.keys(this.tab.columns).map((header) => [header, '']));
    return { ...blank, ...values };
  }

  match(ids: Values): Match<Values> {
    const hits = this.rows.filter((row) =>
      this.tab.key.dimensions.every((of) => agrees(of, row.values, ids)),
    );
    if (hits.length === 0) return this.byFallback(ids);
    const differs = hits.some((row) =>
      this.tab.key.dimensions.some((of) => contradicts(of, row.values, ids)),
    );
    const [first] = hits;
    if (hits.length === 1 && first && !differs) return { kind: 'row', row: first };
    return {
      kind: 'clash',
      rows: hits,
      reason: hits.length > 1 ? 'the ids name two rows' : 'another id differs',
    };
  }

  private byFallback(ids: Values): Match<Values> {
    const { fallback, dimensions } = this.tab.key;
    const hasIds = (values: Values) =>
      dimensions.some((of) =>
        of.some((alternative) => alternative.every((column) => (values[column] ?? '') !== '')),
      );
    if (!fallback || hasIds(ids)) return { kind: 'none' };
    const name = fallback.normalise(String(ids[fallback.column] ?? ''));
    const row = this.rows.find(
      (r) =>
        !hasIds(r.values) &&
        name !== '' &&
        fallback.normalise(String(r.values[fallback.column] ?? '')) === name,
    );
    return row ? { kind: 'row', row } : { kind: 'none' };
  }

  wasWritten(row: FakeRow, column: string): boolean {
    return row.origins.has(column);
  }

  lastWritten(row: FakeRow, column: string): CellValue | null {
    return row.origins.get(column)?.value ?? null;
  }

  origin(row: FakeRow, column: string): Origin | null {
    const origin = row.origins.get(column);
    return origin && origin.value === row.values[column] ? origin : null;
  }

  deletedByPerson(ids: Values): boolean {
    return Object.values(ids).some((value) => value !== '' && this.deleted.has(String(value)));
  }

  apply(change: Exclude<Change, { kind: 'conflict' | 'agreed' | 'mark' }>, today: string): void {
    if (change.kind === 'remove') {
      this.rows = this.rows.filter((row) => row.handle !== change.row.handle);
      return;
    }
    const row =
      change.kind === 'add'
        ? this.insert({ values: {}, ours: true })
        : this.rows.find((candidate) => candidate.handle === change.row.handle);
    if (!row)
      throw new Error(`no row ${change.kind === 'write' ? change.row.handle : ''} in ${change.tab.name}`);
    for (const [header, cell] of Object.entries(change.cells)) {
      const column = this.tab.columns[header];
      if (!column) throw new Error(`no column ${header} in ${this.tab.name}`);
      if (!this.mayWrite(row, header, column, cell)) continue;
      row.values = { ...row.values, [header]: cell.value };
      row.origins.set(header, { source: cell.source, date: today, value: cell.value });
    }
  }

  private mayWrite(row: FakeRow, header: string, column: Column, cell: CellChange): boolean {
    if (cell.when === 'correct') return true;
    if (column.rule === 'manual') return false;
    if ((row.values[header] ?? '') === '') return true;
    const ours = this.origin(row, header) !== null;
    return column.rule === 'own' ? !column.keepsEdits || ours : cell.when === 'refresh' && ours;
  }
}

type Alternatives = readonly (readonly string[])[];

function agrees(of: Alternatives, row: Values, ids: Values): boolean {
  return of.some((columns) => columns.every((c) => (ids[c] ?? '') !== '' && (row[c] ?? '') === ids[c]));
}

function contradicts(of: Alternatives, row: Values, ids: Values): boolean {
  return of.some((columns) =>
    columns.some((c) => (ids[c] ?? '') !== '' && (row[c] ?? '') !== '' && row[c] !== ids[c]),
  );
}

function isGiven(row: RowGiven | Values): row is RowGiven {
  return typeof (row as RowGiven).values === 'object';
}

function asAnswer<T>(says: T | null | Answer<T>, at: number): Answer<T> {
  if (says === null) return { kind: 'absent', at };
  if (typeof says === 'object' && 'kind' in says) return says;
  return { kind: 'found', value: says, at };
}
