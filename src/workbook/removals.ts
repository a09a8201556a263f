/** Tells what of the rows that are gone was removed by the add-on, and what of that was not to go. */
import { tokensOf } from './identity';
import type { BeforeImage } from './journal';
import { pairRows, type Sighting } from './pairing';
import type { Provenance } from './provenance';
import { isBlank, type TableView, type Values, type ViewRow } from './tableView';

export interface Taken {
  /** Those that were to go. */
  gone: Values[];
  /** Those that went in their stead, with their index in the bin. */
  others: Map<ViewRow, number>;
}

/**
 * @param bin what was taken away
 * @param view the tab as it was just read
 * @param missing rows that the view still has and the tab has not
 * @param removes keys of the rows that were to go
 * @param open those of them that the view still has
 */
export function sortTaken(
  bin: BeforeImage,
  view: TableView,
  missing: readonly ViewRow[],
  removes: readonly Values[],
  open: ReadonlySet<ViewRow>,
): Taken {
  const { key } = view.tab;
  const meant = new Set(removes.flatMap((keys) => tokensOf(key, keys)));
  const seen = bin.rows.map((values, place): Sighting => ({ place, values }));
  const pairs = pairRows<ViewRow>(
    view.tab,
    {
      rows: missing,
      placeOf: (row) => row.sheetRow,
      holds: (row) => row.values,
      goalsOf: () => ({}),
      wasWritten: () => false,
      isNew: () => false,
    },
    seen,
  );
  const taken: Taken = { gone: [], others: new Map() };
  const isThere = (values: Values) => {
    const match = view.match(values);
    const rows = match.kind === 'row' ? [match.row] : match.kind === 'clash' ? match.rows : view.keyless.filter((row) => JSON.stringify(row.values) === JSON.stringify(values)); // prettier-ignore
    return rows.some((row) => !missing.includes(row as ViewRow));
  };
  for (const sighting of seen) {
    const { values, place } = sighting;
    const row = pairs.get(sighting);
    if (isBlank(values) || (!row && isThere(values))) continue;
    const isMeant = row ? open.has(row) : tokensOf(key, values).some((token) => meant.has(token));
    if (isMeant) taken.gone.push(row?.values ?? values);
    else taken.others.set(row ?? view.insert(values, 0) ?? view.keep(values, 0), place);
  }
  return taken;
}

/** The row is gone from the view. One that its ids went to lives on, and so does what is known of it. */
export function noteGone(
  provenance: Provenance,
  view: TableView,
  values: Readonly<Values>,
  event: 'removed' | 'dismissed',
  today: string,
): void {
  if (view.match({ ...values }).kind !== 'none') return;
  provenance.part(view.tab, values, (token) => view.has(token));
  provenance.noteRow(view.tab, values, event, today);
}
