/** What all requests to TMDb have in common (sources.md §1). */
import * as z from 'zod/mini';
import { isRealDate } from '../../rules/dates';
import { isImdbNameId, isImdbTitleId, isTvdbId, isWikidataId } from '../../rules/ids';
import type { Settings } from '../../settings/settings';
import { numeric, queryOf } from '../json';
import type { HttpCall } from '../types';

export function tmdbCall(
  settings: Settings,
  path: string,
  query: Record<string, string | number> = {},
): HttpCall {
  return { url: `${settings.TMDB_BASE}${path}?${queryOf({ language: 'en-US', ...query })}` };
}

/** 404 with code 34: there is no such thing. */
export function isAbsent(body: unknown): boolean {
  const code =
    typeof body === 'object' && body !== null ? (body as { status_code?: unknown }).status_code : 0;
  return code === 34 || code === 6;
}

export const text = z.nullish(z.string());
export const whole = z.nullish(numeric);

/** An ISO day that exists; '' for everything else. */
export function dayOf(raw: string | null | undefined): string {
  return raw && isRealDate(raw) ? raw : '';
}

export const externalIds = z.object({
  imdb_id: text,
  tvdb_id: z.nullish(z.union([z.number(), z.string()])),
  wikidata_id: text,
});

const checked = (test: (id: string) => boolean, raw: unknown): string => {
  const id = String(raw ?? '').trim();
  return test(id) ? id : '';
};

/** Ids in their right form; '' for others. */
export function idsOf(given: Partial<z.infer<typeof externalIds>> | undefined): {
  titleId: string;
  nameId: string;
  tvdbId: string;
  wikidataId: string;
} {
  return {
    titleId: checked(isImdbTitleId, given?.imdb_id),
    nameId: checked(isImdbNameId, given?.imdb_id),
    tvdbId: checked(isTvdbId, given?.tvdb_id),
    wikidataId: checked(isWikidataId, given?.wikidata_id),
  };
}

/** Of people without a name nothing can be said. */
const guestStar = z.object({
  id: numeric,
  name: text,
  character: text,
  order: whole,
  gender: whole,
  profile_path: text,
});

export const episode = z.object({
  id: numeric,
  episode_number: numeric,
  name: text,
  overview: text,
  air_date: text,
  guest_stars: z.nullish(z.array(guestStar)),
});

export const season = z.object({ season_number: numeric, episodes: z.array(episode) });

/** The parts of an answer that were appended under these names, each in its shape or missing. */
export type Appended = Record<string, unknown>;
