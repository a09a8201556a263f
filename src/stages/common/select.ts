/** Which rows and items a run takes up: `startRow`, `endRow` and `limit`, the same for all steps. */
import type { Outcome, Plan, StepContext } from '../../engine/types';

/** Whether the row lies between `startRow` and `endRow` (sheet rows, inclusive). */
export function inRange(context: StepContext, row: { readonly sheetRow: number }): boolean {
  const { startRow, endRow } = context.options;
  return (startRow === null || row.sheetRow >= startRow) && (endRow === null || row.sheetRow <= endRow);
}

/** The rows of the step's input tab that lie in the range of the run. */
export function selectRows<R extends { readonly sheetRow: number }>(
  context: StepContext,
  rows: readonly R[],
): R[] {
  return rows.filter((row) => inRange(context, row));
}

/** Whether a row range is set: then only what has a row in it is taken up. */
export function hasRange(context: StepContext): boolean {
  return context.options.startRow !== null || context.options.endRow !== null;
}

/** As many of the items as `limit` leaves to this step. */
export function upToLimit<T>(context: StepContext, items: readonly T[]): T[] {
  return Number.isFinite(context.remaining) ? items.slice(0, Math.max(0, context.remaining)) : [...items];
}

/** A plan over these items, cut to `limit`. */
export function planOf(
  context: StepContext,
  items: readonly string[],
  size: number,
  batch: (items: readonly string[]) => Outcome,
): Plan {
  return { items: upToLimit(context, items), size, batch };
}

/** For steps that compare whole tabs: `limit` counts the rows compared, however many of them change. */
export function firstRows<R>(context: StepContext, rows: readonly R[]): R[] {
  return rows.slice(0, context.options.limit ?? undefined);
}
