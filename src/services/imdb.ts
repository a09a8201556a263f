/** IMDb by its API of the `imdbapi.dev` contract (sources.md §2a). Every field may be missing. */
import * as z from 'zod/mini';
import { isUncredited } from '../rules/credits';
import { toIsoDay } from '../rules/dates';
import { shortHash } from '../rules/hash';
import { isImdbNameId, isImdbTitleId } from '../rules/ids';
import type { Settings } from '../settings/settings';
import type { ImdbCredit, ImdbCreditsFacts, ImdbEpisode, ImdbNameFacts } from './facts';
import { bad, jsonReader, numeric, queryOf } from './json';
import type { HttpCall, Lookup, Progress, Question } from './types';

const PAGE_SIZE = 50;
const NAMES_PER_REQUEST = 5;
const MOST_PAGES = 400;

const text = z.nullish(z.string());
const date = z.nullish(
  z.object({ year: z.nullish(numeric), month: z.nullish(numeric), day: z.nullish(numeric) }),
);
/** An error may come with 200. */
const trouble = { error: z.optional(z.unknown()), message: z.optional(z.unknown()) };
const paging = { totalCount: z.nullish(numeric), nextPageToken: text, ...trouble };

const creditsPage = z.object({
  ...paging,
  credits: z.nullish(
    z.array(
      z.object({
        name: z.nullish(z.object({ id: text, displayName: text })),
        characters: z.nullish(z.array(z.string())),
        attributes: z.nullish(z.array(z.string())),
        isCredited: z.nullish(z.boolean()),
        episodeCount: z.nullish(numeric),
      }),
    ),
  ),
});

const episodesPage = z.object({
  ...paging,
  episodes: z.nullish(
    z.array(
      z.object({
        id: text,
        title: text,
        season: z.nullish(z.union([z.string(), z.number()])),
        episodeNumber: z.nullish(numeric),
        releaseDate: date,
      }),
    ),
  ),
});

const namesPage = z.object({
  ...trouble,
  names: z.nullish(
    z.array(
      z.object({
        id: text,
        displayName: text,
        alternativeNames: z.nullish(z.array(z.string())),
        birthDate: date,
        primaryImage: z.nullish(z.object({ url: text })),
      }),
    ),
  ),
});

/** google.rpc code 5, or no body to speak of: there is no such title or name. */
const isAbsent = (body: unknown): boolean =>
  typeof body === 'object' &&
  body !== null &&
  [5, 404].includes(Number((body as { code?: unknown }).code ?? 5));

/**
 * What to make of a reply that holds nothing of what was asked for: an error is none, and as a list without
 * entries looks no other than an answer that got lost, it is asked for once more before it counts.
 */
function ofNothing<T>(
  reply: { error?: unknown; message?: unknown },
  again: Progress<T> | null,
): Progress<T> | null {
  return reply.error === undefined && reply.message === undefined ? again : bad('answered with an error');
}

/** A day needs all three parts. */
function dayOf(given: z.infer<typeof date>): string {
  return toIsoDay(given?.year ?? NaN, given?.month ?? NaN, given?.day ?? NaN);
}

interface Paged<I> {
  items: I[];
  /** Rows of the pages so far, in short. */
  seen: string[];
  /** Rows got so far, whatever became of them. */
  rows: number;
  total: number | null;
  tokens: string[];
  /** How often it was begun again because it had changed. */
  restarts: number;
}

interface PageJson {
  totalCount?: number | null;
  nextPageToken?: string | null;
  error?: unknown;
  message?: unknown;
}

const MOST_RESTARTS = 2;

const begun = <I>(restarts = 0): Paged<I> => ({ items: [], seen: [], rows: 0, total: null, tokens: [], restarts }); // prettier-ignore

/**
 * Reads a paged list to its end. It counts only when whole: a repeated page token, or fewer rows than the
 * list says that it has, is a failure; where it changes while it is read, it is begun again.
 */
