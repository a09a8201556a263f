/** The workbook as a run sees it: tabs read once an execution, and one way to change them. */
import type { Applied } from '../engine/backend';
import { BoundTab } from './boundTab';
import { ConflictsTab } from './conflictsTab';
import { DryRunTab, WHOLE_ROW, type DryLine } from './dryRunTab';
import type { Gateway } from './gateway';
import { displayKey, tokensOf } from './identity';
import {
  journalAgain,
  journalOf,
  settleJournal,
  writesKeys,
  type BeforeImage,
  type SettleParts,
  type TabJournal,
} from './journal';
import type { Open } from './ledger';
import { LogTab } from './logTab';
import { makeTab, readHeader } from './makeTabs';
import { marksName, setMarks } from './marks';
import { mayWrite } from './ownership';
import { Provenance, PROVENANCE, PROVENANCE_COLUMNS } from './provenance';
import type { AnyTab } from './schema';
import { snapshotOf, takeSnapshot } from './snapshots';
import { TableView, type Values, type ViewRow } from './tableView';
import { castInfo, dataTabs, finalList, realiteaseInfo, wwhlInfo } from './tabs';
import { TabWriter, type WriterHooks, type WriteTask } from './tabWriter';
import type { CellChange, CellValue, Change, ConflictNote, Table } from './types';

export interface WorkbookParts {
  gateway: Gateway;
  dryRun: boolean;
  /** True in the first execution of a run. */
  fresh: boolean;
  /** Rows of CastInfo, RealiteaseInfo, WWHLinfo and FinalList that were there before are the add-on's. */
  adoptRows: boolean;
  /** ISO day in the workbook's zone. */
  today: string;
  /** When the run began, as text that sorts by time. */
  stamp: string;
  formatDay(date: Date): string;
  /** Notes in the checkpoint what is about to be written. */
  journal(entry: unknown): void;
  log(level: 'info' | 'warning', message: string, key: string): void;
}

interface OpenTab {
  /** Null in a dry run over a workbook that lacks the tab. */
  bound: BoundTab | null;
  view: TableView;
}

/** Work of a batch on one tab. */
interface TabWork {
  tab: AnyTab;
  tasks: Map<number, WriteTask>;
  adds: Record<string, CellChange>[];
  removes: ViewRow[];
}

const ADOPTABLE: readonly AnyTab[] = [castInfo, realiteaseInfo, wwhlInfo, finalList];

export class Workbook {
  readonly conflicts: ConflictsTab;
  private readonly provenance: Provenance;
  private readonly dry: DryRunTab;
  private readonly open = new Map<string, OpenTab>();
  private dryLines: DryLine[] | null = null;
  private handles = 1;

  constructor(private readonly parts: WorkbookParts) {
    const { gateway } = parts;
    this.provenance = new Provenance(new LogTab(gateway, PROVENANCE, PROVENANCE_COLUMNS), remembers);
    this.dry = new DryRunTab(gateway);
    this.conflicts = new ConflictsTab(gateway, parts.today);
    if (parts.dryRun && parts.fresh) {
      this.dry.clear();
      this.dryLines = [];
    }
  }

  /** Finishes what a killed execution may have left half-written. */
  settle(journal: unknown): void {
    if (!Array.isArray(journal)) return;
    const entries = journal as TabJournal[];
    for (const entry of [...entries]) {
      const tab = dataTabs.find((data) => data.name === entry.tab);
      const { bound, view } = tab ? this.tab(tab) : { bound: null, view: null };
      if (!tab || !bound || !view) continue;
      const { provenance } = this;
      const { today } = this.parts;
      const before = () => this.beforeImage(bound);
      const writer = this.writer(bound, view, entries);
      const mend: SettleParts['mend'] = (strays, written) => writer.mend(strays, written);
      for (const line of settleJournal(entry, { bound, view, provenance, today, before, mend }))
        this.parts.log('warning', line, '');
    }
    this.provenance.save();
    this.parts.gateway.flush();
  }

