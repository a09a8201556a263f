/** Runs as people start, watch, stop and change them in the browser. */
import type { FrameLocator, Page } from 'playwright-core';
import type { Status } from '../../src/sidebar/api';
import { seriousIn } from './axe';
import {
  Book,
  dialogOf,
  lookAt,
  openDialog,
  openRunForm,
  pick,
  RUN_MS,
  sidebarOf,
  start,
  state,
  until,
} from './book';
import { withBrowser } from './chromium';

type Line = Record<'What' | 'Tab' | 'Key' | 'Column' | 'Old' | 'New', string>;

/** The lines of Dry Run by their headers. */
function linesOf(book: Book): Line[] {
  const [heads = [], ...rows] = book.rows('Dry Run');
  return rows.map((row) => Object.fromEntries(heads.map((head, i) => [head, row[i] ?? ''])) as Line);
}

/** Does what a line says to the rows of ShowInfo; false where it may not, because the old value is gone. */
function written(rows: string[][], { What, Key, Column, Old, New }: Line): boolean {
  const [headers = []] = rows;
  const [key, column] = [headers.indexOf('TMDbSeriesID'), headers.indexOf(Column)];
  let row = rows.slice(1).find((one) => one[key] === Key);
  if (!row && What === 'add') {
    row = headers.map(() => '');
    row[key] = Key;
    rows.push(row);
  }
  if (!row || row[column] !== (Column === 'TMDbSeriesID' ? Key : Old)) return false;
  row[column] = New;
  return true;
}

