/** PropertiesService and its stores (apps-script.md §6). */
import type { Execution } from '../execution';
import { ServiceError } from '../errors';
import { propertiesOf, setPropertiesOf } from '../people';
import { COST, PROPERTY_KEY_LENGTH, PROPERTY_STORE_BYTES, PROPERTY_VALUE_BYTES } from '../limits';
import { serviceClass } from '../registry';

type GasProperties = GoogleAppsScript.Properties.Properties;
type Scope = 'script' | 'user' | 'document';
type Methods =
  | 'getProperty'
  | 'setProperty'
  | 'getProperties'
  | 'setProperties'
  | 'deleteProperty'
  | 'deleteAllProperties'
  | 'getKeys';

const bytes = (text: string): number => Buffer.byteLength(text, 'utf8');
const FULL = 'You have exceeded the property storage quota. Please remove some properties and try again.';
const NO_NAME = 'When setting or getting a property value, the property name must not be null or empty.';

export class Properties implements Pick<GasProperties, Methods> {
  constructor(
    private readonly execution: Execution,
    private readonly scope: Scope,
  ) {}

  private get store(): Record<string, string> {
    const { host, person } = this.execution;
    return propertiesOf(host.state, this.scope, person.user);
  }

  /** Every method is one call: it costs time and counts to the day's quota. */
  private begin(): void {
    const { host } = this.execution;
    this.execution.charge(COST.properties);
    const quota = host.quotas.propertyCalls;
    if (quota.left(this.execution.now()) < 1) {
      host.violated();
      throw new ServiceError('Service invoked too many times for one day: properties.');
    }
    quota.add(this.execution.now(), 1);
  }

  private refuse(message: string): never {
    this.execution.host.violated();
    throw new ServiceError(message);
  }

  private checkPair(key: string, value: string): void {
    if (key === '') throw new ServiceError(NO_NAME);
    if (key.length > PROPERTY_KEY_LENGTH) this.refuse('Data storage error');
    if (bytes(value) > PROPERTY_VALUE_BYTES) this.refuse('Argument too large: value');
  }

  private replace(next: Record<string, string>): void {
    const size = Object.entries(next).reduce((sum, [key, value]) => sum + bytes(key) + bytes(value), 0);
    if (size > PROPERTY_STORE_BYTES) this.refuse(FULL);
    const { host, person } = this.execution;
    setPropertiesOf(host.state, this.scope, person.user, next);
  }

  private countLargest(values: string[]): void {
    const { host } = this.execution;
    for (const value of values) host.largestPropertyBytes = Math.max(host.largestPropertyBytes, bytes(value));
  }

  getProperty(key: string): string | null {
    this.begin();
    if (key === '') throw new ServiceError(NO_NAME);
    return Object.hasOwn(this.store, key) ? (this.store[key] ?? null) : null;
  }

  setProperty(key: string, value: string): GasProperties {
    this.begin();
    this.checkPair(key, value);
    this.replace({ ...this.store, [key]: value });
    this.countLargest([value]);
    return this as unknown as GasProperties;
  }

  getProperties(): Record<string, string> {
    this.begin();
    return { ...this.store };
  }

  getKeys(): string[] {
    this.begin();
    return Object.keys(this.store);
  }

  setProperties(properties: Record<string, unknown>, deleteAllOthers = false): GasProperties {
    this.begin();
    const values = Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, String(value)]));
    for (const [key, value] of Object.entries(values)) this.checkPair(key, value);
    this.replace({ ...(deleteAllOthers ? {} : this.store), ...values });
    this.countLargest(Object.values(values));
    return this as unknown as GasProperties;
  }

  deleteProperty(key: string): GasProperties {
    this.begin();
    if (key === '') throw new ServiceError(NO_NAME);
    this.replace(Object.fromEntries(Object.entries(this.store).filter(([name]) => name !== key)));
    return this as unknown as GasProperties;
  }

  deleteAllProperties(): GasProperties {
    this.begin();
    this.replace({});
    return this as unknown as GasProperties;
  }
}

serviceClass(Properties, 'PropertiesService.Properties', {
  getProperty: 'str',
  setProperty: 'str,str',
  getProperties: '',
  getKeys: '',
  setProperties: 'obj|obj,bool',
  deleteProperty: 'str',
  deleteAllProperties: '',
});

export class PropertiesService implements Record<
  keyof GoogleAppsScript.Properties.PropertiesService,
  unknown
> {
  constructor(private readonly execution: Execution) {}

  getScriptProperties(): Properties {
    return new Properties(this.execution, 'script');
  }

  getUserProperties(): Properties {
    return new Properties(this.execution, 'user');
  }

  getDocumentProperties(): Properties {
    return new Properties(this.execution, 'document');
  }
}

serviceClass(PropertiesService, 'PropertiesService', {
  getScriptProperties: '',
  getUserProperties: '',
  getDocumentProperties: '',
});
