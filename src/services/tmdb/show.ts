/**
 * A show in one request: details, ids, aggregate credits, and of up to nine seasons who was in them; ten
 * more seasons with each further request (sources.md §1, `append_to_response`).
 */
import * as z from 'zod/mini';
import { isRealityKind, isSelfRole, isUncredited } from '../../rules/credits';
import type { Settings } from '../../settings/settings';
import type { TmdbCastFact, TmdbShowFacts } from '../facts';
import { bad, jsonReader, numeric, shaped } from '../json';
import type { HttpCall, Progress, Question } from '../types';
import { dayOf, externalIds, idsOf, isAbsent, season, text, tmdbCall, whole, type Appended } from './api';
import { isShowDue } from './showDue';

/** Twenty names may be appended: two a season, and two for the show itself. */
const FIRST_SEASONS = 9;
const MORE_SEASONS = 10;
const AIR_DATES = 60;

const aired = z.nullish(z.object({ air_date: text }));

const castMember = z.object({
  id: numeric,
  name: text,
  gender: whole,
  order: whole,
  profile_path: text,
  total_episode_count: whole,
  roles: z.nullish(z.array(z.object({ character: text, episode_count: whole }))),
});

const showBody = z.looseObject({
  id: numeric,
  name: z.string(),
  original_name: text,
  first_air_date: text,
  status: text,
  type: text,
  number_of_episodes: whole,
  networks: z.nullish(z.array(z.object({ name: text }))),
  genres: z.nullish(z.array(z.object({ id: numeric, name: z.string() }))),
  last_episode_to_air: aired,
  next_episode_to_air: aired,
  seasons: z.array(z.object({ season_number: numeric, episode_count: whole, air_date: text })),
});
type ShowBody = z.infer<typeof showBody>;

const details = z.object({
  aggregate_credits: z.object({ cast: z.array(castMember) }),
  external_ids: externalIds,
});
const credits = z.object({
  cast: z.array(z.object({ id: numeric, name: text, gender: whole, order: whole, profile_path: text })),
});

interface SoFar {
  facts: TmdbShowFacts;
  /** Numbers of the seasons still to be asked. */
  left: number[];
  asked: number[];
}

function showCall(
  settings: Settings,
  id: string,
  seasons: readonly number[],
  own: readonly string[],
): HttpCall {
  const appended = [...own, ...seasons.flatMap((n) => [`season/${n}`, `season/${n}/credits`])];
  return tmdbCall(settings, `/3/tv/${id}`, { append_to_response: appended.join(',') });
}

const firstSeasons = (): number[] => Array.from({ length: FIRST_SEASONS }, (_, i) => i + 1);

/** Everything that the workbook needs of a show. Key: its TMDb id. */
export const tmdbShow: Question<TmdbShowFacts> = {
  id: 'tmdb.show',
  source: 'tmdb',
  perLookup: 1,
  keeps: 'value',
  due: isShowDue,
  lookup: ([id = ''], settings) => ({
    source: 'tmdb',
    label: `show ${id}`,
    call: showCall(settings, id, firstSeasons(), ['external_ids', 'aggregate_credits']),
    read: jsonReader(showBody, (body, soFar) => read(settings, id, body, soFar as SoFar | null), isAbsent),
  }),
};

function read(
  settings: Settings,
  id: string,
  body: ShowBody,
  before: SoFar | null,
): Progress<Record<string, TmdbShowFacts>> {
  if (String(body.id) !== id) return bad('told of another show');
  const state = before ?? begin(body);
  for (const number of state.asked) {
    const listed = body.seasons.find((entry) => entry.season_number === number);
    if (!listed) continue;
    if (!addSeason(state.facts, body, number) && (listed.episode_count ?? 0) > 0)
      return bad(`left out season ${number} of the show`, true);
  }
  if (state.left.length > 0) {
    const asked = state.left.slice(0, MORE_SEASONS);
    const next: SoFar = { ...state, asked, left: state.left.slice(MORE_SEASONS) };
    return { kind: 'more', call: showCall(settings, id, asked, []), soFar: next };
  }
  const { facts } = state;
  facts.airDates = [...new Set(facts.airDates)].sort().slice(-AIR_DATES);
  for (const person of facts.cast) person.seasons.sort((a, b) => a - b);
  return { kind: 'done', value: { [id]: facts } };
}

