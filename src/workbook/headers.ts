/** Columns are found by header, never by letter. */
import { NeedsPerson } from '../engine/backend';
import type { AnyTab } from './schema';

const normal = (header: unknown): string =>
  String(header ?? '')
    .trim()
    .toLowerCase();

/** Whether a cell of the first row names this column, by its own name or an alias. */
export function isHeaderOf(tab: AnyTab, header: string, cell: unknown): boolean {
  const name = normal(cell);
  return [header, ...(tab.columns[header]?.aliases ?? [])].some((one) => normal(one) === name);
}

export interface FoundColumns {
  /** Column of the sheet (from 1) by header as declared. */
  at: Map<string, number>;
  /** Headers that the sheet lacks, in the order declared. */
  missing: string[];
}

/**
 * @param row first row of the sheet
 * @throws NeedsPerson if a column is there twice, by its own name or an alias
 */
export function findColumns(tab: AnyTab, row: readonly unknown[]): FoundColumns {
  const places = new Map<string, number[]>();
  row.forEach((cell, i) => {
    const name = normal(cell);
    if (name) places.set(name, [...(places.get(name) ?? []), i + 1]);
  });
  const own = new Set(Object.keys(tab.columns).map(normal));
  const at = new Map<string, number>();
  const missing: string[] = [];
  for (const [header, column] of Object.entries(tab.columns)) {
    const exact = places.get(normal(header)) ?? [];
    // An alias that is another column's own name means that column (`IMDbID` beside `IMDbCastID`).
    const aliases = column.aliases.filter((alias) => !own.has(normal(alias)));
    const found = [...exact, ...aliases.flatMap((alias) => places.get(normal(alias)) ?? [])];
    const [first, second] = found;
    if (first === undefined) missing.push(header);
    else if (second !== undefined) throw new NeedsPerson(twice(tab, header, [...new Set(found)], row));
    else at.set(header, first);
  }
  return { at, missing };
}

function twice(tab: AnyTab, header: string, columns: readonly number[], row: readonly unknown[]): string {
  const named = columns
    .map((column) => `"${String(row[column - 1]).trim()}" in ${letter(column)}`)
    .join(' and ');
  return `The tab ${tab.name} has more than one column for ${header}: ${named}. Rename or delete one of them.`;
}

/** 1 → A, 27 → AA. */
export function letter(column: number): string {
  let text = '';
  for (let n = column; n > 0; n = Math.floor((n - 1) / 26))
    text = String.fromCharCode(65 + ((n - 1) % 26)) + text;
  return text;
}
