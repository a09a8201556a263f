/**
 * What can go wrong while a run is under way: a plan of faults that tests, the fuzzer and the web page's
 * "Try to break it" carry out. A plan is plain JSON. Service calls count over the whole run, from 1.
 */
import type { Edit } from '../cli/edits';
import { REPLY_WORDS, type ReplyFault } from './replies';

/** Words of a service that fails for a moment (apps-script.md §3). */
export const MOMENTARY = {
  failed: 'Service Spreadsheets failed while accessing document with id ID.',
  timeout: 'Service Spreadsheets timed out while accessing document with id ID.',
  server: "We're sorry, a server error occurred. Please wait a bit and try again.",
} as const;

export const PROPERTIES_FULL =
  'You have exceeded the property storage quota. Please remove some properties and try again.';
export const TRIGGERS_REFUSED = 'Unable to talk to trigger service';
/** UrlFetchApp throws away all of a fetchAll for one host. */
export const FETCH_THROWN = 'Address unavailable: https://api.themoviedb.org/3/tv/1?api_key=KEY';

export type Fault =
  /** The execution ends right before the call; `landed` of its buffered writes reach the sheet all the same. */
  | { kind: 'kill'; call: number; landed?: number }
  /** A person edits the workbook after a call. */
  | { kind: 'edit'; edit: Edit }
  /** A person puts a blank column before this one, or drags the one at `from` there. */
  | { kind: 'column'; call: number; tab: string; column: number; from?: number }
  /** The next call of the service fails for a moment: before or after it took effect, or with what was buffered lost. */
  | {
      kind: 'service';
      call: number;
      on: 'sheet' | 'properties';
      says: keyof typeof MOMENTARY;
      when: 'before' | 'after' | 'lost';
    }
  /** So many service calls long nothing more can be stored. */
  | { kind: 'propertiesFull'; call: number; calls: number }
  | { kind: 'cacheEmptied'; call: number }
  /** So many triggers in a row are refused, or born disabled. */
  | { kind: 'triggersRefused'; times: number }
  | { kind: 'triggersDisabled'; times: number }
  /** A trigger fires while an execution is at work. */
  | { kind: 'firedMeanwhile'; call: number }
  /** The n-th firing of a trigger comes late, or twice in a row. */
  | { kind: 'firedLate'; firing: number; ms: number }
  | { kind: 'firedTwice'; firing: number }
  /** From this call on the script's clock is off by so much; below 0 it has gone back. */
  | { kind: 'clock'; call: number; ms: number }
  /** Nobody has agreed beforehand to what the run replaces and removes; where it asks, a person agrees then. */
  | { kind: 'unconfirmed' }
  /** The next fetchAll fails as a whole. */
  | { kind: 'fetchThrown'; call: number }
  /** Of the replies of hosts that have `host` in their name those from the `from`-th on, `count` of them (absent: all), are spoiled. */
  | { kind: 'source'; host: string; from: number; count?: number; reply: ReplyFault };

export type FaultKind = Fault['kind'];

/** A fault in a line, for reports. */
export function describeFault(fault: Fault): string {
  const { kind, ...rest } = fault;
  if (fault.kind === 'source') {
    const which = `from reply ${fault.from} on${fault.count ? `, ${fault.count} times` : ''}`;
    return `source ${fault.host} ${which}: ${REPLY_WORDS[fault.reply]}`;
  }
  const words = Object.entries(rest).map(([name, value]) =>
    typeof value === 'object' ? JSON.stringify(value) : `${name} ${value}`,
  );
  return [kind, ...words].join(' ');
}
