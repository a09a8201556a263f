/** Tells which cells a killed execution wrote into wrong rows, and what belongs there. */
import { tokensOf } from './identity';
import type { SettleParts, TabJournal } from './journal';
import { likeness } from './pairing';
import { holds } from './provenanceLine';
import type { Column, KeySpec } from './schema';
import type { Values } from './tableView';
import type { CellValue } from './types';

/** What the cells should hold that hold what another row was to get; nothing where all is right. */
export type StrayCells = (values: Values, place: number) => Values;

interface Target {
  places: readonly number[];
  keys: Values;
  tokens: readonly string[];
  cells: Record<string, CellValue>;
  /** What it held, in the order of the tab's columns; keys are blank. */
  old: readonly CellValue[] | null | undefined;
}

/** A value that may have come from another row. */
interface Suspect {
  value: CellValue;
  meant: readonly Target[];
  /** What stood there, going by the copy; undefined if that is not known. */
  old: CellValue | undefined;
}

/**
 * A cell that holds what another row was to get is a stray if nothing else explains it (the add-on's own record, a
 * person who had put it there before, the copy) and something speaks for it: the place, other cells that came along,
 * or a value that is no chance.
 */
export function straysBy(entry: TabJournal, parts: SettleParts): StrayCells {
  const { key } = parts.view.tab;
  const targets = entry.rows.map(([places, keys, cells, old]): Target => ({
    places,
    keys,
    tokens: namesOf(keys, cells, parts),
    cells,
    old,
  }));
  const headers = Object.keys(parts.view.tab.columns);
  const columns = byValue(targets);
  const theirs = new Set(
    entry.theirs.flatMap(([header, value, tokens]) => tokens.map((token) => cellName(header, value, token))),
  );
  const goes = (values: Values) =>
    entry.removes.some((keys) => parts.bound.keys.every((header) => (keys[header] ?? '') === (values[header] ?? ''))); // prettier-ignore
  return (values, place) => {
    // What another row gets of it, its ids above all, it has held before.
    if (goes(values)) return {};
    const sure = sureOf(values, parts.bound.keys, columns, key);
    const filled = Object.keys(values).filter((header) => (values[header] ?? '') !== '');
    const isWhole = ({ cells, tokens }: Target) =>
      filled.every((header) => cells[header] === values[header]) && !shares(tokens, tokensOf(key, values));
    if (filled.length === 0) return {};
    if (targets.some(isWhole)) return Object.fromEntries(filled.map((header) => [header, '']));
    const strays: Values = {};
    const suspects = new Map<string, Suspect>();
    for (const [header, meantBy] of columns) {
      const value = values[header] ?? '';
      const meant = meantBy.get(value);
      if (!meant) continue;
      const rest = without(sure, header);
      const own = tokensOf(key, rest);
      if (meant.some(({ tokens }) => shares(tokens, own))) continue;
      if (own.length === 0 && isNewRow(values, header, meant, parts)) continue;
      const known = targets.find(({ cells, tokens }) => cells[header] !== undefined && shares(tokens, own));
      if (known) {
        // Nothing has landed in it yet, and nothing is known of what is to land.
        if (value === '' || known.old?.[headers.indexOf(header)] !== value)
          strays[header] = known.cells[header] ?? '';
      } else if (value === '') {
        const lost = oldRow(rest, parts)?.[header];
        if (lost) strays[header] = lost;
      } else if (!own.some((token) => theirs.has(cellName(header, value, token)))) {
        const suspect = suspectOf(value, meant, rest, header, parts);
        if (suspect) suspects.set(header, suspect);
      }
    }
    for (const [header, suspect] of suspects)
      if (isStray(header, suspect, suspects, place, parts)) strays[header] = suspect.old ?? '';
    return strays;
  };
}

/**
 * Tells which cells of a row are still to get what the add-on has noted to have written there, which is before it is
 * written: as long as they hold what they held, that would pass for a person's.
 */
export function dueBy(
  { rows }: TabJournal,
  { view: { tab }, provenance }: SettleParts,
): (values: Values) => Values {
  const headers = Object.keys(tab.columns);
  // What was noted first says what the row held before any of it was written.
  const named = new Map(
    [...rows].reverse().flatMap((row) => tokensOf(tab.key, row[1]).map((token) => [token, row])),
  );
  return (values) => {
    const row = tokensOf(tab.key, values).map((token) => named.get(token)).find(Boolean); // prettier-ignore
    const record = provenance.row(tab, values);
    if (!row || !record) return {};
    const [, keys, cells, old, back = []] = row;
    const isDue = ([header, goal]: [string, CellValue]): boolean => {
      const now = values[header] ?? '';
      const was = old?.[headers.indexOf(header)] || keys[header];
      if (now === '' || now === goal || was !== now) return false;
      const noted = record.cell(header);
      return noted ? holds(noted, goal) : back.includes(header);
    };
    return Object.fromEntries(Object.entries(cells).filter(isDue));
  };
}

