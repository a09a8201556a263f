/**
 * The face of the local host: what the command line, the page and the tests see of it.
 * The services behind it live one class a file beside this one.
 */
import type { RangeBox, SheetModel, WorkbookModel } from './model';
import type { Person, Selection } from './people';

/** A clock in milliseconds since the epoch. The simulated one advances only when told to. */
export interface Clock {
  readonly kind: 'real' | 'simulated';
  now(): number;
  /** Simulated: moves the clock on at once. Real: waits for so long. */
  pass(ms: number): Promise<void>;
}

export interface TriggerRecord {
  id: string;
  handler: string;
  kind: 'after' | 'at' | 'everyMinutes' | 'everyHours' | 'everyDays' | 'everyWeeks';
  /** Interval in the unit of `kind`; for `at` and `after` unused. */
  every?: number;
  atHour?: number;
  nearMinute?: number;
  /** 0 is Sunday. */
  weekDay?: number;
  /** Zone of `atHour` and `weekDay`. */
  timeZone?: string;
  /** Next time it fires, ms since the epoch. */
  nextAt: number;
  /** One-shots stay listed after they fired. */
  fired: boolean;
  disabled: boolean;
  /** Who made it: it runs as them, and only they see it. Absent: the owner. */
  creator?: string;
}

/** What Google keeps for a script between executions: saved by the command line between runs. */
export interface HostState {
  properties: {
    script: Record<string, string>;
    user: Record<string, string>;
    document: Record<string, string>;
  };
  cache: Record<
    'script' | 'user' | 'document',
    Record<string, { value: string; expires: number; created: number }>
  >;
  triggers: TriggerRecord[];
  /** User properties and caches of everybody but the owner. */
  people?: Record<string, { properties: Record<string, string>; cache: HostState['cache']['user'] }>;
  /** Rolling 24-hour use of daily quotas: for each, [ms since the epoch, amount] entries. */
  quotas: Record<'urlFetch' | 'triggerMs' | 'propertyCalls', [number, number][]>;
  /** The last instant of the clock that this state has seen. */
  clock: number;
}

export interface ExecutionResult {
  handler: string;
  kind: 'menu' | 'trigger' | 'page' | 'simple';
  /** `timeout`: ended at 6 minutes; `killed`: ended by `beforeCall`; neither ran any further code. */
  status: 'ok' | 'error' | 'timeout' | 'killed';
  value?: unknown;
  error?: { name: string; message: string; stack: string };
  startedAt: number;
  virtualMs: number;
  /** JavaScript time inside the bundle, measured. */
  jsMs: number;
  loadMs: number;
  /** Most memory seen in use on the bundle's heap; 0 if it was not looked at. */
  heapBytes: number;
  /** Console and Logger lines, oldest first. */
  log: string[];
}

/** A dialog, sidebar, alert or toast that the script has shown. */
export interface Shown {
  kind: 'sidebar' | 'dialog' | 'alert' | 'toast';
  title: string;
  html?: string;
  text?: string;
  width?: number;
  height?: number;
  /** Of a toast: how long it stays; below 0, until it is closed. */
  seconds?: number;
  /** Of a dialog: the workbook can be used meanwhile. */
  modeless?: boolean;
}

export interface Question {
  kind: 'alert' | 'prompt';
  title: string;
  text: string;
  buttons: string;
}

export interface Answer {
  button: 'OK' | 'CANCEL' | 'YES' | 'NO' | 'CLOSE';
  text?: string;
}

/** How an execution is started. */
export interface RunHow extends Partial<Person> {
  kind?: ExecutionResult['kind'];
  event?: unknown;
}

/** Sheet traffic as the cost model counts it. */
export interface SheetTraffic {
  reads: number;
  flushes: number;
  cellsRead: number;
  cellsWritten: number;
}

export interface HostHttpRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: Uint8Array;
  followRedirects: boolean;
}

/** One HTTP exchange as the script asked for it, told after its answer or failure. */
export interface HttpExchange {
  /** Host name as asked, before `route`. */
  host: string;
  url: string;
  method: string;
  /** Hash of the request body; `''` without one. With method and url it tells a repeat of a request. */
  bodyHash: string;
  status: number | 'error';
}

/** An execution, as a hook sees it. */
export interface Running {
  readonly handler: string;
  readonly kind: ExecutionResult['kind'];
  readonly person: Person;
  readonly startedAt: number;
  /** Writes that are buffered and have not reached the sheet yet. */
  readonly unsent: number;
  now(): number;
}

