/** `npm run screenshots`: the pictures of docs/, taken of `npm start` with the demo sources. Needs Chromium. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { pick, withWorkbookPage } from './workbook-page.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const RUN_MS = 120_000;

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

async function take(page) {
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

await withWorkbookPage(take);
