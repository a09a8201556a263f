/** TMDb's lists and searches. */
import * as z from 'zod/mini';
import type { Settings } from '../../settings/settings';
import type { ListFacts, TmdbCandidate, TmdbListEntry, TmdbPersonCandidate, TmdbPersonShows } from '../facts';
import { bad, jsonReader, numeric, Unreadable } from '../json';
import type { HttpReply, Lookup, Progress, Question } from '../types';
import { dayOf, externalIds, idsOf, isAbsent, text, tmdbCall, whole } from './api';

const entry = z.object({ id: numeric, media_type: text, name: text, first_air_date: text });
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
  /** Entries of any kind read so far, each once. */
  seen: string[];
  /** How many the list said to have when its first page was read. */
  total: number | null;
  /** How often it was begun again because it had changed. */
  restarts: number;
  entries: TmdbListEntry[];
}

const MOST_RESTARTS = 2;

const begun = (version: 3 | 4, restarts = 0): ListSoFar => ({
  ...{ version, page: 1, seen: [], total: null },
  ...{ restarts, entries: [] },
});

const listCall = (settings: Settings, id: string, version: 3 | 4, page: number) =>
  tmdbCall(settings, `/${version}/list/${id}`, { page });

type ListAnswer = Record<string, ListFacts<TmdbListEntry>>;

function readList(settings: Settings, id: string): Lookup<ListAnswer>['read'] {
  const first = begun(settings.TMDB_BEARER ? 4 : 3);
  const goOn = (soFar: ListSoFar): Progress<ListAnswer> => ({
    kind: 'more',
    call: listCall(settings, id, soFar.version, soFar.page),
    soFar,
  });
  const read = jsonReader(
    listPage,
    (page, soFar): Progress<ListAnswer> => {
      const before = (soFar as ListSoFar | null) ?? first;
      const found = page.results ?? page.items;
      if (!found) return bad('gave a list without entries');
      const total = page.total_results ?? page.item_count ?? before.total;
      // Where entries come or go while it is read, others change pages unseen.
      if (before.total !== null && total !== before.total)
        return before.restarts < MOST_RESTARTS
          ? goOn(begun(before.version, before.restarts + 1))
          : bad('changes while it is read');
      const keyOf = ({ media_type, id: own }: (typeof found)[number]) => `${media_type ?? ''} ${own}`;
      const known = new Set(before.seen);
      const once = [...new Map(found.map((item) => [keyOf(item), item])).values()];
      const fresh = once.filter((item) => !known.has(keyOf(item)));
      const seen = [...new Set([...before.seen, ...fresh.map(keyOf)])];
      const entries = [...before.entries, ...fresh.flatMap(entryOf)];
      const next = before.page + 1;
      if (next > (page.total_pages ?? 1)) {
        // A list that says it is longer was cut short somewhere.
        return { kind: 'done', value: { [id]: { entries, complete: seen.length >= (total ?? 0) } } };
      }
      if (fresh.length === 0) return bad('repeats its pages');
      return goOn({ ...before, page: next, seen, total, entries });
    },
    isAbsent,
  );
  return (reply: HttpReply, soFar: unknown) => {
    const before = (soFar as ListSoFar | null) ?? first;
    if (reply.status !== 401) return read(reply, soFar);
    // The bearer may not see the list by v4; by v3 public lists are open to every key.
    return before.version === 3 ? bad('does not let this account read the list') : goOn(begun(3));
  };
}

/** The old form of a list names shows without saying what they are. */
function entryOf({ id, media_type, name, first_air_date }: z.infer<typeof entry>): TmdbListEntry[] {
  const isShow = media_type === 'tv' || (!media_type && Boolean(name));
  return isShow ? [{ tmdbId: String(id), name: name ?? '', firstAired: dayOf(first_air_date) }] : [];
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

const shows = z.array(z.object({ id: numeric, name: text, original_name: text, first_air_date: text }));
const people = z.array(z.object({ id: numeric, name: text }));
const foundById = z.object({ tv_results: shows, person_results: people });

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
  value: (json: J, key: string) => T | undefined,
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
            const made = value(json, key);
            return made === undefined ? { kind: 'absent' } : { kind: 'done', value: { [key]: made } };
          },
          isAbsent,
        ),
      };
    },
  };
}

/** Each once; undefined for none. */
function found<T extends { tmdbId: string }>(list: readonly T[]): T[] | undefined {
  const once = [...new Map(list.map((one) => [one.tmdbId, one])).values()];
  return once.length > 0 ? once : undefined;
}

/** The shows that have this IMDb id. */
export const tmdbFindShow = single(
  'tmdb.findShow',
  (imdbId) => `the show ${imdbId}`,
  (imdbId) => ({ path: `/3/find/${imdbId}`, query: { external_source: 'imdb_id' } }),
  foundById,
  (json) => found(json.tv_results.map(candidate)),
);

/** The person who has this IMDb id; several are none. */
export const tmdbFindPerson = single(
  'tmdb.findPerson',
  (imdbId) => `the person ${imdbId}`,
  (imdbId) => ({ path: `/3/find/${imdbId}`, query: { external_source: 'imdb_id' } }),
  foundById,
  (json) => {
    const [only, ...more] = found(json.person_results.map(person)) ?? [];
    return more.length === 0 ? only : undefined;
  },
);

/** Shows by name, the likeliest 20. */
export const tmdbSearchShow = single(
  'tmdb.searchShow',
  (name) => `shows named ${name}`,
  (name) => ({ path: '/3/search/tv', query: { query: name } }),
  z.object({ results: shows }),
  (json) => found(json.results.map(candidate)),
);

/** People by name, the likeliest 20. */
export const tmdbSearchPerson = single(
  'tmdb.searchPerson',
  (name) => `people named ${name}`,
  (name) => ({ path: '/3/search/person', query: { query: name } }),
  z.object({ results: people }),
  (json) => found(json.results.map(person)),
);

/** The shows that a person is credited in. */
export const tmdbPersonShows: Question<TmdbPersonShows> = single(
  'tmdb.personShows',
  (id) => `shows of person ${id}`,
  (id) => ({ path: `/3/person/${id}`, query: { append_to_response: 'tv_credits,external_ids' } }),
  z.object({
    id: numeric,
    tv_credits: z.object({ cast: z.array(z.object({ id: numeric })) }),
    imdb_id: text,
    external_ids: z.nullish(externalIds),
  }),
  ({ id, tv_credits, imdb_id, external_ids }, asked) => {
    if (String(id) !== asked) throw new Unreadable('it tells of another person');
    return {
      shows: [...new Set(tv_credits.cast.map((credit) => String(credit.id)))],
      imdbId: idsOf(external_ids ?? undefined).nameId || idsOf({ imdb_id }).nameId,
    };
  },
);
