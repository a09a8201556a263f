/**
 * Where values came from: the hidden tab `_Provenance`. A line is all that is known of one row of a tab: whose
 * row it is, and for each column its source, the day and a fingerprint of what was written. The latest line of a
 * row counts; at the end of a run the lines before it are cleared away.
 */
import { shortHash } from '../rules/hash';
import { displayKey, tokensOf } from './identity';
import type { AnyTab } from './schema';
import { dataTabs } from './tabs';
import type { CellValue, Origin } from './types';

export const PROVENANCE = '_Provenance';
export const PROVENANCE_COLUMNS = ['Tab', 'Key', 'Row', 'Cells', 'Names'] as const;

/** Source of a value that the curator decided on: it is theirs from then on. */
export const DECIDED = 'your decision';

/** Stands in the place of a row's key for the tab as a whole. */
const TAB = '(tab)';
/** Longer texts than this are known by their fingerprint only. */
const LONGEST_KEPT = 10_000;
/** Lines of which most are superseded are worth clearing only beyond so many. */
const SPARE_LINES = 200;
/** Lines written at a time. */
const SLICE = 5000;
/** So many lines are read at once, whatever tabs they are of. */
const FEW_LINES = 6000;
/** Lines of other tabs that are read along rather than with one more call. */
const LINES_BETWEEN = 5000;

/**
 * `added`, `adopted`: the row is the add-on's. `theirs`: a person's. `removed`: the add-on took it out and may
 * add it again. `dismissed`: the curator does not want it back.
 */
export type RowEvent = 'added' | 'adopted' | 'theirs' | 'removed' | 'dismissed';

interface LogTabPort {
  /** Rows that there may be at most. */
  most(): number;
  readColumns(names: readonly string[]): string[][];
  /** Positions count from 0. */
  readRows(first: number, count: number, names: readonly string[]): string[][];
  append(rows: readonly (readonly string[])[]): void;
}

export interface CellRecord {
  source: string;
  date: string;
  /** Fingerprint of what was written, or (`=…`) the value itself. */
  written: string;
}

/** `[source, day, columns, what was written in each]` */
type CellGroup = [string, string, string, string[]];

/** What is known of one row of a tab. There are as many as rows: a record is kept as the text that its line holds. */
export class RowRecord {
  /** The record that was taken apart last: no other is kept so, since that takes many times the room of its text. */
  private static open: RowRecord | null = null;

  key = '';
  event: RowEvent | '' = '';
  date = '';
  /** Few: a list takes less room than a set. */
  names: string[] = [];
  /** A name of it has become another record's, or all that was known of the tab was dropped: it is to be looked up again. */
  superseded = false;
  private parsed: Map<string, CellRecord> | null = null;
  private edited = false;

  /** @param text the cells as they stand in the line; read when they are first asked for */
  constructor(private text = '') {}

  get ours(): boolean {
    return this.event === 'added' || this.event === 'adopted';
  }

  get removed(): boolean {
    return this.event === 'removed';
  }

  get cells(): ReadonlyMap<string, CellRecord> {
    return this.takeApart();
  }

  /** What is known of the column's cell. Of thousands of rows that is asked in vain: those are not taken apart for it. */
  cell(column: string): CellRecord | undefined {
    return this.parsed || this.text.includes(column) ? this.takeApart().get(column) : undefined;
  }

  /** The cells as text, by source and day. */
  get cellText(): string {
    this.fold();
    return this.text;
  }

  /** Whether the column's value was written so; what is not taken apart is only searched. */
  says(column: string, written: string): boolean {
    if (this.parsed) return this.parsed.get(column)?.written === written;
    return this.text.includes(JSON.stringify(written).slice(1, -1));
  }

  set(column: string, cell: CellRecord): void {
    this.takeApart().set(column, cell);
    this.edited = true;
  }

  delete(column: string): void {
    this.takeApart().delete(column);
    this.edited = true;
  }

  clear(): void {
    this.text = '';
    this.parsed = null;
    this.edited = false;
  }

