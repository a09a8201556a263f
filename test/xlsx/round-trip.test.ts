import fc from 'fast-check';
import path from 'node:path';
import { existsSync, readdirSync, writeFileSync, mkdirSync } from 'node:fs';
import { Workbook } from 'exceljs';
import type { Cell, SheetModel } from '../../local/host/model';
import { keptOf, readWorkbook, WorkbookFileError, writeWorkbook } from '../../local/xlsx';
import { plainCells, sheetOf, throughFile, useFolder, workbookOf } from './support';

const folder = useFolder();

const awkwardTexts = [
  '0012345',
  '=Name',
  '+1',
  '-a',
  '@b',
  "'quoted",
  '2024-01-05',
  'TRUE',
  '1e5',
  ' spaces ',
  '\ttab\n',
  'a\r\nb',
  'a_x0041_b',
  '_x_x000D_',
  '<b>&amp;</b>',
  'é ñ 你好 🎬',
  'a\u00a0b',
  '\u0000\u001f\u007f',
  '#N/A',
  '"',
  'x'.repeat(40_000),
];

const text = fc.oneof(
  fc.constantFrom(...awkwardTexts),
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.string({
    unit: fc.integer({ min: 0, max: 0x2ff }).map((code) => String.fromCharCode(code)),
    minLength: 1,
  }),
);
const cell: fc.Arbitrary<Cell> = fc.oneof(
  fc.record({ value: text, format: fc.constantFrom('@', undefined) }),
  fc.record({ value: text, format: fc.constant('@'), link: fc.webUrl() }),
  fc.record({
    value: fc.double({ noNaN: true, noDefaultInfinity: true }),
    format: fc.constantFrom('0.00', undefined),
  }),
  fc.record({ value: fc.boolean(), bold: fc.constantFrom(true, undefined) }),
  fc.record({ value: text, note: text, background: fc.constant('#ffcc00'), wrap: fc.constant(true) }),
);

/** Drops undefined fields and the sign of zero, which no workbook keeps. */
const tidy = (rows: (Cell | undefined)[][]): unknown =>
  rows.map((row) => row.map((one) => one && JSON.parse(JSON.stringify(one))));

test('every value, format, link and note comes back as it was', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
      async (rows) => {
        const back = await throughFile(workbookOf([sheetOf(rows)]), folder());
        expect(tidy(plainCells(back.sheets[0]))).toEqual(tidy(rows));
      },
    ),
    { numRuns: 60 },
  );
});

test.each(awkwardTexts.map((value) => [JSON.stringify(value).slice(0, 30), value]))(
  'the text %s stays a text',
  async (_name, value) => {
    const back = await throughFile(workbookOf([sheetOf([[{ value, format: '@' }]])]), folder());
    expect(plainCells(back.sheets[0])).toEqual([[{ value, format: '@' }]]);
  },
);

test.each(['America/New_York', 'Asia/Tokyo', 'Pacific/Auckland', 'UTC', 'Asia/Kolkata'])(
  'dates are instants in the zone %s',
  async (zone) => {
    const instants = [
      '2024-01-05T15:04:05.000Z',
      '2024-03-10T12:30:00.000Z',
      '2024-07-01T00:00:00.000Z',
      '1969-12-31T23:00:00.000Z',
    ];
    const cells = instants.map((instant) => [{ value: new Date(instant), format: 'yyyy-mm-dd hh:mm:ss' }]);
    const back = await throughFile(workbookOf([sheetOf(cells)], zone), folder());
    expect(plainCells(back.sheets[0])).toEqual(cells);
  },
);

test('a date shows the day of the workbook, not of UTC', async () => {
  const file = path.join(folder(), 'dates.xlsx');
  const cells = [[{ value: new Date('2024-01-05T04:00:00Z') }]];
  await writeWorkbook(workbookOf([sheetOf(cells)], 'America/New_York'), file);
  const workbook = new Workbook();
  await workbook.xlsx.readFile(file);
  expect(workbook.worksheets[0]?.getCell('A1').value).toEqual(new Date('2024-01-04T23:00:00Z'));
});

