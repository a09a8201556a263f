/** IMDb's public pages (sources.md §2c): lists, titles, episodes, full credits. */
import { escapeHtml, html, type DemoReply, type DemoRequest } from '../wire';
import type { ImdbEpisode, ImdbTitle, World } from '../world';

const LIST_PAGE = 250;
const EPISODES_SHOWN = 50;

const TYPES: Record<ImdbTitle['type'], string> = {
  tvSeries: 'TVSeries',
  tvMiniSeries: 'TVMiniSeries',
  movie: 'Movie',
};

/** JSON inside a script element: no end tag may stand in it. */
const embedded = (data: unknown): string => JSON.stringify(data).replace(/</g, '\\u003c');

function page(title: string, linked: unknown, nextData: unknown, body: string): DemoReply {
  return html(
    `<!DOCTYPE html><html lang="en-US"><head><meta charset="utf-8"/><title>${escapeHtml(title)} - IMDb</title>` +
      (linked ? `<script type="application/ld+json">${embedded(linked)}</script>` : '') +
      `</head><body><div id="__next"><main>${body}</main></div>` +
      (nextData ? `<script id="__NEXT_DATA__" type="application/json">${embedded(nextData)}</script>` : '') +
      '</body></html>',
  );
}

const missing = (): DemoReply =>
  html('<!DOCTYPE html><html><head><title>404 Error - IMDb</title></head><body></body></html>', 404);

export function imdbPages(request: DemoRequest, world: World): DemoReply {
  const [kind, id = '', part = ''] = request.path.split('/').filter(Boolean);
  if (kind === 'list' && id === world.imdb.listId) return list(request, world);
  const title = kind === 'title' ? world.imdb.titles.get(id) : undefined;
  if (!title) return missing();
  if (part === '') return titlePage(title);
  if (part === 'episodes') return episodesPage(request, title);
  return part === 'fullcredits' ? creditsPage(world, title) : missing();
}

function list(request: DemoRequest, world: World): DemoReply {
  const number = Math.max(1, Number(request.query.get('page') ?? 1) || 1);
  const all = world.imdb.list.flatMap((id) => world.imdb.titles.get(id) ?? []);
  const from = (number - 1) * LIST_PAGE;
  const shown = all.slice(from, from + LIST_PAGE);
  const linked = {
    '@context': 'https://schema.org',
    '@type': 'ItemList',
    name: 'Realitease',
    itemListElement: shown.map((title, index) => ({
      '@type': 'ListItem',
      position: from + index + 1,
      item: {
        '@type': TYPES[title.type],
        name: escapeHtml(title.title),
        url: `https://www.imdb.com/title/${title.id}/`,
      },
    })),
  };
  const edges = shown.map((title, index) => ({
    node: { absolutePosition: from + index + 1, description: null },
    listItem: {
      id: title.id,
      titleText: { text: title.title },
      originalTitleText: { text: title.title },
      releaseYear: { year: title.startYear, endYear: title.endYear },
      titleType: { id: title.type },
    },
  }));
  const nextData = {
    props: {
      pageProps: {
        mainColumnData: {
          list: { id: world.imdb.listId, titleListItemSearch: { total: all.length, edges } },
        },
      },
    },
  };
  const items = shown.map(
    (title, index) =>
      `<li class="ipc-metadata-list-summary-item"><a href="/title/${title.id}/?ref_=ls_t_${index + 1}">` +
      `<h3 class="ipc-title__text">${from + index + 1}. ${escapeHtml(title.title)}</h3></a>` +
      `<span class="dli-title-metadata-item">${title.startYear}</span></li>`,
  );
  return page(
    'Realitease',
    linked,
    nextData,
    `<div data-testid="list-page-mc-total-items">${all.length} titles</div><ul>${items.join('')}</ul>`,
  );
}

function titlePage(title: ImdbTitle): DemoReply {
  const seasons = new Set(title.episodes.map((episode) => episode.season)).size;
  const linked = {
    '@context': 'https://schema.org',
    '@type': TYPES[title.type],
    url: `https://www.imdb.com/title/${title.id}/`,
    name: escapeHtml(title.title),
    ...(title.episodes.length > 0
      ? { numberOfSeasons: seasons, numberOfEpisodes: title.episodes.length }
      : {}),
    ...(title.network ? { publisher: { '@type': 'Organization', name: title.network } } : {}),
  };
  return page(title.title, linked, null, `<h1>${escapeHtml(title.title)}</h1>`);
}

const episodeItem = (episode: ImdbEpisode) => ({
  id: episode.id,
  type: 'tvEpisode',
  season: episode.season,
  episode: episode.number === null ? 'Unknown' : String(episode.number),
  titleText: episode.title,
  releaseDate: episode.date
    ? { month: episode.date.month ?? null, day: episode.date.day ?? null, year: episode.date.year }
    : null,
  releaseYear: episode.date?.year ?? null,
});

function episodesPage(request: DemoRequest, title: ImdbTitle): DemoReply {
  const seasons = [...new Set(title.episodes.map((episode) => episode.season))];
  const current = request.query.get('season') ?? seasons[0] ?? '1';
  const own = title.episodes.filter((episode) => episode.season === current);
  const section = {
    seasons: seasons.map((value) => ({ id: value, value })),
    currentSeason: current,
    episodes: {
      items: own.slice(0, EPISODES_SHOWN).map(episodeItem),
      total: own.length,
      hasNextPage: own.length > EPISODES_SHOWN,
      endCursor: own.length > EPISODES_SHOWN ? 'demo-cursor' : null,
    },
  };
  const contentData = { entityMetadata: { id: title.id, titleText: { text: title.title } }, section };
  return page(`${title.title} (Episodes)`, null, { props: { pageProps: { contentData } } }, '');
}

function creditsPage(world: World, title: ImdbTitle): DemoReply {
  const items = title.credits.map((credit) => {
    const name = escapeHtml(world.imdb.names.get(credit.name)?.name ?? '');
    const episodes = credit.episodes === null ? '' : ` ${credit.episodes} episodes`;
    return (
      `<li data-testid="name-credits-list-item" class="ipc-metadata-list-summary-item">` +
      `<a class="name-credits--title-text" href="/name/${credit.name}/?ref_=tt">${name}</a>` +
      `<span>${escapeHtml(credit.characters.join(' / '))}${episodes}</span></li>`
    );
  });
  return page(
    `${title.title} - Full cast & crew`,
    null,
    { props: { pageProps: {} } },
    `<ul>${items.join('')}</ul>`,
  );
}
