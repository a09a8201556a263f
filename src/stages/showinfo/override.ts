/** OVERRIDE is a person's column; only `SKIP` means something to this stage. */
export const SKIP = 'SKIP';

export function isSkip(override: string): boolean {
  return override.trim().toUpperCase() === SKIP;
}
