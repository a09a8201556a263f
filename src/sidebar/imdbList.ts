/** The upload of IMDb's CSV export into its tab, as it is. */
import { documentLock } from '../engine/lock';
import { isImdbTitleId } from '../rules/ids';
import { Gateway } from '../workbook/gateway';
import { imdbListTab } from '../workbook/tabs';
import { textIn, type Request } from './request';
import { counted } from './words';

/** IMDb's lists hold at most 10,000 titles; their export is far below this. */
export const MOST_CSV = 8_000_000;
const MOST_CELL = 5000;

interface Uploaded {
  ok: boolean;
  rows: number;
  message: string;
}

const refuse = (message: string): Uploaded => ({ ok: false, rows: 0, message });

/** `{csv}` → the tab `IMDb List` holds that list and nothing else. */
export function uploadImdbList(request: Request): Uploaded {
  const lines = parse(textIn(request, 'csv', MOST_CSV).replace(/^\ufeff/, ''));
  if (!lines) return refuse('This file cannot be read as CSV. Export the list on its IMDb page and choose that file as it is.'); // prettier-ignore
  const [header = [], ...rest] = lines;
  const place = header.findIndex((name) => name.trim().toLowerCase() === 'const');
  if (place < 0) return refuse('This is no export of an IMDb list: it has no column "Const".');
  const rows = rest.filter((row) => isImdbTitleId((row[place] ?? '').trim()));
  if (rows.length === 0) return refuse('This export lists no title, so nothing was changed.');
  const lock = documentLock();
  if (!lock.take()) return refuse('A run is at work in this workbook. Upload the list when it is done.');
  try {
    write(header, rows);
  } finally {
    lock.release();
  }
  const left = rest.filter((row) => row.some((cell) => cell.trim() !== '')).length - rows.length;
  const also = left > 0 ? ` ${counted(left, 'other line was', 'other lines were')} left out.` : '';
  const message = `${counted(rows.length, 'title stands', 'titles stand')} in the tab ${imdbListTab.name}.${also}`;
  return { ok: true, rows: rows.length, message };
}

function parse(csv: string): string[][] | null {
  try {
    return csv.trim() === '' ? null : Utilities.parseCsv(csv);
  } catch {
    return null;
  }
}

function write(header: readonly string[], rows: readonly string[][]): void {
  const gateway = new Gateway(SpreadsheetApp.getActiveSpreadsheet());
  const { name } = imdbListTab;
  const sheet =
    gateway.sheet(name) ?? gateway.spreadsheet.insertSheet(name, gateway.spreadsheet.getNumSheets());
  const cells = [header, ...rows].map((row) => header.map((_, i) => (row[i] ?? '').slice(0, MOST_CELL)));
  gateway.change(() => {
    sheet.clearContents();
    const short = header.length - sheet.getMaxColumns();
    if (short > 0) sheet.insertColumnsAfter(sheet.getMaxColumns(), short);
  });
  gateway.reserveRows(sheet, cells.length + 1);
  gateway.write(sheet, 1, 1, cells, true);
  gateway.change(() => void sheet.setFrozenRows(1));
  gateway.flush();
}
