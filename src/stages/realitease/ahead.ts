/** What realitease.bio will ask of TMDb, whose limit a run waits for longest: it goes along with what comes before. */
import type { StepContext } from '../../engine/types';
import { tmdbPerson } from '../../services/tmdb';
import { realiteaseInfo } from '../../workbook/tabs';
import { validId } from '../common/shows';

/** @param coming TMDb ids of people whose rows are about to be added */
export function sendAhead(context: StepContext, coming: readonly string[] = []): void {
  if (context.partial || !context.comes('realitease.bio')) return;
  const there = context.table(realiteaseInfo).rows.map(({ values }) => validId('tmdb', values.CastTMDbID));
  context.along({ question: tmdbPerson, keys: [...there, ...coming].filter(Boolean) });
}