  /** @param entries what the checkpoint says of the batch; what is written again is noted there */
  private writer(bound: BoundTab, view: TableView, entries: TabJournal[]): TabWriter {
    const { today, log, journal } = this.parts;
    const noteAgain = (open: readonly Open[]) => {
      const at = entries.findIndex((entry) => entry.tab === view.tab.name);
      const entry = entries[at];
      if (entry) entries[at] = journalAgain(entry, bound.keys, open);
      journal(entries);
    };
    const copier: WriterHooks['copier'] = () => {
      const image = this.beforeImage(bound);
      return (row, place) => {
        const tokens = tokensOf(view.tab.key, row.values);
        const index =
          image?.rows.findIndex((old) => tokensOf(view.tab.key, old).some((one) => tokens.includes(one))) ??
          -1;
        if (index >= 0) image?.putBack(index, place);
      };
    };
    return new TabWriter(bound, view, this.provenance, today, log, { noteAgain, copier });
  }

  /** Opens the tabs; what is missing of them is made, except in a dry run. */
  prepare(tabs: readonly AnyTab[]): void {
    for (const tab of tabs) this.tab(tab);
  }

  table<T extends AnyTab>(tab: T): Table<T> {
    return this.tab(tab).view as unknown as Table<T>;
  }

  /** Column of the sheet (from 1); 1 if there is no such tab or column. */
  columnOf(tab: string, header: string): number {
    return this.open.get(tab)?.bound?.column(header) ?? 1;
  }

  /**
   * Marks the cells that questions are open on, where that has changed since.
   * @param known what was marked, by tab, as this gave it the last time
   */
  markQuestions(known: Readonly<Record<string, string>>): Record<string, string> {
    const marked: Record<string, string> = { ...known };
    const open = this.conflicts.open();
    for (const { bound } of this.open.values()) {
      if (!bound || !dataTabs.some(({ name }) => name === bound.tab.name)) continue;
      const { sheet, tab, columns } = bound;
      const own = open.filter((question) => question.tab === tab.name);
      const name = marksName(own);
      if (known[tab.name] === name) continue;
      setMarks(this.parts.gateway, sheet, tab, columns, own, !(tab.name in known));
      marked[tab.name] = name;
    }
    return marked;
  }

  /** Where the row is that a conflict's key means; undefined if it is gone. */
  rowOf(tab: string, key: string): ViewRow | undefined {
    const open = this.open.get(tab);
    return open?.view.rows.find((row) => displayKey(open.view.tab, row.values) === key);
  }

  /**
   * Makes the changes of a batch, or in a dry run lists them.
   * @param rewrites tabs that are copied first
   */
  apply(changes: readonly Change[], rewrites: readonly AnyTab[]): Applied {
    const notes = changes.flatMap((change) => (change.kind === 'conflict' ? [change.note] : []));
    const works = this.worksOf(changes);
    if (this.parts.dryRun) return this.applyDry(works, notes);
    const applied: Applied = { added: 0, updated: 0, removed: 0, conflicts: 0 };
    const entries = works.flatMap(({ tab, tasks, adds, removes }) => {
      const { bound, view } = this.tab(tab);
      return bound ? [journalOf(bound, view, [...tasks.values()], adds, removes)] : [];
    });
    if (entries.length > 0) this.parts.journal(entries);
    for (const { tab, tasks, adds, removes } of works) {
      const { bound, view } = this.tab(tab);
      if (!bound) throw new Error(`the tab ${tab.name} is not open`);
      if (tasks.size + removes.length > 0 && this.mustCopy(tab, view, [...tasks.values()], rewrites))
        takeSnapshot(this.parts.gateway, tab, bound.sheet, this.parts.stamp);
      const writer = this.writer(bound, view, entries);
      const done = writer.apply([...tasks.values()], adds);
      applied.updated += done.updated;
      applied.added += done.added;
      if (removes.length > 0) applied.removed += writer.remove(removes);
    }
    applied.conflicts = this.conflicts.note(notes);
    return applied;
  }

