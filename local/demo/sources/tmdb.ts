/** TMDb: `api.themoviedb.org`, versions 3 and 4 (sources.md §1). */
import { dayOf, json, searchable, type DemoReply, type DemoRequest } from '../wire';
import type { TmdbPerson, TmdbSeason, TmdbShow, World } from '../world';
import * as shapes from './tmdb-shapes';

const PAGE = 20;
const MOST_APPENDED = 20;

const MESSAGES: Record<number, [status: number, message: string]> = {
  5: [422, 'Invalid parameters: Your request parameters are incorrect.'],
  7: [401, 'Invalid API key: You must be granted a valid key.'],
  18: [400, 'Validation failed.'],
  22: [400, 'Invalid page: Pages start at 1 and max at 500. They are expected to be an integer.'],
  27: [400, 'Too many append to response objects: The maximum number of remote calls is 20.'],
  34: [404, 'The resource you requested could not be found.'],
};

function failure(code: number): DemoReply {
  const [status, message] = MESSAGES[code] ?? [500, 'Internal error: Something went wrong, contact TMDb.'];
  return json({ success: false, status_code: code, status_message: message }, status);
}

const known = (key: string): boolean => key !== '' && !/^(?:bad|wrong|invalid)/i.test(key);

function allowed(request: DemoRequest): boolean {
  const bearer = /^Bearer (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1] ?? '';
  if (known(bearer)) return true;
  return request.path.startsWith('/3/') && known(request.query.get('api_key') ?? '');
}

type Body = Record<string, unknown>;
/** The body of an address below a show, season or person; null if there is none. */
type Part = (name: string) => Body | null;

export function tmdb(request: DemoRequest, world: World): DemoReply {
  if (!allowed(request)) return failure(7);
  const page = Number(request.query.get('page') ?? 1);
  if (!Number.isInteger(page) || page < 1 || page > 500) return failure(22);
  const [version, kind = '', ...rest] = request.path.split('/').filter(Boolean);
  if (version === '4') return kind === 'list' ? list(world, rest[0] ?? '', page, 'results') : failure(34);
  if (version !== '3') return failure(34);
  if (kind === 'list') return list(world, rest[0] ?? '', page, 'items');
  if (kind === 'find') return find(request, world, rest[0] ?? '');
  if (kind === 'search') return search(request, world, rest[0] ?? '', page);
  if (kind === 'tv') return television(request, world, rest);
  if (kind === 'person') return person(request, world, rest);
  if (kind === 'configuration') return json({ images: { secure_base_url: 'https://image.tmdb.org/t/p/' } });
  return failure(34);
}

function list(world: World, id: string, page: number, array: 'results' | 'items'): DemoReply {
  if (id !== world.tmdb.listId) return failure(34);
  const entries = world.tmdb.list.flatMap((entry): Body[] => {
    const show = entry.type === 'tv' ? world.tmdb.shows.get(entry.id) : undefined;
    const movie = entry.type === 'movie' ? world.tmdb.movies.get(entry.id) : undefined;
    return show ? [shapes.listItem(show)] : movie ? [shapes.movieItem(movie)] : [];
  });
  const shown = entries.slice((page - 1) * PAGE, page * PAGE);
  const pages = Math.max(1, Math.ceil(entries.length / PAGE));
  const head = { id: Number(id), name: 'Realitease', description: '', iso_639_1: 'en', created_by: 'demo' };
  if (array === 'items') {
    return json({
      ...head,
      favorite_count: 0,
      item_count: entries.length,
      items: shown,
      page,
      total_pages: pages,
      total_results: entries.length,
    });
  }
  return json({
    ...head,
    public: true,
    page,
    results: shown,
    total_pages: pages,
    total_results: entries.length,
  });
}

function find(request: DemoRequest, world: World, id: string): DemoReply {
  const by = request.query.get('external_source');
  if (!by) return failure(18);
  const shows = [...world.tmdb.shows.values()].filter(
    (show) =>
      (by === 'imdb_id' && show.imdbId === id) ||
      (by === 'tvdb_id' && String(show.tvdbId) === id) ||
      (by === 'wikidata_id' && show.wikidataId === id),
  );
  const people = by === 'imdb_id' ? [...world.tmdb.people.values()].filter((one) => one.imdbId === id) : [];
  return json({
    movie_results: [],
    person_results: people.map((one) => ({ ...shapes.personItem(world, one), media_type: 'person' })),
    tv_results: shows.map(shapes.listItem),
    tv_episode_results: [],
    tv_season_results: [],
  });
}

function search(request: DemoRequest, world: World, kind: string, page: number): DemoReply {
  const query = searchable(request.query.get('query') ?? '');
  if (!request.query.has('query')) return failure(5);
  const words = query.split(' ').filter(Boolean);
  const fits = (name: string) => words.length > 0 && words.every((word) => searchable(name).includes(word));
  const closest = (a: { name: string; id: number }, b: { name: string; id: number }) =>
    Number(searchable(b.name) === query) - Number(searchable(a.name) === query) || a.id - b.id;
  const year = request.query.get('first_air_date_year');
  let found: Body[] = [];
  if (kind === 'tv') {
    found = [...world.tmdb.shows.values()]
      .filter((show) => fits(show.name) && (!year || show.firstAired.startsWith(year)))
      .sort(closest)
      .map(shapes.listItem);
  } else if (kind === 'person') {
    found = [...world.tmdb.people.values()]
      .filter((one) => fits(one.name))
      .sort(closest)
      .map((one) => shapes.personItem(world, one));
  } else return failure(34);
  return json({
    page,
    results: found.slice((page - 1) * PAGE, page * PAGE),
    total_pages: Math.max(1, Math.ceil(found.length / PAGE)),
    total_results: found.length,
  });
}

