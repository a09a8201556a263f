/**
 * Where values came from: what the add-on did to a row and wrote into its cells is noted, asked for later, and saved in
 * `_Provenance`.
 */
import { displayKey, tokensOf } from './identity';
import {
  holds,
  lineOf,
  tabLine,
  writtenOf,
  type CellRecord,
  RowRecord,
  type RowEvent,
} from './provenanceLine';
import { ProvenanceTab, type LogTabPort } from './provenanceTab';
import type { AnyTab } from './schema';
import { dataTabs } from './tabs';
import type { CellValue, Origin, PutBack } from './types';

/** Source of a value that the curator decided on: it is theirs from then on. */
export const DECIDED = 'your decision';

/** A cell as it is written, for its line. */
export interface WrittenCell {
  column: string;
  value: CellValue;
  source: string;
  /** As {@link CellChange.origin}. */
  origin?: PutBack | null | undefined;
}

export class Provenance {
  readonly tab: ProvenanceTab;
  private readonly changed = new Map<RowRecord, string>();
  private readonly tabLines: string[][] = [];
  private kept = true;

  /** @param remembers whether a column's value itself is kept, not only its fingerprint */
  constructor(
    log: LogTabPort,
    private readonly remembers: (tab: string, column: string) => boolean,
  ) {
    this.tab = new ProvenanceTab(log);
  }

  row(tab: AnyTab, values: Readonly<Record<string, CellValue>>): RowRecord | undefined {
    return this.rowNamed(tab, tokensOf(tab.key, values));
  }

  /** The row that has one of these tokens. */
  rowNamed(tab: AnyTab, tokens: readonly string[]): RowRecord | undefined {
    return this.tab.records(tab.name).find(tokens);
  }

  /** Whether such a row was once there and has not been removed by the add-on itself. */
  wrote(tab: AnyTab, ids: Readonly<Record<string, CellValue>>): boolean {
    const record = this.row(tab, ids);
    return record !== undefined && !record.removed;
  }

  /** Forgets a tab that a person emptied or that is new. */
  forget(tab: AnyTab): void {
    if (this.tab.records(tab.name).byName.size > 0) this.noteTab(tab, 'new');
  }

  wasAdopted(tab: AnyTab): boolean {
    return this.tab.records(tab.name).adopted;
  }

  adoptTab(tab: AnyTab): void {
    this.noteTab(tab, 'adopted');
  }

  /**
   * Another row may have had the ids that are this row's: what is known of that one stays with it.
   * @param lives whether a row of the tab has this token
   */
  part(tab: AnyTab, values: Readonly<Record<string, CellValue>>, lives: (token: string) => boolean): void {
    const names = tokensOf(tab.key, values);
    const records = this.tab.records(tab.name);
    const isOthers = records.find(names)?.names.some((name) => !names.includes(name) && lives(name));
    if (isOthers) records.put(new RowRecord(), names);
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
    for (const { column, value, source, origin = { source, date } } of cells)
      if (origin) record.set(column, { ...origin, written: this.mark(tab.name, column, value) });
      else record.delete(column);
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
    this.tab.append(lines);
  }

  /** Clears superseded lines away, once they are most of the tab. @param removeFirst as {@link ProvenanceTab.compact} */
  compact(removeFirst: (count: number) => void): void {
    if (!this.kept) return;
    this.tab.expect(dataTabs);
    this.save();
    this.tab.compact(removeFirst);
  }

  private ensure(tab: AnyTab, values: Readonly<Record<string, CellValue>>): RowRecord | undefined {
    const names = tokensOf(tab.key, values);
    if (names.length === 0) return undefined;
    const record = this.tab.records(tab.name).ensure(names);
    record.key = displayKey(tab, values);
    this.changed.set(record, tab.name);
    return record;
  }

  private mark(tab: string, column: string, value: CellValue): string {
    return writtenOf(value, this.remembers(tab, column));
  }

  private noteTab(tab: AnyTab, event: 'new' | 'adopted'): void {
    if (event === 'new')
      for (const [record, of] of this.changed) if (of === tab.name) this.changed.delete(record);
    this.tab.take(tabLine(tab.name, event));
    this.tabLines.push(tabLine(tab.name, event));
  }
}
