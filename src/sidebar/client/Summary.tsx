/** What a run came to, with a way to each thing that it names. */
import type { ComponentChildren } from 'preact';
import type { RunView } from '../api';
import { count } from '../words';
import { call } from './google';
import { changeWords, qualityWords, sumsOf } from './runWords';
import type { ViewName } from './Sidebar';
import { Button } from './ui';

export const bringUp = (place: { tab: string; row?: number; key?: string; column?: string }): void =>
  void call('goTo', place).catch(() => undefined);

interface Props {
  run: RunView;
  children?: ComponentChildren;
  open: (view: ViewName) => void;
  can: (name: string) => boolean;
}

export function Summary({ run, open, can, children }: Props) {
  const sums = sumsOf(run.stages.flatMap(({ steps }) => steps));
  const quality = qualityWords(run);
  // A dry run looks at what would be; the tab tells of what is.
  const failing = !run.dryRun && run.quality.some(({ failed }) => failed > 0) && can('listFailures');
  if (run.stages.length === 0 && !quality) return null;
  return (
    <section class="card" aria-labelledby="summary">
      <h2 id="summary">{run.dryRun ? 'What would change' : 'What changed'}</h2>
      <ul class="figures">
        {run.stages.map(({ stage, steps }) => (
          <li key={stage}>
            <Tab tab={run.tabs[stage] ?? ''} stage={stage} />
            <span>{changeWords(sumsOf(steps))}</span>
          </li>
        ))}
      </ul>
      <div class="links">
        {run.dryRun && can('dryRunResult') && <Button onClick={() => open('dry')}>Read the changes</Button>}
        {sums.conflicts > 0 && can('listConflicts') && (
          <Button onClick={() => open('conflicts')}>{count(sums.conflicts)} conflicts</Button>
        )}
        {run.errors.length > 0 && (
          <Button onClick={() => open('errors')}>
            {count(Math.max(sums.failed, run.errors.length))} failed
          </Button>
        )}
        {failing && <Button onClick={() => open('quality')}>{quality}</Button>}
      </div>
      {quality && !failing && <p class="quiet">{quality}</p>}
      {children}
    </section>
  );
}

function Tab({ tab, stage }: { tab: string; stage: string }) {
  if (!tab) return <strong>{stage}</strong>;
  return (
    <Button kind="link" onClick={() => bringUp({ tab })} label={`Show the tab ${tab}`}>
      {tab}
    </Button>
  );
}