  /**
   * Whether what stands in the tab could not be got again: rows that are to go, a person's rows, ids. What is only
   * added can be told from the rest and taken out again.
   */
  private mustCopy(
    tab: AnyTab,
    view: TableView,
    tasks: readonly WriteTask[],
    rewrites: readonly AnyTab[],
  ): boolean {
    return rewrites.includes(tab) || writesKeys(view, tasks) || view.rows.some((row) => !row.ours);
  }

  private beforeImage(bound: BoundTab): BeforeImage | null {
    const { gateway, stamp, formatDay } = this.parts;
    const { tab } = bound;
    const copy = snapshotOf(gateway, tab, stamp);
    if (!copy) return null;
    const { at, width } = readHeader(gateway, tab, copy);
    return {
      rows: new BoundTab(gateway, tab, copy, at, formatDay).readAll(),
      putBack: (index, row) =>
        gateway.change(() =>
          copy.getRange(index + 2, 1, 1, width).copyTo(bound.sheet.getRange(row, 1, 1, width)),
        ),
    };
  }

  private tab(tab: AnyTab): OpenTab {
    let open = this.open.get(tab.name);
    if (!open) {
      open = this.openTab(tab);
      this.open.set(tab.name, open);
      if (this.parts.dryRun) this.replay(open.view);
    }
    return open;
  }

  private openTab(tab: AnyTab): OpenTab {
    const { gateway, dryRun, formatDay } = this.parts;
    const view = new TableView(tab, this.provenance, () => this.handles++);
    const bound = this.bind(tab, formatDay, gateway, dryRun);
    if (!bound) return { bound, view };
    bound.readAll().forEach((values, i) => void view.insert(values, i + 2));
    if (view.rows.length === 0 && !dryRun) this.provenance.forget(tab);
    else this.adopt(tab, view);
    return { bound, view };
  }

  private bind(
    tab: AnyTab,
    formatDay: (date: Date) => string,
    gateway: Gateway,
    dryRun: boolean,
  ): BoundTab | null {
    if (!dryRun && dataTabs.some((data) => data.name === tab.name)) {
      const { sheet, at } = makeTab(gateway, tab);
      return new BoundTab(gateway, tab, sheet, at, formatDay);
    }
    const sheet = gateway.sheet(tab.name);
    return sheet ? new BoundTab(gateway, tab, sheet, readHeader(gateway, tab, sheet).at, formatDay) : null;
  }

  /** Once, when the person has said so: rows that were there before become the add-on's. */
  private adopt(tab: AnyTab, view: TableView): void {
    if (
      !this.parts.adoptRows ||
      this.parts.dryRun ||
      !ADOPTABLE.includes(tab) ||
      this.provenance.wasAdopted(tab)
    )
      return;
    for (const row of view.rows) {
      if (row.ours) continue;
      row.ours = true;
      this.provenance.noteRow(tab, row.values, 'adopted', this.parts.today);
    }
    this.provenance.adoptTab(tab);
    this.provenance.save();
  }

  private worksOf(changes: readonly Change[]): TabWork[] {
    const works = new Map<string, TabWork>();
    for (const change of changes) {
      if (change.kind === 'conflict') continue;
      let work = works.get(change.tab.name);
      if (!work)
        works.set(change.tab.name, (work = { tab: change.tab, tasks: new Map(), adds: [], removes: [] }));
      if (change.kind === 'add') {
        work.adds.push(change.cells);
        continue;
      }
      const row = this.tab(change.tab).view.byHandle(change.row.handle);
      if (!row) continue;
      if (change.kind === 'remove') work.removes.push(row);
      else {
        const task = work.tasks.get(row.handle);
        if (task) Object.assign(task.cells, change.cells);
        else work.tasks.set(row.handle, { row, cells: { ...change.cells } });
      }
    }
    return [...works.values()];
  }

