/** The calls of an undisturbed run at which a kill makes a difference. */
import { DemoSources } from '../demo/demo-sources';
import { sourcesHere } from '../demo/here';
import { startRun } from '../cli/bundle';
import { copyOf, hostOn, request, type Scenario } from './scenarios';

export interface KillPoint {
  /** Number of the call before which the execution would end. */
  call: number;
  /** Buffered writes that may have reached the sheet by then, beyond those of the point before. */
  landed: number;
}

const WRITE = /^(?:Range|Sheet|Spreadsheet)\.(?:set|insert|delete|append|clear|sort|hide)/;

/** Calls that store nothing of their own. */
const LOOKING = /^Cache\.|\.(?:get|is|has|compute|format|fetch|sleep|tryLock|waitLock|releaseLock)\w*$/;
const ON_SHEETS = /^(?:SpreadsheetApp|Spreadsheet|Sheet|Range)\b/;

/**
 * A kill before a call leaves what is stored at that moment. Calls between which nothing was stored and nothing
 * was buffered leave the same, so one of them stands for all; every buffered write may have landed or not.
 */
export async function killPoints(
  scenario: Scenario,
  bundleDir: string,
): Promise<{ calls: number; points: KillPoint[] }> {
  const points: KillPoint[] = [];
  let calls = 0;
  let book = '';
  let rest = '';
  let buffered = 0;
  // Changes of sheets come about at some later call, all others at once.
  let bookMayDiffer = true;
  let restMayDiffer = true;
  const host = await hostOn(
    bundleDir,
    copyOf(scenario.before),
    sourcesHere(new DemoSources({ at: () => scenario.world })),
    {
      beforeCall: () => {
        calls += 1;
        const { workbook, state } = host;
        const bookNow = bookMayDiffer ? JSON.stringify(workbook) : book;
        const restNow = restMayDiffer ? JSON.stringify([state.properties, state.triggers]) : rest;
        restMayDiffer = false;
        if (bookNow === book && restNow === rest) return;
        points.push({ call: calls, landed: 0 });
        buffered = 0;
        if (bookNow !== book) bookMayDiffer = false;
        book = bookNow;
        rest = restNow;
      },
      afterCall: (_n, call) => {
        if (LOOKING.test(call)) return;
        if (ON_SHEETS.test(call)) bookMayDiffer = true;
        else restMayDiffer = true;
        if (!WRITE.test(call)) return;
        buffered += 1;
        points.push({ call: calls + 1, landed: buffered });
      },
    },
  );
  await startRun(host, request(scenario.step));
  return { calls, points };
}
