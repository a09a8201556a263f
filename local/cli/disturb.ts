/** What disturbs a run on purpose: an execution killed at a call, a person's edits in between. */
import type { Host } from '../host/host';
import { applyEdit, type Edit } from './edits';
import type { Meter } from './meter';

export interface Disturbances {
  /** Number of the service call before which the execution ends, once. */
  killAt?: number;
  /** In the order in which they are to be done. */
  edits: Edit[];
}

/** The host's hooks for them; `hostOf` gives the host once it is made. */
export function disturbingHooks(
  disturbances: Disturbances,
  meter: Meter,
  hostOf: () => Host | undefined,
  say: (line: string) => void,
): Pick<Host['options'], 'beforeCall' | 'afterCall'> {
  const edits = [...disturbances.edits];
  let { killAt } = disturbances;
  return {
    beforeCall: (_n, call) => {
      if (!meter.counting) return undefined;
      if (killAt !== undefined && meter.callCount + 1 >= killAt) {
        killAt = undefined;
        return 'kill';
      }
      meter.call(call);
      return undefined;
    },
    afterCall: () => {
      const host = hostOf();
      if (!meter.counting || !host) return;
      // A call that was killed had no "after": an edit due then is done after the next one.
      while (edits[0] && edits[0].afterCall <= meter.callCount) {
        const edit = edits.shift() as Edit;
        try {
          applyEdit(host.workbook, edit, host.options.clock.now());
        } catch (error) {
          say(`Edit after call ${edit.afterCall} not done: ${(error as Error).message}`);
        }
      }
    },
  };
}
