/** Settings as they are kept: shared ones with the document, secrets with the user, each under its own property. */
import type { AnySetting } from './declare';
import { settingList, settingNames, type SettingName } from './settings';

const PREFIX = 'setting.';

export interface SettingStores {
  document: {
    getProperties(): Record<string, string>;
    setProperties(v: Record<string, string>): unknown;
    deleteProperty(k: string): unknown;
  };
  user: SettingStores['document'];
}

export interface SettingDescription {
  name: string;
  type: string;
  group: string;
  label: string;
  help: string;
  secret: boolean;
  default: string;
  /** What stands in for a missing value when the sources are made-up ones. */
  dummy: string | null;
  /** As typed; a secret's value is never told. */
  value: string;
  isSet: boolean;
}

export interface SettingError {
  name: string;
  message: string;
}

/**
 * What is stored, as typed. Callers that have the document's properties already hand them in, so that
 * an execution reads them once.
 */
export function storedSettings(
  documentProperties: Readonly<Record<string, string>>,
  userProperties: Readonly<Record<string, string>>,
): Record<string, string> {
  const stored: Record<string, string> = {};
  for (const name of settingNames) {
    const from = settingList[name].secret ? userProperties : documentProperties;
    const typed = from[PREFIX + name];
    if (typed !== undefined) stored[name] = typed;
  }
  return stored;
}

/** All settings with what they are and, secrets apart, what they hold. */
export function describeSettings(stored: Readonly<Record<string, string>>): SettingDescription[] {
  return settingNames.map((name) => {
    const declared: AnySetting = settingList[name];
    const typed = stored[name];
    return {
      name,
      type: declared.kind,
      group: declared.group,
      label: declared.label,
      help: declared.help,
      secret: declared.secret,
      default: declared.default,
      dummy: declared.dummy ?? null,
      value: declared.secret ? '' : (typed ?? declared.default),
      isSet: typed !== undefined && typed !== '',
    };
  });
}

/**
 * Stores settings as typed; `null` goes back to the default. Nothing is stored if one of them is
 * wrong.
 * @returns what is wrong, by name; empty if all are stored.
 */
export function saveSettings(
  stores: SettingStores,
  typed: Readonly<Record<string, unknown>>,
): SettingError[] {
  const errors: SettingError[] = [];
  const changes: { user: Record<string, string | null>; document: Record<string, string | null> } = {
    user: {},
    document: {},
  };
  for (const [name, value] of Object.entries(typed)) {
    if (!Object.prototype.hasOwnProperty.call(settingList, name)) {
      errors.push({ name, message: `There is no setting ${name}.` });
      continue;
    }
    const declared: AnySetting = settingList[name as SettingName];
    const text = value === null ? null : String(value);
    try {
      if (text !== null) declared.parse(text);
      (declared.secret ? changes.user : changes.document)[PREFIX + name] = text;
    } catch (error) {
      errors.push({ name, message: `${declared.label} (${name}): ${(error as Error).message}` });
    }
  }
  if (errors.length === 0) {
    write(stores.user, changes.user);
    write(stores.document, changes.document);
  }
  return errors;
}

function write(store: SettingStores['document'], changes: Record<string, string | null>): void {
  const present = Object.keys(changes).length > 0 ? store.getProperties() : {};
  const set: Record<string, string> = {};
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) {
      if (key in present) store.deleteProperty(key);
    } else if (present[key] !== value) set[key] = value;
  }
  if (Object.keys(set).length > 0) store.setProperties(set);
}
