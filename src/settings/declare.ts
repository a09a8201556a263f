/** What a setting is; the list of them is in settings.ts. */

export interface Limit {
  requests: number;
  perMs: number;
}

/** A rule `text that a show's name contains → value`. */
export interface NameRule {
  contains: string;
  value: string;
}

interface Declared<K extends string, V> {
  readonly kind: K;
  readonly group: SettingGroup;
  readonly label: string;
  readonly help: string;
  /** As a person would type it. */
  readonly default: string;
  /** Kept in the user's own properties and never shown again. */
  readonly secret: boolean;
  /** Stands in for a missing value when the sources are made-up ones. */
  readonly dummy?: string;
  /** Reads what a person typed; throws an Error that says what is wrong and what is right. */
  parse(typed: string): V;
}

export type SettingGroup =
  'Keys' | 'Sources' | 'Lists' | 'Rules' | 'Watch What Happens Live' | 'Limits' | 'Runs';
export type AnySetting = Declared<string, unknown>;

type Base = { group: SettingGroup; label: string; help: string };

function declare<K extends string, V>(
  kind: K,
  base: Base,
  rest: { default: string; secret?: boolean; dummy?: string; parse: (typed: string) => V },
): Declared<K, V> {
  return { kind, secret: false, ...base, ...rest };
}

export const secret = (base: Omit<Base, 'group'>, dummy?: string) =>
  declare(
    'secret',
    { group: 'Keys', ...base },
    {
      default: '',
      secret: true,
      dummy,
      parse: (typed) => {
        if (/[^\x21-\x7e]/.test(typed.trim()))
          throw new Error('contains spaces or characters that no key has; copy it again.');
        return typed.trim();
      },
    },
  );

export const textSetting = (
  base: Base & { default: string; dummy?: string; pattern?: RegExp; example?: string },
) =>
  declare('text', base, {
    default: base.default,
    dummy: base.dummy,
    parse: (typed) => {
      const value = typed.trim();
      if (value && base.pattern && !base.pattern.test(value)) {
        throw new Error(`"${value}" does not look right; for example: ${base.example ?? base.default}.`);
      }
      return value;
    },
  });

export const addressSetting = (base: Base & { default: string }) =>
  declare('address', base, {
    default: base.default,
    parse: (typed) => {
      const value = typed.trim().replace(/\/+$/, '');
      if (!/^https:\/\/[a-z0-9{}.-]+(?::\d+)?(?:\/[\w{}./:-]*)?$/i.test(value)) {
        throw new Error(`"${value}" is no https address; for example: ${base.default}.`);
      }
      return value;
    },
  });

export const flag = (base: Base & { default: boolean }) =>
  declare('flag', base, {
    default: base.default ? 'on' : 'off',
    parse: (typed) => {
      const value = typed.trim().toLowerCase();
      if (['on', 'true', 'yes', '1'].includes(value)) return true;
      if (['off', 'false', 'no', '0'].includes(value)) return false;
      throw new Error(`"${typed}" is neither "on" nor "off".`);
    },
  });

export const numberSetting = (base: Base & { default: number; min: number; max: number }) =>
  declare('number', base, {
    default: String(base.default),
    parse: (typed) => {
      const value = Number(typed.trim());
      if (typed.trim() === '' || !Number.isInteger(value) || value < base.min || value > base.max) {
        throw new Error(`"${typed}" is no whole number from ${base.min} to ${base.max}.`);
      }
      return value;
    },
  });

export const limitSetting = (base: Omit<Base, 'group'> & { default: string }) =>
  declare(
    'limit',
    { group: 'Limits', ...base },
    {
      default: base.default,
      parse: (typed): Limit => {
        const match = /^(\d{1,6})\/(\d{0,6})(s|min|h)$/i.exec(typed.replace(/\s/g, ''));
        const requests = Number(match?.[1]);
        const units = match?.[2] ? Number(match[2]) : 1;
        if (!match || requests < 1 || units < 1)
          throw new Error(`"${typed}" is no limit; for example: 40/10s or 4/1s.`);
        const unitMs = { s: 1000, min: 60_000, h: 3_600_000 }[(match[3] ?? 's').toLowerCase()] ?? 1000;
        return { requests, perMs: units * unitMs };
      },
    },
  );

export const nameRules = (base: Base & { default: string; valuePattern: RegExp; example: string }) =>
  declare('rules', base, {
    default: base.default,
    parse: (typed): NameRule[] =>
      typed
        .split(/[;\n]/)
        .map((part) => part.trim())
        .filter((part) => part !== '')
        .map((part) => {
          const at = part.lastIndexOf('=');
          const rule = { contains: part.slice(0, at).trim(), value: part.slice(at + 1).trim() };
          if (at < 1 || !rule.contains || !base.valuePattern.test(rule.value)) {
            throw new Error(`"${part}" is no rule; for example: ${base.example}.`);
          }
          return rule;
        }),
  });

export const words = (base: Base & { default: string }) =>
  declare('words', base, {
    default: base.default,
    parse: (typed): string[] =>
      typed
        .split(',')
        .map((word) => word.trim())
        .filter((word) => word !== ''),
  });
