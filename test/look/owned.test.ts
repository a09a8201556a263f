/** A tab that a person made before the add-on came. */
import path from 'node:path';
import { createHost, emptyState, newWorkbook, simulatedClock, type Host } from '../../local/host';
import type { ConditionalRule } from '../../local/host/model';
import { sheetOf } from '../xlsx/support';

let host: Host;
afterEach(() => host.close());

const own: ConditionalRule = {
  ranges: [{ row: 2, column: 1, rows: 999, columns: 1 }],
  kind: 'textContains',
  value: 'Survivor',
  background: '#00ff00',
};

async function check(): Promise<void> {
  const result = await host.run('startRun', [JSON.stringify({ step: 'quality', options: {}, by: 'person' })]);
  expect(result).toMatchObject({ status: 'ok' });
}

it('keeps its look, gets the marks that it lacks, and those only once', async () => {
  const header = ['My notes', 'Show', 'IMDbID'].map((value) => ({ value, background: '#eeeeee' }));
  const rows = [['mine', 'Survivor', 'tt0239195']].map((row) => row.map((value) => ({ value })));
  const sheet = sheetOf(structuredClone([header, ...rows]), {
    conditionalRules: [own],
    columnWidths: { 1: 77 },
  });
  host = await createHost({
    bundleDir: path.join(__dirname, '../../dist'),
    workbook: { ...newWorkbook('Book'), sheets: [sheet], nextSheetId: 2 },
    state: emptyState(),
    clock: simulatedClock(Date.parse('2026-03-10T09:00:00Z')),
    account: 'consumer',
  });
  await check();
  const formulas = () => sheet.conditionalRules.map(({ value }) => value);
  expect(sheet.conditionalRules[0]).toEqual(own);
  expect(formulas()).toContainEqual(expect.stringContaining('REGEXMATCH(TO_TEXT(C2),"^tt[0-9]{7,10}$")'));
  expect([sheet.frozenRows, sheet.filter, sheet.columnWidths[1]]).toEqual([0, undefined, 77]);
  expect(sheet.cells[0]?.slice(0, 3)).toEqual(header);
  expect(sheet.cells[1]?.slice(0, 3)).toEqual(rows[0]);
  const before = formulas();
  expect(new Set(before).size).toBe(before.length);
  // In a copy of the workbook nothing is known of that: what is there is not set again.
  delete host.state.properties.document['look.marked'];
  await check();
  expect(formulas()).toEqual(before);
  sheet.conditionalRules = [own];
  await check();
  expect(sheet.conditionalRules).toEqual([own]);
});
