/** The script files of a bundle, compiled once for all executions in this thread. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';

const compiled = new Map<string, { stamp: string; scripts: vm.Script[] }>();

/** In the order in which Apps Script runs them: that of their names. Compiled anew when a file has changed. */
export function compiledScripts(folder: string): vm.Script[] {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .sort()
    .map((name) => path.join(folder, name));
  const stamp = files.map((file) => `${file} ${statSync(file).mtimeMs}`).join();
  const known = compiled.get(folder);
  if (known?.stamp === stamp) return known.scripts;
  const scripts = files.map((file) => new vm.Script(readFileSync(file, 'utf8'), { filename: file }));
  compiled.set(folder, { stamp, scripts });
  return scripts;
}
