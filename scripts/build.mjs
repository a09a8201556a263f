/**
 * Builds the product: `dist/` (what clasp pushes) and `build/` (the local host, its
 * command line and its page). Options: `--env-example` also writes `.env.example` from the bundle's settings.
 */
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import esbuild from 'esbuild';
import webpack from 'webpack';

const require = createRequire(import.meta.url);
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const dist = path.join(root, 'dist');
const MAX_BUNDLE_BYTES = 600 * 1000;

/** Progress goes to stderr: stdout belongs to the command that asked for the build. */
const say = (line) => process.stderr.write(`${line}\n`);

/** wtf_wikipedia knows other wikis by prefix and address, and languages by their names; only links' texts are read here, so the prefixes will do. */
const prefixesOnly = {
  name: 'prefixes-only',
  setup: ({ onLoad }) =>
    onLoad(
      { filter: /wtf_wikipedia[\\/]src[\\/]_data[\\/](?:interwiki|languages)\.js$/ },
      async ({ path: file }) => {
        const { default: all } = await import(pathToFileURL(file).href);
        const prefixes = JSON.stringify(Object.keys(all).join(' '));
        return { contents: `export default Object.fromEntries(${prefixes}.split(' ').map((p) => [p, p]));` };
      },
    ),
};

/** Its words for categories, images, infoboxes and the like are of all languages: the wikis that are read are in English. */
const withoutOtherScripts = {
  name: 'without-other-scripts',
  setup: ({ onLoad }) =>
    onLoad(
      {
        filter:
          /wtf_wikipedia[\\/]src[\\/]_data[\\/](?:categories|disambig_\w+|images|infoboxes|redirects|stubs)\.js$/,
      },
      async ({ path: file }) => {
        const { default: words } = await import(pathToFileURL(file).href);
        return {
          contents: `export default ${JSON.stringify(words.filter((word) => /^[\x20-\x7e]+$/.test(word)))};`,
        };
      },
    ),
};

/** Nothing is read of its templates of flags, teams, stock exchanges, money and places, whose tables are large, nor of ballots, formulas and games; nor does it fetch pages here, or write JSON. */
const withoutUnused = {
  name: 'without-unused',
  setup: ({ onLoad }) =>
    onLoad(
      {
        filter:
          /wtf_wikipedia[\\/]src[\\/](?:template[\\/].*[\\/](?:flags|sports|stock-exchanges|currency|geo[\\/]index)|_fetch[\\/]index|0[12]-\w+[\\/]toJson|02-section[\\/]start-to-end[\\/](?:election|math|mlb|mma|nba))\.js$/,
      },
      () => ({
        contents: 'export default () => undefined;',
      }),
    ),
};

/** Its templates of hundreds of dialects and dead languages, beside those of the languages that have a wiki. */
const withoutDialects = {
  name: 'without-dialects',
  setup: ({ onLoad }) =>
    onLoad({ filter: /wtf_wikipedia[\\/]src[\\/]template[\\/].*[\\/]languages\.js$/ }, ({ path: file }) => ({
      contents: readFileSync(file, 'utf8').replace(/(?<=^let more = )\[[^\]]+\]/m, '[]'),
    })),
};

/** domutils' reader of news feeds. */
const withoutFeeds = {
  name: 'without-feeds',
  setup: ({ onLoad }) =>
    onLoad({ filter: /domutils[\\/]dist[\\/]feeds\.js$/ }, () => ({
      contents: 'export const getFeed = null;',
    })),
};

/**
 * Makes one module of src/index.ts and all it uses, another of the parsers that it loads when it needs them, and
 * leaves out what is not used: webpack keeps more.
 */
function gatherScript() {
  const shared = {
    outdir: path.join(root, 'build'),
    bundle: true,
    target: 'es2020',
    charset: 'utf8',
    logLevel: 'error',
  };
  const script = path.join(root, 'src/index.ts');
  const parsers = path.join(root, 'src/services/parsers.ts');
  const empty = path.join(root, 'scripts/empty.cjs');
  return Promise.all([
    esbuild.build({ ...shared, entryPoints: { script }, format: 'cjs', external: ['./parsers'] }),
    esbuild.build({
      ...shared,
      entryPoints: { parsers },
      format: 'esm',
      // wtf_wikipedia fetches pages with the one; here pages come through UrlFetchApp. The other writes HTML: nobody does.
      alias: { 'isomorphic-unfetch': empty, 'dom-serializer': empty },
      plugins: [prefixesOnly, withoutOtherScripts, withoutUnused, withoutDialects, withoutFeeds],
    }),
  ]);
}

