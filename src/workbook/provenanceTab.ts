/**
 * The hidden tab `_Provenance`: lines of the tabs that are asked for are read, new ones appended. The latest line of a row
 * counts; at the end of a run the lines before it are cleared away.
 */
import { lineOf, PROVENANCE_COLUMNS, readLine, RowRecord, TAB, tabLine } from './provenanceLine';
import type { AnyTab } from './schema';
import { dataTabs } from './tabs';

/** Lines of which most are superseded are worth clearing only beyond so many. */
const SPARE_LINES = 200;
/** Lines written at a time. */
const SLICE = 5000;
/** So many lines are read at once, whatever tabs they are of. */
const FEW_LINES = 6000;
/** Lines of other tabs that are read along rather than with one more call. */
const LINES_BETWEEN = 5000;

export interface LogTabPort {
  /** Rows that there may be at most. */
  most(): number;
  readColumns(names: readonly string[]): string[][];
  /** Positions count from 0. */
  readRows(first: number, count: number, names: readonly string[]): string[][];
  append(rows: readonly (readonly string[])[]): void;
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

export class ProvenanceTab {
  /** Records by tab, of those tabs that were asked for. */
  private readonly tabs = new Map<string, TabRecords>();
  /** Which tab each line is of, as long as lines are left to be read; null before any was. */
  private unread: string[] | null = null;
  /** Lines that the tab has. */
  private lines = 0;

  constructor(private readonly log: LogTabPort) {}

  /** What is known of the tab. */
  records(tab: string): TabRecords {
    if (!this.isRead(tab)) this.load(new Set([tab]));
    return this.tabRecords(tab);
  }

  /**
   * Reads what is kept of these tabs, and of no other where that is much: one step needs few. Once it turns out that
   * more are needed, the rest is read.
   */
  expect(tabs: readonly AnyTab[]): void {
    const names = tabs.map(({ name }) => name).filter((name) => !this.isRead(name));
    if (names.length > 0) this.load(new Set(names));
  }

  /** Takes in what a line says. */
  take(line: readonly string[]): void {
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

  append(lines: readonly string[][]): void {
    if (lines.length > 0) this.log.append(lines);
    this.lines += lines.length;
  }

  /**
   * Clears superseded lines away, once they are most of the tab: what counts is appended, then all before it is
   * removed. After a kill in between it stands there twice and says the same.
   * @param removeFirst removes so many lines from the top, once what was appended has reached the sheet
   */
  compact(removeFirst: (count: number) => void): void {
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

  private tabRecords(tab: string): TabRecords {
    let records = this.tabs.get(tab);
    if (!records) this.tabs.set(tab, (records = new TabRecords()));
    return records;
  }
}
