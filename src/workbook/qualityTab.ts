/** The tab `Quality`: per rule what was checked and what failed, with links to the first cells that do. */
import { isTakenForFormula } from './formulas';
import type { Gateway } from './gateway';
import { letter } from './headers';
import { ownTab } from './ownTabs';

export const QUALITY_TAB = {
  name: 'Quality',
  columns: ['Rule', 'Checked', 'Failed', 'Share', 'Tab', 'Key', 'Column', 'Cell', 'Problem'],
  widths: [420, 80, 80, 80, 120, 150, 130, 80, 420],
  notes: {
    Cell: 'Where it stood when it was checked. Rows that were sorted or moved since are found by their key from the sidebar: Needs you.',
  },
  wraps: ['Problem'],
  formats: { Checked: '#,##0', Failed: '#,##0', Share: '0.0%' },
  marks: [
    { column: 'Tab', when: '<>""', colour: 'attention' },
    { column: 'Failed', when: '>0', colour: 'bad' },
    { column: 'Failed', when: '&""="0"', colour: 'good' },
  ],
} as const;

const SHOWN = 50;

export interface CheckedRule {
  title: string;
  checked: number;
  failures: readonly { tab: string; row: number; column: string; message: string }[];
}

interface Places {
  /** Column of the sheet (from 1) of a header; 1 if there is none. */
  columnOf(tab: string, header: string): number;
  /** Key of a row of the sheet, as people read it; empty if it has none. */
  keyOf(tab: string, row: number): string;
}

export function writeQuality(
  gateway: Gateway,
  rules: readonly CheckedRule[],
  { columnOf, keyOf }: Places,
): void {
  const sheet = ownTab(gateway, QUALITY_TAB);
  const width = QUALITY_TAB.columns.length;
  const rows: (string | number)[][] = [[...QUALITY_TAB.columns]];
  for (const { title, checked, failures } of rules) {
    const share = checked > 0 ? Math.round((failures.length / checked) * 1000) / 1000 : 0;
    rows.push([title, checked, failures.length, share, '', '', '', '', '']);
    for (const { tab, row, column, message } of failures.slice(0, SHOWN)) {
      const cell = `${letter(columnOf(tab, column))}${row}`;
      const id = gateway.sheet(tab)?.getSheetId() ?? 0;
      rows.push([
        '',
        '',
        '',
        '',
        tab,
        plainText(keyOf(tab, row)),
        column,
        `=HYPERLINK("#gid=${id}&range=${cell}","${cell}")`,
        plainText(message),
      ]);
    }
  }
  gateway.change(() => void sheet.getRange(2, 1, sheet.getMaxRows() - 1, width).clearContent());
  gateway.reserveRows(sheet, rows.length);
  gateway.write(sheet, 1, 1, rows, false);
}

/** A text that Sheets takes as it is, and not for a formula. */
function plainText(text: string): string {
  return isTakenForFormula(text) ? `'${text}` : text;
}
