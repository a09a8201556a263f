/** What a killed execution left in wrong rows, told by its note and by the copy of the tab. */
import type { BoundTab } from '../../src/workbook/boundTab';
import {
  journalAgain,
  journalOf,
  settleJournal,
  type BeforeImage,
  type SettleParts,
  type TabJournal,
} from '../../src/workbook/journal';
import { tokensOf } from '../../src/workbook/identity';
import type { Open } from '../../src/workbook/ledger';
import { sortTaken } from '../../src/workbook/removals';
import { Provenance } from '../../src/workbook/provenance';
import type { CellRecord } from '../../src/workbook/provenanceLine';
import { realiteaseInfo } from '../../src/workbook/tabs';
import { picked, TableView, type Values } from '../../src/workbook/tableView';
import type { WriteTask } from '../../src/workbook/decisions';

const KEYS = ['CastIMDbID', 'CastTMDbID'];
const ann = { CastName: 'Ann Lee', CastIMDbID: 'nm0000001', CastTMDbID: '11', TotalShows: 2 };
const dia = { CastName: 'Dia Poe', CastIMDbID: 'nm0000003', CastTMDbID: '33', TotalShows: 4 };
const bea = { CastName: 'Bea Orr', CastIMDbID: 'nm0000002', CastTMDbID: '22', TotalShows: 3 };

function image(rows: readonly Values[]): BeforeImage {
  const has = (tokens: readonly string[]) => (row: Values) =>
    tokensOf(realiteaseInfo.key, row).some((token) => tokens.includes(token));
  return { rows, indexOf: (tokens) => rows.findIndex(has(tokens)), putBack: () => true };
}

interface Told {
  before?: BeforeImage | null;
  /** Place of the row now. */
  place?: number;
  theirs?: TabJournal['theirs'];
  /** Cells of the row that the add-on remembers to have written, as its record has them. */
  own?: Record<string, CellRecord>;
}

/** @returns what the cells of a row should hold that hold what another was to get */
function mended(rows: TabJournal['rows'], now: Values, told: Told = {}): Values {
  const { before = null, place = 2, theirs = [], own } = told;
  let found: Values = {};
  settleJournal({ tab: realiteaseInfo.name, rows, theirs, adds: [], begun: [], removes: [] }, {
    bound: { keys: KEYS },
    view: { tab: realiteaseInfo, rows: [], keyless: [], match: () => ({ kind: 'row' }) },
    provenance: { row: () => own && { cells: new Map(Object.entries(own)) } },
    today: '2026-11-26',
    mend: (strays: Parameters<SettleParts['mend']>[0]) => {
      found = strays(now, place);
      return Object.keys(found).length;
    },
    before: () => before,
  } as unknown as SettleParts);
  return found;
}

const clears: TabJournal['rows'] = [[[5], { CastTMDbID: '33' }, { CastIMDbID: '' }]];
const fills: TabJournal['rows'] = [[[5], { CastTMDbID: '33' }, { CastIMDbID: 'nm0000009' }]];

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
  [
    'a cell that got an id that another was to get back',
    [[[5], { CastIMDbID: 'nm0000009', CastTMDbID: '33' }, { CastIMDbID: 'nm0000009' }]],
    { ...bea, CastIMDbID: 'nm0000009' },
    { CastIMDbID: 'nm0000002' },
  ],
  [
    'a new row whose ids were to be written again',
    [[[2], { CastIMDbID: 'nm0000004' }, { CastName: 'Eve Fox', CastIMDbID: 'nm0000004' }]],
    { CastName: 'Eve Fox', CastIMDbID: 'nm0000004', TotalShows: 2 },
    {},
  ],
])('%s', (_, rows, now, expected) => {
  expect(mended(rows as TabJournal['rows'], now, { before: image([ann, bea, dia]) })).toEqual(expected);
});

test('without a copy nothing is made up', () => {
  expect(mended(clears, { ...ann, CastIMDbID: '' })).toEqual({});
});

const day = '1970-03-04';
/** Dia was to get these; Ann is looked at. */
const facts = (cells: Values): TabJournal['rows'] => [[[5, 9], { CastTMDbID: '33' }, cells]];
const record = (written: string): CellRecord => ({ source: 'TMDb', date: '2026-11-26', written });

test.each<[string, TabJournal['rows'], Values, Told, Values]>([
  ['a value that is no chance', facts({ Birthday: day }), { Birthday: day }, {}, { Birthday: '' }],
  [
    'one that a person had put there before',
    facts({ Birthday: day }),
    { Birthday: day },
    { theirs: [['Birthday', day, tokensOf(realiteaseInfo.key, ann)]] },
    {},
  ],
  [
    "one that is the add-on's own",
    facts({ Birthday: day }),
    { Birthday: day },
    { own: { Birthday: record(`=${day}`) } },
    {},
  ],
  ['one of few that a column may hold: typed by chance', facts({ Gender: 'F' }), { Gender: 'F' }, {}, {}],
  [
    'the same, typed over what the add-on had written',
    facts({ Gender: 'F' }),
    { Gender: 'F' },
    { own: { Gender: record('=M') }, before: image([{ ...ann, Gender: 'M' }]) },
    {},
  ],
  ['the same at a place that was aimed at', facts({ Gender: 'F' }), { Gender: 'F' }, { place: 9 }, { Gender: '' }],
  [
    'the same with others that came along',
    facts({ Gender: 'F', TotalShows: 7, Zodiac: 'Leo' }),
    { Gender: 'F', TotalShows: 7, Zodiac: 'Leo' },
    {},
    { Gender: '', TotalShows: '', Zodiac: '' },
  ],
  [
    'the same with only some of the others',
    facts({ Gender: 'F', CastName: 'Dia Poe' }),
    { Gender: 'F' },
    {},
    {},
  ],
  ['one that is refreshed anyway', facts({ Zodiac: 'Leo' }), { Zodiac: 'Leo' }, {}, { Zodiac: '' }],
])('%s', (_, rows, cells, told, expected) => {
  expect(mended(rows, { ...ann, ...cells }, told)).toEqual(expected);
}); // prettier-ignore

