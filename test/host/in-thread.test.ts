import { START, useScripts, withSheet } from './support';

const script = useScripts();
const inThread = { inThread: true };

describe('a script in this thread', () => {
  it('gets the same answers, time and limits', async () => {
    const source = withSheet(`
      sheet.getRange('A1:B1').setValues([['0012', new Date(0)]]);
      var reply = UrlFetchApp.fetch('https://h.test/x', { payload: 'asked' });
      Utilities.sleep(1000);
      var lock = LockService.getDocumentLock();
      return [sheet.getRange('A1').getValue(), reply.getContentText(), lock.tryLock(0), Date.now()];`);
    const { run, host } = await script(source, {
      ...inThread,
      sources: ({ method, body }) => ({
        status: 200,
        headers: [['Content-Type', 'text/plain']],
        body: Buffer.from(`${method} ${Buffer.from(body ?? []).toString()}`),
      }),
    });
    const { value, virtualMs } = await run('t');
    // The instant is the one that the last call told.
    expect(value).toEqual([12, 'post asked', true, START + Math.floor(virtualMs)]);
    expect(host.http['h.test']).toEqual({ requests: 1, status: { 200: 1 } });
    const endless = await script('function t() { for (;;) Utilities.sleep(60000); }', inThread);
    expect(await endless.run('t')).toMatchObject({ status: 'timeout', virtualMs: 360_000 });
  });

  it('does nothing more that can be seen once it is killed', async () => {
    const { run, host } = await script(
      withSheet(`
        try { sheet.getRange('A1').setValue('lost'); ss.getName(); }
        finally {
          try { PropertiesService.getScriptProperties().setProperty('finally', 'ran'); } catch (e) {}
          console.log('after death');
        }`),
      { ...inThread, beforeCall: (_, name) => (name === 'Spreadsheet.getName' ? 'kill' : undefined) },
    );
    expect(await run('t')).toMatchObject({ status: 'killed', log: [] });
    expect(host.state.properties.script).toEqual({});
    expect(host.workbook.sheets[0]?.cells).toEqual([]);
  });

  it('may be run while another is in one of its calls: the lock is held', async () => {
    const source = `
      function outer() { LockService.getDocumentLock().tryLock(0); SpreadsheetApp.flush(); return 'done'; }
      function inner() { return LockService.getDocumentLock().tryLock(0); }`;
    const seen: unknown[] = [];
    const made = await script(source, {
      ...inThread,
      beforeCall: (_, name) => {
        if (name === 'SpreadsheetApp.flush') seen.push(made.host.runNow('inner').value);
      },
    });
    expect((await made.run('outer')).value).toBe('done');
    expect(seen).toEqual([false]);
    expect(made.host.runNow('inner').value).toBe(true);
  });
});

describe('what a hook does to a call', () => {
  const WRITES = withSheet(`
    sheet.getRange('A1').setValue('one'); sheet.insertRowBefore(1); sheet.getRange('A1').setValue('two');
    try { SpreadsheetApp.flush(); } catch (e) { ss.toast(String(e)); }
    sheet.getRange('B1').setValue('three');`);
  const column = (made: Awaited<ReturnType<typeof script>>) =>
    made.host.workbook.sheets[0]?.cells.map((row) => row?.map((cell) => cell?.value ?? ''));

  it.each([
    [0, []],
    [1, [['one']]],
    [2, [undefined, ['one']]],
    [9, [['two'], ['one']]],
  ])('a kill may come when %i buffered writes have reached the sheet', async (landed, cells) => {
    const made = await script(WRITES, {
      ...inThread,
      beforeCall: (_, name) => (name === 'SpreadsheetApp.flush' ? { kill: true, landed } : undefined),
    });
    expect((await made.run('t')).status).toBe('killed');
    expect(column(made)).toEqual(cells);
  });

  const FAILED = 'Service Spreadsheets failed while accessing document with id X.';
  it.each([
    ['before the act', { refuse: FAILED }, undefined, [['two', 'three'], ['one']]],
    [
      'before the act, and what was buffered is lost',
      { refuse: FAILED, lost: true },
      undefined,
      [[undefined, 'three']],
    ],
    ['after it', undefined, { refuse: FAILED }, [['two', 'three'], ['one']]],
  ])('a service may fail %s', async (_, before, after, cells) => {
    const only =
      <T>(what: T) =>
      (_n: number, name: string) =>
        name === 'SpreadsheetApp.flush' ? what : undefined;
    const made = await script(WRITES, { ...inThread, beforeCall: only(before), afterCall: only(after) });
    expect((await made.run('t')).status).toBe('ok');
    expect(made.host.shown).toMatchObject([{ kind: 'toast', text: `Exception: ${FAILED}` }]);
    expect(column(made)).toEqual(cells);
  });

  it('the clock may be wrong, and go back', async () => {
    let error = -3_600_000;
    const { run } = await script('function t() { ScriptApp.getProjectTriggers(); return Date.now(); }', {
      ...inThread,
      clockError: () => error,
    });
    expect((await run('t')).value).toBe(START + 1000 - 3_600_000);
    error = 0;
    expect((await run('t')).value).toBe(START + 2000);
  });
});
