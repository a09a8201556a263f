/**
 * The people of one show, from IMDb's self credits and TMDb's cast, each person once with whatever
 * ids are known. Pure.
 */
import { matchByName } from '../../rules/credits';
import type { ImdbCredit, TmdbCastFact, TmdbShowFacts, WikidataPerson } from '../../services/facts';
import { validId } from '../common/shows';

/** What was answered for one show. Nothing in it comes from a failure. */
export interface ShowAnswers {
  /** TMDb's entry; null if TMDb has none. */
  tmdb: TmdbShowFacts | null;
  /** IMDb's complete self credits; null if IMDb is off, or has no credits for the show. */
  imdb: readonly ImdbCredit[] | null;
}

/** Ids that Wikidata adds; '' if it knows none or is not sure. */
export interface OtherIds {
  imdbOfTmdb(tmdbId: string): string;
  tmdbOfImdb(imdbId: string): string;
}

export interface Person {
  name: string;
  tmdbId: string;
  imdbId: string;
  /** Who says that both ids are one person, or the one id if there is one only. */
  tmdbFrom: 'TMDb' | 'Wikidata' | '';
  imdbFrom: 'IMDb' | 'Wikidata' | '';
  credit: ImdbCredit | null;
  fact: TmdbCastFact | null;
}

/** IMDb decides who and how many episodes if it has credits; else TMDb does. */
export function peopleOf(answers: ShowAnswers, ids: OtherIds): Person[] {
  const cast = answers.tmdb?.cast ?? [];
  return answers.imdb ? imdbPeople(mergeCredits(answers.imdb), cast, ids) : tmdbPeople(cast, ids);
}

/** Several rows of one person become one: credited if any is, with the highest count. */
export function mergeCredits(credits: readonly ImdbCredit[]): ImdbCredit[] {
  const merged = new Map<string, ImdbCredit>();
  for (const credit of credits) {
    const known = merged.get(credit.id);
    if (!known || (credit.credited && !known.credited)) merged.set(credit.id, { ...credit });
    else if (credit.credited === known.credited) known.episodes = highest(known.episodes, credit.episodes);
  }
  return [...merged.values()];
}

function highest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

function imdbPeople(credits: ImdbCredit[], cast: readonly TmdbCastFact[], ids: OtherIds): Person[] {
  const byName = matchByName(credits, [...cast], nameOf, nameOf);
  const byId = new Map(cast.map((fact) => [fact.id, fact]));
  const people = credits.map((credit): Person => {
    const fact = byName.get(credit) ?? null;
    return {
      name: credit.name,
      imdbId: credit.id,
      imdbFrom: 'IMDb',
      tmdbId: fact?.id ?? '',
      tmdbFrom: fact ? 'TMDb' : '',
      credit,
      fact,
    };
  });
  const used = new Set(people.map((person) => person.tmdbId));
  for (const person of people) {
    const tmdbId = person.fact ? '' : ids.tmdbOfImdb(person.imdbId);
    if (!tmdbId || used.has(tmdbId)) continue;
    used.add(tmdbId);
    person.tmdbId = tmdbId;
    person.tmdbFrom = 'Wikidata';
    person.fact = byId.get(tmdbId) ?? null;
  }
  return people;
}

function tmdbPeople(cast: readonly TmdbCastFact[], ids: OtherIds): Person[] {
  const claims = new Map<string, number>();
  const imdbIds = cast.map((fact) => ids.imdbOfTmdb(fact.id));
  for (const id of imdbIds) if (id) claims.set(id, (claims.get(id) ?? 0) + 1);
  return cast.map((fact, at): Person => {
    const claimed = imdbIds[at] ?? '';
    const imdbId = claims.get(claimed) === 1 ? claimed : '';
    return {
      name: fact.name,
      tmdbId: fact.id,
      tmdbFrom: 'TMDb',
      imdbId,
      imdbFrom: imdbId ? 'Wikidata' : '',
      credit: null,
      fact,
    };
  });
}

function nameOf(of: { name: string }): string {
  return of.name;
}

/** Whether the person belongs in CastInfo by credits. */
export function isCast(person: Person, answers: ShowAnswers, threshold: number): boolean {
  if (answers.imdb) {
    const episodes = person.credit?.episodes ?? person.fact?.episodes ?? 0;
    return person.credit?.credited === true && episodes >= threshold;
  }
  const { fact } = person;
  if (!fact || fact.uncredited) return false;
  return (fact.self || answers.tmdb?.reality === true) && fact.episodes >= threshold;
}

/** The ids of an unambiguous item of Wikidata. */
export function idsOf(person: WikidataPerson | undefined): { tmdbId: string; imdbId: string } {
  if (!person || person.ambiguous) return { tmdbId: '', imdbId: '' };
  return { tmdbId: validId('tmdb', person.tmdbId), imdbId: validId('imdbName', person.imdbId) };
}

/** Finds the person that a row's ids name; none if they name two. */
export function personFinder(
  people: readonly Person[],
): (tmdbId: string, imdbId: string) => Person | undefined {
  const byTmdb = new Map(people.filter((p) => p.tmdbId).map((p) => [p.tmdbId, p]));
  const byImdb = new Map(people.filter((p) => p.imdbId).map((p) => [p.imdbId, p]));
  return (tmdbId, imdbId) => {
    const a = imdbId ? byImdb.get(imdbId) : undefined;
    const b = tmdbId ? byTmdb.get(tmdbId) : undefined;
    return a && b && a !== b ? undefined : (a ?? b);
  };
}
