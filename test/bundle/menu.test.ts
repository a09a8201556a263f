import path from 'node:path';
import { routeTo } from '../../local/cli/route';
import { startDemoServer } from '../../local/demo/server';
import {
  createHost,
  emptyState,
  newWorkbook,
  simulatedClock,
  type Host,
  type HostOptions,
} from '../../local/host';
import type { RunReport } from '../../src/engine/report';

interface Item {
  label?: string;
  handler?: string;
  name?: string;
  items?: Item[];
}

async function openHost(options: Partial<HostOptions> = {}): Promise<Host> {
  return createHost({
    bundleDir: path.join(__dirname, '../../dist'),
    workbook: newWorkbook('Book'),
    state: emptyState(),
    clock: simulatedClock(Date.parse('2026-03-10T09:00:00Z')),
    account: 'consumer',
    ...options,
  });
}

const flat = (items: Item[]): Item[] => items.flatMap((item) => [item, ...flat(item.items ?? [])]);

describe('the menu in a workbook', () => {
  it('opens at once, with the permissions of a simple trigger', async () => {
    const host = await openHost();
    expect(await host.run('onOpen', [], { kind: 'simple' })).toMatchObject({ status: 'ok' });
    const [menu] = host.menus as unknown as [{ name: string; items: Item[] }];
    expect(menu.name).toBe('Realitease');
    expect(menu.items.flatMap(({ label, name }) => label ?? name ?? [])).toEqual(
      expect.arrayContaining([
        'Run Stage',
        'Dry run',
        'Open sidebar',
        'Stop',
        'Check quality',
        'Settings…',
        'Help',
      ]),
    );
    expect(Object.keys(host.calls).filter((call) => !/Ui|Menu/.test(call))).toEqual([]);
    await host.close();
  });

  it('has a run and a dry run of everything that can be run, in the order of the one list', async () => {
    const host = await openHost();
    await host.run('onOpen', [], { kind: 'simple' });
    const { value } = await host.run('describeSteps', [], { kind: 'page' });
    const { steps } = JSON.parse(String(value)) as { steps: { id: string; title: string; kind: string }[] };
    const [menu] = host.menus as unknown as [{ items: Item[] }];
    for (const [name, prefix] of [
      ['Run Stage', 'run_'],
      ['Dry run', 'dry_'],
    ]) {
      const items = flat(menu.items.find((item) => item.name === name)?.items ?? []);
      const runs = steps.filter(({ kind }) => kind !== 'other');
      expect(items.flatMap(({ handler }) => handler ?? [])).toEqual(
        runs.map(({ id }) => `${prefix}${id.replace('.', '_')}`),
      );
      const titles = items.flatMap(({ label, name: title }) => label ?? title ?? []);
      for (const { title } of runs) expect(titles).toContain(title);
    }
    await host.close();
  });

  it('shows the run that it starts in the sidebar', async () => {
    const host = await openHost();
    expect(await host.run('run_showinfo_lists')).toMatchObject({ status: 'ok' });
    expect(host.shown.map(({ kind }) => kind)).toEqual(['sidebar', 'toast']);
    expect(host.shown[1]?.text).toContain('TMDB_BEARER');
    await host.close();
  });

  it('does what each of its items says', async () => {
    const demo = await startDemoServer({ world: '3,20,1' });
    const host = await openHost({ route: routeTo(demo.origin) });
    const ask = async <T>(name: string, request: object = {}): Promise<T> => {
      const { value } = await host.run(name, [JSON.stringify(request)], { kind: 'page' });
      return JSON.parse(String(value)) as T;
    };
    const { settings } = await ask<{ settings: { name: string; dummy: string | null }[] }>(
      'describeSettings',
    );
    const keys = settings.filter(({ dummy }) => dummy !== null).map(({ name, dummy }) => [name, dummy]);
    await ask('saveSettings', { ...Object.fromEntries(keys), IMDB: 'on' });
    await host.run('onOpen', [], { kind: 'simple' });
    const [menu] = host.menus as unknown as [{ items: Item[] }];
    const came: Record<string, string> = {};
    const expected: Record<string, string> = {};
    for (const { label = '', handler } of flat(menu.items)) {
      if (!handler) continue;
      host.shown.length = 0;
      expect([label, (await host.run(handler)).status]).toEqual([label, 'ok']);
      const shown = host.shown.map(({ kind, title, text }) => (kind === 'toast' ? text : `${kind} ${title}`));
      const isRun = /^(?:run|dry)_|^checkQuality$/.test(handler);
      for (let trigger = host.nextTrigger(); trigger; trigger = host.nextTrigger()) await host.fire(trigger);
      const { step, dryRun, state } = await ask<RunReport>('runReport');
      const run = `${dryRun ? 'dry' : 'run'}_${step.replace('.', '_')} ${state}`;
      came[handler] = isRun ? `${shown[0]}, ${run}` : String(shown[0]);
      expected[handler] = isRun
        ? `sidebar Realitease, ${handler === 'checkQuality' ? 'run_quality' : handler} done`
        : handler === 'stopFromMenu'
          ? 'Nothing is running.'
          : handler === 'openSidebar'
            ? 'sidebar Realitease'
            : `dialog ${label.replace('…', '')}`;
    }
    expect(came).toEqual(expected);
    expect(Object.keys(came).length).toBeGreaterThan(60);
    await host.close();
    await demo.close();
  });
});
