import type { SettingInfo } from '../../local/cli/bundle';
import { effectiveSettings, envExample } from '../../local/cli/settings';

const setting = (name: string, more: Partial<SettingInfo> = {}): SettingInfo => ({
  name,
  label: `Label of ${name}`,
  help: `Help of ${name}.`,
  default: '',
  dummy: null,
  group: 'Keys',
  ...more,
});
const settings = [
  setting('KEY', { dummy: 'dummy-key' }),
  setting('IMDB', { default: 'off', group: 'Sources' }),
  setting('OTHER'),
];
const from = { settings, env: {}, set: {}, madeUp: true };

test('made-up sources get dummies and IMDb; what nobody names goes back to its default', () => {
  expect(effectiveSettings(from).values).toEqual({ KEY: 'dummy-key', IMDB: 'on', OTHER: null });
  expect(effectiveSettings({ ...from, madeUp: false }).values).toEqual({
    KEY: null,
    IMDB: null,
    OTHER: null,
  });
});

test('--set goes before the file, --imdb before both', () => {
  const env = { KEY: 'file', OTHER: 'file', IMDB: 'on', STRAY: '1' };
  const live = { settings, env, madeUp: false };
  expect(effectiveSettings({ ...live, set: { OTHER: 'set' } })).toEqual({
    values: { KEY: 'file', IMDB: 'on', OTHER: 'set' },
    unknown: ['STRAY'],
  });
  expect(effectiveSettings({ ...live, set: { IMDB: 'on' }, imdb: 'off' }).values.IMDB).toBe('off');
  expect(effectiveSettings({ ...from, set: { IMDB: 'off' } }).values.IMDB).toBe('off');
});

test('--set of no setting is wrong usage', () => {
  expect(() => effectiveSettings({ ...from, set: { NOPE: '1' } })).toThrow(
    '--set NOPE: there is no such setting.',
  );
});

test('.env.example lists every setting once, unset, under its group', () => {
  const text = envExample(settings);
  expect(text.match(/^\w+=$/gm)).toEqual(['KEY=', 'OTHER=', 'IMDB=']);
  expect(text).toContain('# Label of IMDB. Help of IMDB. Default: off\nIMDB=');
});
