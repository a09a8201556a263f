/** The classes of the services: which methods a script can call on them, with which arguments. */
import { Signature } from './signature';

type Constructor<T> = abstract new (...args: never[]) => T;
export type MethodTable<T> = { [K in keyof T]?: string };

export interface ServiceClass {
  /** As error messages name it, e.g. `SpreadsheetApp.Range`. */
  fullName: string;
  /** As call counts name it, e.g. `Range`. */
  name: string;
  /** The service that it belongs to, e.g. `SpreadsheetApp`. */
  service: string;
  methods: Record<string, Signature>;
}

const byConstructor = new Map<unknown, ServiceClass>();
const byName = new Map<string, ServiceClass>();

/** The class of a service object; undefined for anything else. */
export function classOf(object: object): ServiceClass | undefined {
  return byConstructor.get(object.constructor);
}

const names = { nameOf: (value: object) => classOf(value)?.fullName };

/**
 * Makes a class known to scripts. `methods` maps each callable method to its signature text
 * (see Signature); whatever is not listed throws `not implemented in the local host`.
 */
export function serviceClass<T>(ctor: Constructor<T>, fullName: string, methods: MethodTable<T>): void {
  const name = fullName.slice(fullName.lastIndexOf('.') + 1);
  const signatures: Record<string, Signature> = {};
  for (const [method, text] of Object.entries(methods as Record<string, string>)) {
    signatures[method] = new Signature(`${fullName}.${method}`, text, names);
  }
  const entry = { fullName, name, service: fullName.split('.')[0] ?? fullName, methods: signatures };
  byConstructor.set(ctor, entry);
  byName.set(name, entry);
}

/** Method names by class name, for the facade in the script's context. */
export function methodNames(): Record<string, string[]> {
  return Object.fromEntries([...byName].map(([name, entry]) => [name, Object.keys(entry.methods)]));
}
