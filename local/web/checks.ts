/** Checks of what the page sends. */
import type { RangeBox } from '../host/model';

/** A whole number, not below `least`. */
export const isNumber = (value: unknown, least = 0): value is number =>
  Number.isSafeInteger(value) && (value as number) >= least;

export function isBox(value: unknown): value is RangeBox {
  if (typeof value !== 'object' || value === null) return false;
  const { row, column, rows, columns } = value as Record<string, unknown>;
  return [row, column, rows, columns].every((one) => isNumber(one, 1));
}
