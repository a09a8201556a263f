import type { RunView, Runnable, Setting, Status } from '../../src/sidebar/api';
import {
  finerChoices,
  groupsOf,
  noChoices,
  optionsOf,
  tabOfChoice,
  titleOf,
} from '../../src/sidebar/client/choices';
import { choiceWords } from '../../src/sidebar/client/conflictWords';
import { nextPoll } from '../../src/sidebar/client/poll';
import {
  actionsFor,
  changeParts,
  headline,
  progressWords,
  qualityWords,
  requestWords,
  sumsOf,
  usageWords,
} from '../../src/sidebar/client/runWords';
import { rhythmWords, newSchedule } from '../../src/sidebar/client/scheduleWords';
import { changed, shown, textsOf } from '../../src/sidebar/client/settingsForm';
import { run, statusOf } from './runView';

const status = (change: Partial<RunView> | null): Status => statusOf(change && run(change));

const waiting = (ms: number): Status => ({ ...status({ live: false, state: 'parked' }), due: ms });

describe('polling', () => {
  const looking = { hidden: false, expecting: false, unchangedMs: 0 };
  it.each<[string, Status | null, Partial<typeof looking>, number | null]>([
    ['a hidden page asks nothing', status({}), { hidden: true }, null],
    ['a start that is on its way is looked for', status(null), { expecting: true }, 1500],
    ['a live run is followed', status({}), {}, 3000],
    ['a live run in a long batch is followed less', status({}), { unchangedMs: 90_000 }, 6000],
    ['between two executions little happens', status({ live: false }), {}, 15_000],
    ['a run that waits for tomorrow', status({ live: false, state: 'parked' }), {}, 60_000],
    ['a run whose time has come', waiting(0), {}, 20_000],
    ['a run whose time comes in half a minute', waiting(30_000), {}, 30_000],
    ['a run whose time comes in an hour', waiting(3_600_000), {}, 60_000],
    ['a run that has been waiting for hours', waiting(3_600_000), { unchangedMs: 7_200_000 }, 120_000],
    ['a run that is over', status({ live: false, state: 'done' }), {}, 15_000],
    ['an idle workbook after five minutes', status(null), { unchangedMs: 300_000 }, 30_000],
    ['an idle workbook after a day', status(null), { unchangedMs: 86_400_000 }, 120_000],
  ])('%s', (_, now, change, wait) => expect(nextPoll(now, { ...looking, ...change })).toBe(wait));
});

