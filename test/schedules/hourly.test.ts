/** Schedules in a workbook, by the built bundle and the host's clock. */
import path from 'node:path';
import {
  createHost,
  emptyState,
  newWorkbook,
  simulatedClock,
  type ExecutionResult,
  type Host,
} from '../../local/host';
import type { HostOptions } from '../../local/host';
import type { RunReport } from '../../src/engine/report';
import { defaultOptions } from '../../src/engine/options';
import { RUN } from '../../src/engine/checkpoint';
import { newRecord, type RunRecord } from '../../src/engine/state';
import { fromPieces, toPieces } from '../../src/engine/store';

const HOUR = 3_600_000;
const BUNDLE = path.join(__dirname, '../../dist');

interface Listed {
  id: string;
  step: string;
  on: boolean;
  nextRun: string;
  lastResult: string;
}

let open: Host[] = [];
afterEach(async () => {
  await Promise.all(open.map((host) => host.close()));
  open = [];
});

async function hostAt(start: string, more: Partial<HostOptions> = {}): Promise<Host> {
  const host = await createHost({
    bundleDir: BUNDLE,
    workbook: newWorkbook('Book'),
    state: emptyState(),
    clock: simulatedClock(Date.parse(start)),
    account: 'consumer',
    strictTriggers: true,
    ...more,
  });
  open.push(host);
  return host;
}

async function ask<T>(host: Host, handler: string, argument?: unknown): Promise<T> {
  const args = argument === undefined ? [] : [JSON.stringify(argument)];
  const result = await host.run(handler, args, { kind: 'page' });
  if (result.status !== 'ok') throw new Error(`${handler}: ${result.error?.message ?? result.status}`);
  return JSON.parse(String(result.value)) as T;
}

const save = (host: Host, schedule: object) =>
  ask<{ ok: boolean; message: string }>(host, 'saveSchedule', {
    step: 'quality',
    every: 'day',
    on: true,
    ...schedule,
  });
const list = (host: Host) =>
  ask<{ isCopy: boolean; timeZone: string; schedules: Listed[] }>(host, 'listSchedules');
const report = (host: Host) => ask<RunReport | null>(host, 'runReport');
const handlers = (host: Host) => host.state.triggers.map(({ handler }) => handler);
const only = async (host: Host): Promise<Listed> => (await list(host)).schedules[0]!;

/** Lets an hour of triggers go by. */
async function tick(host: Host): Promise<ExecutionResult> {
  const trigger = host.nextTrigger();
  if (trigger?.handler !== 'runSchedules') throw new Error(`next fires ${trigger?.handler ?? 'nothing'}`);
  return host.fire(trigger);
}

/** The run on record, without an execution that asks for it. */
function recordOf(host: Host): RunRecord | null {
  return fromPieces<RunRecord>(host.state.properties.document, RUN);
}

/** The hours (UTC) in which runs began while so many hours went by. */
async function startsIn(host: Host, hours: number): Promise<string[]> {
  const starts: string[] = [];
  let before = recordOf(host)?.id;
  for (let hour = 0; hour < hours; hour++) {
    expect((await tick(host)).status).toBe('ok');
    const run = recordOf(host);
    if (!run || run.id === before) continue;
    expect(run.startedBy).toBe('schedule');
    before = run.id;
    starts.push(new Date(run.startedAt).toISOString().slice(0, 13));
  }
  return starts;
}