function english(request: DemoRequest): boolean {
  return (request.query.get('language') ?? 'en').startsWith('en');
}

/** Details with what `append_to_response` asks for; a part that does not exist is left out. */
function withAppended(request: DemoRequest, details: Body, part: Part): DemoReply {
  const names = (request.query.get('append_to_response') ?? '').split(',').map((name) => name.trim());
  const asked = names.filter(Boolean);
  if (asked.length > MOST_APPENDED) return failure(27);
  const body = { ...details };
  for (const name of asked) {
    const appended = part(name);
    if (appended) body[name] = appended;
  }
  return json(body);
}

function single(id: number, body: Body | null): DemoReply {
  return body ? json('id' in body ? body : { id, ...body }) : failure(34);
}

function television(request: DemoRequest, world: World, path: string[]): DemoReply {
  const show = world.tmdb.shows.get(Number(path[0]));
  if (!show) return failure(34);
  const day = dayOf(request.now);
  if (path.length === 1) {
    const details = shapes.showDetails(show, day, english(request));
    return withAppended(request, details, (name) => showPart(world, show, name));
  }
  if (path[1] !== 'season') return single(show.id, showPart(world, show, path.slice(1).join('/')));
  const season = show.seasons.find((one) => String(one.number) === path[2]);
  if (!season) return failure(34);
  if (path.length === 3) {
    return withAppended(request, shapes.seasonDetails(world, show, season), (name) =>
      seasonPart(world, show, season, name),
    );
  }
  if (path[3] !== 'episode')
    return single(season.id, seasonPart(world, show, season, path.slice(3).join('/')));
  return episode(request, world, show, season, path.slice(4));
}

function episode(
  request: DemoRequest,
  world: World,
  show: TmdbShow,
  season: TmdbSeason,
  path: string[],
): DemoReply {
  const found = season.episodes.find((one) => String(one.number) === path[0]);
  if (!found) return failure(34);
  const part: Part = (name) => {
    if (name === 'credits') return shapes.episodeCredits(world, season, found);
    if (name === 'external_ids') return { imdb_id: null, tvdb_id: null, wikidata_id: null };
    return name === 'images' ? { stills: [] } : null;
  };
  if (path.length > 1) return single(found.id, part(path.slice(1).join('/')));
  return withAppended(request, shapes.episodeDetails(world, show, season, found), part);
}

function showPart(world: World, show: TmdbShow, name: string): Body | null {
  const inSeason = /^season\/(\d+)(?:\/(.+))?$/.exec(name);
  if (inSeason) {
    const season = show.seasons.find((one) => one.number === Number(inSeason[1]));
    if (!season) return null;
    return inSeason[2]
      ? seasonPart(world, show, season, inSeason[2])
      : shapes.seasonDetails(world, show, season);
  }
  const latest = [...show.seasons].sort((a, b) => b.number - a.number)[0];
  const parts: Record<string, () => Body> = {
    external_ids: () => shapes.showIds(show),
    aggregate_credits: () => shapes.aggregate(world, show),
    credits: () => shapes.credits(world, latest),
    images: () => shapes.showImages(show),
    content_ratings: () => ({ results: [{ descriptors: [], iso_3166_1: 'US', rating: 'TV-14' }] }),
    keywords: () => ({ results: [{ id: 6054, name: 'reality tv' }] }),
    alternative_titles: () => ({ results: [] }),
    videos: () => ({ results: [] }),
    'watch/providers': () => ({ results: {} }),
  };
  return parts[name]?.() ?? null;
}

function seasonPart(world: World, show: TmdbShow, season: TmdbSeason, name: string): Body | null {
  const parts: Record<string, () => Body> = {
    credits: () => shapes.credits(world, season),
    aggregate_credits: () => shapes.seasonAggregate(world, show, season),
    external_ids: () => ({
      freebase_mid: null,
      freebase_id: null,
      tvdb_id: null,
      tvrage_id: null,
      wikidata_id: null,
    }),
    images: () => ({ posters: [] }),
    videos: () => ({ results: [] }),
  };
  return parts[name]?.() ?? null;
}

function person(request: DemoRequest, world: World, path: string[]): DemoReply {
  const found = world.tmdb.people.get(Number(path[0]));
  if (!found) return failure(34);
  const part: Part = (name) => personPart(world, found, name);
  if (path.length > 1) return single(found.id, part(path.slice(1).join('/')));
  return withAppended(request, shapes.personDetails(found, english(request)), part);
}

function personPart(world: World, found: TmdbPerson, name: string): Body | null {
  if (name === 'external_ids') return shapes.personIds(found);
  if (name === 'tv_credits' || name === 'combined_credits') return shapes.personShows(world, found);
  if (name === 'images') return shapes.profiles(found);
  return name === 'translations' ? { translations: [] } : null;
}
