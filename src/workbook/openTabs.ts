/** The tabs of a run: each is made or completed, read, and adopted when it is first asked for. */
import { BoundTab } from './boundTab';
import type { Gateway } from './gateway';
import { makeTab, readHeader } from './makeTabs';
import type { Provenance } from './provenance';
import type { AnyTab } from './schema';
import { isBlank, TableView } from './tableView';
import { castInfo, dataTabs, finalList, realiteaseInfo, wwhlInfo } from './tabs';

export interface OpenTab {
  /** Null in a dry run over a workbook that lacks the tab. */
  bound: BoundTab | null;
  view: TableView;
}

export interface OpenTabsParts {
  gateway: Gateway;
  provenance: Provenance;
  dryRun: boolean;
  /** Rows of {@link ADOPTABLE} that were there before are the add-on's. */
  adoptRows: boolean;
  /** ISO day in the workbook's zone. */
  today: string;
  formatDay(date: Date): string;
  /** Told of a tab once it is read. */
  onOpened(view: TableView): void;
}

const ADOPTABLE: readonly AnyTab[] = [castInfo, realiteaseInfo, wwhlInfo, finalList];

export class OpenTabs {
  private readonly open = new Map<string, OpenTab>();
  private handles = 1;

  constructor(private readonly parts: OpenTabsParts) {}

  /**
   * Opens the tab if it is not. What is missing of a data tab is made, except in a dry run.
   * @param isBegun rows were being added: as long as they cannot be told, the tab looks as if somebody had emptied it
   */
  get(tab: AnyTab, isBegun = false): OpenTab {
    const known = this.open.get(tab.name);
    if (known) return known;
    const opened = this.read(tab, isBegun);
    this.open.set(tab.name, opened);
    this.parts.onOpened(opened.view);
    return opened;
  }

  /** The tab of that name, if it is open. */
  find(name: string): OpenTab | undefined {
    return this.open.get(name);
  }

  all(): OpenTab[] {
    return [...this.open.values()];
  }

  private read(tab: AnyTab, isBegun: boolean): OpenTab {
    const { provenance, dryRun } = this.parts;
    const view = new TableView(tab, provenance, () => this.handles++);
    const { bound, made } = this.bind(tab);
    if (!bound) return { bound, view };
    const rows = made ? [] : bound.readAll();
    rows.forEach((values, i) => {
      if (!view.insert(values, i + 2) && !isBlank(values)) view.keep(values, i + 2);
    });
    if (view.rows.length > 0 || dryRun) this.adopt(tab, view);
    else if (!isBegun) provenance.forget(tab);
    return { bound, view };
  }

  private bind(tab: AnyTab): { bound: BoundTab | null; made: boolean } {
    const { gateway, dryRun, formatDay } = this.parts;
    if (!dryRun && dataTabs.some((data) => data.name === tab.name)) {
      const { sheet, at, made } = makeTab(gateway, tab);
      return { bound: new BoundTab(gateway, tab, sheet, at, formatDay), made };
    }
    const sheet = gateway.sheet(tab.name);
    const at = sheet && readHeader(gateway, tab, sheet).at;
    return { bound: sheet && at && new BoundTab(gateway, tab, sheet, at, formatDay), made: false };
  }

  /** Once, when the person has said so: rows that were there before become the add-on's. */
  private adopt(tab: AnyTab, view: TableView): void {
    const { provenance, adoptRows, dryRun, today } = this.parts;
    if (!adoptRows || !ADOPTABLE.includes(tab) || provenance.wasAdopted(tab)) return;
    for (const row of view.rows) {
      if (row.ours) continue;
      row.ours = true;
      if (!dryRun) provenance.noteRow(tab, row.values, 'adopted', today);
    }
    // A dry run only shows what that would come to.
    if (dryRun) return;
    provenance.adoptTab(tab);
    provenance.save();
  }
}