describe('what the sidebar says of a run', () => {
  it.each<[Partial<RunView>, string, string, string]>([
    [{}, '', 'Running', 'Shows › Ask for the details'],
    [
      { live: false },
      'Goes on at 09:20.',
      'Pausing',
      'Google gives a script six minutes at a time. Goes on at 09:20.',
    ],
    [{ live: false, stale: true }, 'Resume takes it up.', 'Not going on', 'Resume takes it up.'],
    [{ live: false, state: 'parked' }, 'Goes on at 14:10.', 'Waiting', 'Goes on at 14:10.'],
    [
      { live: false, state: 'confirm', message: '30 of 100 rows …' },
      '',
      'Needs your word',
      '30 of 100 rows …',
    ],
    [{ live: false, state: 'stopped', message: 'Stopped.' }, '', 'Stopped', 'Stopped.'],
    [{ live: false, state: 'failed', message: 'No key.' }, '', 'Ended with an error', 'No key.'],
    [{ live: false, state: 'done' }, '', 'Done', ''],
    [{ live: false, state: 'done', dryRun: true }, '', 'Dry run done', ''],
  ])('%o', (change, next, title, text) => expect(headline(run(change), next)).toMatchObject({ title, text }));

  it('calls nothing running that it cannot see', () => {
    expect(headline(run({}), '', false)).toMatchObject({ tone: 'plain', title: 'Last seen running' });
  });

  it.each<[Partial<RunView>, string]>([
    [{}, '120 of 400 · 95 a minute · about 3 min left in this step'],
    [{ rate: 0, leftMs: null }, '120 of 400'],
    [{ rate: 0.2, leftMs: 3_600_000 }, '120 of 400 · 1 a minute · about 60 min left in this step'],
    [{ progress: { done: 0, total: 0 } }, 'Finding out what is due …'],
    [{ live: false, progress: { done: 0, total: 0 } }, ''],
    [{ live: false }, '120 of 400'],
  ])('how far it is: %o', (change, text) => expect(progressWords(run(change))).toBe(text));

  it.each<[Partial<RunView> | null, ReturnType<typeof actionsFor>]>([
    [null, { stop: false, resume: false, allow: false }],
    [{}, { stop: true, resume: false, allow: false }],
    [
      { live: false, stale: true },
      { stop: true, resume: true, allow: false },
    ],
    [
      { live: false, state: 'parked' },
      { stop: true, resume: false, allow: false },
    ],
    [
      { live: false, state: 'stopped' },
      { stop: false, resume: true, allow: false },
    ],
    [
      { live: false, state: 'confirm' },
      { stop: false, resume: false, allow: true },
    ],
    [
      { live: false, state: 'done' },
      { stop: false, resume: false, allow: false },
    ],
  ])('what may be done with it: %o', (change, actions) =>
    expect(actionsFor(change && run(change))).toEqual(actions),
  );

  it('sums what its steps report', () => {
    const step = {
      added: 1,
      updated: 2,
      removed: 0,
      conflicts: 1,
      failed: 0,
      parked: 0,
      requests: 20,
      retries: 3,
    };
    const sums = sumsOf([step, step]);
    expect(sums).toMatchObject({ added: 2, updated: 4, conflicts: 2, requests: 40 });
    expect(requestWords(sums)).toBe('40 requests, 6 repeats');
    expect(requestWords(sumsOf([]))).toBe('');
    expect(changeParts(sums).map(({ text }) => text)).toEqual(['2 added', '4 updated', '2 conflicts']);
    expect(changeParts(sumsOf([]))).toEqual([]);
  });

  it('names what the quality rules find', () => {
    expect(qualityWords(run({}))).toBe('');
    expect(qualityWords(run({ quality: [{ rule: 'A', checked: 5, failed: 0 }] }))).toBe(
      'All 1 quality rules hold.',
    );
    const quality = [
      { rule: 'A', checked: 5, failed: 2 },
      { rule: 'B', checked: 5, failed: 1 },
    ];
    expect(qualityWords(run({ quality }))).toBe('3 cells against 2 quality rules');
  });

  it('says what a source has left', () => {
    expect(usageWords(312, null)).toBe('312 today');
    expect(usageWords(1000, 1000)).toBe('1,000 of 1,000 today, 0 left');
  });
});

describe('the choices for a run', () => {
  const steps: Runnable[] = [
    { id: 'all', title: 'All stages', kind: 'all' },
    { id: 'a', title: 'A', kind: 'stage' },
    { id: 'a.x', title: 'X', kind: 'step', tab: 'One' },
    { id: 'a.y', title: 'Y', kind: 'step', tab: 'One' },
    { id: 'b', title: 'B', kind: 'stage' },
    { id: 'b.z', title: 'Z', kind: 'step', tab: 'One' },
    { id: 'b.w', title: 'W', kind: 'step', tab: 'Two' },
  ];

  it('become the options of the run', () => {
    expect(optionsOf({ ...noChoices, limit: '3', startRow: ' ', delay: '0.5' })).toMatchObject({
      limit: 3,
      startRow: null,
      delay: 0.5,
      incremental: true,
    });
    expect(finerChoices(noChoices)).toBe(0);
    expect(finerChoices({ ...noChoices, dryRun: true, force: true, limit: '3' })).toBe(2);
  });

  it('know the tab of a row range where there is one', () => {
    expect(['a', 'a.x', 'b', 'b.w', 'all'].map((id) => tabOfChoice(steps, id))).toEqual([
      'One',
      'One',
      '',
      'Two',
      '',
    ]);
  });

  it('are grouped and named as in the menu', () => {
    expect(groupsOf(steps).map(({ stage, steps: own }) => [stage.id, own.map(({ id }) => id)])).toEqual([
      ['a', ['a.x', 'a.y']],
      ['b', ['b.z', 'b.w']],
    ]);
    expect(titleOf(steps, 'a.x')).toBe('A › X');
    expect(titleOf(steps, 'b')).toBe('B');
  });
});

