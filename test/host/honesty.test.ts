/**
 * What Apps Script does, statement by statement (the facts that the add-on is built on), each held against the
 * host. A body has `ss`, `sheet` (the first tab) and `says(act)`: what the act throws, as text.
 */
import { emptyState } from '../../local/host';
import { START, useScripts } from './support';

const script = useScripts();

const PRELUDE = `
function says(act) { try { var v = act(); SpreadsheetApp.flush(); return v === undefined ? 'nothing' : v; } catch (e) { return String(e); } }
function times(text, n) { return new Array(n + 1).join(text); }
function t() { var ss = SpreadsheetApp.getActiveSpreadsheet(); var sheet = ss.getSheets()[0];
`;

type Statement = [statement: string, body: string, expected: unknown];

const written = (value: string, format = '') =>
  `var r = sheet.getRange('B2'); ${format && `r.setNumberFormat('${format}');`} r.setValue(${value}); var v = r.getValue(); return v instanceof Date ? 'date' : v;`;

const CELLS: Statement[] = [
  ['a text that looks like a number becomes one', written("'01234'"), 1234],
  ['a text that looks like a day becomes a date', written("'2024-01-05'"), 'date'],
  ['TRUE becomes a truth value', written("'TRUE'"), true],
  ['1e5 becomes a number', written("'1e5'"), 100000],
  ['in a cell of plain text a number stays text', written("'0012345'", '@'), '0012345'],
  ['in a cell of plain text a day stays text', written("'2024-01-05'", '@'), '2024-01-05'],
  ['in a cell of plain text a leading = stays text', written("'=1+1'", '@'), '=1+1'],
  [
    'a leading = starts a formula',
    "sheet.getRange('A1').setValue('=1+1'); return sheet.getRange('A1').getFormula();",
    '=1+1',
  ],
  [
    'a leading + starts a formula',
    "sheet.getRange('A1').setValue('+1+1'); return sheet.getRange('A1').getFormula() !== '';",
    true,
  ],
  ['a leading apostrophe is a mark, not a letter', written('"\'01"'), '01'],
  [
    'null clears a cell',
    "sheet.getRange('A1').setValue('x').setValue(null); return sheet.getRange('A1').getValue();",
    '',
  ],
  [
    'numbers and truth values are stored as they are',
    "sheet.getRange('A1:B1').setValues([[1.5, false]]); return sheet.getRange('A1:B1').getValues();",
    [[1.5, false]],
  ],
  [
    'text stays text when its format is changed later',
    "var r = sheet.getRange('A1').setNumberFormat('@'); r.setValue('007'); r.setNumberFormat('0'); return r.getValue();",
    '007',
  ],
  ['CR LF is stored as LF', written("'a\\r\\nb'"), 'a\nb'],
  ['an empty cell reads as an empty text', "return sheet.getRange('C3').getValue();", ''],
  [
    'clearContents keeps formats',
    "var r = sheet.getRange('A1').setNumberFormat('@').setValue('x'); sheet.clearContents(); return [r.getValue(), r.getNumberFormat()];",
    ['', '@'],
  ],
  [
    'the default format reads as 0.###############',
    "return sheet.getRange('A1').getNumberFormat();",
    '0.###############',
  ],
  [
    'a cell holds 50,000 characters',
    "return says(function () { sheet.getRange('A1').setValue(times('x', 50000)); });",
    'nothing',
  ],
  [
    'and no more',
    "return says(function () { sheet.getRange('A1').setValue(times('x', 50001)); });",
    'Exception: Your input contains more than the maximum of 50000 characters in a single cell.',
  ],
];

