/**
 * A line of `_Provenance`: all that is known of one row of a tab. Whose row it is, and for each column its source, the
 * day and a fingerprint of what was written.
 */
import { shortHash } from '../rules/hash';
import type { CellValue } from './types';

export const PROVENANCE = '_Provenance';
export const PROVENANCE_COLUMNS = ['Tab', 'Key', 'Row', 'Cells', 'Names'] as const;

/** Stands in the place of a row's key for the tab as a whole. */
export const TAB = '(tab)';
/** Longer texts than this are known by their fingerprint only. */
const LONGEST_KEPT = 10_000;

/**
 * `added`, `adopted`: the row is the add-on's. `theirs`: a person's. `removed`: the add-on took it out and may
 * add it again. `dismissed`: the curator does not want it back.
 */
export type RowEvent = 'added' | 'adopted' | 'theirs' | 'removed' | 'dismissed';

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

/** The line of a tab as a whole. */
export const tabLine = (tab: string, event: string): string[] => [tab, TAB, event, '', ''];

export function lineOf(tab: string, record: RowRecord): string[] {
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
  record.names = all.length === 1 ? all : [...new Set(all)];
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

/** What a record says of a value that is written: its fingerprint, or the value itself if that is kept and not too long. */
export function writtenOf(value: CellValue, kept: boolean): string {
  const text = String(value);
  return kept && text.length <= LONGEST_KEPT ? `=${text}` : fingerprint(value);
}

/** Whether the cell holds what was last written there. */
export function holds({ written }: CellRecord, value: CellValue): boolean {
  return written === (written.startsWith('=') ? `=${value}` : fingerprint(value));
}

const fingerprint = (value: CellValue): string => shortHash(String(value)).slice(-7);

function parseList<T>(text: string): T[] {
  if (text === '') return [];
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? (list as T[]) : [];
  } catch {
    return [];
  }
}
