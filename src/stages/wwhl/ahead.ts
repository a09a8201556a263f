/** What wwhl.imdb will ask, one by one and slowly: it goes along while pages of people are waited for. */
import type { StepContext } from '../../engine/types';
import { isImdbTitleId } from '../../rules/ids';
import { imdbEpisodeCredits, imdbEpisodes } from '../../services/imdb';
import { wwhlInfo } from '../../workbook/tabs';
import { knownValue } from '../common/answers';
import { numbersOf } from './imdb';
import { lacksSureGuests } from './known';
import { matchEpisodes } from './matchEpisodes';

export function sendGuestsAhead(context: StepContext): void {
  const { IMDB, WWHL_IMDB_ID: show } = context.settings;
  if (context.partial || !IMDB || !context.comes('wwhl.imdb')) return;
  const { rows } = context.table(wwhlInfo);
  const isNumbered = rows.every((row) => isImdbTitleId(row.values.EpisodeID));
  // IMDb's ids of episodes come before what is asked by them.
  if (!isNumbered) context.along({ question: imdbEpisodes, keys: [show] });
  const episodes = isNumbered ? [] : (knownValue(context, imdbEpisodes, show) ?? []);
  const matched = matchEpisodes(rows.map(numbersOf), episodes);
  const open = rows.filter((row) => lacksSureGuests(context, row));
  const ids = open.map((row) => matched.get(row.handle)?.id ?? row.values.EpisodeID);
  context.along({ question: imdbEpisodeCredits, keys: ids.filter(isImdbTitleId) });
}
