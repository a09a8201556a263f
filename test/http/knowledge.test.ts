import * as fc from 'fast-check';
import { Knowledge } from '../../src/services/cache/knowledge';
import type { KnowledgeParts } from '../../src/services/cache/parts';
import { CACHE_COLUMNS } from '../../src/services/cache/packets';
import type { LogPort } from '../../src/services/cache/index';
import type { Answer, Lookup, Question } from '../../src/services/types';
import { readSettings } from '../../src/settings/settings';

const DAY = 86_400_000;
const START = Date.UTC(2026, 10, 24, 12);

/** A tab in memory that refuses what a sheet would. */
class Rows implements LogPort {
  rows: string[][] = [];
  reads = 0;
  /** Ends the execution at the n-th change. */
  dieAt = Infinity;
  private changes = 0;

  readColumns(columns: readonly string[]): string[][] {
    this.reads++;
    return this.rows.map((row) => columns.map((name) => row[CACHE_COLUMNS.indexOf(name)] ?? ''));
  }

  readRows(first: number, count: number, columns: readonly string[]): string[][] {
    this.reads++;
    if (first < 0 || first + count > this.rows.length) throw new Error('outside the sheet');
    return this.rows
      .slice(first, first + count)
      .map((row) => columns.map((name) => row[CACHE_COLUMNS.indexOf(name)] ?? ''));
  }

