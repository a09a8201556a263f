/** A run as the sidebar is told of it. */
import type { RunView, Status } from '../../src/sidebar/api';

const usual: RunView = {
  runId: 'r1',
  step: 'all',
  dryRun: false,
  state: 'running',
  message: '',
  startedAt: '2026-03-10T13:00:00.000Z',
  endedAt: null,
  startedBy: 'person',
  executions: 1,
  stages: [],
  parked: [],
  quality: [],
  errors: [],
  givenUp: [],
  live: true,
  stale: false,
  options: {} as RunView['options'],
  stepNow: 'showinfo.details',
  stepTitle: 'Ask for the details',
  stageTitle: 'Shows',
  stepIndex: 2,
  stepCount: 27,
  progress: { done: 120, total: 400 },
  rate: 95.4,
  leftMs: 176_000,
  beat: 0,
  log: [],
  tabs: {},
};
/** A run under way, but for what is said of it. */
export const run = (change: Partial<RunView>): RunView => ({ ...usual, ...change });

export const statusOf = (of: RunView | null, now = 0): Status => ({
  run: of,
  sources: [],
  next: '',
  due: null,
  now,
  timeZone: 'UTC',
});
