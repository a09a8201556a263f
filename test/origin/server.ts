/**
 * A second server of the sources' formats, written on its own and unlike the demo's wherever the formats leave
 * a choice: other page sizes and field orders, absent where that one says null, fields nobody asked for,
 * odd header cases, TMDb's list by its old version only, names with odd spaces.
 */
import { createServer, type Server } from 'node:http';
import {
  credits,
  imdbEpisodes,
  imdbNames,
  items,
  listed,
  shows,
  searched,
  tmdbPeople,
  wikiPages,
  type Item,
  type Show,
} from './facts';

interface Reply {
  status?: number;
  json?: unknown;
  html?: string;
  headers?: Record<string, string>;
}

interface Request {
  path: string;
  query: URLSearchParams;
  body: string;
}

const NOT_THERE: Reply = { status: 404, json: { status_message: 'gone', status_code: 34 } };
const NO_TITLE: Reply = { status: 404, json: { code: 5, message: 'not found', details: [] } };

const HOSTS: Record<string, (request: Request) => Reply> = {
  'api.themoviedb.org': tmdb,
  'api.imdbapi.dev': imdb,
  'www.imdb.com': imdbPages,
  'query.wikidata.org': wikidata,
  'generativelanguage.googleapis.com': gemini,
  'www.famousbirthdays.com': famous,
  'api4.thetvdb.com': tvdb,
};

/** Every request as `METHOD HOST/PATH?QUERY`. */
export const asked: string[] = [];

/** What a host that is down answers, whatever it is asked; `cut`: the connection is closed. */
export type Down = 'error' | 'challenge' | 'page' | 'cut';

export const down = new Map<string, Down>();

const CHALLENGE = '<!DOCTYPE html><html><head><title>Just a moment...</title></head><body></body></html>';
const BROKEN: Record<Exclude<Down, 'cut'>, Reply> = {
  error: { status: 503, json: {} },
  challenge: { status: 403, html: CHALLENGE },
  page: { status: 200, html: CHALLENGE },
};
/** Whether the host, or the site of which it is a part, is down. */
const trouble = (host: string): Down | undefined =>
  [...down].find(([name]) => host === name || host.endsWith(`.${name}`))?.[1];
const nobody = (): Reply => ({ status: 404, json: {} });

export function serve(): Promise<{ origin: string; server: Server }> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const [, host = '', ...rest] = url.pathname.split('/');
      asked.push(`${request.method} ${host}/${rest.join('/')}${url.search}`);
      const how = trouble(host);
      if (how === 'cut') return void request.socket.destroy();
      const answer = how
        ? () => BROKEN[how]
        : (HOSTS[host] ?? (host.endsWith('.fandom.com') ? fandom : nobody));
      const {
        status = 200,
        json,
        html,
        headers = {},
      } = answer({ path: `/${rest.join('/')}`, query: url.searchParams, body });
      const type = html === undefined ? 'Application/JSON; Charset=UTF-8' : 'TEXT/HTML';
      response.writeHead(status, { 'CONTENT-TYPE': type, ...headers });
      response.end(html ?? JSON.stringify(json));
    });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve({
        origin: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
        server,
      });
    });
  });
}

function tmdb({ path, query }: Request): Reply {
  const id = Number(/\/(\d+)/.exec(path.slice(2))?.[1]);
  if (path.startsWith('/4/')) return { status: 401, json: { status_code: 3, success: false } };
  if (path.startsWith('/3/list/')) return { json: listPage(Number(query.get('page') ?? 1)) };
  if (path.startsWith('/3/find/')) return { json: found(path.split('/')[3] ?? '') };
  if (path === '/3/search/tv') {
    const hits = shows.filter(({ name }) => name === query.get('query'));
    return {
      json: { results: hits.map(({ id: hit, name, first }) => ({ first_air_date: first, id: hit, name })) },
    };
  }
  if (path === '/3/search/person')
    return { json: { page: 1, results: searched[query.get('query') ?? ''] ?? [], total_pages: 0 } };
  const person = tmdbPeople[id];
  if (path.startsWith('/3/person/')) return person ? { json: { unasked: true, ...person, id } } : NOT_THERE;
  const show = shows.find((one) => one.id === id);
  if (!show) return NOT_THERE;
  const parts = (query.get('append_to_response') ?? '').split(',').filter(Boolean);
  if (parts.length > 20) return { status: 400, json: { status_code: 27 } };
  return {
    json: { ...Object.fromEntries(parts.flatMap((part) => appended(show, part))), ...showBody(show) },
  };
}

