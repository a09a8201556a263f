/** The workbook as a run sees it: tabs read once an execution, and one way to change them. */
import type { Applied } from '../engine/backend';
import { Bin } from './bin';
import { BoundTab } from './boundTab';
import { ConflictsTab } from './conflictsTab';
import { DryRun } from './dryRun';
import type { Gateway } from './gateway';
import { displayKey, displayKeys, valuesOfKey } from './identity';
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
import { marksName, setMarks } from './marks';
import { OpenTabs, type OpenTab } from './openTabs';
import { Provenance } from './provenance';
import { PROVENANCE, PROVENANCE_COLUMNS } from './provenanceLine';
import { recoveryOf } from './recovery';
import type { AnyTab } from './schema';
import { passesShare, sizeOf, weigh } from './shares';
import { dropUnfinishedCopy } from './copies';
import { imageOf, takeSnapshot } from './snapshots';
import type { TableView, ViewRow } from './tableView';
import { dataTabs, finalList } from './tabs';
import type { WriteTask } from './decisions';
import type { Unrest } from './settling';
import { TabWriter } from './tabWriter';
import type { CellValue, Change, ConflictNote, Mark, Recovery, StepShares, Table, TableRow } from './types';
import { decidedIn, doneRows, putBack, type UndoingParts } from './undoing';
import { UndoLog, type RunIdentity } from './undoLog';
import { gatherWork, inTurns, type TabWork } from './work';

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
  /** Throws if there is no time left to write on. */
  checkTime(): void;
  log(level: 'info' | 'warning', message: string, key: string): void;
}

export class Workbook {
  readonly conflicts: ConflictsTab;
  private readonly provenance: Provenance;
  private readonly provenanceLog: LogTab;
  private readonly undoLog: UndoLog;
  private readonly dry: DryRun;
  private readonly open: OpenTabs;
  private readonly unrest: Unrest = { seen: false };

  constructor(private readonly parts: WorkbookParts) {
    const { gateway } = parts;
    this.provenanceLog = new LogTab(gateway, PROVENANCE, PROVENANCE_COLUMNS);
    this.provenance = new Provenance(this.provenanceLog, remembers);
    this.conflicts = new ConflictsTab(gateway, parts.today, (tab, key) => this.otherKeys(tab, key));
    this.undoLog = new UndoLog(gateway, parts.run);
    this.dry = new DryRun(gateway, parts.run.id, this.provenance, parts.today, (tab) => this.view(tab));
    this.open = new OpenTabs({
      ...parts,
      provenance: this.provenance,
      onOpened: (view) => parts.dryRun && this.dry.replay(view),
    });
    if (parts.dryRun && parts.fresh) this.dry.clear();
  }

  /** Finishes what a killed execution may have left half-written. */
  settle(journal: unknown): void {
    if (Array.isArray(journal)) this.settleAll(journal as TabJournal[]);
    if (this.parts.dryRun) this.provenance.onlyInMemory();
  }

  private settleAll(entries: TabJournal[]): void {
    // Rows that moved once before the execution was killed may still be moved about.
    this.unrest.seen = true;
    dropUnfinishedCopy(this.parts.gateway.spreadsheet);
    const stamp = entries[0]?.stamp ?? this.parts.stamp;
    for (const entry of [...entries]) {
      const tab = dataTabs.find((data) => data.name === entry.tab);
      const { bound, view } = tab ? this.open.get(tab, entry.adds.length > 0) : { bound: null, view: null };
      if (!tab || !bound || !view) continue;
      const { provenance } = this;
      const { gateway, today, formatDay } = this.parts;
      let image: BeforeImage | null | undefined;
      const before = () =>
        image === undefined ? (image = imageOf(gateway, bound, stamp, formatDay)) : image;
      const writer = this.writer(bound, view, entries);
      const mend: SettleParts['mend'] = (...given) => writer.mend(...given);
      for (const line of settleJournal(entry, { bound, view, provenance, today, before, mend }))
        this.parts.log('warning', line, '');
      const bin = Bin.find(gateway, bound, formatDay);
      if (bin) writer.settleRemovals(entry.removes, bin);
    }
    this.provenance.save();
    this.conflicts.note(entries.flatMap(({ notes }) => notes ?? []));
    this.parts.gateway.flush();
  }

  /** @param entries what the checkpoint says of the batch; what is written again is noted there */
  private writer(bound: BoundTab, view: TableView, entries: TabJournal[]): TabWriter {
    const { today, log, journal, checkTime } = this.parts;
    const noteAgain = (open: readonly Open[]) => {
      const at = entries.findIndex((entry) => entry.tab === view.tab.name);
      const entry = entries[at];
      if (entry) entries[at] = journalAgain(entry, bound, view, open);
      journal(entries);
    };
    return new TabWriter(bound, view, this.provenance, today, log, {
      noteAgain,
      checkTime,
      unrest: this.unrest,
    });
  }

  /** At the end of a run: clears away what is superseded. */
  tidy(): void {
    this.provenance.compact((count) => this.provenanceLog.removeFirst(count));
  }

  /** Opens the tabs; what is missing of them is made, except in a dry run. */
  prepare(tabs: readonly AnyTab[]): void {
    this.provenance.tab.expect(tabs);
    for (const tab of tabs) this.tab(tab);
  }

  table<T extends AnyTab>(tab: T): Table<T> {
    return this.view(tab) as unknown as Table<T>;
  }

