/** Hidden copies of a tab, made before it is rewritten: the last three of each are kept. */
import type { Gateway, Sheet } from './gateway';
import type { AnyTab } from './schema';

const KEPT = 3;
const MARK = 'snapshot';

/** `FinalList snapshot 2026-11-24 14.10.05` */
const nameOf = (tab: string, stamp: string): string => `${tab} ${MARK} ${stamp}`;

/** Whether a sheet is a snapshot, of whatever tab. */
export const isSnapshot = (name: string): boolean => new RegExp(` ${MARK} \\d{4}-\\d\\d-\\d\\d `).test(name);

/** The copy that a run with this stamp made of the tab; null if it made none. */
export const snapshotOf = (gateway: Gateway, tab: AnyTab, stamp: string): Sheet | null =>
  gateway.sheet(nameOf(tab.name, stamp));

/**
 * Copies the tab, unless this stamp's copy is there already, and drops the oldest copies.
 * @param stamp when the run began, as text that sorts by time
 */
export function takeSnapshot(gateway: Gateway, tab: AnyTab, sheet: Sheet, stamp: string): void {
  const name = nameOf(tab.name, stamp);
  if (gateway.sheet(name)) return;
  gateway.change(() => {
    const copy = sheet.copyTo(gateway.spreadsheet);
    copy.setName(name);
    copy.hideSheet();
  });
  const copies = gateway.spreadsheet
    .getSheets()
    .filter((other) => other.getName().startsWith(nameOf(tab.name, '')) && isSnapshot(other.getName()))
    .sort((a, b) => (a.getName() < b.getName() ? 1 : -1));
  for (const old of copies.slice(KEPT)) gateway.change(() => gateway.spreadsheet.deleteSheet(old));
}
