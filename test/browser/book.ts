/** A workbook opened by `npm start`'s server in a folder of its own, and its pages in the browser. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type Frame, type FrameLocator, type Page } from 'playwright-core';
import { parsePipeline, pipelineCommand } from '../../local/cli/options';
import { runPipeline } from '../../local/cli/pipeline';
import type { Progress } from '../../local/cli/progress';
import type { PipelineReport } from '../../local/cli/report';
import { cellAt, lastColumn, lastRow } from '../../local/host/sheet/cells';
import { displayText } from '../../local/host/sheet/display';
import { parseStart } from '../../local/web/options';
import { startWeb, type Started } from '../../local/web/start';
import { launchOptions } from '../../scripts/chromium.cjs';

const root = path.resolve(__dirname, '../..');
const context = { bundleDir: path.join(root, 'dist'), pageDir: path.join(root, 'build/web') };
/** The tabs that the stages fill. */
export const DATA_TABS = ['ShowInfo', 'CastInfo', 'RealiteaseInfo', 'WWHLinfo', 'FinalList'];
/** Of a whole run on a machine that has other things to do. */
export const RUN_MS = 60_000;
/** Of anything that happens at once. */
const SEEN_MS = 20_000;

const newFolder = (): string => mkdtempSync(path.join(tmpdir(), 'realitease-web-'));
const common = (folder: string): string[] => [
  ...['--workbook', path.join(folder, 'Book.xlsx')],
  ...['--now', '2026-03-10T09:00:00Z'],
];
const nothing = (): void => undefined;
const SILENT: Progress = { update: nothing, tick: nothing, line: nothing, stop: nothing };

export class Book {
  private constructor(
    readonly started: Started,
    private readonly browser: Browser,
    private readonly folder: string,
  ) {}

  static async open(...options: string[]): Promise<Book> {
    return Book.openIn(newFolder(), options);
  }

  /** Opens what a run of the command line has left behind, with the report that it wrote. */
  static async afterRun(...options: string[]): Promise<{ book: Book; report: PipelineReport }> {
    const folder = newFolder();
    const file = path.join(folder, 'report.json');
    const parsed = parsePipeline(
      [...common(folder), '--report', file, ...options],
      pipelineCommand('pipeline', ''),
    );
    if (!parsed) throw new Error('no options');
    const table = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    const code = await runPipeline(parsed, { bundleDir: context.bundleDir, progress: SILENT });
    table.mockRestore();
    if (code !== 0) throw new Error(`The run ended with ${code}.`);
    const report = JSON.parse(readFileSync(file, 'utf8')) as PipelineReport;
    return { book: await Book.openIn(folder, options), report };
  }

  private static async openIn(folder: string, options: string[]): Promise<Book> {
    const parsed = parseStart([...common(folder), '--port', '0', ...options]);
    if (!parsed) throw new Error('no options');
    const [started, browser] = await Promise.all([startWeb(parsed, context), chromium.launch(launchOptions)]);
    started.desk.pace.speed = Infinity;
    return new Book(started, browser, folder);
  }

  get desk(): Started['desk'] {
    return this.started.desk;
  }

  get host(): Started['desk']['host'] {
    return this.started.desk.host;
  }

  /** A page of its own; what goes wrong in it fails the test. */
  async page(user = ''): Promise<Page> {
    const browser = await this.browser.newContext({ viewport: { width: 1400, height: 900 } });
    const page = await browser.newPage();
    page.setDefaultTimeout(SEEN_MS);
    page.on('pageerror', (error) => {
      throw error;
    });
    await page.goto(this.started.url + (user && `?user=${user}`));
    return page;
  }

