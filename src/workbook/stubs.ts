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
export function begunIn(view: TableView, adds: readonly Values[]): Values[] {
  const { tab, keyless } = view;
  const isStub = stubsOf(tab, adds);
  const begun = keyless.filter(({ values }) => isStub(values)).map(({ values }) => picked(values, countsOf(tab))); // prettier-ignore
  const named = adds.map((whole) => namedOnly(view, whole));
  return [...begun, ...named.filter((values) => values !== undefined)];
}

/** What a row holds if that is only what such a new one is known by as long as it has no ids: nothing else of it has landed. */
export function namedOnly(view: TableView, whole: Values): Values | undefined {
  const { key, columns } = view.tab;
  const header = key.fallback?.column ?? '';
  const named = picked(whole, [header]);
  const match = view.match(named);
  const held = match.kind === 'row' ? picked(match.row.values, Object.keys(columns)) : {};
  return Object.keys(held).length === 1 && held[header] === named[header] ? held : undefined;
}