  append(rows: readonly string[][]): void {
    this.change();
    for (const row of rows) {
      expect(row).toHaveLength(CACHE_COLUMNS.length);
      for (const cell of row) {
        expect(cell.length).toBeLessThan(50_000);
        if (/[^\x20-\x7e]|^[=+'@-]/.test(cell)) throw new Error(`a sheet would change ${cell.slice(0, 40)}`);
      }
      this.rows.push([...row]);
    }
  }

  removeFirst(count: number): void {
    this.change();
    this.rows.splice(0, count);
  }

  private change(): void {
    if (++this.changes === this.dieAt) throw new Error('killed');
  }
}

interface Setup {
  log?: Rows;
  now?: number;
  startedAt?: number;
  runId?: string;
  dryRun?: boolean;
  incremental?: boolean;
  force?: boolean;
  off?: boolean;
  sick?: boolean;
  /** The source's host does not resolve. */
  gone?: boolean;
  /** The source `slow` is one that nobody waits for, until `patient`. */
  tail?: boolean;
  patient?: boolean;
  /** The source's word on a key; default: found, `value of key`. */
  says?: (key: string) => unknown;
  /** Instead of an answer to the lookup. */
  answer?: (keys: string[]) => Answer<unknown> | null;
}

const settings = readSettings({}).settings;
const ABSENT = Symbol('absent');
/** Keys of the lookups that reached the source, in order. */
let asked: string[][] = [];

function execution(how: Setup = {}): {
  knowledge: Knowledge;
  log: Rows;
  clock: { now: number };
  hits: () => number;
} {
  const log = how.log ?? new Rows();
  const clock = { now: how.now ?? START };
  let hits = 0;
  const fetch: KnowledgeParts['http']['fetch'] = (lookups, onAnswer) =>
    lookups.forEach((lookup, i) => {
      const keys = JSON.parse(lookup.call.payload ?? '[]') as string[];
      asked.push(keys);
      const value = Object.fromEntries(
        keys
          .map((key) => [key, how.says ? how.says(key) : `value of ${key}`] as const)
          .filter(([, v]) => v !== ABSENT),
      );
      onAnswer(i, how.answer?.(keys) ?? { kind: 'found', value, at: clock.now });
    });
  const { dryRun = false, incremental = true, force = false } = how;
  const knowledge = new Knowledge({
    log,
    http: {
      fetch,
      ride: () => [],
      last: () => null,
      opening: () => 0,
      room: () => 0,
      pace: () => Infinity,
      waited: () => 0,
      ready: () => !how.off,
      healthy: () => !how.sick,
      gone: () => how.gone ?? false,
      tail: () => how.tail ?? false,
      hit: (_source, n) => (hits += n),
    },
    settings,
    run: {
      id: how.runId ?? 'run1',
      startedAt: how.startedAt ?? clock.now,
      options: { dryRun, incremental, force },
      patient: how.patient ?? false,
    },
    now: () => clock.now,
  });
  return { knowledge, log, clock, hits: () => hits };
}

function question(more: Partial<Question<unknown>> = {}): Question<unknown> {
  return {
    id: 'tmdb.thing',
    source: 'tmdb',
    perLookup: 10,
    keeps: 'value',
    lookup: (keys): Lookup<Record<string, unknown>> => ({
      source: 'tmdb',
      label: 'things',
      call: { url: 'https://api.themoviedb.org/x', payload: JSON.stringify(keys) },
      read: () => ({ kind: 'absent' }),
    }),
    ...more,
  };
}

const thing = question();

function batch(knowledge: Knowledge, keys: string[], as?: string, q = thing): Answer<unknown>[] {
  const answers = knowledge.ask([{ question: q, keys, as }]);
  knowledge.stampLooks();
  return keys.map((key) => answers.get(q, key));
}

beforeEach(() => (asked = []));

describe('what is asked', () => {
  test('keys go out in lookups of the size and group the question wants, each once', () => {
    const { knowledge } = execution();
    const wiki = question({ id: 'w', perLookup: 2, group: (key) => key.split('|')[0] ?? '' });
    knowledge.ask([
      { question: wiki, keys: ['a|1', 'b|1', 'a|2', 'a|3', 'a|1'] },
      { question: wiki, keys: ['b|1', 'b|2'], as: 'other' },
    ]);
    expect(asked).toEqual([['a|1', 'a|2'], ['a|3'], ['b|1', 'b|2']]);
  });

  test('a second run right after asks nothing and still knows everything', () => {
    const first = execution();
    batch(first.knowledge, ['1', '2', '3']);
    const second = execution({ log: first.log, now: START + 60_000 });
    expect(second.knowledge.due(thing, '2')).toBe(false);
    expect(batch(second.knowledge, ['1', '2', '3'])[1]).toEqual({
      kind: 'found',
      value: 'value of 2',
      at: START,
    });
    expect(asked).toHaveLength(1);
    expect(second.hits()).toBe(3);
  });

  test('what another key’s calendar calls due is asked again although its own look holds, and once for all steps', () => {
    const { log, knowledge } = execution();
    batch(knowledge, ['1'], 'members');
    const later = execution({ log, now: START + 5 * DAY }).knowledge;
    const againAs = (one: Knowledge, as: string) => {
      one.ask([{ question: thing, keys: ['1'], as, settle: false, again: true }]);
      one.settle(thing, ['1'], as);
      one.stampLooks();
    };
    againAs(later, 'members');
    againAs(later, 'appearances');
    expect(asked).toEqual([['1'], ['1']]);
    // The day after it is due again, and what was settled with the last answer is not served once more.
    againAs(execution({ log, now: START + 6 * DAY - 60_000 }).knowledge, 'members');
    expect(asked).toHaveLength(3);
  });

  test('what is due anyhow and fails is told as failed, though an earlier answer is kept', () => {
    const { log, knowledge } = execution();
    batch(knowledge, ['1'], 'members');
    const answer = (): Answer<unknown> => ({ kind: 'failed', error: 'no', retryAt: 0 });
    const later = execution({ log, answer, now: START + 5 * DAY }).knowledge;
    const ask = () =>
      later.ask([{ question: thing, keys: ['1'], as: 'members', settle: false, again: true }]);
    expect(ask().get(thing, '1').kind).toBe('failed');
    // Nor while it is left alone for a while.
    expect(ask().get(thing, '1').kind).toBe('failed');
    expect(asked).toHaveLength(2);
  });

  test('found holds 180 days and absent 30, and a look at what is not due does not renew it', () => {
    const says = (key: string): unknown => (key === 'gone' ? ABSENT : 1);
    const { log, knowledge } = execution({ says });
    batch(knowledge, ['here', 'gone']);
    batch(execution({ log, now: START + 20 * DAY }).knowledge, ['here', 'gone']);
    const at = (days: number) => {
      const later = execution({ log, now: START + days * DAY }).knowledge;
      return [later.due(thing, 'here'), later.due(thing, 'gone')];
    };
    expect([at(29), at(31), at(179), at(181)]).toEqual([
      [false, false],
      [false, true],
      [false, true],
      [true, true],
    ]);
  });

  test('each step that looks for itself is due until it has looked', () => {
    const { log, knowledge } = execution();
    batch(knowledge, ['1'], 'showinfo');
    expect(knowledge.due(thing, '1', 'castinfo')).toBe(true);
    const within = execution({ log, now: START + DAY - 1000 });
    batch(within.knowledge, ['1'], 'castinfo');
    expect(asked).toHaveLength(1);
    expect(execution({ log, now: START + 2 * DAY }).knowledge.due(thing, '1', 'castinfo')).toBe(false);
    batch(execution({ log, now: START + 3 * DAY }).knowledge, ['1'], 'late');
    expect(asked).toHaveLength(2);
  });

  test('a calendar of its own decides, without reading values again', () => {
    const calendar = question({ due: (last, _look, now) => now >= (last as { next: number }).next });
    const { log, knowledge } = execution({ says: (key) => ({ next: START + Number(key) * DAY }) });
    batch(knowledge, ['3', '7'], '', calendar);
    const later = execution({ log, now: START + 4 * DAY });
    expect([later.knowledge.due(calendar, '3'), later.knowledge.due(calendar, '7')]).toEqual([true, false]);
    expect(later.log.reads).toBe(2);
  });

  test('answers of a batch that was cut off are used within 24 hours', () => {
    const stateOnly = question({ id: 's', keeps: 'state' });
    const cut = execution();
    cut.knowledge.ask([
      { question: thing, keys: ['1'] },
      { question: stateOnly, keys: ['1'] },
    ]);
    cut.knowledge.store.persistAnswers();
    const soon = execution({ log: cut.log, now: START + 1000, startedAt: START });
    expect(soon.knowledge.due(thing, '1')).toBe(true);
    expect(batch(soon.knowledge, ['1'], '', stateOnly)[0]).toMatchObject({
      kind: 'found',
      value: 'value of 1',
    });
    expect(asked).toHaveLength(2);
    batch(execution({ log: cut.log, now: START + DAY + 1 }).knowledge, ['1']);
    expect(asked).toHaveLength(3);
  });

  test('what failed in a batch that was cut off is asked again: nobody has told of it', () => {
    const cut = execution({ answer: () => ({ kind: 'failed', error: 'no', retryAt: 0 }) });
    cut.knowledge.ask([{ question: thing, keys: ['1'] }]);
    cut.knowledge.store.persistKept();
    cut.knowledge.store.persistAnswers();
    const next = execution({ log: cut.log, now: START + 1000, startedAt: START });
    expect(next.knowledge.due(thing, '1')).toBe(true);
    expect(batch(next.knowledge, ['1'])[0]).toMatchObject({ value: 'value of 1' });
  });

  test('what went along and failed is asked again by whoever asks for it', () => {
    const bad = (keys: string[]): Answer<unknown> | null =>
      keys.includes('2') ? { kind: 'failed', error: 'no', retryAt: 0 } : null;
    const { knowledge, log } = execution({ answer: bad });
    knowledge.along([{ question: thing, keys: ['2'] }]);
    expect(batch(knowledge, ['1'])[0]).toMatchObject({ value: 'value of 1' });
    expect(asked.flat()).toContain('2');
    expect(knowledge.due(thing, '2')).toBe(true);
    expect(execution({ log }).knowledge.due(thing, '2')).toBe(true);
    expect(batch(knowledge, ['2'])[0]).toMatchObject({ kind: 'failed', error: 'no' });
  });

  test('--no-incremental looks at all once a run and uses young answers; force uses only those of this run', () => {
    const { log, knowledge } = execution();
    batch(knowledge, ['1']);
    const all = execution({ log, now: START + 1000, incremental: false });
    expect(all.knowledge.due(thing, '1')).toBe(true);
    batch(all.knowledge, ['1']);
    expect(all.knowledge.due(thing, '1')).toBe(false);
    expect(asked).toHaveLength(1);
    const forced = execution({ log, now: START + 2000, force: true });
    batch(forced.knowledge, ['1'], 'a');
    expect(asked).toHaveLength(2);
    expect(forced.knowledge.due(thing, '1', 'a')).toBe(false);
    const resumed = execution({ log, now: START + 60_000, startedAt: START + 2000, force: true });
    expect(resumed.knowledge.due(thing, '1', 'a')).toBe(false);
    batch(resumed.knowledge, ['1'], 'b');
    expect(asked).toHaveLength(2);
    batch(execution({ log, now: START + 3 * DAY, incremental: false }).knowledge, ['1']);
    expect(asked).toHaveLength(3);
  });

  test('a failure waits longer each time, is no look, and keeps the last answer known', () => {
    const log = new Rows();
    batch(execution({ log }).knowledge, ['1']);
    let now = START + 200 * DAY;
    const fails = (): Answer<unknown> => ({ kind: 'failed', error: 'TMDb answered 500', retryAt: 0 });
    for (const pause of [10, 60, 360, 1440, 1440].map((minutes) => minutes * 60_000)) {
      const { knowledge } = execution({ log, now, answer: fails });
      expect(knowledge.due(thing, '1')).toBe(true);
      expect(batch(knowledge, ['1'])[0]).toMatchObject({ kind: 'failed', retryAt: now + pause });
      const resting = execution({ log, now: now + pause - 1 }).knowledge;
      expect(resting.due(thing, '1')).toBe(false);
      expect(resting.known(thing, '1')).toMatchObject({ kind: 'found', value: 'value of 1' });
      now += pause;
    }
    batch(execution({ log, now }).knowledge, ['1']);
    expect(execution({ log, now: now + 170 * DAY }).knowledge.due(thing, '1')).toBe(false);
  });

  test('says how often a key failed in a row, unless it is the source that is not well', () => {
    const fails = (): Answer<unknown> => ({ kind: 'failed', error: 'no', retryAt: 0 });
    const log = new Rows();
    const at = (days: number, sick: boolean) =>
      batch(execution({ log, sick, now: START + days * DAY, answer: fails }).knowledge, ['1'])[0];
    expect(at(0, false)).toMatchObject({ attempts: 1 });
    expect(at(1, false)).toMatchObject({ attempts: 2 });
    expect(at(2, true)).not.toHaveProperty('attempts');
    expect(at(3, false)).toMatchObject({ attempts: 4 });
    // Also while it is not asked.
    expect(at(3, false)).toMatchObject({ attempts: 4 });
  });

  test('what never was known fails again without asking during its pause', () => {
    const { log, knowledge } = execution({ answer: () => ({ kind: 'failed', error: 'no', retryAt: 0 }) });
    batch(knowledge, ['1']);
    const [again] = batch(execution({ log, now: START + 1000 }).knowledge, ['1']);
    expect(again).toMatchObject({ kind: 'failed', error: 'no' });
    expect(asked).toHaveLength(1);
  });

  test('a source that never answered is as if it were off; one that has is waited for, for some days', () => {
    const failed: Answer<unknown> = { kind: 'failed', error: 'no such host', retryAt: START };
    const never = execution({ gone: true, answer: () => failed }).knowledge;
    expect(batch(never, ['1'])).toEqual([{ kind: 'off' }]);
    expect(never.due(thing, '2')).toBe(false);
    const log = new Rows();
    batch(execution({ log }).knowledge, ['1']);
    const away = (days: number) =>
      execution({ log, gone: true, now: START + days * DAY, answer: () => failed }).knowledge;
    for (const days of [1, 2, 4]) expect(batch(away(days), ['2'])).toMatchObject([{ kind: 'failed' }]);
    expect(away(4).due(thing, '3')).toBe(true);
    expect(batch(away(6), ['2'])).toEqual([{ kind: 'off' }]);
    expect(away(7).due(thing, '3')).toBe(false);
    expect(execution({ log, now: START + 8 * DAY }).knowledge.due(thing, '3')).toBe(true);
  });

  test('a source that is off makes nothing due, and parked keys are counted and stay due', () => {
    const off = execution({ off: true }).knowledge;
    expect(off.due(thing, '1')).toBe(false);
    expect(batch(off, ['1'])).toEqual([{ kind: 'off' }]);
    const { knowledge, log } = execution({
      answer: () => ({ kind: 'parked', until: START + DAY, reason: 'quota' }),
    });
    batch(knowledge, ['1', '2']);
    expect(knowledge.takeParked()).toEqual([{ source: 'tmdb', items: 2, until: START + DAY }]);
    expect(knowledge.takeParked()).toEqual([]);
    expect(log.rows).toHaveLength(0);
    expect(knowledge.due(thing, '1')).toBe(true);
  });

  test('a batch that did not end settles nothing', () => {
    const { knowledge, log } = execution();
    knowledge.ask([{ question: thing, keys: ['1'] }]);
    knowledge.store.remember('x', 1);
    knowledge.forgetBatch();
    knowledge.stampLooks();
    const later = execution({ log, now: START + 1000 }).knowledge;
    expect(later.due(thing, '1')).toBe(true);
    expect(later.store.recall('x')).toBeNull();
  });

  test('a failed lookup is asked again in halves, so that one bad key fails alone', () => {
    const answer = (keys: string[]): Answer<unknown> | null =>
      keys.includes('5') ? { kind: 'failed', error: 'cut', retryAt: 0 } : null;
    const keys = Array.from({ length: 10 }, (_, i) => String(i));
    const answers = batch(execution({ answer }).knowledge, keys);
    expect(answers.map((a, i) => (a.kind === 'found' ? null : i)).filter((i) => i !== null)).toEqual([5]);
    asked = [];
    const all = batch(execution({ answer, sick: true }).knowledge, keys);
    expect(all.every((a) => a.kind === 'failed')).toBe(true);
    expect(asked).toHaveLength(1);
  });

  test('a key that no request can be made of fails alone', () => {
    const broken = question({
      perLookup: 1,
      lookup: (keys) => {
        if (keys[0] === 'bad') throw new Error('"bad" is no id');
        return question().lookup(keys, settings);
      },
    });
    expect(batch(execution().knowledge, ['good', 'bad'], '', broken).map((a) => a.kind)).toEqual([
      'found',
      'failed',
    ]);
  });
});

describe('a dry run', () => {
  test('looks and remembers for itself only; its answers serve the run that follows', () => {
    const real = execution();
    real.knowledge.store.remember('listed', ['a']);
    real.knowledge.stampLooks();
    const dry = execution({ log: real.log, now: START + 1000, runId: 'dry', dryRun: true });
    batch(dry.knowledge, ['1']);
    dry.knowledge.store.remember('listed', ['b']);
    dry.knowledge.stampLooks();
    const resumed = execution({
      log: real.log,
      now: START + 2000,
      startedAt: START + 1000,
      runId: 'dry',
      dryRun: true,
    });
    expect(resumed.knowledge.due(thing, '1')).toBe(false);
    expect(resumed.knowledge.store.recall('listed')).toEqual(['b']);
    const next = execution({ log: real.log, now: START + 3000, runId: 'run2' });
    expect(next.knowledge.due(thing, '1')).toBe(true);
    expect(next.knowledge.store.recall('listed')).toEqual(['a']);
    batch(next.knowledge, ['1']);
    expect(asked).toHaveLength(1);
  });
});

describe('_Cache', () => {
  test('keeps values longer than a cell and than a row, of any letters, in few rows and reads', () => {
    const values: Record<string, string> = {
      a: 'é"=\u{1f600}'.repeat(9_000),
      b: 'x',
      c: 'long'.repeat(120_000),
      d: '\u00a0=',
    };
    const { log, knowledge } = execution({ says: (key) => values[key] });
    batch(knowledge, ['a', 'b', 'c', 'd']);
    expect(log.rows.length).toBeLessThanOrEqual(4);
    const later = execution({ log, now: START + 1000 });
    log.reads = 0;
    expect(
      batch(later.knowledge, ['a', 'b', 'c', 'd']).map((a) => (a.kind === 'found' ? a.value : null)),
    ).toEqual(Object.values(values));
    expect(log.reads).toBe(2);
  });

  test('key by key takes few reads too', () => {
    const { log, knowledge } = execution();
    const keys = Array.from({ length: 60 }, (_, i) => `k${i}`);
    for (const key of keys) batch(knowledge, [key]);
    const later = execution({ log, now: START + 1000 }).knowledge;
    log.reads = 0;
    for (const key of keys) expect(later.known(thing, key)).toMatchObject({ value: `value of ${key}` });
    expect(log.reads).toBeLessThanOrEqual(14);
  });

  test('torn or foreign rows cost only themselves', () => {
    const { log, knowledge } = execution({ says: (key) => (key === 'torn' ? 'y'.repeat(500_000) : 'z') });
    batch(knowledge, ['torn', 'whole']);
    batch(knowledge, ['other']);
    log.rows.splice(1, 1);
    log.rows.splice(
      0,
      0,
      CACHE_COLUMNS.map(() => 'typed by someone'),
    );
    const later = execution({ log, now: START + 1000, startedAt: START + 1000 });
    expect(batch(later.knowledge, ['other'])[0]).toMatchObject({ value: 'z' });
    expect(asked).toHaveLength(2);
  });

  test('tidied at any time, and killed at any point of it, it knows the same', () => {
    const step = fc.record({
      keys: fc.uniqueArray(fc.integer({ min: 0, max: 30 }).map(String), { minLength: 1, maxLength: 12 }),
      days: fc.integer({ min: 1, max: 300 }),
      how: fc.constantFrom('found', 'absent', 'failed', 'dry'),
    });
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 30, maxLength: 70 }),
        fc.integer({ min: 1, max: 12 }),
        (steps, dieAt) => {
          const log = new Rows();
          let now = START;
          steps.forEach(({ keys, days, how }, n) => {
            now += days * DAY;
            const says = (key: string): unknown => (how === 'absent' ? ABSENT : `${key} at ${n}`);
            const answer = (): Answer<unknown> | null =>
              how === 'failed' ? { kind: 'failed', error: 'no', retryAt: now + DAY } : null;
            const { knowledge } = execution({
              log,
              now,
              says,
              answer,
              runId: `r${n}`,
              dryRun: how === 'dry',
            });
            knowledge.store.remember('m', n);
            batch(knowledge, keys);
          });
          const all = Array.from({ length: 31 }, (_, i) => String(i));
          const state = (): unknown => {
            const { knowledge } = execution({ log, now: now + 1000, runId: 'after' });
            return [
              knowledge.store.recall('m'),
              all.map((key) => [knowledge.due(thing, key), knowledge.known(thing, key) ?? null]),
            ];
          };
          const before = state();
          const rows = log.rows.length;
          log.dieAt = dieAt;
          log['changes'] = 0;
          try {
            execution({ log, now: now + 1000, runId: 'tidy' }).knowledge.store.tidy(Infinity);
          } catch {
            expect(log['changes']).toBe(dieAt);
          }
          log.dieAt = Infinity;
          expect(state()).toEqual(before);
          execution({ log, now: now + 1000, runId: 'tidy' }).knowledge.store.tidy(Infinity);
          expect(state()).toEqual(before);
          if (rows >= 120) expect(log.rows.length).toBeLessThan(rows);
        },
      ),
      { numRuns: 25, seed: 7 },
    );
  });
});
