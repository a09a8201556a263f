/** The workbook as a run sees it: tabs read once an execution, and one way to change them. */
import type { Applied } from '../engine/backend';
import { BoundTab } from './boundTab';
import { ConflictsTab } from './conflictsTab';
import { DryRun } from './dryRun';
import { extraColumns, keptRow, readExtra, writeExtra } from './extraColumns';
import type { Gateway } from './gateway';
import { displayKey, displayKeys, keyColumns, tokensOf, valuesOfKey } from './identity';
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
import { holds, Provenance, PROVENANCE, PROVENANCE_COLUMNS } from './provenance';
import type { AnyTab } from './schema';
import { passesShare, sizeOf, weigh } from './shares';
import { readSnapshot, snapshotOf, takeSnapshot } from './snapshots';
import { isBlank, TableView, type ViewRow } from './tableView';
import { castInfo, dataTabs, finalList, realiteaseInfo, wwhlInfo } from './tabs';
import { TabWriter, type WriterHooks, type WriteTask } from './tabWriter';
import type { CellValue, Change, DoneRow, Mark, Recovery, StepShares, Table, TableRow } from './types';
import { UndoLog, type RunIdentity } from './undoLog';
import { gatherWork, type TabWork } from './work';

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
  run: RunIdentity;
  /** A snapshot that stays, however old. */
  spare: string;
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

const ADOPTABLE: readonly AnyTab[] = [castInfo, realiteaseInfo, wwhlInfo, finalList];

export class Workbook {
  readonly conflicts: ConflictsTab;
  private readonly provenance: Provenance;
  private readonly provenanceLog: LogTab;
  private readonly undoLog: UndoLog;
  private readonly dry: DryRun;
  private readonly open = new Map<string, OpenTab>();
  private handles = 1;

  constructor(private readonly parts: WorkbookParts) {
    const { gateway } = parts;
    this.provenanceLog = new LogTab(gateway, PROVENANCE, PROVENANCE_COLUMNS);
    this.provenance = new Provenance(this.provenanceLog, remembers);
    this.conflicts = new ConflictsTab(gateway, parts.today, (tab, key) => this.otherKeys(tab, key));
    this.undoLog = new UndoLog(gateway, parts.run);
    this.dry = new DryRun(gateway, parts.run.id, this.provenance, parts.today, (tab) => this.view(tab));
    if (parts.dryRun && parts.fresh) this.dry.clear();
  }

  /** Finishes what a killed execution may have left half-written. */
  settle(journal: unknown): void {
    if (Array.isArray(journal)) this.settleAll(journal as TabJournal[]);
    if (this.parts.dryRun) this.provenance.onlyInMemory();
  }