/** What the row is known by. One that had a name only, and is not to be found by it, has got the ids that it was to get. */
function namesOf(keys: Values, cells: Values, { view }: SettleParts): string[] {
  const { key } = view.tab;
  const names = tokensOf(key, keys);
  const hasIds = names.some((name) => !name.startsWith('~'));
  return hasIds || view.match(keys).kind !== 'none'
    ? names
    : [...names, ...tokensOf(key, { ...keys, ...cells })];
}

/** A new row that was to be completed is known by nothing but the ids that it was to get; nobody else has them. */
function isNewRow(values: Values, header: string, meant: readonly Target[], { view }: SettleParts): boolean {
  const names = tokensOf(view.tab.key, values);
  const isIt = ({ keys, tokens }: Target) => keys[header] === values[header] && shares(tokens, names);
  return meant.some(isIt) && view.match(values).kind === 'row';
}

const cellName = (header: string, value: CellValue, token: string): string =>
  JSON.stringify([header, value, token]);

/** Null if the value is the row's own, going by what is known of it from before. */
function suspectOf(
  value: CellValue,
  meant: readonly Target[],
  rest: Values,
  header: string,
  parts: SettleParts,
): Suspect | null {
  const record = parts.provenance.row(parts.view.tab, rest)?.cells.get(header);
  if (record && holds(record, value)) return null;
  const old = oldRow(rest, parts)?.[header];
  return old === value ? null : { value, meant, old };
}

function isStray(
  header: string,
  { meant }: Suspect,
  suspects: ReadonlyMap<string, Suspect>,
  place: number,
  { view }: SettleParts,
): boolean {
  const column = view.tab.columns[header];
  if (column && (isRefreshed(column) || !FEW_VALUES.has(column.type.kind))) return true;
  return meant.some(({ places, cells }) => {
    if (places.includes(place)) return true;
    const along = Object.entries(cells).filter(([, value]) => value !== '');
    return along.length > 1 && along.every(([other, value]) => suspects.get(other)?.value === value);
  });
}

/** Types whose values many rows have in common: that a person typed the same one just now is no wonder. */
export const FEW_VALUES: ReadonlySet<string> = new Set(['choice', 'integer', 'count', 'seasons']);

/** Whether nothing of a person's gets lost in it. */
export const isRefreshed = ({ rule, keepsEdits }: Column): boolean => rule === 'own' && !keepsEdits;

/** The row without ids that it may have got by mistake, if it has others. */
function sureOf(
  values: Values,
  keys: readonly string[],
  columns: ReadonlyMap<string, ReadonlyMap<CellValue, unknown>>,
  spec: KeySpec,
): Values {
  const doubtful = keys.filter(
    (header) => (values[header] ?? '') !== '' && columns.get(header)?.has(values[header] ?? ''),
  );
  const sure = { ...values, ...Object.fromEntries(doubtful.map((header) => [header, ''])) };
  return tokensOf(spec, sure).length > 0 ? sure : values;
}

export const shares = (a: readonly string[], b: readonly string[]): boolean =>
  a.some((token) => b.includes(token));

/** Which rows were to get a value, a blank one included, by column and value. */
function byValue(targets: readonly Target[]): Map<string, Map<CellValue, Target[]>> {
  const columns = new Map<string, Map<CellValue, Target[]>>();
  for (const target of targets) {
    for (const [header, value] of Object.entries(target.cells)) {
      const values = columns.get(header) ?? new Map<CellValue, Target[]>();
      columns.set(header, values.set(value, [...(values.get(value) ?? []), target]));
    }
  }
  return columns;
}

/** The row as the copy has it: by its keys, else by what most of its cells say. */
function oldRow(rest: Values, { view, before }: SettleParts): Values | undefined {
  const image = before();
  if (!image) return undefined;
  const named = image.rows[image.indexOf(tokensOf(view.tab.key, rest))];
  if (named) return named;
  const headers = Object.keys(rest);
  const alike = image.rows
    .map((row) => ({ row, ...likeness(headers, row, rest) }))
    .filter(({ same, other }) => same > 2 * other)
    .sort((a, b) => b.same - b.other - (a.same - a.other));
  return alike[0]?.row;
}

const without = (values: Values, left: string): Values =>
  Object.fromEntries(Object.entries(values).filter(([header]) => header !== left));
