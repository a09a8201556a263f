/** A tab in memory: read once an execution, kept up with what the run writes. */
import { contradicts, tokensOf } from './identity';
import type { Provenance } from './provenance';
import type { RowRecord } from './provenanceLine';
import type { AnyTab } from './schema';
import type { CellValue, Match, Origin, TableRow } from './types';

export type Values = Record<string, CellValue>;

export const isBlank = (values: Values): boolean => Object.values(values).every((value) => value === '');

/** The filled cells of these columns. */
export const picked = (values: Values, headers: readonly string[]): Values =>
  Object.fromEntries(
    headers.flatMap((header) => {
      const value = values[header] ?? '';
      return value === '' ? [] : [[header, value]];
    }),
  );

/** A row whose place and values follow what happens to the sheet. */
export interface ViewRow extends TableRow<Values> {
  sheetRow: number;
  values: Values;
  ours: boolean;
  /** What `_Provenance` says of it, as it was looked up last. */
  record?: RowRecord | undefined;
}

export class TableView {
  rows: ViewRow[] = [];
  /** Rows that hold something and have no key: nobody's, but what stands in them has to stay. */
  keyless: ViewRow[] = [];
  private readonly headers: readonly string[];
  /** A list only where several rows have the token: nearly all tokens are one row's, and there are several times as many as rows. */
  private readonly byToken = new Map<string, ViewRow | ViewRow[]>();
  private readonly handles = new Map<number, ViewRow>();
  /** Rows by column whose cell holds something that is not the add-on's own, of the columns that were asked for. */
  private readonly foreign = new Map<string, Set<ViewRow>>();
  /** Rows that may have come to hold something else since. */
  private readonly changed = new Set<ViewRow>();

  constructor(
    readonly tab: AnyTab,
    private readonly provenance: Provenance,
    private readonly nextHandle: () => number,
  ) {
    this.headers = Object.keys(tab.columns);
  }

  /** @returns the row, or null if the values make no key: such a row belongs to nobody. */
  insert(given: Values, sheetRow: number, ours?: boolean): ViewRow | null {
    const values = this.complete(given);
    const tokens = tokensOf(this.tab.key, values);
    if (tokens.length === 0) return null;
    const record = this.provenance.rowNamed(this.tab, tokens);
    const row: ViewRow = {
      handle: this.nextHandle(),
      sheetRow,
      values,
      ours: ours ?? record?.ours ?? false,
      record,
    };
    this.rows.push(row);
    this.handles.set(row.handle, row);
    this.noteChanged(row);
    // The same texts are held once.
    this.index(
      row,
      tokens.map((token) => record?.names.find((name) => name === token) ?? token),
    );
    return row;
  }

  /** A row that makes no key. */
  keep(values: Values, sheetRow: number): ViewRow {
    const row = { handle: this.nextHandle(), sheetRow, values: this.complete(values), ours: false };
    this.keyless.push(row);
    return row;
  }

  update(row: ViewRow, cells: Readonly<Values>): void {
    const before = tokensOf(this.tab.key, row.values);
    row.values = { ...row.values, ...cells };
    this.noteChanged(row);
    const after = tokensOf(this.tab.key, row.values);
    if (before.join() === after.join()) return;
    row.record = undefined;
    this.unindex(row, before);
    this.index(row, after);
    if (before.length === 0 && this.keyless.includes(row)) this.takeUp(row);
  }

  /** A person has given the row a key. */
  private takeUp(row: ViewRow): void {
    this.keyless = this.keyless.filter((one) => one !== row);
    this.rows.push(row);
    this.handles.set(row.handle, row);
  }

  delete(row: ViewRow): void {
    this.deleteAll([row]);
  }

  deleteAll(rows: readonly ViewRow[]): void {
    const gone = new Set(rows);
    for (const row of gone) {
      this.unindex(row, tokensOf(this.tab.key, row.values));
      this.handles.delete(row.handle);
      this.changed.delete(row);
      for (const rows of this.foreign.values()) rows.delete(row);
    }
    this.rows = this.rows.filter((row) => !gone.has(row));
    if (this.keyless.length > 0) this.keyless = this.keyless.filter((row) => !gone.has(row));
  }

