import { Provenance } from '../../src/workbook/provenance';
import { passesShare, weigh } from '../../src/workbook/shares';
import { TableView } from '../../src/workbook/tableView';
import { wwhlInfo } from '../../src/workbook/tabs';
import type { Change, CellChange, StepShares } from '../../src/workbook/types';

function viewOf(rows: number): TableView {
  const provenance = new Provenance(
    { most: () => 0, readColumns: () => [], readRows: () => [], append: () => undefined },
    () => false,
  );
  let handle = 1;
  const view = new TableView(wwhlInfo, provenance, () => handle++);
  for (let i = 1; i <= rows; i++)
    view.insert({ EpisodeID: String(100 + i), Season: 1, Episode: i, AirDate: '01/02/2020' }, i + 1, true);
  return view;
}

/** The same cell of every row is written. */
const writes = (view: TableView, cell: Partial<CellChange>): Change[] =>
  view.rows.map((row, i): Change => {
    const change = { value: `tt00000${10 + i}`, source: 'IMDb', ...cell };
    return { kind: 'write', tab: wwhlInfo, row: row as never, cells: { EpisodeID: change } as never };
  });

test.each([
  ['another value counts', {}, 30],
  ['the same thing better named does not', { refines: true }, 0],
])('%s', (_, cell, replaced) => {
  const view = viewOf(30);
  expect(weigh(writes(view, cell), () => view).get(wwhlInfo.name)).toEqual({ replaced, removed: 0 });
});

test('what would pass the share is not added to it', () => {
  const shares: StepShares = { step: 'wwhl.imdb', tabs: {} };
  const size = () => ({ rows: 30, cells: 120 });
  const add = (replaced: number) =>
    passesShare(shares, new Map([[wwhlInfo.name, { replaced, removed: 0 }]]), size, 20);
  expect([add(20), add(10), add(4)]).toEqual([
    '',
    'WWHLinfo: 30 of 120 values would be replaced, more than 20 %. What was done so far is kept.',
    '',
  ]);
});
