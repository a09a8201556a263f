/** Which row of the sheet is which row in memory. Pure. */
import { tokensOf } from './identity';
import type { AnyTab } from './schema';
import { isBlank, type Values } from './tableView';

/** A row as it stands in the sheet now. */
export interface Sighting {
  place: number;
  values: Values;
}

/** What the add-on knows of rows. */
export interface Known<K> {
  rows: readonly K[];
  /** Row of the sheet where it was last seen. */
  placeOf(row: K): number;
  /** What the sheet holds in it, as far as is known. */
  holds(row: K): Values;
  /** What it is still to get. */
  goalsOf(row: K): Readonly<Values>;
  /** Whether such a value was written into such a column of late. */
  wasWritten(header: string, value: Values[string]): boolean;
  /** Whether it is to come in: cells of it may not have landed yet. */
  isNew(row: K): boolean;
}

interface Pair<K> {
  sighting: Sighting;
  row: K;
  same: number;
  other: number;
}

/** So many rows at most are compared with each other where nothing else tells them apart. */
const MOST_PAIRS = 400_000;

/**
 * Pairs rows that hold exactly what is known of them; then those that have a key in common, or that most of their cells
 * speak for. Blank rows are nobody's.
 */
export function pairRows<K>(tab: AnyTab, known: Known<K>, seen: readonly Sighting[]): Map<Sighting, K> {
  const headers = Object.keys(tab.columns);
  const pairs = new Map<Sighting, K>();
  const left = {
    seen: new Set(seen.filter(({ values }) => !isBlank(values))),
    rows: new Set(known.rows),
  };
  const take = (sighting: Sighting, row: K) => {
    pairs.set(sighting, row);
    left.seen.delete(sighting);
    left.rows.delete(row);
  };
  for (const [sighting, row] of equalRows(headers, known, seen)) take(sighting, row);
  if (left.seen.size === 0 || left.rows.size === 0) return pairs;
  const rate = (sighting: Sighting, row: K): Pair<K> => ({
    sighting,
    row,
    ...compare(headers, sighting.values, known, row),
  });
  const settle = (candidates: Pair<K>[]) => {
    const score = ({ same, other, sighting, row }: Pair<K>) =>
      same - other + (sighting.place === known.placeOf(row) ? 0.5 : 0);
    for (const { sighting, row } of candidates.sort((a, b) => score(b) - score(a)))
      if (left.seen.has(sighting) && left.rows.has(row)) take(sighting, row);
  };
  const named = byTokens(tab, known, left.rows, left.seen).map(([sighting, row]) => rate(sighting, row));
  const alike = () =>
    left.seen.size * left.rows.size > MOST_PAIRS
      ? []
      : [...left.seen]
          .flatMap((sighting) => [...left.rows].map((row) => rate(sighting, row)))
          .filter(({ same, other }) => same > 2 * other);
  // Ids may have landed in a row that all else speaks for.
  settle([...named.filter(({ same, other }) => same > other), ...alike()]);
  settle(alike());
  return pairs;
}

/** Rows whose cells are all as known; of rows that are alike, the one that was nearest. */
function equalRows<K>(
  headers: readonly string[],
  known: Known<K>,
  seen: readonly Sighting[],
): [Sighting, K][] {
  const text = (values: Values) => JSON.stringify(headers.map((header) => values[header] ?? ''));
  const index = new Map<string, K[]>();
  for (const row of known.rows) {
    const name = text(known.holds(row));
    const alike = index.get(name);
    if (alike) alike.push(row);
    else index.set(name, [row]);
  }
  const found: [Sighting, K][] = [];
  for (const sighting of seen) {
    const alike = index.get(text(sighting.values));
    const first = alike?.[0];
    if (!alike || first === undefined) continue;
    let nearest = 0;
    alike.forEach((row, i) => {
      const best = alike[nearest] ?? first;
      const gap = (one: K) => Math.abs(known.placeOf(one) - sighting.place);
      if (gap(row) < gap(best)) nearest = i;
    });
    found.push([sighting, alike.splice(nearest, 1)[0] ?? first]);
  }
  return found;
}

function byTokens<K>(
  tab: AnyTab,
  known: Known<K>,
  rows: ReadonlySet<K>,
  seen: ReadonlySet<Sighting>,
): [Sighting, K][] {
  const index = new Map<string, Set<K>>();
  for (const row of rows) {
    for (const values of [known.holds(row), { ...known.holds(row), ...known.goalsOf(row) }])
      for (const token of tokensOf(tab.key, values))
        index.set(token, (index.get(token) ?? new Set()).add(row));
  }
  return [...seen].flatMap((sighting) => {
    const found = tokensOf(tab.key, sighting.values).flatMap((token) => [...(index.get(token) ?? [])]);
    return [...new Set(found)].map((row): [Sighting, K] => [sighting, row]);
  });
}

/** Counts cells that speak for the row, and those that speak against it; what may have been written there speaks neither way. */
function compare<K>(
  headers: readonly string[],
  now: Values,
  known: Known<K>,
  row: K,
): { same: number; other: number } {
  const held = known.holds(row);
  const spoken = headers.filter(
    (header) =>
      now[header] === held[header] ||
      !(known.wasWritten(header, now[header] ?? '') || (now[header] === '' && known.isNew(row))),
  );
  return likeness(spoken, now, held);
}

/** How many of the row's filled cells are as they were, and how many are not. */
export function likeness(
  headers: readonly string[],
  now: Values,
  held: Values,
): { same: number; other: number } {
  let same = 0;
  let other = 0;
  for (const header of headers) {
    const had = held[header] ?? '';
    if (had === '') continue;
    if ((now[header] ?? '') === had) same++;
    else other++;
  }
  return { same, other };
}