function listPage(page: number): unknown {
  const all = [
    ...listed.map((id) => ({ media_type: 'tv', id, name: shows.find((show) => show.id === id)?.name })),
    { media_type: 'movie', title: 'A Film', id: 5000009 },
    { media_type: 'person', name: 'Somebody', id: 880001 },
  ];
  return {
    items: all.slice(page * 2 - 2, page * 2),
    item_count: all.length,
    total_pages: Math.ceil(all.length / 2),
    page,
  };
}

function found(id: string): unknown {
  const hits = shows.filter((show) => show.imdb === id && show.id !== 22980);
  return {
    movie_results: [],
    person_results: [],
    tv_episode_results: [],
    tv_results: hits.map((show) => ({ name: show.name, id: show.id })),
    tv_season_results: [],
  };
}

function showBody(show: Show): object {
  return {
    seasons: [...show.seasons].reverse().map(({ n, episodes }) => ({ season_number: n, episode_count: episodes.length, poster_path: null, id: n })), // prettier-ignore
    name: show.name,
    id: show.id,
    ...(show.total === undefined ? {} : { number_of_episodes: show.total }),
    ...(show.networks ? { networks: show.networks.map((name, id) => ({ logo_path: null, id, name })) } : {}),
    ...(show.genres ? { genres: show.genres.map(([id, name]) => ({ name, id })) } : {}),
    status: 'Returning Series',
    first_air_date: show.first,
    softcore: false,
  };
}

function appended(show: Show, part: string): [string, unknown][] {
  if (part === 'external_ids') {
    const ids = { imdb_id: show.imdb, tvdb_id: show.tvdb, wikidata_id: show.wikidata, freebase_mid: null };
    return [[part, ids]];
  }
  if (part === 'aggregate_credits') {
    const cast = show.cast.map(({ id, name, total, roles }) => ({
      name,
      id,
      ...(total === undefined ? {} : { total_episode_count: total }),
      ...(roles ? { roles } : {}),
    }));
    return [[part, { crew: [], cast: [...cast].reverse() }]];
  }
  const [, number, of] = /^season\/(\d+)(\/credits)?$/.exec(part) ?? [];
  const season = show.seasons.find(({ n }) => n === Number(number));
  if (!season) return [];
  if (of) return [[part, { cast: (season.regulars ?? []).map(([id, name]) => ({ name, id })) }]];
  const episodes = season.episodes.map(({ id, n, name, overview, date, guests }) => ({
    episode_number: n,
    ...(guests ? { guest_stars: guests } : {}),
    ...(date === undefined ? {} : { air_date: date }),
    ...(overview ? { overview } : {}),
    name: name ?? `Episode ${n}`,
    id,
  }));
  return [[part, { episodes, season_number: season.n }]];
}

/** Three rows a page, whatever was asked for; the last token is blank. */
function paged(rows: readonly unknown[], name: string, query: URLSearchParams): unknown {
  const from = Number(/^p(\d+)$/.exec(query.get('pageToken') ?? '')?.[1] ?? 0);
  const next = from + 3 < rows.length ? `p${from + 3}` : '';
  return { totalCount: rows.length, nextPageToken: next, [name]: rows.slice(from, from + 3) };
}