  /**
   * Lets a run go on until that is so and then stand still at its next call, while the pages are answered as ever.
   * @returns lets it go on
   */
  holdRunWhen(fits: () => boolean): () => void {
    const { pace } = this.desk;
    const hold = pace.hold.bind(pace);
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => {
      release = () => {
        pace.hold = hold;
        resolve();
      };
    });
    pace.hold = (execution) => (execution.handler === 'startRun' && fits() ? released : hold(execution));
    return release;
  }

  /** Calls a function of the script as a page does. */
  async call<T>(name: string): Promise<T> {
    const { value } = await this.host.run(name, ['{}'], { kind: 'page' });
    return JSON.parse(String(value)) as T;
  }

  /** What a tab shows, row by row; none without the tab. */
  rows(tab: string): string[][] {
    const { sheets, timeZone } = this.host.workbook;
    const sheet = sheets.find(({ name }) => name === tab);
    if (!sheet) return [];
    const columns = lastColumn(sheet);
    return Array.from({ length: lastRow(sheet) }, (_, row) =>
      Array.from({ length: columns }, (_cell, column) =>
        displayText(cellAt(sheet, row + 1, column + 1), timeZone),
      ),
    );
  }

  get data(): Record<string, string[][]> {
    return Object.fromEntries(DATA_TABS.map((tab) => [tab, this.rows(tab)]));
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.started.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Picks an item of the script's menu. */
export async function pick(page: Page, ...path: (string | RegExp)[]): Promise<void> {
  await page.getByRole('button', { name: 'Realitease', exact: true }).click();
  for (const name of path) await page.getByRole('menuitem', { name }).first().click();
}

export function sidebarOf(page: Page): FrameLocator {
  return page.frameLocator('aside iframe');
}

export function dialogOf(page: Page): FrameLocator {
  return page.frameLocator('dialog iframe');
}

export async function openSidebar(page: Page): Promise<FrameLocator> {
  await pick(page, 'Open sidebar');
  const sidebar = sidebarOf(page);
  // What stands there first has no way on yet.
  await sidebar.getByRole('navigation', { name: 'More' }).waitFor();
  return sidebar;
}

/** The sidebar with the set-up left, where it was shown. */
export async function openRunForm(page: Page): Promise<FrameLocator> {
  const sidebar = await openSidebar(page);
  const leave = sidebar.getByRole('button', { name: 'Leave the set-up' });
  if (await leave.isVisible()) await leave.click();
  await sidebar.locator('form select').first().waitFor();
  return sidebar;
}

/** The document of the sidebar, for what only its own scripts can tell. */
export function frameOf(page: Page): Frame {
  const frame = page.frames().find((one) => one.url().includes('/frame/'));
  if (!frame) throw new Error('no sidebar is open');
  return frame;
}

export async function openDialog(page: Page, item: string | RegExp): Promise<FrameLocator> {
  await pick(page, item);
  const dialog = dialogOf(page);
  await dialog.locator('main').waitFor();
  return dialog;
}

/** Waits until the sidebar says so of the run. */
export async function state(sidebar: FrameLocator, words: RegExp, timeout = RUN_MS): Promise<void> {
  const said = sidebar.locator('.card.run .state');
  try {
    await said.filter({ hasText: words }).waitFor({ timeout });
  } catch {
    throw new Error(`The sidebar does not say ${words} but: ${await sidebar.locator('main').innerText()}`);
  }
}

/** Turns to the sidebar as people do; what it shows is asked for anew. */
export async function lookAt(sidebar: FrameLocator, page: Page): Promise<void> {
  await page.mouse.move(5, 5);
  await sidebar.locator('h2').first().hover();
}

/** Chooses what to run and presses the button. */
export async function start(sidebar: FrameLocator, step: string, dryRun = false): Promise<void> {
  await sidebar.locator('form select').first().selectOption(step);
  await sidebar.getByRole('switch', { name: /^Dry run/ }).setChecked(dryRun);
  await sidebar.getByRole('button', { name: dryRun ? 'Start dry run' : 'Run', exact: true }).click();
}

/** Waits for something that the server knows. */
export async function until(fits: () => boolean, what: string, timeout = SEEN_MS): Promise<void> {
  for (const end = Date.now() + timeout; !fits();) {
    if (Date.now() > end) throw new Error(`Waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
