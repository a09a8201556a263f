import { MESSAGE, useScripts, withSheet } from './support';

const script = useScripts();

/** What cells hold after `values` were written as one row; formats as given. */
async function written(values: unknown[], format?: string): Promise<unknown[]> {
  const { call } = await script(
    withSheet(`
      var range = sheet.getRange(1, 1, 1, arg.length);
      ${format === undefined ? '' : `range.setNumberFormat(${JSON.stringify(format)});`}
      range.setValues([arg]);
      return range.getValues()[0].map(function (value) {
        return value instanceof Date ? 'Date ' + value.toISOString() : value;
      });`),
  );
  return (await call('t', values)) as unknown[];
}

describe('what is written is taken as typed', () => {
  it('in general cells', async () => {
    expect(
      await written([
        '2024-01-05',
        '0012345',
        '22 34',
        '1e5',
        'TRUE',
        ' 5% ',
        '12:30',
        '1,234.5',
        'nm0000123',
      ]),
    ).toEqual([
      'Date 2024-01-05T05:00:00.000Z',
      12345,
      2234,
      100000,
      true,
      0.05,
      'Date 1899-12-30T17:30:00.000Z',
      1234.5,
      'nm0000123',
    ]);
  });

  it('as formulas after =, + and -', async () => {
    const { call } = await script(
      withSheet(`sheet.getRange('A1:C1').setValues([['=A2+1', '+x', 'plain']]);
        return [sheet.getRange('A1:C1').getFormulas()[0], sheet.getRange('A1').getValue(), sheet.getLastColumn()];`),
    );
    expect(await call('t')).toEqual([['=A2+1', '=+x', ''], '#ERROR!', 3]);
  });

  it('a link shows its name', async () => {
    expect(await written(['=HYPERLINK("#gid=1&range=B2","B2")', '=HYPERLINK("#"; "say ""B2""")'])).toEqual([
      'B2',
      'say "B2"',
    ]);
  });

  it('but kept as it is in text cells', async () => {
    const texts = ['2024-01-05', '=x', '0012345', '+1', 'TRUE', '1e5', "'a"];
    expect(await written(texts, '@')).toEqual(texts);
  });

  it('with an apostrophe as the mark of a text', async () => {
    expect(await written(["'0012", "'=x"])).toEqual(['0012', '=x']);
  });

  it('and other values than texts are stored as they are', async () => {
    expect(await written([1.5, false, null, ''])).toEqual([1.5, false, '', '']);
    expect(await written([1, true], '@')).toEqual([1, true]);
  });

  it('in the locale of the spreadsheet', async () => {
    const { call, host } = await script(
      withSheet(`sheet.getRange('A1:C1').setValues([['1,5', '3.4.2024', '3/4/2024']]);
        return sheet.getRange('A1:C1').getValues()[0].map(String);`),
    );
    host.workbook.locale = 'de_DE';
    host.workbook.timeZone = 'UTC';
    const [number, dotted] = (await call('t')) as string[];
    expect(number).toBe('1.5');
    expect(new Date(dotted as string).toISOString()).toBe('2024-04-03T00:00:00.000Z');
  });

  it('in the zone of the spreadsheet', async () => {
    const { call, host } = await script(
      withSheet(`sheet.getRange('A1').setValue('2024-01-05');
        var date = sheet.getRange('A1').getValue();
        return [date.toISOString(), Utilities.formatDate(date, ss.getSpreadsheetTimeZone(), 'yyyy-MM-dd')];`),
    );
    host.workbook.timeZone = 'Asia/Tokyo';
    expect(await call('t')).toEqual(['2024-01-04T15:00:00.000Z', '2024-01-05']);
  });
});

