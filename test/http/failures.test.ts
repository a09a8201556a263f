import { StopRequested } from '../../src/services/http/fetchAll';
import { ask, densest, HOSTS, kinds, lookup, many, setUp, World, type Said } from './world';
import { sumOf } from '../../src/services/http/counters';

const fine = (): Said => ({ body: '{"ok":true}' });
const HOUR = 3_600_000;

describe('a source that fails', () => {
  test('Retry-After is obeyed by the whole source, in place', () => {
    const world = new World().on(HOSTS.tmdb, (_call, _now, nth) =>
      nth === 3 ? { status: 429, headers: { 'retry-after': '7' } } : fine(),
    );
    const parts = setUp(world);
    const answers = ask(parts, many('tmdb', HOSTS.tmdb, 60));
    expect(kinds(answers)).toEqual({ found: 60 });
    const [first = 0] = world.times(HOSTS.tmdb);
    const second = world.times(HOSTS.tmdb).find((at) => at > first) ?? 0;
    expect(second - first).toBeGreaterThanOrEqual(7000);
    expect(sumOf(parts.counters.take())).toMatchObject({ requests: 60, retries: 1 });
  });

  test('a long Retry-After is not waited for', () => {
    const world = new World().on(HOSTS.wikidata, () => ({ status: 429, headers: { 'retry-after': '300' } }));
    const pool = [1, 2, 3].map(() => lookup('wikidata', `https://${HOSTS.wikidata}/sparql`));
    const started = world.now();
    const answers = ask(setUp(world), pool);
    expect(kinds(answers)).toEqual({ failed: 3 });
    expect(world.requests).toHaveLength(1);
    expect(world.now() - started).toBeLessThan(1000);
    expect(answers[0]).toMatchObject({ retryAt: started + 260 + 300_000 });
  });

  test('one answer in ten fails and is asked again', () => {
    const world = new World().on(HOSTS.tmdb, (_call, _now, nth) =>
      nth % 10 === 0 ? { status: 500 } : fine(),
    );
    const parts = setUp(world);
    expect(kinds(ask(parts, many('tmdb', HOSTS.tmdb, 100)))).toEqual({ found: 100 });
    expect(sumOf(parts.counters.take()).requests).toBe(100);
  });

  test('a dead host harms no other and is given up, and never counts as empty', () => {
    const world = new World().on(HOSTS.tmdb, fine);
    const parts = setUp(world);
    const answers = ask(parts, [...many('tmdb', HOSTS.tmdb, 100), ...many('imdb', HOSTS.imdb, 50)]);
    expect(kinds(answers.slice(0, 100))).toEqual({ found: 100 });
    expect(kinds(answers.slice(100))).toEqual({ failed: 50 });
    expect(world.times(HOSTS.tmdb)).toHaveLength(100);
    expect(world.times(HOSTS.imdb).length).toBeLessThanOrEqual(8);
    const last = answers[149];
    expect(last?.kind === 'failed' && last.error).toMatch(
      /^IMDb is unavailable \(its name does not resolve\); given up until \d\d:\d\d\.$/,
    );
    const given = parts.limits.givenUp(world.now());
    expect(given).toMatchObject([{ source: 'IMDb', reason: 'its name does not resolve' }]);
    expect(setUp(world, { stored: parts.limits.export(world.now()) }).limits.givenUp(world.now())).toEqual(
      given,
    );
  });

  test('a host that dies under way loses no answer of the others and breaks no window', () => {
    const dies = (_call: unknown, _now: number, nth: number): Said => {
      if (nth > 3) throw new Error(`Address unavailable: https://${HOSTS.imdb}/thing?api_key=secret-bearer`);
      return fine();
    };
    const world = new World().on(HOSTS.tmdb, fine).on(HOSTS.imdb, dies);
    const answers = ask(setUp(world), [...many('tmdb', HOSTS.tmdb, 300), ...many('imdb', HOSTS.imdb, 30)]);
    expect(kinds(answers)).toEqual({ found: 303, failed: 27 });
    expect(densest(world.times(HOSTS.tmdb), 10_000)).toBeLessThanOrEqual(40);
    expect(JSON.stringify(answers)).not.toMatch(/secret|https?:/);
  });

  test('a wiki that blocks is dropped alone', () => {
    const world = new World()
      .on('survivor.fandom.com', () => ({
        status: 403,
        body: '<html>',
        headers: { 'content-type': 'text/html' },
      }))
      .on('bigbrother.fandom.com', fine);
    const answers = ask(setUp(world), [
      ...many('fandom', 'survivor.fandom.com/api.php?', 6),
      ...many('fandom', 'bigbrother.fandom.com/api.php?', 6),
    ]);
    expect(kinds(answers)).toEqual({ failed: 6, found: 6 });
    expect(world.times('survivor.fandom.com').length).toBe(3);
    expect(densest(world.times('bigbrother.fandom.com'), 1000)).toBe(1);
  });

  test.each([
    ['an HTML page', { body: '<html>hello</html>', headers: { 'content-type': 'text/html' } }],
    ['an HTML 404', { status: 404, body: '<html>', headers: { 'content-type': 'text/html' } }],
    ['nothing', { body: '' }],
    ['cut JSON', { body: '{"a":' }],
    ['202', { status: 202, body: '' }],
    ['400', { status: 400 }],
    ['far too much', { body: `"${'x'.repeat(11_000_000)}"` }],
  ])('%s is a failure and no answer', (_name, said) => {
    const world = new World().on(HOSTS.tmdb, () => said);
    const [answer] = ask(setUp(world), [lookup('tmdb', `https://${HOSTS.tmdb}/x`)]);
    expect(answer?.kind).toBe('failed');
    expect(world.requests.length).toBeLessThanOrEqual(4);
  });
});

