/** Ids that TMDb lacks, and who may know them. */
import type { StepContext } from '../../engine/types';
import { tmdbShow } from '../../services/tmdb';
import { tvdbSeries } from '../../services/tvdb';
import type { WikidataShow } from '../../services/facts';
import { wikidataShowByImdb, wikidataShowByTmdb } from '../../services/wikidata';
import { knownValue } from '../common/answers';
import { isOn } from '../common/sources';
import type { CatalogueShow } from './catalogue';

/** What Wikidata says of the show, by whichever id it was asked. */
export function wikidataOf(context: StepContext, show: CatalogueShow): WikidataShow | undefined {
  return (
    knownValue(context, wikidataShowByTmdb, show.tmdbId) ??
    knownValue(context, wikidataShowByImdb, show.imdbId)
  );
}

/** The show's IMDb id as far as anybody knows it. */
export function imdbIdOf(context: StepContext, show: CatalogueShow): string {
  return show.imdbId || knownValue(context, tmdbShow, show.tmdbId)?.imdbId || '';
}

/** Whether Wikidata can add an id that neither the row nor TMDb has. */
export function lacksForWikidata(context: StepContext, show: CatalogueShow): boolean {
  const facts = knownValue(context, tmdbShow, show.tmdbId);
  const row = show.row?.values;
  return (
    !imdbIdOf(context, show) ||
    !(row?.['Wikidata ID'] || facts?.wikidataId) ||
    !(row?.['TheTVDB ID'] || facts?.tvdbId)
  );
}

/** The IMDb id by which TheTVDB is asked; '' if its id is known or cannot be asked for. */
export function tvdbKey(context: StepContext, show: CatalogueShow): string {
  const known =
    show.row?.values['TheTVDB ID'] ||
    knownValue(context, tmdbShow, show.tmdbId)?.tvdbId ||
    wikidataOf(context, show)?.tvdbId;
  return known ? '' : imdbIdOf(context, show) || wikidataOf(context, show)?.imdbId || '';
}

/** Whether one of the sources that fill gaps has to be asked for the show. */
export function hasGapDue(context: StepContext, show: CatalogueShow): boolean {
  const { tmdbId, row } = show;
  if (row?.values['TheTVDB ID'] && row.values['Wikidata ID'] && show.imdbId) return false;
  if (tmdbId && context.due(wikidataShowByTmdb, tmdbId)) {
    if (context.known(tmdbShow, tmdbId) && lacksForWikidata(context, show)) return true;
  }
  if (row?.values['TheTVDB ID'] || !isOn('tvdb', context.settings)) return false;
  const key = tvdbKey(context, show);
  return key !== '' && context.due(tvdbSeries, key);
}
