import type { ExecutionResult } from '../../local/host';
import { MESSAGE, START, useScripts } from './support';

const script = useScripts();
const MINUTE = 60_000;
const make = (when: string): string => `ScriptApp.newTrigger('tick').timeBased().${when}.create()`;
const TICK = `function tick(e) { PropertiesService.getScriptProperties().setProperty('fired', JSON.stringify(e)); }`;

describe('triggers', () => {
  it('fire at their time with an event in UTC', async () => {
    const { call, host } = await script(
      `${TICK} function t() { return ${make('after(120000)')}.getUniqueId(); }`,
    );
    const id = await call('t');
    const trigger = host.nextTrigger();
    expect(trigger).toMatchObject({ id, kind: 'after', nextAt: START + 1000 + 120_000, fired: false });
    const result = await host.fire(trigger!);
    expect(result).toMatchObject({ status: 'ok', kind: 'trigger', startedAt: START + 121_000 });
    expect(JSON.parse(host.state.properties.script.fired ?? '')).toMatchObject({
      authMode: 'FULL',
      triggerUid: id,
      timezone: 'UTC',
      year: 2026,
      month: 3,
      'day-of-month': 10,
      'day-of-week': 2,
      hour: 9,
      minute: 2,
      second: 1,
    });
  });

  it('stay listed after they fired, and count to twenty', async () => {
    const { call, host } = await script(`${TICK} ${MESSAGE}
      function one() { ${make('after(1000)')}; }
      function many() {
        for (var i = 0; i < 19; i++) ${make('everyHours(1)')};
        return message(function () { ${make('everyHours(1)')}; });
      }
      function clean() {
        var triggers = ScriptApp.getProjectTriggers();
        triggers.forEach(function (t) { if (t.getHandlerFunction() === 'tick') ScriptApp.deleteTrigger(t); });
        return [triggers.length, ScriptApp.getProjectTriggers().length];
      }`);
    await call('one');
    await host.fire(host.nextTrigger()!);
    expect(host.nextTrigger()).toBeUndefined();
    expect(await call('many')).toBe(
      'Exception: This script has too many triggers. Triggers must be deleted from the script before more can be added.',
    );
    expect(await call('clean')).toEqual([20, 0]);
  });

  it('recur', async () => {
    const { call, host } = await script(`${TICK} function t() { ${make('everyMinutes(10)')}; }`);
    await call('t');
    const times = [];
    for (let round = 0; round < 3; round++) {
      const trigger = host.nextTrigger()!;
      times.push(trigger.nextAt - START - 1000);
      await host.fire(trigger);
    }
    expect(times).toEqual([10 * MINUTE, 20 * MINUTE, 30 * MINUTE]);
  });

  it('of days fire within their hour in the zone of the script', async () => {
    const { call, host } = await script(
      `${TICK} function t() { ${make('atHour(7).everyDays(1)')}; ${make("onWeekDay(ScriptApp.WeekDay.SUNDAY).atHour(3).inTimezone('UTC')")}; }`,
      { manifest: { timeZone: 'America/Los_Angeles' } },
    );
    await call('t');
    const [daily, weekly] = host.state.triggers.map(({ nextAt }) => new Date(nextAt).toISOString());
    expect(daily).toMatch(/^2026-03-10T14:/);
    expect(weekly).toMatch(/^2026-03-15T03:/);
  });

  it('made in a triggered execution and due soon are born disabled', async () => {
    const source = `function t() { return [60000, 120000].map(function (ms) {
      return ScriptApp.newTrigger('t').timeBased().after(ms).create().isDisabled(); }); }`;
    const { run } = await script(source);
    expect((await run('t', [], { kind: 'trigger' })).value).toEqual([true, false]);
    expect((await run('t', [], { kind: 'menu' })).value).toEqual([false, false]);
    const strict = await script(source, { strictTriggers: true });
    expect((await strict.run('t', [], { kind: 'trigger' })).value).toEqual([true, true]);
    expect(strict.host.nextTrigger()).toBeUndefined();
  });

  it('take only intervals that Google has', async () => {
    const { call } = await script(
      `${MESSAGE} ${TICK} function t() { return message(function () { ${make('everyMinutes(7)')}; }); }`,
    );
    expect(await call('t')).toBe(
      'Exception: The value you passed to everyMinutes was invalid. It must be one of 1, 5, 10, 15 or 30.',
    );
  });
});

describe('locks', () => {
  const HOLD = `function hold() { LockService.getScriptLock().waitLock(1000); Utilities.sleep(30000); return 'held'; }`;

  it('keep overlapping executions apart', async () => {
    let overlapping: Promise<ExecutionResult> | undefined;
    const { host } = await script(
      `${HOLD} ${MESSAGE}
      function other() {
        var lock = LockService.getScriptLock();
        return [lock.tryLock(0), message(function () { lock.waitLock(5000); }), lock.hasLock(),
          LockService.getDocumentLock().tryLock(0), lock.tryLock(60000), lock.hasLock()];
      }`,
      { afterCall: (_, name) => void (name === 'Lock.waitLock' && (overlapping ??= host.run('other'))) },
    );
    expect((await host.run('hold')).value).toBe('held');
    const other = await overlapping;
    expect(other?.value).toEqual([
      false,
      'Exception: Lock timeout: another process was holding the lock for too long.',
      false,
      true,
      true,
      true,
    ]);
    expect(other?.virtualMs).toBeGreaterThan(30_000);
  });

  it('are given back at the end, also by a kill', async () => {
    const source = `function take() { var got = LockService.getUserLock().tryLock(0); Utilities.sleep(1); return got; }`;
    let kill = true;
    const { run } = await script(source, {
      beforeCall: (_, name) => (kill && name === 'Utilities.sleep' ? 'kill' : undefined),
    });
    expect((await run('take')).status).toBe('killed');
    kill = false;
    expect((await run('take')).value).toBe(true);
    expect((await run('take')).value).toBe(true);
  });

  it('are held once and released once', async () => {
    const { call } = await script(`function t() {
      var lock = LockService.getScriptLock();
      var steps = [lock.hasLock(), lock.tryLock(0), lock.tryLock(0), lock.hasLock()];
      lock.releaseLock();
      return steps.concat([lock.hasLock()]);
    }`);
    expect(await call('t')).toEqual([false, true, true, true, false]);
  });
});
