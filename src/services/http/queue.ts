/** The requests of one pool that wait for their turn, and which of them may go out now. */
import type { Settings } from '../../settings/settings';
import type { Source } from '../sources';
import type { HttpCall, Lookup, SourceId } from '../types';
import { hostOf, laneOf, LONGEST_URL } from './address';
import type { Limits } from './limits';

/** One lookup on its way. */
export interface Job {
  /** Position of its lookup in the pool; -1: the source's login. */
  index: number;
  lookup: Lookup<unknown> | null;
  source: Source;
  label: string;
  call: HttpCall;
  soFar: unknown;
  lane: string;
  host: string;
  /** Failed attempts of this call. */
  attempts: number;
  /** Whether this call has gone out before. */
  sent: boolean;
  redirects: number;
  /** The login was renewed for this call already. */
  renewed: boolean;
  /** ms since the epoch. */
  notBefore: number;
}

/** A host is asked apart from others until it has answered once: `fetchAll` fails as a whole if one host is dead. */
export type HostTrust = 'proven' | 'suspect';

/** Bodies that a wave may bring, characters. */
const WAVE_BYTES = 20 * 1024 * 1024;
const WAVE_CALLS = 100;

/** A job for a call, or why there can be none: nothing (no key either) is sent where a source is not at home. */
export function newJob(
  source: Source,
  settings: Settings,
  call: HttpCall,
  of: { index: number; lookup: Lookup<unknown> | null; label: string },
): Job | string {
  const lane = laneOf(call.url, source.base(settings));
  const host = hostOf(call.url);
  if (lane === null || host === null) return 'was to be asked at a place that its settings do not name';
  if (call.url.length > LONGEST_URL) return 'cannot be asked this: the address is too long';
  return {
    ...of,
    source,
    call,
    lane,
    host,
    soFar: undefined,
    attempts: 0,
    sent: false,
    redirects: 0,
    renewed: false,
    notBefore: 0,
  };
}

export class JobQueue {
  private readonly bySource = new Map<SourceId, Job[]>();

  constructor(
    private readonly limits: Limits,
    private readonly trust: ReadonlyMap<string, HostTrust>,
    /** One request a source and wave (a person wants pauses between them). */
    private readonly oneByOne: boolean,
  ) {}

  get empty(): boolean {
    for (const jobs of this.bySource.values()) if (jobs.length > 0) return false;
    return true;
  }

  sources(): SourceId[] {
    return [...this.bySource.keys()].filter((id) => (this.bySource.get(id)?.length ?? 0) > 0);
  }

  add(job: Job): void {
    const jobs = this.bySource.get(job.source.id);
    if (jobs) jobs.push(job);
    else this.bySource.set(job.source.id, [job]);
  }

  /** In front, in the order given: what has begun is finished before more is begun. */
  addFirst(jobs: readonly Job[]): void {
    for (const job of [...jobs].reverse()) {
      const list = this.bySource.get(job.source.id);
      if (list) list.unshift(job);
      else this.bySource.set(job.source.id, [job]);
    }
  }

  /** Removes and returns the jobs of a source that fit. */
  takeOut(id: SourceId, fits: (job: Job) => boolean): Job[] {
    const jobs = this.bySource.get(id) ?? [];
    const out = jobs.filter(fits);
    if (out.length > 0)
      this.bySource.set(
        id,
        jobs.filter((job) => !fits(job)),
      );
    return out;
  }

  some(id: SourceId, fits: (job: Job) => boolean): boolean {
    return (this.bySource.get(id) ?? []).some(fits);
  }

  /** How long the jobs of such sources have to wait for their source's limit, ms; 0 if some need not, or if there are none. */
  waitFor(now: number, fits: (source: Source) => boolean): number {
    const waits = this.sources().flatMap((id) => {
      const [job] = this.bySource.get(id) ?? [];
      if (!job || !fits(job.source)) return [];
      return [this.limits.of(id).windows.reduce((latest, window) => Math.max(latest, window.opensAt(now)), now) - now]; // prettier-ignore
    });
    return waits.length > 0 ? Math.min(...waits) : 0;
  }

  /** Takes as many jobs as every limit allows at this instant. */
  takeWave(now: number, eligible: (job: Job) => boolean): Job[] {
    const wave: Job[] = [];
    const room = { calls: Math.min(WAVE_CALLS, this.limits.all.left(now)), bytes: WAVE_BYTES };
    for (const [id, jobs] of this.bySource) {
      const taken = this.pick(id, jobs, now, eligible, room);
      if (taken.size === 0) continue;
      wave.push(...taken);
      this.bySource.set(
        id,
        jobs.filter((job) => !taken.has(job)),
      );
    }
    return wave;
  }

  private pick(
    id: SourceId,
    jobs: readonly Job[],
    now: number,
    eligible: (job: Job) => boolean,
    room: { calls: number; bytes: number },
  ): Set<Job> {
    const limits = this.limits.of(id);
    const taken = new Set<Job>();
    const inLane = new Map<string, number>();
    const suspects = new Set<string>();
    let free = limits.free(now);
    if (this.oneByOne) free = Math.min(free, 1);
    for (const job of jobs) {
      if (taken.size >= Math.min(free, job.source.together) || room.calls <= 0) break;
      if (room.bytes < limits.expectedBytes && room.bytes < WAVE_BYTES) break;
      if (job.notBefore > now || !eligible(job)) continue;
      if (this.trust.get(job.host) === 'suspect' && suspects.has(job.host)) continue;
      const lane = limits.lane(job.lane);
      const used = inLane.get(job.lane) ?? 0;
      if (lane.holdUntil > now || lane.windows.some((window) => window.free(now) <= used)) continue;
      taken.add(job);
      inLane.set(job.lane, used + 1);
      suspects.add(job.host);
      room.calls--;
      room.bytes -= limits.expectedBytes;
    }
    return taken;
  }

  /** The next instant at which some job may go out; Infinity without jobs. */
  nextInstant(now: number, eligible: (job: Job) => boolean): number {
    let next = Infinity;
    for (const [id, jobs] of this.bySource) {
      const limits = this.limits.of(id);
      const open = limits.windows.reduce((latest, window) => Math.max(latest, window.opensAt(now)), now);
      for (const job of jobs) {
        if (!eligible(job)) continue;
        const lane = limits.lane(job.lane);
        const laneOpen = lane.windows.reduce((latest, window) => Math.max(latest, window.opensAt(now)), open);
        next = Math.min(next, Math.max(laneOpen, lane.holdUntil, job.notBefore));
        if (next <= open) break;
      }
    }
    return next;
  }
}
