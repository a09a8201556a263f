/** The grid: typing, sorting, inserting, deleting; rows by the tens of thousands; the frames' google.script. */
import type { Page } from 'playwright-core';
import { newSheet } from '../../local/host/state';
import { Book, until } from './book';
import { withBrowser } from './chromium';

const MANY = 30_000;

withBrowser('the grid', () => {
  let book: Book;
  let page: Page;
  beforeAll(async () => {
    book = await Book.open();
    const sheet = newSheet(book.host.workbook.nextSheetId++, 'Big', MANY + 1);
    sheet.frozenRows = 1;
    sheet.cells = [['Name', 'Id', 'Count'].map((value) => ({ value }))];
    for (let n = 1; n <= MANY; n++)
      sheet.cells.push([{ value: `Person ${n}` }, { value: `nm${n}` }, { value: n }]);
    book.host.workbook.sheets.push(sheet);
    page = await book.page();
    await page.getByRole('button', { name: 'Big' }).click();
    await cell('Person 1').waitFor();
  });
  afterAll(() => book.close());

  const cell = (text: string) => page.getByRole('gridcell', { name: text, exact: true }).first();

  test('shows the end of 30,000 rows at once', async () => {
    await page.locator('.tabulator-tableholder').evaluate((holder) => {
      holder.scrollTop = holder.scrollHeight;
    });
    await cell(`Person ${MANY}`).waitFor();
    expect(await page.getByRole('row').count()).toBeLessThan(300);
    await page.locator('.tabulator-tableholder').evaluate((holder) => {
      holder.scrollTop = 0;
    });
  });

  test('what is typed is in the workbook, as a person’s', async () => {
    await cell('Person 2').dblclick();
    await page.getByLabel('Cell', { exact: true }).fill('  Ana Ñ ');
    await page.keyboard.press('Enter');
    await until(() => book.rows('Big')[2]?.[0] === '  Ana Ñ ', 'the cell is written');
    await cell('nm3').click();
    await page.keyboard.type('=1+1');
    await page.keyboard.press('Enter');
    await until(
      () => book.host.workbook.sheets.at(-1)?.cells[3]?.[1]?.formula === '=1+1',
      'the formula is written',
    );
    await page.getByLabel('Content of the selected cell').fill('7.5');
    await page.keyboard.press('Enter');
    await until(() => book.host.workbook.sheets.at(-1)?.cells[3]?.[1]?.value === 7.5, 'a number is a number');
    await cell('7.5').click();
    await page.keyboard.press('Delete');
    await until(() => book.rows('Big')[3]?.[1] === '', 'the cell is empty');
  });

  test('rows are sorted, inserted and deleted in the workbook itself', async () => {
    await cell('nm1').click();
    await page.getByRole('button', { name: 'Insert row' }).click();
    await until(() => book.rows('Big')[1]?.[1] === '', 'a row is inserted');
    await page.getByRole('button', { name: 'Delete row' }).click();
    await until(() => book.rows('Big')[1]?.[1] === 'nm1', 'the row is deleted');
    await page.getByRole('button', { name: 'Sort Z–A' }).click();
    await until(() => book.rows('Big')[1]?.[1] === 'nm9999', 'the rows are sorted');
    await cell('nm9999').waitFor();
  });

  test('the workbook is downloaded as it is', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download .xlsx' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('Book.xlsx');
  });
});