describe('a schedule', () => {
  it('runs once a day at its hour of the workbook, also when the clocks change', async () => {
    const host = await hostAt('2026-03-07T02:20:00Z');
    expect(await save(host, { hour: 3 })).toEqual({
      ok: true,
      message: '"Check quality" runs next within the hour after 2026-03-07 03:00.',
    });
    expect(handlers(host)).toEqual(['runSchedules']);
    expect(await only(host)).toMatchObject({ on: true, nextRun: '2026-03-07T08:00:00.000Z', lastResult: '' });
    // New York is at -5 until March 8, then at -4.
    expect(await startsIn(host, 30)).toEqual(['2026-03-07T08', '2026-03-08T07']);
    expect(await only(host)).toMatchObject({
      nextRun: '2026-03-09T07:00:00.000Z',
      lastResult: expect.stringMatching(/^Done at 2026-03-08 03:2\d: 0 added, 0 updated\.$/) as string,
    });
    expect(handlers(host)).toEqual(['runSchedules']);
  });

  it('runs every few hours, or once a week', async () => {
    const host = await hostAt('2026-06-05T15:20:00Z');
    await save(host, { every: 'hours', hours: 8, hour: 2 });
    expect(await startsIn(host, 17)).toEqual(['2026-06-05T22', '2026-06-06T06']);
    await ask(host, 'removeSchedule', { id: (await only(host)).id });
    await save(host, { every: 'week', weekday: 6, hour: 5 });
    expect(await startsIn(host, 5)).toEqual(['2026-06-06T09']);
  });

  it('is made up for once, however many times it missed', async () => {
    const host = await hostAt('2026-06-05T15:20:00Z');
    await save(host, { every: 'hours', hours: 1 });
    host.nextTrigger()!.nextAt += 50 * HOUR;
    expect(await startsIn(host, 1)).toEqual(['2026-06-07T18']);
    const { upTo } = JSON.parse(
      Object.entries(host.state.properties.document).find(([k]) => k.startsWith('scheduled.'))![1],
    ) as { upTo: number };
    expect(new Date(upTo).toISOString().slice(0, 13)).toBe('2026-06-07T18');
    // The same trigger fires twice in its hour.
    const before = (await report(host))?.runId;
    await host.run('runSchedules', [], { kind: 'trigger', event: { triggerUid: host.nextTrigger()!.id } });
    expect((await report(host))?.runId).toBe(before);
  });

  it('does not run for what was before it was switched on, nor when it is off', async () => {
    const host = await hostAt('2026-06-05T15:20:00Z');
    await save(host, { hour: 13 });
    const { id } = await only(host);
    await save(host, { id, hour: 13, on: false });
    expect(host.state.triggers).toEqual([]);
    await host.options.clock.pass(5 * HOUR);
    await save(host, { id, hour: 13 });
    expect(handlers(host)).toEqual(['runSchedules']);
    expect(await startsIn(host, 3)).toEqual([]);
    await ask(host, 'removeSchedule', { id });
    expect(host.state.triggers).toEqual([]);
    expect(Object.keys(host.state.properties.document).filter((key) => key.startsWith('schedule'))).toEqual(
      [],
    );
  });

  it.each([
    [{ step: 'nothing' }, 'There is no step "nothing" to run.'],
    [{ step: 'all', hour: 24 }, 'The hour must be a whole number from 0 to 23.'],
    [{ step: 'all', hour: undefined }, 'The hour must be a whole number from 0 to 23.'],
    [{ every: 'hours', hours: 0 }, 'The number of hours must be a whole number from 1 to 168.'],
    [{ every: 'week', hour: 3 }, 'The day of the week (Sunday is 0) must be a whole number from 0 to 6.'],
    [{ every: 'month' }, 'Choose how often it runs: every day, every week, or every so many hours.'],
    [{ id: 'gone', hour: 3 }, 'This schedule has been removed meanwhile.'],
  ])('%j is refused and leaves nothing', async (schedule, message) => {
    const host = await hostAt('2026-06-05T15:20:00Z');
    expect(await save(host, schedule)).toEqual({ ok: false, message });
    expect([host.state.triggers, host.state.properties.document]).toEqual([[], {}]);
  });
});

describe('several schedules', () => {
  it('share one trigger and run one after the other', async () => {
    const host = await hostAt('2026-06-05T15:20:00Z');
    await save(host, { hour: 13 });
    await save(host, { step: 'final.verify', hour: 13 });
    await save(host, { step: 'all', hour: 13, on: false });
    expect(handlers(host)).toEqual(['runSchedules']);
    for (let hour = 0; hour < 2; hour++) await tick(host);
    const { schedules } = await list(host);
    expect(schedules.map(({ lastResult }) => lastResult.slice(0, 7))).toEqual(['Done at', 'Done at', '']);
  });

  it('are started once by two triggers that fire together', async () => {
    let second: Promise<ExecutionResult> | undefined;
    const host: Host = await hostAt('2026-06-05T16:20:00Z', {
      afterCall: (_, call) => {
        if (call !== 'Lock.tryLock' || second) return;
        second = host.run('runSchedules', [], {
          kind: 'trigger',
          event: { triggerUid: host.nextTrigger()!.id },
        });
      },
    });
    await save(host, { hour: 13 });
    await tick(host);
    expect((await second)?.status).toBe('ok');
    expect((await report(host))?.executions).toBe(1);
    expect((await only(host)).lastResult).toMatch(/^Done/);
  });
});

