/** TheTVDB v4: `api4.thetvdb.com` (sources.md §7). */
import { json, searchable, type DemoReply, type DemoRequest } from '../wire';
import type { TvdbSeries, World } from '../world';

const TOKEN = 'demo-tvdb-token';

const success = (data: unknown): DemoReply => json({ status: 'success', data });
const failed = (status: number, message: string): DemoReply =>
  json({ status: 'failure', message, data: null }, status);

export function tvdb(request: DemoRequest, world: World): DemoReply {
  const [version, kind = '', id = '', last = ''] = request.path.split('/').filter(Boolean);
  if (version !== 'v4') return failed(404, 'Not Found');
  if (kind === 'login') return login(request);
  if (request.headers['authorization'] !== `Bearer ${TOKEN}`) return failed(401, 'Unauthorized');
  if (kind === 'search') return id === 'remoteid' ? remote(world, last) : search(request, world);
  const series = kind === 'series' ? world.tvdb.get(Number(id)) : undefined;
  return series ? success(details(series)) : failed(404, 'Not Found');
}

function login(request: DemoRequest): DemoReply {
  if (request.method !== 'POST') return failed(405, 'Method Not Allowed');
  let sent: { apikey?: unknown };
  try {
    sent = JSON.parse(request.body) as { apikey?: unknown };
  } catch {
    return failed(400, 'invalid body');
  }
  const key = typeof sent.apikey === 'string' ? sent.apikey : '';
  return key === '' || /^(?:bad|wrong|invalid)/i.test(key)
    ? failed(401, 'InvalidAPIKey: "apikey" is not valid')
    : success({ token: TOKEN });
}

const details = (series: TvdbSeries) => ({
  id: series.id,
  name: series.name,
  firstAired: series.firstAired,
  lastAired: '',
  genres: [],
  remoteIds: [{ id: series.imdbId, type: 2, sourceName: 'IMDB' }],
  seasons: [],
});

function remote(world: World, id: string): DemoReply {
  const found = [...world.tvdb.values()].filter((series) => series.imdbId === id);
  return success(found.length > 0 ? found.map((series) => ({ series: details(series) })) : null);
}

function search(request: DemoRequest, world: World): DemoReply {
  const query = searchable(request.query.get('query') ?? '');
  const found = [...world.tvdb.values()].filter(
    (series) => query !== '' && searchable(series.name).includes(query),
  );
  return success(
    found.map((series) => ({
      tvdb_id: String(series.id),
      name: series.name,
      type: 'series',
      first_air_time: series.firstAired,
    })),
  );
}
