import fc from 'fast-check';
import { applyEdit, parseEdits, type Edit } from '../../local/cli/edits';
import { UsageError } from '../../local/cli/usage';
import type { Cell, SheetModel } from '../../local/host/model';
import { sheetOf, workbookOf } from '../xlsx/support';

const NOW = Date.UTC(2030, 0, 1);
const grid = (rows: Cell['value'][][]) => rows.map((row) => row.map((value) => ({ value })));
const values = (sheet: SheetModel) =>
  Array.from(sheet.cells, (row) => Array.from(row ?? [], (cell) => cell?.value ?? ''));

function edit(sheet: SheetModel, ...edits: object[]): Cell['value'][][] {
  const workbook = workbookOf([sheet]);
  const parsed = parseEdits(
    JSON.stringify(edits.map((one) => ({ afterCall: 1, tab: 'ShowInfo', ...one }))),
    'f',
  );
  for (const one of parsed) applyEdit(workbook, one, NOW);
  return values(sheet);
}

test('sort moves whole rows below the header, blanks last, either way', () => {
  const rows = () =>
    grid([
      ['Name', 'N'],
      ['b', 1],
      ['', 2],
      ['A', 3],
      ['c', 4],
    ]);
  expect(edit(sheetOf(rows(), { frozenRows: 1 }), { op: 'sort', column: ' name' })).toEqual([
    ['Name', 'N'],
    ['A', 3],
    ['b', 1],
    ['c', 4],
    ['', 2],
  ]);
  expect(edit(sheetOf(rows()), { op: 'sort', column: 'A', descending: true })).toEqual([
    ['Name', 'N'],
    ['c', 4],
    ['b', 1],
    ['A', 3],
    ['', 2],
  ]);
  expect(edit(sheetOf(rows()), { op: 'sort', column: 2, descending: true }).map((row) => row[1])).toEqual([
    'N',
    4,
    3,
    2,
    1,
  ]);
});

test('sorting keeps every row', () => {
  const cell = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(''));
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, fc.nat())), fc.boolean(), (rows, descending) => {
      const sheet = sheetOf(grid([['K', 'V'], ...rows]));
      const after = edit(sheet, { op: 'sort', column: 'K', descending });
      const keyed = (list: unknown[][]) => list.map((row) => JSON.stringify(row)).sort();
      expect(after[0]).toEqual(['K', 'V']);
      expect(keyed(after)).toEqual(keyed([['K', 'V'], ...rows]));
    }),
  );
});

test('insert and delete move what stands below, and the rules with it', () => {
  const sheet = sheetOf(grid([['h'], ['a'], ['b'], ['c']]), {
    frozenRows: 1,
    filter: { row: 1, column: 1, rows: 4, columns: 1 },
    merges: [{ row: 3, column: 1, rows: 1, columns: 2 }],
    validations: [{ range: { row: 2, column: 1, rows: 3, columns: 1 }, list: ['x'], allowInvalid: true }],
  });
  expect(edit(sheet, { op: 'insert', row: 3 })).toEqual([['h'], ['a'], [], ['b'], ['c']]);
  expect(sheet).toMatchObject({
    maxRows: 1001,
    filter: { rows: 5 },
    merges: [{ row: 4 }],
    validations: [{ range: { row: 2, rows: 4 } }],
  });
  expect(edit(sheet, { op: 'delete', row: 4 }, { op: 'delete', row: 3 })).toEqual([['h'], ['a'], ['c']]);
  expect(sheet).toMatchObject({
    maxRows: 999,
    filter: { rows: 3 },
    merges: [],
    validations: [{ range: { row: 2, rows: 2 } }],
  });
});

test('set types a value as the sheet takes it, and as text where the format says so', () => {
  const sheet = sheetOf(
    [[{ value: 'ID' }, { value: 'N' }], [{ value: 'x', format: '@', link: 'https://a.example' }]],
    {
      columnFormats: { 1: '@' },
    },
  );
  edit(
    sheet,
    { op: 'set', row: 2, column: 'ID', value: '007' },
    { op: 'set', row: 2, column: 'N', value: '007' },
    { op: 'set', row: 4, column: 'ID', value: 12 },
  );
  expect(sheet.cells[1]).toEqual([{ value: '007', format: '@' }, { value: 7 }]);
  expect(sheet.cells[3]).toEqual([{ value: '12', format: '@' }]);
});

test('edits keep their order within a call', () => {
  const edits = parseEdits(
    JSON.stringify([5, 2, 5].map((afterCall, row) => ({ afterCall, tab: 'T', op: 'insert', row: row + 1 }))),
    'f',
  );
  expect(edits.map((one: Edit) => [one.afterCall, 'row' in one && one.row])).toEqual([
    [2, 2],
    [5, 1],
    [5, 3],
  ]);
});

test.each([
  ['{', /not JSON/],
  ['{}', /list/],
  ['[1]', /edit 1: must be an object/],
  ['[{"afterCall":0,"tab":"T","op":"insert","row":1}]', /afterCall/],
  ['[{"afterCall":1,"op":"insert","row":1}]', /tab/],
  ['[{"afterCall":1,"tab":"T","op":"explode"}]', /"op"/],
  ['[{"afterCall":1,"tab":"T","op":"delete"}]', /"row"/],
  ['[{"afterCall":1,"tab":"T","op":"sort"}]', /"column"/],
  ['[{"afterCall":1,"tab":"T","op":"set","row":1,"column":1,"value":{}}]', /"value"/],
])('%s is refused', (text, message) => {
  expect(() => parseEdits(text, 'f')).toThrow(UsageError);
  expect(() => parseEdits(text, 'f')).toThrow(message);
});

test('an edit of what is not there says so', () => {
  const workbook = workbookOf([sheetOf(grid([['h']]))]);
  const at = { afterCall: 1, op: 'insert', row: 5000 } as const;
  expect(() => applyEdit(workbook, { ...at, tab: 'Nope' }, NOW)).toThrow('no tab "Nope"');
  expect(() => applyEdit(workbook, { ...at, tab: 'ShowInfo' }, NOW)).toThrow('no row 5000');
});