/** Bundles it into dist/realitease.js; throws with webpack's own words. */
function buildScript() {
  const config = require('../webpack.config.cjs');
  return new Promise((resolve, reject) => {
    const compiler = webpack(config);
    compiler.run((error, stats) => {
      compiler.close(() => {
        if (error) reject(error);
        else if (stats.hasErrors())
          reject(new Error(stats.toString({ preset: 'errors-only', colors: false })));
        else resolve();
      });
    });
  });
}

/** Client script of an HTML file, bundled for the browser. */
async function clientScript(name) {
  const entry = ['tsx', 'ts']
    .map((extension) => path.join(root, 'src/sidebar/client', `${name}.${extension}`))
    .find(existsSync);
  if (!entry) throw new Error(`src/sidebar/client/${name}.ts is named in the HTML but does not exist`);
  const result = await esbuild.build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2020',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
  });
  return result.outputFiles[0].text.replace(/<\/script/gi, '<\\/script');
}

/** Puts the scripts and styles that an HTML file names into it: HtmlService serves single files. */
async function inlineHtml(file) {
  let html = readFileSync(file, 'utf8');
  for (const [marker, when, name] of [...html.matchAll(/<!--\s*(script|later):([\w-]+)\s*-->/g)]) {
    const script = await clientScript(name);
    // What comes later is text, which costs nothing until the script before it makes a script of it.
    const tag = when === 'later' ? '<script id="later" type="text/plain">' : '<script>';
    html = html.replace(marker, () => `${tag}${script}</script>`);
  }
  for (const [marker, name = 'style'] of [...html.matchAll(/<!--\s*style(?::([\w-]+))?\s*-->/g)]) {
    const source = readFileSync(path.join(root, 'src/sidebar', `${name}.css`), 'utf8');
    const { code } = await esbuild.transform(source, { loader: 'css', minify: true });
    html = html.replace(marker, () => `<style>${code}</style>`);
  }
  return html;
}

async function buildHtml() {
  const folder = path.join(root, 'src/sidebar');
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.html')) : [];
  for (const file of files) {
    writeFileSync(path.join(dist, file), await inlineHtml(path.join(folder, file)));
  }
}

function copyManifest() {
  const manifest = ['appsscript.json', 'src/appsscript.json']
    .map((file) => path.join(root, file))
    .find(existsSync);
  if (!manifest) throw new Error('appsscript.json is missing');
  writeFileSync(path.join(dist, 'appsscript.json'), readFileSync(manifest));
}

/** The local host and its command line; packages stay in node_modules. */
function buildLocal() {
  const entryPoints = {
    cli: 'local/cli/main.ts',
    worker: 'local/host/worker.ts',
    fuzz: 'local/fuzz/main.ts',
  };
  return esbuild.build({
    entryPoints: Object.entries(entryPoints).map(([out, file]) => ({ in: path.join(root, file), out })),
    outdir: path.join(root, 'build/local'),
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    packages: 'external',
    sourcemap: 'linked',
    logLevel: 'error',
  });
}

/** The page of `npm start`, and the script that its frames get. */
async function buildPage() {
  const client = path.join(root, 'local/web/client');
  const outdir = path.join(root, 'build/web');
  await esbuild.build({
    entryPoints: [path.join(client, 'app.tsx'), path.join(client, 'frame.ts')],
    outdir,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    logLevel: 'error',
  });
  copyFileSync(path.join(client, 'index.html'), path.join(outdir, 'index.html'));
}

function checkSize() {
  const bytes = statSync(path.join(dist, 'realitease.js')).size;
  say(`dist/realitease.js: ${(bytes / 1000).toFixed(0)} KB`);
  if (bytes > MAX_BUNDLE_BYTES) throw new Error(`The bundle is over ${MAX_BUNDLE_BYTES / 1000} KB`);
}

function writeEnvExample() {
  const text = execFileSync(process.execPath, [path.join(root, 'build/local/cli.cjs'), 'env-example'], {
    encoding: 'utf8',
  });
  writeFileSync(path.join(root, '.env.example'), text);
}

/** Builds everything; throws an Error whose message says what is wrong. */
export async function build() {
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  await gatherScript();
  await buildScript();
  await buildHtml();
  copyManifest();
  await buildLocal();
  await buildPage();
  checkSize();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await build();
    if (process.argv.includes('--env-example')) writeEnvExample();
  } catch (error) {
    say(`Build failed: ${error.message}`);
    process.exitCode = 1;
  }
}
