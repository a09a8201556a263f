/** Runs as people start, watch, stop and change them in the browser. */
import { seriousIn } from './axe';
import {
  Book,
  dialogOf,
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

/** So fast that a stage takes some seconds: time to look at it. */
const WATCHABLE = 120;

withBrowser('runs in the browser', () => {
  let book: Book;
  beforeAll(async () => {
    book = await Book.open('--world', '8,60,1');
  });
  afterAll(() => book.close());
  beforeEach(() => {
    book.desk.pace.speed = Infinity;
  });

  test(
    'a dry run changes no cell, and Apply does exactly what it showed',
    async () => {
      const page = await book.page();
      const sidebar = await openRunForm(page);
      await start(sidebar, 'showinfo', true);
      await state(sidebar, /Dry run done/);
      expect(book.rows('ShowInfo').slice(1)).toEqual([]);
      const listed = book.rows('Dry Run').slice(1);
      expect(listed.length).toBeGreaterThan(20);

      await sidebar.getByRole('button', { name: 'Read the changes' }).click();
      await sidebar.getByRole('button', { name: 'Apply this' }).click();
      await until(() => book.rows('ShowInfo').length > 1, 'the changes are written');
      await until(() => !book.desk.pace.underWay && book.host.state.triggers.length === 0, 'the run is over');
      const [headers = [], ...rows] = book.rows('ShowInfo');
      const written = rows.flatMap((row) =>
        row.flatMap((value, column) => (value ? [`${headers[column]} = ${value}`] : [])),
      );
      const [heads = []] = book.rows('Dry Run');
      const [column, next] = [
        heads.findIndex((h) => /column/i.test(h)),
        heads.findIndex((h) => /new/i.test(h)),
      ];
      const shown = listed.filter((line) => line[next]).map((line) => `${line[column]} = ${line[next]}`);
      expect(written.sort()).toEqual(shown.sort());
      await page.context().close();
    },
    RUN_MS * 2,
  );

  test(
    'the sidebar closed and opened again, and a second one, show the run as it is',
    async () => {
      book.desk.pace.speed = Infinity;
      const page = await book.page();
      const sidebar = await openRunForm(page);
      await start(sidebar, 'castinfo');
      await until(() => book.rows('CastInfo').length > 5, 'the cast is written');
      await page.getByRole('button', { name: 'Close the sidebar' }).click();
      expect(await page.locator('aside').count()).toBe(0);
      const again = await openRunForm(page);
      const second = await book.page();
      const other = await openRunForm(second);
      await Promise.all([state(again, /✓\s*Done/), state(other, /✓\s*Done/)]);
      await Promise.all([page.context().close(), second.context().close()]);
    },
    RUN_MS * 2,
  );

  test(
    'two people: keys are each one’s own, a run is everybody’s',
    async () => {
      book.desk.pace.speed = WATCHABLE;
      const [mine, hers] = [await book.page(), await book.page('ana')];
      await hers.getByText('You are ana').waitFor();
      const [sidebar, herSidebar] = [await openRunForm(mine), await openRunForm(hers)];
      await start(sidebar, 'showinfo');
      await state(herSidebar, /Running|Pausing|Done/);
      book.desk.pace.speed = Infinity;
      await state(herSidebar, /✓\s*Done/);
      const settings = await openDialog(hers, /^Settings/);
      await settings.getByText('not set').first().waitFor();
      expect(await settings.locator('body').innerText()).not.toContain('demo-bearer');
      await Promise.all([mine.context().close(), hers.context().close()]);
    },
    RUN_MS * 2,
  );

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
      await sidebar
        .getByLabel('From')
        .and(sidebar.locator('[value="3"]'))
        .waitFor()
        .catch(() => undefined);
      expect(await sidebar.getByLabel('From', { exact: true }).inputValue()).toBe('3');
      expect(await sidebar.getByLabel('To', { exact: true }).inputValue()).toBe('5');
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
        await start(sidebar, 'realitease');
        await until(() => book.rows('RealiteaseInfo').length > 2, 'people are written');
        await state(sidebar, /Done|Waiting/);
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
      await sidebar.getByText(/by a schedule/).waitFor({ timeout: RUN_MS });
      await until(() => !book.desk.pace.isSkipping, 'the day is over');

      const again = await openDialog(page, /^Schedules/);
      await again.getByRole('switch', { name: /Shows/ }).setChecked(false);
      await until(() => book.host.state.triggers.length === 0, 'the trigger is removed');
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
      for (const item of [/^Settings/, /^Schedules/, /^Help/]) {
        await openDialog(page, item);
        expect(await seriousIn(page.frames())).toEqual([]);
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
      // What waits for the slowest source goes on by itself an hour later.
      await until(
        () => book.host.state.triggers.some(({ kind }) => kind === 'everyHours') && !book.desk.pace.underWay,
        'the run waits',
        RUN_MS,
      );
      await page.getByRole('button', { name: '1 day later' }).click();
      await panel.getByText(/Same result|differences/).waitFor({ timeout: RUN_MS * 2 });
      expect(book.desk.breaker.view().result?.differences).toEqual([]);
      const { killed, sorted, sources } = book.desk.breaker.view();
      expect(killed + sorted + sources).toBeGreaterThan(2);
      expect(await dialogOf(page).locator('main').count()).toBe(0);
      await page.context().close();
    },
    RUN_MS * 3,
  );
});
