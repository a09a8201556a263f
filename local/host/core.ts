/** What the services and executions share: the host behind its public face. */
import type { Host, HostOptions, SheetTraffic } from './host';
import type { Transport } from './http/transport';
import type { LockTable } from './locks';
import type { Quota } from './quota';
import type { Manifest } from './scopes';

export interface HostCore extends Pick<
  Host,
  'workbook' | 'state' | 'menus' | 'shown' | 'calls' | 'http' | 'selectionOf'
> {
  readonly options: HostOptions;
  readonly manifest: Manifest;
  readonly sheet: SheetTraffic;
  readonly locks: LockTable;
  readonly transport: Transport;
  readonly quotas: Record<'urlFetch' | 'triggerMs' | 'propertyCalls', Quota>;
  largestPropertyBytes: number;
  /** Numbers that are the same for the same start of a simulated clock. */
  random(): number;
  /** Counts a limit that was hit. */
  violated(): void;
  /** Moves the simulated clock on to `time`, if it is not there yet. */
  advance(time: number): void;
  /** Number of this call, from 1. */
  countCall(name: string): number;
}