  /** The changes happen in memory only, and are listed. */
  private applyDry(works: readonly TabWork[], notes: readonly ConflictNote[]): Applied {
    const lines: DryLine[] = [];
    const applied: Applied = { added: 0, updated: 0, removed: 0, conflicts: notes.length };
    for (const { tab, tasks, adds, removes } of works) {
      const { view } = this.tab(tab);
      for (const { row, cells } of tasks.values()) {
        const own = this.dryWrite(view, row, cells);
        lines.push(...own);
        if (own.length > 0) applied.updated++;
      }
      for (const cells of adds) {
        const values = Object.fromEntries(
          Object.entries(cells).map(([header, { value }]) => [header, value]),
        );
        if (view.match(values).kind !== 'none' || !view.insert(values, view.rows.length + 2, true)) continue;
        const key = displayKey(tab, values);
        for (const [column, { value, source }] of Object.entries(cells))
          if (value !== '') lines.push({ tab: tab.name, key, column, old: '', next: String(value), source });
        applied.added++;
      }
      for (const row of removes) {
        lines.push({
          tab: tab.name,
          key: displayKey(tab, row.values),
          column: WHOLE_ROW,
          old: '',
          next: '',
          source: 'removed',
        });
        view.delete(row);
        applied.removed++;
      }
    }
    for (const { tab, key, column, kept, others, evidence } of notes) {
      const next = others.map(({ value }) => value).join('; ');
      lines.push({ tab: `Conflicts: ${tab}`, key, column, old: kept, next, source: evidence });
    }
    this.dry.add(lines);
    return applied;
  }

  private dryWrite(view: TableView, row: ViewRow, cells: Record<string, CellChange>): DryLine[] {
    const key = displayKey(view.tab, row.values);
    const changed: Record<string, CellValue> = {};
    const lines: DryLine[] = [];
    for (const [header, change] of Object.entries(cells)) {
      const column = view.tab.columns[header];
      const now = row.values[header] ?? '';
      if (!column || now === change.value) continue;
      if (!mayWrite(column, now, change, view.origin(row, header) !== null)) continue;
      changed[header] = change.value;
      const { source } = change;
      lines.push({
        tab: view.tab.name,
        key,
        column: header,
        old: String(now),
        next: String(change.value),
        source,
      });
    }
    view.update(row, changed);
    return lines;
  }

  /** In a later execution of a dry run: what it has listed so far is as if it were there. */
  private replay(view: TableView): void {
    this.dryLines ??= this.dry.read();
    const { tab } = view;
    const byKey = new Map(view.rows.map((row) => [displayKey(tab, row.values), row]));
    for (const line of this.dryLines) {
      if (line.tab !== tab.name) continue;
      const row = byKey.get(line.key);
      if (line.column === WHOLE_ROW) {
        if (row) view.delete(row);
        byKey.delete(line.key);
      } else if (row) {
        view.update(row, { [line.column]: typed(tab, line.column, line.next) });
        byKey.set(displayKey(tab, row.values), row);
      }
    }
    this.replayAdditions(view, byKey);
  }

  /** Lines of rows that the sheet does not have, a row for each key. */
  private replayAdditions(view: TableView, byKey: ReadonlyMap<string, ViewRow>): void {
    const added = new Map<string, Values>();
    for (const { tab, key, column, next } of this.dryLines ?? []) {
      if (tab !== view.tab.name || byKey.has(key) || column === WHOLE_ROW) continue;
      added.set(key, { ...added.get(key), [column]: typed(view.tab, column, next) });
    }
    for (const values of added.values()) view.insert(values, view.rows.length + 2, true);
  }
}

/** Columns whose written value itself has to be known later: what a person adds to a list is told apart by it. */
function remembers(tab: string, column: string): boolean {
  return tab === finalList.name && column === 'AlternativeNames';
}

function typed(tab: AnyTab, header: string, text: string): CellValue {
  const kind = tab.columns[header]?.type.kind;
  return (kind === 'integer' || kind === 'count') && /^\d+$/.test(text) ? Number(text) : text;
}
