import { learnt } from '../../src/engine/foresight';
import { defaultOptions } from '../../src/engine/options';
import { emptyStep, newRecord, type RunRecord } from '../../src/engine/state';
import { foresee } from '../../src/stages/estimate';
import { FakeContext, type RowGiven } from './fakeContext';

const DAY_MS = 86_400_000;
const START = 1_000 * DAY_MS;

const rows = (count: number, values: (i: number) => RowGiven['values']): RowGiven[] =>
  Array.from({ length: count }, (_, i) => ({ values: values(i) }));

/** Ten shows that are due, and a hundred people of whom nothing is. */
function workbook(): FakeContext {
  const context = new FakeContext({
    rows: {
      ShowInfo: rows(10, (i) => ({ Show: `Show ${i}`, TMDbSeriesID: String(i + 1) })),
      CastInfo: rows(100, (i) => ({ TMDbSeriesID: '1', TMDbCastID: String(i + 1) })),
      RealiteaseInfo: rows(100, (i) => ({
        CastName: `P ${i}`,
        CastTMDbID: String(i + 1),
        Birthday: '1990-01-01',
      })),
    },
  });
  context.asks = (question: { id: string } = { id: '' }) => question.id === 'tmdb.show';
  context.runStarted = START;
  Object.assign(context.settings, { TMDB_BEARER: 'key' });
  return context;
}

const JOB = ['showinfo.lists', 'castinfo.members', 'realitease.people', 'realitease.bio'];
const atTmdb = (news: Parameters<typeof foresee>[2]): number =>
  foresee(workbook(), JOB, news)?.requests.find(({ source }) => source === 'tmdb')?.requests ?? 0;

function after(news: RunRecord['news'], startedAt: number, added: number): RunRecord['news'] {
  const record = newRecord('r', 'all', [], defaultOptions, 'person', startedAt, news);
  record.steps['realitease.people'] = { ...emptyStep('realitease.people'), added };
  return learnt(record);
}

describe('what is foreseen of new people', () => {
  it('is a share of what shows have until runs have shown more', () =>
    // A page of the list, the shows, and one person for each of them.
    expect(atTmdb(null)).toBe(Math.round(1 + 10 * 1.12 + 10 * 0.94)));

  it('is what came in the days before, for the days since', () => {
    const twoDaysAgo = { people: 140, days: 7, at: START - 2 * DAY_MS };
    expect(atTmdb(twoDaysAgo)).toBe(Math.round(1 + 10 * 1.12 + 40 * 0.94));
  });

  it('is learnt from each run; what is older counts less', () => {
    const first = after(undefined, START, 900);
    expect(first).toEqual({ people: 0, days: 0, at: START });
    const second = after(first, START + 7 * DAY_MS, 70);
    expect(second).toEqual({ people: 70, days: 7, at: START + 7 * DAY_MS });
    expect(after(second, START + 14 * DAY_MS, 140)).toMatchObject({ people: 175, days: 10.5 });
  });
});
