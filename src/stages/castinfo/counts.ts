/** TotalEpisodes and TotalSeasons of a person in a show. Pure; members and appearances agree through it. */
import { formatSeasons } from '../../rules/qualify';
import type { ImdbCredit, TmdbCastFact } from '../../services/facts';
import type { CastInfo } from '../../workbook/tabs';
import { cell, type CellsOf } from '../common/changes';
import { IMDB, RULE, TMDB } from '../common/sources';

/** Looked up in complete data and not found. */
export const NOT_FOUND = '**';

export interface CountInput {
  credit: ImdbCredit | null;
  fact: TmdbCastFact | null;
  /** TMDb has an entry of the show, so its cast and seasons are known completely. */
  tmdbKnown: boolean;
  /** IMDb's credits of the show are known completely. */
  imdbKnown: boolean;
  /** The person can be told in TMDb's cast: by id, or IMDb is there to say who is who by name. */
  hasTmdbId: boolean;
}

/**
 * Episodes are IMDb's if known, else TMDb's; seasons are TMDb's. `**` only where the data in which
 * the person would stand is there; a blank stays where only a source that is off could know.
 */
export function countCells(of: CountInput): Pick<CellsOf<CastInfo>, 'TotalEpisodes' | 'TotalSeasons'> {
  return { TotalEpisodes: episodes(of), TotalSeasons: seasons(of) };
}

function episodes({ credit, fact, tmdbKnown, imdbKnown, hasTmdbId }: CountInput) {
  if (credit && credit.episodes !== null) return cell(credit.episodes, IMDB);
  if (fact && fact.episodes > 0) return cell(fact.episodes, TMDB);
  const complete = tmdbKnown ? hasTmdbId || imdbKnown : imdbKnown;
  return complete ? cell(NOT_FOUND, RULE) : undefined;
}

function seasons({ fact, tmdbKnown }: CountInput) {
  if (fact && fact.seasons.length > 0) return cell(formatSeasons(fact.seasons), TMDB);
  return tmdbKnown ? cell(NOT_FOUND, TMDB) : undefined;
}
