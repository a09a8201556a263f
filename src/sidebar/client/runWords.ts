/** What the sidebar says of a run. The figures are those of the run's own report. */
import type { RunView, Status, UndoInfo } from '../api';
import { at, count, counted, lasting } from '../words';

export type Tone = 'live' | 'waits' | 'good' | 'needs' | 'bad' | 'plain';

export interface Headline {
  tone: Tone;
  /** One or two words; colour never tells it alone. */
  title: string;
  text: string;
}

const MARKS: Record<Tone, string> = { live: '●', waits: '◷', good: '✓', needs: '!', bad: '✕', plain: '■' };

/** A sign that stands before the title. */
export const markOf = (tone: Tone): string => MARKS[tone];

/** @param fresh false: the status cannot be had now, and this is the last one seen */
export function headline(run: RunView, next: string, fresh = true): Headline {
  if (run.live && !fresh) return { tone: 'plain', title: 'Last seen running', text: where(run) };
  if (run.live) return { tone: 'live', title: 'Running', text: where(run) };
  switch (run.state) {
    case 'running':
      return run.stale
        ? { tone: 'needs', title: 'Not going on', text: next }
        : {
            tone: 'waits',
            title: 'Pausing',
            text: `${run.message || 'Google gives a script six minutes at a time.'} ${next}`,
          };
    case 'parked':
      return { tone: run.stale ? 'needs' : 'waits', title: 'Waiting', text: next };
    case 'confirm':
      return { tone: 'needs', title: 'Needs your word', text: run.message };
    case 'stopped':
      return { tone: 'plain', title: 'Stopped', text: run.message };
    case 'failed':
      return { tone: 'bad', title: 'Ended with an error', text: run.message };
    default:
      return { tone: 'good', title: run.dryRun ? 'Dry run done' : 'Done', text: run.message };
  }
}

function where({ stageTitle, stepTitle }: RunView): string {
  return [...new Set([stageTitle, stepTitle])].filter(Boolean).join(' › ');
}

/** `Step 3 of 22`. */
export const stepCount = (run: RunView): string =>
  `Step ${Math.min(run.stepIndex + 1, run.stepCount)} of ${run.stepCount}`;

/** `120 of 400 · 95 a minute · about 3 min left`. */
export function progressWords(run: RunView): string {
  const { done, total } = run.progress;
  if (total === 0) return run.live ? 'Finding out what is due …' : '';
  const parts = [`${count(done)} of ${count(total)}`];
  if (run.live && run.rate > 0) parts.push(`${count(Math.max(1, run.rate))} a minute`);
  if (run.live && run.leftMs !== null && done < total) parts.push(`${lasting(run.leftMs)} left in this step`);
  return parts.join(' · ');
}

export function startedWords(run: RunView, status: Pick<Status, 'now' | 'timeZone'>): string {
  const by = run.startedBy === 'schedule' ? 'by a schedule' : 'by a person';
  const when = at(Date.parse(run.startedAt), status.now, status.timeZone);
  const end = run.endedAt ? `, ended ${at(Date.parse(run.endedAt), status.now, status.timeZone)}` : '';
  return `Started ${when} ${by}${end}`;
}

export interface Sums {
  added: number;
  updated: number;
  removed: number;
  conflicts: number;
  failed: number;
  parked: number;
  requests: number;
  retries: number;
}

const NAMES = [
  'added',
  'updated',
  'removed',
  'conflicts',
  'failed',
  'parked',
  'requests',
  'retries',
] as const;

/** Sums over some steps of the report. */
export function sumsOf(steps: readonly Sums[]): Sums {
  const sums: Sums = {
    added: 0,
    updated: 0,
    removed: 0,
    conflicts: 0,
    failed: 0,
    parked: 0,
    requests: 0,
    retries: 0,
  };
  for (const step of steps) for (const name of NAMES) sums[name] += step[name];
  return sums;
}

/** One count, and what it counts. */
export interface Part {
  what: 'added' | 'updated' | 'removed' | 'conflicts' | 'failed' | 'parked';
  text: string;
}

/** `30 added`, `2 updated`, `1 conflict`; what did not happen is left out. */
export function changeParts(sums: Sums): Part[] {
  const texts: Record<Part['what'], string> = {
    added: `${count(sums.added)} added`,
    updated: `${count(sums.updated)} updated`,
    removed: `${count(sums.removed)} removed`,
    conflicts: counted(sums.conflicts, 'conflict'),
    failed: `${count(sums.failed)} failed`,
    parked: `${count(sums.parked)} waiting`,
  };
  const names = Object.keys(texts) as Part['what'][];
  return names.filter((what) => sums[what] > 0).map((what) => ({ what, text: texts[what] }));
}

/** `42 requests, 3 of them asked again`; empty without any. */
export function requestWords({ requests, retries }: Sums): string {
  if (requests === 0) return '';
  const again = retries > 0 ? `, ${counted(retries, 'repeat')}` : '';
  return counted(requests, 'request') + again;
}

/** Another run is refused while one is at work, unless that one has come to a halt; one that waits gives way. */
export const isAtWork = (run: RunView | null | undefined): boolean => run?.state === 'running' && !run.stale;

/** What a person may do with the run as it is. */
export function actionsFor(run: RunView | null): { stop: boolean; resume: boolean; allow: boolean } {
  const active = run?.state === 'running' || run?.state === 'parked';
  return {
    stop: active,
    resume: run !== null && ((active && run.stale) || run.state === 'stopped'),
    allow: run?.state === 'confirm',
  };
}

/** Failures of the quality check, and how many rules they fall under. */
export function qualityWords(run: RunView): string {
  const failing = run.quality.filter((rule) => rule.failed > 0);
  if (run.quality.length === 0) return '';
  if (failing.length === 0) return `All ${count(run.quality.length)} quality rules hold.`;
  const cells = failing.reduce((sum, rule) => sum + rule.failed, 0);
  return `${counted(cells, 'cell')} against ${counted(failing.length, 'quality rule')}`;
}

/** `1,000 of 1,000 today`, `312 today`. */
export function usageWords(used: number, limit: number | null): string {
  return limit === null ? `${count(used)} today` : `${count(used)} of ${count(limit)} today, ${count(Math.max(0, limit - used))} left`; // prettier-ignore
}

/** `3 added rows, 1 changed row`; what was not done is left out. */
export function undoWords({ added, updated, removed, decided }: UndoInfo): string {
  const words = [
    added > 0 && counted(added, 'added row'),
    updated > 0 && counted(updated, 'changed row'),
    removed > 0 && counted(removed, 'removed row'),
    decided > 0 && counted(decided, 'decision'),
  ];
  return words.filter(Boolean).join(', ');
}