describe('settings as they are typed', () => {
  const setting = (change: Partial<Setting>): Setting => ({
    name: 'N',
    type: 'text',
    group: 'G',
    label: '',
    help: '',
    secret: false,
    default: 'usual',
    value: 'usual',
    isSet: false,
    ...change,
  });
  const key = setting({ secret: true, default: '', value: '', isSet: true });

  it.each<[string, Setting, string | null | undefined, Record<string, string | null>]>([
    ['untouched', setting({}), undefined, {}],
    ['typed anew', setting({}), 'other', { N: 'other' }],
    ['typed back', setting({ value: 'other', isSet: true }), 'other', {}],
    ['back to the default', setting({ value: 'other', isSet: true }), null, { N: null }],
    ['at the default already', setting({}), null, {}],
    ['a key left alone', key, undefined, {}],
    ['a key typed and cleared again', key, '', {}],
    ['a new key', key, 'secret', { N: 'secret' }],
    ['a key removed', key, null, { N: null }],
  ])('%s', (_, one, typed, changes) =>
    expect(changed([one], typed === undefined ? {} : { N: typed })).toEqual(changes),
  );

  it('show what is typed, and never a key that is stored', () => {
    expect(shown(setting({ value: 'other' }), {})).toBe('other');
    expect(shown(setting({ value: 'other' }), { N: null })).toBe('usual');
    expect(shown(key, {})).toBe('');
    expect(shown(key, { N: null })).toBe('');
  });

  it('are handed to a test where something is typed', () => {
    expect(textsOf({ A: 'x', B: '', C: null })).toEqual({ A: 'x' });
  });
});

describe('a schedule in words', () => {
  it.each([
    [{}, 'Every day at 03:00'],
    [{ every: 'week', weekday: 0, hour: 14 } as const, 'Every Sunday at 14:00'],
    [{ every: 'hours', hours: 1 } as const, 'Every hour'],
    [{ every: 'hours', hours: 6 } as const, 'Every 6 hours'],
  ])('%o', (change, words) => expect(rhythmWords({ ...newSchedule, ...change })).toBe(words));
});

describe('the choices of a conflict', () => {
  const conflict = {
    kind: 'value' as const,
    kept: '1980-01-02',
    others: [
      { value: '1981-01-02', source: 'Wikidata' },
      { value: '1981-01-03', source: 'TMDb' },
    ],
  };
  it.each([
    ['keep', 'Keep 1980-01-02'],
    ['take', 'Take 1981-01-02 (Wikidata)'],
    ['take 1981-01-03', 'Take 1981-01-03 (TMDb)'],
    ['merge', 'Merge the rows'],
    ['merge nm0000001', 'Merge nm0000001'],
    ['ignore for good', 'Ignore for good'],
  ])('%s', (choice, words) => expect(choiceWords(choice, conflict)).toBe(words));

  it('of rows it speaks of rows', () => {
    const words = (kind: 'same' | 'row', choice: string) => choiceWords(choice, { ...conflict, kind });
    expect(['keep', 'merge'].map((choice) => words('same', choice))).toEqual([
      'Keep both rows',
      'Merge the rows',
    ]);
    expect(['keep', 'take'].map((choice) => words('row', choice))).toEqual([
      'Keep the row',
      'Remove the row',
    ]);
  });

  it('says so where the cell is blank', () => {
    expect(choiceWords('keep', { ...conflict, kept: '' })).toBe('Leave it blank');
  });
});
