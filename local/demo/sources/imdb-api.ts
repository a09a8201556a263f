/** The IMDb API of `api.imdbapi.dev` (sources.md §2a): every field optional, arrays as repeated parameters. */
import { json, plain, searchable, type DemoReply, type DemoRequest } from '../wire';
import type { ImdbCredit, ImdbEpisode, ImdbName, ImdbTitle, PartialDate, World } from '../world';

const DEFAULT_PAGE = 20;
const MOST_A_PAGE = 50;
const MOST_A_BATCH = 5;
/** A title whose id ends so repeats its last page token instead of leaving it out, as the real API did. */
const REPEATS_TOKEN = /7$/;

const rpcError = (status: number, code: number, message: string): DemoReply =>
  json({ code, message, details: [] }, status);
const notFound = (): DemoReply => rpcError(404, 5, 'not found');

const image = (url: string | null) => (url ? { url, width: 1200, height: 1800 } : undefined);
const date = (d: PartialDate | null) => (d ? { year: d.year, month: d.month, day: d.day } : undefined);
const filled = <T>(items: T[]): T[] | undefined => (items.length > 0 ? items : undefined);

const titleBody = (title: ImdbTitle) => ({
  id: title.id,
  type: title.type,
  primaryTitle: title.title,
  originalTitle: title.title,
  startYear: title.startYear,
  endYear: title.endYear ?? undefined,
  genres: filled(title.genres),
});

const nameBody = (name: ImdbName) => ({
  id: name.id,
  displayName: name.name,
  alternativeNames: filled(name.alternativeNames),
  birthName: name.birthName || undefined,
  birthDate: date(name.birth),
  primaryImage: image(name.image),
});

function creditBody(world: World, credit: ImdbCredit) {
  const name = world.imdb.names.get(credit.name);
  return {
    name: { id: credit.name, displayName: name?.name ?? '', primaryImage: image(name?.image ?? null) },
    category: credit.category,
    characters: filled(credit.characters),
    episodeCount: credit.episodes ?? undefined,
    attributes: credit.attributes,
    isCredited: credit.isCredited,
  };
}

const episodeBody = (episode: ImdbEpisode) => ({
  id: episode.id,
  title: episode.title,
  season: episode.season,
  episodeNumber: episode.number ?? undefined,
  releaseDate: date(episode.date),
});

/** One page of a longer answer; null if the page token or size is not one of ours. */
function paged<T>(request: DemoRequest, items: T[], repeatsToken: boolean) {
  const size = Number(request.query.get('pageSize') ?? DEFAULT_PAGE);
  const token = request.query.get('pageToken') ?? '';
  const from = token === '' ? 0 : Number(Buffer.from(token, 'base64url').toString());
  if (!Number.isInteger(size) || size < 1 || size > MOST_A_PAGE || !Number.isInteger(from) || from < 0)
    return null;
  const more = from + size < items.length;
  const next = more ? Buffer.from(String(from + size)).toString('base64url') : undefined;
  return {
    items: items.slice(from, from + size),
    totalCount: items.length,
    nextPageToken: next ?? (repeatsToken && token !== '' ? token : undefined),
  };
}

export function imdbApi(request: DemoRequest, world: World): DemoReply {
  const [kind, id = '', part = ''] = request.path.split('/').filter(Boolean);
  if (kind === 'titles:batchGet') return batch(request, 'titleIds', world.imdb.titles, titleBody, 'titles');
  if (kind === 'names:batchGet') return batch(request, 'nameIds', world.imdb.names, nameBody, 'names');
  if (kind === 'titles') return title(request, world, id, part);
  if (kind === 'names') return name(request, world, id, part);
  if (kind === 'search' && id === 'titles') return search(request, world);
  return plain('404 page not found', 404);
}

function batch<T>(
  request: DemoRequest,
  parameter: string,
  records: Map<string, T>,
  body: (record: T) => unknown,
  array: string,
): DemoReply {
  const ids = request.query.getAll(parameter);
  if (ids.length === 0 || ids.length > MOST_A_BATCH) {
    return rpcError(400, 3, `${parameter}: value must contain between 1 and ${MOST_A_BATCH} items`);
  }
  const found = ids.flatMap((id) => records.get(id) ?? []);
  return json({ [array]: filled(found.map(body)) });
}

