import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { BUNDLE } from './support';

jest.setTimeout(120_000);

const FUZZ = path.resolve(__dirname, '../../build/local/fuzz.cjs');

test('npm run fuzz ends when all is played, and says so', () => {
  const args = ['--runs', '2', '--jobs', '1', '--seed', '5', '--bundle', BUNDLE];
  const { status, stdout } = spawnSync(process.execPath, [FUZZ, ...args], { encoding: 'utf8', timeout: 100_000 }); // prettier-ignore
  expect(stdout.trim().split('\n').pop()).toMatch(/^2 of 2: 2 same, 0 told and made good/);
  expect(status).toBe(0);
});
