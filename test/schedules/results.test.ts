/** What the owner is told of a scheduled run, and what stands beside the schedule. */
import { defaultOptions } from '../../src/engine/options';
import { RUN } from '../../src/engine/checkpoint';
import { emptyStep, newRecord, type RunRecord } from '../../src/engine/state';
import { toPieces } from '../../src/engine/store';
import { keepDone, keepSchedule, doneIn, schedulesIn } from '../../src/schedules/book';
import { resultNow, settleResults } from '../../src/schedules/results';
import type { Schedule } from '../../src/schedules/schedule';

const schedule: Schedule = {
  ...{ id: 's1', step: 'all', every: 'day', hours: 24, weekday: 0, hour: 3 },
  ...{ on: true, notify: true, since: 0, book: 'book' },
};

function settle(run: Partial<RunRecord> | null, notify = true) {
  const values: Record<string, string> = {};
  const properties = {
    getProperties: () => values,
    getProperty: (key: string) => values[key] ?? null,
    setProperties: (more: Record<string, string>) => Object.assign(values, more),
    deleteProperty: (key: string) => delete values[key],
  };
  keepSchedule(properties, { ...schedule, notify });
  keepDone(properties, 's1', { upTo: 1000, before: 500, run: 'r1', result: '' });
  if (run) {
    const record = newRecord('r1', 'all', [], defaultOptions, 'schedule', 1000);
    Object.assign(values, toPieces(RUN, { ...record, endedAt: 2000, ...run }));
  }
  const parts = { properties, stamp: (ms: number) => `<${ms}>`, title: (step: string) => `<${step}>` };
  const trouble = settleResults(parts);
  const again = settleResults(parts);
  expect(again).toBe('');
  const done = doneIn(values, schedulesIn(values)[0] ?? schedule);
  return { trouble, upTo: done.upTo, run: done.run, result: resultNow(parts, done, null) };
}

const counted = (conflicts: number) => ({
  steps: { 'a.b': { ...emptyStep('a.b'), added: 2, updated: 1, conflicts } },
});
const known = { upTo: 1000, run: 'r1' };

describe('how a scheduled run ended', () => {
  it.each<[string, Partial<RunRecord>, string, string]>([
    ['well', { state: 'done', ...counted(0) }, 'Done at <2000>: 2 added, 1 updated.', ''],
    [
      'well, with questions',
      { state: 'done', ...counted(2) },
      'Done at <2000>: 2 added, 1 updated, 2 new in the tab Conflicts.',
      'Realitease: the scheduled run "<all>" is done and needs you: 2 new questions in the tab Conflicts.',
    ],
    [
      'badly',
      { state: 'failed', message: 'No key.' },
      'Failed at <2000>: No key.',
      'Realitease: the scheduled run "<all>" failed: No key. What was done is kept; the tab Run Log has the details. It is tried again at its next time.',
    ],
    [
      'before a change that must be allowed',
      { state: 'confirm', message: 'Half would go.', endedAt: null, beat: 1500 },
      'Waits for a person since <1500>: Half would go.',
      'Realitease: the scheduled run "<all>" needs you: Half would go. Nothing of that was written; what was done before it is kept.',
    ],
    ['by a person', { state: 'stopped' }, 'Stopped by a person at <2000>: 0 added, 0 updated.', ''],
  ])('%s', (_, run, result, trouble) => {
    expect(settle(run)).toEqual({ ...known, result, trouble });
    expect(settle(run, false)).toEqual({ ...known, result, trouble: '' });
  });

  it('is not known while it is under way', () => {
    expect(settle({ state: 'running' })).toMatchObject({ ...known, trouble: '' });
  });

  it('is lost with its record, but it is not run again', () => {
    const lost = { ...known, trouble: '', result: 'It ran; how it ended stands in the tab Run Log.' };
    expect(settle({ id: 'r2', startedAt: 1500, state: 'done' })).toEqual(lost);
  });

  it('means nothing if it never began: it is due again', () => {
    const open = { upTo: 500, run: '', trouble: '', result: '' };
    expect(settle(null)).toEqual(open);
    expect(settle({ id: 'r0', startedAt: 900, state: 'done' })).toEqual(open);
  });
});
