import { learnt } from '../../src/engine/foresight';
import { defaultOptions } from '../../src/engine/options';
import { emptyStep, newRecord, type RunRecord } from '../../src/engine/state';
import type { TmdbShowFacts } from '../../src/services/facts';
import { episodesSince } from '../../src/services/tmdb/showDue';
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
  context.now = START;
  // Each was looked at two days ago, the day before its weekly episode.
  const facts = { airDates: ['1972-09-19', '1972-09-26'], nextAirs: '' };
  context.known = () => ({ kind: 'found', at: START - 2 * DAY_MS, value: facts }) as never;
  Object.assign(context.settings, { TMDB_BEARER: 'key' });
  return context;
}

const JOB = ['showinfo.lists', 'castinfo.members', 'realitease.people', 'realitease.bio'];
const atTmdb = (news: Parameters<typeof foresee>[2]): number =>
  foresee(workbook(), JOB, news)?.requests.find(({ source }) => source === 'tmdb')?.requests ?? 0;

function after(
  news: RunRecord['news'],
  startedAt: number,
  added: number,
  episodes: number,
): RunRecord['news'] {
  const record = newRecord('r', 'all', [], defaultOptions, 'person', startedAt, news);
  record.steps['realitease.people'] = { ...emptyStep('realitease.people'), added };
  record.forecast = { requests: [], minutes: 1, days: 1, episodes };
  return learnt(record);
}

describe('what is foreseen of new people', () => {
  it('is a share of what shows have until runs have shown more', () =>
    // A page of the list, the shows, and one person for each of them.
    expect(atTmdb(null)).toBe(Math.round(1 + 10 * 1.12 + 10 * 0.94)));

  it('is what came with each episode before, for the episodes since', () => {
    const twoDaysAgo = { people: 140, episodes: 35, at: START - 2 * DAY_MS };
    expect(atTmdb(twoDaysAgo)).toBe(Math.round(1 + 10 * 1.12 + 40 * 0.94));
    // Of few episodes nothing is learnt.
    expect(atTmdb({ ...twoDaysAgo, episodes: 3 })).toBe(atTmdb(null));
  });

  it('is learnt from each run; what is older counts less', () => {
    const first = after(undefined, START, 900, 0);
    expect(first).toEqual({ people: 0, episodes: 0, at: START });
    const second = after(first, START + 7 * DAY_MS, 70, 35);
    expect(second).toEqual({ people: 70, episodes: 35, at: START + 7 * DAY_MS });
    expect(after(second, START + 14 * DAY_MS, 140, 35)).toMatchObject({ people: 175, episodes: 52.5 });
  });
});

describe('episodes since a look', () => {
  const at = (day: string) => Date.parse(`${day}T12:00:00Z`);
  const since = (airDates: string[], nextAirs: string, look: string, now: string) =>
    episodesSince({ airDates, nextAirs } as TmdbShowFacts, at(look), at(now));

  it.each([
    ['none is known', [], '', '2026-11-20', '2026-11-27', 0],
    ['one aired before', ['2026-11-17'], '', '2026-11-20', '2026-11-27', 0],
    ['one aired since', ['2026-11-17', '2026-11-24'], '', '2026-11-20', '2026-11-27', 1],
    ['the next one is known by its day', ['2026-11-17'], '2026-11-24', '2026-11-20', '2026-11-27', 1],
    ['it airs today', ['2026-11-20'], '2026-11-27', '2026-11-22', '2026-11-27', 1],
    ['it aired on the day of the look', ['2026-11-20'], '2026-11-27', '2026-11-20', '2026-11-26', 0],
    ['weeks went by: one in each', ['2026-11-03', '2026-11-10'], '', '2026-11-05', '2026-11-27', 3],
  ])('%s', (_name, airDates, nextAirs, look, now, count) => {
    expect(since(airDates, nextAirs, look, now)).toBe(count);
  });
});
