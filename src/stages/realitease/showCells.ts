/** ShowNames to TotalEpisodes of a person, as cells of RealiteaseInfo. */
import { joinAligned, joinList } from '../../rules/lists';
import type { RealiteaseInfo } from '../../workbook/tabs';
import type { Cells } from '../../workbook/types';
import { totalsOf, type PersonShow } from './cast';

const RULE = 'CastInfo';

export function showCells(shows: readonly PersonShow[]): Cells<RealiteaseInfo> {
  const totals = totalsOf(shows);
  const own = (value: string | number) => ({ value, source: RULE });
  return {
    ShowNames: own(joinList(shows.map((show) => show.name))),
    ShowIMDbIDs: own(joinAligned(shows.map((show) => show.imdbId))),
    ShowTMDbIDs: own(joinAligned(shows.map((show) => show.tmdbId))),
    TotalShows: own(shows.length),
    TotalSeasons: own(totals.seasons),
    TotalEpisodes: own(totals.episodes),
  };
}
