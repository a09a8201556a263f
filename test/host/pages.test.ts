import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { useFolder } from '../xlsx/support';
import { useScripts } from './support';

const folder = useFolder();
const script = useScripts();

describe('google.script.run', () => {
  it('gets plain values, and nothing at all if a date is among them', async () => {
    const { run } = await script(`
      function plain(x) { return { got: x, list: [1, null, 'a'] }; }
      function dated() { return { when: [new Date()] }; }
      function sheet() { return SpreadsheetApp.getActive(); }`);
    const page = async (name: string, ...args: unknown[]) => (await run(name, args, { kind: 'page' })).value;
    expect(await page('plain', { a: [1] })).toEqual({ got: { a: [1] }, list: [1, null, 'a'] });
    expect(await page('dated')).toBeUndefined();
    expect(await page('sheet')).toBeUndefined();
  });
});

describe('pages and menus', () => {
  const SOURCE = `
    function onOpen() {
      var ui = SpreadsheetApp.getUi();
      ui.createMenu('Realitease').addItem('Run', 'go').addSeparator()
        .addSubMenu(ui.createMenu('More').addItem('Inner', 'inner')).addToUi();
    }
    function show() {
      var template = HtmlService.createTemplateFromFile('page');
      template.name = '<b>';
      SpreadsheetApp.getUi().showSidebar(template.evaluate().setTitle('Side'));
      SpreadsheetApp.getUi().showModalDialog(HtmlService.createHtmlOutput('<p>x</p>').setWidth(300), 'Dialog');
      SpreadsheetApp.getActive().toast('done', 'Toast', 5);
    }
    function ask() {
      var ui = SpreadsheetApp.getUi();
      var answer = ui.alert('Title', 'Sure?', ui.ButtonSet.YES_NO);
      var text = ui.prompt('Name?', ui.ButtonSet.OK_CANCEL);
      return [answer === ui.Button.YES, text.getSelectedButton() === ui.Button.OK, text.getResponseText()];
    }`;

  it('put up menus', async () => {
    const { run, host } = await script(SOURCE);
    await run('onOpen', [], { kind: 'simple' });
    await run('onOpen', [], { kind: 'simple' });
    expect(host.menus).toEqual([
      {
        name: 'Realitease',
        items: [
          { label: 'Run', handler: 'go' },
          { separator: true },
          { name: 'More', items: [{ label: 'Inner', handler: 'inner' }] },
        ],
      },
    ]);
  });

  it('show what templates make of the values given', async () => {
    const bundleDir = path.join(folder(), 'paged');
    mkdirSync(bundleDir, { recursive: true });
    writeFileSync(path.join(bundleDir, 'code.js'), SOURCE);
    writeFileSync(
      path.join(bundleDir, 'page.html'),
      'Hello <?= name ?>, <?!= name ?>: <? for (var i = 0; i < 2; i++) { ?>[<?= i ?>]<? } ?>',
    );
    const { call, host } = await script('', { bundleDir });
    await call('show');
    expect(host.shown).toEqual([
      { kind: 'sidebar', title: 'Side', html: 'Hello &lt;b&gt;, <b>: [0][1]' },
      { kind: 'dialog', title: 'Dialog', html: '<p>x</p>', width: 300 },
      { kind: 'toast', title: 'Toast', text: 'done', seconds: 5 },
    ]);
  });

  it('ask the person', async () => {
    const { call } = await script(SOURCE, {
      answer: ({ kind }) => (kind === 'alert' ? { button: 'NO' } : { button: 'OK', text: 'Ann' }),
    });
    expect(await call('ask')).toEqual([false, true, 'Ann']);
    expect(await (await script(SOURCE)).call('ask')).toEqual([true, true, '']);
  });
});
