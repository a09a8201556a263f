/** final.normalise: spaces, repeats, one https image address. */
import type { Plan, Step, StepContext } from '../../engine/types';
import { mergeAlternativeNames } from '../../rules/altnames';
import { imageUrl } from '../../rules/images';
import { joinList, splitList } from '../../rules/lists';
import { tidyName } from '../../rules/names';
import { finalList } from '../../workbook/tabs';
import type { Change } from '../../workbook/types';
import { writeRow } from '../common/changes';
import { firstRows, selectRows } from '../common/select';

export const normalise: Step = {
  id: 'final.normalise',
  title: 'Tidy up',
  input: finalList,
  tabs: [finalList],
  begin: (context) => plan(context),
};

function plan(context: StepContext): Plan {
  const table = context.table(finalList);
  const rows = firstRows(context, selectRows(context, table.rows));
  const work = new Map<string, Change>();
  for (const row of rows) {
    const { Name, AlternativeNames, ImageURL } = row.values;
    const names = mergeAlternativeNames([], splitList(AlternativeNames).map(tidyName), Name);
    const change = writeRow(table, row, {
      ...(AlternativeNames ? { AlternativeNames: { value: joinList(names), source: 'rule' } } : {}),
      ...(ImageURL ? { ImageURL: { value: imageUrl(ImageURL), source: 'rule' } } : {}),
    });
    if (change) work.set(String(row.handle), change);
  }
  return {
    items: [...work.keys()],
    looked: rows.length,
    size: 250,
    batch: (items) => ({ changes: items.flatMap((item) => work.get(item) ?? []) }),
  };
}
