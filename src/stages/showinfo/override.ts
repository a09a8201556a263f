/** OVERRIDE is a person's column; only `SKIP` means something to this stage. */
import type { CatalogueShow } from './catalogue';

export const SKIP = 'SKIP';

export function isSkip(override: string): boolean {
  return override.trim().toUpperCase() === SKIP;
}

/** Whether the show is left alone: marked, and on no list (a listed one may be taken back). */
export function isSkipped(show: Pick<CatalogueShow, 'row' | 'listed'>): boolean {
  return show.row !== null && isSkip(show.row.values.OVERRIDE) && !show.listed;
}
