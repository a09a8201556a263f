/** `npm test`: type check, lint, build, tests, in this order; stops at the first that fails. */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const { chromiumPath } = createRequire(import.meta.url)('./chromium.cjs');

if (!chromiumPath) {
  console.log('The browser tests are left out: there is no Chromium (CHROMIUM can name its path).');
  // .ci/run asks for all of them.
  if (process.env.REQUIRE_BROWSER === '1') process.exit(1);
}

const steps = [
  ['types', 'npm', ['run', '--silent', 'typecheck']],
  ['lint', 'npm', ['run', '--silent', 'lint']],
  ['build', 'npm', ['run', '--silent', 'build']],
  [
    'tests',
    'npx',
    [
      'jest',
      '--ci',
      ...(chromiumPath ? [] : ['--testPathIgnorePatterns', 'test/browser']),
      ...process.argv.slice(2),
    ],
  ],
];

for (const [name, command, args] of steps) {
  const started = Date.now();
  console.log(`\n> ${name}`);
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) {
    console.error(`\n${name}: failed`);
    process.exit(status ?? 1);
  }
  console.log(`${name}: ${((Date.now() - started) / 1000).toFixed(0)} s`);
}
