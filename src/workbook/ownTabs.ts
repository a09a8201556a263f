/** The add-on's own visible tabs: made with their look when they are first needed. */
import type { Gateway, Sheet } from './gateway';
import { letter } from './headers';
import { newSheet } from './newSheet';

/** Colours that mean the same in every tab. */
export const COLOURS = { bad: '#f4c7c3', attention: '#fff2cc', good: '#d9ead3' } as const;

export interface Mark {
  readonly column: string;
  /** A condition on the cell as it goes on after its address: `="error"`, `>0`. */
  readonly when: string;
  readonly colour: keyof typeof COLOURS;
}

export interface OwnTab {
  readonly name: string;
  readonly columns: readonly string[];
  /** Pixels by column. */
  readonly widths: readonly number[];
  /** Columns whose long texts go on in the next line. */
  readonly wraps?: readonly string[];
  /** Number formats of columns. */
  readonly formats?: Readonly<Record<string, string>>;
  /** Rows that stand out; the first that fits counts. */
  readonly marks?: readonly Mark[];
  /** Notes on headers. */
  readonly notes?: Readonly<Record<string, string>>;
}

/** In this order, behind the data tabs. */
const ORDER = ['Dashboard', 'Quality', 'Conflicts', 'Run Log', 'Dry Run'];

/** Index of the sheet for one of the add-on's own tabs that is to be made. */
export function placeOfOwn(gateway: Gateway, name: string): number {
  const names = gateway.spreadsheet.getSheets().map((sheet) => sheet.getName());
  const later = ORDER.slice(ORDER.indexOf(name) + 1);
  const next = names.findIndex((other) => later.includes(other));
  return next < 0 ? names.length : next;
}

/** The tab's sheet; one that is missing is made. Its look is set then and never again. */
export function ownTab(gateway: Gateway, tab: OwnTab): Sheet {
  const there = gateway.sheet(tab.name);
  if (there) return there;
  return newSheet(
    gateway,
    tab.name,
    () => placeOfOwn(gateway, tab.name),
    (sheet) => {
      gateway.write(sheet, 1, 1, [tab.columns], true);
      giveLook(sheet, tab);
    },
  );
}

function giveLook(
  sheet: Sheet,
  { columns, widths, wraps = [], formats = {}, marks = [], notes = {} }: OwnTab,
): void {
  const rows = sheet.getMaxRows();
  const whole = (name: string) => sheet.getRange(1, columns.indexOf(name) + 1, rows, 1);
  sheet.getRange(1, 1, 1, columns.length).setFontWeight('bold');
  sheet.setFrozenRows(1);
  widths.forEach((width, i) => sheet.setColumnWidth(i + 1, width));
  for (const [name, note] of Object.entries(notes))
    sheet.getRange(1, columns.indexOf(name) + 1).setNote(note);
  for (const name of wraps) whole(name).setWrap(true);
  for (const [name, format] of Object.entries(formats)) whole(name).setNumberFormat(format);
  if (marks.length === 0) return;
  // With the header, so that rows which are put in right below it belong to the range.
  const table = sheet.getRange(1, 1, rows, columns.length);
  const rules = marks.map(({ column, when, colour }) =>
    SpreadsheetApp.newConditionalFormatRule()
      .setRanges([table])
      .whenFormulaSatisfied(`=AND(ROW()>1,$${letter(columns.indexOf(column) + 1)}1${when})`)
      .setBackground(COLOURS[colour])
      .build(),
  );
  sheet.setConditionalFormatRules(rules);
}