describe('quotas', () => {
  test('a daily quota parks what is left and opens 24 hours after the first requests', () => {
    const world = new World().on(HOSTS.imdb, fine).on(HOSTS.tmdb, fine);
    const parts = setUp(world, { settings: { IMDB_DAILY: '20' } });
    const answers = ask(parts, [...many('imdb', HOSTS.imdb, 50), ...many('tmdb', HOSTS.tmdb, 10)]);
    expect(kinds(answers)).toEqual({ found: 30, parked: 30 });
    const parked = answers.find((answer) => answer.kind === 'parked');
    const until = parked?.kind === 'parked' ? parked.until : 0;
    expect(until - (world.times(HOSTS.imdb).pop() ?? 0)).toBeGreaterThanOrEqual(24 * HOUR);
    expect(until - (world.times(HOSTS.imdb).pop() ?? 0)).toBeLessThan(24 * HOUR + 10_000);
    parts.limits.close();
    const stored = parts.limits.export(world.now());
    world.clockMs = until;
    const later = ask(setUp(world, { stored, settings: { IMDB_DAILY: '20' } }), many('imdb', HOSTS.imdb, 30));
    expect(kinds(later)).toEqual({ found: 20, parked: 10 });
    expect(densest(world.times(HOSTS.imdb), 24 * HOUR)).toBe(20);
  });

  test.each([1, 7, 26, 27, 33])('a kill after %d requests never undercounts', (died) => {
    const world = new World().on(HOSTS.imdb, fine);
    const reserved: unknown[] = [];
    const onWait = () => (world.requests.length >= died ? 'stop' : 'go on');
    const settings = { IMDB_DAILY: '40' };
    expect(() => ask(setUp(world, { settings, reserved, onWait }), many('imdb', HOSTS.imdb, 60))).toThrow(
      StopRequested,
    );
    const again = setUp(world, { stored: reserved[reserved.length - 1], settings });
    for (const quota of [again.limits.of('imdb').quota, again.limits.all]) {
      expect(quota.used(world.now())).toBeGreaterThanOrEqual(died);
      expect(quota.used(world.now())).toBeLessThanOrEqual(died + 27);
    }
    expect(reserved.length).toBe(Math.ceil(died / 26));
  });

  test("Gemini's PerDay, even nested in a string, parks; PerMinute waits", () => {
    const nested = JSON.stringify({
      error: {
        message: JSON.stringify({
          details: [{ violations: [{ quotaId: 'GenerateRequestsPerDayPerProjectPerModel-FreeTier' }] }],
        }),
      },
    });
    const minute = JSON.stringify({
      error: { details: [{ quotaId: 'RequestsPerMinute' }, { retryDelay: '12s' }] },
    });
    const url = `https://${HOSTS.gemini}/v1beta/models/m:generateContent`;
    const day = new World().on(HOSTS.gemini, () => ({ status: 429, body: nested }));
    const [parked] = ask(setUp(day), [lookup('gemini', url)]);
    expect(parked).toMatchObject({ kind: 'parked', until: Date.UTC(2026, 10, 25, 8) });
    expect(day.requests).toHaveLength(1);
    const busy = new World().on(HOSTS.gemini, (_c, _n, nth) =>
      nth === 1 ? { status: 429, body: minute } : fine(),
    );
    expect(ask(setUp(busy), [lookup('gemini', url)])[0]?.kind).toBe('found');
    expect((busy.times(HOSTS.gemini)[1] ?? 0) - (busy.times(HOSTS.gemini)[0] ?? 0)).toBeGreaterThanOrEqual(
      12_000,
    );
  });

  test.each([
    ['Service invoked too many times for one day: urlfetch.', HOUR],
    [
      `Bandwidth quota exceeded: https://${HOSTS.tmdb}/?key=1. Try reducing the rate of data transfer.`,
      6 * HOUR,
    ],
  ])('Google itself says stop: %s', (message, wait) => {
    const world = new World()
      .on(HOSTS.tmdb, () => {
        throw new Error(message);
      })
      .on(HOSTS.wikidata, fine);
    const answers = ask(setUp(world), [
      ...many('tmdb', HOSTS.tmdb, 3),
      lookup('wikidata', `https://${HOSTS.wikidata}/sparql`),
    ]);
    expect(kinds(answers)['parked']).toBeGreaterThanOrEqual(3);
    const parked = answers[0];
    expect(parked?.kind === 'parked' && parked.until - world.now()).toBeGreaterThan(wait - 10_000);
    expect(world.times(HOSTS.tmdb).length).toBeLessThanOrEqual(3);
  });

  test('the count of all requests stops before Google does', () => {
    const world = new World().on(HOSTS.tmdb, fine);
    const answers = ask(setUp(world, { settings: { FETCHES_DAILY: '100' } }), many('tmdb', HOSTS.tmdb, 130));
    expect(kinds(answers)).toEqual({ found: 100, parked: 30 });
  });

  test('an IMDb that says 429 again and again has no quota left', () => {
    const world = new World().on(HOSTS.imdb, () => ({ status: 429, body: '429 Too many network requests' }));
    expect(kinds(ask(setUp(world), many('imdb', HOSTS.imdb, 5)))).toEqual({ parked: 5 });
    expect(world.requests.length).toBeLessThanOrEqual(5);
  });
});