  /** The row that a step's handle means, if it is still there. */
  byHandle(handle: number): ViewRow | undefined {
    return this.handles.get(handle);
  }

  /** Whether a row has this token. */
  has(token: string): boolean {
    return this.byToken.has(token);
  }

  match(ids: Values): Match<Values> {
    const rows: ViewRow[] = [];
    for (const token of tokensOf(this.tab.key, ids)) {
      const hit = this.byToken.get(token);
      if (Array.isArray(hit)) rows.push(...hit.filter((row) => !rows.includes(row)));
      else if (hit && !rows.includes(hit)) rows.push(hit);
    }
    const [first] = rows;
    if (!first) return { kind: 'none' };
    const differs = rows.some((row) => contradicts(this.tab.key, row.values, ids));
    if (rows.length === 1 && !differs) return { kind: 'row', row: first };
    const reason =
      rows.length > 1 ? 'The ids are those of two rows.' : 'The row has another id beside this one.';
    return { kind: 'clash', rows, reason };
  }

  origin(row: TableRow<Values>, column: string): Origin | null {
    const value = row.values[column] ?? '';
    const cell = value === '' ? undefined : this.recordOf(row)?.cell(column);
    if (!cell || !this.provenance.stands(cell, value)) return null;
    return { source: cell.source, date: cell.date, value };
  }

  lastWritten(row: TableRow<Values>, column: string): CellValue | null {
    const cell = this.recordOf(row)?.cell(column);
    return cell ? this.provenance.valueOf(cell, row.values[column] ?? '') : null;
  }

  wasWritten(row: TableRow<Values>, column: string): boolean {
    return this.recordOf(row)?.cell(column) !== undefined;
  }

  /**
   * Rows whose cell in the column holds something that the add-on did not put there. They are told from the others
   * once, and kept up: batch after batch asks, and nearly all rows are the add-on's.
   */
  theirs(column: string): ReadonlySet<ViewRow> {
    for (const row of this.changed) for (const [header, rows] of this.foreign) this.sort(row, header, rows);
    this.changed.clear();
    let rows = this.foreign.get(column);
    if (!rows) {
      this.foreign.set(column, (rows = new Set()));
      for (const row of this.rows) this.sort(row, column, rows);
    }
    return rows;
  }

  /** What is known of the row's cells, or stands in them, may be something else now. */
  noteChanged(row: ViewRow): void {
    if (this.foreign.size > 0) this.changed.add(row);
  }

  private sort(row: ViewRow, column: string, into: Set<ViewRow>): void {
    const value = row.values[column] ?? '';
    const record = value === '' ? undefined : this.recordOf(row);
    if (value === '' || (record && this.provenance.says(this.tab, record, column, value))) into.delete(row);
    else into.add(row);
  }

  deletedByPerson(ids: Values): boolean {
    return this.match(ids).kind === 'none' && this.provenance.wrote(this.tab, ids);
  }

  private recordOf(row: TableRow<Values>): RowRecord | undefined {
    const known = row as ViewRow;
    if (!known.record || known.record.superseded) known.record = this.provenance.row(this.tab, known.values);
    return known.record;
  }

  /** Columns that were not given are blank. */
  private complete(values: Values): Values {
    if (this.headers.every((header) => header in values)) return values;
    const all: Values = {};
    for (const header of this.headers) all[header] = values[header] ?? '';
    return all;
  }

  private index(row: ViewRow, tokens: readonly string[]): void {
    for (const token of tokens) {
      const rows = this.byToken.get(token);
      if (Array.isArray(rows)) rows.push(row);
      else this.byToken.set(token, rows ? [rows, row] : row);
    }
  }

  private unindex(row: ViewRow, tokens: readonly string[]): void {
    for (const token of tokens) {
      const rows = this.byToken.get(token);
      const rest = Array.isArray(rows) ? rows.filter((other) => other !== row) : [];
      if (rest.length > 0) this.byToken.set(token, rest);
      else if (rows === row || Array.isArray(rows)) this.byToken.delete(token);
    }
  }
}
