/** How rows are told apart (KeySpec): one row by any of its ids, and when ids contradict each other. */
import { isImdbNameId, isImdbTitleId, isTmdbId } from '../rules/ids';
import type { AnyTab, KeySpec } from './schema';
import type { CellValue } from './types';

type Values = Readonly<Record<string, CellValue>>;

const filled = (values: Values, columns: readonly string[]): boolean =>
  columns.every((column) => (values[column] ?? '') !== '');

/** All columns that a key may be made of, in the order declared. */
export function keyColumns(tab: AnyTab): string[] {
  const { dimensions, fallback } = tab.key;
  const named = new Set([...dimensions.flat(2), ...(fallback ? [fallback.column] : [])]);
  return Object.keys(tab.columns).filter((header) => named.has(header));
}

/** Every name that the row can be found by; empty if it has no key. It is asked of all rows of a tab, again and again. */
export function tokensOf(spec: KeySpec, values: Values): string[] {
  let tokens = [''];
  for (const alternatives of spec.dimensions) {
    const longer: string[] = [];
    for (const left of tokens) {
      for (let i = 0; i < alternatives.length; i++) {
        const name = nameBy(alternatives[i] ?? [], values);
        if (name !== null) longer.push(`${left}|${i}:${name}`);
      }
    }
    tokens = longer;
    if (tokens.length === 0) break;
  }
  if (tokens.length > 0) return tokens;
  if (!spec.fallback || hasIds(spec, values)) return [];
  const name = spec.fallback.normalise(String(values[spec.fallback.column] ?? ''));
  return name ? [`~${name}`] : [];
}

/** What these columns name together; null where one of them is blank. */
function nameBy(columns: readonly string[], values: Values): string | null {
  let name = '';
  for (let i = 0; i < columns.length; i++) {
    const value = values[columns[i] ?? ''] ?? '';
    if (value === '') return null;
    name += i === 0 ? value : `\u0001${value}`;
  }
  return name;
}

function hasIds(spec: KeySpec, values: Values): boolean {
  return spec.dimensions.some((alternatives) => alternatives.some((columns) => filled(values, columns)));
}

/** Whether two sets of ids say different things of one dimension; blank says nothing. */
export function contradicts(spec: KeySpec, a: Values, b: Values): boolean {
  const differs = (columns: readonly string[]) =>
    filled(a, columns) && filled(b, columns) && columns.some((column) => a[column] !== b[column]);
  return spec.dimensions.some((alternatives) => alternatives.some(differs));
}

/** The row's key as people read it: the first id of each dimension, else the name. */
export function displayKey(tab: AnyTab, values: Values): string {
  const { dimensions, fallback } = tab.key;
  const parts = dimensions.map((alternatives) => {
    const columns = alternatives.find((candidate) => filled(values, candidate));
    return columns ? columns.map((column) => String(values[column])).join('/') : '';
  });
  if (parts.every((part) => part !== '')) return parts.join('|');
  const name = fallback ? String(values[fallback.column] ?? '').trim() : '';
  return name || parts.filter(Boolean).join('|');
}

/** Every way in which the row's key may be written: with any id of each dimension, or with all ids of the only one. */
export function displayKeys(tab: AnyTab, values: Values): string[] {
  const parts = tab.key.dimensions.map((alternatives) => {
    const names = alternatives
      .filter((columns) => filled(values, columns))
      .map((columns) => columns.map((column) => String(values[column])).join('/'));
    return names.length > 1 && tab.key.dimensions.length === 1 ? [...names, names.join(' / ')] : names;
  });
  const combined = parts.reduce<string[]>(
    (all, names) => all.flatMap((left) => names.map((right) => (left ? `${left}|${right}` : right))),
    [''],
  );
  return [...new Set([displayKey(tab, values), ...combined])].filter(Boolean);
}

/** The ids (or the name) that a key as people read it is made of. */
export function valuesOfKey(tab: AnyTab, key: string): Record<string, CellValue> {
  const found: Record<string, CellValue> = {};
  key.split('|').forEach((part, i, parts) => {
    const dimension = tab.key.dimensions[parts.length === 1 && tab.key.dimensions.length > 1 ? 1 : i] ?? [];
    for (const name of part.split(' / ')) {
      const pieces = name.split('/');
      for (const columns of dimension) {
        if (columns.length !== pieces.length || !columns.every((column, at) => fits(tab, column, pieces[at] ?? ''))) continue; // prettier-ignore
        columns.forEach((column, at) => {
          const piece = pieces[at] ?? '';
          found[column] ??= tab.columns[column]?.type.kind === 'integer' ? Number(piece) : piece;
        });
      }
    }
  });
  const { fallback } = tab.key;
  return Object.keys(found).length === 0 && fallback ? { [fallback.column]: key } : found;
}

function fits(tab: AnyTab, column: string, text: string): boolean {
  const type = tab.columns[column]?.type;
  if (type?.kind === 'integer') return /^\d+$/.test(text);
  if (type?.kind !== 'id') return text !== '';
  return type.id === 'imdbName'
    ? isImdbNameId(text)
    : type.id === 'imdbTitle'
      ? isImdbTitleId(text)
      : isTmdbId(text);
}
