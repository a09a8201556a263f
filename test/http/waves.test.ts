import { askPort, fetchAll, OutOfTime, StopRequested } from '../../src/services/http/fetchAll';
import { sumOf } from '../../src/services/http/counters';
import { ask, densest, HOSTS, kinds, lookup, many, setUp, World } from './world';

const fine = () => ({ body: '{"ok":true}' });

describe('waves of several sources', () => {
  test('keep every rate window and go on together', () => {
    const world = new World().on(HOSTS.tmdb, fine).on(HOSTS.imdb, fine).on(HOSTS.wikidata, fine);
    const parts = setUp(world);
    const pool = [
      ...many('tmdb', HOSTS.tmdb, 200),
      ...many('imdb', HOSTS.imdb, 40),
      ...many('wikidata', HOSTS.wikidata, 20).map((l) => ({
        ...l,
        call: { url: `https://${HOSTS.wikidata}/sparql` },
      })),
    ];
    const answers = ask(parts, pool);
    expect(kinds(answers)).toEqual({ found: 260 });
    expect(densest(world.times(HOSTS.tmdb), 10_000)).toBe(40);
    expect(densest(world.times(HOSTS.imdb), 1000)).toBe(1);
    expect(densest(world.times(HOSTS.wikidata), 60_000)).toBe(15);
    // Wikidata's second window is the slowest of all: nothing waits beyond it.
    expect(world.now() - Date.UTC(2026, 10, 24, 12)).toBeLessThan(80_000);
    expect(sumOf(parts.counters.take())).toEqual({ requests: 260, retries: 0, cacheHits: 0 });
  });

  test('a window holds across executions that ended well, and counts as full after a kill', () => {
    const world = new World().on(HOSTS.tmdb, fine);
    const first = setUp(world);
    ask(first, many('tmdb', HOSTS.tmdb, 40));
    first.limits.close();
    const clean = JSON.parse(JSON.stringify(first.limits.export(world.now()))) as object;
    const second = setUp(world, { stored: clean });
    ask(second, many('tmdb', HOSTS.tmdb, 40));
    expect(densest(world.times(HOSTS.tmdb), 10_000)).toBe(40);
    const killed = second.limits.export(world.now());
    const at = world.now();
    ask(setUp(world, { stored: { ...killed, sources: {} } }), many('tmdb', HOSTS.tmdb, 1));
    expect((world.times(HOSTS.tmdb).pop() ?? 0) - at).toBeGreaterThanOrEqual(10_000);
  });

  test('follow-up calls go first, and the reader is given what it had', () => {
    const world = new World().on(HOSTS.imdb, (call) => ({ body: `{"page":"${call.url.slice(-1)}"}` }));
    const paged = lookup('imdb', `https://${HOSTS.imdb}/credits?page=1`, {
      read: (reply, soFar) => {
        const pages = [
          ...((soFar as string[] | undefined) ?? []),
          (JSON.parse(reply.text) as { page: string }).page,
        ];
        return pages.length < 3
          ? {
              kind: 'more',
              call: { url: `https://${HOSTS.imdb}/credits?page=${pages.length + 1}` },
              soFar: pages,
            }
          : { kind: 'done', value: pages };
      },
    });
    const answers = ask(setUp(world), [paged, lookup('imdb', `https://${HOSTS.imdb}/other`)]);
    expect(answers[0]).toMatchObject({ kind: 'found', value: ['1', '2', '3'] });
    expect(world.requests.map((r) => r.call.url.slice(-6))).toEqual(['page=1', 'page=2', 'page=3', '/other']);
  });

  test('a pause between requests is kept', () => {
    const world = new World().on(HOSTS.tmdb, fine);
    ask(setUp(world, { delay: 2 }), many('tmdb', HOSTS.tmdb, 5));
    const times = world.times(HOSTS.tmdb);
    times.slice(1).forEach((at, i) => expect(at - (times[i] ?? 0)).toBeGreaterThanOrEqual(2000));
  });

  test('no more bodies than memory holds come in one wave', () => {
    const large = `"${'x'.repeat(2_000_000)}"`;
    const world = new World().on(HOSTS.tmdb, () => ({ body: large }));
    ask(setUp(world), many('tmdb', HOSTS.tmdb, 60));
    const [, ...later] = world.waves;
    expect(Math.max(...later)).toBeLessThanOrEqual(10);
  });
});

