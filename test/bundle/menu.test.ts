import path from 'node:path';
import { createHost, emptyState, newWorkbook, simulatedClock, type Host } from '../../local/host';

/** What the person types into each prompt, in order; nothing more is a blank line. */
async function hostAnswering(...typed: string[]): Promise<Host> {
  const answers = [...typed];
  return createHost({
    bundleDir: path.join(__dirname, '../../dist'),
    workbook: newWorkbook('Book'),
    state: emptyState(),
    clock: simulatedClock(Date.parse('2026-03-10T09:00:00Z')),
    account: 'consumer',
    answer: () => ({ button: 'OK', text: answers.shift() ?? '' }),
  });
}

async function settingsOf(host: Host): Promise<Record<string, { value: string; isSet: boolean }>> {
  const { value } = await host.run('describeSettings');
  const { settings } = JSON.parse(String(value)) as {
    settings: { name: string; value: string; isSet: boolean }[];
  };
  return Object.fromEntries(settings.map((setting) => [setting.name, setting]));
}

const texts = (host: Host) => host.shown.map(({ text }) => text ?? '');

describe('the menu in a workbook', () => {
  it('opens at once, whatever was never set', async () => {
    const host = await hostAnswering();
    expect(await host.run('onOpen')).toMatchObject({ status: 'ok' });
    await host.close();
  });

  it('keeps settings that are typed, and never shows a key again', async () => {
    const host = await hostAnswering('TMDB_BEARER = secret-token', 'contact = a@b.example', '');
    expect(await host.run('openSettings')).toMatchObject({ status: 'ok' });
    expect((await settingsOf(host)).TMDB_BEARER).toMatchObject({ isSet: true, value: '' });
    expect((await settingsOf(host)).CONTACT).toMatchObject({ isSet: true, value: 'a@b.example' });
    expect(texts(host).join()).toContain('TMDB_BEARER: set');
    expect(texts(host).join()).not.toContain('secret-token');
    await host.close();
  });

  it('says what is wrong and asks again', async () => {
    const host = await hostAnswering('NOPE = 1', 'hello', 'SHARE_LIMIT = many', '? SHARE_LIMIT');
    await host.run('openSettings');
    const [, unknown, form, wrong, help] = texts(host);
    expect(unknown).toContain('There is no setting NOPE.');
    expect(form).toContain('NAME = value');
    expect(wrong).toContain('SHARE_LIMIT');
    expect(help).toContain('SHARE_LIMIT:');
    expect((await settingsOf(host)).SHARE_LIMIT).toMatchObject({ isSet: false });
    await host.close();
  });
});
