/** Wikidata by SPARQL, many keys a query (sources.md §3). */
import * as z from 'zod/mini';
import { genderFromWikidata, type Gender } from '../rules/gender';
import { isRealDate } from '../rules/dates';
import { isImdbNameId, isImdbTitleId, isTmdbId, isTvdbId } from '../rules/ids';
import type { WikidataPerson, WikidataShow } from './facts';
import { jsonReader, queryOf } from './json';
import type { Progress, Question } from './types';

/** More make queries slow; a query may take 60 s. */
const KEYS_PER_QUERY = 250;
const PRECISION_DAY = '11';
const PRECISION_YEAR = 9;

const answer = z.object({
  results: z.object({ bindings: z.array(z.record(z.string(), z.object({ value: z.string() }))) }),
});

/** A row of the result: values by variable, '' where unbound. */
type Row = (variable: string) => string;

const itemOf = (uri: string): string => uri.slice(uri.lastIndexOf('/') + 1);

/** @param key the variable that holds the key that a row belongs to */
function question<T>(
  id: string,
  what: string,
  isKey: (key: string) => boolean,
  key: string,
  query: (values: string) => string,
  value: (rows: Row[], key: string) => T,
): Question<T> {
  return {
    id,
    source: 'wikidata',
    perLookup: KEYS_PER_QUERY,
    keeps: 'value',
    lookup: (keys, settings) => {
      const wrong = keys.find((one) => !isKey(one));
      if (wrong !== undefined) throw new Error(`"${wrong}" is no id`);
      const sparql = query(keys.map((one) => `"${one}"`).join(' '));
      return {
        source: 'wikidata',
        label: `${what} of ${keys.length} ids from ${keys[0]} on`,
        call: {
          url: settings.WIKIDATA_BASE,
          method: 'post',
          contentType: 'application/x-www-form-urlencoded',
          payload: queryOf({ query: sparql }),
        },
        read: jsonReader(
          answer,
          ({ results }): Progress<Record<string, T>> => {
            const rows = new Map<string, Row[]>();
            for (const binding of results.bindings) {
              const row: Row = (variable) => binding[variable]?.value ?? '';
              rows.set(row(key), [...(rows.get(row(key)) ?? []), row]);
            }
            const found: Record<string, T> = {};
            for (const one of keys) {
              const own = rows.get(one);
              if (own) found[one] = value(own, one);
            }
            return { kind: 'done', value: found };
          },
          () => false,
          // A query that took too long ends in cut JSON; half as many keys are asked then.
          false,
        ),
      };
    },
  };
}

/** The one value that all rows agree on; '' if there is none or several. */
function only(rows: readonly Row[], variable: string, test: (value: string) => boolean): string {
  const values = new Set(rows.map((row) => row(variable)).filter(test));
  const [first] = values;
  return values.size === 1 && first !== undefined ? first : '';
}

function showOf(rows: readonly Row[]): WikidataShow {
  const items = new Set(rows.map((row) => row('q')));
  if (items.size !== 1) return { wikidataId: '', imdbId: '', tmdbId: '', tvdbId: '' };
  return {
    wikidataId: itemOf(rows[0]?.('q') ?? ''),
    imdbId: only(rows, 'imdb', isImdbTitleId),
    tmdbId: only(rows, 'tmdb', isTmdbId),
    tvdbId: only(rows, 'tvdb', isTvdbId),
  };
}

/** Key: a show's IMDb id. */
export const wikidataShowByImdb = question(
  'wikidata.showByImdb',
  'shows',
  isImdbTitleId,
  'imdb',
  (values) => `SELECT ?imdb ?q ?tmdb ?tvdb WHERE { VALUES ?imdb { ${values} } ?q wdt:P345 ?imdb .
  OPTIONAL { ?q wdt:P4983 ?tmdb } OPTIONAL { ?q wdt:P4835 ?tvdb } }`,
  showOf,
);

/** Key: a show's TMDb id. */
export const wikidataShowByTmdb = question(
  'wikidata.showByTmdb',
  'shows',
  isTmdbId,
  'tmdb',
  (values) => `SELECT ?tmdb ?q ?imdb ?tvdb WHERE { VALUES ?tmdb { ${values} } ?q wdt:P4983 ?tmdb .
  OPTIONAL { ?q wdt:P345 ?imdb } OPTIONAL { ?q wdt:P4835 ?tvdb } }`,
  showOf,
);

