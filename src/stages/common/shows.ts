/** The shows of ShowInfo as the later stages see them. */
import type { StepContext } from '../../engine/types';
import { cleanId } from '../../rules/ids';
import { episodeThreshold } from '../../rules/threshold';
import type { RowOf } from '../../workbook/schema';
import { showInfo, type ShowInfo } from '../../workbook/tabs';
import type { TableRow } from '../../workbook/types';

export type ShowRow = TableRow<RowOf<ShowInfo>>;

export interface Show {
  /** Stable while the row keeps its ids: `tmdb:1`, else `imdb:tt1`, else `name:…`. */
  key: string;
  name: string;
  /** Valid ids or ''. */
  tmdbId: string;
  imdbId: string;
  /** Episodes that make a person cast; null for SKIP. */
  threshold: number | null;
  row: ShowRow;
}

/** The id if its form is right, else ''. */
export function validId(kind: 'imdbTitle' | 'imdbName' | 'tmdb' | 'tvdb' | 'wikidata', raw: string): string {
  const { id, valid } = cleanId(kind, raw);
  return valid ? id : '';
}

/** All shows in sheet order. */
export function showsOf(context: StepContext): Show[] {
  const { EPISODE_RULES, EPISODES_MIN, EPISODES_MIN_Y } = context.settings;
  const rules = EPISODE_RULES.map((rule) => ({ contains: rule.contains, episodes: Number(rule.value) }));
  return context.table(showInfo).rows.map((row) => {
    const { Show: name, OVERRIDE: override } = row.values;
    const tmdbId = validId('tmdb', row.values.TMDbSeriesID);
    const imdbId = validId('imdbTitle', row.values.IMDbSeriesID);
    return {
      key: showKey(tmdbId, imdbId, name),
      name,
      tmdbId,
      imdbId,
      threshold: episodeThreshold({ override, showName: name }, rules, {
        blank: EPISODES_MIN,
        y: EPISODES_MIN_Y,
      }),
      row,
    };
  });
}

export function showKey(tmdbId: string, imdbId: string, name: string): string {
  if (tmdbId) return `tmdb:${tmdbId}`;
  return imdbId ? `imdb:${imdbId}` : `name:${name}`;
}

/** Finds the show that a row's ids name; none if they name two. */
export function showFinder(shows: readonly Show[]): (tmdbId: string, imdbId: string) => Show | undefined {
  const byTmdb = new Map(shows.filter((show) => show.tmdbId).map((show) => [show.tmdbId, show]));
  const byImdb = new Map(shows.filter((show) => show.imdbId).map((show) => [show.imdbId, show]));
  return (tmdbId, imdbId) => {
    const a = tmdbId ? byTmdb.get(tmdbId) : undefined;
    const b = imdbId ? byImdb.get(imdbId) : undefined;
    return a && b && a !== b ? undefined : (a ?? b);
  };
}