  private takeApart(): Map<string, CellRecord> {
    if (!this.parsed) {
      RowRecord.open?.close();
      RowRecord.open = this;
      this.parsed = new Map();
      for (const [source, date, columns, written] of parseList<CellGroup>(this.text))
        columns.split(', ').forEach((name, i) => this.parsed?.set(name, { source, date, written: written[i] ?? '' })); // prettier-ignore
    }
    return this.parsed;
  }

  private close(): void {
    this.fold();
    this.parsed = null;
  }

  /** What was changed goes into the text. */
  private fold(): void {
    if (!this.edited || !this.parsed) return;
    const groups = new Map<string, CellGroup>();
    for (const [column, { source, date, written }] of this.parsed) {
      const group = groups.get(`${source} ${date}`);
      if (!group) groups.set(`${source} ${date}`, [source, date, column, [written]]);
      else {
        group[2] += `, ${column}`;
        group[3].push(written);
      }
    }
    this.text = groups.size > 0 ? JSON.stringify([...groups.values()]) : '';
    this.edited = false;
  }
}

/** A cell as it is written, for its line. */
export interface WrittenCell {
  column: string;
  value: CellValue;
  source: string;
}

class TabRecords {
  readonly byName = new Map<string, RowRecord>();
  adopted = false;

  find(names: readonly string[]): RowRecord | undefined {
    for (const name of names) {
      const record = this.byName.get(name);
      if (record) return record;
    }
    return undefined;
  }

  /** The record under all these names. Two rows that turned out to be one become one record. */
  ensure(names: readonly string[]): RowRecord {
    const record = this.find(names) ?? new RowRecord();
    for (const name of names) {
      const other = this.byName.get(name);
      if (other && other !== record) {
        if (!record.ours && other.ours) record.event = other.event;
        for (const [column, cell] of [...other.cells])
          if (!record.cells.has(column)) record.set(column, cell);
      }
    }
    this.put(record, names);
    return record;
  }

  put(record: RowRecord, names: readonly string[]): void {
    for (const name of names) {
      const other = this.byName.get(name);
      if (other === record) continue;
      if (other) {
        other.names = other.names.filter((one) => one !== name);
        other.superseded = true;
      }
      this.byName.set(name, record);
      if (!record.names.includes(name)) record.names.push(name);
    }
  }

  get records(): Set<RowRecord> {
    return new Set(this.byName.values());
  }
}

export class Provenance {
  /** Records by tab, of those tabs that were asked for. */
  private readonly tabs = new Map<string, TabRecords>();
  /** Which tab each line is of, as long as lines are left to be read; null before any was. */
  private unread: string[] | null = null;
  private readonly changed = new Map<RowRecord, string>();
  private readonly tabLines: string[][] = [];
  /** Lines that the tab has. */
  private lines = 0;

  private kept = true;

  /** @param remembers whether a column's value itself is kept, not only its fingerprint */
  constructor(
    private readonly log: LogTabPort,
    private readonly remembers: (tab: string, column: string) => boolean,
  ) {}

  row(tab: AnyTab, values: Readonly<Record<string, CellValue>>): RowRecord | undefined {
    return this.rowNamed(tab, tokensOf(tab.key, values));
  }

  /** The row that has one of these tokens. */
  rowNamed(tab: AnyTab, tokens: readonly string[]): RowRecord | undefined {
    return this.records(tab.name).find(tokens);
  }

  /** Whether such a row was once there and has not been removed by the add-on itself. */
  wrote(tab: AnyTab, ids: Readonly<Record<string, CellValue>>): boolean {
    const record = this.row(tab, ids);
    return record !== undefined && !record.removed;
  }

  /**
   * Reads what is kept of these tabs, and of no other where that is much: one step needs few. Once it turns out that
   * more are needed, the rest is read.
   */
  expect(tabs: readonly AnyTab[]): void {
    const names = tabs.map(({ name }) => name).filter((name) => !this.isRead(name));
    if (names.length > 0) this.load(new Set(names));
  }

  private isRead(tab: string): boolean {
    return this.tabs.has(tab) || this.unread?.length === 0;
  }

