/**
 * `npm run first-paint`: how long the sidebar takes to its first paint over `npm start`, and how much of that its
 * thread computed, which other programs on the machine do not change. Needs Chromium.
 */
import { cpus, loadavg } from 'node:os';
import { pick, withWorkbookPage } from './workbook-page.mjs';

const OPENINGS = 25;
/** The first ones find nothing warm: the script's own, the browser's, the disk's. */
const WARM_UP = 3;
const TRACED = 9;
/** The frame is left alone until then: looking into it would take of its time. */
const SETTLED_MS = 1_200;

async function opened(page, look) {
  await pick(page, 'Open sidebar');
  await page.waitForTimeout(SETTLED_MS);
  const seen = await look(page.frames().find((frame) => frame.url().includes('/frame/')));
  await page.getByRole('button', { name: 'Close the sidebar' }).click();
  return seen;
}

/** Of the frame's own clock, which starts with the request for its document. */
const paintsOf = (frame) =>
  frame.evaluate(() =>
    ['first-paint', 'first-contentful-paint'].map((name) => performance.getEntriesByName(name)[0].startTime),
  );

/** Computing time of the frame's main thread from the request to the first paint, ms. */
function busyIn(trace) {
  const { traceEvents } = JSON.parse(trace);
  const isFrame = ({ name, args }) =>
    name === 'navigationStart' && args.data?.documentLoaderURL?.includes('/frame/');
  const start = traceEvents.findLast(isFrame);
  const ofThread = traceEvents.filter(
    ({ pid, tid, ts }) => pid === start.pid && tid === start.tid && ts >= start.ts,
  );
  const paint = ofThread.find(({ name }) => name === 'firstContentfulPaint');
  const tasks = ofThread.filter(({ name, ts }) => name === 'RunTask' && ts < paint.ts);
  return tasks.reduce((sum, { tdur = 0 }) => sum + tdur, 0) / 1000;
}

const sorted = (values) => [...values].sort((a, b) => a - b).map(Math.round);

function line(what, values) {
  const all = sorted(values);
  console.log(
    `${what}: ${all[all.length >> 1]} ms (median of ${all.length}; ${all[0]} to ${all[all.length - 1]})`,
  );
}

await withWorkbookPage(async (page, browser) => {
  const paints = [];
  for (let i = 0; i < OPENINGS + WARM_UP; i++) paints.push(await opened(page, paintsOf));
  const load = loadavg()[0].toFixed(1);
  const counted = paints.slice(WARM_UP);
  const busy = [];
  for (let i = 0; i < TRACED; i++) {
    await browser.startTracing(page, {
      categories: ['disabled-by-default-devtools.timeline', 'blink.user_timing', 'loading'],
    });
    await opened(page, () => undefined);
    busy.push(busyIn(String(await browser.stopTracing())));
  }
  line(
    'First paint of the sidebar',
    counted.map(([first]) => first),
  );
  line(
    'First contentful paint',
    counted.map(([, contentful]) => contentful),
  );
  line('Computed until then by the thread of the sidebar', busy);
  console.log(`${cpus().length} cores, ${load} programs on average that wanted one.`);
});
