/** The calls of an undisturbed run at which a kill makes a difference, and what it leaves there. */
import { startRun } from '../cli/bundle';
import { DemoSources } from '../demo/demo-sources';
import { sourcesHere } from '../demo/here';
import type { Running } from '../host/host';
import { BookWatch } from './bookWatch';
import { copied } from './copied';
import { hostOn, request, type Saved, type Scenario } from './scenarios';

export interface KillPoint {
  /** Number of the call before which the execution would end. */
  call: number;
  /** Buffered writes that may have reached the sheet by then, beyond those of the point before. */
  landed: number;
}

/** All that outlives an execution: the script's own memory ends with it. */
export interface Left extends Saved {
  sources: DemoSources;
}

export interface Killed {
  point: KillPoint;
  /** What the kill leaves. Workbooks share tabs: copy it before a host works on it. */
  left: Left;
}

const WRITE = /^(?:Range|Sheet|Spreadsheet)\.(?:set|insert|delete|append|clear|sort|hide)/;

/** Calls that store nothing of their own. */
const LOOKING = /^Cache\.|\.(?:get|is|has|compute|format|fetch|sleep|tryLock|waitLock|releaseLock)\w*$/;
const ON_SHEETS = /^(?:SpreadsheetApp|Spreadsheet|Sheet|Range)\b/;

/**
 * A kill before a call leaves what is stored at that moment. Calls between which nothing was stored and nothing
 * was buffered leave the same, so one of them stands for all; every buffered write may have landed or not. What the
 * chosen ones leave is taken down as the run comes by: no run of its own has to be killed for it.
 */
export async function killPoints(
  scenario: Scenario,
  bundleDir: string,
  chosen: (point: KillPoint) => boolean = () => true,
): Promise<{ calls: number; killed: Killed[] }> {
  const before = copied(scenario.before);
  const sources = new DemoSources({ at: () => scenario.world });
  const watch = new BookWatch(before.workbook);
  const killed: Killed[] = [];
  /** Writes that have reached the sheet so far. */
  let sent = 0;
  /** Kills whose last landed write is that one. */
  const landing: { last: number; left: Left }[] = [];
  const take = (point: KillPoint, { unsent }: Running): void => {
    if (!chosen(point)) return;
    const now = { workbook: watch.image(), state: copied(host.state), now: host.options.clock.now() };
    const left = { ...now, sources: sources.copy() };
    killed.push({ point, left });
    // They are sent in the order in which they were buffered, whenever that is.
    const landed = Math.min(point.landed, unsent);
    if (landed > 0) landing.push({ last: sent + landed, left });
  };
  let calls = 0;
  let rest = '';
  let restMayDiffer = true;
  let written = false;
  let buffered = 0;
  const host = await hostOn(bundleDir, before, sourcesHere(sources), {
    beforeCall: (_n, _call, execution) => {
      calls += 1;
      if (written) take({ call: calls, landed: ++buffered }, execution);
      written = false;
      const { properties, triggers } = host.state;
      const restNow = restMayDiffer ? JSON.stringify([properties, triggers]) : rest;
      restMayDiffer = false;
      const bookDiffers = watch.differs();
      if (!bookDiffers && restNow === rest) return;
      take({ call: calls, landed: 0 }, execution);
      buffered = 0;
      rest = restNow;
    },
    afterCall: (_n, call) => {
      if (LOOKING.test(call)) return;
      // Changes of sheets come about at some later call, all others at once.
      if (!ON_SHEETS.test(call)) restMayDiffer = true;
      written = WRITE.test(call);
    },
    onChange: (sheet) => {
      watch.touch(sheet);
      sent += 1;
      for (const { last, left } of landing) if (last === sent) left.workbook = watch.image();
    },
  });
  await startRun(host, request(scenario));
  return { calls, killed };
}
