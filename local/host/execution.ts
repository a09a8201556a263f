/** One execution on the host's side: its time, its limits, the objects it holds, its service calls. */
import type { HostCore } from './core';
import { EnumValue } from './enums';
import { Kill, ServiceError } from './errors';
import type { ExecutionResult, Intervention, Running, Shown } from './host';
import { EXECUTION_MS, SIMPLE_EXECUTION_MS } from './limits';
import type { LockHolder } from './locks';
import type { Person, Selection } from './people';
import type { CallMessage } from './protocol';
import { classOf } from './registry';
import { checkPermission } from './scopes';
import { SheetSession } from './sheet/session';
import { decode, encode, type Wire, type WireObjects } from './wire';

export type GlobalServices = Record<string, object>;

function atOnce<T>(value: T | Promise<T>, call: string): T {
  if (value instanceof Promise) throw new Error(`${call} has to be waited for: not in this thread`);
  return value;
}

export class Execution implements WireObjects, LockHolder, Running {
  readonly startedAt: number;
  readonly simulated: boolean;
  readonly sheets: SheetSession;
  /** After this the execution is ended, ms since the epoch. */
  readonly endsAt: number;
  readonly endsFor: 'timeout' | 'quota';
  private time: number;
  private readonly objects = new Map<number, object>();
  private readonly ids = new WeakMap<object, number>();
  private readonly globals: GlobalServices;
  private nextId = 1;

  constructor(
    readonly host: HostCore,
    readonly kind: ExecutionResult['kind'],
    makeGlobals: (execution: Execution) => GlobalServices,
    readonly person: Person,
    readonly handler: string,
  ) {
    const { clock } = host.options;
    this.simulated = clock.kind === 'simulated';
    this.startedAt = this.time = clock.now();
    const limit = kind === 'simple' ? SIMPLE_EXECUTION_MS : EXECUTION_MS;
    const quotaLeft = kind === 'trigger' ? host.quotas.triggerMs.left(this.startedAt) : Infinity;
    this.endsFor = quotaLeft < limit ? 'quota' : 'timeout';
    this.endsAt = this.startedAt + Math.min(limit, quotaLeft);
    this.sheets = new SheetSession(this, host);
    this.globals = makeGlobals(this);
  }

  now(): number {
    return this.simulated ? this.time : this.host.options.clock.now();
  }

  get unsent(): number {
    return this.sheets.unsent;
  }

  /** Time as the script is told it: in whole milliseconds. */
  scriptNow(): number {
    return Math.floor(this.now()) + (this.host.options.clockError?.() ?? 0);
  }

  /** Adds the model's cost of a call to the simulated time; ends the execution if its time is used up. */
  charge(ms: number): void {
    if (!this.simulated) {
      if (this.now() >= this.endsAt) throw new Kill(this.endsFor);
      return;
    }
    const tooLong = this.time + ms > this.endsAt;
    this.waitUntil(tooLong ? this.endsAt : this.time + ms);
    if (tooLong) throw new Kill(this.endsFor);
  }

  /** Moves the simulated time on, but not beyond the end of the execution. */
  waitUntil(time: number): void {
    const until = Math.min(time, this.endsAt);
    if (until <= this.time) return;
    this.time = until;
    this.host.advance(until);
    this.host.locks.review();
  }

  /** Waits as the script asked; the time counts as run time. */
  sleep(ms: number): void | Promise<void> {
    this.charge(ms);
    if (this.simulated) return undefined;
    const left = Math.max(0, Math.min(ms, this.endsAt - this.now()));
    return this.host.options.clock.pass(left).then(() => this.charge(0));
  }

  /** Where the person who runs the script is in the workbook. */
  get selection(): Selection {
    return this.host.selectionOf(this.person.user);
  }

  show(shown: Shown): void {
    this.host.shown.push(shown);
    this.host.options.onShown?.(shown, this.person);
  }

