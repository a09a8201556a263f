/** Which row of the sheet is which row in memory, also where some cells hold what belongs elsewhere. Pure. */
import { contradicts, tokensOf } from './identity';
import type { AnyTab } from './schema';
import { isBlank, type Values } from './tableView';
import type { CellValue } from './types';

/** A row as it stands in the sheet now. */
export interface Sighting {
  place: number;
  values: Values;
}

/** A row as the add-on knows it. */
export interface Known {
  sheetRow: number;
  values: Values;
}

interface Pair<K> {
  sighting: Sighting;
  known: K;
  same: number;
  other: number;
  score: number;
}

/**
 * Pairs the rows by what speaks for it: how many cells are the row's own, less those that differ. A value
 * that may have been written over the cell speaks neither way. Candidates are first those that have a key in
 * common, then those that hold most of the row's cells, at last those that have a key that the row is to get.
 * @param wanted cells that the row is to get
 * @param written whether such a value was written into such a column of late
 */
export function pairRows<K extends Known>(
  tab: AnyTab,
  known: readonly K[],
  seen: readonly Sighting[],
  wanted: (row: K) => Values | undefined,
  written: (header: string, value: CellValue) => boolean,
): Map<Sighting, K> {
  const pairs = new Map<Sighting, K>();
  const taken = new Set<K>();
  const headers = Object.keys(tab.columns);
  const settle = (candidates: readonly Pair<K>[]) => {
    for (const { sighting, known: row } of [...candidates].sort((a, b) => b.score - a.score)) {
      if (pairs.has(sighting) || taken.has(row)) continue;
      pairs.set(sighting, row);
      taken.add(row);
    }
  };
  const rate = ([sighting, row]: readonly [Sighting, K]): Pair<K> => {
    const { same, other } = compare(headers, sighting.values, row.values, written);
    const near = sighting.place === row.sheetRow ? 0.5 : 0;
    return { sighting, known: row, same, other, score: same - other + near };
  };
  const left = () => ({
    seen: seen.filter((sighting) => !pairs.has(sighting) && !isBlank(sighting.values)),
    known: known.filter((row) => !taken.has(row)),
  });
  const sure = ({ sighting, known: row, same, other }: Pair<K>) =>
    same > other && !contradicts(tab.key, row.values, sighting.values);
  const untouched = ({ values }: Sighting) =>
    Object.fromEntries(Object.entries(values).filter(([header, value]) => !written(header, value)));
  const keyed = byTokens(tab, known, (row) => row.values, seen, untouched);
  settle(keyed.map(rate).filter(sure));
  const rest = left();
  settle(
    rest.seen
      .flatMap((sighting) => rest.known.map((row) => rate([sighting, row])))
      .filter(({ same, other }) => same > other),
  );
  const last = left();
  const either = (row: K) => ({ ...row.values, ...wanted(row) });
  settle(byTokens(tab, last.known, either, last.seen, ({ values }) => values).map(rate));
  return pairs;
}

function byTokens<K extends Known>(
  tab: AnyTab,
  known: readonly K[],
  knownValues: (row: K) => Values,
  seen: readonly Sighting[],
  seenValues: (sighting: Sighting) => Values,
): [Sighting, K][] {
  const index = new Map<string, K[]>();
  for (const row of known) {
    for (const token of tokensOf(tab.key, knownValues(row)))
      index.set(token, [...(index.get(token) ?? []), row]);
  }
  return seen.flatMap((sighting) => {
    const rows = tokensOf(tab.key, seenValues(sighting)).flatMap((token) => index.get(token) ?? []);
    return [...new Set(rows)].map((row): [Sighting, K] => [sighting, row]);
  });
}

/** Counts cells that are the row's own, and filled ones that are not, leaving out what may have been written. */
function compare(
  headers: readonly string[],
  now: Values,
  own: Values,
  written: (header: string, value: CellValue) => boolean,
): { same: number; other: number } {
  let same = 0;
  let other = 0;
  for (const header of headers) {
    const value = now[header] ?? '';
    const had = own[header] ?? '';
    if (value === '' || written(header, value)) continue;
    if (value === had) same += 1;
    else if (had !== '') other += 1;
  }
  return { same, other };
}