function title(request: DemoRequest, world: World, id: string, part: string): DemoReply {
  const found = world.imdb.titles.get(id);
  const episode = found ? undefined : episodeOf(world, id);
  if (!found && !episode) return notFound();
  if (part === 'credits') return credits(request, world, found?.credits ?? episode?.credits ?? [], id);
  if (!found) {
    const bare = episode ? { id: episode.id, type: 'tvEpisode', primaryTitle: episode.title } : {};
    return part === '' ? json(bare) : notFound();
  }
  if (part === '') return json(titleBody(found));
  if (part === 'seasons') return seasons(found);
  if (part === 'episodes') return episodes(request, found);
  return notFound();
}

const episodeIndex = new WeakMap<World, Map<string, ImdbEpisode>>();

function episodeOf(world: World, id: string): ImdbEpisode | undefined {
  let index = episodeIndex.get(world);
  if (!index) {
    const all = [...world.imdb.titles.values()].flatMap((one) => one.episodes);
    index = new Map(all.map((episode) => [episode.id, episode]));
    episodeIndex.set(world, index);
  }
  return index.get(id);
}

function credits(request: DemoRequest, world: World, all: ImdbCredit[], id: string): DemoReply {
  const categories = request.query.getAll('categories');
  const asked = all.filter((credit) => categories.length === 0 || categories.includes(credit.category));
  const page = paged(request, asked, REPEATS_TOKEN.test(id));
  if (!page) return rpcError(400, 3, 'invalid page size or token');
  return json({
    credits: filled(page.items.map((credit) => creditBody(world, credit))),
    totalCount: page.totalCount,
    nextPageToken: page.nextPageToken,
  });
}

function seasons(found: ImdbTitle): DemoReply {
  const counts = new Map<string, number>();
  for (const episode of found.episodes) counts.set(episode.season, (counts.get(episode.season) ?? 0) + 1);
  return json({ seasons: filled([...counts].map(([season, episodeCount]) => ({ season, episodeCount }))) });
}

function episodes(request: DemoRequest, found: ImdbTitle): DemoReply {
  const season = request.query.get('season');
  const asked = found.episodes.filter((episode) => season === null || episode.season === season);
  const page = paged(request, asked, false);
  if (!page) return rpcError(400, 3, 'invalid page size or token');
  return json({
    episodes: filled(page.items.map(episodeBody)),
    totalCount: page.totalCount,
    nextPageToken: page.nextPageToken,
  });
}

function name(request: DemoRequest, world: World, id: string, part: string): DemoReply {
  const found = world.imdb.names.get(id);
  if (!found) return notFound();
  if (part === '') return json(nameBody(found));
  if (part === 'images') {
    const images = found.image ? [{ ...image(found.image), type: 'still_frame' }] : [];
    return json({ images: filled(images), totalCount: images.length });
  }
  if (part !== 'filmography') return notFound();
  const work = [...world.imdb.titles.values()].flatMap((one) =>
    one.credits
      .filter((credit) => credit.name === id)
      .map((credit) => ({
        title: titleBody(one),
        category: credit.category,
        characters: filled(credit.characters),
        episodeCount: credit.episodes ?? undefined,
      })),
  );
  const page = paged(request, work, false);
  if (!page) return rpcError(400, 3, 'invalid page size or token');
  return json({
    credits: filled(page.items),
    totalCount: page.totalCount,
    nextPageToken: page.nextPageToken,
  });
}

function search(request: DemoRequest, world: World): DemoReply {
  const words = searchable(request.query.get('query') ?? '')
    .split(' ')
    .filter(Boolean);
  const limit = Number(request.query.get('limit') ?? 20);
  if (words.length === 0 || !(limit >= 1 && limit <= 50)) return rpcError(400, 3, 'invalid query or limit');
  const found = [...world.imdb.titles.values()].filter((one) =>
    words.every((word) => searchable(one.title).includes(word)),
  );
  return json({ titles: filled(found.slice(0, limit).map(titleBody)) });
}
