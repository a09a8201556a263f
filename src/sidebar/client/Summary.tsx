/** What a run came to, with a way to each thing that it names. */
import type { ComponentChildren } from 'preact';
import type { RunView } from '../api';
import { count } from '../words';
import { call } from './google';
import type { ViewName } from './Sidebar';
import { qualityWords, sumsOf, type Sums } from './runWords';
import { Button } from './ui';

export const bringUp = (place: { tab: string; row?: number; key?: string; column?: string }): void =>
  void call('goTo', place).catch(() => undefined);

interface Props {
  run: RunView;
  children?: ComponentChildren;
  open: (view: ViewName) => void;
  can: (name: string) => boolean;
}

const SHOWN = ['added', 'updated', 'removed', 'conflicts', 'failed'] as const;

export function Summary({ run, open, can, children }: Props) {
  const steps = run.stages.flatMap((stage) =>
    stage.steps.map((step) => ({ ...step, id: `${stage.stage}.${step.step}` })),
  );
  const sums = sumsOf(steps);
  const quality = qualityWords(run);
  // A dry run looks at what would be; the tab tells of what is.
  const failing = !run.dryRun && run.quality.some(({ failed }) => failed > 0);
  if (steps.length === 0 && !quality) return null;
  return (
    <section class="card">
      <h2>{run.dryRun ? 'What would change' : 'What changed'}</h2>
      {steps.length > 0 && <Table run={run} sums={sums} />}
      <div class="links">
        {run.dryRun && can('dryRunResult') && <Button onClick={() => open('dry')}>Read the changes</Button>}
        {sums.conflicts > 0 && can('listConflicts') && (
          <Button onClick={() => open('conflicts')}>{count(sums.conflicts)} conflicts</Button>
        )}
        {(sums.failed > 0 || run.errors.length > 0) && (
          <Button onClick={() => open('errors')}>
            {count(Math.max(sums.failed, run.errors.length))} failed
          </Button>
        )}
        {failing && can('listFailures') && <Button onClick={() => open('quality')}>{quality}</Button>}
      </div>
      {children}
      {quality && !(failing && can('listFailures')) && <p class="quiet">{quality}</p>}
    </section>
  );
}

function Table({ run, sums }: { run: RunView; sums: Sums }) {
  const rows = run.stages.map(({ stage, steps }) => ({
    tab: run.tabs[stage] || stage,
    sums: sumsOf(steps),
  }));
  const columns = SHOWN.filter((name) => sums[name] > 0 || name === 'added' || name === 'updated');
  return (
    <table class="figures">
      <thead>
        <tr>
          <th scope="col">Tab</th>
          {columns.map((name) => (
            <th scope="col" class="number" key={name}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ tab, sums: own }) => (
          <tr key={tab}>
            <th scope="row">
              <Button kind="link" onClick={() => bringUp({ tab })} label={`Show the tab ${tab}`}>
                {tab}
              </Button>
            </th>
            {columns.map((name) => (
              <td class="number" key={name}>
                {count(own[name])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
