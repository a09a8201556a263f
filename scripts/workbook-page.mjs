/** The page of `npm start` in Chromium, over a new workbook and the demo sources: for the scripts that look at it. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const { launchOptions } = createRequire(import.meta.url)('./chromium.cjs');
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

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

/** Picks an item of the menu, by the way of the menus above it. */
export async function pick(page, ...names) {
  await page.getByRole('button', { name: 'Realitease', exact: true }).click();
  for (const name of names) await page.getByRole('menuitem', { name }).first().click();
}

/** Opens it, lets `act` do something with it, and leaves nothing behind. */
export async function withWorkbookPage(act) {
  const folder = mkdtempSync(path.join(tmpdir(), 'realitease-page-'));
  const { server, url } = await serve(folder);
  const browser = await chromium.launch(launchOptions);
  try {
    const page = await browser.newPage({ viewport: { width: 1240, height: 760 } });
    page.setDefaultTimeout(60_000);
    await page.goto(url);
    await act(page, browser);
  } finally {
    await browser.close();
    server.removeAllListeners('exit');
    server.kill('SIGTERM');
    await new Promise((resolve) => server.once('exit', resolve));
    rmSync(folder, { recursive: true, force: true });
  }
}