  private settleAll(entries: TabJournal[]): void {
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

  /** At the end of a run: clears away what is superseded. */
  tidy(): void {
    this.provenance.compact((count) => {
      this.parts.gateway.flush();
      this.provenanceLog.removeFirst(count);
    });
  }

  /** Opens the tabs; what is missing of them is made, except in a dry run. */
  prepare(tabs: readonly AnyTab[]): void {
    for (const tab of tabs) this.tab(tab);
  }

  table<T extends AnyTab>(tab: T): Table<T> {
    return this.view(tab) as unknown as Table<T>;
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
    const open = this.conflicts.open().map(({ tab, key, column }) => {
      const [row] = this.open.has(tab) ? this.rowsOf(tab, key) : [];
      const data = this.open.get(tab)?.view.tab;
      return { tab, key: row && data ? displayKey(data, row.values) : key, column };
    });
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

  /** The rows that a key as people read it means. */
  rowsOf(tab: string, key: string): TableRow<Record<string, CellValue>>[] {
    const data = dataTabs.find(({ name }) => name === tab);
    const match = data ? this.view(data).match(valuesOfKey(data, key)) : { kind: 'none' as const };
    return match.kind === 'row' ? [match.row] : match.kind === 'clash' ? match.rows : [];
  }

  /**
   * Whether the changes keep within the share of the tabs that a step may replace and remove; they count then.
   * @returns what is to be asked; empty if they do
   */
  weigh(changes: readonly Change[], shares: StepShares, limit: number): string {
    const view = (tab: AnyTab) => this.view(tab);
    const size = (name: string) => sizeOf(this.open.get(name)?.view ?? { rows: [] });
    return passesShare(shares, weigh(changes, view), size, limit);
  }

  /**
   * Makes the changes of a batch, or in a dry run lists them.
   * @param rewrites tabs that are copied first
   * @param undoable whether what is done is noted, to be undone
   */
  apply(changes: readonly Change[], rewrites: readonly AnyTab[], undoable = true): Applied {
    const notes = changes.flatMap((change) => (change.kind === 'conflict' ? [change.note] : []));
    const works = gatherWork(changes, (tab) => this.view(tab));
    if (this.parts.dryRun) return this.dry.apply(works, notes);
    const applied: Applied = { added: 0, updated: 0, removed: 0, conflicts: 0 };
    if (undoable) this.undoLog.note(works.flatMap((work) => this.doneRows(work)));
    const entries = works.flatMap(({ tab, tasks, adds, removes }) => {
      const { bound, view } = this.tab(tab);
      return bound ? [journalOf(bound, view, [...tasks.values()], adds, removes)] : [];
    });
    if (entries.length > 0) this.parts.journal(entries);
    for (const work of works) {
      const { tab, tasks, adds, removes } = work;
      const { bound, view } = this.tab(tab);
      if (!bound) throw new Error(`the tab ${tab.name} is not open`);
      if (tasks.size + removes.length > 0 && this.mustCopy(tab, view, [...tasks.values()], rewrites))
        this.snapshot(tab, bound);
      const writer = this.writer(bound, view, entries);
      const done = writer.apply([...tasks.values()], adds);
      applied.updated += done.updated;
      applied.added += done.added;
      if (removes.length > 0) applied.removed += writer.remove(removes);
      this.putBack(work, bound);
    }
    applied.conflicts = this.conflicts.note(notes);
    this.conclude(changes, notes.length);
    return applied;
  }

  /** The workbook's own records. */
  get recovery(): Recovery {
    const { gateway, formatDay } = this.parts;
    return {
      decisions: () => this.conflicts.decisions(),
      dryLines: () => this.dry.lines(),
      lastRun: () => this.undoLog.rows(),
      snapshot: (name) => readSnapshot(gateway, name, formatDay),
      holdsOwn: (tab, row, column) => {
        const values = (row as ViewRow).values;
        const cell = this.provenance.row(tab, values)?.cells.get(column);
        return cell !== undefined && holds(cell, values[column] ?? '');
      },
      annotated: (tab) => {
        const { bound, view } = this.tab(tab);
        const others = bound ? readExtra(gateway, bound, extraColumns(gateway, bound), view.rows) : new Map();
        return new Set(
          [...others].filter(([, cells]) => Object.keys(cells).length > 0).map(([{ handle }]) => handle),
        );
      },
    };
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
    // The copy's last column is its own.
    const own = Math.min(width, gateway.lastColumn(bound.sheet));
    return {
      rows: new BoundTab(gateway, tab, copy, at, formatDay).readAll(),
      putBack: (index, row) =>
        gateway.change(() =>
          copy.getRange(index + 2, 1, 1, own).copyTo(bound.sheet.getRange(row, 1, 1, own)),
        ),
    };
  }

  private snapshot(tab: AnyTab, bound: BoundTab): void {
    const records = () =>
      new Map(this.view(tab).rows.map((row) => [row.sheetRow, this.provenance.text(tab, row.values)]));
    takeSnapshot(this.parts.gateway, tab, bound.sheet, this.parts.stamp, records, this.parts.spare);
  }

  /** What the batch is about to do, with what is needed to undo it. */
  private doneRows({ tab, tasks, adds, removes }: TabWork): DoneRow[] {
    const { bound, view } = this.tab(tab);
    const keys = keyColumns(tab);
    const picked = (values: Readonly<Record<string, CellValue>>) =>
      Object.fromEntries(keys.map((key) => [key, values[key] ?? '']).filter(([, value]) => value !== ''));
    const plain = (cells: TabWork['adds'][number]) =>
      Object.fromEntries(Object.entries(cells).map(([header, { value }]) => [header, value]));
    const writes = [...tasks.values()].flatMap(({ row, cells }): DoneRow[] => {
      const changing = Object.entries(cells).filter(([header, { value }]) => row.values[header] !== value);
      if (changing.length === 0) return [];
      const old = changing.map(([header]) => {
        const origin = view.origin(row, header);
        return [header, [row.values[header] ?? '', origin && { source: origin.source, date: origin.date }]];
      });
      const after = picked({ ...row.values, ...plain(cells) });
      return [
        {
          tab: tab.name,
          what: 'write',
          keys: after,
          before: picked(row.values),
          cells: Object.fromEntries(old),
        },
      ];
    });
    const others =
      bound && removes.length > 0
        ? readExtra(this.parts.gateway, bound, extraColumns(this.parts.gateway, bound), removes)
        : new Map<ViewRow, Record<string, unknown>>();
    return [
      ...writes,
      ...adds.map((cells): DoneRow => ({ tab: tab.name, what: 'add', keys: picked(plain(cells)) })),
      ...removes.map((row): DoneRow => {
        const kept = keptRow(tab, row.values, others.get(row) ?? {}, this.provenance.text(tab, row.values));
        return { tab: tab.name, what: 'remove', row: kept };
      }),
    ];
  }

  /** What the writer does not do: values that get back their origin, rows that come back, rows not wanted again. */
  private putBack({ tab, tasks, adds, back, dismissed }: TabWork, bound: BoundTab): void {
    const { view } = this.tab(tab);
    const others = new Map<ViewRow, Readonly<Record<string, unknown>>>();
    const origins = (row: ViewRow, cells: TabWork['adds'][number]) => {
      for (const [header, { value, origin }] of Object.entries(cells))
        if (origin !== undefined && row.values[header] === value)
          this.provenance.noteOrigin(tab, row.values, header, value, origin);
    };
    for (const { row, cells } of tasks.values()) origins(row, cells);
    for (const cells of adds) {
      const was = back.get(cells);
      const values = Object.fromEntries(Object.entries(cells).map(([header, { value }]) => [header, value]));
      const match = was ? view.match(values) : null;
      const row = match?.kind === 'row' ? view.byHandle(match.row.handle) : undefined;
      if (!was || !row) continue;
      if (!was.ours) {
        this.provenance.noteRow(tab, row.values, 'theirs', this.parts.today);
        row.ours = false;
      }
      origins(row, cells);
      others.set(row, was.others);
    }
    for (const row of dismissed)
      if (!view.byHandle(row.handle)) this.provenance.noteRow(tab, row.values, 'dismissed', this.parts.today);
    this.provenance.save();
    if ([...others.values()].some((cells) => Object.keys(cells).length > 0))
      writeExtra(this.parts.gateway, bound, extraColumns(this.parts.gateway, bound), others);
  }

  /** Once the cells stand: questions that are answered, and what the steps of recovery note. */
  private conclude(changes: readonly Change[], raised: number): void {
    const agreed = changes.flatMap((change) => (change.kind === 'agreed' ? [change] : []));
    if (agreed.length > 0 && this.conflicts.open().length > raised) {
      const cells = new Set(
        agreed.flatMap(({ tab, row, columns }) =>
          displayKeys(tab, (row as ViewRow).values).flatMap((key) =>
            columns.map((column) => [tab.name, key, column].join('\u0001')),
          ),
        ),
      );
      this.conflicts.agree(
        cells,
        changes.flatMap((change) => (change.kind === 'conflict' ? [change.note] : [])),
      );
    }
    for (const change of changes) if (change.kind === 'mark') this.mark(change.mark);
  }

  private mark(mark: Mark): void {
    if (mark.of === 'decision') this.conflicts.decided(mark.id, mark.result, mark.done);
    else if (mark.of === 'dry run') this.dry.setResults(mark.results);
    else this.undoLog.clear();
  }

  private otherKeys(tab: string, key: string): string[] {
    const data = dataTabs.find(({ name }) => name === tab);
    return data ? this.rowsOf(tab, key).flatMap(({ values }) => displayKeys(data, values)) : [];
  }

  private view(tab: AnyTab): TableView {
    return this.tab(tab).view;
  }

  private tab(tab: AnyTab): OpenTab {
    let open = this.open.get(tab.name);
    if (!open) {
      open = this.openTab(tab);
      this.open.set(tab.name, open);
      if (this.parts.dryRun) this.dry.replay(open.view);
    }
    return open;
  }

  private openTab(tab: AnyTab): OpenTab {
    const { gateway, dryRun, formatDay } = this.parts;
    const view = new TableView(tab, this.provenance, () => this.handles++);
    const bound = this.bind(tab, formatDay, gateway, dryRun);
    if (!bound) return { bound, view };
    bound.readAll().forEach((values, i) => {
      if (!view.insert(values, i + 2) && !isBlank(values)) view.keyless.push(i + 2);
    });
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
}

/** Columns whose written value itself has to be known later: what a person adds to a list is told apart by it. */
function remembers(tab: string, column: string): boolean {
  return tab === finalList.name && column === 'AlternativeNames';
}
