import type { RunReport, RunState } from '../../src/engine/report';
import type { RunRequest } from '../../local/cli/bundle';
import { Driver } from '../../local/cli/drive';
import type { Clock, ExecutionResult, Host, HostState, TriggerRecord } from '../../local/host/host';

const MINUTE = 60_000;

/** What an execution of the pretended bundle does to the run; `kill` ends it before it is on record. */
type Act = { state?: RunState; kill?: boolean; error?: string; refuse?: string; usage?: boolean };

/** A host with a bundle that works off a list of acts and keeps two recurring triggers while it runs. */
class PretendedHost {
  now = 0;
  readonly handlers: string[] = [];
  readonly asked: RunRequest[] = [];
  record: { runId: string; state: RunState; endedAt: string | null } | null = null;
  readonly state = { triggers: [] as TriggerRecord[] } as HostState;
  readonly options = { clock: { kind: 'simulated', now: () => this.now } as Clock } as Host['options'];

  constructor(private readonly acts: Act[]) {}

  addTrigger(id: string, everyMinutes: number): void {
    const nextAt = this.now + everyMinutes * MINUTE;
    this.state.triggers.push({
      id,
      handler: 'continueRun',
      kind: 'everyMinutes',
      every: everyMinutes,
      nextAt,
      fired: false,
      disabled: false,
    });
  }

  nextTrigger(): TriggerRecord | undefined {
    return [...this.state.triggers].sort((a, b) => a.nextAt - b.nextAt)[0];
  }

  async fire(trigger: TriggerRecord): Promise<ExecutionResult> {
    this.now = trigger.nextAt;
    trigger.nextAt += (trigger.every ?? 0) * MINUTE;
    return this.act(trigger.handler);
  }

  async run(handler: string, args: unknown[] = []): Promise<ExecutionResult> {
    if (handler === 'runStatus') {
      return this.result(
        handler,
        'ok',
        JSON.stringify({ run: this.record && { ...this.record, stepIndex: 0, stepCount: 1 } }),
      );
    }
    this.asked.push(JSON.parse(String(args[0])) as RunRequest);
    return this.act(handler);
  }

  private act(handler: string): ExecutionResult {
    this.handlers.push(handler);
    const act = this.acts.shift();
    if (!act) throw new Error('the run went on after its end');
    if (act.error) return this.result(handler, 'error', undefined, act.error);
    if (act.refuse)
      return this.result(handler, 'ok', JSON.stringify({ ok: false, message: act.refuse, usage: act.usage }));
    if (act.state) {
      const over = act.state !== 'running' && act.state !== 'parked';
      this.record = { runId: 'r1', state: act.state, endedAt: over ? String(this.now) : null };
      this.state.triggers = this.state.triggers.filter(({ id }) => id !== 'own');
      if (!over) this.addTrigger('own', 10);
    }
    return this.result(
      handler,
      act.kill ? 'killed' : 'ok',
      JSON.stringify({ ok: true, message: '', runId: 'r1' }),
    );
  }

  private result(
    handler: string,
    status: ExecutionResult['status'],
    value?: string,
    error?: string,
  ): ExecutionResult {
    this.now += 1000;
    return {
      handler,
      status,
      value,
      kind: 'trigger',
      startedAt: this.now,
      virtualMs: 1000,
      jsMs: 1,
      loadMs: 1,
      heapBytes: 0,
      log: [],
      ...(error && { error: { name: 'Error', message: error, stack: '' } }),
    };
  }
}

const request: RunRequest = {
  step: 'all',
  options: { dryRun: false, verbose: false, force: false, confirm: false, incremental: true, resume: false },
  by: 'person',
};

async function drive(host: PretendedHost, maxDays = 30) {
  const counted: boolean[] = [];
  const driver = new Driver(host as unknown as Host, {
    maxDays,
    onExecution: () => undefined,
    setCounting: (on) => counted.push(on),
    say: () => undefined,
  });
  const outcome = await driver.drive(request);
  expect(counted.at(-1)).toBe(false);
  return {
    state: (outcome.run as RunReport | null)?.state,
    message: outcome.message,
    usage: outcome.usage,
    errors: outcome.errors,
  };
}

