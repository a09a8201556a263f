/** Lists that take the sidebar's place. */
import type { Runnable, RunView } from '../api';
import { bareKey, count } from '../words';
import { titleOf } from './choices';
import { PlaceLink, Whereabouts } from './places';
import { View } from './ui';

type Failed = RunView['errors'][number];

interface Props {
  run: RunView;
  steps: readonly Runnable[];
  /** Only of this one. */
  stage?: string;
  onBack: () => void;
}

/** What failed, each with the way to its row. */
export function ErrorsView({ run, steps, stage, onBack }: Props) {
  const stages = run.stages.filter((one) => stage === undefined || one.stage === stage);
  const errors = run.errors.filter((error) => stage === undefined || error.stage === stage);
  const failed = stages.flatMap((one) => one.steps).reduce((sum, step) => sum + step.failed, 0);
  return (
    <View title="What failed" onBack={onBack}>
      <Whereabouts />
      <p class="quiet">These were left as they are and are asked again by the next run.</p>
      <ul class="items">
        {[...byMessage(errors)].map(([message, same]) => (
          <li key={message}>
            <p>{message}</p>
            <div class="links">
              {same.map((error, i) => (
                <Where key={i} error={error} run={run} steps={steps} />
              ))}
            </div>
          </li>
        ))}
      </ul>
      {failed > errors.length && (
        <p class="quiet">
          {count(failed - errors.length)} more stand in the tab{' '}
          <PlaceLink to={{ tab: 'Run Log' }}>Run Log</PlaceLink>.
        </p>
      )}
    </View>
  );
}

function byMessage(errors: readonly Failed[]): Map<string, Failed[]> {
  const groups = new Map<string, Failed[]>();
  for (const error of errors) groups.set(error.message, [...(groups.get(error.message) ?? []), error]);
  return groups;
}

/** The row that it was about, or the step that did not begin. */
function Where({ error, run, steps }: { error: Failed; run: RunView; steps: readonly Runnable[] }) {
  const step = error.stage === error.step ? error.step : `${error.stage}.${error.step}`;
  const tab = run.tabs[step] ?? '';
  if (error.key && tab)
    return <PlaceLink to={{ tab, key: error.key }}>{`${tab}: ${bareKey(error.key)}`}</PlaceLink>;
  return <span class="quiet">{error.key || titleOf(steps, step)}</span>;
}
