/** The run as it is: how far, how fast, what it waits for, what it came to. */
import type { Runnable, RunView, Status } from '../api';
import { ago, at, counted } from '../words';
import type { Watched } from './hooks';
import { titleOf } from './choices';
import {
  actionsFor,
  headline,
  markOf,
  progressWords,
  requestWords,
  startedWords,
  stepCount,
  sumsOf,
} from './runWords';
import { Button, Details, Note } from './ui';

interface Props {
  watched: Watched;
  status: Status;
  run: RunView;
  steps: Runnable[];
}

export function RunCard({ watched, status, run, steps }: Props) {
  const { tone, title, text } = headline(run, status.next, watched.fresh);
  const actions = actionsFor(run);
  const detail = detailOf(run);
  const again = (confirm: boolean) =>
    watched.start({
      step: run.step,
      options: { ...run.options, resume: true, ...(confirm ? { confirm } : {}) },
    });
  return (
    <section class={`card run ${tone}`} aria-labelledby="run-title">
      <h2 id="run-title">
        {titleOf(steps, run.step)}
        {run.dryRun && <span class="tag">dry run</span>}
      </h2>
      <p class="state" role="status">
        <span class="mark" aria-hidden="true">
          {markOf(tone)}
        </span>
        <strong>{title}</strong>
        {text && <span class="where"> {text}</span>}
      </p>
      {detail && <Details text={detail} />}
      {run.state === 'running' && <Progress run={run} />}
      <Waits run={run} status={status} />
      <p class="quiet">
        {startedWords(run, status)}
        {run.live && watched.fresh && `, last sign of life ${ago(run.beat, status.now, status.timeZone)}`}
      </p>
      {run.state === 'parked' && (
        <p class="quiet">Nothing keeps you from starting something else: what waits stays due.</p>
      )}
      <div class="actions">
        {actions.allow && (
          <Button kind="primary" disabled={watched.starting} onClick={() => again(true)}>
            Allow and go on
          </Button>
        )}
        {actions.resume && (
          <Button kind="primary" disabled={watched.starting} onClick={() => again(false)}>
            Resume
          </Button>
        )}
        {actions.stop && <Button onClick={watched.stop}>Stop</Button>}
      </div>
    </section>
  );
}

/** What Google itself said of the trouble that the run's message tells of. */
function detailOf({ state, live, message, errors, log }: RunView): string {
  if (message === '' || live || (state !== 'failed' && state !== 'running')) return '';
  const raw =
    state === 'failed'
      ? errors.find(({ key }) => key === '')?.message
      : [...log].reverse().find(({ level }) => level === 'error')?.message;
  return raw && !message.includes(raw) ? raw : '';
}

function Progress({ run }: { run: RunView }) {
  const { done, total } = run.progress;
  const words = progressWords(run);
  const sums = sumsOf(run.stages.flatMap((stage) => stage.steps));
  const value = total > 0 ? { 'aria-valuenow': done, 'aria-valuemin': 0, 'aria-valuemax': total } : {};
  return (
    <div class="progress">
      <p class="quiet">{stepCount(run)}</p>
      <div
        class={`bar ${total === 0 && run.live ? 'unknown' : ''}`}
        role="progressbar"
        aria-label="Progress of the step"
        aria-valuetext={words || 'not known'}
        {...value}
      >
        <span style={{ width: `${total > 0 ? Math.min(100, (done / total) * 100) : 0}%` }} />
      </div>
      <p>{words}</p>
      <p class="quiet">{requestWords(sums)}</p>
    </div>
  );
}

/** What the run waits for, a line each. */
function Waits({ run, status }: { run: RunView; status: Status }) {
  const lines = [
    ...run.parked.map(({ source, items, until }) => waitWords(items, source, Date.parse(until), status)),
    ...(run.live || run.state === 'parked'
      ? status.sources.flatMap(({ title, on, paused }) => (on && paused ? [`${title}: ${paused.why}`] : []))
      : []),
  ];
  if (lines.length === 0) return null;
  return (
    <ul class="waits">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

function waitWords(items: number, source: string, until: number, { now, timeZone }: Status): string {
  const waits = `${counted(items, 'item waits', 'items wait')} for ${source}`;
  // From then on it is the trigger alone that is waited for.
  return until > now ? `${waits}, until about ${at(until, now, timeZone)}` : waits;
}

/** The last lines of the run's log, newest first. */
export function LogLines({ run, status, open }: { run: RunView; status: Status; open: boolean }) {
  if (run.log.length === 0) return null;
  return (
    <details class="card" open={open}>
      <summary>Last lines of the log</summary>
      <ol class="log">
        {[...run.log].reverse().map(({ at: when, level, message }) => (
          <li key={`${when}${message}`} class={level}>
            <time>{at(when, status.now, status.timeZone)}</time>{' '}
            {level !== 'info' && <strong>{level === 'error' ? 'Error: ' : 'Note: '}</strong>}
            {message}
          </li>
        ))}
      </ol>
    </details>
  );
}

export function Trouble({ text }: { text: string }) {
  if (!text) return null;
  return (
    <>
      <Note tone="bad">{text}</Note>
      <p class="quiet">The figures below may be old.</p>
    </>
  );
}