const fine = { message: '', usage: false, errors: 0 };

test('a run goes on by its triggers until nothing is scheduled', async () => {
  const host = new PretendedHost([
    { state: 'running' },
    { state: 'parked' },
    { state: 'running' },
    { state: 'done' },
  ]);
  expect(await drive(host)).toEqual({ ...fine, state: 'done' });
  expect(host.handlers).toEqual(['startRun', 'continueRun', 'continueRun', 'continueRun']);
});

test('an execution killed before the first trigger is started again, to be resumed', async () => {
  const host = new PretendedHost([{ kill: true }, { state: 'done' }]);
  host.record = { runId: 'r0', state: 'done', endedAt: '0' };
  expect(await drive(host)).toEqual({ ...fine, state: 'done' });
  expect(host.asked.map((one) => one.options.resume)).toEqual([false, true]);
});

test('an execution killed later is left to the triggers', async () => {
  const host = new PretendedHost([
    { state: 'running', kill: true },
    { state: 'running', kill: true },
    { state: 'done' },
  ]);
  expect(await drive(host)).toEqual({ ...fine, state: 'done' });
  expect(host.asked).toHaveLength(1);
});

test('a schedule that was there before does not keep the run from ending', async () => {
  const host = new PretendedHost([{ state: 'running' }, { state: 'done' }]);
  host.addTrigger('schedule', 60);
  expect(await drive(host)).toEqual({ ...fine, state: 'done' });
  expect(host.state.triggers.map(({ id }) => id)).toEqual(['schedule']);
});

test('what is parked at the last day stays so', async () => {
  const parked = Array.from({ length: 200 }, (): Act => ({ state: 'parked' }));
  const host = new PretendedHost(parked);
  expect(await drive(host, 1)).toMatchObject({ state: 'parked' });
  expect(host.now).toBeLessThan(86_400_000 + MINUTE);
});

test('a run of an earlier command is let finish first', async () => {
  const host = new PretendedHost([
    { refuse: 'it runs' },
    { state: 'running' },
    { state: 'done' },
    { state: 'done' },
  ]);
  host.record = { runId: 'r0', state: 'running', endedAt: null };
  host.addTrigger('own', 10);
  expect(await drive(host)).toEqual({ ...fine, state: 'done' });
  expect(host.handlers).toEqual(['startRun', 'continueRun', 'continueRun', 'startRun']);
});

test('a refusal is told, and what an earlier run said is not this run', async () => {
  const host = new PretendedHost([{ refuse: 'TMDB_BEARER is missing', usage: true }]);
  host.record = { runId: 'r0', state: 'done', endedAt: '0' };
  expect(await drive(host)).toEqual({
    state: undefined,
    message: 'TMDB_BEARER is missing',
    usage: true,
    errors: 0,
  });
});

test('errors that the bundle did not catch are counted, and do not go on for ever', async () => {
  const once = new PretendedHost([{ state: 'running' }, { error: 'boom' }, { state: 'done' }]);
  expect(await drive(once)).toEqual({ state: 'done', message: 'boom', usage: false, errors: 1 });
  const always = new PretendedHost([
    { state: 'running' },
    ...Array.from({ length: 50 }, () => ({ error: 'boom' })),
  ]);
  expect(await drive(always)).toMatchObject({ state: 'running', errors: 10 });
});

test('being out of trigger time is no error: a later trigger finds it back', async () => {
  const wait = Array.from({ length: 50 }, () => ({
    error: 'Service using too much computer time for one day',
  }));
  const host = new PretendedHost([{ state: 'running' }, ...wait, { state: 'done' }]);
  expect(await drive(host)).toEqual({ ...fine, state: 'done' });
});
