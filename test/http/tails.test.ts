/** What is slow holds nothing up: it goes along with what others have to wait for, and is asked at the end. */
import { Knowledge } from '../../src/services/cache/knowledge';
import type { KnowledgeParts } from '../../src/services/cache/parts';
import type { LogPort } from '../../src/services/cache/index';
import { Limits } from '../../src/services/http/limits';
import { fetchAll, OutOfTime } from '../../src/services/http/fetchAll';
import { sources } from '../../src/services/sources';
import type { Answer, Lookup, Question } from '../../src/services/types';
import { readSettings } from '../../src/settings/settings';
import { HOSTS, kinds, lookup, many, setUp, World } from './world';

const PAGE = '<!DOCTYPE html><html><head><title>x</title></head><body>x</body></html>';
const page = (n: number): Lookup<unknown> =>
  lookup('famousBirthdays', `https://${HOSTS.famousBirthdays}/people/p${n}.html`, {
    label: `page ${n}`,
    read: () => ({ kind: 'done', value: n }),
  });
const pages = (count: number): Lookup<unknown>[] => Array.from({ length: count }, (_, n) => page(n));
const internet = (): World =>
  new World().on(HOSTS.tmdb, () => ({ body: '{}' })).on(HOSTS.famousBirthdays, () => ({ body: PAGE }));

describe('riders', () => {
  test('use the time that others wait, and cost none', () => {
    const alone = internet();
    fetchAll(setUp(alone), many('tmdb', HOSTS.tmdb, 120));
    const world = internet();
    const answers = fetchAll(setUp(world), many('tmdb', HOSTS.tmdb, 120), undefined, pages(50));
    expect(kinds(answers.slice(0, 120))).toEqual({ found: 120 });
    const rode = world.times(HOSTS.famousBirthdays).length;
    expect(rode).toBeGreaterThanOrEqual(8);
    expect(rode).toBeLessThan(15);
    expect(answers.slice(120).filter(Boolean)).toHaveLength(rode);
    expect(world.now() - alone.now()).toBeLessThan(1000);
  });

  test('are not asked when nothing else is', () => {
    const world = internet();
    expect(fetchAll(setUp(world), [], undefined, pages(5))).toEqual([]);
    expect(world.requests).toHaveLength(0);
  });
});

describe('the end of an execution', () => {
  test('puts off what only a slow source can tell, and keeps what it told', () => {
    const world = internet();
    const answers = fetchAll(setUp(world, { minutes: 1 }), pages(60));
    const { found = 0, parked = 0 } = kinds(answers);
    expect(found).toBeGreaterThan(20);
    expect(found + parked).toBe(60);
  });

  test('still cuts an ask short that waits for others', () => {
    const world = internet();
    const parts = setUp(world, { minutes: 1 });
    expect(() => fetchAll(parts, [...many('tmdb', HOSTS.tmdb, 500), ...pages(3)])).toThrow(OutOfTime);
  });
});

/** Answers at once, and takes so many riders along. */
class Port {
  asked: string[] = [];
  rode: string[] = [];
  room = 2;

  readonly fetch: KnowledgeParts['http']['fetch'] = (lookups, onAnswer, riders) => {
    lookups.forEach((one, i) => onAnswer(i, this.answer(one, this.asked)));
    riders.slice(0, this.room).forEach((one, i) => onAnswer(lookups.length + i, this.answer(one, this.rode)));
  };

  idle = true;
  /** Keys that get no answer. */
  mute: string[] = [];
  /** Keys that fail. */
  bad: string[] = [];

  readonly ride: KnowledgeParts['http']['ride'] = (riders, onAnswer) =>
    riders.slice(0, this.room).map((one, i) => {
      if (!this.mute.includes(one.call.payload ?? '')) onAnswer(i, this.answer(one, this.rode));
      return i;
    });

  private answer({ call }: Lookup<unknown>, into: string[]): Answer<unknown> {
    const keys = (call.payload ?? '').split('|');
    into.push(...keys);
    if (keys.some((key) => this.bad.includes(key))) return { kind: 'failed', error: 'no', retryAt: 1000 };
    return { kind: 'found', value: Object.fromEntries(keys.map((key) => [key, `of ${key}`])), at: 1000 };
  }
}

const question = (source: Question<unknown>['source'], perLookup: number): Question<unknown> => ({
  id: `${source}.thing`,
  source,
  perLookup,
  keeps: 'value',
  lookup: (keys) => ({
    source,
    label: 'things',
    call: { url: 'https://example.org', payload: keys.join('|') },
    read: () => ({ kind: 'absent' }),
  }),
});
const quick = question('tmdb', 10);
const slow = question('famousBirthdays', 1);

