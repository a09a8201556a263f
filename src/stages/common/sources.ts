/** Names of the sources as curators know them; they stand in `_Provenance`, `Conflicts` and `Dry Run`. */
import { sources } from '../../services/sources';
import type { SourceId } from '../../services/types';
import type { Settings } from '../../settings/settings';

export const TMDB = sources.tmdb.title;
export const IMDB = sources.imdb.title;
export const IMDB_LIST = 'IMDb list';
export const WIKIDATA = sources.wikidata.title;
export const TVDB = sources.tvdb.title;

/** Source of values that follow from other cells and not from an answer. */
export const RULE = 'rule';

/** Stands in Conflicts for a value that a person typed or that was there before the add-on. */
export const PERSON = 'the workbook';

/** Whether the source is switched on and has what it needs. */
export function isOn(source: SourceId, settings: Settings): boolean {
  return sources[source].ready(settings).on;
}

/** What is missing before these sources can be asked, in words that name the setting. */
export function missingFor(settings: Settings, ...ids: SourceId[]): string[] {
  return ids.flatMap((id) => {
    const ready = sources[id].ready(settings);
    return ready.on ? [] : [ready.why];
  });
}
