import { DECIDED } from '../../src/workbook/provenance';
import type { Decision } from '../../src/workbook/types';
import { decide } from '../../src/tools/decide';
import { castInfo, realiteaseInfo, showInfo } from '../../src/workbook/tabs';
import { FakeContext, runStep, type RowGiven } from './fakeContext';

type Row = Record<string, string | number>;

const question = (about: Partial<Decision>): Decision => ({
  id: 'q',
  kind: 'value',
  tab: 'ShowInfo',
  key: '',
  column: '',
  kept: '',
  keptSource: '',
  others: [],
  evidence: '',
  choice: 'take',
  value: '',
  ...about,
});

const offered = (...values: string[]) => values.map((value) => ({ value, source: 'TMDb' }));

function carried(rows: Record<string, (RowGiven | Row)[]>, about: Partial<Decision>) {
  const context = new FakeContext({ rows });
  context.recovery = { ...context.recovery, decisions: () => [question(about)] };
  const { changes } = runStep(decide, context);
  const [mark] = context.marks;
  if (mark?.of !== 'decision') throw new Error('nothing was said of the decision');
  return { context, changes, mark };
}

const ALPHA = { Show: 'Alpha', IMDbSeriesID: 'tt0000001' };
const ANN = { CastName: 'Ann', CastIMDbID: 'nm0000001', CastTMDbID: '11', ShowNames: 'Alpha', TotalShows: 3 };
const ANNE = {
  CastName: 'Anne',
  CastIMDbID: 'nm0000002',
  CastTMDbID: '12',
  ShowNames: 'Beta',
  TotalShows: 1,
};
const CAST = { Name: 'Ann', ShowName: 'Alpha', TMDbSeriesID: '1', IMDbSeriesID: 'tt0000001' };

describe('an entry of a list', () => {
  const about = {
    kind: 'entry',
    key: 'tt0000001',
    column: 'TMDbSeriesID',
    others: offered('1', '2'),
  } as const;

  it('take: the show gets this TMDb id, as the curator’s', () => {
    const { context, changes, mark } = carried({ ShowInfo: [ALPHA] }, { ...about, value: '2' });
    expect(context.valuesOf(showInfo)[0]).toMatchObject({ TMDbSeriesID: '2' });
    expect(changes[0]).toMatchObject({ cells: { TMDbSeriesID: { source: DECIDED, when: 'correct' } } });
    expect(mark).toMatchObject({ done: true, result: 'Taken: 2.' });
  });

  it('waits for a row that is not there yet', () => {
    expect(carried({}, { ...about, value: '2' }).mark).toMatchObject({ done: false });
  });

  it('must be named where there are several', () => {
    const { mark } = carried({ ShowInfo: [ALPHA] }, about);
    expect(mark).toMatchObject({ done: false, result: 'Say which: keep, take 1, take 2, ignore for good.' });
  });

  it('is merged with the row that has this id already', () => {
    const { context } = carried({ ShowInfo: [ALPHA, { Show: 'Alpha', TMDbSeriesID: '2', Network: 'X' }] }, { ...about, value: '2' }); // prettier-ignore
    expect(context.valuesOf(showInfo)).toEqual([expect.objectContaining({ TMDbSeriesID: '2', IMDbSeriesID: 'tt0000001', Network: 'X' })]); // prettier-ignore
  });
});