const GRID: Statement[] = [
  [
    'a new tab has 1,000 rows and 26 columns',
    'return [sheet.getMaxRows(), sheet.getMaxColumns()];',
    [1000, 26],
  ],
  [
    'an empty tab has no last row',
    'return [sheet.getLastRow(), sheet.getDataRange().getA1Notation(), sheet.getDataRange().getValues()];',
    [0, 'A1', [['']]],
  ],
  ['formats make no last row', "sheet.getRange('A50').setNumberFormat('@'); return sheet.getLastRow();", 0],
  [
    'cells beyond the grid are refused',
    'return says(function () { sheet.getRange(1001, 1); });',
    'Exception: The coordinates of the range are outside the dimensions of the sheet.',
  ],
  [
    'a row below 1 is refused',
    'return says(function () { sheet.getRange(0, 1); });',
    'Exception: The starting row of the range is too small.',
  ],
  [
    'a range of no rows is refused',
    'return says(function () { sheet.getRange(1, 1, 0, 1); });',
    'Exception: The number of rows in the range must be at least 1.',
  ],
  [
    'values must have the shape of the range',
    "return says(function () { sheet.getRange('A1:A2').setValues([[1], [2], [3]]); });",
    'Exception: The number of rows in the data does not match the number of rows in the range. The data has 3 but the range has 2.',
  ],
  [
    'appendRow writes after the last row with content in any column',
    "sheet.getRange('C7').setValue('x'); sheet.appendRow(['y']); return sheet.getRange('A8').getValue();",
    'y',
  ],
  [
    'appended rows do not take on plain text',
    "sheet.getRange('A1:A1000').setNumberFormat('@'); sheet.insertRowsAfter(1000, 1); sheet.getRange('A1001').setValue('01'); return sheet.getRange('A1001').getValue();",
    1,
  ],
  [
    'not all rows that are not frozen can be deleted',
    'sheet.setFrozenRows(1); return says(function () { sheet.deleteRows(2, 999); });',
    'Exception: Sorry, it is not possible to delete all non-frozen rows.',
  ],
  [
    'two tabs cannot have one name',
    'return says(function () { ss.insertSheet(sheet.getName()); });',
    'Exception: A sheet with the name "Sheet1" already exists. Please enter another name.',
  ],
  [
    'a tab has one filter',
    "sheet.getRange('A1:B2').createFilter(); return says(function () { sheet.getRange('A1:B2').createFilter(); }).indexOf('Exception') === 0;",
    true,
  ],
  [
    'wrong arguments are told with the signature',
    "return says(function () { sheet.getRange('A1').setValues('x'); });",
    "Exception: The parameters (String) don't match the method signature for SpreadsheetApp.Range.setValues.",
  ],
  [
    'errors of services are called Exception',
    'try { sheet.getRange(0, 1); } catch (e) { return [e.name, e.message, e instanceof Error]; }',
    ['Exception', 'The starting row of the range is too small.', true],
  ],
  ['a copy of a tab is called so', 'return sheet.copyTo(ss).getName();', 'Copy of Sheet1'],
];

const BUFFER: Statement[] = [
  [
    'own reads see own writes',
    "sheet.getRange('A1').setValue('x'); return sheet.getRange('A1').getValue();",
    'x',
  ],
  [
    'writes, insertions, deletions, appended rows and sorts happen in the order of their calls',
    `sheet.getRange('A1:A3').setValues([['c'], ['b'], ['a']]); sheet.insertRowsAfter(1, 1); sheet.getRange('A2').setValue('new');
     sheet.deleteRow(1); sheet.appendRow(['end']); sheet.getRange('A1:A4').sort(1);
     return sheet.getRange('A1:A5').getValues().map(String);`,
    ['a', 'b', 'end', 'new', ''],
  ],
  [
    'the size of the grid counts what is buffered',
    'sheet.insertRowsAfter(1000, 5); sheet.deleteRow(1); return sheet.getMaxRows();',
    1004,
  ],
  [
    'what the sheet refuses may show at a later call',
    "sheet.getRange('A1').setValue(times('x', 50001)); return says(function () { return sheet.getRange('B1').getValue(); });",
    'Exception: Your input contains more than the maximum of 50000 characters in a single cell.',
  ],
];

const STORES: Statement[] = [
  ['a missing property is null', "return PropertiesService.getDocumentProperties().getProperty('x');", null],
  [
    'properties are texts',
    "var p = PropertiesService.getDocumentProperties(); p.setProperty('n', 1); return p.getProperty('n');",
    '1',
  ],
  [
    'setProperties(o, true) deletes all other keys',
    "var p = PropertiesService.getUserProperties(); p.setProperty('a', '1'); p.setProperties({ b: '2' }, true); return p.getKeys();",
    ['b'],
  ],
  [
    'a name must not be empty',
    "return says(function () { PropertiesService.getUserProperties().getProperty(''); });",
    'Exception: When setting or getting a property value, the property name must not be null or empty.',
  ],
  [
    'the cache returns null for what it does not have',
    "return CacheService.getScriptCache().get('x');",
    null,
  ],
  [
    'the cache makes texts of all values',
    "var c = CacheService.getScriptCache(); c.put('o', {}); return [c.get('o'), c.put('x', 'y')];",
    ['[object Object]', null],
  ],
  [
    'getAll gives only what is there',
    "var c = CacheService.getScriptCache(); c.put('a', '1'); return c.getAll(['a', 'b']);",
    { a: '1' },
  ],
  [
    'a lock that is held by this object is had again',
    'var l = LockService.getDocumentLock(); return [l.tryLock(0), l.tryLock(0), l.hasLock()];',
    [true, true, true],
  ],
];

