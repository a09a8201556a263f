/** How cells go out: in few ranges, and as text where Sheets would make something else of them. */
import { BoundTab, type Span } from '../../src/workbook/boundTab';
import type { Gateway, Sheet } from '../../src/workbook/gateway';
import { finalList } from '../../src/workbook/tabs';

interface Write {
  row: number;
  values: readonly (readonly unknown[])[];
  asText: boolean;
}

function bound(): { tab: BoundTab; writes: Write[]; formats: (Span & { format: string })[] } {
  const writes: Write[] = [];
  const formats: (Span & { format: string })[] = [];
  const sheet = {} as unknown as Sheet;
  const gateway = {
    maxRows: () => 1000,
    format: (_sheet: Sheet, span: Span, _column: number, format: string) => formats.push({ ...span, format }),
    link: () => undefined,
    write: (_sheet: Sheet, row: number, _column: number, values: Write['values'], asText: boolean) =>
      writes.push({ row, values, asText }) > 0,
  } as unknown as Gateway;
  const at = new Map(Object.keys(finalList.columns).map((header, i) => [header, i + 1]));
  return { tab: new BoundTab(gateway, finalList, sheet, at, () => ''), writes, formats };
}

/** Every other row, so that each is a range of its own. */
const scattered = (count: number, value: string) =>
  Array.from({ length: count }, (_, i) => ({ row: 2 + 2 * i, header: 'Name', value }));

test('few ranges of text are formatted one by one, many with the rows between them', () => {
  const few = bound();
  few.tab.write(scattered(3, 'Ann'));
  expect([few.formats.length, few.writes.every(({ asText }) => asText)]).toEqual([0, true]);
  const many = bound();
  many.tab.write(scattered(40, 'Ann'));
  expect([many.formats, many.writes.some(({ asText }) => asText)]).toEqual([
    [{ row: 2, rows: 79, format: '@' }],
    false,
  ]);
  many.formats.length = 0;
  many.tab.write([...scattered(20, 'Ann'), { row: 9000, header: 'Name', value: 'Ann' }]);
  expect(many.formats.map(({ row, rows }) => [row, rows])).toEqual([[2, 39], [9000, 1]]); // prettier-ignore
});

test.each(['=Ann', '+Ann', '-Ann', '@Ann', "'Ann"])(
  'what starts like %s takes its format along: a row that a person just put in has none',
  (value) => {
    const { tab, writes } = bound();
    tab.write([...scattered(40, 'Ann'), { row: 200, header: 'Name', value }]);
    expect(writes.filter(({ asText }) => asText)).toEqual([{ row: 200, values: [[value]], asText: true }]);
  },
);
