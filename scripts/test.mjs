/** `npm test`: type check, lint and build side by side, then the tests; stops at the first that fails. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

const { chromiumPath } = createRequire(import.meta.url)('./chromium.cjs');

if (!chromiumPath) {
  console.log('The browser tests are left out: there is no Chromium (CHROMIUM can name its path).');
  // .ci/run asks for all of them.
  if (process.env.REQUIRE_BROWSER === '1') process.exit(1);
}

/** What one does is told when it is over: two at a time would not be readable. */
function run(name, command, args, stdio) {
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio, shell: process.platform === 'win32' });
    const said = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece) => said.push(piece));
    child.on('close', (status) => {
      const took = ((Date.now() - started) / 1000).toFixed(0);
      process.stdout.write(`\n> ${name}\n${Buffer.concat(said)}`);
      console.log(status === 0 ? `${name}: ${took} s` : `${name}: failed`);
      resolve(status ?? 1);
    });
  });
}

const npm = (name, script) => run(name, 'npm', ['run', '--silent', script], ['ignore', 'pipe', 'pipe']);

async function lane(...steps) {
  for (const [name, script] of steps) {
    const status = await npm(name, script);
    if (status !== 0) return status;
  }
  return 0;
}

const checked = await Promise.all([lane(['build', 'build'], ['types', 'typecheck']), lane(['lint', 'lint'])]);
const failed = checked.find((status) => status !== 0);
if (failed !== undefined) process.exit(failed);
const left = chromiumPath ? [] : ['--testPathIgnorePatterns', 'test/browser'];
process.exitCode = await run('tests', 'npx', ['jest', '--ci', ...left, ...process.argv.slice(2)], 'inherit');
