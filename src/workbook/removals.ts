/** Rows that a killed execution removed in the stead of others. */
import { displayKey, tokensOf } from './identity';
import type { BeforeImage, SettleParts } from './journal';
import type { TableView, Values } from './tableView';

/**
 * Rows that are gone were removed by the add-on; those that went in their stead while rows moved come back. Where a
 * person deleted rows as well, it was those that had stood nearest to the ones meant.
 */
export function settleRemovals(removes: readonly Values[], count: number, parts: SettleParts): string[] {
  const { bound, view, provenance, today } = parts;
  if (removes.length === 0) return [];
  const left = removes.filter((keys) => view.match(keys).kind !== 'none');
  for (const keys of removes)
    if (!left.includes(keys) && provenance.wrote(view.tab, keys))
      provenance.noteRow(view.tab, keys, 'removed', today);
  const missing = count - (removes.length - left.length) - view.rows.length;
  const image = left.length > 0 && missing > 0 ? parts.before() : null;
  if (!image) return [];
  const lost = lostRows(image, view, removes, left).slice(0, Math.min(missing, left.length));
  if (lost.length === 0) return [];
  const bottom = view.rows.reduce((last, row) => Math.max(last, row.sheetRow), 1) + 1;
  bound.insertRows(bottom, lost.length);
  const back = lost.filter(({ values, index }, i) => {
    const isThere = image.putBack(index, bottom + i);
    if (isThere) view.insert(values, bottom + i);
    return isThere;
  });
  return back.map(
    ({ values }) =>
      `${view.tab.name}: ${displayKey(view.tab, values)} had been removed while rows moved; it is back at the bottom.`,
  );
}

/** Rows of the copy that nobody meant to remove and that are gone: first those nearest to one that is still there. */
function lostRows(
  image: BeforeImage,
  view: TableView,
  removes: readonly Values[],
  left: readonly Values[],
): { values: Values; index: number }[] {
  const { key } = view.tab;
  const meant = new Set(removes.flatMap((keys) => tokensOf(key, keys)));
  const aimed = left.map((keys) => image.indexOf(tokensOf(key, keys))).filter((index) => index >= 0);
  const isLost = (values: Values) => {
    const tokens = tokensOf(key, values);
    return (
      tokens.length > 0 && !tokens.some((token) => meant.has(token)) && view.match(values).kind === 'none'
    );
  };
  return image.rows
    .map((values, index) => ({ values, index }))
    .filter(({ values }) => isLost(values))
    .map((row) => ({ ...row, far: Math.min(...aimed.map((index) => Math.abs(index - row.index))) }))
    .sort((a, b) => a.far - b.far);
}
