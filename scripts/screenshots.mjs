/**
 * `npm run screenshots`: the pictures of docs/, taken of `npm start` with the demo sources, and how long the
 * sidebar takes to its first paint. Needs Chromium.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const { launchOptions } = createRequire(import.meta.url)('./chromium.cjs');
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const RUN_MS = 120_000;

/** Starts the server; gives its process and its address. */
function serve(folder) {
  const file = path.join(folder, 'Realitease2025Data.xlsx');
  const args = [path.join(root, 'scripts/run.mjs'), 'start', '--workbook', file, '--port', '0'];
  const server = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    server.stdout.on('data', (text) => {
      const url = /http:\S+/.exec(String(text))?.[0];
      if (url) resolve({ server, url });
    });
    server.on('exit', () => reject(new Error('npm start ended')));
  });
}

async function pick(page, ...names) {
  await page.getByRole('button', { name: 'Realitease', exact: true }).click();
  for (const name of names) await page.getByRole('menuitem', { name }).first().click();
}

const shot = (place, name) => place.screenshot({ path: path.join(root, 'docs', `${name}.png`) });

async function dialog(page, item, name) {
  await pick(page, item);
  await page.frameLocator('dialog iframe').locator('main').waitFor();
  await page.waitForTimeout(500);
  await shot(page.locator('dialog'), name);
  await page.getByRole('button', { name: 'Close the dialog' }).click();
}

/** One that runs every day, as its dialog shows it. */
async function schedule(page) {
  await pick(page, /^Schedules/);
  const shown = page.frameLocator('dialog iframe');
  await shown.getByRole('button', { name: 'New schedule' }).click();
  await shown.getByRole('button', { name: 'Save' }).click();
  await shown.getByRole('switch').waitFor();
  await page.getByRole('button', { name: 'Close the dialog' }).click();
  await dialog(page, /^Schedules/, 'schedules');
}

/** Time from the request for the sidebar's page to its first paint, ms; of several openings. */
async function firstPaints(page) {
  const times = [];
  for (let i = 0; i < 9; i++) {
    await pick(page, 'Open sidebar');
    await page.frameLocator('aside iframe').locator('main').waitFor();
    const frame = page.frames().find((one) => one.url().includes('/frame/'));
    await frame.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
    times.push(
      await frame.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime),
    );
    await page.getByRole('button', { name: 'Close the sidebar' }).click();
  }
  return times.sort((a, b) => a - b).map(Math.round);
}

async function take(page) {
  const paints = await firstPaints(page);
  console.log(`First paint of the sidebar: ${paints[4]} ms (${paints[0]} to ${paints[8]} in 9 openings).`);
  await pick(page, 'Open sidebar');
  const sidebar = page.frameLocator('aside iframe');
  await sidebar.getByRole('button', { name: 'Leave the set-up' }).click();
  // Slow enough for the sidebar to show each step.
  await page.getByLabel('How fast a run goes').selectOption('10');
  await sidebar.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByRole('button', { name: 'CastInfo' }).click({ timeout: RUN_MS });
  await page.locator('.tabulator-cell:not(:empty)', { hasText: 'nm' }).first().waitFor({ timeout: RUN_MS });
  await sidebar.locator('.state', { hasText: 'Running Cast' }).waitFor({ timeout: RUN_MS });
  await shot(page, 'page');
  await page.getByLabel('How fast a run goes').selectOption('0');
  // What waits for the slowest source goes on an hour later.
  await sidebar.locator('.state', { hasText: /Waiting|Done/ }).waitFor({ timeout: RUN_MS });
  await page.getByRole('button', { name: '1 day later' }).click();
  await page.locator('button:enabled', { hasText: '1 day later' }).waitFor({ timeout: RUN_MS });
  await page.mouse.move(5, 5);
  await sidebar.locator('h2').first().hover();
  await sidebar.locator('.state', { hasText: 'Done' }).waitFor({ timeout: RUN_MS });
  await page.mouse.move(5, 5);
  await page.setViewportSize({ width: 1240, height: 940 });
  await shot(page.locator('aside'), 'sidebar');
  await dialog(page, /^Settings/, 'settings');
  await schedule(page);
  await page.getByRole('button', { name: 'Close the sidebar' }).click();
  await page.getByRole('button', { name: 'Dashboard' }).click();
  await page.locator('.charts svg').first().waitFor();
  await shot(page, 'dashboard');
}

const folder = mkdtempSync(path.join(tmpdir(), 'realitease-pictures-'));
const { server, url } = await serve(folder);
const browser = await chromium.launch(launchOptions);
try {
  const page = await browser.newPage({ viewport: { width: 1240, height: 760 } });
  page.setDefaultTimeout(60_000);
  await page.goto(url);
  await take(page);
} finally {
  await browser.close();
  server.removeAllListeners('exit');
  server.kill('SIGTERM');
  await new Promise((resolve) => server.once('exit', resolve));
  rmSync(folder, { recursive: true, force: true });
}
