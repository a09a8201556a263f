/** Keys stand in their own place and in requests to their own source, and nowhere else, whatever fails. */
import { firstWorld } from '../../local/fuzz/world';
import { HttpError } from '../../local/host/http/transport';
import type { HostHttpRequest, HttpAnswer } from '../../local/host';
import { runAll, type Ran, type Sources } from './support';

jest.setTimeout(180_000);

const KEYS = {
  TMDB_BEARER: 'planted-bearer-7f3a91',
  TMDB_API_KEY: 'plantedtmdb4c2d88',
  IMDB_API_KEY: 'planted-imdb-90ab12',
  GEMINI_API_KEY: 'planted-gemini-5566aa',
  TVDB_API_KEY: 'planted-tvdb-e1e2e3',
  TVDB_PIN: 'planted-pin-445566',
};
const V3_ONLY = { ...KEYS, TMDB_BEARER: '' };

/** Whose requests may carry which key. */
const HOME: Record<string, RegExp> = {
  TMDB_BEARER: /^api\.themoviedb\.org$/,
  TMDB_API_KEY: /^api\.themoviedb\.org$/,
  IMDB_API_KEY: /^api\.imdbapi\.dev$/,
  GEMINI_API_KEY: /^generativelanguage\.googleapis\.com$/,
  TVDB_API_KEY: /^api4\.thetvdb\.com$/,
  TVDB_PIN: /^api4\.thetvdb\.com$/,
};

const answer = (status: number, body: string, headers: [string, string][] = []): HttpAnswer => ({
  status,
  headers: [['content-type', 'application/json'], ...headers],
  body: Buffer.from(body),
});

/** A source that tells the caller what it was sent. */
const echo = ({ url, headers, body }: HostHttpRequest): string =>
  JSON.stringify({
    url,
    headers,
    body: Buffer.from(body ?? []).toString(),
    status_message: JSON.stringify(headers),
  });

const ways: [string, (sources: Sources) => Sources][] = [
  ['all answer', (sources) => sources],
  ['all answer 400 with what they were sent', () => (request) => answer(400, echo(request))],
  ['all refuse the key and say which', () => (request) => answer(401, echo(request))],
  ['all answer 500 with what they were sent', () => (request) => answer(500, echo(request))],
  ['all answer 200 with what they were sent', () => (request) => answer(200, echo(request))],
  [
    'all send to another host',
    () =>
      ({ url }) =>
        answer(302, '', [['location', `https://elsewhere.example/${encodeURIComponent(url)}`]]),
  ],
  [
    'all send to plain http',
    () =>
      ({ url }) =>
        answer(307, '', [['location', url.replace(/^https/, 'http')]]),
  ],
  [
    'none can be reached, and Google tells the whole address',
    () => () => {
      throw new HttpError('address-unavailable');
    },
  ],
];

/** Everything that a person or a reader of logs can see. */
async function visible({ host, results }: Ran): Promise<string> {
  const pages = ['runStatus', 'runReport', 'describeSettings', 'listSchedules', 'firstRun'];
  const told = [];
  for (const page of pages) told.push(await host.run(page, [], { kind: 'page' }));
  for (const opened of ['openSidebar', 'openSettings', 'openHelp']) told.push(await host.run(opened));
  const { script, document } = host.state.properties;
  return JSON.stringify([host.workbook, script, document, host.state.cache, host.shown, results, told]);
}

test.each(ways)('keys stay where they belong when %s', async (_, around) => {
  for (const keys of [KEYS, V3_ONLY]) {
    const sent: HostHttpRequest[] = [];
    const spy =
      (sources: Sources): Sources =>
      (request) => {
        sent.push(request);
        return sources(request);
      };
    const ran = await runAll(firstWorld(), { settings: keys, around: (sources) => spy(around(sources)) });
    const text = await visible(ran);
    expect(sent.length).toBeGreaterThan(0);
    for (const [name, key] of Object.entries(keys).filter(([, value]) => value !== '')) {
      expect([name, text.includes(key)]).toEqual([name, false]);
      const carrying = sent.filter((request) =>
        JSON.stringify([request.url, request.headers, Buffer.from(request.body ?? []).toString()]).includes(
          key,
        ),
      );
      const astray = carrying.filter(
        ({ url }) => !HOME[name]?.test(new URL(url).hostname) || !url.startsWith('https:'),
      );
      expect([name, astray.map(({ url }) => url)]).toEqual([name, []]);
      // Only TMDb's version 3 knows no header for its key.
      const inAddress = carrying.filter(({ url }) => url.includes(key)).length;
      expect([name, inAddress === 0 || (name === 'TMDB_API_KEY' && keys.TMDB_BEARER === '')]).toEqual([
        name,
        true,
      ]);
    }
    expect(sent.filter(({ url }) => new URL(url).hostname === 'elsewhere.example')).toEqual([]);
    // Their own place is the user's own properties, which no other user of the workbook can read.
    expect(JSON.stringify(ran.host.state.properties.user)).toContain(KEYS.GEMINI_API_KEY);
  }
});