  // Objects that the script holds.
  byId(id: number): object | undefined {
    return this.objects.get(id);
  }

  reference(object: object): { id: number; className: string } | undefined {
    const className = classOf(object)?.name;
    if (className === undefined) return undefined;
    let id = this.ids.get(object);
    if (id === undefined) {
      id = this.nextId++;
      this.ids.set(object, id);
      this.objects.set(id, object);
    }
    return { id, className };
  }

  enumValue(type: string, name: string): EnumValue | undefined {
    return EnumValue.find(type, name);
  }

  asEnum(object: object): { type: string; name: string } | undefined {
    return object instanceof EnumValue ? object : undefined;
  }

  /** Carries a call out and returns the answer as it travels. Throws Kill when the execution ends here. */
  async call(message: CallMessage): Promise<string> {
    const { object, name, number } = this.arrived(message);
    const { beforeCall, afterCall } = this.host.options;
    const refused = this.intervene(await beforeCall?.(number, name, this));
    if (refused !== undefined) return refused;
    const answer = await this.carryOut(object, name, message);
    return this.intervene((await afterCall?.(number, name, this)) ?? undefined) ?? answer;
  }

  /** The same for a script that runs in this thread: nothing may have to be waited for. */
  callNow(message: CallMessage): string {
    const { object, name, number } = this.arrived(message);
    const { beforeCall, afterCall } = this.host.options;
    const refused = this.intervene(atOnce(beforeCall?.(number, name, this), name));
    if (refused !== undefined) return refused;
    const answer = atOnce(this.carryOut(object, name, message), name);
    return this.intervene(atOnce(afterCall?.(number, name, this), name) ?? undefined) ?? answer;
  }

  private arrived({ target, method }: CallMessage): { object: object; name: string; number: number } {
    const object = typeof target === 'number' ? this.objects.get(target) : this.globals[target];
    const entry = object && classOf(object);
    if (!object || !entry) throw new Error(`No such service object: ${target}`);
    const name = `${entry.name}.${method}`;
    return { object, name, number: this.host.countCall(name) };
  }

  /** @returns the answer, if a hook has one of its own */
  private intervene(said: Intervention | void): string | undefined {
    if (!said) return undefined;
    if (said === 'kill') throw new Kill('killed');
    if ('kill' in said) throw new Kill('killed', said.landed);
    if (said.lost) this.sheets.drop();
    return this.failure(new ServiceError(said.refuse));
  }

  private carryOut(object: object, name: string, { method, args }: CallMessage): string | Promise<string> {
    try {
      this.charge(0);
      checkPermission(name, this.kind === 'simple', this.host.manifest.oauthScopes);
      const signature = classOf(object)?.methods[method];
      if (!signature) throw new Error(`No such method: ${name}`);
      const values = signature.check(decode(JSON.parse(args) as Wire, this) as unknown[]);
      const result = Reflect.apply(
        (object as Record<string, () => unknown>)[method] as () => unknown,
        object,
        values,
      );
      if (!(result instanceof Promise)) return this.success(result);
      return result.then(
        (value) => this.success(value),
        (error: unknown) => this.failure(error),
      );
    } catch (error) {
      return this.failure(error);
    }
  }

  /** A text goes as it is behind the time: it may be long, and nothing in it has to be read. */
  private success(value: unknown): string {
    if (typeof value === 'string') return `${this.scriptNow()} ${value}`;
    return JSON.stringify([this.scriptNow(), encode(value, this)]);
  }

  private failure(error: unknown): string {
    if (error instanceof ServiceError) return JSON.stringify([this.scriptNow(), error.message, true]);
    throw error;
  }

  /** JSON of the arguments that the entry function gets. */
  encodeArguments(values: unknown[]): string {
    return JSON.stringify(encode(values, this));
  }

  /** A value that the entry function returned. */
  decodeValue(wire: Wire): unknown {
    return decode(wire, this);
  }
}