describe('an id that two rows have', () => {
  const about = { kind: 'held', tab: 'RealiteaseInfo', key: 'nm0000001', column: 'CastTMDbID', others: offered('12') } as const; // prettier-ignore

  it('take: it moves to this row', () => {
    const { context } = carried({ RealiteaseInfo: [ANN, ANNE] }, about);
    expect(context.valuesOf(realiteaseInfo).map((row) => row.CastTMDbID)).toEqual(['12', '']);
  });

  it('a row that has nothing else is not robbed of it', () => {
    const { context, mark } = carried({ RealiteaseInfo: [ANN, { ...ANNE, CastIMDbID: '' }] }, about);
    expect(mark.done).toBe(false);
    expect(context.valuesOf(realiteaseInfo).map((row) => row.CastTMDbID)).toEqual(['11', '12']);
  });

  it('merge: one row, whose other ids are remembered as one person’s', () => {
    const { context, changes } = carried({ RealiteaseInfo: [ANN, ANNE] }, { ...about, choice: 'merge' });
    expect(context.valuesOf(realiteaseInfo)).toEqual([expect.objectContaining({ CastIMDbID: 'nm0000001' })]);
    expect(context.recall('people.same')).toEqual({ nm0000002: 'nm0000001', '12': '11' });
    expect(changes.find(({ kind }) => kind === 'remove')).toMatchObject({ dismissed: true });
  });
});

describe('a row that the sources do not support', () => {
  const row = { ...CAST, IMDbCastID: 'nm0000001' };
  const about = { kind: 'row', tab: 'CastInfo', key: '1|nm0000001', column: 'Name', others: offered('remove the row') } as const; // prettier-ignore

  it.each([
    ['take', 0],
    ['keep', 1],
    ['ignore', 1],
  ] as const)('%s leaves %d rows', (choice, left) => {
    const { context, mark } = carried({ CastInfo: [row] }, { ...about, choice });
    expect(context.valuesOf(castInfo)).toHaveLength(left);
    expect(mark.done).toBe(true);
  });
});

describe('rows that are one', () => {
  it('in the cast of a show: the higher count, the seasons of both, all ids', () => {
    const rows = [
      { ...CAST, IMDbCastID: 'nm0000001', TotalEpisodes: 4, TotalSeasons: '1' },
      { ...CAST, TMDbCastID: '11', TotalEpisodes: 6, TotalSeasons: '1, 2' },
    ];
    const { context } = carried({ CastInfo: rows }, { kind: 'same', tab: 'CastInfo', key: '1|nm0000001', column: 'Name', others: offered('1|11'), choice: 'merge' }); // prettier-ignore
    expect(context.valuesOf(castInfo)).toEqual([
      expect.objectContaining({
        IMDbCastID: 'nm0000001',
        TMDbCastID: '11',
        TotalEpisodes: 6,
        TotalSeasons: '1, 2',
      }),
    ]);
  });

  it('of people who share one id in CastInfo: the other ids are one person’s', () => {
    const about = { kind: 'same', tab: 'CastInfo', key: 'nm0000001', column: 'TMDbCastID', choice: 'merge' } as const; // prettier-ignore
    const ids = { kept: 'nm0000001 / 11', others: offered('nm0000001 / 12') };
    const { context, mark } = carried({ RealiteaseInfo: [ANN] }, { ...about, ...ids });
    expect(context.recall('people.same')).toEqual({ '12': '11' });
    expect(mark.done).toBe(true);
  });
});

it('keep makes the value the curator’s own', () => {
  const rows = [{ values: { ...ANN, Birthday: '1985-09-14' }, origins: { Birthday: 'TMDb' } }];
  const { changes } = carried({ RealiteaseInfo: rows }, { tab: 'RealiteaseInfo', key: 'nm0000001', column: 'Birthday', kept: '1985-09-14', others: offered('1985-09-15'), choice: 'keep' }); // prettier-ignore
  expect(changes[0]).toMatchObject({
    cells: { Birthday: { value: '1985-09-14', origin: { source: DECIDED } } },
  });
});

it('a birthday that is taken brings its zodiac', () => {
  const { context } = carried({ RealiteaseInfo: [ANN] }, { tab: 'RealiteaseInfo', key: 'nm0000001 / 11', column: 'Birthday', others: offered('1985-09-15') }); // prettier-ignore
  expect(context.valuesOf(realiteaseInfo)[0]).toMatchObject({ Birthday: '1985-09-15', Zodiac: 'Virgo' });
});
