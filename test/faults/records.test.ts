/** What the fuzzer holds against the workbook's own records: a line for each thing that is not as it should be. */
import { amiss, recordsOf, type Records } from '../../local/fuzz/records';
import type { Fault } from '../../local/faults/plan';
import { newWorkbook } from '../../local/host';
import { newSheet } from '../../local/host/state';

const CELLS = '[["TMDb","2027-06-01","Show, Network",["aaa","bbb"]]]';
const added = ['ShowInfo', '1', 'added 2027-06-01', CELLS, '["|0:1","|1:tt1"]'];
const asked = ['ShowInfo', '1', 'Network', 'Bravo', 'TMDb', 'CBS (IMDb)', '', '', 'open'];

function records(provenance: string[][], conflicts: string[][]): Records {
  const workbook = newWorkbook('Records');
  // Below a header that a kill has left blank.
  const tabs: [string, string[][]][] = [
    ['_Provenance', [[], ...provenance]],
    ['Conflicts', [[], ...conflicts]],
  ];
  for (const [name, rows] of tabs) {
    const sheet = newSheet(workbook.nextSheetId++, name, 20, 10);
    sheet.cells = rows.map((row) => row.map((value) => ({ value })));
    workbook.sheets.push(sheet);
  }
  return recordsOf(workbook);
}

const kill: Fault = { kind: 'kill', call: 1 };
const expected = records([added], [asked]);

test.each<[string, string[][], string[][], number]>([
  ['the same, noted twice', [added, added], [asked], 0],
  ['a row that counts as a person’s', [['ShowInfo', '1', '', CELLS, '["|0:1","|1:tt1"]']], [asked], 1],
  ['a row of which nothing is known', [], [asked], 1],
  ['a tab that was begun anew since', [added, ['ShowInfo', '(tab)', 'new', '', '']], [asked], 1],
  ['another source', [[...added.slice(0, 3), CELLS.replace('TMDb', 'IMDb'), added[4] ?? '']], [asked], 1],
  ['a question that is not asked', [added], [], 1],
  ['a question that is asked twice', [added], [asked, asked], 1],
  ['a question that is closed', [added], [[...asked.slice(0, 8), 'settled']], 2],
])('%s', (_, provenance, conflicts, lines) => {
  expect(amiss([kill], expected, records(provenance, conflicts))).toHaveLength(lines);
});

test('what sources answer and what people type may give another answer', () => {
  const none = records([], []);
  const faults: Fault[] = [
    { kind: 'source', host: 'x', from: 1, reply: 'empty' },
    {
      kind: 'edit',
      edit: { afterCall: 1, tab: 'ShowInfo', op: 'set', row: 2, column: 'Network', value: 'x' },
    },
    { kind: 'edit', edit: { afterCall: 1, tab: 'ShowInfo', op: 'delete', row: 2 } },
  ];
  for (const fault of faults) expect(amiss([kill, fault], expected, none)).toEqual([]);
  const sort: Fault = { kind: 'edit', edit: { afterCall: 1, tab: 'ShowInfo', op: 'sort', column: 1, descending: true } }; // prettier-ignore
  expect(amiss([kill, sort], expected, none)).toHaveLength(2);
});
