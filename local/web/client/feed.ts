/** Keeps the grid up to date with the tab that is open. */
import type { TabAnswer } from '../tab-view';
import { post } from './api';
import type { Grid } from './grid';
import { store } from './store';
import { TabCopy } from './tab-copy';

/** Not more often than this. */
const PAUSE_MS = 150;

export class Feed {
  private readonly copies = new Map<number, TabCopy>();
  private inGrid: TabCopy | undefined;
  private isBusy = false;
  private waiting: (() => void)[] = [];

  constructor(private readonly grid: Grid) {}

  /** Fetches what is new in the open tab, if there is anything. */
  async follow(): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      while (await this.step()) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    } finally {
      this.isBusy = false;
      this.settle();
    }
  }

  /** Settles once the tab that is open now stands in the grid. */
  shown(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      void this.follow();
    });
  }

  private settle(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  /** True if something was fetched. */
  private async step(): Promise<boolean> {
    const { desk, tab } = store.state;
    const open = desk?.tabs.find(({ id }) => id === tab);
    if (!open) return false;
    let copy = this.copies.get(tab);
    if (!copy) this.copies.set(tab, (copy = new TabCopy()));
    if (copy === this.inGrid && copy.version >= open.version) return false;
    const answer = await post<TabAnswer>('tab', { id: tab, version: copy.version }).catch(() => undefined);
    if (!answer) return false;
    const changed = copy.take(answer);
    if (store.state.tab !== tab) return true;
    this.inGrid = copy;
    await this.grid.show(copy, changed);
    store.set({});
    this.settle();
    return true;
  }
}
