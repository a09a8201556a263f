import { MESSAGE, useScripts, withSheet } from './support';

const script = useScripts();

describe('tabs', () => {
  it('are added, found, moved, hidden, renamed and deleted', async () => {
    const { call } = await script(
      withSheet(`
        var b = ss.insertSheet('B');
        var a = ss.insertSheet('A', 0);
        var names = function () { return ss.getSheets().map(function (s) { return s.getName(); }); };
        var steps = [names()];
        ss.setActiveSheet(b); ss.moveActiveSheet(1); steps.push(names());
        a.hideSheet(); b.setName('C');
        steps.push([a.isSheetHidden(), ss.getSheetByName('B'), ss.getSheetByName('C').getIndex()]);
        ss.deleteSheet(sheet); steps.push(names());
        steps.push([a.getMaxRows(), a.getMaxColumns(), a.getSheetId() === b.getSheetId(), ss.getNumSheets()]);
        return steps;`),
    );
    expect(await call('t')).toEqual([
      ['A', 'Sheet1', 'B'],
      ['B', 'A', 'Sheet1'],
      [true, null, 1],
      ['C', 'A'],
      [1000, 26, false, 2],
    ]);
  });

  it('refuse names that are taken, and to disappear all', async () => {
    const { call } = await script(
      MESSAGE +
        withSheet(`return [
          message(function () { ss.insertSheet('SHEET1'); }),
          message(function () { ss.deleteSheet(sheet); }),
          message(function () { sheet.hideSheet(); }),
          message(function () { ss.insertSheet('x'); ss.getSheetByName('x').setName('Sheet1'); })];`),
    );
    expect(await call('t')).toEqual([
      'Exception: A sheet with the name "SHEET1" already exists. Please enter another name.',
      "Exception: You can't remove all the sheets in a document.",
      "Exception: You can't hide all the sheets in a document.",
      'Exception: A sheet with the name "Sheet1" already exists. Please enter another name.',
    ]);
  });

  it('cannot be used once they are gone', async () => {
    const { call } = await script(
      MESSAGE +
        withSheet(`var range = ss.insertSheet('x').getRange('A1'); ss.deleteSheet(range.getSheet());
          return message(function () { range.getValue(); });`),
    );
    expect(await call('t')).toMatch(/^Exception: Sheet \d+ not found$/);
  });

  it('are copied with formats and dropdowns', async () => {
    const { call } = await script(
      withSheet(`
        var rule = SpreadsheetApp.newDataValidation().requireValueInList(['Y', 'SKIP'], true).build();
        sheet.getRange('A1').setNumberFormat('@').setValue('01').setDataValidation(rule);
        var copy = sheet.copyTo(ss);
        copy.getRange('A1').setValue('02');
        return [copy.getName(), copy.getRange('A1').getValue(), sheet.getRange('A1').getValue(),
          copy.getRange('A1').getDataValidation().getCriteriaValues()[0], sheet.copyTo(ss).getName()];`),
    );
    expect(await call('t')).toEqual(['Copy of Sheet1', '02', '01', ['Y', 'SKIP'], 'Copy of Sheet1 1']);
  });
});

