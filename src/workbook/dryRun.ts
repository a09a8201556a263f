/** A dry run: changes happen in memory only, and are listed in the tab `Dry Run`. */
import type { Applied } from '../engine/backend';
import { shortHash } from '../rules/hash';
import { DryRunTab, WHOLE_ROW } from './dryRunTab';
import type { Gateway } from './gateway';
import { displayKey } from './identity';
import { mayWrite } from './ownership';
import type { Provenance, WrittenCell } from './provenance';
import type { AnyTab } from './schema';
import type { TableView, Values, ViewRow } from './tableView';
import type { CellChange, CellValue, ConflictNote, DryLine } from './types';
import type { TabWork } from './work';

export class DryRun {
  private readonly tab: DryRunTab;
  private read: DryLine[] | null = null;

  constructor(
    gateway: Gateway,
    private readonly run: string,
    private readonly provenance: Provenance,
    /** ISO day. */
    private readonly today: string,
    private readonly view: (tab: AnyTab) => TableView,
  ) {
    this.tab = new DryRunTab(gateway);
  }

  clear(): void {
    this.tab.clear();
    this.read = [];
  }

  /** What stands in the tab. */
  lines(): DryLine[] {
    return this.tab.read();
  }

  setResults(results: ReadonlyMap<number, string>): void {
    this.tab.setResults(results);
  }

  apply(works: readonly TabWork[], notes: readonly ConflictNote[]): Applied {
    const lines: DryLine[] = [];
    const applied: Applied = { added: 0, updated: 0, removed: 0, conflicts: notes.length };
    for (const { tab, tasks, adds, removes } of works) {
      const view = this.view(tab);
      for (const { row, cells } of tasks.values()) {
        const own = this.write(view, row, cells);
        lines.push(...own);
        if (own.length > 0) applied.updated++;
      }
      for (const cells of adds) {
        const own = this.add(view, cells);
        lines.push(...own);
        if (own.length > 0) applied.added++;
      }
      for (const row of removes) {
        const key = displayKey(tab, row.values);
        lines.push(this.line('remove', tab.name, key, WHOLE_ROW, rowText(tab, row.values), '', 'removed'));
        view.delete(row);
        applied.removed++;
      }
    }
    for (const { tab, key, column, kept, others, evidence } of notes) {
      const next = others.map(({ value }) => value).join('; ');
      lines.push(this.line('question', tab, key, column, kept, next, evidence));
    }
    this.tab.add(lines);
    return applied;
  }

  /** In a later execution of a dry run: what it has listed so far is as if it were there. */
  replay(view: TableView): void {
    this.read ??= this.tab.read();
    const { tab } = view;
    const byKey = new Map(view.rows.map((row) => [displayKey(tab, row.values), row]));
    const added = new Map<string, Values>();
    for (const { tab: name, what, key, column, next, source } of this.read) {
      if (name !== tab.name || what === 'question') continue;
      const row = byKey.get(key);
      if (what === 'remove') {
        if (row) view.delete(row);
        byKey.delete(key);
      } else if (row) {
        const value = typed(tab, column, next);
        view.update(row, { [column]: value });
        this.note(view, row.values, [{ column, value, source }]);
        byKey.set(displayKey(tab, row.values), row);
      } else added.set(key, { ...added.get(key), [column]: typed(tab, column, next) });
    }
    for (const values of added.values()) view.insert(values, view.rows.length + 2, true);
  }

  private add(view: TableView, cells: Record<string, CellChange>): DryLine[] {
    const values = Object.fromEntries(Object.entries(cells).map(([header, { value }]) => [header, value]));
    if (view.match(values).kind !== 'none' || !view.insert(values, view.rows.length + 2, true)) return [];
    const key = displayKey(view.tab, values);
    const written = Object.entries(cells).map(([column, { value, source }]) => ({ column, value, source }));
    this.note(view, values, written.filter(({ value }) => value !== '')); // prettier-ignore
    return Object.entries(cells)
      .filter(([, { value }]) => value !== '')
      .map(([column, { value, source }]) => this.line('add', view.tab.name, key, column, '', value, source));
  }

  private write(view: TableView, row: ViewRow, cells: Record<string, CellChange>): DryLine[] {
    const key = displayKey(view.tab, row.values);
    const changed: Record<string, CellValue> = {};
    const lines: DryLine[] = [];
    for (const [header, change] of Object.entries(cells)) {
      const column = view.tab.columns[header];
      const now = row.values[header] ?? '';
      if (!column || now === change.value) continue;
      if (!mayWrite(column, now, change, view.origin(row, header) !== null)) continue;
      changed[header] = change.value;
      lines.push(this.line('change', view.tab.name, key, header, now, change.value, change.source));
    }
    view.update(row, changed);
    const written = Object.entries(changed).map(([column, value]): WrittenCell => ({ column, value, source: cells[column]?.source ?? '' })); // prettier-ignore
    this.note(view, row.values, written);
    return lines;
  }

  /** What was written is the add-on's own for the rest of the dry run: a better source may replace it. */
  private note(view: TableView, values: Values, cells: readonly WrittenCell[]): void {
    if (cells.length > 0) this.provenance.noteCells(view.tab, values, cells, this.today);
  }

  private line(
    what: DryLine['what'],
    tab: string,
    key: string,
    column: string,
    old: CellValue,
    next: CellValue,
    source: string,
  ): DryLine {
    return {
      what,
      tab,
      key,
      column,
      old: String(old),
      next: String(next),
      source,
      run: this.run,
      result: '',
    };
  }
}

/** A whole row in a cell: its name, and a fingerprint that tells whether it was changed since. */
export function rowText(tab: AnyTab, values: Readonly<Values>): string {
  const cells = Object.keys(tab.columns).map((column) => values[column] ?? '');
  return `${cells[0]} #${shortHash(JSON.stringify(cells)).slice(-7)}`;
}

/** A value as its column holds it, from its text. */
export function typed(tab: AnyTab, header: string, text: string): CellValue {
  const kind = tab.columns[header]?.type.kind;
  return (kind === 'integer' || kind === 'count') && /^\d+$/.test(text) ? Number(text) : text;
}
