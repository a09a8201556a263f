/**
 * Hidden copies of tabs. Google makes a copy under a name of its own; until it has ours, an execution that is killed
 * would leave it behind. What was there before is noted first, so that whoever goes on tells such a one.
 */
import type { Gateway, Sheet } from './gateway';

/** Name of the property with the tab that is being copied and the ids of the sheets that are there. */
const COPYING = 'copying';

interface Noted {
  tab: string;
  sheets: number[];
}

/** A copy of the sheet with this name. Not buffered. */
export function copyAs({ spreadsheet }: Gateway, sheet: Sheet, name: string): Sheet {
  dropUnfinishedCopy(spreadsheet);
  const store = PropertiesService.getDocumentProperties();
  const sheets = spreadsheet.getSheets().map((one) => one.getSheetId());
  store.setProperty(COPYING, JSON.stringify({ tab: sheet.getName(), sheets } satisfies Noted));
  const copy = sheet.copyTo(spreadsheet).setName(name);
  copy.hideSheet();
  store.deleteProperty(COPYING);
  return copy;
}

/** Takes away a copy that an execution was killed over. */
export function dropUnfinishedCopy(spreadsheet: Gateway['spreadsheet']): void {
  const store = PropertiesService.getDocumentProperties();
  const noted = store.getProperty(COPYING);
  if (!noted) return;
  dropLeftover(spreadsheet, JSON.parse(noted) as Noted);
  store.deleteProperty(COPYING);
}

/**
 * What came since, is named after the tab and holds what the tab holds, to the cell, though its rows may have been sorted
 * since. One that differs may be a person's and stays; nothing is lost with the other.
 */
function dropLeftover(spreadsheet: Gateway['spreadsheet'], { tab, sheets }: Noted): void {
  const source = spreadsheet.getSheetByName(tab);
  if (!source) return;
  const cells = contentOf(source);
  for (const sheet of spreadsheet.getSheets()) {
    const isNew = !sheets.includes(sheet.getSheetId()) && sheet.getName() !== tab;
    if (isNew && sheet.getName().includes(tab) && contentOf(sheet) === cells) spreadsheet.deleteSheet(sheet);
  }
}

/** All rows, blank ones left out, in an order of their own. */
function contentOf(sheet: Sheet): string {
  const all = sheet.getDataRange();
  const formulas = all.getFormulas();
  const rows = all.getValues().map((values, i) => [...values, ...(formulas[i] ?? [])]);
  const filled = rows.filter((cells) => cells.some((cell) => cell !== ''));
  return filled.map((cells) => JSON.stringify(cells)).sort().join(); // prettier-ignore
}
