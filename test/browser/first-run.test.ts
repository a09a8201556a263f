/** From an empty workbook without any key to filled tabs: the walk of the sidebar, a key that is refused on the way. */
import { Book, DATA_TABS, lookAt, openSidebar, RUN_MS, state, until } from './book';
import { withBrowser } from './chromium';

withBrowser('a first run', () => {
  let book: Book;
  beforeAll(async () => {
    book = await Book.open('--no-keys', '--world', '8,60,1');
  });
  afterAll(() => book.close());

  test(
    'walks through keys, contact and lists, tries three shows, and fills the tabs',
    async () => {
      const page = await book.page();
      const sidebar = await openSidebar(page);
      const key = sidebar.getByLabel(/TMDb read access token/);
      await key.fill('bad-token');
      await sidebar.getByRole('button', { name: 'Test and save' }).click();
      await sidebar.getByRole('alert').filter({ hasText: /TMDb/ }).waitFor();
      expect(JSON.stringify(book.host.state.properties)).not.toContain('bad-token');

      await key.fill('good-token');
      await sidebar.getByRole('button', { name: 'Test and save' }).click();
      await sidebar.getByLabel(/Contact address/).fill('me@example.org');
      await sidebar.getByRole('button', { name: 'Save and go on' }).click();
      await sidebar.getByLabel(/TMDb list/).waitFor();
      await sidebar.getByRole('button', { name: 'Save and go on' }).click();
      expect(JSON.stringify(book.host.state.properties.user)).toContain('good-token');

      await sidebar.getByRole('button', { name: 'Start the dry run' }).click();
      // What little waits for the slowest source does not keep anybody from going on.
      await state(sidebar, /Dry run done|Waiting/);
      await sidebar.getByRole('button', { name: 'Read the changes' }).click();
      await sidebar.getByText(/ShowInfo 3 new rows/).waitFor();
      await sidebar.getByRole('button', { name: '← Back' }).click();
      expect(Object.values(book.data).flatMap((rows) => rows.slice(1))).toEqual([]);

      await sidebar.getByRole('button', { name: 'Run all stages' }).click();
      // Some people wait for the slowest source, whose turn comes an hour later.
      await state(sidebar, /Waiting|✓\s*Done/);
      await page.getByRole('button', { name: '1 day later' }).click();
      await until(() => book.host.state.triggers.length === 0, 'the run is over');
      // What a trigger has gone on with is seen by whoever turns to the sidebar.
      await lookAt(sidebar, page);
      await state(sidebar, /✓\s*Done/);
      for (const tab of DATA_TABS) expect([tab, book.rows(tab).length]).toEqual([tab, expect.any(Number)]);
      for (const tab of ['ShowInfo', 'CastInfo', 'RealiteaseInfo'])
        expect(book.rows(tab).length).toBeGreaterThan(3);
      await page.getByRole('button', { name: 'ShowInfo' }).click();
      await page
        .getByRole('gridcell', { name: book.rows('ShowInfo')[1]?.[0] })
        .first()
        .waitFor();
      // Nothing of the run is left behind.
      expect(book.host.state.triggers).toEqual([]);
    },
    RUN_MS * 2,
  );
});