const RUNTIME: Statement[] = [
  [
    'there are no timers, no fetch, no URL and no Buffer',
    'return [typeof setTimeout, typeof fetch, typeof URL, typeof Buffer, typeof process, typeof TextEncoder, typeof window];',
    Array(7).fill('undefined'),
  ],
  [
    'a missing name is told as V8 does',
    'return says(function () { return setTimeout(1); });',
    'ReferenceError: setTimeout is not defined',
  ],
  [
    'an instant is a whole number of milliseconds',
    "sheet.getRange('A1:A7').getValues(); return Date.now() % 1;",
    0,
  ],
  ['bytes are signed', "return Utilities.newBlob('é').getBytes();", [-61, -87]],
  [
    'formatDate follows Java',
    "return Utilities.formatDate(new Date(Date.UTC(2024, 0, 5, 23, 4)), 'America/New_York', \"yyyy-MM-dd'T'HH:mm EEE\");",
    '2024-01-05T18:04 Fri',
  ],
  [
    'sleep takes five minutes at most',
    'return says(function () { Utilities.sleep(300001); });',
    'Exception: Invalid argument: 300001. Should be between 0 and 300000.',
  ],
  [
    'two triggers of one handler are two',
    "ScriptApp.newTrigger('t').timeBased().everyHours(1).create(); ScriptApp.newTrigger('t').timeBased().everyMinutes(10).create(); return ScriptApp.getProjectTriggers().length;",
    2,
  ],
  [
    'everyMinutes takes 1, 5, 10, 15 and 30',
    "return says(function () { ScriptApp.newTrigger('t').timeBased().everyMinutes(7); }).indexOf('everyMinutes was invalid') > 0;",
    true,
  ],
  [
    'the 21st trigger is refused',
    "for (var i = 0; i < 20; i++) ScriptApp.newTrigger('t').timeBased().everyHours(1).create(); return says(function () { ScriptApp.newTrigger('t').timeBased().everyHours(1).create(); });",
    'Exception: This script has too many triggers. Triggers must be deleted from the script before more can be added.',
  ],
];

const HTTP: Statement[] = [
  [
    'an error status throws unless muted, with the host and the start of the body',
    "return says(function () { UrlFetchApp.fetch('https://h.test/404?key=K'); });",
    `Exception: Request failed for https://h.test returned code 404. Truncated server response: ${'n'.repeat(147)}... (use muteHttpExceptions option to examine full response)`,
  ],
  [
    'muted, it is an answer',
    "return UrlFetchApp.fetch('https://h.test/404', { muteHttpExceptions: true }).getResponseCode();",
    404,
  ],
  [
    'a host that cannot be reached throws even if muted, with the whole address',
    "return says(function () { UrlFetchApp.fetchAll([{ url: 'https://h.test/ok', muteHttpExceptions: true }, { url: 'https://h.test/down?key=K', muteHttpExceptions: true }]); });",
    'Exception: Address unavailable: https://h.test/down?key=K',
  ],
  [
    'fetchAll answers in the order asked',
    "return UrlFetchApp.fetchAll(['https://h.test/a', 'https://h.test/b']).map(function (r) { return r.getContentText(); });",
    ['get /a', 'get /b'],
  ],
  ['fetchAll of nothing is nothing', 'return UrlFetchApp.fetchAll([]).length;', 0],
  [
    'redirects are followed, headers and all, unless told not to',
    "return [UrlFetchApp.fetch('https://h.test/away', { headers: { Key: 'K' } }).getContentText(), UrlFetchApp.fetch('https://h.test/away', { followRedirects: false }).getResponseCode()];",
    ['elsewhere.test got K', 302],
  ],
  [
    'a payload makes it a form that is posted',
    "return UrlFetchApp.fetch('https://h.test/form', { payload: { a: 'b c' } }).getContentText();",
    'post /form a=b+c',
  ],
  [
    'an address of more than 2,082 characters is refused',
    "return says(function () { UrlFetchApp.fetch('https://h.test/' + times('x', 2082)); });",
    'Exception: Limit Exceeded: URLFetch URL Length.',
  ],
];

