/** Fill, don't overwrite: what may be written into a cell that is not blank (workbook.md, ground rule 4). */
import type { Column } from './schema';
import type { CellChange, CellValue } from './types';

/**
 * Whether the change may replace what the cell holds.
 * @param ours whether the cell holds what the add-on itself wrote
 */
export function mayWrite(column: Column, now: CellValue, change: CellChange, ours: boolean): boolean {
  if (change.when === 'correct') return true;
  if (column.rule === 'manual') return false;
  if (now === '') return true;
  if (column.rule === 'own') return !column.keepsEdits || ours;
  return change.when === 'refresh' && ours;
}
