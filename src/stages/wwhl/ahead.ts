/** What wwhl.imdb will ask, one by one and slowly: it goes along while pages of people are waited for. */
import type { StepContext } from '../../engine/types';
import { isImdbTitleId } from '../../rules/ids';
import { imdbEpisodeCredits } from '../../services/imdb';
import { wwhlInfo } from '../../workbook/tabs';
import { lacksSureGuests } from './known';

export function sendGuestsAhead(context: StepContext): void {
  if (context.partial || !context.settings.IMDB || !context.comes('wwhl.imdb')) return;
  const open = context
    .table(wwhlInfo)
    .rows.filter((row) => isImdbTitleId(row.values.EpisodeID) && lacksSureGuests(context, row));
  context.along({ question: imdbEpisodeCredits, keys: open.map(({ values }) => values.EpisodeID) });
}