describe('formats', () => {
  it('reach cells that hold nothing yet, but not rows inserted later', async () => {
    const { call } = await script(
      withSheet(`
        sheet.getRange(2, 1, sheet.getMaxRows() - 1, 1).setNumberFormat('@');
        sheet.insertRowsAfter(sheet.getMaxRows(), 1);
        sheet.getRange(5, 1).setValue('007');
        sheet.getRange(1001, 1).setValue('007');
        return [sheet.getRange(5, 1).getValue(), sheet.getRange(1001, 1).getValue(),
          sheet.getRange(1, 1).getNumberFormat(), sheet.getRange(6, 1).getNumberFormat()];`),
    );
    expect(await call('t')).toEqual(['007', 7, '0.###############', '@']);
  });

  it('leave a text a text when they go', async () => {
    const { call } = await script(
      withSheet(`sheet.getRange('A1').setNumberFormat('@').setValue('007').setNumberFormat('general');
        return [sheet.getRange('A1').getValue(), sheet.getRange('A1').getNumberFormat()];`),
    );
    expect(await call('t')).toEqual(['007', '0.###############']);
  });

  it('show in display values', async () => {
    const { call } = await script(
      withSheet(`sheet.getRange('A1:D1').setValues([[0.5, true, '2024-01-05', 12]]);
        sheet.getRange('A1:D1').setNumberFormats([['0%', 'general', 'dd.mm.yyyy', '0.00']]);
        return sheet.getRange('A1:D1').getDisplayValues()[0];`),
    );
    expect(await call('t')).toEqual(['50%', 'TRUE', '05.01.2024', '12.00']);
  });

  it('of looks are kept, and nonsense is ignored without a word', async () => {
    const { call } = await script(
      withSheet(`var range = sheet.getRange('A1:B1');
        range.setBackgrounds([['red', '#abc']]).setFontWeights([['bold', 'normal']]).setNotes([['n', null]]);
        sheet.getRange('B1').setBackground('#nothing').setHorizontalAlignment('sideways');
        return [range.getBackgrounds()[0], range.getFontWeights()[0], range.getNotes()[0]];`),
    );
    expect(await call('t')).toEqual([
      ['#ff0000', '#aabbcc'],
      ['bold', 'normal'],
      ['n', ''],
    ]);
  });
});

describe('writes', () => {
  it('wait for the next read, in order, and are seen by it', async () => {
    const { call, host } = await script(
      withSheet(`
        sheet.getRange('A1').setValue(1);
        Utilities.sleep(1);
        sheet.getRange('A1').setValue(2);
        return sheet.getRange('A1').getValue();`),
      { afterCall: (_, name) => void (name === 'Utilities.sleep' && seen.push(cell())) },
    );
    const seen: unknown[] = [];
    const cell = () => host.workbook.sheets[0]?.cells[0]?.[0]?.value;
    expect(await call('t')).toBe(2);
    expect(seen).toEqual([undefined]);
    expect(host.sheet).toMatchObject({ reads: 1, flushes: 1, cellsRead: 1, cellsWritten: 2 });
  });

  it('reach the sheet at the end', async () => {
    const { call, host } = await script(withSheet(`sheet.getRange('B2').setValue('x');`));
    await call('t');
    expect(host.workbook.sheets[0]?.cells[1]?.[1]?.value).toBe('x');
    expect(host.sheet).toMatchObject({ reads: 0, flushes: 1 });
  });

  it('tell their error at the flush', async () => {
    const long = withSheet(`
      sheet.getRange('A1').setValue(new Array(50002).join('x'));
      var before = 'on';
      try { SpreadsheetApp.flush(); } catch (e) { return [before, e.name, e.message]; }`);
    expect(await (await script(long)).call('t')).toEqual([
      'on',
      'Exception',
      'Your input contains more than the maximum of 50000 characters in a single cell.',
    ]);
    const { failure } = await script(withSheet(`sheet.getRange('A1').setValue(new Array(50002).join('x'));`));
    expect(await failure('t')).toMatch(/^Your input contains more than/);
  });

  it('go to the cells that are there when they arrive', async () => {
    const { call, host } = await script(
      withSheet(`sheet.getRange('A2').setValue('mine'); Utilities.sleep(1); SpreadsheetApp.flush();`),
      {
        afterCall: (_, name) => {
          if (name === 'Utilities.sleep') host.workbook.sheets[0]?.cells.splice(0, 0, [{ value: 'theirs' }]);
        },
      },
    );
    await call('t');
    expect(host.workbook.sheets[0]?.cells.map((row) => row?.[0]?.value)).toEqual(['theirs', 'mine']);
  });

  it('must have the shape of the range', async () => {
    const { call } = await script(
      MESSAGE +
        withSheet(`return [
          message(function () { sheet.getRange('A1:A2').setValues([[1], [2], [3]]); }),
          message(function () { sheet.getRange('A1:A2').setValues([[1], [2, 3]]); })];`),
    );
    expect(await call('t')).toEqual([
      'Exception: The number of rows in the data does not match the number of rows in the range. ' +
        'The data has 3 but the range has 2.',
      'Exception: The number of columns in the data does not match the number of columns in the range. ' +
        'The data has 2 but the range has 1.',
    ]);
  });

  it('cost what the model says', async () => {
    const { run } = await script(
      withSheet(`sheet.getRange(1, 1, 100, 10).setValues(new Array(100).fill(new Array(10).fill(1)));
        return sheet.getRange(1, 1, 100, 10).getValues().length;`),
    );
    // Start, write of 1,000 cells, flush, read of 1,000 cells.
    expect((await run('t')).virtualMs).toBe(1000 + (20 + 20) + 300 + (300 + 10));
  });

  it('are refused on a protected tab', async () => {
    const { failure, host } = await script(withSheet(`sheet.getRange('A1').setValue(1);`));
    (host.workbook.sheets[0] as { protectedSheet: boolean }).protectedSheet = true;
    expect(await failure('t')).toMatch(/^You are trying to edit a protected cell or object\./);
  });
});

