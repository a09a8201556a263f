/**
 * Runs a command of the local host (`pipeline`, `demo`, ...), installing and building first what
 * is missing or out of date. Everything it says itself goes to stderr; the exit code is the
 * command's own.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const at = (...parts) => path.join(root, ...parts);
const cli = at('build/local/cli.cjs');
const stampFile = at('build/stamp');
const lockFolder = at('build/lock');
/** A build takes seconds; a lock older than this was left behind by one that was ended. */
const LOCK_STALE_MS = 120_000;

const SOURCES = [
  'src',
  'local',
  // The bench compares with it.
  'test/demo/truth',
  'scripts',
  'package-lock.json',
  'webpack.config.cjs',
  'tsconfig.base.json',
  'appsscript.json',
];

function filesUnder(file) {
  if (!existsSync(file)) return [];
  if (!statSync(file).isDirectory()) return [file];
  return readdirSync(file)
    .sort()
    .flatMap((name) => filesUnder(path.join(file, name)));
}

/** Hash over the names and contents of all that the build is made from. */
function sourceHash() {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap((source) => filesUnder(at(source)))) {
    hash
      .update(`${path.relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

function installIfNeeded() {
  const installed = at('node_modules/.package-lock.json');
  const missing = !existsSync(at('node_modules'));
  const outdated =
    existsSync(installed) && statSync(installed).mtimeMs < statSync(at('package-lock.json')).mtimeMs;
  if (!missing && !outdated) return;
  process.stderr.write('Installing packages (npm ci)\n');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error('npm ci failed');
}

function tryLock() {
  try {
    mkdirSync(lockFolder);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    const { mtimeMs } = statSync(lockFolder, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
    if (Date.now() - mtimeMs > LOCK_STALE_MS) rmSync(lockFolder, { recursive: true, force: true });
    return false;
  }
}

function isBuilt(hash) {
  return existsSync(cli) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === hash;
}

/** Two commands may start at the same time: one builds, the other waits for it. */
async function buildIfNeeded() {
  const hash = sourceHash();
  if (isBuilt(hash)) return;
  mkdirSync(at('build'), { recursive: true });
  while (!tryLock()) await wait(200);
  try {
    if (isBuilt(hash)) return;
    process.stderr.write('Building\n');
    rmSync(stampFile, { force: true });
    const { build } = await import('./build.mjs');
    await build();
    writeFileSync(stampFile, hash);
  } finally {
    rmSync(lockFolder, { recursive: true, force: true });
  }
}

try {
  installIfNeeded();
  await buildIfNeeded();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
// The fuzzer is a program of its own: the command line does not carry what only it needs.
const program = process.argv[2] === 'fuzz' ? at('build/local/fuzz.cjs') : cli;
process.argv.splice(1, program === cli ? 1 : 2, program);
createRequire(import.meta.url)(program);
