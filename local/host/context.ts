/** One execution inside a worker: a new context, the bundle loaded into it, one function called. */
import { setFlagsFromString } from 'node:v8';
import vm from 'node:vm';
import gas from 'gas-local';
import { installFacade, type FacadeControls, type FacadeHost } from './facade';
import type { FacadeSpec, RunMessage } from './protocol';

const HANDLER = /^[a-z_$][\w$]*(?:\.[a-z_$][\w$]*)?$/i;

type Install = typeof installFacade;

// In every context V8 would compile the same functions anew to machine code; most executions are over before that pays.
setFlagsFromString('--interrupt-budget=1000000');

const filename = 'apps-script';
const scriptsOf = new WeakMap<FacadeSpec, { install: vm.Script; specOf: vm.Script }>();

/** What every context starts with, compiled once. */
function prepared(spec: FacadeSpec): { install: vm.Script; specOf: vm.Script } {
  const scripts = scriptsOf.get(spec) ?? {
    install: new vm.Script(`(${installFacade.toString()})`, { filename }),
    specOf: new vm.Script(`(${JSON.stringify(spec)})`, { filename }),
  };
  scriptsOf.set(spec, scripts);
  return scripts;
}

/**
 * The global object: the context's own, whose properties V8 finds fast, or in versions of Node that have no such
 * contexts one without a prototype. Nothing of Node's own realm is reachable from either.
 */
const globalObject = (): vm.Context | typeof vm.constants.DONT_CONTEXTIFY =>
  (vm.constants as Partial<typeof vm.constants>).DONT_CONTEXTIFY ?? (Object.create(null) as vm.Context);

export class ScriptContext {
  private readonly context: vm.Context;
  private readonly controls: FacadeControls;

  constructor(spec: FacadeSpec, host: FacadeHost, message: RunMessage) {
    this.context = vm.createContext(globalObject(), { microtaskMode: 'afterEvaluate' });
    const { install, specOf } = prepared(spec);
    const installHere = install.runInContext(this.context) as Install;
    const specInContext = specOf.runInContext(this.context) as FacadeSpec;
    const options = this.evaluate(
      `(${JSON.stringify({ simulated: message.simulated, seed: message.seed })})`,
    ) as { simulated: boolean; seed?: number };
    const global = this.evaluate('globalThis') as Record<string, unknown>;
    this.controls = installHere(global, host, specInContext, options);
  }

  private evaluate(code: string): unknown {
    return vm.runInContext(code, this.context, { filename });
  }

  /** Runs the top-level code of every script file; returns the error's JSON if it threw. */
  load(folder: string): string | undefined {
    return this.attempt(() => gas.require(folder, this.context));
  }

  /** The same for scripts that are compiled already. */
  loadCompiled(scripts: readonly vm.Script[]): string | undefined {
    return this.attempt(() => scripts.forEach((script) => script.runInContext(this.context)));
  }

  private attempt(load: () => unknown): string | undefined {
    try {
      load();
      return undefined;
    } catch (error) {
      return this.controls.failure(error);
    }
  }

  /** Calls the entry function and lets its promises settle; returns the outcome's JSON. */
  run(handler: string, kind: RunMessage['kind'], args: string): string {
    const entry = this.entry(handler, kind);
    if (typeof entry !== 'function') {
      const message = `Script function not found: ${handler}`;
      return JSON.stringify({ error: { name: 'Exception', message, stack: '' } });
    }
    this.controls.invoke(entry, args);
    // Microtasks of a context with its own queue run at the end of an evaluation.
    this.evaluate('0');
    return this.controls.outcome(kind === 'page');
  }

  /** Apps Script finds declared top-level functions and static methods, nothing that is assigned to globalThis. */
  private entry(handler: string, kind: RunMessage['kind']): unknown {
    if (!HANDLER.test(handler)) return undefined;
    const isPrivate = handler.endsWith('_') && (kind === 'page' || kind === 'menu');
    const [name, member] = handler.split('.') as [string, string?];
    if (isPrivate || !this.isDeclared(name)) return undefined;
    if (member === undefined) return this.evaluate(`globalThis[${JSON.stringify(name)}]`);
    return this.evaluate(`typeof ${name} === 'function' ? ${handler} : undefined`);
  }

  /** Declaring a name a second time as `let` is an error exactly if a script has declared it. */
  private isDeclared(name: string): boolean {
    try {
      this.evaluate(`let ${name};`);
      return false;
    } catch (error) {
      return /has already been declared/.test(String(error));
    }
  }
}