describe('reads', () => {
  it('of an empty tab', async () => {
    const { call } = await script(
      withSheet(`return [sheet.getLastRow(), sheet.getLastColumn(), sheet.getDataRange().getA1Notation(),
        sheet.getDataRange().getValues(), sheet.getDataRange().isBlank()];`),
    );
    expect(await call('t')).toEqual([0, 0, 'A1', [['']], true]);
  });

  it('take addresses with open ends and tab names', async () => {
    const { call } = await script(
      withSheet(`ss.insertSheet("It's"); sheet.appendRow([1, 2]); sheet.appendRow(['', 3]);
        return [sheet.getRange('A2:B').getNumRows(), sheet.getRange('B:B').getA1Notation(),
          ss.getRange("'It''s'!B2").getSheet().getName(), sheet.getRange('A1:B2').getValues(),
          sheet.getRange('A1:C3').offset(1, 1, 1).getA1Notation(), sheet.getRange('B2:C3').getCell(2, 1).getRow()];`),
    );
    expect(await call('t')).toEqual([
      999,
      'B1:B1000',
      "It's",
      [
        [1, 2],
        ['', 3],
      ],
      'B2:D2',
      3,
    ]);
  });

  it('find texts', async () => {
    const { call } = await script(
      withSheet(`sheet.getRange('A1:B2').setValues([['tt1', 'x tt1'], ['TT1', 'tt12']]);
        var find = function (finder) { return finder.findAll().map(function (r) { return r.getA1Notation(); }); };
        var finder = sheet.createTextFinder('TT1');
        return [find(finder), find(finder.matchEntireCell(true)), find(finder.matchCase(true)),
          finder.findNext().getA1Notation(), finder.findNext()];`),
    );
    expect(await call('t')).toEqual([['A1', 'B1', 'A2', 'B2'], ['A1', 'A2'], ['A2'], 'A2', null]);
  });
});

describe('links', () => {
  it('lie on texts and go with the next write', async () => {
    const { call } = await script(
      withSheet(`var link = SpreadsheetApp.newRichTextValue().setText('IMDb').setLinkUrl('https://x.org/').build();
        var range = sheet.getRange('A1');
        range.setRichTextValue(link);
        var first = [range.getValue(), range.getRichTextValue().getLinkUrl()];
        range.setValue('IMDb');
        return first.concat([range.getRichTextValue().getLinkUrl()]);`),
    );
    expect(await call('t')).toEqual(['IMDb', 'https://x.org/', null]);
  });
});
