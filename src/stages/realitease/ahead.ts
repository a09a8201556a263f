/** What realitease.bio will ask of TMDb, whose limit a run waits for longest, and of Wikidata meanwhile: it goes along with what comes before. */
import type { StepContext } from '../../engine/types';
import { imdbName } from '../../services/imdb';
import { tmdbPerson } from '../../services/tmdb';
import { wikidataAliases, wikidataPersonByImdb } from '../../services/wikidata';
import { realiteaseInfo } from '../../workbook/tabs';
import { validId } from '../common/shows';

/** Ids of a person; '' for none. */
export interface Ids {
  imdbId: string;
  tmdbId: string;
}

/** @param coming people whose rows are about to be added */
export function sendAhead(context: StepContext, coming: readonly Ids[] = []): void {
  if (context.partial || !context.comes('realitease.bio')) return;
  const there = context.table(realiteaseInfo).rows.map(({ values }): Ids => ({
    imdbId: validId('imdbName', values.CastIMDbID),
    tmdbId: validId('tmdb', values.CastTMDbID),
  }));
  sendPeopleAhead(context, [...there, ...coming]);
  sendNamesAhead(context, [...there, ...coming]);
}

/** To IMDb, once it has told who is in the casts: a day's quota is theirs first. */
export function sendNamesAhead(context: StepContext, people: readonly Ids[]): void {
  if (context.partial || !context.comes('realitease.bio')) return;
  context.along({ question: imdbName, keys: people.map(({ imdbId }) => imdbId).filter(Boolean) });
}

/** @param people of whom it is clear that they will be asked about */
export function sendPeopleAhead(context: StepContext, people: readonly Ids[]): void {
  const imdbIds = people.map(({ imdbId }) => imdbId).filter(Boolean);
  context.along(
    { question: tmdbPerson, keys: people.map(({ tmdbId }) => tmdbId).filter(Boolean) },
    { question: wikidataPersonByImdb, keys: imdbIds },
    // Other names, which FinalList takes over.
    { question: wikidataAliases, keys: context.comes('final.enrich') ? imdbIds : [] },
  );
}