withBrowser('runs in the browser', () => {
  let book: Book;
  beforeAll(async () => {
    book = await Book.open('--world', '8,60,1');
  });
  afterAll(() => book.close());

  test(
    'a dry run changes no cell, and Apply writes exactly the listed changes that still stand',
    async () => {
      const page = await book.page();
      const sidebar = await openRunForm(page);
      await sidebar.getByText('More choices').click();
      await sidebar.getByLabel('At most').fill('5');
      await start(sidebar, 'showinfo');
      await state(sidebar, /✓\s*Done/);
      // Three shows with wrong figures, and three that are still to come.
      const sheetId = book.host.workbook.sheets.find(({ name }) => name === 'ShowInfo')?.id ?? 0;
      const [headers = []] = book.rows('ShowInfo');
      const column = headers.indexOf('ShowTotalEpisodes') + 1;
      const type = (row: number, value: string) => book.desk.edit({ sheetId, op: 'set', row, column, value });
      for (const row of [2, 3, 4]) type(row, '1');
      const before = book.data;
      await sidebar.getByLabel('At most').fill('');
      await sidebar.getByRole('switch', { name: /^Ask everything anew/ }).setChecked(true);
      await start(sidebar, 'showinfo', true);
      await state(sidebar, /Dry run done/);
      expect(book.data).toEqual(before);
      const lines = linesOf(book);
      const kinds = new Set(lines.map(({ What, Tab }) => `${Tab}: ${What}`));
      expect([...kinds].sort()).toEqual(['ShowInfo: add', 'ShowInfo: change']);

      // What a person types before it is applied is theirs.
      type(3, '77');
      const expected = book.rows('ShowInfo');
      const left: Line[] = [];
      for (const line of lines) if (!written(expected, line)) left.push(line);
      expect(left.map(({ Old }) => Old)).toEqual(['1']);
      await sidebar.getByRole('button', { name: 'Read the changes' }).click();
      await sidebar.getByText(`${lines.length} cells in all.`).waitFor();
      await sidebar.getByRole('button', { name: 'Apply this' }).click();
      await sidebar.getByText('Applied. 1 cell could not be written').waitFor({ timeout: RUN_MS });
      await sidebar.getByText('The cell holds "77" now.').waitFor();
      expect(book.rows('ShowInfo')).toEqual(expected);
      expect({ ...book.data, ShowInfo: before.ShowInfo }).toEqual(before);
      await page.context().close();
    },
    RUN_MS * 2,
  );

  describe('a run under way', () => {
    let mine: Page;
    let hers: Page;
    let sidebar: FrameLocator;
    let herSidebar: FrameLocator;
    let goOn: () => void;
    const runNow = () => book.call<Status>('runStatus').then(({ run }) => run);

    test(
      'is there for another person, whose keys are her own',
      async () => {
        [mine, hers] = [await book.page(), await book.page('ana')];
        [sidebar, herSidebar] = [await openRunForm(mine), await openRunForm(hers)];
        goOn = book.holdRunWhen(() => book.rows('WWHLinfo').length > 5);
        await start(sidebar, 'wwhl');
        await until(() => book.rows('WWHLinfo').length > 5, 'episodes are written');
        await lookAt(herSidebar, hers);
        for (const one of [sidebar, herSidebar]) await state(one, /Running WWHLinfo/);
        const texts = await Promise.all(
          [sidebar, herSidebar].map((one) => one.locator('#run-title').innerText()),
        );
        expect(texts).toEqual(['WWHLinfo', 'WWHLinfo']);
        expect(await herSidebar.getByRole('button', { name: 'Run', exact: true }).isDisabled()).toBe(true);
        const settings = await openDialog(hers, /^Settings/);
        const key = settings.locator('.setting').filter({ hasText: 'TMDb read access token' });
        await key.getByText('not set', { exact: true }).waitFor();
        expect((await settings.locator('html').innerHTML()).includes('demo-bearer')).toBe(false);
        await hers.getByRole('button', { name: 'Close the dialog' }).click();
        const own = await openDialog(mine, /^Settings/);
        await own
          .locator('.setting')
          .filter({ hasText: 'TMDb read access token' })
          .getByText('set', { exact: true })
          .waitFor();
        await mine.getByRole('button', { name: 'Close the dialog' }).click();
      },
      RUN_MS,
    );

    test(
      'is found again by a sidebar that was closed, and by a second one',
      async () => {
        await mine.getByRole('button', { name: 'Close the sidebar' }).click();
        expect(await mine.locator('aside').count()).toBe(0);
        sidebar = await openRunForm(mine);
        await state(sidebar, /Running WWHLinfo/);
        const second = await book.page();
        await state(await openRunForm(second), /Running WWHLinfo/);
        expect((await runNow())?.live).toBe(true);
        await second.context().close();
      },
      RUN_MS,
    );

    test(
      'is stopped by whoever wants it, keeps what it has done, and is resumed to the same end',
      async () => {
        const before = await runNow();
        await herSidebar.getByRole('button', { name: 'Stop' }).click();
        await until(() => 'stop' in book.host.state.properties.document, 'the stop is asked for');
        await herSidebar.getByText('Stopping at the next safe point.').waitFor();
        goOn();
        await state(herSidebar, /■\s*Stopped/);
        await lookAt(sidebar, mine);
        await state(sidebar, /■\s*Stopped/);
        const stopped = await runNow();
        expect(stopped).toMatchObject({ state: 'stopped', runId: before?.runId, live: false });
        expect(book.host.state.triggers).toEqual([]);
        const there = book.rows('WWHLinfo');
        expect(there.length).toBeGreaterThan(5);
        await sidebar.getByRole('button', { name: 'Resume' }).click();
        await state(sidebar, /✓\s*Done/);
        const done = await runNow();
        expect(done).toMatchObject({ state: 'done', runId: before?.runId });
        const steps = done?.stages.flatMap((stage) => stage.steps) ?? [];
        expect(steps.find(({ step }) => step === 'check')?.looked).toBe(book.rows('WWHLinfo').length - 1);
        expect(book.rows('WWHLinfo').length).toBeGreaterThanOrEqual(there.length);
        await lookAt(herSidebar, hers);
        await state(herSidebar, /✓\s*Done/);
        await Promise.all([mine.context().close(), hers.context().close()]);
      },
      RUN_MS,
    );
  });

  test(
    'the row range is taken from the selection',
    async () => {
      const page = await book.page();
      await page.getByRole('button', { name: 'ShowInfo' }).click();
      const cell = (row: number) =>
        page.getByRole('gridcell', { name: book.rows('ShowInfo')[row - 1]?.[0], exact: true }).first();
      await cell(3).click();
      await cell(5).click({ modifiers: ['Shift'] });
      await page.getByLabel('Selected cells').filter({ hasText: 'A3:A5' }).waitFor();
      await until(() => book.host.selectionOf('').range?.rows === 3, 'the script knows the selection');
      const sidebar = await openRunForm(page);
      await sidebar.getByText('More choices').click();
      await sidebar.getByRole('button', { name: 'Take selected rows' }).click();
      await sidebar.getByText('More choices (2 set)').waitFor();
      expect(await sidebar.getByLabel('From', { exact: true }).inputValue()).toBe('3');
      expect(await sidebar.getByLabel('To', { exact: true }).inputValue()).toBe('5');
      await sidebar.getByRole('switch', { name: /^Ask everything anew/ }).setChecked(true);
      await start(sidebar, 'showinfo.details', true);
      await state(sidebar, /Dry run done/);
      const { run } = await book.call<Status>('runStatus');
      expect(run?.options).toMatchObject({ startRow: 3, endRow: 5 });
      expect(run?.stages[0]?.steps[0]?.looked).toBe(3);
      await page.context().close();
    },
    RUN_MS,
  );

  test(
    'a source that is down is named, and the run goes on without it',
    async () => {
      const page = await book.page();
      const spoil = book.desk.breaker.spoil.bind(book.desk.breaker);
      book.desk.breaker.spoil = (url) => (url.includes('wikidata.org') ? 'http://127.0.0.1:9/' : undefined);
      try {
        const settings = await openDialog(page, /^Settings/);
        await settings.getByRole('button', { name: 'Sources', exact: true }).click();
        await settings.getByRole('button', { name: /^Test Wikidata/ }).click();
        await settings.getByRole('status').filter({ hasText: '✕' }).waitFor();
        await page.getByRole('button', { name: 'Close the dialog' }).click();
        const sidebar = await openRunForm(page);
        await start(sidebar, 'castinfo');
        await state(sidebar, /✓\s*Done/);
        expect(book.rows('CastInfo').length).toBeGreaterThan(20);
        await sidebar.getByText('Sources').first().click();
        await sidebar.getByText(/^cannot be reached, goes on at about \d\d:\d\d$/).waitFor();
        // What could not be done without it leads to its row.
        await sidebar.getByRole('button', { name: /\d failed: CastInfo/ }).click();
        await sidebar
          .getByText(/^Wikidata is unavailable/)
          .first()
          .waitFor();
        const link = sidebar.getByRole('button', { name: /^ShowInfo: \d/ }).first();
        const id = (await link.innerText()).replace('ShowInfo: ', '');
        await link.click();
        const row = book.rows('ShowInfo').findIndex((one) => one.includes(id)) + 1;
        await page
          .getByLabel('Selected cells')
          .filter({ hasText: new RegExp(`^A${row}$`) })
          .waitFor();
      } finally {
        book.desk.breaker.spoil = spoil;
      }
      await page.context().close();
    },
    RUN_MS * 2,
  );

  test(
    'a schedule runs by the clock, is seen in the sidebar, and leaves nothing when it is off',
    async () => {
      const page = await book.page();
      const sidebar = await openRunForm(page);
      const dialog = await openDialog(page, /^Schedules/);
      await dialog.getByRole('button', { name: 'New schedule' }).click();
      await dialog.locator('form select').first().selectOption('showinfo');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.getByRole('switch', { name: /Shows/ }).waitFor();
      await until(() => book.host.state.triggers.length > 0, 'the schedule has a trigger');
      await page.getByRole('button', { name: 'Close the dialog' }).click();
      await page.getByRole('button', { name: '1 day later' }).click();
      await until(() => !book.desk.pace.isSkipping, 'the day is over', RUN_MS);
      // Whoever turns to the sidebar sees what a trigger has done meanwhile.
      await lookAt(sidebar, page);
      await sidebar.getByText(/^Started 03:\d\d .*by a schedule/).waitFor();
      expect(await sidebar.locator('#run-title').innerText()).toBe('Shows');

      const again = await openDialog(page, /^Schedules/);
      await again.getByRole('switch', { name: /Shows/ }).setChecked(false);
      await until(() => book.host.state.triggers.length === 0, 'the trigger is removed');
      await again.getByText(/Done at \d{4}-\d\d-\d\d 03:/).waitFor();
      await page.context().close();
    },
    RUN_MS * 2,
  );

  test(
    'axe finds nothing serious in the page, the sidebar and the dialogs',
    async () => {
      const page = await book.page();
      await openRunForm(page);
      await sidebarOf(page).getByText('Sources').first().click();
      expect(await seriousIn(page.frames())).toEqual([]);
      for (const item of [/^Settings/, /^Schedules/, /^Restore/, /^Help/]) {
        await openDialog(page, item);
        expect(await seriousIn(page.frames().slice(-1))).toEqual([]);
        await page.getByRole('button', { name: 'Close the dialog' }).click();
      }
      await page.context().close();
    },
    RUN_MS * 2,
  );

  test(
    'what tries to break a run does not change its result',
    async () => {
      const page = await book.page();
      await page.getByRole('switch', { name: 'Try to break it' }).click();
      await pick(page, 'Run Stage', 'All stages');
      const panel = page.getByRole('region', { name: 'Try to break it' });
      // What waits for the slowest source goes on by itself; the clock is moved on for as long as it waits.
      const { breaker, pace } = book.desk;
      const hasTriggers = (): boolean => book.host.state.triggers.length > 0;
      for (let days = 0; days < 3 && breaker.view().phase !== 'over'; days++) {
        await until(
          () => breaker.view().phase === 'over' || (hasTriggers() && !pace.underWay && !pace.isSkipping),
          'the run waits',
          RUN_MS,
        );
        await page.getByRole('button', { name: '1 day later' }).click();
      }
      await panel.getByText(/Same result|differences/).waitFor({ timeout: RUN_MS });
      expect(book.desk.breaker.view().result?.differences).toEqual([]);
      const { killed, refused, sources, sorted, inserted, deleted, typed } = book.desk.breaker.view();
      const deeds = { killed, refused, sources, sorted, inserted, deleted, typed };
      expect(Object.entries(deeds).filter(([, times]) => times === 0)).toEqual([]);
      expect(book.desk.breaker.view().result).toMatchObject({ tabs: 5, different: 0 });
      expect(await dialogOf(page).locator('main').count()).toBe(0);
      await page.context().close();
    },
    RUN_MS * 3,
  );
});
