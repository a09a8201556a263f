/** Rows as they were, with where their values came from. */
import type { AnyTab } from '../workbook/schema';
import type { CellChange, CellValue, Change, KeptRow } from '../workbook/types';
import type { AnyRow } from './rows';

/** A row that is gone comes back. @param by source of values that were nobody's */
export function putBack(
  tab: AnyTab,
  { values, origins, ours, others }: KeptRow,
  by: string,
): Extract<Change, { kind: 'add' }> {
  const cells = Object.fromEntries(
    Object.entries(values).map(([column, value]: [string, CellValue]): [string, CellChange] => {
      const origin = origins[column] ?? null;
      return [column, { value, source: origin?.source ?? by, origin }];
    }),
  );
  return { kind: 'add', tab, cells, back: { ours, others } };
}

/**
 * A row that is there becomes what it was, if it is not.
 * @param isBare whether it has nothing of what a person kept beside it, and is to get that back
 */
export function backTo(
  tab: AnyTab,
  row: AnyRow,
  { values, origins, others }: KeptRow,
  by: string,
  isBare: boolean,
): Change[] {
  const cells: Record<string, CellChange> = {};
  for (const column of Object.keys(tab.columns)) {
    const value = values[column] ?? '';
    if ((row.values[column] ?? '') === value) continue;
    const origin = origins[column] ?? null;
    cells[column] = { value, source: origin?.source ?? by, when: 'correct', origin };
  }
  const isMissing = isBare && Object.keys(others).length > 0;
  return Object.keys(cells).length > 0 || isMissing
    ? [{ kind: 'write', tab, row, cells, ...(isMissing && { others }) }]
    : [];
}
