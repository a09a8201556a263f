import { MESSAGE, START, useScripts } from './support';

const script = useScripts();

const ABSENT =
  `setTimeout setInterval clearTimeout queueMicrotask structuredClone fetch Headers Request Response
  FormData URL URLSearchParams atob btoa TextEncoder TextDecoder Blob File crypto performance navigator
  AbortController Event EventTarget window self document process Buffer require module exports global
  XMLHttpRequest WebSocket SharedArrayBuffer`.split(/\s+/);

describe('globals', () => {
  it('are those of Apps Script only', async () => {
    const { call } = await script(`
      function absent(names) { return names.filter(function (name) {
        return (0, eval)('typeof ' + name) !== 'undefined';
      }); }
      function present() { return [typeof globalThis, typeof Intl, typeof BigInt, typeof Proxy, typeof console.log,
        typeof Logger.log, typeof SpreadsheetApp.flush, typeof UrlFetchApp.fetchAll]; }
    `);
    expect(await call('absent', ABSENT)).toEqual([]);
    expect(await call('present')).toEqual([
      'object',
      'object',
      'function',
      'function',
      ...Array<string>(4).fill('function'),
    ]);
  });

  it('lead to nothing of Node', async () => {
    const { call } = await script(`
      function escape() {
        var ways = [SpreadsheetApp.flush, console.log, Logger.log, Date, Date.now, Math.random,
          SpreadsheetApp.getActiveSpreadsheet().getSheets, UrlFetchApp.fetch];
        return ways.map(function (way) { return way.constructor('return typeof process')(); });
      }
      function realm() { return SpreadsheetApp.getActive().getSheets() instanceof Array; }
    `);
    expect(new Set((await call('escape')) as string[])).toEqual(new Set(['undefined']));
    expect(await call('realm')).toBe(true);
  });

  it('start anew in every execution', async () => {
    const { call } = await script('var count = 0; function next() { return ++count; }');
    expect([await call('next'), await call('next')]).toEqual([1, 1]);
  });

  it('tell the time of the clock', async () => {
    const { call } = await script(`
      function times() { var a = Date.now(); Utilities.sleep(5000); return [a, new Date().getTime() - a]; }
    `);
    expect(await call('times')).toEqual([START + 1000, 5000]);
  });
});

describe('services', () => {
  it('throw for what the host has not', async () => {
    const { call } = await script(`${MESSAGE}
      function t() { return [
        message(function () { SpreadsheetApp.create('x'); }),
        message(function () { SpreadsheetApp.getActive().getSheets()[0].getRange('A1').setBorder(true); }),
        message(function () { GmailApp.sendEmail('a', 'b', 'c'); }),
        message(function () { SpreadsheetApp.getActive().anything = 1; }),
      ]; }`);
    expect(await call('t')).toEqual([
      'Exception: not implemented in the local host: SpreadsheetApp.create',
      'Exception: not implemented in the local host: Range.setBorder',
      'Exception: not implemented in the local host: GmailApp.sendEmail',
      'TypeError: Object does not allow properties to be added or changed.',
    ]);
  });

  it('check their arguments in the words of Google', async () => {
    const { call } = await script(`${MESSAGE}
      function t() {
        var sheet = SpreadsheetApp.getActive().getSheets()[0];
        return [
          message(function () { sheet.getRange('A1').setValues('x'); }),
          message(function () { sheet.getRange('A1').setNumberFormat(null); }),
          message(function () { sheet.getRange(0, 1); }),
          message(function () { sheet.getRange(1, 1, 0, 1); }),
          message(function () { sheet.getRange(1001, 1); }),
          message(function () { sheet.getRange('nonsense'); }),
          message(function () { sheet.getRange(NaN, 1); }),
          message(function () { Utilities.formatDate('x', 'UTC', 'yyyy'); }),
        ];
      }`);
    expect(await call('t')).toEqual([
      "Exception: The parameters (String) don't match the method signature for SpreadsheetApp.Range.setValues.",
      "Exception: The parameters (null) don't match the method signature for SpreadsheetApp.Range.setNumberFormat.",
      'Exception: The starting row of the range is too small.',
      'Exception: The number of rows in the range must be at least 1.',
      'Exception: The coordinates of the range are outside the dimensions of the sheet.',
      'Exception: Range not found',
      'Exception: Cannot convert NaN to int.',
      "Exception: The parameters (String,String,String) don't match the method signature for Utilities.formatDate.",
    ]);
  });
});

