/** What a row of CastInfo takes over from its show's row in ShowInfo. */
import type { RowOf } from '../../workbook/schema';
import type { CastInfo } from '../../workbook/tabs';
import type { TableRow } from '../../workbook/types';
import { cell, type CellsOf } from '../common/changes';
import type { Show } from '../common/shows';
import { RULE } from '../common/sources';

export type CastRow = TableRow<RowOf<CastInfo>>;

export function showCellsOf(show: Show): CellsOf<CastInfo> {
  return {
    ShowName: cell(show.name, RULE),
    IMDbSeriesID: cell(show.imdbId, RULE),
    TMDbSeriesID: cell(show.tmdbId, RULE),
  };
}

/** Key of a row as people read it: `tmdb:1|nm0000001`. */
export function castKey(row: CastRow): string {
  const { TMDbSeriesID, IMDbSeriesID, IMDbCastID, TMDbCastID } = row.values;
  return `${TMDbSeriesID || IMDbSeriesID}|${IMDbCastID || TMDbCastID}`;
}