test('formulas keep their text and what they showed', async () => {
  const cells: Cell[][] = [
    [
      { value: 3, formula: '=SUM(1,2)' },
      { value: 'a', formula: '=LEFT("abc",1)' },
      { value: '', formula: '=""' },
      { value: '#N/A', formula: '=NA()' },
      { value: true, formula: '=TRUE()' },
    ],
  ];
  const back = await throughFile(workbookOf([sheetOf(cells)]), folder());
  expect(plainCells(back.sheets[0])).toEqual(cells);
});

test('what a sheet is comes back', async () => {
  const range = { row: 2, column: 2, rows: 30, columns: 2 };
  const sheet = sheetOf([[{ value: 'Show', bold: true }], [], [{ value: 'a' }]], {
    id: 42,
    maxRows: 2500,
    frozenRows: 1,
    hidden: true,
    filter: { row: 1, column: 1, rows: 3, columns: 4 },
    columnWidths: { 1: 210, 3: 64 },
    columnFormats: { 2: '@' },
    merges: [{ row: 5, column: 1, rows: 2, columns: 3 }],
    validations: [
      { range, list: ['Y', 'SKIP "it"'], allowInvalid: true, help: 'Y or SKIP' },
      { range: { ...range, column: 6 }, list: ['a, b', 'c'], allowInvalid: false },
    ],
    conditionalRules: [
      { ranges: [range], kind: 'textEqualTo', value: '**', background: '#ff0000' },
      {
        ranges: [range, { ...range, column: 8 }],
        kind: 'textContains',
        value: 'x "y"',
        fontColor: '#00ff00',
      },
      { ranges: [range], kind: 'formula', value: '=$A2="tt"', background: '#0000ff', fontColor: '#ffffff' },
      { ranges: [range], kind: 'cellNotEmpty', value: '', background: '#cccccc' },
    ],
    charts: [
      { id: 1, type: 'column', title: 'T', ranges: [range], anchor: { row: 1, column: 9 }, options: {} },
    ],
    protectedSheet: true,
    tabColor: '#123456',
  });
  const visible = sheetOf([[{ value: 1 }]], { id: 7, name: 'Other' });
  const back = await throughFile(workbookOf([sheet, visible]), folder());
  const { cells: _, carried: __, ...read } = back.sheets[0] as SheetModel;
  const { cells: ___, ...written } = sheet;
  expect(read).toEqual(written);
  expect(back.sheets.map(({ name, id }) => [name, id])).toEqual([
    ['ShowInfo', 42],
    ['Other', 7],
  ]);
  expect(keptOf(back)).toEqual(keptOf(workbookOf([sheet, visible])));
});

test('long, forbidden and colliding tab names come back', async () => {
  const names = [
    '_Snapshot CastInfo 2026-11-24 02:10',
    '_Snapshot CastInfo 2026-11-24 02:11',
    'a/b',
    'a-b',
    'Plain',
  ];
  const back = await throughFile(
    workbookOf(names.map((name, id) => sheetOf([[{ value: name }]], { name, id: id + 1 }))),
    folder(),
  );
  expect(back.sheets.map((sheet) => [sheet.name, sheet.id, sheet.cells[0]?.[0]?.value])).toEqual(
    names.map((name, id) => [name, id + 1, name]),
  );
});

