/** What the pages call, in the built script on the local host. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { routeTo } from '../../local/cli/route';
import { startDemoServer, type DemoServer } from '../../local/demo/server';
import {
  createHost,
  emptyState,
  newWorkbook,
  simulatedClock,
  type Host,
  type HostOptions,
} from '../../local/host';
import type { Boot, Failures, Said, Selected, Status, Walk } from '../../src/sidebar/api';

const bundleDir = path.join(__dirname, '../../dist');
const NOW = Date.parse('2026-03-10T13:00:00Z');
const MINUTE = 60_000;

let demo: DemoServer;
let host: Host;

beforeAll(async () => {
  demo = await startDemoServer({ world: 'before' });
});
afterAll(() => demo.close());
afterEach(async () => {
  await host?.close();
  host = undefined as never;
});

async function open(options: Partial<HostOptions> = {}): Promise<void> {
  host = await createHost({
    bundleDir,
    workbook: newWorkbook('Book'),
    state: emptyState(),
    clock: simulatedClock(NOW),
    account: 'consumer',
    route: routeTo(demo.origin),
    ...options,
  });
}

async function ask<T>(name: string, request?: object | string): Promise<T> {
  const json = typeof request === 'string' ? request : JSON.stringify(request ?? {});
  const { value, error } = await host.run(name, [json], { kind: 'page' });
  if (error) throw new Error(error.message);
  return JSON.parse(String(value)) as T;
}

const set = (values: Record<string, string | null>) => ask<{ ok: boolean }>('saveSettings', values);
const status = () => ask<Status>('runStatus');
const KEYS = { TMDB_BEARER: 'demo-bearer', CONTACT: 'curator@example.org' };

function bootOf(page: string): Boot {
  const json = /<script id="boot" type="application\/json">(.*?)<\/script>/s.exec(page)?.[1] ?? '';
  return JSON.parse(json) as Boot;
}

async function shownBy(name: string): Promise<string> {
  expect(await host.run(name)).toMatchObject({ status: 'ok' });
  return host.shown[host.shown.length - 1]?.html ?? '';
}

describe('the page', () => {
  const file = readFileSync(path.join(bundleDir, 'sidebar.html'), 'utf8');

  it('stays under 120 KB and asks nothing of other places', () => {
    expect(Buffer.byteLength(file)).toBeLessThan(120 * 1000);
    expect(file).not.toMatch(/<(?:script|link|img|iframe)[^>]+(?:src|href)=/i);
    expect(file).not.toMatch(/@import|url\(|fetch\(|XMLHttpRequest|new WebSocket/);
    expect(file).not.toMatch(/dangerouslySetInnerHTML=|document\.write|eval\(/);
  });

  it.each(['openSidebar', 'openSettings', 'openSchedules', 'openRestore', 'openHelp'])(
    '%s starts from what is true at that moment',
    async (name) => {
      await open();
      const boot = bootOf(await shownBy(name));
      expect(boot.page).toBe(name.slice(4).toLowerCase());
      expect(boot.steps[0]).toMatchObject({ id: 'all', kind: 'all' });
      expect(boot.functions).toContain('runStatus');
      expect(boot.settings === undefined).toBe(!['openSidebar', 'openSettings'].includes(name));
      const shown = host.shown[host.shown.length - 1];
      expect(shown?.kind).toBe(name === 'openSidebar' ? 'sidebar' : 'dialog');
    },
  );

  it('holds no key, and no text of the workbook becomes markup', async () => {
    await open();
    const evil = '</script><script>alert(1)</script>';
    await set({ TMDB_BEARER: 'very-secret-token', WWHL_HOST: evil });
    const page = await shownBy('openSettings');
    expect(page).not.toContain('very-secret-token');
    expect(page).not.toContain(evil);
    const settings = new Map(bootOf(page).settings?.map((setting) => [setting.name, setting]));
    expect(settings.get('TMDB_BEARER')).toMatchObject({ isSet: true, value: '' });
    expect(settings.get('WWHL_HOST')).toMatchObject({ isSet: true, value: evil });
  });
});

describe('requests of a page', () => {
  it.each([
    ['a list', '[1]', 'The request is not an object.'],
    ['no JSON', 'not json', 'The request is not JSON.'],
    ['a number for a text', JSON.stringify({ tab: 5 }), '"tab" must be a text'],
    ['half a row', JSON.stringify({ tab: 'Sheet1', row: 0.5 }), '"row" must be a whole number'],
    ['far too much', JSON.stringify({ tab: 'x'.repeat(200_000) }), 'longer than'],
  ])('%s is refused', async (_, json, message) => {
    await open();
    host.workbook.sheets[0]!.name = 'Sheet1';
    await expect(ask('goTo', json)).rejects.toThrow(message);
  });

  it.each([
    [{ step: 'nonsense' }, 'There is no step "nonsense".'],
    [{ step: 'all', options: { limit: -1 } }, '"limit" must be a whole number'],
    [{ step: 'all', options: { unheard: true } }, 'There is no option "unheard".'],
    [{ step: 'all', options: { startRow: 9, endRow: 3 } }, 'The last row comes before the first.'],
  ])('a run that cannot be: %o', async (request, message) => {
    await open();
    expect((await ask<Said>('startRun', request)).message).toContain(message);
    expect((await status()).run).toBeNull();
  });
});

describe('the status', () => {
  it('of a workbook without a run tells of the sources only', async () => {
    await open();
    await set({ CONTACT: 'curator@example.org', FAMOUS_BIRTHDAYS_DAILY: '450', FETCHES_DAILY: '19500' });
    const { run, sources, next, timeZone } = await status();
    expect(run).toBeNull();
    expect(next).toBe('');
    expect(timeZone).toBe(host.workbook.timeZone);
    const of = (id: string) => sources.find(({ source }) => source === id);
    expect(of('wikidata')).toMatchObject({ on: true, usedToday: 0, dailyLimit: null });
    expect(of('famousBirthdays')).toMatchObject({ on: true, dailyLimit: 450 });
    expect(of('tmdb')).toMatchObject({ on: false });
    expect(of('tmdb')?.why).toContain('TMDB_BEARER');
    expect(of('all')).toMatchObject({ dailyLimit: 19_500 });
  });

  it('is the report of the same run, and cheap', async () => {
    await open();
    await set(KEYS);
    await ask('startRun', { step: 'showinfo', options: { limit: 3 } });
    const before = { ...host.calls };
    const { run, sources } = await status();
    const spent = Object.keys(host.calls).filter((name) => host.calls[name] !== before[name]);
    expect(spent.filter((name) => /^(?:Range|Sheet|Lock|Cache|UrlFetch)/.test(name))).toEqual([]);
    expect((host.calls['Properties.getProperties'] ?? 0) - (before['Properties.getProperties'] ?? 0)).toBe(2);
    expect(run).toMatchObject(await ask<object>('runReport'));
    expect(run).toMatchObject({ state: 'done', live: false, stale: false, tabs: { showinfo: 'ShowInfo' } });
    const asked = run?.stages.flatMap(({ steps }) => steps).filter(({ step }) => step !== 'quality');
    const requests = asked?.reduce((sum, step) => sum + step.requests + step.retries, 0);
    const used = sources.filter(({ source }) => source !== 'all');
    expect(used.reduce((sum, source) => sum + source.usedToday, 0)).toBe(requests);
    expect(sources.find(({ source }) => source === 'all')?.usedToday).toBe(requests);
  });

  it('shows a run while it is at work, and says how far it is', async () => {
    const seen: Status[] = [];
    let busy = false;
    await open({
      afterCall: async (n) => {
        if (busy || n < 60 || n % 25 !== 0) return;
        busy = true;
        seen.push(await status());
        busy = false;
      },
    });
    await set(KEYS);
    await ask('startRun', { step: 'showinfo', options: { batchSize: 5 } });
    const live = seen.flatMap(({ run }) => (run?.live ? [run] : []));
    expect(live.length).toBeGreaterThan(2);
    expect(new Set(live.map(({ stepNow }) => stepNow)).size).toBeGreaterThan(1);
    for (const run of live) {
      expect(run.stageTitle).not.toBe(run.stepNow === 'quality' ? run.stepNow : '');
      expect(run.progress.done).toBeLessThanOrEqual(run.progress.total);
    }
    expect(live.some(({ rate, leftMs }) => rate > 0 && leftMs !== null)).toBe(true);
    expect((await status()).run).toMatchObject({ live: false, state: 'done' });
  });

  it('lets nobody else take over a run whose triggers only its maker sees', async () => {
    let kill = 150;
    await open({ beforeCall: () => (--kill === 0 ? 'kill' : undefined) });
    await set(KEYS);
    const request = JSON.stringify({ step: 'showinfo', options: { limit: 3 } });
    const begin = (user: string) => host.run('startRun', [request], { kind: 'page', user });
    expect((await begin('bo')).status).toBe('killed');
    const before = (await status()).run?.runId;
    const hers = JSON.parse(String((await begin('ana')).value)) as Said;
    expect(hers).toMatchObject({ ok: false });
    expect(hers.message).toContain('has been running since');
    expect((await status()).run?.runId).toBe(before);
    // Hours later nothing has gone on with it: it is not waited for any longer.
    await host.options.clock.pass(4 * 60 * MINUTE);
    expect(JSON.parse(String((await begin('ana')).value))).toMatchObject({ ok: true });
  });

  it('never shows a run as live that was killed, and says when it goes on', async () => {
    let kill = 150;
    await open({ beforeCall: () => (--kill === 0 ? 'kill' : undefined) });
    await set(KEYS);
    expect((await host.run('startRun', [JSON.stringify({ step: 'all' })], { kind: 'page' })).status).toBe(
      'killed',
    );
    const { clock } = host.options;
    await clock.pass(7 * MINUTE);
    const cut = await status();
    expect(cut.run).toMatchObject({ state: 'running', live: false, stale: false });
    expect(cut.next).toMatch(/^Goes on by itself, at \d\d:\d\d at the latest\.$/);
    await clock.pass(40 * MINUTE);
    const lost = await status();
    expect(lost.run).toMatchObject({ live: false, stale: true });
    expect(lost.next).toContain('Resume');
  });

  it('says what a used-up source waits for, in words', async () => {
    await open();
    await set({ ...KEYS, IMDB: 'on', IMDB_DAILY: '2' });
    const request = { step: 'castinfo.members', options: {} };
    await ask('startRun', { step: 'showinfo', options: { limit: 4 } });
    await ask('startRun', request);
    const { run, sources, next } = await status();
    expect(run?.state).toBe('parked');
    const imdb = sources.find(({ source }) => source === 'imdb');
    expect(imdb).toMatchObject({ usedToday: 2, dailyLimit: 2 });
    expect(imdb?.paused?.why).toMatch(/^2 of 2 used, goes on at about \d\d:\d\d tomorrow$/);
    expect(next).toMatch(/^Goes on by itself, by about \d\d:\d\d tomorrow\.$/);
  });

  it('gives way to another while it waits, if a person wants that, and what it waited for stays due', async () => {
    await open();
    await set({ ...KEYS, IMDB: 'on', IMDB_DAILY: '2' });
    const casts = { step: 'castinfo.members', options: {} };
    await ask('startRun', { step: 'showinfo', options: { limit: 4 } });
    await ask('startRun', casts);
    const waiting = (await status()).run;
    expect(waiting?.state).toBe('parked');
    const check = { step: 'quality', options: {} };
    expect(await ask('startRun', check)).toMatchObject({
      ok: false,
      message: expect.stringContaining('waits for a quota'),
    });
    expect(await ask('startRun', { ...check, instead: true })).toMatchObject({ ok: true });
    expect((await status()).run).toMatchObject({ step: 'quality', state: 'done' });
    expect(host.state.triggers).toEqual([]);
    await ask('startRun', casts);
    expect((await status()).run).toMatchObject({ state: 'parked', parked: waiting?.parked });
  });

  it('gives way to none while it is at work', async () => {
    let inner: unknown;
    await open({
      beforeCall: async (_n, _call, { kind }) => {
        if (
          inner === undefined &&
          kind === 'page' &&
          host.workbook.sheets.some(({ name }) => name === 'ShowInfo')
        ) {
          inner = null;
          inner = await ask('startRun', { step: 'quality', options: {}, instead: true });
        }
        return undefined;
      },
    });
    await set(KEYS);
    await ask('startRun', { step: 'showinfo', options: { limit: 4 } });
    expect(inner).toMatchObject({ ok: false, message: expect.stringContaining('has been running since') });
    expect((await status()).run).toMatchObject({ step: 'showinfo', state: 'done' });
  });
});

describe('the test of a source', () => {
  it.each([
    ['tmdb', { TMDB_BEARER: 'demo-bearer' }, true, 'TMDb answers.'],
    [
      'tmdb',
      { TMDB_BEARER: 'bad-bearer' },
      false,
      'TMDb refuses the key; check it in Settings › Keys (TMDB_BEARER',
    ],
    ['tmdb', {}, false, 'No TMDb key is set'],
    ['wikidata', { CONTACT: 'curator@example.org' }, true, 'Wikidata answers.'],
    ['wikidata', {}, false, 'Wikidata needs your contact address'],
    ['gemini', { GEMINI_API_KEY: 'bad-key' }, false, 'Gemini refuses the key'],
    ['gemini', { GEMINI_API_KEY: 'demo-gemini' }, true, 'Your key may use gemini-3.5-flash-lite'],
    [
      'gemini',
      { GEMINI_API_KEY: 'demo-gemini', GEMINI_MODEL: 'gemini-1.0' },
      false,
      'may not use gemini-1.0',
    ],
    ['tvdb', { TVDB_API_KEY: 'bad-key' }, false, 'TheTVDB refuses the key'],
    ['tvdb', { TVDB_API_KEY: 'demo-tvdb' }, true, 'TheTVDB answers.'],
    ['famousBirthdays', { FAMOUS_BIRTHDAYS_DAILY: '-1' }, false, 'is no whole number'],
    ['nothing', {}, false, 'There is no source "nothing".'],
  ])('%s with %o', async (source, typed, ok, message) => {
    await open();
    const said = await ask<Said>('testSource', { source, typed });
    expect(said.message).toContain(message);
    expect(said.ok).toBe(ok);
    // Nothing that was typed for the test is kept.
    expect(Object.keys(host.state.properties.user)).toEqual([]);
    expect(Object.keys(host.state.properties.document).filter((name) => name.startsWith('setting.'))).toEqual(
      [],
    );
  });

  it('is counted like any other request, and leaves a used-up source alone', async () => {
    await open();
    await set({ FAMOUS_BIRTHDAYS_DAILY: '1' });
    expect((await ask<Said>('testSource', { source: 'famousBirthdays' })).ok).toBe(true);
    const used = (await status()).sources.find(({ source }) => source === 'famousBirthdays');
    expect(used).toMatchObject({ usedToday: 1, dailyLimit: 1 });
    const again = await ask<Said>('testSource', { source: 'famousBirthdays' });
    expect(again.message).toMatch(/was not asked: .* goes on at about \d\d:\d\d tomorrow/);
    expect(host.http['www.famousbirthdays.com']?.requests).toBe(1);
  });
});

describe('the upload of the IMDb list', () => {
  const csv =
    'Position,Const,Title,Title Type,Year\n1,tt0239195,"Survivor, the show",TV Series,2000\n2,nm0000001,Somebody,,\n3,tt0364845,=cmd(),TV Series,2003\n';

  it('puts the list into its tab as it is, in the place of an older one', async () => {
    await open();
    for (const text of [`\ufeff${csv}4,tt0000004,Older,TV Series,1999\n`, csv]) {
      const said = await ask<Said & { rows: number }>('uploadImdbList', { csv: text });
      expect(said.ok).toBe(true);
      expect(said.message).toContain('1 other line was left out');
    }
    const { value } = await host.run('selectedRows', ['{}'], { kind: 'page' });
    expect(value).toBeDefined();
    const sheet = host.workbook.sheets.find(({ name }) => name === 'IMDb List');
    const text = JSON.stringify(sheet);
    expect(text).toContain('Survivor, the show');
    expect(text).toContain('=cmd()');
    expect(text).not.toContain('Older');
    expect(text).not.toContain('Somebody');
  });

  it.each([
    ['', 'cannot be read as CSV'],
    ['Name,Year\nSurvivor,2000\n', 'no column "Const"'],
    ['Const,Title\nnm0000001,Somebody\n', 'lists no title'],
    ['Const,Title\n"tt0239195,Survivor\n', 'cannot be read as CSV'],
  ])('refuses %j and changes nothing', async (text, message) => {
    await open();
    const said = await ask<Said>('uploadImdbList', { csv: text });
    expect(said.ok).toBe(false);
    expect(said.message).toContain(message);
    expect(host.workbook.sheets.some(({ name }) => name === 'IMDb List')).toBe(false);
  });
});

describe('the first run', () => {
  const openSteps = (walk: Walk) => walk.steps.flatMap(({ id, open: isOpen }) => (isOpen ? [id] : []));

  it('is walked from keys to the run', async () => {
    await open();
    expect(openSteps(await ask('firstRun'))).toEqual(['keys', 'contact', 'lists', 'try', 'run']);
    await set({ TMDB_BEARER: 'demo-bearer' });
    expect(openSteps(await ask('firstRun'))).toEqual(['contact', 'lists', 'try', 'run']);
    await set({ CONTACT: 'curator@example.org' });
    expect(openSteps(await ask('keepWalk', { done: 'lists' }))).toEqual(['try', 'run']);
    await ask('startRun', { step: 'showinfo', options: { dryRun: true, limit: 3 } });
    expect(openSteps(await ask('firstRun'))).toEqual(['run']);
    await ask('startRun', { step: 'showinfo', options: { limit: 3 } });
    expect(await ask<Walk>('firstRun')).toMatchObject({ shown: false });
    expect(openSteps(await ask('firstRun'))).toEqual([]);
  });

  it('can be left and taken up again', async () => {
    await open();
    expect(await ask<Walk>('firstRun')).toMatchObject({ shown: true });
    expect(await ask<Walk>('keepWalk', { left: true })).toMatchObject({ shown: false });
    expect(await ask<Walk>('firstRun')).toMatchObject({ shown: false });
    expect(await ask<Walk>('keepWalk', { left: false })).toMatchObject({ shown: true });
  });

  it('asks about rows that are there already', async () => {
    await open();
    const [sheet] = host.workbook.sheets;
    sheet!.name = 'CastInfo';
    await ask('uploadImdbList', { csv: 'Const,Title\ntt0239195,Survivor\n' });
    host.workbook.sheets.find(({ name }) => name === 'IMDb List')!.name = 'FinalList';
    const walk = await ask<Walk>('firstRun');
    expect(walk.rows).toBe(1);
    expect(openSteps(walk)).toContain('rows');
    await set({ ADOPT_EXISTING_ROWS: 'off' });
    expect(openSteps(await ask('firstRun'))).not.toContain('rows');
  });
});

describe('cells', () => {
  it('are found by tab, key, row, column and place', async () => {
    await open();
    await set(KEYS);
    await ask('startRun', { step: 'showinfo', options: {} });
    const to = (request: object) => ask<Said>('goTo', request);
    expect(await to({ tab: 'ShowInfo', row: 3, column: 'Network' })).toEqual({
      ok: true,
      message: 'ShowInfo!B3',
    });
    const key = await host.run('selectedRows', ['{}'], { kind: 'page' });
    expect(JSON.parse(String(key.value))).toEqual({
      tab: 'ShowInfo',
      startRow: 3,
      endRow: 3,
    } satisfies Selected);
    expect(await to({ tab: 'ShowInfo' })).toMatchObject({ ok: true, message: 'ShowInfo!A1' });
    expect(await to({ tab: 'ShowInfo', cell: 'C4' })).toMatchObject({ ok: true, message: 'ShowInfo!C4' });
    expect(await to({ tab: 'ShowInfo', cell: 'C4:D9' })).toMatchObject({ ok: false });
    expect(await to({ tab: 'Nowhere' })).toEqual({ ok: false, message: 'There is no tab Nowhere.' });
    expect(await to({ tab: 'ShowInfo', key: 'tt9999999' })).toMatchObject({ ok: false });
  });

  it('against a quality rule are found where their row is now', async () => {
    await open();
    await set(KEYS);
    await ask('startRun', { step: 'showinfo', options: {} });
    const sheet = host.workbook.sheets.find(({ name }) => name === 'ShowInfo')!;
    const heads = sheet.cells[0]!.map((cell) => String(cell?.value));
    const seasons = heads.indexOf('ShowTotalSeasons');
    for (const row of [3, 4]) sheet.cells[row - 1]![seasons] = { value: 'many' };
    // The last row says the key of the first again.
    const last = sheet.cells.length - 1;
    for (const id of ['TMDbSeriesID', 'IMDbSeriesID'].map((head) => heads.indexOf(head)))
      sheet.cells[last]![id] = { ...sheet.cells[1]![id]! };
    await ask('startRun', { step: 'quality', options: {} });
    const { failures } = await ask<Failures>('listFailures', { offset: 0, limit: 100 });
    const many = failures.filter(({ column }) => column === 'ShowTotalSeasons');
    expect(many.map(({ cell }) => Number(cell.slice(1)))).toEqual([3, 4]);
    const twice = failures.filter(
      ({ key }) => key === String(sheet.cells[1]![heads.indexOf('TMDbSeriesID')]?.value),
    );
    expect(twice.length).toBeGreaterThan(0);
    const to = ({ tab, cell, key, column }: Failures['failures'][number]) =>
      ask<Said>('goTo', { tab, cell, key, column });
    for (const one of [...many, ...twice])
      expect(await to(one)).toEqual({ ok: true, message: `ShowInfo!${one.cell}` });
    // A person puts a row in at the top and a column in front.
    sheet.cells.splice(1, 0, []);
    for (const row of sheet.cells) row.unshift(undefined as never);
    const letter = many[0]!.cell.slice(0, 1);
    const next = String.fromCharCode(letter.charCodeAt(0) + 1);
    expect(await Promise.all(many.map(to))).toEqual(
      [4, 5].map((row) => ({ ok: true, message: `ShowInfo!${next}${row}` })),
    );
  });
});