function memory(port: Port, run = { patient: false }): Knowledge {
  const log: LogPort = {
    readColumns: () => [],
    readRows: () => [],
    append: () => undefined,
    removeFirst: () => undefined,
  };
  const http = {
    fetch: port.fetch,
    ride: port.ride,
    last: () => null,
    opening: (source: string) => (source === 'tmdb' ? 40 : 0),
    room: (source: string) => (port.idle && source === 'tmdb' ? 40 : 0),
    ready: () => true,
    healthy: () => true,
    gone: () => false,
    tail: (source: string) => source === 'famousBirthdays',
    pace: () => Infinity,
    waited: () => 0,
    hit: () => undefined,
  };
  const options = { dryRun: false, incremental: true, force: false };
  return new Knowledge({
    log,
    http,
    settings: readSettings({}).settings,
    run: { id: 'r', startedAt: 0, options, ...run },
    now: () => 1000,
  });
}

describe('the memory of answers', () => {
  test('puts a slow source off until all else is done, and takes it along meanwhile', () => {
    const port = new Port();
    const knowledge = memory(port);
    const first = knowledge.ask([{ question: slow, keys: ['a', 'b', 'c'] }]);
    expect(['a', 'b', 'c'].map((key) => first.get(slow, key).kind)).toEqual(['parked', 'parked', 'parked']);
    expect(port.asked).toEqual([]);
    expect(knowledge.takeParked()).toEqual([{ source: 'famousBirthdays', items: 3, until: 1000 }]);
    knowledge.ask([{ question: quick, keys: ['x'] }]);
    expect(port.rode).toEqual(['a', 'b']);
    const second = knowledge.ask([{ question: slow, keys: ['a', 'b', 'c'] }]);
    expect(second.get(slow, 'a')).toMatchObject({ kind: 'found', value: 'of a' });
    expect(second.get(slow, 'c').kind).toBe('parked');
    expect(port.asked).toEqual(['x']);
  });

  test('what was put off is not taken for settled, and is asked when all else is done', () => {
    const port = new Port();
    const run = { patient: false };
    const knowledge = memory(port, run);
    knowledge.ask([{ question: slow, keys: ['a'] }]);
    knowledge.stampLooks();
    expect(knowledge.due(slow, 'a')).toBe(true);
    const patient = memory(port, { patient: true });
    expect(patient.ask([{ question: slow, keys: ['a'] }]).get(slow, 'a').kind).toBe('found');
    patient.stampLooks();
    expect(patient.due(slow, 'a')).toBe(false);
  });

  test('what comes after the batch was told to wait for it is not settled by that batch', () => {
    const port = new Port();
    const knowledge = memory(port);
    knowledge.ask([{ question: slow, keys: ['a'], settle: false }]);
    knowledge.ask([{ question: quick, keys: ['x'] }]);
    expect(port.rode).toEqual(['a']);
    knowledge.settle(slow, ['a']);
    knowledge.stampLooks();
    expect(knowledge.due(slow, 'a')).toBe(true);
    // The next batch gets it.
    knowledge.ask([{ question: slow, keys: ['a'], settle: false }]);
    knowledge.settle(slow, ['a']);
    knowledge.stampLooks();
    expect(knowledge.due(slow, 'a')).toBe(false);
  });

  test('keys that will be asked travel in full lookups, each once', () => {
    const port = new Port();
    const knowledge = memory(port);
    const bulk = question('wikidata', 3);
    knowledge.along([{ question: bulk, keys: ['1', '2', '3', '4'] }]);
    knowledge.ask([{ question: quick, keys: ['x'] }]);
    expect(port.rode).toEqual(['1', '2', '3']);
    const answers = knowledge.ask([{ question: bulk, keys: ['1', '4'] }]);
    expect(answers.get(bulk, '1')).toMatchObject({ value: 'of 1' });
    expect(port.asked).toEqual(['x', '4']);
    knowledge.along([{ question: bulk, keys: ['1', '2', '3', '4'] }]);
    knowledge.ask([{ question: quick, keys: ['y'] }]);
    expect(port.rode).toHaveLength(3);
  });

  test('a lookup that has room takes along what will be asked later', () => {
    const port = new Port();
    const knowledge = memory(port);
    const bulk = question('wikidata', 3);
    knowledge.along([{ question: bulk, keys: ['1', '2', '3', '4'] }]);
    knowledge.ask([{ question: bulk, keys: ['9'] }]);
    expect(port.asked).toEqual(['9', '1', '2']);
    expect(knowledge.ask([{ question: bulk, keys: ['2'] }]).get(bulk, '2')).toMatchObject({ value: 'of 2' });
    expect(port.asked).toHaveLength(3);
  });

  test('while the run writes, the source that it waits for is asked ahead', () => {
    const port = new Port();
    const knowledge = memory(port);
    const one = question('tmdb', 1);
    knowledge.along([{ question: one, keys: ['1', '2', '3', '4', '5'] }]);
    port.mute = ['2'];
    knowledge.riders.ride();
    expect(port.rode).toEqual(['1']);
    // What got no answer is left to whoever asks for it, who waits.
    knowledge.riders.ride();
    expect(port.rode).toEqual(['1', '3', '4']);
    port.idle = false;
    knowledge.riders.ride();
    expect(port.rode).toHaveLength(3);
    const answers = knowledge.ask([{ question: one, keys: ['1', '2', '3'] }]);
    expect(answers.get(one, '3')).toMatchObject({ value: 'of 3' });
    expect(port.asked).toEqual(['2']);
  });

  test('what was asked ahead and failed is asked by whoever needs it', () => {
    const port = new Port();
    const knowledge = memory(port);
    const one = question('tmdb', 1);
    port.bad = ['1'];
    knowledge.along([{ question: one, keys: ['1'] }]);
    knowledge.riders.ride();
    expect(port.rode).toEqual(['1']);
    expect(knowledge.due(one, '1')).toBe(true);
    port.bad = [];
    expect(knowledge.ask([{ question: one, keys: ['1'] }]).get(one, '1')).toMatchObject({ value: 'of 1' });
  });

  test('what can be said without asking is the moment to ask ahead', () => {
    const port = new Port();
    const knowledge = memory(port);
    const one = question('tmdb', 1);
    knowledge.ask([{ question: one, keys: ['1'] }]);
    knowledge.along([{ question: one, keys: ['2'] }]);
    knowledge.ask([{ question: one, keys: ['1'] }]);
    expect(port.rode).toEqual(['2']);
  });

  test('the next execution begins with what this one would have asked next', () => {
    const port = new Port();
    const knowledge = memory(port);
    const one = question('tmdb', 1);
    knowledge.along([
      { question: one, keys: ['1', '2', '3'] },
      { question: slow, keys: ['a'] },
    ]);
    knowledge.riders.ride();
    const left = knowledge.riders.next();
    expect(left).toEqual({ 'tmdb.thing': ['3'] });
    const later = memory(port);
    later.riders.resume(left, [one]);
    expect(port.rode).toEqual(['1', '2', '3']);
    expect(later.ask([{ question: one, keys: ['3'] }]).get(one, '3')).toMatchObject({ value: 'of 3' });
    expect(port.asked).toEqual([]);
  });

  test('says of which keys it is clear that they are left for later', () => {
    const port = new Port();
    const run = { patient: false };
    const knowledge = memory(port, run);
    knowledge.along([{ question: slow, keys: ['a', 'b', 'c'] }]);
    knowledge.ask([{ question: quick, keys: ['x'] }]);
    expect(port.rode).toEqual(['a', 'b']);
    expect(['a', 'c'].map((key) => knowledge.putsOff(slow, key))).toEqual([false, true]);
    expect(knowledge.putsOff(quick, 'y')).toBe(false);
    expect(memory(port, { patient: true }).putsOff(slow, 'c')).toBe(false);
  });
});

describe('what is left of a day', () => {
  const now = Date.UTC(2026, 10, 24, 12);
  /** ms that it takes to ask so many, with so many left of the 1,000 of a day at one a second. */
  const needs = (left: number, items: number): number => {
    const imdb = new Limits(sources, readSettings({}).settings).of('imdb');
    imdb.quota.add(now, 1000 - left);
    return imdb.needs(items, now);
  };

  test.each([
    ['all that is open', 500, 40, true],
    ['a good part of the day', 500, 5000, true],
    ['a small rest of the day, and a small part of what is open', 30, 5000, false],
    ['a small rest of the day, but much of what is open', 30, 200, true],
    ['nothing', 0, 200, false],
  ])('%s', (_what, left, items, isWorth) => {
    expect(needs(left, items) > 0).toBe(isWorth);
  });
});
