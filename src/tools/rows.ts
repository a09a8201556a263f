/** Finding the rows that a person's word is about. */
import type { StepContext } from '../engine/types';
import { valuesOfKey } from '../workbook/identity';
import type { AnyTab } from '../workbook/schema';
import { dataTabs } from '../workbook/tabs';
import type { CellValue, TableRow } from '../workbook/types';

export type AnyRow = TableRow<Record<string, CellValue>>;

export const tabNamed = (name: string): AnyTab | undefined => dataTabs.find((tab) => tab.name === name);

/** The rows that have one of these ids, or that name. */
export function rowsWith(context: StepContext, tab: AnyTab, values: Record<string, CellValue>): AnyRow[] {
  const match = context.table(tab).match(values as never);
  const rows = match.kind === 'row' ? [match.row] : match.kind === 'clash' ? match.rows : [];
  return rows as unknown as AnyRow[];
}

/** The rows that a key as people read it means. */
export const rowsOfKey = (context: StepContext, tab: AnyTab, key: string): AnyRow[] =>
  rowsWith(context, tab, valuesOfKey(tab, key));

/** All rows of a tab, whichever it is. */
export const allRows = (context: StepContext, tab: AnyTab): readonly AnyRow[] =>
  context.table(tab).rows as unknown as readonly AnyRow[];
