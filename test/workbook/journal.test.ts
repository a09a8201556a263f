/** What a killed execution left in wrong rows, told by its note and by the copy of the tab. */
import {
  settleJournal,
  type BeforeImage,
  type SettleParts,
  type TabJournal,
} from '../../src/workbook/journal';
import { tokensOf } from '../../src/workbook/identity';
import { realiteaseInfo } from '../../src/workbook/tabs';
import type { Values } from '../../src/workbook/tableView';

const KEYS = ['CastIMDbID', 'CastTMDbID'];
const ann = { CastName: 'Ann Lee', CastIMDbID: 'nm0000001', CastTMDbID: '11', TotalShows: 2 };
const dia = { CastName: 'Dia Poe', CastIMDbID: 'nm0000003', CastTMDbID: '33', TotalShows: 4 };
const bea = { CastName: 'Bea Orr', CastIMDbID: 'nm0000002', CastTMDbID: '22', TotalShows: 3 };

function image(rows: readonly Values[]): BeforeImage {
  const has = (tokens: readonly string[]) => (row: Values) =>
    tokensOf(realiteaseInfo.key, row).some((token) => tokens.includes(token));
  return { rows, indexOf: (tokens) => rows.findIndex(has(tokens)), putBack: () => undefined };
}

/** @returns what the cells of a row should hold that hold what another was to get */
function mended(rows: TabJournal['rows'], now: Values, before: BeforeImage | null, place = 2): Values {
  let found: Values = {};
  settleJournal({ tab: realiteaseInfo.name, rows, adds: [], removes: [], count: 2 }, {
    bound: { keys: KEYS },
    view: { tab: realiteaseInfo, rows: [] },
    provenance: { row: () => undefined },
    today: '2026-11-26',
    mend: (strays: Parameters<SettleParts['mend']>[0]) => {
      found = strays(now, place);
      return Object.keys(found).length;
    },
    before: () => before,
  } as unknown as SettleParts);
  return found;
}

const clears: TabJournal['rows'] = [[5, { CastTMDbID: '33' }, { CastIMDbID: '' }]];
const fills: TabJournal['rows'] = [[5, { CastTMDbID: '33' }, { CastIMDbID: 'nm0000009' }]];

test.each([
  [
    'a cell that was blanked in the stead of another',
    clears,
    { ...ann, CastIMDbID: '' },
    { CastIMDbID: 'nm0000001' },
  ],
  [
    'a cell that got the value of another',
    fills,
    { ...bea, CastIMDbID: 'nm0000009' },
    { CastIMDbID: 'nm0000002' },
  ],
  ['a cell that is blank as it was', clears, { CastName: 'Cy', CastIMDbID: '', CastTMDbID: '44' }, {}],
  ['the row that was to be blanked', clears, { ...dia, CastIMDbID: '' }, {}],
  ['a row that nothing happened to', fills, ann, {}],
])('%s', (_, rows, now, expected) => {
  expect(mended(rows as TabJournal['rows'], now, image([ann, bea, dia]))).toEqual(expected);
});

test('without a copy nothing is made up', () => {
  expect(mended(clears, { ...ann, CastIMDbID: '' }, null)).toEqual({});
});
