/**
 * The services as the script sees them. `installFacade` is compiled inside the script's context (its
 * source text is evaluated there), so every object, array and error that the script gets is of its own
 * realm and no function of Node can be reached from it. It therefore uses nothing from outside but its
 * parameters.
 */
import type { FacadeSpec } from './protocol';
import type { Wire, WireTag } from './wire';

export interface FacadeHost {
  /**
   * A service call: target, method, JSON of the arguments. The answer is the time and, behind a blank, the text that the
   * service returned; or JSON: the time, any other value, whether it is an error's words.
   */
  call(target: number | string, method: string, args: string): string;
  log(text: string): void;
  /** Time in ms since the epoch when no call has told it yet. */
  now(): number;
}

export interface FacadeControls {
  invoke(entry: unknown, args: string): void;
  /** JSON of how the entry function ended. */
  outcome(forPage: boolean): string;
  /** The same for an error that the bundle threw while it was loaded. */
  failure(error: unknown): string;
}

export function installFacade(
  global: Record<string, unknown>,
  host: FacadeHost,
  spec: FacadeSpec,
  options: { simulated: boolean; seed?: number },
): FacadeControls {
  const { parse, stringify } = JSON;
  const RealDate = Date;
  const tagOf = Object.prototype.toString;
  const getTime = RealDate.prototype.getTime;
  let now = host.now();
  const currentTime = () => (options.simulated ? now : host.now());

  class Exception extends Error {}
  Object.defineProperty(Exception.prototype, 'name', {
    value: 'Exception',
    writable: true,
    configurable: true,
  });

  const ids = new WeakMap<object, { id: number; className: string }>();
  const enumOf = new WeakMap<object, { type: string; name: string }>();

  // Enums and classes are made when they are first met: an execution meets few of them.
  const enums: Record<string, Record<string, object>> = {};

  function makeEnum(type: string): Record<string, object> {
    const members: Record<string, object> = {};
    spec.enums[type]?.forEach((name, ordinal) => {
      const value = {
        toString: () => name,
        toJSON: () => name,
        name: () => name,
        ordinal: () => ordinal,
        compareTo: (other: { ordinal(): number }) => ordinal - other.ordinal(),
      };
      members[name] = Object.freeze(value);
      enumOf.set(value, { type, name });
    });
    return Object.freeze(members);
  }
  const membersOf = (type: string) => (enums[type] ??= makeEnum(type));

  function encodeArray(value: unknown[], depth: number): Wire[] {
    const items: Wire[] = [];
    for (let index = 0; index < value.length; index++) items[index] = encode(value[index], depth + 1);
    return items;
  }

  function encodeObject(value: object, depth: number): Wire {
    if (Array.isArray(value)) return encodeArray(value, depth);
    const reference = ids.get(value);
    if (reference) return { t: 'o', v: reference.id, c: reference.className };
    const member = enumOf.get(value);
    if (member) return { t: 'e', c: member.type, v: member.name };
    switch (tagOf.call(value)) {
      case '[object Date]':
        return { t: 'd', v: getTime.call(value) };
      case '[object Object]': {
        if (depth > 50) return { t: 'x', v: '[object Object]' };
        const map: Record<string, Wire> = Object.create(null);
        for (const key of Object.keys(value))
          map[key] = encode((value as Record<string, unknown>)[key], depth + 1);
        return { t: 'm', v: map };
      }
      case '[object Number]':
      case '[object String]':
      case '[object Boolean]':
        return encode(value.valueOf(), depth);
      case '[object Uint8Array]':
      case '[object Int8Array]':
        return encodeArray(Array.from(value as Int8Array), depth);
      default:
        return { t: 'x', v: String(value) };
    }
  }

  function encode(value: unknown, depth = 0): Wire {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value;
      case 'number':
        return value - value === 0 ? value : { t: 'n', v: String(value) };
      case 'undefined':
        return { t: 'u' };
      case 'object':
        return value === null ? null : encodeObject(value, depth);
      case 'function':
        return { t: 'f' };
      default:
        return { t: 'x', v: String(value) };
    }
  }

  function decodeTag(tag: WireTag): unknown {
    switch (tag.t) {
      case 'd':
        return new RealDate(tag.v);
      case 'n':
        return Number(tag.v);
      case 'o':
        return makeObject(tag.c, tag.v);
      case 'e':
        return membersOf(tag.c)[tag.v];
      case 'm': {
        const object: Record<string, unknown> = {};
        for (const key of Object.keys(tag.v)) {
          Object.defineProperty(object, key, {
            value: decode(tag.v[key] as Wire),
            writable: true,
            enumerable: true,
            configurable: true,
          });
        }
        return object;
      }
      default:
        return undefined;
    }
  }

  function decode(wire: Wire): unknown {
    if (typeof wire !== 'object' || wire === null) return wire;
    if (!Array.isArray(wire)) return decodeTag(wire);
    for (let index = 0; index < wire.length; index++) {
      const item = wire[index];
      if (typeof item === 'object' && item !== null) wire[index] = decode(item) as Wire;
    }
    return wire;
  }

  /** `caller` is left out of the stack of an error, and so are the frames above it. */
  function call(target: number | string, method: string, args: unknown[], caller: () => void): unknown {
    const text = host.call(target, method, stringify(encodeArray(args, 0)));
    if (!text.startsWith('[')) {
      const blank = text.indexOf(' ');
      now = Number(text.slice(0, blank));
      return text.slice(blank + 1);
    }
    const answer = parse(text) as [number, Wire, boolean?];
    now = answer[0];
    if (!answer[2]) return decode(answer[1]);
    const error = new Exception(answer[1] as string);
    (Error as unknown as { captureStackTrace(e: Error, f: unknown): void }).captureStackTrace(error, caller);
    throw error;
  }

  /** Stands behind every service object: whatever its class does not have ends here. */
  function strictBase(name: string): object {
    return new Proxy(Object.create(Object.prototype), {
      get(target, key, receiver) {
        if (typeof key === 'symbol' || key in Object.prototype) return Reflect.get(target, key, receiver);
        if (key === 'then' || key === 'toJSON') return undefined;
        throw new Exception(`not implemented in the local host: ${name}.${key}`);
      },
      set() {
        throw new TypeError('Object does not allow properties to be added or changed.');
      },
    });
  }

  const prototypes: Record<string, object> = {};

  function makePrototype(className: string): object {
    const methods = spec.classes[className] ?? [];
    const prototype = Object.create(strictBase(className)) as object;
    const define = (key: string, value: unknown) =>
      Object.defineProperty(prototype, key, {
        value,
        enumerable: true,
        configurable: false,
        writable: false,
      });
    for (const method of methods) {
      const callable = {
        [method](this: object, ...args: unknown[]) {
          const reference = ids.get(this);
          if (!reference) throw new TypeError('Illegal invocation');
          return call(reference.id < 0 ? reference.className : reference.id, method, args, callable);
        },
      }[method] as () => void;
      define(method, callable);
    }
    if (!methods.includes('toString')) define('toString', () => className);
    for (const type of Object.keys(spec.enums)) {
      const [owner, name] = type.split('.') as [string, string];
      if (owner === className) define(name, membersOf(type));
    }
    return prototype;
  }

  function makeObject(className: string, id: number): object {
    if (className === 'HtmlTemplate') return makeTemplate(id);
    const prototype = (prototypes[className] ??= makePrototype(className));
    const object = Object.create(prototype) as object;
    ids.set(object, { id, className });
    return object;
  }

  /** Templates run in the script: their properties are its values, their code sees its globals. */
  function makeTemplate(id: number): object {
    const template: Record<string, unknown> = {};
    const source = () => call(id, 'getRawContent', [], source) as string;
    const hidden = {
      getRawContent: source,
      evaluate() {
        const parts = source().split(/<\?((?:!?=)?)([\s\S]*?)\?>/);
        let code = 'let output = "";';
        for (let index = 0; index < parts.length; index += 3) {
          code += `output += ${stringify(parts[index])};`;
          const [kind, body] = [parts[index + 1], parts[index + 2]];
          if (body === undefined) break;
          if (kind === '') code += `${body}\n`;
          else code += kind === '=' ? `output += escape_(${body});` : `output += String(${body});`;
        }
        const escapeHtml = (value: unknown) =>
          String(value).replace(
            /[&<>"']/g,
            (character) =>
              ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[character] as string,
          );
        const names = Object.keys(template);
        const run = new Function('escape_', ...names, `${code} return output;`);
        return call(
          'HtmlService',
          'createHtmlOutput',
          [run(escapeHtml, ...names.map((name) => template[name]))],
          hidden.evaluate,
        );
      },
    };
    for (const [name, value] of Object.entries(hidden)) Object.defineProperty(template, name, { value });
    return template;
  }

  function defineGlobal(name: string, value: unknown): void {
    Object.defineProperty(global, name, { value, writable: true, enumerable: false, configurable: true });
  }
  for (const [name, className] of Object.entries(spec.globals)) defineGlobal(name, makeObject(className, -1));
  for (const name of spec.missing) defineGlobal(name, Object.create(strictBase(name)) as object);

  function show(value: unknown): string {
    if (typeof value === 'string') return value;
    if (value instanceof Error) return value.stack ?? String(value);
    if (typeof value !== 'object' || value === null) return String(value);
    try {
      return stringify(value) ?? String(value);
    } catch {
      return String(value);
    }
  }
  function format(args: unknown[]): string {
    const rest = [...args];
    let text = '';
    if (typeof rest[0] === 'string') {
      text = (rest.shift() as string).replace(/%[sdifoOj%]/g, (mark) => {
        if (mark === '%%') return '%';
        if (rest.length === 0) return mark;
        return show(rest.shift());
      });
      if (rest.length === 0) return text;
    }
    return [...(text === '' ? [] : [text]), ...rest.map(show)].join(' ');
  }
  const timers: Record<string, number> = {};
  const write = (...args: unknown[]) => host.log(format(args));
  defineGlobal('console', {
    log: (...args: unknown[]) => write(...args),
    info: (...args: unknown[]) => write(...args),
    warn: (...args: unknown[]) => write(...args),
    error: (...args: unknown[]) => write(...args),
    time(label = 'default') {
      timers[label] = currentTime();
    },
    timeEnd(label = 'default') {
      write(`${label}: ${currentTime() - (timers[label] ?? currentTime())}ms`);
    },
  });
  let logged = '';
  const logger = {
    log(...args: unknown[]) {
      const text = format(args);
      logged += `${text}\n`;
      host.log(text);
      return logger;
    },
    clear() {
      logged = '';
    },
    getLog: () => logged,
    toString: () => 'Logger',
  };
  defineGlobal('Logger', Object.freeze(Object.setPrototypeOf(logger, strictBase('Logger'))));

  function installClock(): void {
    function ScriptDate(this: unknown, ...args: unknown[]): unknown {
      if (!new.target) return new RealDate(currentTime()).toString();
      return Reflect.construct(RealDate, args.length === 0 ? [currentTime()] : args, new.target);
    }
    const hide = (object: object, key: string, value: unknown) =>
      Object.defineProperty(object, key, { value, writable: true, enumerable: false, configurable: true });
    hide(ScriptDate, 'name', 'Date');
    Object.defineProperty(ScriptDate, 'length', { value: 7, configurable: true });
    Object.defineProperty(ScriptDate, 'prototype', { value: RealDate.prototype, writable: false });
    hide(ScriptDate, 'now', () => currentTime());
    hide(ScriptDate, 'parse', RealDate.parse);
    hide(ScriptDate, 'UTC', RealDate.UTC);
    hide(RealDate.prototype, 'constructor', ScriptDate);
    defineGlobal('Date', ScriptDate);
  }
  installClock();

  function installRandom(seed: number): void {
    let state = seed | 0;
    const random = () => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
    Object.defineProperty(Math, 'random', { value: random, writable: true, configurable: true });
  }
  if (options.seed !== undefined) installRandom(options.seed);
  for (const name of ['SharedArrayBuffer', 'Atomics']) delete global[name];

  let ended: { value: unknown } | { error: unknown } | undefined;

  function describe(error: unknown): { name: string; message: string; stack: string } {
    if (error instanceof Error) {
      return { name: String(error.name), message: String(error.message), stack: String(error.stack) };
    }
    return { name: 'Error', message: show(error), stack: '' };
  }
  function holdsDate(value: unknown, depth = 0): boolean {
    if (typeof value !== 'object' || value === null || depth > 50) return false;
    if (tagOf.call(value) === '[object Date]' || ids.has(value)) return true;
    return Object.keys(value).some((key) => holdsDate((value as Record<string, unknown>)[key], depth + 1));
  }

  return {
    invoke(entry, args) {
      try {
        const decoded = decode(parse(args) as Wire) as unknown[];
        const value: unknown = Reflect.apply(entry as () => unknown, undefined, decoded);
        const then =
          typeof value === 'object' && value !== null ? (value as { then?: unknown }).then : undefined;
        if (typeof then !== 'function') {
          ended = { value };
          return;
        }
        (value as Promise<unknown>).then(
          (result) => (ended = { value: result }),
          (error) => (ended = { error }),
        );
      } catch (error) {
        ended = { error };
      }
    },
    outcome(forPage) {
      if (!ended) return stringify({ value: { t: 'u' } });
      if ('error' in ended) return stringify({ error: describe(ended.error) });
      // A page gets nothing at all, and no error, if a date or a service object is in the answer.
      if (forPage && holdsDate(ended.value)) return stringify({ value: { t: 'u' } });
      return stringify({ value: encode(ended.value) });
    },
    failure: (error) => stringify({ error: describe(error) }),
  };
}
