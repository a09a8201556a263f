/** The settings as they are being typed, and what of that is to be saved. */
import type { Setting } from '../api';

/** Typed values by name; null: back to the default (a key: removed). */
export type Typed = Readonly<Record<string, string | null>>;

/** The value that the form shows. */
export function shown(setting: Setting, typed: Typed): string {
  const value = typed[setting.name];
  if (value === undefined) return setting.value;
  return value ?? (setting.secret ? '' : setting.default);
}

/** What differs from what is stored. */
export function changed(settings: readonly Setting[], typed: Typed): Record<string, string | null> {
  const changes: Record<string, string | null> = {};
  for (const setting of settings) {
    const value = typed[setting.name];
    if (value === undefined) continue;
    // A key's field starts empty: leaving it so keeps the key.
    const differs = setting.secret
      ? value !== '' && (value !== null || setting.isSet)
      : value === null
        ? setting.isSet && setting.value !== setting.default
        : value !== setting.value;
    if (differs) changes[setting.name] = value;
  }
  return changes;
}

/** The groups in the order of the settings. */
export const groupsIn = (settings: readonly Setting[]): string[] => [
  ...new Set(settings.map(({ group }) => group)),
];

/** The typed texts, as a test of a source takes them. */
export function textsOf(typed: Typed): Record<string, string> {
  return Object.fromEntries(
    Object.entries(typed).flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, value]])),
  );
}
