/** IMDb's public list pages (sources.md §2c): linked data first, then the embedded data, then the markup. */
import * as z from 'zod/mini';
import { isImdbTitleId } from '../rules/ids';
import type { Settings } from '../settings/settings';
import type { ImdbListEntry, ListFacts } from './facts';
import { Page, unescaped } from './html';
import { bad } from './json';
import type { HttpCall, HttpReply, Progress, Question } from './types';

const MOST_PAGES = 60;
/** Kinds of titles, in linked or embedded data, that are no shows. */
const NO_SHOW = /movie|episode|short|game|video|podcast/i;

const linkedList = z.object({
  '@type': z.literal('ItemList'),
  itemListElement: z.array(
    z.object({
      item: z.object({ '@type': z.nullish(z.string()), name: z.nullish(z.string()), url: z.string() }),
    }),
  ),
});

/** An entry of the list, of whatever kind. */
interface Listed extends ImdbListEntry {
  isShow: boolean;
}

interface SoFar {
  entries: Listed[];
  page: number;
  total: number | null;
}

interface Shown {
  entries: Listed[];
  /** How many the list has in all; null if the page does not say. */
  total: number | null;
}

const pageCall = (settings: Settings, id: string, page: number): HttpCall => ({
  url: `${settings.IMDB_PAGES_BASE}/list/${id}/?page=${page}`,
});

/** The titles of a list, all pages. Key: the list's id. */
export const imdbListPage: Question<ListFacts<ImdbListEntry>> = {
  id: 'imdbPages.list',
  source: 'imdbPages',
  perLookup: 1,
  keeps: 'value',
  due: () => true,
  lookup: ([id = ''], settings) => ({
    source: 'imdbPages',
    label: `list ${id}`,
    call: pageCall(settings, id, 1),
    read: (reply, soFar) => read(settings, id, reply, soFar as SoFar | null),
  }),
};

function read(
  settings: Settings,
  id: string,
  reply: HttpReply,
  soFar: SoFar | null,
): Progress<Record<string, ListFacts<ImdbListEntry>>> {
  const before = soFar ?? { entries: [], page: 1, total: null };
  if (reply.status === 404) {
    if (!soFar) return { kind: 'absent' };
    // Without a total only the page after the last one tells that it was the last.
    return before.total === null ? done(id, before.entries, null) : bad('ended before its last page');
  }
  if (!/<\/html>\s*$/i.test(reply.text)) return bad('gave a page that is cut off', true);
  const shown = entriesOf(new Page(reply.text));
  if (!shown) return bad('gave a page without a list');
  const known = new Set(before.entries.map((entry) => entry.imdbId));
  const fresh = shown.entries.filter((entry) => !known.has(entry.imdbId));
  const entries = [...before.entries, ...fresh];
  const total = shown.total ?? before.total;
  const open = total === null ? fresh.length > 0 : entries.length < total && fresh.length > 0;
  if (open && before.page < MOST_PAGES) {
    const page = before.page + 1;
    return { kind: 'more', call: pageCall(settings, id, page), soFar: { entries, page, total } };
  }
  return done(id, entries, total);
}

function done(
  id: string,
  listed: readonly Listed[],
  total: number | null,
): Progress<Record<string, ListFacts<ImdbListEntry>>> {
  const entries = listed.filter(({ isShow }) => isShow).map(({ isShow: _isShow, ...entry }) => entry);
  return { kind: 'done', value: { [id]: { entries, complete: total === null || listed.length >= total } } };
}

/** Null: the page holds neither linked nor embedded data nor a list. */
function entriesOf(page: Page): Shown | null {
  const linked = page.json('script[type="application/ld+json"]').flatMap((data) => {
    const list = linkedList.safeParse(data);
    return list.success ? [list.data] : [];
  });
  const embedded = page.json('script#__NEXT_DATA__');
  const titles = embedded.flatMap(titlesIn);
  const total = totalOf(page, embedded);
  const embeddedOf = new Map(titles.map((title) => [title.imdbId, title]));
  const [first] = linked;
  if (first) {
    const entries = first.itemListElement.flatMap(({ item }): Listed[] => {
      const id = idIn(item.url);
      const also = embeddedOf.get(id);
      const isShow = !NO_SHOW.test(item['@type'] ?? '') && (also?.isShow ?? true);
      return id ? [{ imdbId: id, name: unescaped(item.name ?? ''), year: also?.year ?? null, isShow }] : [];
    });
    return { entries: unique(entries), total };
  }
  if (titles.length > 0) return { entries: unique(titles), total };
  const items = fromMarkup(page);
  return items.length > 0 || embedded.length > 0 ? { entries: unique(items), total } : null;
}

const title = z.object({
  id: z.string(),
  titleText: z.object({ text: z.string() }),
  titleType: z.nullish(z.object({ id: z.nullish(z.string()) })),
  releaseYear: z.nullish(z.object({ year: z.nullish(z.number()) })),
});

/** Every object in the embedded data that is a title, wherever IMDb has put the list this month. */
function titlesIn(data: unknown): Listed[] {
  if (typeof data !== 'object' || data === null) return [];
  const own = title.safeParse(data);
  if (own.success && isImdbTitleId(own.data.id)) {
    const { id, titleText, titleType, releaseYear } = own.data;
    const isShow = !NO_SHOW.test(titleType?.id ?? '');
    return [{ imdbId: id, name: titleText.text, year: releaseYear?.year ?? null, isShow }];
  }
  return Object.values(data).flatMap(titlesIn);
}

function totalOf(page: Page, embedded: readonly unknown[]): number | null {
  const search = embedded.map(findTotal).find((total) => total !== null);
  if (search !== undefined) return search;
  const written = /^([\d,]+) titles?\b/.exec(page.text('[data-testid="list-page-mc-total-items"]'));
  return written?.[1] ? Number(written[1].replace(/,/g, '')) : null;
}

function findTotal(data: unknown): number | null {
  if (typeof data !== 'object' || data === null) return null;
  for (const [name, value] of Object.entries(data)) {
    const total =
      name === 'titleListItemSearch' ? (value as { total?: unknown } | null)?.total : findTotal(value);
    if (typeof total === 'number') return total;
  }
  return null;
}

function fromMarkup(page: Page): Listed[] {
  const item = 'li.ipc-metadata-list-summary-item';
  const ids = page.attributes(`${item} a.ipc-title-link-wrapper, ${item} a:has(h3)`, 'href').map(idIn);
  const names = page.texts(`${item} h3`);
  if (ids.length !== names.length) return [];
  return ids.flatMap((imdbId, i) =>
    imdbId ? [{ imdbId, name: (names[i] ?? '').replace(/^\d+\.\s*/, ''), year: null, isShow: true }] : [],
  );
}

const idIn = (url: string): string => /\/title\/(tt\d{7,10})\b/.exec(url)?.[1] ?? '';

function unique(entries: readonly Listed[]): Listed[] {
  return [...new Map(entries.map((entry) => [entry.imdbId, entry])).values()];
}
