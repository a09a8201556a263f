/** Episodes and guests of a show, twenty seasons a request. */
import * as z from 'zod/mini';
import type { TmdbSeasonFacts, TmdbSeasonList } from '../facts';
import { bad, jsonReader, numeric, shaped } from '../json';
import type { Progress, Question } from '../types';
import { dayOf, episode, isAbsent, season, tmdbCall } from './api';

const SEASONS_PER_REQUEST = 20;
const DAY_MS = 86_400_000;
/** A season to which nothing was added for so long is complete. */
const QUIET_DAYS = 30;
const HOLDS_DAYS = 180;
/** A season under way is looked at in every run of another day. */
const FRESH_MS = DAY_MS - 4 * 3_600_000;

const list = z.object({ name: z.string(), seasons: z.array(z.object({ season_number: numeric })) });

/** Which seasons a show has. Key: its TMDb id. */
export const tmdbSeasonList: Question<TmdbSeasonList> = {
  id: 'tmdb.seasonList',
  source: 'tmdb',
  perLookup: 1,
  keeps: 'value',
  due: () => true,
  lookup: ([id = ''], settings) => ({
    source: 'tmdb',
    label: `seasons of show ${id}`,
    call: tmdbCall(settings, `/3/tv/${id}`),
    read: jsonReader(
      list,
      (body): Progress<Record<string, TmdbSeasonList>> => ({
        kind: 'done',
        value: { [id]: { name: body.name, seasons: body.seasons.map((entry) => entry.season_number) } },
      }),
      isAbsent,
    ),
  }),
};

/** A season's episodes with their guests. Key: `showId/number`. */
export const tmdbSeason: Question<TmdbSeasonFacts> = {
  id: 'tmdb.season',
  source: 'tmdb',
  perLookup: SEASONS_PER_REQUEST,
  keeps: 'value',
  group: (key) => key.slice(0, key.indexOf('/')),
  due: (last, look, now) => {
    const latest = last?.episodes.map((entry) => entry.airDate).sort().pop() ?? ''; // prettier-ignore
    const quiet = latest !== '' && look - Date.parse(`${latest}T00:00:00Z`) > QUIET_DAYS * DAY_MS;
    return now - look >= (quiet ? HOLDS_DAYS * DAY_MS : FRESH_MS);
  },
  lookup: (keys, settings) => {
    const show = keys[0]?.slice(0, keys[0].indexOf('/')) ?? '';
    const numbers = keys.map((key) => Number(key.slice(key.indexOf('/') + 1)));
    const appended = numbers.map((n) => `season/${n}`).join(',');
    return {
      source: 'tmdb',
      label: `seasons of show ${show}`,
      call: tmdbCall(settings, `/3/tv/${show}`, { append_to_response: appended }),
      read: jsonReader(z.looseObject({ id: numeric, seasons: list.shape.seasons }), (body) => {
        const listed = new Set(body.seasons.map((entry) => entry.season_number));
        const value: Record<string, TmdbSeasonFacts> = {};
        for (const number of numbers) {
          const given = body[`season/${number}`];
          if (given !== undefined) value[`${show}/${number}`] = factsOf(number, shaped(season, given).episodes);
          else if (listed.has(number)) return bad(`left out season ${number}`, true);
        }
        return { kind: 'done', value };
      }, isAbsent), // prettier-ignore
    };
  },
};

/** Lists name people and episodes twice now and then. */
const onceEach = <T extends { id: number }>(list: readonly T[]): T[] => [
  ...new Map(list.map((one) => [one.id, one])).values(),
];

function factsOf(number: number, episodes: readonly z.infer<typeof episode>[]): TmdbSeasonFacts {
  return {
    season: number,
    episodes: onceEach(episodes).map((entry) => ({
      id: String(entry.id),
      number: entry.episode_number,
      name: entry.name ?? '',
      overview: entry.overview ?? '',
      airDate: dayOf(entry.air_date),
      guests: onceEach(entry.guest_stars ?? [])
        .sort((a, b) => (a.order ?? 9999) - (b.order ?? 9999))
        .flatMap(({ id, name, character }) =>
          name ? [{ id: String(id), name, character: character ?? '' }] : [],
        ),
    })),
  };
}
