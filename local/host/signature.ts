/**
 * Argument checks of service methods. A signature is a text: overloads separated by `|`, parameters by
 * `,`, each `int num str bool date any obj text`, an enum (`Ui.ButtonSet`), a class (`Range`), with `[]`
 * for arrays, `?` where null is taken and `...any` for the rest. Wording as in apps-script.md §3.
 */
import { EnumValue } from './enums';
import { ServiceError } from './errors';
import { Foreign } from './wire';

const NO = Symbol('no match');
type Check = (value: unknown) => unknown;

interface Overload {
  checks: Check[];
  types: string[];
  rest: boolean;
}

/** Set by the class registry: the full name of a service object's class, e.g. `SpreadsheetApp.Range`. */
export interface ClassNames {
  nameOf(value: object): string | undefined;
}

const isPlain = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Date) &&
  !(value instanceof EnumValue) &&
  !(value instanceof Foreign);

const SIMPLE: Record<string, Check> = {
  int: (value) => {
    if (typeof value === 'number') return Number.isFinite(value) ? Math.trunc(value) : NO;
    return typeof value === 'string' && /^\s*-?\d+(?:\.\d+)?\s*$/.test(value)
      ? Math.trunc(Number(value))
      : NO;
  },
  num: (value) => (typeof value === 'number' ? value : NO),
  str: (value) => {
    if (typeof value === 'string') return value;
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : NO;
  },
  // Takes everything and makes a text of it, as CacheService does.
  text: (value) => {
    if (value instanceof Foreign) return value.text;
    return isPlain(value) ? '[object Object]' : String(value);
  },
  bool: (value) => (typeof value === 'boolean' ? value : NO),
  date: (value) => (value instanceof Date ? value : NO),
  obj: (value) => (isPlain(value) ? value : NO),
  any: (value) => (value instanceof Foreign && value.kind === 'function' ? NO : value),
};

function checkFor(type: string, names: ClassNames): Check {
  if (type.endsWith('?')) {
    const inner = checkFor(type.slice(0, -1), names);
    return (value) => (value === null ? null : inner(value));
  }
  if (type.endsWith('[]')) {
    const inner = checkFor(type.slice(0, -2), names);
    // Cells are the one large case; they are looked at one by one when they are written.
    if (type === 'any[]') return (value) => (Array.isArray(value) ? value : NO);
    return (value) => {
      if (!Array.isArray(value)) return NO;
      const items = value.map(inner);
      return items.includes(NO) ? NO : items;
    };
  }
  const simple = SIMPLE[type];
  if (simple) return simple;
  if (type.includes('.')) return (value) => (value instanceof EnumValue && value.type === type ? value : NO);
  return (value) => {
    const name = typeof value === 'object' && value !== null ? names.nameOf(value) : undefined;
    return name !== undefined && (name === type || name.endsWith(`.${type}`)) ? value : NO;
  };
}

/** How the message about wrong parameters names a value's type. */
function typeName(value: unknown, names: ClassNames): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return 'String';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'Boolean';
  if (Array.isArray(value)) return 'number[]';
  if (value instanceof Date) return 'Date';
  if (value instanceof EnumValue) return value.type;
  return names.nameOf(value as object) ?? '(class)';
}

export class Signature {
  private readonly overloads: Overload[];

  constructor(
    private readonly method: string,
    text: string,
    private readonly names: ClassNames,
  ) {
    this.overloads = text.split('|').map((overload) => {
      const types = overload
        .split(',')
        .map((type) => type.trim())
        .filter(Boolean);
      const rest = types[types.length - 1]?.startsWith('...') ?? false;
      return { types, rest, checks: types.map((type) => checkFor(type.replace(/^\.\.\./, ''), names)) };
    });
  }

  /** The arguments as the method takes them; throws what Google says of wrong ones. */
  check(args: unknown[]): unknown[] {
    for (const { checks, rest } of this.overloads) {
      if (rest ? args.length < checks.length - 1 : args.length !== checks.length) continue;
      const values = args.map((value, index) => (checks[Math.min(index, checks.length - 1)] as Check)(value));
      if (!values.includes(NO)) return values;
    }
    throw new ServiceError(this.conversionProblem(args) ?? this.mismatch(args));
  }

  private conversionProblem(args: unknown[]): string | undefined {
    const fitting = this.overloads.filter((overload) => overload.checks.length === args.length);
    const only = fitting[0];
    if (!only || fitting.length > 1) {
      const bad = args.find((value) => typeof value === 'number' && !Number.isFinite(value));
      return bad === undefined ? undefined : `Cannot convert ${String(bad)} to int.`;
    }
    const index = only.checks.findIndex((check, at) => check(args[at]) === NO);
    const value = args[index];
    const isInt = only.types[index] === 'int' && (typeof value === 'number' || typeof value === 'string');
    return isInt ? `Cannot convert ${value} to int.` : undefined;
  }

  private mismatch(args: unknown[]): string {
    const types = args.map((value) => typeName(value, this.names)).join(',');
    return `The parameters (${types}) don't match the method signature for ${this.method}.`;
  }
}
