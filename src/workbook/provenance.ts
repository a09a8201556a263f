/**
 * Where values came from: the hidden tab `_Provenance`, which only grows. A line says that these columns
 * of that row were filled from this source on that day; the latest line that names a column counts.
 */
import { shortHash } from '../rules/hash';
import { displayKey, tokensOf } from './identity';
import type { AnyTab } from './schema';
import type { CellValue } from './types';

export const PROVENANCE = '_Provenance';
export const PROVENANCE_COLUMNS = [
  'Tab',
  'Key',
  'Column',
  'Source',
  'Fetched at',
  'Written',
  'Names',
] as const;

/** Stands among the columns of a line for the row as a whole. */
const ROW = '(row)';
/** Stands in the place of a row's key for all rows of the tab. */
const TAB = '(tab)';

type RowEvent = 'added' | 'adopted' | 'removed';
type TabEvent = 'new' | 'adopted';

interface LogTabPort {
  readColumns(names: readonly string[]): string[][];
  append(rows: readonly (readonly string[])[]): void;
}

interface CellRecord {
  source: string;
  date: string;
  /** Fingerprint of what was written, or (`=…`) the value itself. */
  written: string;
}

/** What is known of one row of a tab. */
export interface RowRecord {
  ours: boolean;
  removed: boolean;
  cells: Map<string, CellRecord>;
}

/** A cell as it is written, for its line. */
export interface WrittenCell {
  column: string;
  value: CellValue;
  source: string;
}

class TabRecords {
  readonly byToken = new Map<string, RowRecord>();
  adopted = false;
  /** Lines before this one are of a tab that is gone. */
  empty = true;

  find(tokens: readonly string[]): RowRecord | undefined {
    for (const token of tokens) {
      const record = this.byToken.get(token);
      if (record) return record;
    }
    return undefined;
  }

  ensure(tokens: readonly string[]): RowRecord {
    const record = this.find(tokens) ?? { ours: false, removed: false, cells: new Map<string, CellRecord>() };
    for (const token of tokens) {
      const other = this.byToken.get(token);
      if (other && other !== record) {
        // Two rows that turned out to be one.
        record.ours ||= other.ours;
        for (const [column, cell] of other.cells)
          if (!record.cells.has(column)) record.cells.set(column, cell);
      }
      this.byToken.set(token, record);
    }
    this.empty = false;
    return record;
  }
}

export class Provenance {
  private tabs: Map<string, TabRecords> | null = null;
  private lines: string[][] = [];

  /** @param remembers whether a column's value itself is kept, not only its fingerprint */
  constructor(
    private readonly log: LogTabPort,
    private readonly remembers: (tab: string, column: string) => boolean,
  ) {}

  row(tab: AnyTab, values: Readonly<Record<string, CellValue>>): RowRecord | undefined {
    return this.records(tab.name).find(tokensOf(tab.key, values));
  }

  /** Whether the add-on once wrote such a row and has not removed it itself. */
  wrote(tab: AnyTab, ids: Readonly<Record<string, CellValue>>): boolean {
    const record = this.row(tab, ids);
    return record !== undefined && !record.removed;
  }

  /** Forgets a tab that a person emptied or that is new. */
  forget(tab: AnyTab): void {
    if (!this.records(tab.name).empty) this.note([tab.name, TAB, ROW, 'add-on', '', 'new', '']);
  }

  wasAdopted(tab: AnyTab): boolean {
    return this.records(tab.name).adopted;
  }

  adoptTab(tab: AnyTab): void {
    this.note([tab.name, TAB, ROW, 'add-on', '', 'adopted', '']);
  }

  noteRow(tab: AnyTab, values: Readonly<Record<string, CellValue>>, event: RowEvent, date: string): void {
    this.note([tab.name, displayKey(tab, values), ROW, 'add-on', date, event, namesOf(tab, values)]);
  }

  /** @param values the row as it is after the cells were written */
  noteCells(
    tab: AnyTab,
    values: Readonly<Record<string, CellValue>>,
    cells: readonly WrittenCell[],
    date: string,
  ): void {
    const bySource = new Map<string, WrittenCell[]>();
    for (const cell of cells) bySource.set(cell.source, [...(bySource.get(cell.source) ?? []), cell]);
    for (const [source, group] of bySource) {
      const columns = group.map((cell) => cell.column).join(', ');
      const written = JSON.stringify(group.map(({ column, value }) => this.mark(tab.name, column, value)));
      this.note([tab.name, displayKey(tab, values), columns, source, date, written, namesOf(tab, values)]);
    }
  }

  /** Whether the cell still holds what was written there. */
  stands(record: CellRecord, value: CellValue): boolean {
    return record.written === (record.written.startsWith('=') ? `=${value}` : fingerprint(value));
  }

  /** What was written; null where only its fingerprint is kept and the cell holds something else. */
  valueOf(record: CellRecord, now: CellValue): CellValue | null {
    if (record.written.startsWith('=')) return record.written.slice(1);
    return this.stands(record, now) ? now : null;
  }

  /** What was noted goes into the tab, in one write. Buffered. */
  save(): void {
    if (this.lines.length === 0) return;
    this.log.append(this.lines);
    this.lines = [];
  }

  private mark(tab: string, column: string, value: CellValue): string {
    return this.remembers(tab, column) ? `=${value}` : fingerprint(value);
  }

  private note(line: string[]): void {
    this.take(line);
    this.lines.push(line);
  }

  private records(tab: string): TabRecords {
    if (!this.tabs) {
      this.tabs = new Map();
      for (const line of this.log.readColumns(PROVENANCE_COLUMNS)) this.take(line);
    }
    let records = this.tabs.get(tab);
    if (!records) this.tabs.set(tab, (records = new TabRecords()));
    return records;
  }

  private take([
    tab = '',
    key = '',
    column = '',
    source = '',
    date = '',
    written = '',
    names = '',
  ]: string[]): void {
    if (key === TAB) {
      if ((written as TabEvent) === 'adopted') this.records(tab).adopted = true;
      else this.tabs?.set(tab, new TabRecords());
      return;
    }
    const tokens = parseList(names);
    if (tokens.length === 0) return;
    const record = this.records(tab).ensure(tokens);
    if (column === ROW) {
      record.ours = written !== 'removed';
      record.removed = written === 'removed';
      if (record.removed) record.cells.clear();
      return;
    }
    record.removed = false;
    const marks = parseList(written);
    column.split(', ').forEach((name, i) => {
      record.cells.set(name, { source, date, written: marks[i] ?? '' });
    });
  }
}

const fingerprint = (value: CellValue): string => shortHash(String(value)).slice(-7);

function namesOf(tab: AnyTab, values: Readonly<Record<string, CellValue>>): string {
  return JSON.stringify(tokensOf(tab.key, values));
}

function parseList(text: string): string[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.map(String) : [];
  } catch {
    return [];
  }
}