function pagedReader<R, J extends PageJson, I, T>(
  schema: z.ZodMiniType<J>,
  rowsOf: (page: J) => readonly R[] | null | undefined,
  itemOf: (row: R) => I[],
  callFor: (token: string) => HttpCall,
  value: (items: I[]) => Progress<T>,
): Lookup<T>['read'] {
  const goOn = (token: string, soFar: Paged<I>): Progress<T> => ({ kind: 'more', call: callFor(token), soFar }); // prettier-ignore
  return jsonReader(
    schema,
    (page, soFar): Progress<T> => {
      const before = (soFar as Paged<I> | null) ?? begun<I>();
      const total = page.totalCount ?? before.total;
      if (before.total !== null && total !== before.total)
        return before.restarts < MOST_RESTARTS
          ? goOn('', begun(before.restarts + 1))
          : bad('changes while it is read');
      const own = rowsOf(page) ?? [];
      const isSilent = !rowsOf(page) && total === null;
      const nothing = isSilent && ofNothing(page, before.restarts === 0 ? goOn('', begun(1)) : null);
      if (nothing) return nothing;
      const names = own.map((row) => shortHash(JSON.stringify(row)));
      const known = new Set(before.seen);
      // A page that was there before is no page, whatever its token says.
      const isOld = own.length > 0 && names.every((name) => known.has(name));
      const rows = before.rows + (isOld ? 0 : own.length);
      const items = isOld ? before.items : [...before.items, ...own.flatMap(itemOf)];
      const token = page.nextPageToken ?? '';
      const again = isOld || before.tokens.includes(token);
      if (token !== '' && !again && before.tokens.length < MOST_PAGES) {
        const seen = [...before.seen, ...names];
        return goOn(token, { ...before, items, seen, rows, total, tokens: [...before.tokens, token] });
      }
      // Where pages repeat, their end is known only by the total.
      if (rows < (total ?? (again || token !== '' ? Infinity : 0)))
        return bad(again ? 'repeats its pages' : `gave ${rows} of ${total} rows`);
      return value(items);
    },
    isAbsent,
  );
}

function creditsQuestion(id: string, withRoles: boolean): Question<ImdbCreditsFacts> {
  return {
    id,
    source: 'imdb',
    perLookup: 1,
    keeps: 'value',
    lookup: ([title = ''], settings) => {
      const callFor = (token: string) => titleCall(settings, title, 'credits', { categories: 'self' }, token);
      return {
        source: 'imdb',
        label: `credits of ${title}`,
        call: callFor(''),
        read: pagedReader(
          creditsPage,
          ({ credits }) => credits,
          (credit) => creditOf(credit, withRoles),
          callFor,
          (items): Progress<Record<string, ImdbCreditsFacts>> => ({
            kind: 'done',
            value: { [title]: { credits: onePerPerson(items) } },
          }),
        ),
      };
    },
  };
}

function titleCall(
  settings: Settings,
  title: string,
  part: string,
  query: Record<string, string>,
  token: string,
): HttpCall {
  const fields = { ...query, pageSize: PAGE_SIZE, ...(token ? { pageToken: token } : {}) };
  return { url: `${settings.IMDB_API_BASE}/titles/${title}/${part}?${queryOf(fields)}` };
}

type CreditJson = NonNullable<z.infer<typeof creditsPage>['credits']>[number];

function creditOf(json: CreditJson, withRole: boolean): ImdbCredit[] {
  const id = json.name?.id ?? '';
  if (!isImdbNameId(id)) return [];
  const credited = !isUncredited({
    characters: json.characters ?? [],
    attributes: json.attributes ?? [],
    ...(json.isCredited === false ? { isCredited: false } : {}),
  });
  const role = withRole ? { role: (json.characters ?? []).join('; ') } : {};
  return [{ id, name: json.name?.displayName ?? '', episodes: json.episodeCount ?? null, credited, ...role }];
}

/** A person may have several rows, one for each role: of those that are credited the fullest counts. */
function onePerPerson(credits: readonly ImdbCredit[]): ImdbCredit[] {
  const people = new Map<string, ImdbCredit>();
  for (const credit of credits) {
    const known = people.get(credit.id);
    if (!known) people.set(credit.id, { ...credit });
    else {
      known.name ||= credit.name;
      if (credit.role) known.role = [known.role, credit.role].filter(Boolean).join('; ');
      if (credit.credited && !known.credited) {
        known.credited = true;
        known.episodes = credit.episodes;
      } else if (credit.credited === known.credited && credit.episodes !== null)
        known.episodes = Math.max(known.episodes ?? 0, credit.episodes);
    }
  }
  return [...people.values()];
}