describe('rows and columns', () => {
  it('move what lies below and beside', async () => {
    const { call } = await script(
      withSheet(`
        sheet.getRange('A1:B2').setValues([[1, 2], [3, 4]]);
        sheet.insertRowsBefore(2, 2); sheet.insertColumnAfter(1);
        var first = [sheet.getRange('A4:C4').getValues()[0], sheet.getMaxRows(), sheet.getMaxColumns()];
        sheet.deleteRows(2, 2); sheet.deleteColumn(2);
        return [first, sheet.getDataRange().getValues(), sheet.getMaxRows(), sheet.getMaxColumns()];`),
    );
    expect(await call('t')).toEqual([
      [[3, '', 4], 1002, 27],
      [
        [1, 2],
        [3, 4],
      ],
      1000,
      26,
    ]);
  });

  it('count at once, before the sheet has them', async () => {
    const { call, host } = await script(
      withSheet(`sheet.insertRowsAfter(sheet.getMaxRows(), 500);
        sheet.getRange(1500, 1).setValue('end');
        return sheet.getMaxRows();`),
    );
    expect(await call('t')).toBe(1500);
    expect(host.sheet).toMatchObject({ flushes: 1, reads: 0 });
    expect(host.workbook.sheets[0]?.maxRows).toBe(1500);
  });

  it('cannot all be deleted', async () => {
    const { call } = await script(
      MESSAGE +
        withSheet(`sheet.setFrozenRows(1);
          return [message(function () { sheet.deleteRows(2, 999); }), message(function () { sheet.deleteRows(2, 998); }),
            message(function () { sheet.deleteRows(5, 1); })];`),
    );
    expect(await call('t')).toEqual([
      'Exception: Sorry, it is not possible to delete all non-frozen rows.',
      'nothing',
      'Exception: Those rows are out of bounds.',
    ]);
  });

  it('stay within ten million cells', async () => {
    const { failure } = await script(withSheet(`sheet.insertRowsAfter(1000, 400000);`));
    expect(await failure('t')).toBe(
      'This action would increase the number of cells in the workbook above the limit of 10000000 cells.',
    );
  });

  it('are appended after the last row with content, whatever it is then', async () => {
    const { call, host } = await script(
      withSheet(`sheet.deleteRows(4, 997); sheet.getRange('B3').setValue('x').setNote('n');
        sheet.appendRow(['a', new Date(0), '=A1']).appendRow(['b']);
        return [sheet.getRange('A4:A5').getValues(), sheet.getRange('C4').getFormula(), sheet.getMaxRows()];`),
    );
    expect(await call('t')).toEqual([[['a'], ['b']], '=A1', 5]);
    expect(host.workbook.sheets[0]?.cells[3]?.[1]?.value).toEqual(new Date(0));
  });

  it('have widths and frozen parts', async () => {
    const { call } = await script(
      withSheet(`sheet.setColumnWidth(2, 250).setFrozenRows(1); sheet.getRange('A1').setValue('a long text, of 30 characters');
        sheet.autoResizeColumns(1, 1);
        return [sheet.getColumnWidth(2), sheet.getColumnWidth(3), sheet.getColumnWidth(1) > 200, sheet.getFrozenRows()];`),
    );
    expect(await call('t')).toEqual([250, 100, true, 1]);
  });

  it('are sorted as Sheets does', async () => {
    const { call } = await script(
      withSheet(`sheet.getRange('A1:B5').setValues([['b', 1], ['', 2], [3, 3], ['A', 4], [true, 5]]);
        sheet.getRange('A1:B5').sort({ column: 1, ascending: false });
        var down = sheet.getRange('B1:B5').getValues().map(Number);
        sheet.getRange('A1:B5').sort(1);
        return [down, sheet.getRange('B1:B5').getValues().map(Number)];`),
    );
    expect(await call('t')).toEqual([
      [5, 1, 4, 3, 2],
      [3, 4, 1, 5, 2],
    ]);
  });
});

