/** Two people at one workbook: what each has for themselves, and what they are told. */
import type { Answer, Question } from '../../local/host/host';
import type { RangeBox } from '../../local/host';
import { START, useScripts, withSheet } from './support';

const script = useScripts();

const STORES = `
function put(value) {
  PropertiesService.getUserProperties().setProperty('key', value);
  PropertiesService.getDocumentProperties().setProperty('key', value);
  CacheService.getUserCache().put('key', value);
}
function get() {
  return [
    PropertiesService.getUserProperties().getProperty('key'),
    CacheService.getUserCache().get('key'),
    PropertiesService.getDocumentProperties().getProperty('key'),
  ];
}
function make() { ScriptApp.newTrigger('who').timeBased().everyHours(1).create(); }
function triggers() { return ScriptApp.getProjectTriggers().length; }
function who() { PropertiesService.getUserProperties().setProperty('ran', 'yes'); }`;

test('user properties and caches are each person’s own, document properties are shared', async () => {
  const { run } = await script(STORES);
  await run('put', ['mine']);
  await run('put', ['hers'], { user: 'ana' });
  expect((await run('get')).value).toEqual(['mine', 'mine', 'hers']);
  expect((await run('get', [], { user: 'ana' })).value).toEqual(['hers', 'hers', 'hers']);
});

test('a trigger is seen by its maker only, and runs as its maker', async () => {
  const { run, host } = await script(STORES);
  await run('make', [], { user: 'ana' });
  expect((await run('triggers')).value).toBe(0);
  expect((await run('triggers', [], { user: 'ana' })).value).toBe(1);
  const trigger = host.nextTrigger();
  if (trigger) await host.fire(trigger);
  expect(host.state.people?.ana?.properties.ran).toBe('yes');
  expect(host.state.properties.user.ran).toBeUndefined();
});

test('each person has a selection, which the script reads and moves', async () => {
  const { run, host } = await script(
    withSheet(`
  if (arg) sheet.getRange(arg).activate();
  return ss.getActiveRange().getA1Notation();`),
  );
  const box = { row: 3, column: 2, rows: 4, columns: 1 };
  Object.assign(host.selectionOf('ana'), { sheetId: host.workbook.sheets[0]?.id, range: box });
  expect((await run('t', [], { user: 'ana' })).value).toBe('B3:B6');
  expect((await run('t')).value).toBe('A1');
  await run('t', ['C7'], { user: 'ana' });
  expect(host.selectionOf('ana').range).toEqual({ row: 7, column: 3, rows: 1, columns: 1 });
});

test('what is shown and asked goes to the person who runs the script; a prompt waits for the answer', async () => {
  const told: unknown[] = [];
  const asked: Question[] = [];
  const { run } = await script(
    `function t() {
      SpreadsheetApp.getActive().toast('Hello', 'Title', 5);
      return SpreadsheetApp.getUi().prompt('Your name?').getResponseText();
    }`,
    {
      onShown: ({ kind, text }, person) => told.push({ kind, text, ...person }),
      answer: (question): Promise<Answer> => {
        asked.push(question);
        return new Promise((resolve) => setImmediate(() => resolve({ button: 'OK', text: 'Bo' })));
      },
    },
  );
  expect((await run('t', [], { user: 'ana', window: 'w1' })).value).toBe('Bo');
  expect(told).toEqual([
    { kind: 'toast', text: 'Hello', user: 'ana', window: 'w1' },
    { kind: 'alert', text: 'Your name?', user: 'ana', window: 'w1' },
  ]);
  expect(asked).toEqual([{ kind: 'prompt', title: '', text: 'Your name?', buttons: 'OK' }]);
});

test('changes of tabs are told when they reach the sheet', async () => {
  const changes: [string | undefined, RangeBox | undefined][] = [];
  const { run } = await script(
    withSheet(`
  sheet.getRange(2, 1, 2, 2).setValues([[1, 2], [3, 4]]);
  sheet.getRange('A1').getValue();
  sheet.deleteRow(2);
  ss.insertSheet('New');`),
    { onChange: (sheet, box) => changes.push([sheet?.name, box]) },
  );
  const result = await run('t');
  expect(result.startedAt).toBe(START);
  expect(changes).toEqual([
    ['Sheet1', { row: 2, column: 1, rows: 2, columns: 2 }],
    ['Sheet1', undefined],
    [undefined, undefined],
  ]);
});
