/** Where columns are, as the first row says. */
import { Columns } from '../../src/workbook/columns';
import { castInfo } from '../../src/workbook/tabs';

const HEADERS = ['Name', 'TMDbCastID', 'IMDbCastID', 'TotalEpisodes'];
const columns = () =>
  new Columns(castInfo, new Map(HEADERS.map((header, i) => [header, [1, 2, 4, 5][i] ?? 0])));
const [alias = ''] = castInfo.columns['Name']?.aliases ?? [];

test.each<[string, number, unknown[], boolean]>([
  ['as they were', 1, ['Name', 'TMDbCastID', 'Mine', 'IMDbCastID', 'TotalEpisodes'], true],
  [
    'spelled otherwise',
    1,
    [` ${alias.toUpperCase()} `, 'tmdbcastid', '', 'IMDbCastID', 'TotalEpisodes'],
    true,
  ],
  ['another column of a person', 1, ['Name', 'TMDbCastID', 'Else', 'IMDbCastID', 'TotalEpisodes'], true],
  ['a part of them', 4, ['IMDbCastID', 'TotalEpisodes'], true],
  ['one more in front', 1, ['', 'Name', 'TMDbCastID', 'Mine', 'IMDbCastID'], false],
  ['two changed about', 1, ['TMDbCastID', 'Name', 'Mine', 'IMDbCastID', 'TotalEpisodes'], false],
  ['one without its name', 4, ['', 'TotalEpisodes'], false],
])('headers fit: %s', (_, first, cells, expected) => {
  expect(columns().fit(first, cells)).toBe(expected);
});

test('columns are followed; one that is gone is named', () => {
  const moved = columns();
  moved.moveTo(new Map([...HEADERS].reverse().map((header, i) => [header, i + 1])));
  expect(moved.headerAt(1)).toBe('TotalEpisodes');
  expect(moved.headerAt(5)).toBeUndefined();
  expect(moved.runs(HEADERS)).toEqual([[1, 4]]);
  expect(() => moved.moveTo(new Map([['Name', 1]]))).toThrow('TMDbCastID of CastInfo');
});