const personQuery = (own: string, other: string, variable: string) => (values: string) =>
  `SELECT ?key ?p ?${variable} ?g ?dob ?prec ?rank ?label WHERE {
  VALUES ?key { ${values} } ?p wdt:${own} ?key .
  OPTIONAL { ?p wdt:${other} ?${variable} } OPTIONAL { ?p wdt:P21 ?g }
  OPTIONAL { ?p p:P569 ?s . ?s wikibase:rank ?rank ; psv:P569 [ wikibase:timeValue ?dob ; wikibase:timePrecision ?prec ] .
    FILTER(?rank != wikibase:DeprecatedRank) }
  OPTIONAL { ?p rdfs:label ?label FILTER(LANG(?label)="en") } }`;

function personOf(rows: readonly Row[], ids: { imdbId: string; tmdbId: string }): WikidataPerson {
  const items = [...new Set(rows.map((row) => row('p')))];
  const ambiguous = items.length !== 1;
  const genders = new Set(rows.map((row) => genderFromWikidata(itemOf(row('g')))).filter(Boolean));
  const [gender = ''] = genders;
  const birthdays = ambiguous ? [] : birthdaysOf(rows);
  return {
    wikidataId: ambiguous ? '' : itemOf(items[0] ?? ''),
    imdbId: ambiguous ? '' : ids.imdbId,
    tmdbId: ambiguous ? '' : ids.tmdbId,
    name: rows.map((row) => row('label')).find(Boolean) ?? '',
    gender: genders.size === 1 && !ambiguous ? (gender as Gender) : '',
    birthday: birthdays[0] ?? '',
    birthYear: ambiguous ? 0 : birthYearOf(rows),
    otherBirthdays: birthdays.slice(1),
    ambiguous,
  };
}

/** Statements of the preferred rank stand for all others. */
function birthsOf(rows: readonly Row[]): readonly Row[] {
  const stated = rows.filter((row) => row('dob') !== '');
  const preferred = stated.filter((row) => row('rank').endsWith('PreferredRank'));
  return preferred.length > 0 ? preferred : stated;
}

/** Days only. */
function birthdaysOf(rows: readonly Row[]): string[] {
  const days = birthsOf(rows)
    .filter((row) => row('prec') === PRECISION_DAY)
    .map((row) => row('dob').replace(/^\+/, '').slice(0, 10))
    .filter(isRealDate);
  return [...new Set(days)].sort();
}

/** The one year that statements of at least a year's precision agree on; 0 if there is none. */
function birthYearOf(rows: readonly Row[]): number {
  const exact = birthsOf(rows).filter((row) => Number(row('prec')) >= PRECISION_YEAR);
  const years = new Set(exact.map((row) => Number(/^\+?(\d{4})-/.exec(row('dob'))?.[1] ?? 0)));
  const [year = 0] = years;
  return years.size === 1 ? year : 0;
}

/** Key: a person's IMDb id. */
export const wikidataPersonByImdb = question(
  'wikidata.personByImdb',
  'people',
  isImdbNameId,
  'key',
  personQuery('P345', 'P4985', 'tmdb'),
  (rows, key) => personOf(rows, { imdbId: key, tmdbId: only(rows, 'tmdb', isTmdbId) }),
);

/** Key: a person's TMDb id. */
export const wikidataPersonByTmdb = question(
  'wikidata.personByTmdb',
  'people',
  isTmdbId,
  'key',
  personQuery('P4985', 'P345', 'imdb'),
  (rows, key) => personOf(rows, { imdbId: only(rows, 'imdb', isImdbNameId), tmdbId: key }),
);

/** Other names in English. Key: a person's IMDb id. */
export const wikidataAliases = question(
  'wikidata.aliases',
  'aliases',
  isImdbNameId,
  'key',
  (values) => `SELECT ?key ?p ?alias WHERE { VALUES ?key { ${values} } ?p wdt:P345 ?key .
  OPTIONAL { ?p skos:altLabel ?alias FILTER(LANG(?alias)="en") } }`,
  (rows) => {
    const items = new Set(rows.map((row) => row('p')));
    return items.size === 1 ? [...new Set(rows.map((row) => row('alias')))].filter(Boolean).sort() : [];
  },
);