function imdb({ path, query }: Request): Reply {
  if (path === '/names:batchGet') {
    const ids = query.getAll('nameIds');
    if (ids.length > 5) return { status: 400, json: { code: 3, message: 'too many' } };
    return { json: { names: ids.flatMap((id) => (imdbNames[id] ? [{ ...imdbNames[id], id, professions: ['self'] }] : [])).reverse() } }; // prettier-ignore
  }
  const [, , title = '', part] = path.split('/');
  if (part === 'episodes') {
    const rows = [
      { id: 'tt9100099', season: 'Unknown', title: 'Pilot' },
      ...imdbEpisodes.map(({ id, n, day }) => ({
        releaseDate: { day, month: 6, year: 2020 },
        episodeNumber: n,
        season: '1',
        id,
      })),
    ];
    return { json: paged(rows, 'episodes', query) };
  }
  const own = credits[title];
  if (!own) return NO_TITLE;
  const rows = own.map(({ id, name, episodes, ...rest }) => ({
    category: 'self',
    ...rest,
    ...(episodes === undefined ? {} : { episodeCount: episodes }),
    name: { displayName: name, id },
  }));
  return { json: paged(rows, 'credits', query) };
}

const ON_IMDB: [id: string, name: string, year: number, type: string][] = [
  ['tt9000001', 'Girls, Guns &amp; Gold', 2011, 'TVSeries'],
  ['tt9000003', 'Love Shack', 2015, 'TVSeries'],
  ['tt9000098', 'A Film', 2015, 'Movie'],
  ['tt9000004', 'Near Miss', 2010, 'TVSeries'],
];

/** Two entries a page, in linked data; the years stand in the embedded data only; no total anywhere. */
function imdbPages({ query }: Request): Reply {
  const page = Number(query.get('page') ?? 1);
  const shown = ON_IMDB.slice(page * 2 - 2, page * 2);
  const linked = { itemListElement: shown.map(([id, name, , type]) => ({ item: { url: `https://www.imdb.com/title/${id}/`, '@type': type, name } })), '@type': 'ItemList' }; // prettier-ignore
  const embedded = shown.map(([id, name, year]) => ({
    releaseYear: { year },
    titleText: { text: name },
    id,
  }));
  return {
    html: `<html><head><script type="application/ld+json">${JSON.stringify(linked)}</script></head><body>
<script id="__NEXT_DATA__" type="application/json">${JSON.stringify({ props: { deep: { list: embedded } } })}</script></body></html>`,
  };
}

type Binding = Record<string, { type: string; value: string }>;

function wikidata({ body }: Request): Reply {
  const query = new URLSearchParams(body).get('query') ?? '';
  const keys = new Set(
    [...(/VALUES \?\w+ \{([^}]*)\}/.exec(query)?.[1] ?? '').matchAll(/"([^"]+)"/g)].map((m) => m[1] ?? ''),
  );
  const variable = /VALUES \?(\w+)/.exec(query)?.[1] ?? '';
  const property = new RegExp(`wdt:(P\\d+) \\?${variable}\\b`).exec(query)?.[1] ?? '';
  const of: Record<string, (item: Item) => string | undefined> = {
    P345: (item) => item.imdb,
    P4985: (item) => item.tmdb,
    P4983: (item) => item.tmdbTv,
  };
  const bindings = items.flatMap((item) => {
    const key = of[property]?.(item) ?? '';
    return keys.has(key) ? rowsOf(item, variable, key, query) : [];
  });
  return { json: { results: { bindings }, head: { vars: [] } } };
}

/** One row for every combination, as SPARQL does. */
function rowsOf(item: Item, variable: string, key: string, query: string): Binding[] {
  const literal = (value: string | undefined) =>
    value === undefined ? undefined : { type: 'literal', value };
  const uri = (q: string) => ({ value: `http://www.wikidata.org/entity/${q}`, type: 'uri' });
  const base: Record<string, { type: string; value: string } | undefined> = {
    q: uri(item.q),
    p: uri(item.q),
    imdb: literal(item.imdb),
    tmdb: literal(query.includes('P4983') ? item.tmdbTv : item.tmdb),
    tvdb: literal(item.tvdb),
    [variable]: literal(key),
  };
  const births = (item.births ?? []).filter(({ rank }) => rank !== 'Deprecated');
  const several = [item.genders ?? [''], births.length > 0 ? births : [null], item.aliases ?? ['']] as const;
  return several[0].flatMap((gender) =>
    several[1].flatMap((birth) =>
      several[2].map((alias) => {
        const row = {
          ...base,
          ...(gender ? { g: uri(gender) } : {}),
          ...(alias ? { alias: literal(alias) } : {}),
          ...(birth ? { dob: literal(birth.time), prec: literal(String(birth.precision)), rank: uri(`ontology#${birth.rank ?? 'Normal'}Rank`) } : {}), // prettier-ignore
        };
        return Object.fromEntries(
          Object.entries(row).filter(
            (entry): entry is [string, { type: string; value: string }] => entry[1] !== undefined,
          ),
        );
      }),
    ),
  );
}

