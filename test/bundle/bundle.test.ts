import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { entryPoints } from '../../src/entryPoints';

const file = path.join(__dirname, '../../dist/realitease.js');

describe('the built script', () => {
  const code = readFileSync(file, 'utf8');

  it('has every entry point, and no other, as a top-level function', () => {
    const context = vm.createContext({});
    new vm.Script(code).runInContext(context);
    const callable = Object.keys(context).filter((name) => typeof context[name] === 'function');
    const declared = callable.filter((name) => code.includes(`function ${name}(){}`));
    expect(declared.sort()).toEqual(entryPoints().sort());
  });

  it('loads without any service and stays under 600 KB', () => {
    expect(() => new vm.Script(code).runInContext(vm.createContext({}))).not.toThrow();
    expect(statSync(file).size).toBeLessThan(600 * 1024);
  });
});

describe('the manifest', () => {
  const manifest = JSON.parse(readFileSync(path.join(__dirname, '../../dist/appsscript.json'), 'utf8'));

  it('asks for no more than this workbook, requests, triggers and dialogs', () => {
    expect(manifest.runtimeVersion).toBe('V8');
    expect(manifest.urlFetchWhitelist).toBeUndefined();
    expect([...manifest.oauthScopes].sort()).toEqual([
      'https://www.googleapis.com/auth/script.container.ui',
      'https://www.googleapis.com/auth/script.external_request',
      'https://www.googleapis.com/auth/script.scriptapp',
      'https://www.googleapis.com/auth/spreadsheets.currentonly',
    ]);
  });
});
