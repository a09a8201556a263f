/** How much of a tab a step replaces and removes: beyond a share, a person is asked first. */
import type { TableView } from './tableView';
import { mayWrite } from './ownership';
import type { AnyTab } from './schema';
import type { CellValue, Change, StepShares } from './types';

/** So little is never asked about: half a dozen cells of a small tab are a large share of it. */
const LEAST = 10;

interface Weight {
  replaced: number;
  removed: number;
}

/** Cells with a value that these changes would replace, and rows that they would remove, by tab. */
export function weigh(changes: readonly Change[], view: (tab: AnyTab) => TableView): Map<string, Weight> {
  const weights = new Map<string, Weight>();
  for (const change of changes) {
    if (change.kind !== 'write' && change.kind !== 'remove') continue;
    const weight = weights.get(change.tab.name) ?? { replaced: 0, removed: 0 };
    weights.set(change.tab.name, weight);
    const row = view(change.tab).byHandle(change.row.handle);
    if (!row) continue;
    if (change.kind === 'remove') weight.removed++;
    else {
      weight.replaced += Object.entries(change.cells).filter(([header, cell]) => {
        const now = row.values[header] ?? '';
        const column = change.tab.columns[header];
        const ours = () => view(change.tab).origin(row, header) !== null;
        return column && !cell.refines && now !== '' && now !== cell.value && mayWrite(column, now, cell, ours()); // prettier-ignore
      }).length;
    }
  }
  return weights;
}

/** Rows and filled cells of a tab. */
export function sizeOf(view: Pick<TableView, 'rows'>): { rows: number; cells: number } {
  const filled = (values: Record<string, CellValue>) =>
    Object.values(values).filter((value) => value !== '').length;
  return { rows: view.rows.length, cells: view.rows.reduce((sum, { values }) => sum + filled(values), 0) };
}

/**
 * Adds the weights to what the step has done so far.
 * @param limit percent
 * @returns what is to be asked, if that passes the share; nothing is added then
 */
export function passesShare(
  shares: StepShares,
  weights: ReadonlyMap<string, Weight>,
  size: (tab: string) => { rows: number; cells: number },
  limit: number,
): string {
  for (const [tab, { replaced, removed }] of weights) {
    if (replaced + removed === 0) continue;
    const so = (shares.tabs[tab] ??= { ...size(tab), replaced: 0, removed: 0 });
    const cells = so.replaced + replaced;
    const rows = so.removed + removed;
    const share = cells / Math.max(1, so.cells) + rows / Math.max(1, so.rows);
    if (share * 100 > limit && cells + rows > LEAST) {
      const done = so.replaced + so.removed > 0 ? 'What was done so far is kept.' : 'Nothing was changed.';
      const parts = [
        cells > 0 && `${cells} of ${so.cells} values would be replaced`,
        rows > 0 && `${rows} of ${so.rows} rows would be removed`,
      ];
      return `${tab}: ${parts.filter(Boolean).join(' and ')}, more than ${limit} %. ${done}`;
    }
  }
  for (const [tab, { replaced, removed }] of weights) {
    const so = shares.tabs[tab];
    if (!so) continue;
    so.replaced += replaced;
    so.removed += removed;
  }
  return '';
}
