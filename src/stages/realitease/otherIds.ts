/** Ids of a person on which the sources and the row differ. */
import type { StepContext } from '../../engine/types';
import { realiteaseInfo } from '../../workbook/tabs';
import type { Change } from '../../workbook/types';
import { conflict } from '../common/changes';
import { mainIds } from '../common/same';
import { idsOf, type Case } from './bioCase';

/**
 * Ids that TMDb or Wikidata give the person and that are not the row's: a question for the curator. What TMDb says
 * of somebody who is another row's person is not asked for here.
 */
export function otherIds(context: StepContext, { row, person, evidence }: Case): Change[] {
  const { imdbId, tmdbId } = idsOf(row);
  const { tmdb, wikidata } = evidence;
  const main = mainIds(context);
  const item = wikidata?.ambiguous ? undefined : wikidata;
  const said = [
    { column: 'CastIMDbID', own: imdbId, value: tmdb?.imdbId ?? '', source: 'TMDb' },
    { column: 'CastIMDbID', own: imdbId, value: item?.imdbId ?? '', source: 'Wikidata' },
    { column: 'CastTMDbID', own: tmdbId, value: item?.tmdbId ?? '', source: 'Wikidata' },
  ] as const;
  const differing = said.filter(({ own, value }) => own && value && main(own) !== main(value));
  const isOthers = ({ column, value }: (typeof said)[number]): boolean => {
    const match = context.table(realiteaseInfo).match({ [column]: value });
    return match.kind !== 'none';
  };
  if (differing.some((one) => one.source === 'TMDb' && isOthers(one))) delete evidence.tmdb;
  return differing.map(({ column, own, value, source }) =>
    conflict({
      kind: isOthers({ column, own, value, source } as (typeof said)[number]) ? 'held' : 'value',
      tab: realiteaseInfo,
      key: person.key,
      column,
      kept: own,
      keptSource: context.table(realiteaseInfo).origin(row, column)?.source ?? 'the workbook',
      others: [{ value, source }],
      evidence: `${person.name}: ${source} has another id for whoever has the row's other one.`,
    }),
  );
}
