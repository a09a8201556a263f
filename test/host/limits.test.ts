import { emptyState } from '../../local/host';
import { MESSAGE, START, useScripts, withSheet } from './support';

const script = useScripts();
const FULL = 'You have exceeded the property storage quota. Please remove some properties and try again.';

describe('the time of an execution', () => {
  const LONG = `
    function t() {
      var sheet = SpreadsheetApp.getActive().getSheets()[0];
      try {
        sheet.getRange('A1').setValue('flushed'); SpreadsheetApp.flush();
        sheet.getRange('A2').setValue('buffered');
        for (;;) Utilities.sleep(60000);
      } catch (e) {
        PropertiesService.getScriptProperties().setProperty('caught', String(e));
      } finally {
        PropertiesService.getScriptProperties().setProperty('finally', 'ran');
      }
    }`;

  it('ends after six minutes: no catch, no finally, nothing of what was buffered', async () => {
    const { run, host } = await script(LONG);
    const result = await run('t');
    expect(result).toMatchObject({
      status: 'timeout',
      virtualMs: 360_000,
      error: { message: 'Exceeded maximum execution time' },
    });
    expect(host.state.properties.script).toEqual({});
    expect(host.workbook.sheets[0]?.cells.map((row) => row?.[0]?.value)).toEqual(['flushed']);
    expect(host.violations).toBe(1);
    expect(host.state.clock).toBe(START + 360_000);
  });

  it('of a simple trigger ends after thirty seconds', async () => {
    const { run } = await script(LONG);
    expect(await run('t', [], { kind: 'simple' })).toMatchObject({ status: 'timeout', virtualMs: 30_000 });
  });

  it('of triggers is ninety minutes a day', async () => {
    const state = emptyState();
    state.quotas.triggerMs = [[START - 60_000, 89 * 60_000]];
    const { run } = await script('function t() { for (;;) Utilities.sleep(300000); }', { state });
    expect(await run('t', [], { kind: 'trigger' })).toMatchObject({
      status: 'error',
      virtualMs: 60_000,
      error: { message: 'Service using too much computer time for one day' },
    });
    expect(await run('t', [], { kind: 'trigger' })).toMatchObject({ status: 'error', virtualMs: 0 });
    expect((await run('t', [], { kind: 'menu' })).status).toBe('timeout');
  });

  it('counts sleep, which has its own limit', async () => {
    const { run } = await script(`${MESSAGE} function t() {
      Utilities.sleep(5000);
      return [300001, -1, 'soon'].map(function (ms) { return message(function () { Utilities.sleep(ms); }); });
    }`);
    const { value, virtualMs } = await run('t');
    expect(value).toEqual([
      'Exception: Invalid argument: 300001. Should be between 0 and 300000.',
      'Exception: Invalid argument: -1. Should be between 0 and 300000.',
      'Exception: Cannot convert soon to int.',
    ]);
    expect(virtualMs).toBe(6000);
  });
});

describe('a kill before a call', () => {
  it('runs no further code and loses what was buffered', async () => {
    const { run, host } = await script(
      withSheet(`try { sheet.getRange('A1').setValue(1); SpreadsheetApp.flush(); }
        finally { PropertiesService.getScriptProperties().setProperty('finally', 'ran'); }`),
      { beforeCall: (_, name) => (name === 'SpreadsheetApp.flush' ? 'kill' : undefined) },
    );
    expect(await run('t')).toMatchObject({ status: 'killed' });
    expect(host.state.properties.script).toEqual({});
    expect(host.workbook.sheets[0]?.cells).toEqual([]);
    expect((await run('t')).status).toBe('killed');
  });
});