/** Names nobody mentioned, and quotations that do not stand in the text, are part of what it says. */
function gemini({ body }: Request): Reply {
  const prompt =
    (JSON.parse(body) as { contents: { parts: { text: string }[] }[] }).contents[0]?.parts[0]?.text ?? '';
  if (/thinkingConfig/.test(body)) return { status: 400, json: { error: { status: 'INVALID_ARGUMENT', message: 'Thinking level is not supported for this model.' } } }; // prettier-ignore
  const rows = JSON.parse(prompt.slice(prompt.indexOf('\n\n[') + 2)) as {
    id: string;
    text?: string;
    overview?: string;
  }[];
  const said = rows.map(({ id, text, overview }) => {
    if (text === undefined) return { guests: overview?.includes('Mary') ? ['Mary O’Dowd', 'Elvis Presley', 'Andy Cohen'] : [], id }; // prettier-ignore
    return /5 May 1991/.test(text)
      ? {
          gender: 'F',
          genderQuote: 'She loves her dogs',
          birthday: '1991-05-05',
          birthdayQuote: 'born on 5 May 1991',
          id,
        }
      : { birthday: '1979-09-09', birthdayQuote: 'born on September 9, 1979', id };
  });
  const parts = [
    { thought: true, text: 'Let me see.' },
    { text: `\`\`\`json\n${JSON.stringify(said)}\n\`\`\`` },
  ];
  return {
    json: { usageMetadata: {}, candidates: [{ finishReason: 'STOP', content: { role: 'model', parts } }] },
  };
}

function famous({ path }: Request): Reply {
  if (path === '/people/lone-wolf.html')
    return { status: 301, headers: { LOCATION: '/people/lone-wolf-tv.html' }, html: '' };
  if (path === '/people/ann-lee.html')
    return { html: '<html><body><h1>Ann Lee</h1><span>Birthday</span><span>December 21, 1990</span><p>Of <b>Girls, Guns & Gold</b>.</p></body></html>' }; // prettier-ignore
  if (path !== '/people/lone-wolf-tv.html')
    return { status: 302, headers: { Location: 'https://www.famousbirthdays.com/' }, html: '' };
  return { html: '<html><body><h1>Lone Wolf</h1><span>Birthday</span><span>June 3, 1991</span><p>Was on <a>Near Miss</a>.</p></body></html>' }; // prettier-ignore
}

/** Texts of pages one at a time, the rest of them by `continue`. */
function fandom({ body }: Request): Reply {
  const asked = new URLSearchParams(body);
  const titles = (asked.get('titles') ?? '').split('|');
  const from = Number(asked.get('rvcontinue') ?? 0);
  const there = titles.filter((title) => wikiPages[title] !== undefined);
  const pages = titles.map((title) => {
    const text = wikiPages[title];
    if (text === undefined) return { missing: true, ns: 0, title };
    const main = { contentmodel: 'wikitext', content: text };
    return { ns: 0, title, ...(there.indexOf(title) === from ? { revisions: [{ slots: { main } }] } : {}) };
  });
  const more = from + 1 < there.length ? { continue: { rvcontinue: from + 1, continue: '||' } } : {};
  return { json: { ...more, query: { pages } } };
}

function tvdb({ path }: Request): Reply {
  if (path.endsWith('/login')) return { json: { data: { token: 't' }, status: 'success' } };
  // Two series claim the id, and a person has it, too.
  const claims = [{ series: { id: '1' } }, { people: { id: 9 } }, { series: { id: 2 } }];
  return { json: { status: 'success', data: path.endsWith('/tt9000003') ? claims : null } };
}