  private load(names: ReadonlySet<string>): void {
    if (this.unread === null) {
      if (this.log.most() <= FEW_LINES || dataTabs.every(({ name }) => names.has(name))) {
        const lines = this.log.readColumns(PROVENANCE_COLUMNS);
        this.lines = lines.length;
        this.unread = [];
        for (const line of lines) this.take(line);
        return;
      }
      this.unread = this.log.readColumns(['Tab']).map(([tab = '']) => tab);
      this.lines = this.unread.length;
      this.readLines((tab) => names.has(tab));
      for (const name of names) this.tabRecords(name);
      return;
    }
    const before = new Set(this.tabs.keys());
    this.readLines((tab) => !before.has(tab));
    this.unread = [];
  }

  private readLines(wanted: (tab: string) => boolean): void {
    const spans: { first: number; last: number }[] = [];
    this.unread?.forEach((tab, line) => {
      if (!wanted(tab)) return;
      const span = spans[spans.length - 1];
      if (span && line - span.last <= LINES_BETWEEN) span.last = line;
      else spans.push({ first: line, last: line });
    });
    for (const { first, last } of spans)
      for (const line of this.log.readRows(first, last - first + 1, PROVENANCE_COLUMNS))
        if (wanted(line[0] ?? '')) this.take(line);
  }

  /** Forgets a tab that a person emptied or that is new. */
  forget(tab: AnyTab): void {
    if (this.records(tab.name).byName.size > 0) this.noteTab(tab, 'new');
  }

  wasAdopted(tab: AnyTab): boolean {
    return this.records(tab.name).adopted;
  }

  adoptTab(tab: AnyTab): void {
    this.noteTab(tab, 'adopted');
  }

  noteRow(tab: AnyTab, values: Readonly<Record<string, CellValue>>, event: RowEvent, date: string): void {
    const record = this.ensure(tab, values);
    if (!record) return;
    if (event === 'removed' || event === 'dismissed') record.clear();
    record.event = event;
    record.date = date;
  }

  /** @param values the row as it is after the cells were written */
  noteCells(
    tab: AnyTab,
    values: Readonly<Record<string, CellValue>>,
    cells: readonly WrittenCell[],
    date: string,
  ): void {
    const record = this.ensure(tab, values);
    if (!record) return;
    if (record.removed || record.event === 'dismissed') record.event = '';
    for (const { column, value, source } of cells)
      record.set(column, { source, date, written: this.mark(tab.name, column, value) });
  }

  /** The day and source of a cell as they were before, for a value that is put back; null: it is a person's. */
  noteOrigin(
    tab: AnyTab,
    values: Readonly<Record<string, CellValue>>,
    column: string,
    value: CellValue,
    origin: Pick<Origin, 'source' | 'date'> | null,
  ): void {
    const record = this.ensure(tab, values);
    if (!origin) record?.delete(column);
    else record?.set(column, { ...origin, written: this.mark(tab.name, column, value) });
  }

  /** The row's line as text; empty if nothing is known of it. */
  text(tab: AnyTab, values: Readonly<Record<string, CellValue>>): string {
    const record = this.row(tab, values);
    return record ? JSON.stringify(lineOf(tab.name, record)) : '';
  }

  /** Whether the cell still holds what the add-on wrote there by itself. */
  stands(record: CellRecord, value: CellValue): boolean {
    return record.source !== DECIDED && holds(record, value);
  }

  /** Whether the record says that this was last written into the column. Quick, and told apart from other columns' by the value only. */
  says(tab: AnyTab, record: RowRecord, column: string, value: CellValue): boolean {
    return record.says(column, this.mark(tab.name, column, value));
  }

  /** What was written; null where only its fingerprint is kept and the cell holds something else. */
  valueOf(record: CellRecord, now: CellValue): CellValue | null {
    if (record.written.startsWith('=')) return record.written.slice(1);
    return this.stands(record, now) ? now : null;
  }

  /** From now on nothing that is noted reaches the tab: a dry run knows its own values, and leaves no trace. */
  onlyInMemory(): void {
    this.kept = false;
  }

  /** What was noted goes into the tab, a line for each row, in one write. Buffered. */
  save(): void {
    if (!this.kept) return;
    const lines = [...this.tabLines, ...[...this.changed].map(([record, tab]) => lineOf(tab, record))];
    this.tabLines.length = 0;
    this.changed.clear();
    this.append(lines);
  }