describe('what is noted of the rows of others', () => {
  const view = (own: boolean): TableView => {
    const nobody = { most: () => 0, readColumns: () => [], readRows: () => [], append: () => undefined };
    const provenance = new Provenance(nobody, () => false);
    const made = new TableView(realiteaseInfo, provenance, () => 1);
    for (const [i, values] of [ann, bea, { ...dia, Gender: 'M' }].entries()) made.insert(values, i + 2);
    const cells = [{ column: 'Gender', value: 'M', source: 'TMDb' }];
    if (own)
      for (const row of made.rows) provenance.noteCells(realiteaseInfo, row.values, cells, '2026-11-26');
    return made;
  };
  const bound = { keys: KEYS, tab: realiteaseInfo, column: () => 1 } as unknown as BoundTab;
  const task = (cells: Values) =>
    ({
      row: { sheetRow: 2, values: ann },
      cells: Object.fromEntries(
        Object.entries(cells).map(([header, value]) => [header, { value, source: 'TMDb' }]),
      ),
    }) as unknown as WriteTask;

  test("cells that hold the same, unless they are the add-on's own", () => {
    const noted = journalOf(bound, view(false), [task({ Gender: 'M' })], [], []).theirs;
    expect(noted).toEqual([['Gender', 'M', tokensOf(realiteaseInfo.key, dia)]]);
    const ours = view(true);
    expect(journalOf(bound, ours, [task({ Gender: 'M' })], [], []).theirs).toEqual([]);
    // A person types the same into a row that had none.
    const [first] = ours.rows;
    if (first) ours.update(first, { Gender: 'F' });
    expect(journalOf(bound, ours, [task({ Gender: 'F' })], [], []).theirs).toEqual([['Gender', 'F', tokensOf(realiteaseInfo.key, ann)]]); // prettier-ignore
  });

  test('what is written again is noted once, with all its places', () => {
    const entry = journalOf(bound, view(false), [task({ Gender: 'M' })], [], []);
    const open = (sheetRow: number): Open[] => [
      { row: { handle: 1, sheetRow, values: { ...ann }, ours: true }, cells: { Gender: 'M' } },
    ];
    const again = [4, 2, 7].reduce((now, place) => journalAgain(now, bound, view(false), open(place)), entry);
    const held = Object.keys(realiteaseInfo.columns).map((header) =>
      KEYS.includes(header) ? '' : ((ann as Values)[header] ?? ''),
    );
    expect(again.rows).toEqual([
      [[2, 4, 7], { CastIMDbID: 'nm0000001', CastTMDbID: '11' }, { Gender: 'M' }, held],
    ]);
    expect(again.theirs).toEqual(entry.theirs);
  });
});

describe('rows that went in the stead of others', () => {
  const people = Array.from({ length: 7 }, (_, i): Values => ({
    CastName: `P ${i}`,
    CastTMDbID: String(100 + i),
  }));
  const nobody = { most: () => 0, readColumns: () => [], readRows: () => [], append: () => undefined };

  /** @returns indexes of the rows that were removed as they were to be, and of those that come back. */
  function settled(removes: readonly number[], bin: readonly number[], there: readonly number[]) {
    const view = new TableView(realiteaseInfo, new Provenance(nobody, () => false), () => 1);
    there.forEach((index, i) => view.insert(people[index] ?? {}, i + 2));
    const removing = removes.map((index) => picked(people[index] ?? {}, KEYS));
    const rows = bin.map((index) => people[index] ?? {});
    const { gone, others } = sortTaken(image(rows), view, [], removing, new Set());
    const indexOf = ({ CastName }: Values) => people.findIndex((one) => one['CastName'] === CastName);
    return { gone: gone.map(indexOf), back: [...others.values()].map((at) => bin[at]) };
  }

  test.each<[string, number[], number[], number[], number[], number[]]>([
    ['nothing has happened yet', [3], [3], [0, 1, 2, 3, 4, 5, 6], [], []],
    ['all is done', [3], [3], [0, 1, 2, 4, 5, 6], [3], []],
    ['another one went', [3], [4], [0, 1, 2, 3, 5, 6], [], [4]],
    ['another one went, in a tab that is sorted since', [3], [4], [6, 3, 1, 0, 2, 5], [], [4]],
    ['a person deleted one before, and the next went', [3], [4], [1, 2, 3, 5, 6], [], [4]],
    ['a person deleted one, and nothing else has happened yet', [3], [3], [0, 1, 2, 3, 5, 6], [], []],
    ['a person deleted one after it was done', [3], [3], [1, 2, 4, 5, 6], [3], []],
    ['of two the first is done, and a person deleted others', [1, 5], [1, 6], [0, 2, 5], [1], [6]],
  ])('%s', (_, removes, bin, there, gone, back) => {
    expect(settled(removes, bin, there)).toEqual({ gone, back });
  });
});