  /** Column of the sheet (from 1); 1 if there is no such tab or column. */
  columnOf(tab: string, header: string): number {
    return this.open.find(tab)?.bound?.column(header) ?? 1;
  }

  /** Gives the key, as people read it, of the row that stands at a row of a tab; '' if none does. */
  keysByRow(): (tab: string, sheetRow: number) => string {
    const tabs = new Map<string, Map<number, string>>();
    return (name, sheetRow) => {
      const tab = dataTabs.find((one) => one.name === name);
      if (!tab) return '';
      const rows = this.view(tab).rows;
      const keys = tabs.get(name) ?? new Map(rows.map((row) => [row.sheetRow, displayKey(tab, row.values)]));
      tabs.set(name, keys);
      return keys.get(sheetRow) ?? '';
    };
  }

  /**
   * Marks the cells that questions are open on, where that has changed since.
   * @param known what was marked, by tab, as this gave it the last time
   */
  markQuestions(known: Readonly<Record<string, string>>): Record<string, string> {
    const marked: Record<string, string> = { ...known };
    const open = this.conflicts.open().map(({ tab, key, column }) => {
      const [row] = this.open.find(tab) ? this.rowsOf(tab, key) : [];
      const data = this.open.find(tab)?.view.tab;
      return { tab, key: row && data ? displayKey(data, row.values) : key, column };
    });
    for (const { bound } of this.open.all()) {
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
    const size = (name: string) => sizeOf(this.open.find(name)?.view ?? { rows: [] });
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
    if (undoable)
      this.undoLog.note([
        ...works.flatMap((work) => doneRows(work, this.undoing(work.tab))),
        ...decidedIn(changes),
      ]);
    inTurns(works).forEach((turn, i) => {
      // The note of the next turn takes the place of this one's.
      if (i > 0) this.parts.gateway.flush();
      this.write(turn, notes, rewrites, applied);
    });
    applied.conflicts = this.conflicts.note(notes);
    this.conclude(changes, notes.length);
    const hasWord = changes.some((change) => change.kind === 'mark') || works.some(({ back, dismissed }) => back.size + dismissed.size > 0); // prettier-ignore
    // The checkpoint forgets the note of the batch: what no other batch would say again has to stand by then.
    if (applied.conflicts > 0 || hasWord) this.parts.gateway.flush();
    return applied;
  }

  /** Notes in the checkpoint what is about to be written, and writes it. */
  private write(
    works: readonly TabWork[],
    notes: readonly ConflictNote[],
    rewrites: readonly AnyTab[],
    applied: Applied,
  ): void {
    const entries = works.flatMap(({ tab, tasks, adds, removes }) => {
      const { bound, view } = this.tab(tab);
      return bound ? [journalOf(bound, view, [...tasks.values()], adds, removes)] : [];
    });
    const [first] = entries;
    if (first) {
      first.notes = notes.slice(0, MOST_NOTES);
      first.stamp = this.parts.stamp;
      this.parts.journal(entries);
    }
    for (const work of works) {
      const { tab, tasks, adds, back, removes } = work;
      const { bound, view } = this.tab(tab);
      if (!bound) throw new Error(`the tab ${tab.name} is not open`);
      const mustCopy =
        tasks.size + removes.length > 0 && this.mustCopy(tab, view, [...tasks.values()], rewrites);
      if (mustCopy) this.snapshot(tab, bound);
      const writer = this.writer(bound, view, entries);
      const done = writer.apply([...tasks.values()], adds, back);
      applied.updated += done.updated;
      applied.added += done.added;
      if (removes.length > 0)
        applied.removed += writer.remove(removes, Bin.make(this.parts.gateway, bound, this.parts.formatDay));
      putBack(work, { ...this.undoing(tab), bound }, this.parts.today);
    }
  }

  /** The workbook's own records. */
  get recovery(): Recovery {
    const { conflicts, dry, undoLog, provenance } = this;
    const tab = (one: AnyTab) => this.tab(one);
    return recoveryOf({ ...this.parts, conflicts, dry, undoLog, provenance, tab });
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

  private snapshot(tab: AnyTab, bound: BoundTab): void {
    const records = () =>
      new Map(this.view(tab).rows.map((row) => [row.sheetRow, this.provenance.text(tab, row.values)]));
    takeSnapshot(this.parts.gateway, tab, bound.sheet, this.parts.stamp, records, this.parts.spare);
  }

  private undoing(tab: AnyTab): UndoingParts {
    return { gateway: this.parts.gateway, provenance: this.provenance, ...this.tab(tab) };
  }

  /** Once the cells stand: questions that are answered, and what the steps of recovery note. */
  private conclude(changes: readonly Change[], raised: number): void {
    const agreed = changes.flatMap((change) => (change.kind === 'agreed' ? [change] : []));
    if (agreed.length > 0 && this.conflicts.open().length > raised) {
      const cells = new Map(
        agreed.flatMap(({ tab, row, columns, unasked }) =>
          displayKeys(tab, (row as ViewRow).values).flatMap((key) =>
            columns.map((column) => [[tab.name, key, column].join('\u0001'), unasked] as const),
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
    else if (mark.of === 'reopen') this.conflicts.reopen(mark.id);
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
    return this.open.get(tab);
  }
}

/** Questions that are noted at most: the checkpoint has to fit into the property store. */
const MOST_NOTES = 100;

/** Columns whose written value itself has to be known later: what a person adds to a list is told apart by it. */
function remembers(tab: string, column: string): boolean {
  return tab === finalList.name && column === 'AlternativeNames';
}
