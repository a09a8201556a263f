import { readWorkbook, writeWorkbook, keptOf } from '../../local/xlsx';
import { newWorkbook } from '../../local/host';
import { throughFile, useFolder } from '../xlsx/support';
import path from 'node:path';
import { useScripts, withSheet } from './support';

const folder = useFolder();
const script = useScripts();

const FILL = withSheet(`
  sheet.setName('ShowInfo').setColumnWidth(1, 180).setTabColor('#ff0000').setFrozenRows(1);
  sheet.getRange('A1:D1').setValues([['ID', 'Date', 'Count', 'Link']]).setFontWeight('bold').setNote('help');
  sheet.getRange(2, 1, 999, 1).setNumberFormat('@');
  sheet.getRange('A2:C2').setValues([['0012345', '2024-01-05', '1,234']]);
  sheet.getRange('D2').setRichTextValue(
    SpreadsheetApp.newRichTextValue().setText('IMDb').setLinkUrl('https://www.imdb.com/').build());
  sheet.getRange('C2:C9').setDataValidation(
    SpreadsheetApp.newDataValidation().requireValueInList(['Y', 'SKIP'], true).setAllowInvalid(true).build());
  sheet.setConditionalFormatRules([SpreadsheetApp.newConditionalFormatRule().setRanges([sheet.getRange('C2:C9')])
    .whenTextEqualTo('**').setBackground('#fce8b2').build()]);
  sheet.getRange('A1:D2').createFilter();
  ss.insertSheet('_Cache').hideSheet();`);

const TELL = withSheet(`
  var link = sheet.getRange('D2').getRichTextValue();
  return {
    tabs: ss.getSheets().map(function (s) { return [s.getName(), s.isSheetHidden(), s.getSheetId(), s.getMaxRows()]; }),
    values: sheet.getRange('A2:D2').getDisplayValues()[0],
    types: sheet.getRange('A2:D2').getValues()[0].map(function (v) { return v instanceof Date ? 'date' : typeof v; }),
    formats: sheet.getRange('A2:B2').getNumberFormats()[0].concat(sheet.getRange('A900').getNumberFormat()),
    header: [sheet.getRange('B1').getFontWeight(), sheet.getRange('B1').getNote(), sheet.getFrozenRows()],
    width: Math.round(sheet.getColumnWidth(1) / 10), link: link.getLinkUrl(), last: sheet.getLastRow(),
    filter: sheet.getFilter().getRange().getA1Notation(),
    dropdown: sheet.getRange('C5').getDataValidation().getCriteriaValues()[0],
    rules: sheet.getConditionalFormatRules().map(function (r) { return r.getRanges()[0].getA1Notation(); }),
  };`);

describe('a workbook that a script has filled', () => {
  it('is the same to scripts after a round trip through its file', async () => {
    const first = await script(FILL);
    await first.call('t');
    const workbook = await throughFile(first.host.workbook, folder());
    const before = await (await script(TELL, { workbook: first.host.workbook })).call('t');
    const after = await (await script(TELL, { workbook })).call('t');
    expect(after).toEqual(before);
    expect(after).toMatchObject({
      tabs: [
        ['ShowInfo', false, 0, 1000],
        ['_Cache', true, 1, 1000],
      ],
      values: ['0012345', '2024-01-05', '1,234', 'IMDb'],
      types: ['string', 'date', 'number', 'string'],
      formats: ['@', 'yyyy-mm-dd', '@'],
      header: ['bold', 'help', 1],
      dropdown: ['Y', 'SKIP'],
    });
  });

  it('can be changed and written again', async () => {
    const file = path.join(folder(), 'book.xlsx');
    const workbook = newWorkbook('Book');
    await (await script(FILL, { workbook })).call('t');
    await writeWorkbook(workbook, file);
    const again = await readWorkbook(file, keptOf(workbook));
    const change = withSheet(`
      ss.deleteSheet(ss.getSheetByName('_Cache'));
      sheet.insertRowBefore(2);
      ss.insertSheet('New').appendRow(["'=text", 5]);`);
    await (await script(change, { workbook: again })).call('t');
    await writeWorkbook(again, file);
    const { call } = await script(
      withSheet(`return [ss.getSheets().map(function (s) { return s.getName(); }), sheet.getRange('A3').getValue(),
        ss.getSheetByName('New').getDataRange().getValues(), ss.getSheetByName('New').getRange('A1').getFormula()];`),
      { workbook: await readWorkbook(file, keptOf(again)) },
    );
    expect(await call('t')).toEqual([['ShowInfo', 'New'], '0012345', [['=text', 5]], '']);
  });
});
