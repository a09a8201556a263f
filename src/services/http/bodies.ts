/** Small readings of bodies and times that the declarations of sources need. */

/** The JSON object that a text is; null if it is none. */
export function jsonIn(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** The token of TheTVDB's `POST /login` (`{status, data: {token}}`); null if there is none. */
export function tvdbToken(text: string): string | null {
  const data = jsonIn(text)?.['data'];
  const token = typeof data === 'object' && data !== null ? (data as Record<string, unknown>)['token'] : null;
  return typeof token === 'string' && token !== '' ? token : null;
}

/**
 * What Gemini's 429 says. The details may be nested as a string within the message, with any number of
 * backslashes, so the text is searched instead of walked (sources.md §6).
 */
export function nestedQuota(text: string): { perDay: boolean; waitMs: number | null } {
  const perDay = /quotaId[\\"\s:]+[\w-]*PerDay/i.test(text);
  const delay = /retryDelay[\\"\s:]+(\d{1,6}(?:\.\d+)?)s/.exec(text);
  return { perDay, waitMs: delay ? Math.ceil(Number(delay[1]) * 1000) : null };
}

const DAY_MS = 86_400_000;
const PACIFIC_MIDNIGHT_MS = 8 * 3_600_000;

/** Midnight in California, when Google's daily quotas begin anew: 08:00 UTC in winter, 07:00 in summer; the later is safe. */
export function nextPacificMidnight(now: number): number {
  const today = Math.floor(now / DAY_MS) * DAY_MS + PACIFIC_MIDNIGHT_MS;
  return today > now ? today : today + DAY_MS;
}
