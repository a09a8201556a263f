/** What Google says of its own troubles, in words for people. The original stays in the log and behind "Details". */

export interface Plain {
  /** What happened. */
  what: string;
  /** What a person can do about it. */
  todo: string;
}

const KNOWN: readonly (readonly [said: RegExp, what: string, todo: string])[] = [
  [
    /PERMISSION_DENIED|reading from storage/,
    'Google refuses the call.',
    'If you are signed in with several Google accounts, open the workbook in a window with only one.',
  ],
  [
    /too many times for one day|too much computer time/,
    'Google’s limit for one day is used up.',
    'It opens again within 24 hours.',
  ],
  [
    /too many times in a short time|too many scripts running|too many LockService/,
    'Google was asked too much at once.',
    'Wait a minute and try again.',
  ],
  [
    /maximum execution time/,
    'Google ended the script, because it took longer than it may.',
    'Try again; with fewer rows if it happens again.',
  ],
  [
    /property storage quota|Argument too large/,
    'There is no room left where Google keeps what the script remembers.',
    'Try again, with fewer rows at a time.',
  ],
  [
    /limit of \d+ cells|above the limit/,
    'The workbook is full: Google allows ten million cells.',
    'Delete what nobody needs, blank rows and columns too, and run again.',
  ],
  [
    /protected (?:cell|range)|not have permission/,
    'Google does not let you change something that has to be changed.',
    'Ask the owner of the workbook to lift the protection, or to let you edit.',
  ],
  [
    /NetworkError|connection failure|HTTP 0/i,
    'The connection to Google was lost.',
    'What runs goes on without this page.',
  ],
  [
    /server error|Service (?:\S+ )?(?:unavailable|failed|error|timed out)|Internal error|Unexpected error|Unable to talk|timed out/i,
    'Google did not answer.',
    'Wait a moment and try again.',
  ],
  [
    /^(?:Type|Reference|Range|Syntax|Internal)Error\b/,
    'The script made a mistake.',
    'Try again; if it happens again, tell us what stands under Details.',
  ],
];

/** Null: it is in plain words already, or nothing that is known. */
export function plainly(said: string): Plain | null {
  const known = KNOWN.find(([pattern]) => pattern.test(said));
  return known ? { what: known[1], todo: known[2] } : null;
}

/** An error as Google would print it: with its kind, where that says more than "Error". */
export function saidBy(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return /^(?:Error|Exception|ScriptError)?$/.test(error.name)
    ? error.message
    : `${error.name}: ${error.message}`;
}
