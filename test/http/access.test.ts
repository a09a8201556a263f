import { sources } from '../../src/services/sources';
import { laneOf } from '../../src/services/http/address';
import { scrub } from '../../src/services/http/scrub';
import { readSettings } from '../../src/settings/settings';
import { ask, HOSTS, kinds, lookup, many, setUp, World, type Said } from './world';

const fine = (): Said => ({ body: '{"ok":true}' });

describe('keys', () => {
  test('go only to the hosts of their source', () => {
    const world = new World().on('evil.example', fine).on(HOSTS.tmdb, fine);
    const answers = ask(setUp(world), [
      lookup('tmdb', 'https://evil.example/3/tv/1'),
      lookup('tmdb', `https://${HOSTS.tmdb}@evil.example/3/tv/1`),
      lookup('tmdb', `http://${HOSTS.tmdb}/3/tv/1`),
      lookup('fandom', 'https://evil.example/.fandom.com'),
      lookup('fandom', 'https://survivor.fandom.com.evil.example/api.php'),
    ]);
    expect(kinds(answers)).toEqual({ failed: 5 });
    expect(world.requests).toHaveLength(0);
  });

  test('never follow a redirect to another host, but within the same', () => {
    const world = new World()
      .on(HOSTS.tmdb, (call) => {
        if (call.url.endsWith('/away'))
          return { status: 302, headers: { location: 'https://evil.example/' } };
        if (call.url.endsWith('/moved')) return { status: 301, headers: { location: '/here' } };
        return fine();
      })
      .on('evil.example', fine);
    const answers = ask(setUp(world), [
      lookup('tmdb', `https://${HOSTS.tmdb}/away`),
      lookup('tmdb', `https://${HOSTS.tmdb}/moved`),
    ]);
    expect(answers.map((answer) => answer.kind)).toEqual(['failed', 'found']);
    expect(world.times('evil.example')).toHaveLength(0);
    expect(world.requests.every(({ call }) => !call.followRedirects)).toBe(true);
  });

  test('a wrong key of an indispensable source stops the step and names the setting', () => {
    const world = new World().on(HOSTS.tmdb, () => ({ status: 401, body: '{"status_code":7}' }));
    expect(() => ask(setUp(world), many('tmdb', HOSTS.tmdb, 3))).toThrow(/TMDB_BEARER/);
  });

  test('a list that this account may not see is no wrong key: its reader gets the refusal', () => {
    const list = new World().on(HOSTS.tmdb, (call) =>
      call.url.endsWith('0') ? { status: 401, body: '{"status_code":3}' } : fine(),
    );
    expect(kinds(ask(setUp(list), many('tmdb', HOSTS.tmdb, 3)))).toEqual({ found: 3 });
  });

  test('a wrong key of another source fails only its own', () => {
    const world = new World()
      .on(HOSTS.gemini, () => ({ status: 400, body: '{"error":{"details":[{"reason":"API_KEY_INVALID"}]}}' }))
      .on(HOSTS.tmdb, fine);
    const answers = ask(setUp(world), [...many('gemini', HOSTS.gemini, 60), ...many('tmdb', HOSTS.tmdb, 2)]);
    expect(kinds(answers)).toEqual({ failed: 60, found: 2 });
    expect(answers[0]).toMatchObject({ error: expect.stringContaining('GEMINI_API_KEY') as string });
    // Those that were under way together when the first refusal came.
    expect(world.times(HOSTS.gemini).length).toBeLessThanOrEqual(sources.gemini.together ?? 1);
  });

  test('TMDb by bearer or by the v3 key', () => {
    const world = new World().on(HOSTS.tmdb, fine);
    ask(setUp(world), [lookup('tmdb', `https://${HOSTS.tmdb}/3/tv/1?language=en-US`)]);
    ask(setUp(world, { settings: { TMDB_BEARER: '', TMDB_API_KEY: 'v3 key'.replace(' ', '') } }), [
      lookup('tmdb', `https://${HOSTS.tmdb}/3/tv/2?language=en-US`),
    ]);
    const [bearer, key] = world.requests.map((request) => request.call);
    expect(bearer?.headers['Authorization']).toBe('Bearer secret-bearer');
    expect(bearer?.url).not.toContain('api_key');
    expect(key?.headers['Authorization']).toBeUndefined();
    expect(key?.url).toBe(`https://${HOSTS.tmdb}/3/tv/2?language=en-US&api_key=v3key`);
  });

  test('messages show neither addresses nor keys', () => {
    expect(scrub('Address unavailable: https://a.b/c?api_key=sec%2Fret and sec/ret', ['sec/ret'])).toBe(
      'Address unavailable: its address and …',
    );
  });
});

