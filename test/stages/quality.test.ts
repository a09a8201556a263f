import { checkQuality, qualityRules } from '../../src/stages/quality';
import { KNOWN_PEOPLE } from '../../src/stages/wwhl/identity';
import { FakeContext } from './fakeContext';

type Row = Record<string, string | number>;
type Tabs = Record<'ShowInfo' | 'CastInfo' | 'RealiteaseInfo' | 'WWHLinfo' | 'FinalList', Row[]>;

/** A small workbook in which every rule holds. */
function sound(): Tabs {
  return {
    ShowInfo: [
      { Show: 'Alpha', TMDbSeriesID: '1', IMDbSeriesID: 'tt0000001', 'Most Recent Episode': '2026-01-02' },
      { Show: 'Beta', TMDbSeriesID: '2', IMDbSeriesID: 'tt0000002' },
    ],
    CastInfo: [
      { Name: 'Ann', TMDbCastID: '11', IMDbCastID: 'nm0000011', ShowName: 'Alpha', TMDbSeriesID: '1', IMDbSeriesID: 'tt0000001', TotalEpisodes: 9, TotalSeasons: '1, 2' },
      { Name: 'Ann', TMDbCastID: '11', IMDbCastID: 'nm0000011', ShowName: 'Beta', TMDbSeriesID: '2', IMDbSeriesID: 'tt0000002', TotalEpisodes: 4, TotalSeasons: '3' },
    ],
    RealiteaseInfo: [
      { CastName: 'Ann', CastIMDbID: 'nm0000011', CastTMDbID: '11', ShowNames: 'Alpha, Beta', ShowIMDbIDs: 'tt0000001, tt0000002', ShowTMDbIDs: '1, 2', TotalShows: 2, TotalSeasons: 3, TotalEpisodes: 13, Gender: 'F', Birthday: '1985-09-14', Zodiac: 'Virgo' },
    ],
    WWHLinfo: [
      { EpisodeID: 'tt0000101', Season: 1, Episode: 1, AirDate: '01/02/2026', GuestNames: 'Ann', IMDbCastIDs: 'nm0000011', TMDbCastIDs: '11', REALITEASE: 'SOLO' },
      { EpisodeID: 'tt0000102', Season: 1, Episode: 2, AirDate: '01/09/2026', GuestNames: 'Ann, Zed', IMDbCastIDs: 'nm0000011', TMDbCastIDs: '11', REALITEASE: 'ALMOST' },
    ],
    FinalList: [
      { Name: 'Ann', IMDbCastID: 'nm0000011', TMDbCastID: '11', ShowNames: 'Alpha, Beta', IMDbSeriesIDs: 'tt0000001, tt0000002', TotalShows: 2, TotalSeasons: 3, TotalEpisodes: 13, Gender: 'F', Birthday: '1985-09-14', Zodiac: 'Virgo', WWHLEpisodes: 2, AlternativeNames: 'Annie' },
    ],
  }; // prettier-ignore
}

/** The guests' ids were found by name, as far as the workbook remembers. */
const contextOf = (rows: Tabs, origin = KNOWN_PEOPLE): FakeContext => {
  const origins = { IMDbCastIDs: origin, TMDbCastIDs: origin };
  const WWHLinfo = rows.WWHLinfo.map((values) => ({ values, origins }));
  return new FakeContext({ rows: { ...rows, WWHLinfo } });
};

const failing = (rows: Tabs, origin = KNOWN_PEOPLE): string[] =>
  checkQuality(contextOf(rows, origin))
    .filter(({ failures }) => failures.length > 0)
    .map(({ title }) => title);

/** The sound workbook with other cells in one row, which is added if it is not there. */
function with_(tab: keyof Tabs, at: number, cells: Row): Tabs {
  const tabs = sound();
  tabs[tab][at] = { ...tabs[tab][at], ...cells };
  return tabs;
}

test('a sound workbook fails no rule, and every rule has looked at something', () => {
  const results = checkQuality(contextOf(sound()));
  expect(results.filter(({ failures }) => failures.length > 0)).toEqual([]);
  expect(results.filter(({ checked }) => checked === 0)).toEqual([]);
  expect(results.map(({ title }) => title)).toEqual(qualityRules.map(({ title }) => title));
});

const CAST = { ...sound().CastInfo[0] };
const OTHER_ANN = { ...CAST, TMDbCastID: '12', IMDbCastID: 'nm0000012', TotalEpisodes: 1, TotalSeasons: '1' };

