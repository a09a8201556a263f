/** A person at TMDb: bio, external ids, other names and image in one answer. */
import * as z from 'zod/mini';
import { isImdbNameId } from '../../rules/ids';
import type { TmdbPersonFacts } from '../facts';
import { bad, jsonReader, numeric } from '../json';
import type { Progress, Question } from '../types';
import { dayOf, externalIds, idsOf, isAbsent, text, tmdbCall, whole } from './api';

const BIOGRAPHY = 2000;

const body = z.object({
  id: numeric,
  name: z.string(),
  also_known_as: z.nullish(z.array(z.string())),
  gender: whole,
  birthday: text,
  biography: text,
  imdb_id: text,
  profile_path: text,
  external_ids: z.nullish(externalIds),
});

/** Key: the person's TMDb id. */
export const tmdbPerson: Question<TmdbPersonFacts> = {
  id: 'tmdb.person',
  source: 'tmdb',
  perLookup: 1,
  keeps: 'value',
  lookup: ([id = ''], settings) => ({
    source: 'tmdb',
    label: `person ${id}`,
    call: tmdbCall(settings, `/3/person/${id}`, { append_to_response: 'external_ids' }),
    read: jsonReader(
      body,
      (person): Progress<Record<string, TmdbPersonFacts>> =>
        String(person.id) === id
          ? { kind: 'done', value: { [id]: factsOf(person) } }
          : bad('told of another person'),
      isAbsent,
    ),
  }),
};

function factsOf(person: z.infer<typeof body>): TmdbPersonFacts {
  const gender = person.gender ?? 0;
  const birthday = dayOf(person.birthday);
  const own = String(person.imdb_id ?? '').trim();
  return {
    id: String(person.id),
    name: person.name,
    gender,
    birthday,
    imdbId: idsOf(person.external_ids ?? undefined).nameId || (isImdbNameId(own) ? own : ''),
    alsoKnownAs: person.also_known_as ?? [],
    image: person.profile_path ?? '',
    biography: gender !== 0 && isSure(birthday) ? '' : (person.biography ?? '').slice(0, BIOGRAPHY),
  };
}

/** January 1 may mean no more than the year: a second source has to say the same. */
const isSure = (birthday: string): boolean => birthday !== '' && !birthday.endsWith('-01-01');
