/** What the sidebar says of a run: the figures of its report, with a way from each to its cells, for eyes, ears and keys. */
import type { FrameLocator, Page } from 'playwright-core';
import type { PipelineReport } from '../../local/cli/report';
import { seriousIn } from './axe';
import { Book, DATA_TABS, frameOf, lookAt, openDialog, openRunForm, openSidebar, pick, RUN_MS } from './book';
import { withBrowser } from './chromium';

const count = (n: number): string => n.toLocaleString('en');

withBrowser('reading a run', () => {
  let book: Book;
  let report: PipelineReport;
  let page: Page;
  let sidebar: FrameLocator;
  beforeAll(async () => {
    ({ book, report } = await Book.afterRun('--world', '8,60,1'));
    page = await book.page();
    sidebar = await openRunForm(page);
  });
  afterAll(() => book.close());
  afterEach(async () => {
    const back = sidebar.getByRole('button', { name: '← Back' });
    if (await back.isVisible()) await back.click();
  });

  const sum = (
    steps: PipelineReport['stages'][number]['steps'],
    what: 'added' | 'updated' | 'removed' | 'failed' | 'conflicts',
  ) => steps.reduce((all, step) => all + step[what], 0);
  const tabOf = (stage: string): string => DATA_TABS.find((tab) => tab.toLowerCase().startsWith(stage)) ?? '';
  const openLists = (): number => book.rows('Conflicts').filter((row) => row.includes('open')).length;

  test('its figures are those of the report that the command line wrote of it', async () => {
    await sidebar.locator('.state').filter({ hasText: 'Done' }).waitFor();
    const lines = await sidebar.locator('.figures li').allInnerTexts();
    const shown = lines.map((line) => line.replace(/\s+/g, ' ').trim());
    const expected = report.stages.map(({ stage, steps }) => {
      const words = (['added', 'updated', 'removed', 'failed'] as const).flatMap((what) =>
        sum(steps, what) > 0 ? [`${count(sum(steps, what))} ${what}`] : [],
      );
      const conflicts = sum(steps, 'conflicts');
      if (conflicts > 0) words.push(`${count(conflicts)} conflict${conflicts === 1 ? '' : 's'}`);
      return [tabOf(stage), ...words].join(' ');
    });
    expect(shown).toEqual(expected);
    expect(shown.length).toBe(5);
    const failing = report.quality.filter(({ failed }) => failed > 0);
    await sidebar
      .getByText(
        failing.length > 0
          ? `against ${failing.length} quality`
          : `All ${report.quality.length} quality rules hold.`,
      )
      .waitFor();
    await sidebar.getByText('Sources', { exact: true }).click();
    const all = sidebar.locator('.sources li').filter({ hasText: 'All requests' });
    expect(await all.innerText()).toContain(`${count(report.http.total)} of `);
    expect(openLists()).toBeGreaterThan(0);
    await sidebar.getByRole('button', { name: `${openLists()} open conflict` }).waitFor();
  });

  test('it shows the run before its script has been read, in the words that then stand there', async () => {
    const other = await book.page();
    await other.addInitScript(
      "document.addEventListener('DOMContentLoaded', () => (window.atFirst = document.body.innerText))",
    );
    const frame = await openSidebar(other);
    const first = String(await frameOf(other).evaluate('window.atFirst'))
      .split('\n')
      .filter(Boolean);
    expect(first).toEqual([
      'All stages',
      expect.stringContaining('Done'),
      expect.stringMatching(/^Started /),
    ]);
    const then = (await frame.locator('main').innerText()).split('\n');
    expect(first.filter((line) => !then.includes(line))).toEqual([]);
    await other.context().close();
  });

  test('each count leads to its rows, and each row to its cell, whichever tab is open', async () => {
    await page.getByRole('button', { name: 'ShowInfo' }).click();
    await sidebar.getByRole('button', { name: /updated: RealiteaseInfo/ }).click();
    const link = sidebar.getByRole('button', { name: /^Birthday of/ }).first();
    const [, name = ''] = /^Birthday of (.*)$/.exec((await link.getAttribute('aria-label')) ?? '') ?? [];
    await link.click();
    const [head = [], ...rows] = book.rows('RealiteaseInfo');
    const at = rows.findIndex((row) => row.includes(name));
    await page
      .getByLabel('Selected cells')
      .filter({ hasText: new RegExp(`^K${at + 2}$`) })
      .waitFor();
    // It is in sight, too, and the script knows it for selected.
    const cell = rows[at]?.[head.indexOf('Birthday')] ?? '';
    expect(cell).toMatch(/^\d{4}-/);
    await page.getByRole('gridcell', { name: cell, exact: true }).first().waitFor();
    expect(await page.getByLabel('Content of the selected cell').inputValue()).toBe(cell);
    expect(book.host.selectionOf('').range).toMatchObject({ row: at + 2, column: 11 });

    await sidebar.getByRole('button', { name: '← Back' }).click();
    await sidebar.getByRole('button', { name: /added: FinalList/ }).click();
    const finalists = book
      .rows('FinalList')
      .slice(1)
      .map(([one = '']) => one);
    await sidebar.locator('.items li').first().waitFor();
    expect((await sidebar.locator('.items .link').allInnerTexts()).sort()).toEqual(finalists.sort());
  });

  test('a conflict leads to its cell and to its row in Conflicts', async () => {
    await sidebar.getByRole('button', { name: /open conflict/ }).click();
    const link = sidebar.getByRole('button', { name: /^The question on/ }).first();
    const name = (await link.getAttribute('aria-label')) ?? '';
    // Where it is now counts, not where it was when the list was made.
    const sheetId = book.host.workbook.sheets.find((one) => one.name === 'Conflicts')?.id ?? 0;
    book.desk.edit({ sheetId, op: 'sort', column: 2, descending: true });
    await link.click();
    const [heads = [], ...rows] = book.rows('Conflicts');
    const cell = (row: string[], head: string): string => row[heads.indexOf(head)] ?? '';
    const asked = rows.findIndex(
      (row) => name.includes(`${cell(row, 'Key')}, ${cell(row, 'Column')}`) && cell(row, 'Status') === 'open',
    );
    await page
      .getByLabel('Selected cells')
      .filter({ hasText: new RegExp(`^A${asked + 2}$`) })
      .waitFor();
    const of = (head: string): string => cell(rows[asked] ?? [], head);
    expect(of('Status')).toBe('open');
    const [tab, key, column] = [of('Tab'), of('Key'), of('Column')];
    await sidebar.getByRole('button', { name: `${tab}: ${key}, ${column}`, exact: true }).click();
    const [headers = [], ...people] = book.rows(tab);
    const row = people.findIndex((one) => key.split(' / ').every((id) => one.includes(id))) + 2;
    const place = String.fromCharCode(65 + headers.indexOf(column)) + String(row);
    await page
      .getByLabel('Selected cells')
      .filter({ hasText: new RegExp(`^${place}$`) })
      .waitFor();
  });

  test('names of any length fit into its 300 pixels', async () => {
    const wide = `${'Oluwaseun-Konstantinopoulou'.repeat(12)}`;
    const sheetId = book.host.workbook.sheets.find(({ name }) => name === 'RealiteaseInfo')?.id ?? 0;
    for (const row of [2, 3, 4]) book.desk.edit({ sheetId, op: 'set', row, column: 1, value: wide });
    const conflicts = book.host.workbook.sheets.find(({ name }) => name === 'Conflicts')?.id ?? 0;
    for (const column of [4, 5, 7])
      book.desk.edit({ sheetId: conflicts, op: 'set', row: 2, column, value: wide });
    const views = [/open conflict/, /added: RealiteaseInfo/, /updated: RealiteaseInfo/];
    const fits = async (what: string) =>
      expect([
        what,
        await frameOf(page).evaluate(
          'document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth',
        ),
      ]).toEqual([what, 0]);
    await sidebar.getByText('More choices').click();
    await fits('the sidebar');
    for (const view of views) {
      await sidebar.getByRole('button', { name: view }).click();
      await sidebar.locator('.items li').first().waitFor();
      await fits(String(view));
      expect(await seriousIn([frameOf(page)])).toEqual([]);
      await sidebar.getByRole('button', { name: '← Back' }).click();
    }
    await sidebar.getByRole('button', { name: 'Set-up' }).click();
    await sidebar
      .getByRole('button', { name: /^Lists of shows/ })
      .or(sidebar.getByRole('button', { name: /Lists of shows/ }))
      .first()
      .click();
    await sidebar.getByLabel('Upload the IMDb list').waitFor();
    await fits('the set-up');
    await sidebar.getByRole('button', { name: 'Leave the set-up' }).click();
  });

  test('a tab is put back as a snapshot has it; what stood there before is the next snapshot', async () => {
    const dialog = await openDialog(page, /^Restore/);
    await dialog.getByRole('radio').first().waitFor();
    // A dialog is as tall as the script asked for.
    expect((await page.locator('dialog iframe').boundingBox())?.height).toBe(480);
    const name = await dialog.locator('legend').first().innerText();
    const sheetId = book.host.workbook.sheets.find((one) => one.name === name)?.id ?? 0;
    const before = book.rows(name).length;
    book.desk.edit({ sheetId, op: 'deleteRows', at: 2, count: 5 });
    const tab = dialog.getByRole('group', { name });
    await tab.getByRole('radio').last().check();
    await dialog.getByRole('button', { name: 'Restore', exact: true }).click();
    await dialog.getByRole('button', { name: `Yes, put ${name} back` }).click();
    await dialog.getByText('Restored. What stood there before').waitFor({ timeout: RUN_MS });
    const rows = Number(/(\d+) row/.exec(await tab.locator('label').last().innerText())?.[1]);
    expect(book.rows(name).length).toBe(rows + 1);
    await tab
      .locator('label')
      .filter({ hasText: `${before - 6} row` })
      .waitFor();
    await page.getByRole('button', { name: 'Close the dialog' }).click();
  });

  test('what Google refuses is told in plain words, its own are one click away', async () => {
    const { desk } = book;
    const beforeCall = desk.beforeCall.bind(desk);
    const said = 'Service invoked too many times for one day: properties.';
    desk.beforeCall = (call, execution) =>
      execution.kind === 'page' ? { refuse: said } : beforeCall(call, execution);
    try {
      await sidebar.getByRole('button', { name: 'How long?' }).click();
      await sidebar
        .getByText('limit for one day is used up. It opens again within 24 hours.')
        .first()
        .waitFor();
      await lookAt(sidebar, page);
      const alert = sidebar.getByRole('alert').filter({ hasText: 'limit for one day is used up' });
      await alert.waitFor();
      expect(await alert.getByText(said).isVisible()).toBe(false);
      await alert.getByText('Details').click();
      await alert.getByText(said).waitFor();
    } finally {
      desk.beforeCall = beforeCall;
    }
    await lookAt(sidebar, page);
    await sidebar.getByRole('alert').waitFor({ state: 'detached' });
  });

  test(
    'all of it is done with the keyboard alone',
    async () => {
      await page.getByRole('button', { name: 'Close the sidebar' }).click();
      await page.getByRole('button', { name: 'Realitease', exact: true }).focus();
      await page.keyboard.press('Enter');
      for (const item of ['Run Stage', 'Dry run', 'Open sidebar']) {
        await page.getByRole('menuitem', { name: item }).and(page.locator(':focus')).waitFor();
        await page.keyboard.press(item === 'Open sidebar' ? 'Enter' : 'ArrowDown');
      }
      await sidebar.getByRole('button', { name: /open conflict/ }).waitFor();
      const frame = frameOf(page);
      // Every stop of the tab key has a name and can be seen to have the focus.
      const stops: string[] = [];
      await frame.locator('body').evaluate((body) => body.focus());
      await frame.locator('h1').first().focus();
      const total = Number(
        await frame.evaluate(
          "[...document.querySelectorAll('button,summary,input,select')].filter((one) => one.checkVisibility() && !one.disabled).length",
        ),
      );
      for (let i = 0; i < total; i++) {
        await page.keyboard.press('Tab');
        stops.push(
          String(
            await frame.evaluate(
              "(() => { const one = document.activeElement; const seen = getComputedStyle(one).outlineStyle !== 'none'; return (seen ? '' : 'unseen ') + (one.getAttribute('aria-label') || one.labels?.[0]?.innerText || one.innerText); })()",
            ),
          ),
        );
      }
      expect(stops.filter((stop) => stop.trim() === '' || stop.startsWith('unseen'))).toEqual([]);
      expect(new Set(stops).size).toBe(total);
      // A list takes the place of the sidebar and gives it back; the focus goes along.
      const conflicts = stops.findIndex((stop) => /open conflict/.test(stop));
      await frame.locator('h1').first().focus();
      for (let i = 0; i <= conflicts; i++) await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await sidebar.getByRole('heading', { name: 'Conflicts' }).and(sidebar.locator(':focus')).waitFor();
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Enter');
      await sidebar.locator('h1:focus').waitFor();
      // A dialog is left by Escape.
      await pick(page, /^Help/);
      await page.frameLocator('dialog iframe').locator('main').waitFor();
      await page.keyboard.press('Escape');
      await page.locator('dialog').waitFor({ state: 'detached' });
    },
    RUN_MS,
  );
});