describe('what is asked ahead', () => {
  test('goes out as far as the limits allow now, and nothing is waited for', () => {
    const world = new World().on(HOSTS.tmdb, fine);
    const parts = setUp(world);
    const port = askPort(parts);
    expect([port.room('tmdb'), port.room('famousBirthdays'), port.room('wikidata')]).toEqual([40, 1, 0]);
    const started = world.now();
    const found: number[] = [];
    const pool = many('tmdb', HOSTS.tmdb, 100);
    expect(port.ride(pool, (i) => found.push(i))).toHaveLength(40);
    expect(found).toHaveLength(40);
    expect(port.room('tmdb')).toBe(0);
    expect(port.ride(pool.slice(40), (i) => found.push(i))).toEqual([]);
    expect(world.now() - started).toBeLessThan(2000);
  });

  test('is nothing of a source that did not answer as a whole', () => {
    const parts = setUp(new World());
    parts.trust.set(HOSTS.tmdb, 'suspect');
    expect(askPort(parts).room('tmdb')).toBe(0);
  });

  test('and refused says nothing: whoever really asks is told', () => {
    const world = new World().on(HOSTS.tmdb, () => ({ status: 401, body: '{"status_code":7}' }));
    const port = askPort(setUp(world));
    const answers: unknown[] = [];
    expect(port.ride(many('tmdb', HOSTS.tmdb, 3), (_, answer) => answers.push(answer))).toHaveLength(3);
    expect(answers).toEqual([]);
  });
});

describe('who thinks long', () => {
  test('keeps nobody waiting whose limit is what the run waits for', () => {
    const thinking = 8000;
    const world = new World().on(HOSTS.tmdb, fine).on(HOSTS.gemini, (_, at) => {
      world.clockMs = Math.max(world.clockMs, at + thinking);
      return { body: '{"ok":true}' };
    });
    const gemini = (n: number) => lookup('gemini', `https://${HOSTS.gemini}/v1beta/models/m:generateContent?n=${n}`); // prettier-ignore
    const parts = setUp(world);
    ask(parts, [gemini(0)]);
    const began = world.now();
    ask(parts, many('tmdb', HOSTS.tmdb, 40));
    world.sleep(5000);
    // Asked now, it would answer when TMDb could have been asked for three seconds.
    ask(parts, [gemini(1), gemini(2), ...many('tmdb', HOSTS.tmdb, 80)]);
    expect(world.now() - began).toBeLessThan(22_000);
  });
});

describe('time', () => {
  test('runs out between waves, after every answer so far was handed over', () => {
    const world = new World().on(HOSTS.imdb, fine);
    const parts = setUp(world, { minutes: 0.1 });
    const got: number[] = [];
    expect(() => fetchAll(parts, many('imdb', HOSTS.imdb, 60), (i) => got.push(i))).toThrow(OutOfTime);
    expect(got.length).toBe(world.requests.length);
    expect(got.length).toBeGreaterThan(3);
    expect(world.now()).toBeLessThanOrEqual(parts.budget.askUntil + 1000);
  });

  test('a stop is noticed while waiting', () => {
    const world = new World().on(HOSTS.wikidata, fine);
    const started = world.now();
    const pool = many('wikidata', HOSTS.wikidata, 40).map((l) => ({
      ...l,
      call: { url: `https://${HOSTS.wikidata}/sparql` },
    }));
    const onWait = () => (world.now() - started > 30_000 ? 'stop' : 'go on');
    expect(() => ask(setUp(world, { onWait }), pool)).toThrow(StopRequested);
    expect(world.now() - started).toBeLessThan(55_000);
  });
});