describe('TheTVDB', () => {
  const server = (valid: () => string): World =>
    new World().on(HOSTS.tvdb, (call) => {
      if (call.url.endsWith('/login')) return { body: JSON.stringify({ data: { token: valid() } }) };
      return call.headers['Authorization'] === `Bearer ${valid()}` ? fine() : { status: 401 };
    });

  test('logs in once, keeps the token, and renews it once it is refused', () => {
    let token = 'token-1';
    const kept = new Map<string, string>();
    const tokenStore = {
      get: (name: string) => kept.get(name) || null,
      set: (name: string, t: string) => void kept.set(name, t),
    };
    const world = server(() => token);
    expect(kinds(ask(setUp(world, { tokenStore }), many('tvdb', `${HOSTS.tvdb}/v4`, 8)))).toEqual({
      found: 8,
    });
    expect(world.requests.filter(({ call }) => call.url.endsWith('/login'))).toHaveLength(1);
    ask(setUp(world, { tokenStore }), many('tvdb', `${HOSTS.tvdb}/v4`, 1));
    expect(world.requests.filter(({ call }) => call.url.endsWith('/login'))).toHaveLength(1);
    token = 'token-2';
    expect(kinds(ask(setUp(world, { tokenStore }), many('tvdb', `${HOSTS.tvdb}/v4`, 8)))).toEqual({
      found: 8,
    });
    expect(world.requests.filter(({ call }) => call.url.endsWith('/login'))).toHaveLength(2);
    expect(
      world.requests.every(({ call }) => call.url.endsWith('/login') !== 'Authorization' in call.headers),
    ).toBe(true);
  });

  test('a wrong key fails all its lookups after one request', () => {
    const world = new World().on(HOSTS.tvdb, () => ({ status: 401 }));
    expect(kinds(ask(setUp(world), many('tvdb', `${HOSTS.tvdb}/v4`, 8)))).toEqual({ failed: 8 });
    expect(world.requests).toHaveLength(1);
  });
});

describe('declarations', () => {
  test('a source without its key or contact is off and says which setting is missing', () => {
    const { settings } = readSettings({});
    const why = Object.values(sources).map((source) => source.ready(settings));
    expect(why.filter((ready) => ready.on)).toHaveLength(1);
    for (const ready of why) if (!ready.on) expect(ready.why).toMatch(/\([A-Z_]+\)/);
    const world = new World();
    expect(
      kinds(
        ask(setUp(world, { settings: { IMDB: 'off', CONTACT: '' } }), [
          ...many('imdb', HOSTS.imdb, 2),
          lookup('wikidata', `https://${HOSTS.wikidata}/sparql`),
        ]),
      ),
    ).toEqual({ off: 3 });
    expect(world.requests).toHaveLength(0);
  });

  test('Wikidata and Fandom are told who asks', () => {
    const world = new World().on(HOSTS.wikidata, fine).on('survivor.fandom.com', fine);
    ask(setUp(world), [
      lookup('wikidata', `https://${HOSTS.wikidata}/sparql`),
      lookup('fandom', 'https://survivor.fandom.com/api.php'),
    ]);
    for (const { call } of world.requests) {
      expect(call.headers['User-Agent']).toBe('Realitease/1.0 (curator@example.org)');
      expect(call.headers['Api-User-Agent']).toBe(call.headers['User-Agent']);
    }
  });

  test.each([
    ['https://x.fandom.com/api.php?a', 'https://{wiki}.fandom.com', 'x'],
    ['https://x.fandom.com', 'https://{wiki}.fandom.com', 'x'],
    ['https://a.b.fandom.com/', 'https://{wiki}.fandom.com', null],
    ['https://mirror.example/x/api.php', 'https://mirror.example/{wiki}', 'x'],
    ['https://mirror.example/', 'https://mirror.example/{wiki}', null],
    ['https://api.example:8443/v1', 'https://api.example:8443', ''],
    ['https://API.example/v1', 'https://api.example', ''],
    ['https://api.example.evil/', 'https://api.example', null],
  ])('%s with base %s is lane %s', (url, base, lane) => expect(laneOf(url, base)).toBe(lane));
});