function begin(body: ShowBody): SoFar {
  const { aggregate_credits, external_ids } = shaped(details, body);
  const ids = idsOf(external_ids);
  const genres = body.genres ?? [];
  const dates = [body.last_episode_to_air?.air_date, body.next_episode_to_air?.air_date].map(dayOf);
  const regular = body.seasons.filter((entry) => entry.season_number > 0);
  const listed = regular.reduce((sum, entry) => sum + (entry.episode_count ?? 0), 0);
  const numbers = regular.map((entry) => entry.season_number);
  const premieres = regular.map((entry) => ((entry.episode_count ?? 0) > 0 ? dayOf(entry.air_date) : ''));
  const facts: TmdbShowFacts = {
    id: String(body.id),
    name: body.name,
    originalName: body.original_name ?? '',
    firstAired: dayOf(body.first_air_date),
    status: body.status ?? '',
    network: body.networks?.[0]?.name ?? '',
    genres: [...new Set(genres.map((genre) => genre.name))],
    reality: isRealityKind(genres.flatMap((genre) => [genre.id, genre.name]), body.type ?? ''), // prettier-ignore
    seasons: new Set(numbers).size,
    episodes: body.number_of_episodes ?? listed,
    airDates: [...dates, ...premieres].filter(Boolean),
    nextAirs: dates[1] ?? '',
    imdbId: ids.titleId,
    tvdbId: ids.tvdbId,
    wikidataId: ids.wikidataId,
    cast: [...new Map(named(aggregate_credits.cast).map((person) => [person.id, member(person)])).values()],
  };
  const first = new Set(firstSeasons());
  return {
    facts,
    asked: numbers.filter((n) => first.has(n)),
    left: [...new Set(numbers)].filter((n) => !first.has(n)).sort((a, b) => a - b),
  };
}

/** Of people without a name nothing can be said. */
const named = <P extends { name?: string | null | undefined }>(people: readonly P[]) =>
  people.flatMap((person) => (person.name ? [{ ...person, name: person.name }] : []));

function member(person: Omit<z.infer<typeof castMember>, 'name'> & { name: string }): TmdbCastFact {
  const characters = (person.roles ?? []).map((role) => role.character ?? '').filter(Boolean);
  return {
    id: String(person.id),
    name: person.name,
    gender: person.gender ?? 0,
    image: person.profile_path ?? '',
    order: person.order ?? 9999,
    episodes:
      person.total_episode_count ??
      (person.roles ?? []).reduce((sum, role) => sum + (role.episode_count ?? 0), 0),
    self: characters.length > 0 && characters.every(isSelfRole),
    uncredited:
      characters.length > 0 && characters.every((character) => isUncredited({ characters: [character] })),
    seasons: [],
  };
}

/** @returns false if the answer lacks the season */
function addSeason(facts: TmdbShowFacts, body: Appended, number: number): boolean {
  const given = body[`season/${number}`];
  const cast = body[`season/${number}/credits`];
  if (given === undefined || cast === undefined) return false;
  const { episodes } = shaped(season, given);
  const regulars = shaped(credits, cast).cast;
  const guests = episodes.flatMap((episode) => episode.guest_stars ?? []);
  facts.airDates.push(...episodes.map((episode) => dayOf(episode.air_date)).filter(Boolean));
  const known = new Map(facts.cast.map((person) => [person.id, person]));
  for (const person of named([...regulars, ...guests])) {
    const id = String(person.id);
    let entry = known.get(id);
    if (!entry) {
      entry = member({ ...person, total_episode_count: 0, roles: [] });
      known.set(id, entry);
      facts.cast.push(entry);
    }
    if (!entry.seasons.includes(number)) entry.seasons.push(number);
  }
  return true;
}
