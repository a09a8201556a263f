import { tmdbSeason, tmdbSeasonList } from '../../src/services/tmdb';
import { check } from '../../src/stages/wwhl/check';
import { title } from '../../src/stages/wwhl/title';
import { tmdb } from '../../src/stages/wwhl/tmdb';
import { wwhlInfo } from '../../src/workbook/tabs';
import { FakeContext, runStep, type RowGiven } from './fakeContext';

const SHOW = '22980';
const row = {
  EpisodeID: 'tt0000010',
  Season: 3,
  Episode: 4,
  AirDate: '01/02/2020',
  GuestNames: 'Ann Reed, Bo Lind',
  IMDbCastIDs: 'nm0000001, nm0000002',
  TMDbCastIDs: '11, 22',
};

/** TMDb names these guests of the episode that the row tells of. */
function after(guests: [name: string, id: string][], given: Partial<typeof row>, ours = true) {
  const values = { ...row, ...given };
  const origins: Record<string, string> = ours ? { GuestNames: 'TMDb' } : {};
  const context = new FakeContext({ rows: { WWHLinfo: [{ values, ours: true, origins }] } });
  const { WWHL_TMDB_ID } = context.settings;
  context.answer(tmdbSeasonList, WWHL_TMDB_ID, { name: 'WWHL', seasons: [3] });
  context.answer(tmdbSeason, `${WWHL_TMDB_ID}/3`, {
    season: 3,
    episodes: [
      {
        ...{ id: SHOW, number: 4, name: '', overview: '', airDate: '2020-01-02' },
        guests: guests.map(([name, id]) => ({ name, id, character: 'Self' })),
      },
    ],
  });
  runStep(tmdb, context);
  const [now = {}] = context.valuesOf(wwhlInfo);
  return [now['GuestNames'], now['IMDbCastIDs'], now['TMDbCastIDs']];
}

describe('wwhl.tmdb: where TMDb names other guests than before', () => {
  it.each([
    [
      'one more before the others',
      [['Cy Poe', '33'], ['Ann Reed', '11'], ['Bo Lind', '22']],
      {},
      ['Cy Poe, Ann Reed, Bo Lind', ', nm0000001, nm0000002', '33, 11, 22'],
    ],
    [
      'another in the place of one',
      [['Cy Poe', '33'], ['Bo Lind', '22']],
      {},
      ['Cy Poe, Bo Lind', ', nm0000002', '33, 22'],
    ],
    [
      'one more, where fewer ids than names were known',
      [['Cy Poe', '33'], ['Ann Reed', '11']],
      { GuestNames: 'Ann Reed', IMDbCastIDs: 'nm0000001', TMDbCastIDs: '' },
      ['Cy Poe, Ann Reed', ', nm0000001', '33, 11'],
    ],
    [
      'the same: the ids are left to wwhl.check',
      [['Ann Reed', '11'], ['Bo Lind', '22']],
      { TMDbCastIDs: '11' },
      ['Ann Reed, Bo Lind', 'nm0000001, nm0000002', '11'],
    ],
  ] as [string, [string, string][], Partial<typeof row>, string[]][])('%s', (_, guests, given, cells) => {
    expect(after(guests, given)).toEqual(cells);
  }); // prettier-ignore

  it('names that a person typed stay, with the ids beside them', () => {
    expect(after([['Cy Poe', '33']], {}, false)).toEqual([row.GuestNames, row.IMDbCastIDs, row.TMDbCastIDs]);
  });
});

describe('wwhl.title: guests that a title named', () => {
  const titled = (source: string, names: string, cast: string[]): unknown[] => {
    const values = { ...row, GuestNames: names, IMDbCastIDs: 'nm0000002', TMDbCastIDs: '' };
    const rows: RowGiven[] = [{ values, ours: true, origins: source ? { GuestNames: source } : {} }];
    const people = cast.map((Name): RowGiven => ({ values: { Name, TMDbSeriesID: '1', IMDbCastID: '' } }));
    const context = new FakeContext({ rows: { WWHLinfo: rows, CastInfo: people } });
    context.answer(tmdbSeason, `${context.settings.WWHL_TMDB_ID}/3`, {
      season: 3,
      episodes: [
        { ...{ id: SHOW, number: 4, overview: '', airDate: '' }, name: 'Cher & Bo Lind', guests: [] },
      ],
    });
    context.ask({ question: tmdbSeason, keys: [`${context.settings.WWHL_TMDB_ID}/3`] });
    runStep(title, context);
    const [now = {}] = context.valuesOf(wwhlInfo);
    return [now['GuestNames'], now['IMDbCastIDs']];
  };

  it('who has become known since is among them, and nobody has the id of another', () =>
    expect(titled('episode title', 'Bo Lind', ['Cher'])).toEqual(['Cher, Bo Lind', '']));
  it('they stay where the title says no more than before', () =>
    expect(titled('episode title', 'Bo Lind', [])).toEqual(['Bo Lind', 'nm0000002']));
  it.each(['TMDb', ''])('what "%s" named stays', (source) =>
    expect(titled(source, 'Bo Lind', ['Cher'])).toEqual(['Bo Lind', 'nm0000002']),
  );
});

describe('wwhl.tmdb: an episode that is new', () => {
  it('comes with all that is known of its guests, so that wwhl.check finds nothing to do', () => {
    const people = [
      { CastName: 'Ann Reed', CastIMDbID: 'nm0000001', CastTMDbID: '11' },
      { CastName: 'Bo Lind', CastIMDbID: 'nm0000002', CastTMDbID: '22' },
    ];
    const context = new FakeContext({ rows: { RealiteaseInfo: people.map((values) => ({ values })) } });
    const { WWHL_TMDB_ID } = context.settings;
    context.answer(tmdbSeasonList, WWHL_TMDB_ID, { name: 'WWHL', seasons: [3] });
    const guests = ['Ann Reed', 'Cy Poe'].map((name, i) => ({ name, id: String(11 + i), character: 'Self' }));
    const episode = { id: '77', number: 4, name: '', overview: '', airDate: '2020-01-02', guests };
    context.answer(tmdbSeason, `${WWHL_TMDB_ID}/3`, { season: 3, episodes: [episode] });
    runStep(tmdb, context);
    const added = context.valuesOf(wwhlInfo);
    expect(added).toMatchObject([
      {
        GuestNames: 'Ann Reed, Cy Poe',
        IMDbCastIDs: 'nm0000001',
        TMDbCastIDs: '11, 12',
        REALITEASE: 'ALMOST',
      },
    ]);
    expect(check.begin(context).items).toEqual([]);
  });
});
