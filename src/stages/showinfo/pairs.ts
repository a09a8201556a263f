/** What is known about which TMDb id and which IMDb id are one show. */
import type { StepContext } from '../../engine/types';
import { normaliseName } from '../../rules/names';
import type { ImdbListEntry, TmdbCandidate } from '../../services/facts';
import { tmdbFindShow, tmdbSearchShow, tmdbShow } from '../../services/tmdb';
import { wikidataShowByImdb, wikidataShowByTmdb } from '../../services/wikidata';
import { showInfo } from '../../workbook/tabs';
import { isAnswered, knownValue } from '../common/answers';
import { TMDB, WIKIDATA } from '../common/sources';
import { validId } from '../common/shows';
import { buildCatalogue, type CatalogueShow } from './catalogue';
import { imdbEntries, tmdbEntries } from './entries';
import { everListed } from './memory';

/** The catalogue from all that is known now. */
export function catalogue(context: StepContext): CatalogueShow[] {
  return buildCatalogue({
    tmdbEntries: tmdbEntries(context),
    imdbEntries: imdbEntries(context),
    rows: context.table(showInfo).rows,
    everListed: everListed(context),
    imdbOfTmdb: (tmdbId) =>
      knownValue(context, tmdbShow, tmdbId)?.imdbId ||
      validImdb(knownValue(context, wikidataShowByTmdb, tmdbId)),
    tmdbOfImdb: (entry) => tmdbOfImdb(context, entry),
  });
}

function validImdb(show: { imdbId: string } | undefined): string {
  return show ? validId('imdbTitle', show.imdbId) : '';
}

function tmdbOfImdb(context: StepContext, entry: ImdbListEntry): { id: string; source: string } | null {
  const fromWikidata = knownValue(context, wikidataShowByImdb, entry.imdbId)?.tmdbId ?? '';
  if (fromWikidata && !isDenied(context, fromWikidata, entry.imdbId)) {
    return { id: fromWikidata, source: WIKIDATA };
  }
  const found = knownValue(context, tmdbFindShow, entry.imdbId) ?? [];
  const [only] = found;
  if (found.length === 1 && only) return { id: only.tmdbId, source: TMDB };
  const choice = chooseByName(entry, found.length > 1 ? found : candidatesOf(context, entry));
  return choice.kind === 'one' && !isDenied(context, choice.tmdbId, entry.imdbId)
    ? { id: choice.tmdbId, source: TMDB }
    : null;
}

/** What the search by name found; where it found none of that name, the entries of TMDb's list, which it may have missed. */
export function candidatesOf(context: StepContext, { name }: { name: string }): TmdbCandidate[] {
  const searched = context.known(tmdbSearchShow, name);
  if (!isAnswered(searched)) return [];
  const found = knownValue(context, tmdbSearchShow, name) ?? [];
  const same = normaliseName(name);
  if (same === '' || found.some((one) => [one.name, one.originalName].map(normaliseName).includes(same)))
    return found;
  const listed = tmdbEntries(context).filter((entry) => normaliseName(entry.name) === same);
  return listed.length > 0 ? listed.map((entry) => ({ ...entry, originalName: entry.name })) : found;
}

/** TMDb itself says that there is no such show, or that it is another one at IMDb. */
function isDenied(context: StepContext, tmdbId: string, imdbId: string): boolean {
  const answer = context.known(tmdbShow, tmdbId);
  if (answer?.kind === 'absent') return true;
  const own = answer?.kind === 'found' ? answer.value.imdbId : '';
  return own !== '' && own !== imdbId;
}

export type Choice =
  | { kind: 'one'; tmdbId: string }
  /** There are candidates, and none of them is sure. */
  | { kind: 'unsure'; why: string }
  | { kind: 'none' };

/**
 * A show of the IMDb list among candidates by name: accepted if the normalised names are equal, the
 * first years differ by at most one where both are known, and it is the only one.
 */
export function chooseByName(entry: ImdbListEntry, candidates: readonly TmdbCandidate[]): Choice {
  if (candidates.length === 0) return { kind: 'none' };
  const name = normaliseName(entry.name);
  const named = candidates.filter(
    (c) => name !== '' && (normaliseName(c.name) === name || normaliseName(c.originalName) === name),
  );
  if (named.length === 0) return { kind: 'unsure', why: 'No show found has the same name.' };
  const fitting = named.filter((c) => yearsFit(entry.year, c.firstAired));
  const [only] = fitting;
  if (!only) return { kind: 'unsure', why: 'The name is the same, the first year differs by more than one.' };
  if (fitting.length > 1) return { kind: 'unsure', why: 'Several shows have the same name.' };
  return { kind: 'one', tmdbId: only.tmdbId };
}

function yearsFit(year: number | null, firstAired: string): boolean {
  const other = Number(firstAired.slice(0, 4));
  return year === null || !other || Math.abs(year - other) <= 1;
}

/** Whether every way to find the TMDb id has been tried and answered. */
export function isSurelyUnpaired(context: StepContext, entry: { imdbId: string; name: string }): boolean {
  const found = context.known(tmdbFindShow, entry.imdbId);
  if (!isAnswered(found)) return false;
  if (found?.kind === 'found' && found.value.length > 0) return true;
  return entry.name === '' || isAnswered(context.known(tmdbSearchShow, entry.name));
}