test('what only a person put there survives a second writing, and moves with its row', async () => {
  const file = path.join(folder(), 'person.xlsx');
  const workbook = new Workbook();
  const sheet = workbook.addWorksheet('ShowInfo');
  sheet.getCell('A1').value = { richText: [{ text: 'bo' }, { text: 'ld', font: { bold: true } }] };
  sheet.getCell('A2').value = 'framed';
  sheet.getCell('A2').border = { top: { style: 'thick' } };
  sheet.getRow(2).height = 44;
  sheet.getCell('B2').dataValidation = {
    type: 'whole',
    operator: 'between',
    formulae: [1, 5],
    allowBlank: true,
  };
  sheet.addConditionalFormatting({
    ref: 'C1:C9',
    rules: [
      { type: 'top10', priority: 1, rank: 3, percent: false, bottom: false, style: { font: { bold: true } } },
    ],
  });
  sheet.headerFooter.oddFooter = 'mine';
  workbook.definedNames.add('ShowInfo!$A$2', 'Framed');
  await workbook.xlsx.writeFile(file);

  const model = await readWorkbook(file, keptOf(workbookOf([])));
  const [first] = model.sheets;
  expect(first?.cells[0]?.[0]?.value).toBe('bold');
  first?.cells.splice(1, 0, []);
  await writeWorkbook(model, file);

  const after = new Workbook();
  await after.xlsx.readFile(file);
  const [read] = after.worksheets;
  expect(read?.getCell('A1').value).toMatchObject({
    richText: [{ text: 'bo' }, { text: 'ld', font: { bold: true } }],
  });
  expect(read?.getCell('A3').border).toMatchObject({ top: { style: 'thick' } });
  expect(read?.getRow(3).height).toBe(44);
  expect(read?.getCell('B2').dataValidation).toMatchObject({ type: 'whole', formulae: [1, 5] });
  expect(read?.headerFooter.oddFooter).toBe('mine');
  expect(after.definedNames.getRanges('Framed').ranges).toEqual(['ShowInfo!$A$2']);
  expect(
    JSON.stringify((read as unknown as { conditionalFormattings: unknown }).conditionalFormattings),
  ).toContain('top10');
});

test('a tab that a person added gets an id of its own, one that was removed is gone from the file', async () => {
  const model = workbookOf([sheetOf([[{ value: 1 }]], { id: 3 }), sheetOf([], { id: 4, name: 'Old' })]);
  const file = path.join(folder(), 'tabs.xlsx');
  await writeWorkbook(model, file);
  model.sheets.pop();
  model.sheets.push(sheetOf([], { id: 9, name: 'New' }));
  await writeWorkbook(model, file);
  const back = await readWorkbook(file, { ...keptOf(model), sheets: [] });
  expect(back.sheets.map((sheet) => [sheet.name, sheet.id])).toEqual([
    ['ShowInfo', 100],
    ['New', 101],
  ]);
  expect(back.nextSheetId).toBe(102);
});

test.each([
  ['text', 'Show,Network\n'],
  ['empty', ''],
  ['old', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
  ['cut', Buffer.from('504b0304140000000800', 'hex')],
])('a %s file that is no workbook is refused in one line', async (_name, content) => {
  const file = path.join(folder(), 'bad.xlsx');
  writeFileSync(file, content);
  const error = await readWorkbook(file, keptOf(workbookOf([]))).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(WorkbookFileError);
  expect((error as Error).message).toMatch(/^\S+bad\.xlsx: [^\n]+$/);
});

test('a failed write leaves the file as it was and no litter', async () => {
  const file = path.join(folder(), 'deep', 'book.xlsx');
  await expect(writeWorkbook(workbookOf([sheetOf([])]), file)).rejects.toThrow();
  expect(existsSync(file)).toBe(false);
  mkdirSync(path.join(folder(), 'deep', 'book.xlsx'), { recursive: true });
  await expect(writeWorkbook(workbookOf([sheetOf([])]), file)).rejects.toThrow();
  expect(readdirSync(path.join(folder(), 'deep'))).toEqual(['book.xlsx']);
});

test('a dropdown for a whole column stays one rule', async () => {
  const range = { row: 2, column: 3, rows: 1_048_575, columns: 1 };
  const rule = { range, list: ['Y', 'SKIP'], allowInvalid: true };
  const back = await throughFile(workbookOf([sheetOf([], { validations: [rule] })]), folder());
  expect(back.sheets[0]?.validations).toEqual([rule]);
});