/** All self credits of a show. Key: its IMDb id. */
export const imdbCredits = creditsQuestion('imdb.credits', false);

/** All self credits of an episode. Key: its IMDb id. */
export const imdbEpisodeCredits = creditsQuestion('imdb.episodeCredits', true);

/** @param partsOf the title and what narrows its episodes down, of a key */
const episodesQuestion = (
  own: Pick<Question<ImdbEpisode[]>, 'id' | 'holds'>,
  partsOf: (key: string) => { title: string; query: Record<string, string> },
): Question<ImdbEpisode[]> => ({
  ...own,
  source: 'imdb',
  perLookup: 1,
  keeps: 'value',
  lookup: ([key = ''], settings) => {
    const { title, query } = partsOf(key);
    const callFor = (token: string) => titleCall(settings, title, 'episodes', query, token);
    return {
      source: 'imdb',
      label: `episodes of ${key}`,
      leads: true,
      call: callFor(''),
      read: pagedReader(
        episodesPage,
        ({ episodes }) => episodes,
        episodeOf,
        callFor,
        (items): Progress<Record<string, ImdbEpisode[]>> => ({
          kind: 'done',
          value: { [key]: [...new Map(items.map((item) => [item.id, item])).values()] },
        }),
      ),
    };
  },
});

/** All episodes of a show. Key: its IMDb id. */
export const imdbEpisodes = episodesQuestion(
  { id: 'imdb.episodes', holds: { found: 30, absent: 30 } },
  (title) => ({ title, query: {} }),
);

/** The episodes of a season, looked at in every run of another day. Key: `ttId/season`. */
export const imdbSeason = episodesQuestion(
  { id: 'imdb.season', holds: { found: 0.8, absent: 0.8 } },
  (key) => {
    const [title = '', season = ''] = key.split('/');
    return { title, query: { season } };
  },
);

function episodeOf(json: NonNullable<z.infer<typeof episodesPage>['episodes']>[number]): ImdbEpisode[] {
  const id = json.id ?? '';
  if (!isImdbTitleId(id)) return [];
  const season = Number(json.season ?? NaN);
  return [
    {
      id,
      season: Number.isInteger(season) ? season : null,
      episode: json.episodeNumber ?? null,
      airDate: dayOf(json.releaseDate),
      title: json.title ?? '',
    },
  ];
}

/** A person: names, birthday, image. Key: their IMDb id. */
export const imdbName: Question<ImdbNameFacts> = {
  id: 'imdb.name',
  source: 'imdb',
  perLookup: NAMES_PER_REQUEST,
  keeps: 'value',
  lookup: (ids, settings) => {
    const call = {
      url: `${settings.IMDB_API_BASE}/names:batchGet?${ids.map((id) => queryOf({ nameIds: id })).join('&')}`,
    };
    const label = ids.length === 1 ? `person ${ids[0]}` : `${ids.length} people from ${ids[0]} on`;
    const again: Progress<Record<string, ImdbNameFacts>> = { kind: 'more', call, soFar: 'again' };
    const read = jsonReader(
      namesPage,
      ({ names, ...rest }, soFar): Progress<Record<string, ImdbNameFacts>> => {
        const nothing = names
          ? null
          : ofNothing<Record<string, ImdbNameFacts>>(rest, soFar === 'again' ? null : again);
        if (nothing) return nothing;
        const wanted = new Set(ids);
        const value: Record<string, ImdbNameFacts> = {};
        for (const name of names ?? []) {
          if (!name.id) continue;
          if (!wanted.has(name.id)) return bad('told of other people');
          value[name.id] = {
            name: name.displayName ?? '',
            alternativeNames: name.alternativeNames ?? [],
            birthday: dayOf(name.birthDate),
            birthYear: name.birthDate?.year ?? 0,
            image: name.primaryImage?.url ?? '',
          };
        }
        return { kind: 'done', value };
      },
      isAbsent,
    );
    return { source: 'imdb', label, call, read };
  },
};