  /**
   * Clears superseded lines away, once they are most of the tab: what counts is appended, then all before it is
   * removed. After a kill in between it stands there twice and says the same.
   * @param removeFirst removes so many lines from the top, once what was appended has reached the sheet
   */
  compact(removeFirst: (count: number) => void): void {
    if (!this.kept) return;
    this.expect(dataTabs);
    this.save();
    const before = this.lines;
    const live = [...this.tabs].flatMap(([tab, records]) => [
      ...(records.adopted ? [tabLine(tab, 'adopted')] : []),
      ...[...records.records].filter(({ names }) => names.length > 0).map((record) => lineOf(tab, record)),
    ]);
    if (before < live.length * 2 + SPARE_LINES) return;
    for (let at = 0; at < live.length; at += SLICE) this.append(live.slice(at, at + SLICE));
    removeFirst(before);
    this.lines = live.length;
  }

  private append(lines: readonly string[][]): void {
    if (lines.length > 0) this.log.append(lines);
    this.lines += lines.length;
  }

  private ensure(tab: AnyTab, values: Readonly<Record<string, CellValue>>): RowRecord | undefined {
    const names = tokensOf(tab.key, values);
    if (names.length === 0) return undefined;
    const record = this.records(tab.name).ensure(names);
    record.key = displayKey(tab, values);
    this.changed.set(record, tab.name);
    return record;
  }

  private mark(tab: string, column: string, value: CellValue): string {
    const text = String(value);
    return this.remembers(tab, column) && text.length <= LONGEST_KEPT ? `=${text}` : fingerprint(value);
  }

  private noteTab(tab: AnyTab, event: 'new' | 'adopted'): void {
    if (event === 'new')
      for (const [record, of] of this.changed) if (of === tab.name) this.changed.delete(record);
    this.take(tabLine(tab.name, event));
    this.tabLines.push(tabLine(tab.name, event));
  }

  private records(tab: string): TabRecords {
    if (!this.isRead(tab)) this.load(new Set([tab]));
    return this.tabRecords(tab);
  }

  private tabRecords(tab: string): TabRecords {
    let records = this.tabs.get(tab);
    if (!records) this.tabs.set(tab, (records = new TabRecords()));
    return records;
  }

  private take(line: readonly string[]): void {
    const [tab = '', key = '', row = ''] = line;
    if (key === TAB) {
      const records = this.tabRecords(tab);
      if (row === 'adopted') records.adopted = true;
      else {
        for (const record of records.byName.values()) record.superseded = true;
        this.tabs.set(tab, new TabRecords());
      }
      return;
    }
    const record = readLine(line);
    if (record) this.tabRecords(tab).put(record, record.names);
  }
}

const tabLine = (tab: string, event: string): string[] => [tab, TAB, event, '', ''];

function lineOf(tab: string, record: RowRecord): string[] {
  const row = `${record.event} ${record.date}`.trim();
  return [tab, record.key, row, record.cellText, JSON.stringify(record.names)];
}

/** The record of a line of `_Provenance`; null if it is none of a row. */
export function readLine([
  ,
  key = '',
  row = '',
  cells = '',
  names = '',
]: readonly string[]): RowRecord | null {
  const all = parseList<string>(names);
  if (all.length === 0) return null;
  const record = new RowRecord(cells);
  const { event, date } = eventOf(row);
  Object.assign(record, { key, event, date });
  record.names = all.length === new Set(all).size ? all : [...new Set(all)];
  return record;
}

/** Thousands of lines say the same, one after the other: its parts are held once. */
let lastEvent = { row: '', event: '', date: '' };

function eventOf(row: string): { event: string; date: string } {
  if (lastEvent.row !== row) {
    const [event = '', date = ''] = row.split(' ');
    lastEvent = { row, event, date };
  }
  return lastEvent;
}

/** Whether the cell holds what was last written there. */
export function holds({ written }: CellRecord, value: CellValue): boolean {
  return written === (written.startsWith('=') ? `=${value}` : fingerprint(value));
}

const fingerprint = (value: CellValue): string => shortHash(String(value)).slice(-7);

function parseList<T>(text: string): T[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? (list as T[]) : [];
  } catch {
    return [];
  }
}