describe('a run under way', () => {
  /** Ends the next run's execution when it has begun. */
  function killer(): { kill: boolean; beforeCall: NonNullable<HostOptions['beforeCall']> } {
    const state = {
      kill: false,
      beforeCall: (_: number, call: string) => {
        if (!state.kill || call !== 'Spreadsheet.insertSheet') return undefined;
        state.kill = false;
        return 'kill' as const;
      },
    };
    return state;
  }

  it('that a schedule began and Google ended is taken up again', async () => {
    const ending = killer();
    const host = await hostAt('2026-06-05T16:20:00Z', ending);
    await save(host, { hour: 13 });
    ending.kill = true;
    expect((await tick(host)).status).toBe('killed');
    const begun = await report(host);
    expect(begun).toMatchObject({ state: 'running', startedBy: 'schedule' });
    expect((await only(host)).lastResult).toMatch(/^Running since 2026-06-05 13:2/);
    const refused = await ask<{ ok: boolean; message: string }>(host, 'startRun', {
      step: 'all',
      options: {},
      by: 'person',
    });
    expect(refused).toMatchObject({
      ok: false,
      message: expect.stringContaining('started by a schedule') as string,
    });
    expect((await tick(host)).status).toBe('ok');
    expect(await report(host)).toMatchObject({ runId: begun?.runId, state: 'done', executions: 2 });
    expect((await only(host)).lastResult).toMatch(/^Done/);
  });

  it('that waits for a quota goes on when its time has come', async () => {
    const host = await hostAt('2026-06-05T16:20:00Z');
    await save(host, { hour: 3 });
    const now = host.options.clock.now();
    const parked = { 'final.verify': [{ source: 'TMDb', items: 3, until: now + 2.5 * HOUR }] };
    const run = newRecord('r1', 'final.verify', ['final.verify'], defaultOptions, 'schedule', now);
    const pieces = toPieces(RUN, { ...run, state: 'parked', parked, executions: 1 });
    Object.assign(host.state.properties.document, pieces);
    for (const state of ['parked', 'parked', 'done']) {
      await tick(host);
      expect(recordOf(host)).toMatchObject({ id: 'r1', state });
    }
  });

  it.each(['schedule', 'person'] as const)(
    'that waits for a quota, started by a %s, does not hold up the next time of its schedule',
    async (by) => {
      const host = await hostAt('2026-06-05T16:20:00Z');
      await save(host, { step: 'final.verify', hour: 13 });
      const now = host.options.clock.now();
      const parked = { 'final.verify': [{ source: 'TMDb', items: 3, until: now + 48 * HOUR }] };
      const run = newRecord('r1', 'final.verify', ['final.verify'], defaultOptions, by, now);
      const pieces = toPieces(RUN, { ...run, state: 'parked', parked, executions: 1 });
      Object.assign(host.state.properties.document, pieces);
      for (let hour = 0; hour < 3; hour++) await tick(host);
      expect(recordOf(host)).toMatchObject({ state: 'done', startedBy: 'schedule' });
      expect((await only(host)).lastResult).toMatch(/^Done/);
    },
  );

  it('that waits for a quota and covers other rows than the next one is let end first', async () => {
    const host = await hostAt('2026-06-05T16:20:00Z');
    await save(host, { step: 'final.verify', hour: 13 });
    const now = host.options.clock.now();
    const parked = { 'final.verify': [{ source: 'TMDb', items: 3, until: now + 48 * HOUR }] };
    const options = { ...defaultOptions, startRow: 2, endRow: 3 };
    const run = newRecord('r1', 'final.verify', ['final.verify'], options, 'schedule', now);
    const pieces = toPieces(RUN, { ...run, state: 'parked', parked, executions: 1 });
    Object.assign(host.state.properties.document, pieces);
    for (let hour = 0; hour < 3; hour++) await tick(host);
    expect(recordOf(host)).toMatchObject({ id: 'r1', state: 'parked' });
  });

  it('is started again if it was ended before it began', async () => {
    // Of what is written under the lock: first that it is started, then the run itself.
    let writes = -Infinity;
    const host = await hostAt('2026-06-05T16:20:00Z', {
      beforeCall: (_, call) => {
        if (call === 'Lock.tryLock') writes = writes < 0 ? 0 : Infinity;
        return call === 'Properties.setProperties' && ++writes === 2 ? 'kill' : undefined;
      },
    });
    await save(host, { hour: 13 });
    expect((await tick(host)).status).toBe('killed');
    expect(await report(host)).toBeNull();
    expect(await startsIn(host, 1)).toEqual(['2026-06-05T18']);
  });

  it('that a person started makes the schedule wait, and it says so', async () => {
    const ending = killer();
    const host = await hostAt('2026-06-05T16:20:00Z', ending);
    await save(host, { hour: 13 });
    ending.kill = true;
    expect(
      (await host.run('startRun', [JSON.stringify({ step: 'quality', options: {}, by: 'person' })])).status,
    ).toBe('killed');
    const hourlyOnly = host.state.triggers.filter(({ handler }) => handler === 'continueRun');
    for (const trigger of hourlyOnly) trigger.nextAt += 3 * HOUR;
    const before = await report(host);
    expect((await tick(host)).status).toBe('ok');
    expect(await report(host)).toMatchObject({ runId: before?.runId, state: 'running', startedBy: 'person' });
    expect((await only(host)).lastResult).toBe(
      "Waits: a person's run is under way. It is started in the first hour after that.",
    );
    await host.run('stopRun');
    expect(await startsIn(host, 1)).toEqual(['2026-06-05T18']);
  });
});

