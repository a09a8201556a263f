/** The add-on's own visible tabs: made with their look when they are first needed. */
import type { Gateway, Sheet } from './gateway';

export interface OwnTab {
  readonly name: string;
  readonly columns: readonly string[];
  /** Pixels by column. */
  readonly widths: readonly number[];
}

/** The tab's sheet; one that is missing is made. Its look is set then and never again. */
export function ownTab(gateway: Gateway, { name, columns, widths }: OwnTab): Sheet {
  const there = gateway.sheet(name);
  if (there) return there;
  const sheet = gateway.spreadsheet.insertSheet(name, gateway.spreadsheet.getNumSheets());
  gateway.write(sheet, 1, 1, [columns], true);
  gateway.change(() => {
    sheet.getRange(1, 1, 1, columns.length).setFontWeight('bold');
    sheet.setFrozenRows(1);
    widths.forEach((width, i) => sheet.setColumnWidth(i + 1, width));
  });
  return sheet;
}
