/** Wrong usage: one clear line for the person at the terminal, exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}