describe('the owner is told', () => {
  it('that a run failed, once, by an execution that fails', async () => {
    const host = await hostAt('2026-06-05T16:20:00Z');
    await save(host, { step: 'showinfo', hour: 13, notify: true });
    const failed = await tick(host);
    expect(failed.status).toBe('error');
    expect(failed.error?.message).toMatch(
      /^Realitease: the scheduled run "Shows" failed: .*TMDB_BEARER.* What was done is kept; the tab Run Log has the details\. It is tried again at its next time\.$/,
    );
    expect((await only(host)).lastResult).toMatch(/^Failed at 2026-06-05 13:2\d: /);
    expect((await tick(host)).status).toBe('ok');
  });

  it('of nothing if that is switched off', async () => {
    const host = await hostAt('2026-06-05T16:20:00Z');
    await save(host, { step: 'showinfo', hour: 13 });
    expect((await tick(host)).status).toBe('ok');
    expect((await only(host)).lastResult).toMatch(/^Failed/);
  });
});

describe('a copy of the workbook', () => {
  it('has no schedule running, says so, and can have its own', async () => {
    const host = await hostAt('2026-06-05T16:20:00Z');
    await save(host, { hour: 13 });
    await tick(host);
    const { workbook, state } = host;
    const copy = await hostAt('2026-06-05T18:20:00Z', { workbook: { ...workbook, id: 'copy' }, state });
    expect(await list(copy)).toMatchObject({
      isCopy: true,
      schedules: [
        { on: false, nextRun: '', lastResult: expect.stringContaining('This workbook is a copy') as string },
      ],
    });
    const before = await report(copy);
    await tick(copy);
    expect(copy.state.triggers).toEqual([]);
    expect(await report(copy)).toEqual(before);
    await save(copy, { id: (await only(copy)).id, hour: 13 });
    expect(handlers(copy)).toEqual(['runSchedules']);
    expect(await list(copy)).toMatchObject({ isCopy: false, schedules: [{ on: true }] });
  });

  it('that came without properties, as Google makes it, is known by its log', async () => {
    const host = await hostAt('2026-06-05T16:20:00Z');
    await host.run('startRun', [JSON.stringify({ step: 'quality', options: {}, by: 'person' })]);
    expect((await list(host)).isCopy).toBe(false);
    const copy = await hostAt('2026-06-05T18:20:00Z', { workbook: { ...host.workbook, id: 'copy' } });
    expect(await list(copy)).toMatchObject({ isCopy: true, schedules: [] });
  });
});

describe('the trigger', () => {
  it('of a second person is not needed and goes', async () => {
    const host = await hostAt('2026-06-05T16:20:00Z');
    await save(host, { hour: 3 });
    await tick(host);
    const [first] = host.state.triggers;
    host.state.triggers.push({ ...first!, id: 'second', nextAt: first!.nextAt - 60_000 });
    await tick(host);
    expect(host.state.triggers.map(({ id }) => id)).toEqual([first!.id]);
  });

  it('that is gone is missed, said, and made anew by the next save', async () => {
    const host = await hostAt('2026-06-05T16:20:00Z');
    await save(host, { hour: 3 });
    host.state.triggers[0]!.disabled = true;
    await host.options.clock.pass(13 * HOUR);
    expect((await only(host)).lastResult).toBe(
      'Google has not woken it for hours: switch it off and on again.',
    );
    await save(host, { id: (await only(host)).id, hour: 3 });
    expect(host.state.triggers.map(({ disabled }) => disabled)).toEqual([false]);
  });
});
