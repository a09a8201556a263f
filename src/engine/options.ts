/** Options of a run as they come in from outside: completed with the defaults and checked. */
import type { RunOptions } from './types';

export const defaultOptions: RunOptions = {
  dryRun: false,
  limit: null,
  startRow: null,
  endRow: null,
  batchSize: null,
  delay: 0,
  verbose: false,
  force: false,
  incremental: true,
  resume: true,
  confirm: false,
};

const WHOLE: Record<string, { min: number; max: number }> = {
  limit: { min: 1, max: 1_000_000 },
  startRow: { min: 2, max: 10_000_000 },
  endRow: { min: 2, max: 10_000_000 },
  batchSize: { min: 1, max: 1000 },
};

/**
 * @param given an object from a page, a schedule or the command line; unknown names are refused
 * @returns the options, or what is wrong in one line
 */
export function readOptions(given: unknown): { options: RunOptions } | { error: string } {
  if (typeof given !== 'object' || given === null) return { options: { ...defaultOptions } };
  const options: Record<string, unknown> = { ...defaultOptions };
  for (const [name, value] of Object.entries(given)) {
    if (!(name in defaultOptions)) return { error: `There is no option "${name}".` };
    if (value === null || value === undefined) continue;
    const whole = WHOLE[name];
    if (whole) {
      if (typeof value !== 'number' || !Number.isInteger(value) || value < whole.min || value > whole.max) {
        return { error: `"${name}" must be a whole number from ${whole.min} to ${whole.max}.` };
      }
    } else if (name === 'delay') {
      if (typeof value !== 'number' || !(value >= 0 && value <= 60))
        return { error: '"delay" must be from 0 to 60 seconds.' };
    } else if (typeof value !== 'boolean') return { error: `"${name}" must be on or off.` };
    options[name] = value;
  }
  const result = options as unknown as RunOptions;
  if (result.startRow !== null && result.endRow !== null && result.endRow < result.startRow) {
    return { error: 'The last row comes before the first.' };
  }
  return { options: result };
}
