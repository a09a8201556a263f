/** What wwhl.imdb will ask, one by one and slowly: it goes along while pages of people are waited for. */
import type { StepContext } from '../../engine/types';
import { isImdbTitleId } from '../../rules/ids';
import { imdbEpisodeCredits } from '../../services/imdb';
import { wwhlInfo } from '../../workbook/tabs';
import { episodeAsks, knownAtImdb } from './episodesAtImdb';
import { numbersOf } from './imdb';
import { lacksSureGuests } from './known';
import { matchEpisodes } from './matchEpisodes';

export function sendGuestsAhead(context: StepContext): void {
  if (context.partial || !context.settings.IMDB || !context.comes('wwhl.imdb')) return;
  const { rows } = context.table(wwhlInfo);
  // IMDb's ids of episodes come before what is asked by them.
  context.along(...episodeAsks(context, rows));
  const isNumbered = rows.every((row) => isImdbTitleId(row.values.EpisodeID));
  const matched = matchEpisodes(rows.map(numbersOf), isNumbered ? [] : knownAtImdb(context, rows));
  const open = rows.filter((row) => lacksSureGuests(context, row));
  const ids = open.map((row) => matched.get(row.handle)?.id ?? row.values.EpisodeID);
  context.along({ question: imdbEpisodeCredits, keys: ids.filter(isImdbTitleId) });
}