describe('properties', () => {
  it('have limits of size', async () => {
    const { call, host } = await script(`${MESSAGE}
      function t() {
        var store = PropertiesService.getScriptProperties();
        var text = function (n) { return new Array(n + 1).join('x'); };
        return [
          message(function () { store.setProperty('a', text(9216)); }),
          message(function () { store.setProperty('a', text(9217)); }),
          message(function () { store.setProperty('a', text(9214) + '\\u20ac'); }),
          message(function () { store.setProperty('', 'x'); }),
          message(function () { store.setProperty(text(8067), 'x'); }),
          message(function () { for (var i = 0; i < 60; i++) store.setProperty('k' + i, text(9000)); }),
          store.getKeys().length,
        ];
      }`);
    expect(await call('t')).toEqual([
      'nothing',
      'Exception: Argument too large: value',
      'Exception: Argument too large: value',
      'Exception: When setting or getting a property value, the property name must not be null or empty.',
      'Exception: Data storage error',
      `Exception: ${FULL}`,
      56,
    ]);
    expect(host.largestPropertyBytes).toBe(9216);
  });

  it('are texts, in three stores, and each call counts to the day', async () => {
    const { call, host } = await script(`
      function t() {
        var script = PropertiesService.getScriptProperties();
        script.setProperties({ a: 1, b: true }).setProperty('c', 'x').deleteProperty('b');
        PropertiesService.getUserProperties().setProperties({ u: 'v' }, true);
        return [script.getProperty('a'), script.getProperty('none'), script.getProperties(),
          PropertiesService.getDocumentProperties().getKeys()];
      }`);
    expect(await call('t')).toEqual(['1', null, { a: '1', c: 'x' }, []]);
    expect(host.state.quotas.propertyCalls.reduce((sum, [, n]) => sum + n, 0)).toBe(8);
  });

  it('may be asked fifty thousand times a day', async () => {
    const state = emptyState();
    state.quotas.propertyCalls = [[START - 60_000, 49_999]];
    const { run, host } = await script(
      `${MESSAGE} function t() {
        var store = PropertiesService.getScriptProperties();
        return [store.getProperty('a'), message(function () { store.getProperty('a'); })];
      }`,
      { state },
    );
    expect((await run('t')).value).toEqual([
      null,
      'Exception: Service invoked too many times for one day: properties.',
    ]);
    await host.options.clock.pass(86_400_000);
    expect((await run('t')).value).toEqual([null, 'nothing']);
  });
});

describe('the cache', () => {
  it('has limits of size and forgets', async () => {
    const { call } = await script(`${MESSAGE}
      function t() {
        var cache = CacheService.getScriptCache();
        var text = function (n) { return new Array(n + 1).join('x'); };
        var out = [
          message(function () { cache.put('a', text(102400)); }),
          message(function () { cache.put('a', text(102401)); }),
          message(function () { cache.put(text(251), 'x'); }),
          message(function () { cache.get(''); }),
        ];
        cache.put('short', 1, 10); cache.put('object', {});
        out.push(cache.get('short'), cache.get('object'));
        Utilities.sleep(10000);
        out.push(cache.get('short'), cache.getAll(['a', 'short']).a.length);
        Utilities.sleep(290000);
        return out;
      } function later() { Utilities.sleep(300000); return CacheService.getScriptCache().get('object'); }`);
    expect(await call('t')).toEqual([
      'nothing',
      'Exception: Argument too large: value',
      'Exception: Argument too large: key',
      'Exception: Invalid argument: key',
      '1',
      '[object Object]',
      null,
      102400,
    ]);
    expect(await call('later')).toBeNull();
  });

  it('drops the oldest tenth above a thousand', async () => {
    const { call } = await script(`
      function t() {
        var cache = CacheService.getScriptCache(), many = {};
        for (var i = 0; i < 1000; i++) { many['k' + i] = 'v'; }
        cache.putAll(many);
        var before = Object.keys(cache.getAll(Object.keys(many))).length;
        cache.put('new', 'v');
        return [before, Object.keys(cache.getAll(Object.keys(many).concat('new'))).length, cache.get('new')];
      }`);
    expect(await call('t')).toEqual([1000, 900, 'v']);
  });
});
