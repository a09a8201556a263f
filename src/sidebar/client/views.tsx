/** Lists that take the sidebar's place. */
import type { RunView } from '../api';
import { bareKey, count } from '../words';
import { PlaceLink, Whereabouts } from './places';
import { View } from './ui';

/** What failed, each with the way to its row; of one stage, if one is named. */
export function ErrorsView({ run, stage, onBack }: { run: RunView; stage?: string; onBack: () => void }) {
  const stages = run.stages.filter((one) => stage === undefined || one.stage === stage);
  const errors = run.errors.filter((error) => stage === undefined || error.stage === stage);
  const failed = stages.flatMap(({ steps }) => steps).reduce((sum, step) => sum + step.failed, 0);
  return (
    <View title="What failed" onBack={onBack}>
      <Whereabouts />
      <p class="quiet">These were left as they are and are asked again by the next run.</p>
      <ul class="items">
        {errors.map(({ stage: of, step, key, message }, i) => {
          const tab = run.tabs[`${of}.${step}`] ?? '';
          return (
            <li key={i}>
              <p>{message}</p>
              {key && tab && <PlaceLink to={{ tab, key }}>{`${tab}: ${bareKey(key)}`}</PlaceLink>}
            </li>
          );
        })}
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
