import { people } from '../../src/stages/realitease/people';
import { shows } from '../../src/stages/realitease/shows';
import { realiteaseInfo } from '../../src/workbook/tabs';
import { FakeContext, runStep, type RowGiven } from './fakeContext';

type Values = RowGiven['values'];

function castOf(
  person: Values,
  ...of: [show: string, episodes: number | string, seasons: string][]
): Values[] {
  return of.map(([show, episodes, seasons]) => ({
    Name: 'Ann Reed',
    IMDbCastID: 'nm0000001',
    TMDbCastID: '11',
    ShowName: `Show ${show}`,
    IMDbSeriesID: `tt000000${show}`,
    TMDbSeriesID: `9${show}`,
    TotalEpisodes: episodes,
    TotalSeasons: seasons,
    ...person,
  }));
}

const showRows = ['1', '2', '3'].map((n) => ({
  ShowName: `Show ${n}`,
  IMDbSeriesID: `tt000000${n}`,
  TMDbSeriesID: `9${n}`,
}));

function contextOf(cast: Values[], persons: (Values | RowGiven)[] = [], deleted: string[] = []): FakeContext {
  return new FakeContext({
    rows: { ShowInfo: showRows, CastInfo: cast, RealiteaseInfo: persons as Values[] },
    deleted,
  });
}

describe('realitease.people', () => {
  it('gives a person of two shows one row, with shows, ids and totals aligned', () => {
    const context = contextOf(castOf({}, ['2', 7, '1, 2'], ['1', 12, '3']));
    runStep(people, context);
    expect(context.valuesOf(realiteaseInfo)).toEqual([
      expect.objectContaining({
        CastName: 'Ann Reed',
        CastIMDbID: 'nm0000001',
        CastTMDbID: '11',
        ShowNames: 'Show 1, Show 2',
        ShowIMDbIDs: 'tt0000001, tt0000002',
        ShowTMDbIDs: '91, 92',
        TotalShows: 2,
        TotalSeasons: 3,
        TotalEpisodes: 19,
      }),
    ]);
  });

  it('keeps two people of the same name apart', () => {
    const other = { IMDbCastID: 'nm0000002', TMDbCastID: '22' };
    const context = contextOf([
      ...castOf({}, ['1', 9, '1'], ['2', 9, '1']),
      ...castOf(other, ['1', 9, '1'], ['3', 9, '1']),
    ]);
    runStep(people, context);
    expect(context.valuesOf(realiteaseInfo).map((row) => row.CastIMDbID)).toEqual(['nm0000001', 'nm0000002']);
  });

  it('fills the id that a row lacks and changes nothing else', () => {
    const row = { CastName: 'Ann', CastTMDbID: '11', ShowNames: 'Mine' };
    const context = contextOf(castOf({}, ['1', 9, '1'], ['2', 9, '1']), [row]);
    runStep(people, context);
    expect(context.valuesOf(realiteaseInfo)).toEqual([
      expect.objectContaining({
        CastName: 'Ann',
        CastTMDbID: '11',
        CastIMDbID: 'nm0000001',
        ShowNames: 'Mine',
      }),
    ]);
  });

  it('does not add again whom a person deleted', () => {
    const context = contextOf(castOf({}, ['1', 9, '1'], ['2', 9, '1']), [], ['nm0000001']);
    expect(runStep(people, context).changes).toEqual([]);
  });

  it('asks when one person has the ids of two rows', () => {
    const rows: Values[] = [
      { CastName: 'Ann Reed', CastIMDbID: 'nm0000001' },
      { CastName: 'A. Reed', CastTMDbID: '11' },
    ];
    const context = contextOf(castOf({}, ['1', 9, '1'], ['2', 9, '1']), rows);
    runStep(people, context);
    expect(context.valuesOf(realiteaseInfo)).toHaveLength(2);
    expect(context.conflicts).toEqual([expect.objectContaining({ tab: 'RealiteaseInfo' })]);
  });
});

describe('realitease.shows', () => {
  it('follows CastInfo, and is quiet the second time', () => {
    const row = { CastName: 'Ann Reed', CastIMDbID: 'nm0000001', ShowNames: 'Show 1', TotalShows: 1 };
    const context = contextOf(castOf({}, ['1', 9, '1, 2'], ['3', 4, '**']), [row]);
    runStep(shows, context);
    expect(context.valuesOf(realiteaseInfo)[0]).toMatchObject({
      ShowNames: 'Show 1, Show 3',
      TotalShows: 2,
      TotalSeasons: 2,
      TotalEpisodes: 13,
    });
    expect(runStep(shows, context).changes).toEqual([]);
  });
});
