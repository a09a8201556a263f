/** TMDb's lists and searches. */
import * as z from 'zod/mini';
import type { Settings } from '../../settings/settings';
import type { ListFacts, TmdbCandidate, TmdbListEntry, TmdbPersonCandidate, TmdbPersonShows } from '../facts';
import { bad, jsonReader } from '../json';
import type { HttpReply, Lookup, Progress, Question } from '../types';
import { dayOf, isAbsent, text, tmdbCall, whole } from './api';

const entry = z.object({ id: z.number(), media_type: text, name: text, first_air_date: text });
const listPage = z.object({
  page: whole,
  total_pages: whole,
  total_results: whole,
  item_count: whole,
  results: z.nullish(z.array(entry)),
  items: z.nullish(z.array(entry)),
});

interface ListSoFar {
  version: 3 | 4;
  page: number;
  /** Entries of any kind read so far. */
  rows: number;
  entries: TmdbListEntry[];
}

const listCall = (settings: Settings, id: string, version: 3 | 4, page: number) =>
  tmdbCall(settings, `/${version}/list/${id}`, { page });

function readList(settings: Settings, id: string): Lookup<Record<string, ListFacts<TmdbListEntry>>>['read'] {
  const first: ListSoFar = { version: settings.TMDB_BEARER ? 4 : 3, page: 1, rows: 0, entries: [] };
  const read = jsonReader(
    listPage,
    (page, soFar): Progress<Record<string, ListFacts<TmdbListEntry>>> => {
      const before = (soFar as ListSoFar | null) ?? first;
      const found = page.results ?? page.items;
      if (!found) return bad('gave a list without entries');
      const entries = [
        ...before.entries,
        ...found
          // The old form of a list names shows without saying what they are.
          .filter((item) => item.media_type === 'tv' || (!item.media_type && item.name))
          .map((item) => ({
            tmdbId: String(item.id),
            name: item.name ?? '',
            firstAired: dayOf(item.first_air_date),
          })),
      ];
      const rows = before.rows + found.length;
      const next = before.page + 1;
      if (next > (page.total_pages ?? 1)) {
        // A list that says it is longer was cut short somewhere.
        const complete = rows >= (page.total_results ?? page.item_count ?? 0);
        return { kind: 'done', value: { [id]: { entries, complete } } };
      }
      const after: ListSoFar = { ...before, page: next, rows, entries };
      return { kind: 'more', call: listCall(settings, id, before.version, next), soFar: after };
    },
    isAbsent,
  );
  return (reply: HttpReply, soFar: unknown) => {
    const before = (soFar as ListSoFar | null) ?? first;
    if (reply.status !== 401) return read(reply, soFar);
    // The bearer may not see the list by v4; by v3 public lists are open to every key.
    if (before.version === 3) return bad('does not let this account read the list');
    const again: ListSoFar = { version: 3, page: 1, rows: 0, entries: [] };
    return { kind: 'more', call: listCall(settings, id, 3, 1), soFar: again };
  };
}

/** The shows of a list, all pages. Key: the list's id. */
export const tmdbList: Question<ListFacts<TmdbListEntry>> = {
  id: 'tmdb.list',
  source: 'tmdb',
  perLookup: 1,
  keeps: 'value',
  due: () => true,
  lookup: ([id = ''], settings) => ({
    source: 'tmdb',
    label: `list ${id}`,
    call: listCall(settings, id, settings.TMDB_BEARER ? 4 : 3, 1),
    read: readList(settings, id),
  }),
};

const shows = z.array(z.object({ id: z.number(), name: text, original_name: text, first_air_date: text }));
const people = z.array(z.object({ id: z.number(), name: text }));
const found = z.object({ tv_results: shows, person_results: people });

const candidate = (show: z.infer<typeof shows>[number]): TmdbCandidate => ({
  tmdbId: String(show.id),
  name: show.name ?? '',
  originalName: show.original_name ?? '',
  firstAired: dayOf(show.first_air_date),
});

const person = ({ id, name }: z.infer<typeof people>[number]): TmdbPersonCandidate => ({
  tmdbId: String(id),
  name: name ?? '',
});

/** A question of one key, whose answer is what `value` makes of the reply; undefined: absent. */
function single<J, T>(
  id: string,
  label: (key: string) => string,
  path: (key: string) => { path: string; query?: Record<string, string> },
  schema: z.ZodMiniType<J>,
  value: (json: J) => T | undefined,
): Question<T> {
  return {
    id,
    source: 'tmdb',
    perLookup: 1,
    keeps: 'value',
    lookup: ([key = ''], settings) => {
      const asked = path(key);
      return {
        source: 'tmdb',
        label: label(key),
        call: tmdbCall(settings, asked.path, asked.query),
        read: jsonReader(
          schema,
          (json): Progress<Record<string, T>> => {
            const made = value(json);
            return made === undefined ? { kind: 'absent' } : { kind: 'done', value: { [key]: made } };
          },
          isAbsent,
        ),
      };
    },
  };
}

const orNone = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined);

/** The shows that have this IMDb id. */
export const tmdbFindShow = single(
  'tmdb.findShow',
  (imdbId) => `the show ${imdbId}`,
  (imdbId) => ({ path: `/3/find/${imdbId}`, query: { external_source: 'imdb_id' } }),
  found,
  (json) => orNone(json.tv_results.map(candidate)),
);

/** The person who has this IMDb id; several are none. */
export const tmdbFindPerson = single(
  'tmdb.findPerson',
  (imdbId) => `the person ${imdbId}`,
  (imdbId) => ({ path: `/3/find/${imdbId}`, query: { external_source: 'imdb_id' } }),
  found,
  ({ person_results: [first, second] }) => (first && !second ? person(first) : undefined),
);

/** Shows by name, the likeliest 20. */
export const tmdbSearchShow = single(
  'tmdb.searchShow',
  (name) => `shows named ${name}`,
  (name) => ({ path: '/3/search/tv', query: { query: name } }),
  z.object({ results: shows }),
  (json) => orNone(json.results.map(candidate)),
);

/** People by name, the likeliest 20. */
export const tmdbSearchPerson = single(
  'tmdb.searchPerson',
  (name) => `people named ${name}`,
  (name) => ({ path: '/3/search/person', query: { query: name } }),
  z.object({ results: people }),
  (json) => orNone(json.results.map(person)),
);

/** The shows that a person is credited in. */
export const tmdbPersonShows: Question<TmdbPersonShows> = single(
  'tmdb.personShows',
  (id) => `shows of person ${id}`,
  (id) => ({ path: `/3/person/${id}/tv_credits` }),
  z.object({ cast: z.array(z.object({ id: z.number() })) }),
  (json) => ({ shows: [...new Set(json.cast.map((credit) => String(credit.id)))] }),
);