describe('entry functions', () => {
  it('must be declared', async () => {
    const { run } = await script('globalThis.hidden = function () {}; function seen() { return 1; }');
    expect((await run('hidden')).error?.message).toBe('Script function not found: hidden');
    expect(await run('seen')).toMatchObject({ status: 'ok', value: 1 });
  });

  it('ending in _ are private to pages and menus', async () => {
    const { run } = await script('function inner_() { return 1; }');
    expect((await run('inner_', [], { kind: 'page' })).status).toBe('error');
    expect((await run('inner_', [], { kind: 'trigger' })).value).toBe(1);
  });

  it('may be async; a rejection that nobody awaits vanishes', async () => {
    const { run } = await script(`
      async function later() { await null; return 7; }
      async function bad() { await null; throw new TypeError('no'); }
      function lost() { Promise.reject(new Error('x')); return 'on'; }
    `);
    expect((await run('later')).value).toBe(7);
    expect((await run('bad')).error).toMatchObject({ name: 'TypeError', message: 'no' });
    for (let round = 0; round < 5; round++) {
      expect(await run('lost')).toMatchObject({ status: 'ok', value: 'on' });
      await new Promise((done) => setTimeout(done, 10));
      expect((await run('later')).value).toBe(7);
    }
  });

  it('tell their error with its place, and their log', async () => {
    const { run } = await script(
      `function f() { console.log('a %s', 'b'); Logger.log(3); throw new Error('bad'); }`,
    );
    const { error, log, status } = await run('f');
    expect(status).toBe('error');
    expect(error?.stack).toMatch(/code\.js:1/);
    expect(log).toEqual(['a b', '3']);
  });

  it('do not run when the bundle fails to load', async () => {
    const { run } = await script(`throw new Error('at load'); function f() { return 1; }`);
    expect((await run('f')).error?.message).toBe('at load');
  });
});

describe('permissions', () => {
  it('are those of the manifest', async () => {
    const manifest = { oauthScopes: ['https://www.googleapis.com/auth/spreadsheets.currentonly'] };
    const { failure, call } = await script(
      `function triggers() { ScriptApp.getProjectTriggers(); } function name() { return SpreadsheetApp.getActive().getName(); }`,
      { manifest },
    );
    expect(await failure('triggers')).toBe(
      'Specified permissions are not sufficient to call ScriptApp.getProjectTriggers. ' +
        'Required permissions: https://www.googleapis.com/auth/script.scriptapp',
    );
    expect(await call('name')).toBe('Book');
  });

  it('of a simple trigger leave the web and triggers out', async () => {
    const { run } = await script(`function onOpen(e) {
      SpreadsheetApp.getUi().createMenu('M').addItem('Go', 'go').addToUi();
      return [e.authMode === ScriptApp.AuthMode.LIMITED, e.source.getName()];
    } function web() { UrlFetchApp.fetch('https://example.com/'); }`);
    expect((await run('onOpen', [], { kind: 'simple' })).value).toEqual([true, 'Book']);
    expect((await run('web', [], { kind: 'simple' })).error?.message).toMatch(
      /^The script does not have permission to perform that action\. Required permissions: \(/,
    );
  });

  it('of a trigger leave the interface out', async () => {
    const { run } = await script('function ui() { SpreadsheetApp.getUi(); }');
    expect((await run('ui', [], { kind: 'trigger' })).error?.message).toBe(
      'Cannot call SpreadsheetApp.getUi() from this context.',
    );
  });
});