describe.each([
  ['cells', CELLS],
  ['the grid', GRID],
  ['buffered writes', BUFFER],
  ['stores and locks', STORES],
  ['the runtime', RUNTIME],
  ['requests', HTTP],
])('%s', (_, statements) => {
  it.each(statements)('%s', async (_statement, body, expected) => {
    const { HttpError } = jest.requireActual<typeof import('../../local/host/http/transport')>(
      '../../local/host/http/transport',
    );
    const made = await script(`${PRELUDE}${body}\n}`, {
      inThread: true,
      sources: ({ url, method, headers, body: sent }) => {
        const { hostname, pathname } = new URL(url);
        if (pathname === '/down') throw new HttpError('address-unavailable');
        const missing = pathname === '/404';
        if (pathname === '/away' && hostname === 'h.test')
          return {
            status: 302,
            headers: [['Location', 'https://elsewhere.test/away']],
            body: Buffer.from(''),
          };
        const words =
          hostname === 'elsewhere.test'
            ? `${hostname} got ${headers['Key']}`
            : `${method} ${pathname}${sent ? ` ${Buffer.from(sent).toString()}` : ''}`;
        return {
          status: missing ? 404 : 200,
          headers: [],
          body: Buffer.from(missing ? 'n'.repeat(200) : words),
        };
      },
    });
    expect(await made.call('t')).toEqual(expected);
  });
});

describe('executions', () => {
  it('keep no memory between them', async () => {
    const { call } = await script('var n = 0; function t() { return ++n; }', { inThread: true });
    expect([await call('t'), await call('t')]).toEqual([1, 1]);
  });

  it('that are killed give their lock back, and run no finally', async () => {
    const made = await script(
      `function t() { try { LockService.getDocumentLock().tryLock(0); SpreadsheetApp.flush(); }
        finally { PropertiesService.getScriptProperties().setProperty('finally', 'ran'); } }
       function free() { return LockService.getDocumentLock().tryLock(0); }`,
      { inThread: true, beforeCall: (_, name) => (name === 'SpreadsheetApp.flush' ? 'kill' : undefined) },
    );
    expect((await made.run('t')).status).toBe('killed');
    expect([await made.call('free'), made.host.state.properties.script]).toEqual([true, {}]);
  });

  it('may lose or land what they had buffered when they are killed; an edit in between comes before it', async () => {
    const source = `function t() { var s = SpreadsheetApp.getActive().getSheets()[0];
      s.getRange('A1').setValue('script'); SpreadsheetApp.flush(); }`;
    const cells = async (landed: number) => {
      const made = await script(source, {
        inThread: true,
        beforeCall: (_, name) => {
          if (name !== 'SpreadsheetApp.flush') return undefined;
          const sheet = made.host.workbook.sheets[0];
          if (sheet) sheet.cells[0] = [{ value: 'person' }];
          return { kill: true, landed };
        },
      });
      await made.run('t');
      return made.host.workbook.sheets[0]?.cells[0]?.[0]?.value;
    };
    expect([await cells(0), await cells(1)]).toEqual(['person', 'script']);
  });

  it('started by a trigger make triggers of a minute or less disabled', async () => {
    const { run, host } = await script(
      `function t() { ScriptApp.newTrigger('t').timeBased().after(60000).create(); ScriptApp.newTrigger('t').timeBased().after(120000).create(); }`,
      { inThread: true },
    );
    await run('t', [], { kind: 'trigger' });
    expect(host.state.triggers.map(({ disabled }) => disabled)).toEqual([true, false]);
  });

  it('of triggers leave fired one-shots listed', async () => {
    const { call, host } = await script(
      "function t() { ScriptApp.newTrigger('u').timeBased().after(1000).create(); } function u() {}",
      { inThread: true },
    );
    await call('t');
    const trigger = host.nextTrigger();
    if (trigger) await host.fire(trigger);
    expect([host.state.triggers.length, host.nextTrigger()]).toEqual([1, undefined]);
  });

  it('have no user interface when a trigger starts them', async () => {
    const { run } = await script('function t() { SpreadsheetApp.getUi(); }', { inThread: true });
    expect((await run('t', [], { kind: 'trigger' })).error?.message).toBe(
      'Cannot call SpreadsheetApp.getUi() from this context.',
    );
  });

  it('may ask 20,000 addresses a day, each of a fetchAll counted, in any 24 hours', async () => {
    const state = emptyState();
    state.quotas.urlFetch = [[START - 60_000, 19_999]];
    const made = await script(
      "function t() { return UrlFetchApp.fetchAll(['https://h.test/', 'https://h.test/']).length; }",
      { inThread: true, state, sources: () => ({ status: 200, headers: [], body: Buffer.from('') }) },
    );
    const refused = await made.failure('t');
    await made.host.options.clock.pass(86_400_000);
    expect([refused, await made.failure('t')]).toEqual([
      'Service invoked too many times for one day: urlfetch.',
      undefined,
    ]);
  });
});