describe('what lies over cells', () => {
  it('dropdowns that warn, and dropdowns that refuse', async () => {
    const { call } = await script(
      MESSAGE +
        withSheet(`
          var rule = function (free) {
            return SpreadsheetApp.newDataValidation().requireValueInList(['Y', 'N'], true)
              .setAllowInvalid(free).setHelpText('Y or N').build();
          };
          sheet.getRange('A1:A3').setDataValidation(rule(true)); sheet.getRange('A2').setDataValidation(rule(false));
          var out = [message(function () { sheet.getRange('A1').setValue('?'); }),
            message(function () { sheet.getRange('A2').setValue('?'); }),
            sheet.getRange('A3').getDataValidation().getHelpText(), sheet.getRange('B1').getDataValidation()];
          sheet.getRange('A1:A2').clear();
          out.push(sheet.getRange('A2').getDataValidation() !== null);
          sheet.getRange('A2').setDataValidation(null);
          return out.concat([sheet.getRange('A1:A3').getDataValidations().map(function (row) { return row[0] !== null; })]);`),
    );
    expect(await call('t')).toEqual([
      'nothing',
      'Exception: The data you entered in cell A2 violates the data validation rules set on this cell.\n' +
        'Please enter one of the following values: Y, N.',
      'Y or N',
      null,
      true,
      [true, false, true],
    ]);
  });

  it('conditional formats, replaced all at once', async () => {
    const { call } = await script(
      withSheet(`
        var build = function () { return SpreadsheetApp.newConditionalFormatRule().setRanges([sheet.getRange('A2:A9')]); };
        sheet.setConditionalFormatRules([build().whenTextEqualTo('**').setBackground('#fce8b2').build(),
          build().whenFormulaSatisfied('=A2=1').setFontColor('red').build()]);
        sheet.insertRowBefore(1);
        var rules = sheet.getConditionalFormatRules();
        var told = rules.map(function (rule) {
          var is = rule.getBooleanCondition();
          return [rule.getRanges()[0].getA1Notation(), String(is.getCriteriaType()), is.getCriteriaValues()[0],
            is.getBackground(), is.getFontColor()];
        });
        sheet.setConditionalFormatRules([rules[1].copy().whenTextContains('x').build()]);
        return [told, sheet.getConditionalFormatRules().length];`),
    );
    expect(await call('t')).toEqual([
      [
        ['A3:A10', 'TEXT_EQUAL_TO', '**', '#fce8b2', null],
        ['A3:A10', 'CUSTOM_FORMULA', '=A2=1', null, '#ff0000'],
      ],
      1,
    ]);
  });

  it('one filter', async () => {
    const { call } = await script(
      MESSAGE +
        withSheet(`
          sheet.getRange('A1:A3').setValues([['h'], [2], [1]]).createFilter();
          var out = [message(function () { sheet.getRange('A1').createFilter(); })];
          sheet.getFilter().sort(1, true);
          out.push(sheet.getFilter().getRange().getA1Notation(), sheet.getRange('A1:A3').getValues().map(String));
          sheet.getFilter().remove();
          return out.concat([sheet.getFilter()]);`),
    );
    expect(await call('t')).toEqual([
      "Exception: You can't create a filter in a sheet that already has a filter.",
      'A1:A3',
      ['h', '1', '2'],
      null,
    ]);
  });

  it('merges, of which only the first cell takes values', async () => {
    const { call } = await script(
      MESSAGE +
        withSheet(`sheet.getRange('A1:B2').setValues([[1, 2], [3, 4]]).merge().setValues([[5, 6], [7, 8]]);
          var out = [sheet.getRange('A1:B2').getValues(), message(function () { sheet.getRange('B2:C3').merge(); })];
          sheet.getRange('A1:B2').breakApart();
          return out.concat([sheet.getRange('A1').isPartOfMerge()]);`),
    );
    expect(await call('t')).toEqual([
      [
        [5, ''],
        ['', ''],
      ],
      'Exception: You must select all cells in a merged range to merge or unmerge them.',
      false,
    ]);
  });

  it('charts, whose titles need a kind', async () => {
    const { call } = await script(
      MESSAGE +
        withSheet(`
          var out = [message(function () { sheet.newChart().setTitle('T'); }),
            message(function () { sheet.newChart().setChartType('COLUMN'); })];
          var chart = sheet.newChart().setChartType(Charts.ChartType.LINE).addRange(sheet.getRange('A1:B9'))
            .setPosition(2, 4, 0, 0).asColumnChart().setTitle('Shows').setColors(['#ff0000']).build();
          sheet.insertChart(chart);
          var there = sheet.getCharts()[0];
          out.push([chart.getChartId(), there.getChartId(), there.getRanges()[0].getA1Notation(),
            there.getContainerInfo().getAnchorColumn(), there.getOptions().get('title')]);
          sheet.updateChart(there.modify().setOption('title', 'New').build());
          out.push(sheet.getCharts()[0].getOptions().get('title'));
          sheet.removeChart(there);
          return out.concat([sheet.getCharts().length]);`),
    );
    expect(await call('t')).toEqual([
      'Exception: not implemented in the local host: EmbeddedChartBuilder.setTitle',
      expect.stringMatching(/^Exception: The parameters \(String\) don't match the method signature for/),
      [null, 1, 'A1:B9', 4, 'Shows'],
      'New',
      0,
    ]);
  });
});

describe('clearing and copying', () => {
  it('keeps notes and dropdowns, or what the method says', async () => {
    const { call } = await script(
      withSheet(`
        var cell = sheet.getRange('A1');
        var state = function () {
          return [cell.getValue(), cell.getBackground(), cell.getNote(), cell.getDataValidation() !== null];
        };
        var fill = function () {
          cell.setValue('x').setBackground('#ff0000').setNote('n').setDataValidation(
            SpreadsheetApp.newDataValidation().requireValueInList(['x']).build());
        };
        fill(); cell.clearContent(); var out = [state()];
        fill(); sheet.clear(); out.push(state());
        fill(); cell.clear({ formatOnly: true }); out.push(state());
        fill(); sheet.clearNotes(); cell.clearDataValidations(); out.push(state());
        return out;`),
    );
    expect(await call('t')).toEqual([
      ['', '#ff0000', 'n', true],
      ['', '#ffffff', 'n', true],
      ['x', '#ffffff', 'n', true],
      ['x', '#ff0000', '', false],
    ]);
  });

  it('fills a larger target with whole repeats', async () => {
    const { call } = await script(
      withSheet(`sheet.getRange('A1:A2').setValues([[1], [2]]).setBackground('#ff0000');
        sheet.getRange('A1:A2').copyTo(sheet.getRange('C1:C5'), { contentsOnly: true });
        sheet.getRange('A1:A2').copyTo(sheet.getRange('D1'), SpreadsheetApp.CopyPasteType.PASTE_FORMAT, false);
        return [sheet.getRange('C1:C5').getValues().map(String), sheet.getRange('C1:D1').getBackgrounds()[0]];`),
    );
    expect(await call('t')).toEqual([
      ['1', '2', '1', '2', ''],
      ['#ffffff', '#ff0000'],
    ]);
  });

  it('works on several ranges at once', async () => {
    const { call } = await script(
      withSheet(`sheet.getRangeList(['A1', 'B2:C2']).setValue('x').setFontWeight('bold');
        return [sheet.getRange('A1:C2').getValues(), sheet.getRange('C2').getFontWeight()];`),
    );
    expect(await call('t')).toEqual([
      [
        ['x', '', ''],
        ['', 'x', 'x'],
      ],
      'bold',
    ]);
  });
});