test.each<[string, Tabs]>([
  ['ShowInfo: every cell has the form of its column', with_('ShowInfo', 0, { 'Most Recent Episode': '2026-02-30' })],
  ['ShowInfo: every cell has the form of its column', with_('ShowInfo', 0, { 'Wikidata ID': '42' })],
  ['CastInfo: every cell has the form of its column', with_('CastInfo', 0, { TotalSeasons: '2, 1' })],
  ['RealiteaseInfo: every cell has the form of its column', with_('RealiteaseInfo', 0, { Gender: 'W' })],
  ['WWHLinfo: every cell has the form of its column', with_('WWHLinfo', 0, { AirDate: '2026-01-02' })],
  ['FinalList: every cell has the form of its column', with_('FinalList', 0, { ImageURL: 'http://x.example/a.jpg' })],
  ['ShowInfo: Show filled', with_('ShowInfo', 0, { Show: '' })],
  ['CastInfo: Name, ShowName filled', with_('CastInfo', 0, { Name: '' })],
  ['ShowInfo: IMDbSeriesID on one row only', with_('ShowInfo', 1, { IMDbSeriesID: 'tt0000001' })],
  ['RealiteaseInfo: CastTMDbID on one row only', with_('RealiteaseInfo', 1, { CastName: 'Bob', CastIMDbID: 'nm0000012', CastTMDbID: '11' })],
  ['CastInfo: IMDbSeriesID and IMDbCastID on one row only', with_('CastInfo', 2, { ...CAST, TMDbCastID: '' })],
  ['WWHLinfo: Season and Episode on one row only', with_('WWHLinfo', 1, { Episode: 1 })],
  ['FinalList: TMDbCastID on one row only', with_('FinalList', 1, { Name: 'Bob', IMDbCastID: 'nm0000012', TMDbCastID: '11' })],
  ['ShowInfo: the name of a show stands on one row only', with_('ShowInfo', 1, { Show: 'alpha ' })],
  ['CastInfo: the show stands in ShowInfo', with_('CastInfo', 2, { ...CAST, TMDbSeriesID: '3', IMDbSeriesID: '' })],
  ['CastInfo: no cast of a show marked SKIP', with_('ShowInfo', 0, { OVERRIDE: 'skip' })],
  ['CastInfo: nobody has two ids of one kind', with_('CastInfo', 1, { TMDbCastID: '12' })],
  ['RealiteaseInfo: the person stands in CastInfo', with_('RealiteaseInfo', 1, { CastName: 'Bob', CastIMDbID: 'nm0000012' })],
  ['CastInfo: everyone who qualifies stands in RealiteaseInfo', { ...sound(), RealiteaseInfo: [] }],
  ['RealiteaseInfo: the person still qualifies', { ...sound(), CastInfo: [{ ...CAST, TotalEpisodes: 1, TotalSeasons: '1' }] }],
  ['RealiteaseInfo: shows and totals equal the sum of CastInfo', with_('RealiteaseInfo', 0, { TotalEpisodes: 14 })],
  ['RealiteaseInfo: show ids are aligned with show names', with_('RealiteaseInfo', 0, { ShowTMDbIDs: '1, 2, 3' })],
  ['RealiteaseInfo: zodiac fits birthday', with_('RealiteaseInfo', 0, { Zodiac: 'Leo' })],
  ['RealiteaseInfo: the age is plausible', with_('RealiteaseInfo', 0, { Birthday: '2020-09-14' })],
  ['WWHLinfo: REALITEASE fits the guests', with_('WWHLinfo', 0, { REALITEASE: 'NONE' })],
  ['WWHLinfo: a guest who is known by name alone has no namesake', with_('CastInfo', 2, OTHER_ANN)],
  ['WWHLinfo: air dates ascend with the episodes', with_('WWHLinfo', 1, { AirDate: '01/01/2026' })],
  ['FinalList: the person stands in RealiteaseInfo', with_('FinalList', 1, { Name: 'Bob', IMDbCastID: 'nm0000012' })],
  ['FinalList: the person still qualifies', with_('RealiteaseInfo', 0, { ShowTMDbIDs: '' })],
  ['FinalList: says what RealiteaseInfo says', with_('FinalList', 0, { WWHLEpisodes: 1 })],
  ['FinalList: alternative names are not repeated', with_('FinalList', 0, { AlternativeNames: 'Annie, annie' })],
])('%s', (title, rows) => {
  expect(failing(rows)).toContain(title);
}); // prettier-ignore

test('a guest whom credits name may have namesakes', () => {
  expect(failing(with_('CastInfo', 2, OTHER_ANN), 'TMDb')).toEqual([]);
});

test('a failure names the cell', () => {
  const results = checkQuality(new FakeContext({ rows: with_('ShowInfo', 1, { IMDbSeriesID: 'x' }) }));
  const form = results.find(({ title }) => title.startsWith('ShowInfo: every cell'));
  expect(form?.failures).toEqual([
    { tab: 'ShowInfo', row: 3, column: 'IMDbSeriesID', message: 'IMDbSeriesID: x' },
  ]);
});
