/**
 * IMDb's episodes of the show: all of them once and now and then, and of the seasons of rows that still lack an id
 * whatever has come since. One page holds fifty of them, and the show has had more than a thousand.
 */
import type { StepContext } from '../../engine/types';
import { addDays, usToIso } from '../../rules/dates';
import { isImdbTitleId } from '../../rules/ids';
import type { ImdbEpisode } from '../../services/facts';
import { imdbEpisodes, imdbSeason } from '../../services/imdb';
import type { Ask } from '../../services/types';
import type { RowOf } from '../../workbook/schema';
import type { WwhlInfo } from '../../workbook/tabs';
import type { TableRow } from '../../workbook/types';
import { isFresh, knownValue } from '../common/answers';

type Row = TableRow<RowOf<WwhlInfo>>;

/** An episode that IMDb still does not have after so long is looked for in the list of all only. */
const RECENT_DAYS = 60;

/** What has to be asked for the ids that rows lack. */
export function episodeAsks(context: StepContext, rows: readonly Row[]): Ask<ImdbEpisode[]>[] {
  const show = context.settings.WWHL_IMDB_ID;
  const lacking = rows.filter((row) => !isImdbTitleId(row.values.EpisodeID));
  if (lacking.length === 0) return [];
  if (context.due(imdbEpisodes, show)) return [{ question: imdbEpisodes, keys: [show] }];
  if (isFresh(context, imdbEpisodes, show)) return [];
  const since = addDays(context.today, -RECENT_DAYS);
  const isRecent = ({ values }: Row): boolean => (usToIso(values.AirDate) || context.today) >= since;
  return [{ question: imdbSeason, keys: seasonKeys(context, lacking.filter(isRecent)) }];
}

/** All that IMDb has said so far of episodes. */
export function knownAtImdb(context: StepContext, rows: readonly Row[]): ImdbEpisode[] {
  const all = knownValue(context, imdbEpisodes, context.settings.WWHL_IMDB_ID) ?? [];
  const lacking = rows.filter((row) => !isImdbTitleId(row.values.EpisodeID));
  const own = seasonKeys(context, lacking).flatMap((key) => knownValue(context, imdbSeason, key) ?? []);
  return [...new Map([...all, ...own].map((episode) => [episode.id, episode])).values()];
}

/** Where numbers are one off, an episode of today stands in the latest season that IMDb has. */
function seasonKeys(context: StepContext, rows: readonly Row[]): string[] {
  if (rows.length === 0) return [];
  const show = context.settings.WWHL_IMDB_ID;
  const known = knownValue(context, imdbEpisodes, show) ?? [];
  const latest = Math.max(0, ...known.map(({ season }) => season ?? 0));
  const seasons = new Set([...rows.map((row) => Number(row.values.Season || 0)), latest]);
  return [...seasons].filter((season) => season > 0).map((season) => `${show}/${season}`);
}
