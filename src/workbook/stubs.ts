/** Tells which rows without an id are parts of new ones that a killed execution left. */
import type { AnyTab } from './schema';
import { isRefreshed } from './strays';
import { picked, type TableView, type Values } from './tableView';

/** What rows are begun with by people who type them. */
const BEGINNINGS: ReadonlySet<string> = new Set(['text', 'list', 'id']);

/** Columns in which nobody begins a row: what the add-on counts and the like. */
export const countsOf = ({ columns }: AnyTab): string[] =>
  Object.keys(columns).filter((header) => {
    const column = columns[header];
    return column !== undefined && isRefreshed(column) && !BEGINNINGS.has(column.type.kind);
  });

/**
 * A row with nothing but counts, and all of them those of a new one, is a part of it. Where more of it has landed, it has
 * its ids: they are written first.
 * @param adds the new rows, as far as they are noted
 * @param begun rows that were like that before
 */
export function stubsOf(
  tab: AnyTab,
  adds: readonly Values[],
  begun: readonly Values[] = [],
): (row: Values) => boolean {
  const counts = new Set(countsOf(tab));
  const isPart = (filled: Values, whole: Values) =>
    Object.entries(filled).every(([header, value]) => counts.has(header) && whole[header] === value);
  return (row) => {
    const filled = picked(row, Object.keys(tab.columns));
    const isBegun = begun.some((one) => isPart(filled, one) && isPart(one, filled));
    return Object.keys(filled).length > 0 && !isBegun && adds.some((whole) => isPart(filled, whole));
  };
}

/** Rows without an id that look like parts of new ones and are none: they are there before those. */
export function begunIn({ tab, keyless }: TableView, adds: readonly Values[]): Values[] {
  const isStub = stubsOf(tab, adds);
  return keyless.filter(({ values }) => isStub(values)).map(({ values }) => picked(values, countsOf(tab)));
}
