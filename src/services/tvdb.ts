/** TheTVDB v4: the series of an IMDb id (sources.md §7). */
import * as z from 'zod/mini';
import { isTvdbId } from '../rules/ids';
import { jsonReader } from './json';
import type { Progress, Question } from './types';

/** None is null or an empty list; a reply that does not even name its data is none. */
const answer = z.object({
  data: z.nullable(
    z.array(z.object({ series: z.nullish(z.object({ id: z.union([z.number(), z.string()]) })) })),
  ),
});

/** Key: a show's IMDb id. */
export const tvdbSeries: Question<{ tvdbId: string }> = {
  id: 'tvdb.series',
  source: 'tvdb',
  perLookup: 1,
  keeps: 'value',
  lookup: ([imdbId = ''], settings) => ({
    source: 'tvdb',
    label: `series ${imdbId}`,
    call: { url: `${settings.TVDB_BASE}/search/remoteid/${imdbId}` },
    read: jsonReader(
      answer,
      ({ data }): Progress<Record<string, { tvdbId: string }>> => {
        const ids = new Set(
          (data ?? []).flatMap(({ series }) => (series ? [String(series.id)] : [])).filter(isTvdbId),
        );
        const [tvdbId] = ids;
        return tvdbId && ids.size === 1
          ? { kind: 'done', value: { [imdbId]: { tvdbId } } }
          : { kind: 'absent' };
      },
      () => true,
    ),
  }),
};
