/** Fandom's wikis: api.php answers, pages are closed to programs (sources.md §4). */
import { html, json, parameters, searchable, type DemoReply, type DemoRequest } from '../wire';
import type { FandomPage, World } from '../world';

const MOST_TITLES = 50;
/** Contents come so many at a time; the rest by `continue`. */
const CONTENTS_AT_A_TIME = 40;

export function fandom(request: DemoRequest, world: World): DemoReply {
  const wiki = request.host.slice(0, request.host.indexOf('.'));
  const pages = world.fandom.get(wiki);
  if (request.path !== '/api.php')
    return html(
      '<html><head><title>Just a moment...</title></head><body>Enable JavaScript</body></html>',
      403,
    );
  if (!pages) return html('<html><head><title>Not a valid community</title></head></html>', 404);
  const asked = parameters(request);
  if (asked.get('action') !== 'query')
    return json({ error: { code: 'badvalue', info: 'Unrecognized value for parameter "action".' } });
  const titles = (asked.get('titles') ?? '').split('|').filter(Boolean);
  if (titles.length > MOST_TITLES)
    return json({
      error: {
        code: 'toomanyvalues',
        info: `Too many values supplied for parameter "titles". The limit is ${MOST_TITLES}.`,
      },
    });
  return json(answer(pages, titles, asked));
}

/** As MediaWiki writes titles: first letter large, underscores as spaces. */
function normal(title: string): string {
  const spaced = title.replace(/_/g, ' ').replace(/\s+/g, ' ').trim();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

function answer(pages: Map<string, FandomPage>, titles: string[], asked: URLSearchParams): unknown {
  const normalized: unknown[] = [];
  const redirects: unknown[] = [];
  const reached = new Map<string, FandomPage | null>();
  for (const title of new Set(titles)) {
    const own = normal(title);
    if (own !== title) normalized.push({ fromencoded: false, from: title, to: own });
    let page = pages.get(searchable(own));
    if (page && page.title !== own) page = undefined;
    if (page?.redirect && asked.get('redirects') !== null) {
      const { to, fragment } = page.redirect;
      redirects.push({ from: own, to, ...(fragment ? { tofragment: fragment } : {}) });
      reached.set(to, pages.get(searchable(to)) ?? null);
    } else reached.set(own, page ?? null);
  }
  const from = Number(asked.get('rvcontinue') ?? 0);
  const list = [...reached];
  const shown = list.map(([title, page], index) => {
    if (/[#<>[\]{}]/.test(title))
      return { title, invalid: true, invalidreason: 'The requested page title contains invalid characters.' };
    if (!page) return { ns: 0, title, missing: true };
    const within = index >= from && index < from + CONTENTS_AT_A_TIME;
    return {
      pageid: index + 1,
      ns: 0,
      title: page.title,
      ...(page.kind === 'disambiguation' && within ? { pageprops: { disambiguation: '' } } : {}),
      ...(within
        ? {
            revisions: [
              {
                slots: {
                  main: { contentmodel: 'wikitext', contentformat: 'text/x-wiki', content: page.wikitext },
                },
              },
            ],
          }
        : {}),
    };
  });
  const more = from + CONTENTS_AT_A_TIME < list.length;
  return {
    ...(more
      ? { continue: { rvcontinue: String(from + CONTENTS_AT_A_TIME), continue: '||' } }
      : { batchcomplete: true }),
    query: {
      ...(normalized.length > 0 ? { normalized } : {}),
      ...(redirects.length > 0 ? { redirects } : {}),
      pages: shown,
    },
  };
}
