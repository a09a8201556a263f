/** Builds the bundle with a bug in it: one of the mistakes that the old scripts made. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { BUNDLE, ROOT } from './support';

export interface Bug {
  /** Pieces of files and what takes their place; each has to be there once. */
  changes: [file: string, piece: string, instead: string][];
}

export const BUGS: Record<string, Bug> = {
  'writes go to remembered row numbers': {
    changes: [
      [
        'src/workbook/tabWriter.ts',
        'return values && this.settling.finder.isSame(task.row.values, values) ? [{ task, values }] : [];',
        'return values ? [{ task, values }] : [];',
      ],
      [
        'src/workbook/settling.ts',
        'const amiss = writings.filter((writing) => {',
        'for (const { row, cells } of writings) this.ledger.landed(row, cells);\n    const amiss = ([] as Writing[]).filter((writing) => {',
      ],
    ],
  },
  'a failure is taken for an empty answer': {
    changes: [
      [
        'src/services/http/replies.ts',
        "{ kind: 'failed', error: words, retryAt: this.now + REST_MS }",
        "{ kind: 'absent', at: this.now, words } as Answer<unknown>",
      ],
    ],
  },
  'the checkpoint comes before what it stands for': {
    changes: [
      [
        'src/engine/run.ts',
        'const applied = backend.apply(step, outcome.changes);',
        'backend.afterBatch();\n    backend.settle();\n    const applied = backend.apply(step, outcome.changes);',
      ],
    ],
  },
  'people are merged by their name alone': {
    changes: [
      [
        'src/stages/realitease/duplicates.ts',
        '    ...pairsByKnownIds(context, rows),\n',
        '    ...pairsBy(rows, (row) => normaliseName(row.values.CastName)),\n',
      ],
      ['src/stages/realitease/duplicates.ts', '  if (!onePerson(left, right)) return null;\n', ''],
    ],
  },
};

/** The bundle with the bug, in a folder of its own: as the real build makes it, but for the size. */
export function plant(bug: Bug, folder: string): string {
  const kept = path.join(folder, 'src');
  rmSync(folder, { recursive: true, force: true });
  // The sources are copied, so that esbuild finds the changed file where the others expect it.
  cpSync(path.join(ROOT, 'src'), kept, { recursive: true });
  for (const [file, piece, instead] of bug.changes) {
    const at = path.join(folder, file);
    const text = readFileSync(at, 'utf8');
    if (text.split(piece).length !== 2) throw new Error(`${file} does not have this once: ${piece}`);
    writeFileSync(
      at,
      text.replace(piece, () => instead),
    );
  }
  const entries = [...readFileSync(path.join(kept, 'index.ts'), 'utf8').matchAll(/^global\.(\w+) =/gm)];
  const stubs = entries.map(([, name]) => `function ${name}() {}`).join('\n');
  const { outputFiles } = buildSync({
    entryPoints: [path.join(kept, 'index.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2020',
    nodePaths: [path.join(ROOT, 'node_modules')],
    alias: { 'isomorphic-unfetch': path.join(ROOT, 'scripts/empty.cjs') },
    banner: { js: `var global = globalThis;\n${stubs}` },
    logLevel: 'error',
  });
  const dist = path.join(folder, 'dist');
  mkdirSync(dist, { recursive: true });
  cpSync(path.join(BUNDLE, 'appsscript.json'), path.join(dist, 'appsscript.json'));
  writeFileSync(path.join(dist, 'realitease.js'), outputFiles[0]?.text ?? '');
  return dist;
}