/** An answer as the server gave it. */
export interface HttpAnswer {
  status: number;
  /** Names as the server wrote them, in its order, repeated ones apart. */
  headers: [string, string][];
  body: Uint8Array;
}

/** The service refuses the call with these words. */
export interface Refusal {
  refuse: string;
  /** What this execution had buffered for the sheet is gone: a service that fails does not say what it kept. */
  lost?: boolean;
}

/**
 * What a hook does to a call. `kill` ends the execution abruptly: the script runs no further code. How many of
 * its buffered writes Google had sent to the sheet by then nobody knows: `landed` of them, in their order.
 */
export type Intervention = 'kill' | { kill: true; landed: number } | Refusal;

export interface HostOptions {
  /** Folder with the built bundle: the files clasp would push. */
  bundleDir: string;
  workbook: WorkbookModel;
  state: HostState;
  clock: Clock;
  account: 'consumer' | 'workspace';
  /** Turns the address the script asked for into the one really asked (the `--sources ORIGIN` mapping). */
  route?: (url: string) => string;
  /**
   * Runs the script in this thread, which is many times faster than a worker: for the simulated clock and sources
   * in this process. A kill is then told to the script as an error that every further call repeats.
   */
  inThread?: boolean;
  /** Answers requests in this process instead of the network; throws HttpError where no answer came. */
  sources?: (request: HostHttpRequest) => HttpAnswer;
  /** How far the clock that the script sees is off, ms; below 0 it is behind. */
  clockError?: () => number;
  /** Called right before every service call, with its number in this host's life, from 1. */
  beforeCall?: (
    n: number,
    call: string,
    execution: Running,
  ) => Intervention | void | Promise<Intervention | void>;
  /** Called right after every service call has been carried out; a refusal takes the place of its answer. */
  afterCall?: (n: number, call: string, execution: Running) => Refusal | void | Promise<Refusal | void>;
  /** Called once for each HTTP request (each member of a fetchAll), in the order asked. */
  onRequest?: (exchange: HttpExchange) => void;
  /** Make every trigger that is created inside a triggered execution disabled, not only those with a delay of 60 s or less. */
  strictTriggers?: boolean;
  /** The person's answer to an alert or prompt; without it they press OK, or Yes. */
  answer?: (question: Question, person: Person) => Answer | Promise<Answer>;
  /** Told of all that the script shows, when it shows it. */
  onShown?: (shown: Shown, person: Person) => void;
  /** Told when a script has changed a tab; without a box, or without a tab, anything in it may be different. */
  onChange?: (sheet?: SheetModel, box?: RangeBox) => void;
  /** Whether the memory that the bundle uses is looked at now and then; makes it slower. */
  measureHeap?: boolean;
  /** Locale of the user's interface, for Session.getActiveUserLocale. */
  locale?: string;
}

export interface Host {
  readonly options: HostOptions;
  readonly workbook: WorkbookModel;
  readonly state: HostState;
  /** Number of service calls by name, e.g. `UrlFetchApp.fetch`, over this host's life. */
  readonly calls: Record<string, number>;
  readonly sheet: SheetTraffic;
  /** Largest property value written, UTF-8 bytes. */
  readonly largestPropertyBytes: number;
  /** Requests by host name as asked: first attempts and repeats cannot be told apart here. */
  readonly http: Record<string, { requests: number; status: Record<string, number> }>;
  /** Limits of the account that were hit. */
  readonly violations: number;
  /** One execution: a new context, the bundle loaded, one top-level function called. */
  run(handler: string, args?: unknown[], how?: RunHow): Promise<ExecutionResult>;
  /** The same with its result at once: with `inThread`, also while another execution is in one of its calls. */
  runNow(handler: string, args?: unknown[], how?: RunHow): ExecutionResult;
  /** The trigger that fires next, disabled ones and fired one-shots left out. */
  nextTrigger(): TriggerRecord | undefined;
  /** Moves the clock to that trigger's time, marks it fired and runs its handler. */
  fire(trigger: TriggerRecord): Promise<ExecutionResult>;
  /** Menus that the script has put up (onOpen). */
  readonly menus: { name: string; items: unknown[] }[];
  /** Dialogs, sidebars, alerts and toasts the script has shown, oldest first. */
  readonly shown: Shown[];
  /** Where a person is in the workbook; what is changed here the script sees. */
  selectionOf(user: string): Selection;
  close(): Promise<void>;
}
