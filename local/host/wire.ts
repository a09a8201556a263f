/**
 * How values travel between the script and the services: as JSON, in which every object is a tag,
 * so that dates, objects of services and `undefined` survive and no text can be taken for a tag.
 */
import type { EnumValue } from './enums';

export type WireTag =
  | { t: 'd'; v: number } // Date
  | { t: 'u' } // undefined
  | { t: 'n'; v: string } // NaN, Infinity, -Infinity, -0
  | { t: 'o'; v: number; c: string } // object of a service: id, class
  | { t: 'e'; c: string; v: string } // enum value
  | { t: 'm'; v: Record<string, Wire> } // plain object
  | { t: 'f' } // function
  | { t: 'x'; v: string }; // anything else, as text

export type Wire = null | string | number | boolean | Wire[] | WireTag;

/** A value that no service takes: a function, a Map, a symbol. */
export class Foreign {
  constructor(
    readonly kind: 'function' | 'other',
    readonly text: string,
  ) {}
}

export interface WireObjects {
  byId(id: number): object | undefined;
  reference(object: object): { id: number; className: string } | undefined;
  enumValue(type: string, name: string): EnumValue | undefined;
  asEnum(object: object): { type: string; name: string } | undefined;
}

function decodeTag(tag: WireTag, objects: WireObjects): unknown {
  switch (tag.t) {
    case 'd':
      return new Date(tag.v);
    case 'u':
      return undefined;
    case 'n':
      return Number(tag.v);
    case 'o':
      return objects.byId(tag.v);
    case 'e':
      return objects.enumValue(tag.c, tag.v);
    case 'm':
      return Object.fromEntries(Object.entries(tag.v).map(([key, value]) => [key, decode(value, objects)]));
    case 'f':
      return new Foreign('function', 'function');
    case 'x':
      return new Foreign('other', tag.v);
  }
}

/** What the script sent, as values of the host. */
export function decode(wire: Wire, objects: WireObjects): unknown {
  if (typeof wire !== 'object' || wire === null) return wire;
  if (!Array.isArray(wire)) return decodeTag(wire, objects);
  for (let index = 0; index < wire.length; index++) {
    const item = wire[index];
    if (typeof item === 'object' && item !== null) wire[index] = decode(item, objects) as Wire;
  }
  return wire;
}

function encodeObject(value: object, objects: WireObjects): Wire {
  if (Array.isArray(value)) {
    const items: Wire[] = new Array(value.length);
    for (let index = 0; index < value.length; index++) items[index] = encode(value[index], objects);
    return items;
  }
  if (value instanceof Date) return { t: 'd', v: value.getTime() };
  // Bytes are signed in Apps Script.
  if (value instanceof Uint8Array)
    return Array.from(new Int8Array(value.buffer, value.byteOffset, value.byteLength));
  const reference = objects.reference(value);
  if (reference) return { t: 'o', v: reference.id, c: reference.className };
  const asEnum = objects.asEnum(value);
  if (asEnum) return { t: 'e', c: asEnum.type, v: asEnum.name };
  const entries = Object.entries(value).map(([key, item]) => [key, encode(item, objects)] as const);
  return { t: 'm', v: Object.fromEntries(entries) };
}

/** What a service returns, for the script. */
export function encode(value: unknown, objects: WireObjects): Wire {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { t: 'n', v: Object.is(value, -0) ? '-0' : String(value) };
    case 'object':
      return value === null ? null : encodeObject(value, objects);
    default:
      return { t: 'u' };
  }
}
