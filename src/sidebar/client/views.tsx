/** Lists that take the sidebar's place. */
import type { RunView } from '../api';
import { count } from '../words';
import { bringUp } from './Summary';
import { Button, View } from './ui';

/** What failed, each with the way to its row. */
export function ErrorsView({ run, onBack }: { run: RunView; onBack: () => void }) {
  const failed = run.stages.flatMap(({ steps }) => steps).reduce((sum, step) => sum + step.failed, 0);
  return (
    <View title="What failed" onBack={onBack}>
      <p class="quiet">These were left as they are and are asked again by the next run.</p>
      <ul class="items">
        {run.errors.map(({ stage, step, key, message }, i) => {
          const tab = run.tabs[`${stage}.${step}`] ?? '';
          return (
            <li key={i}>
              <p>{message}</p>
              {key && tab && (
                <Button kind="link" onClick={() => bringUp({ tab, key })}>
                  {`${tab}: ${key}`}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {failed > run.errors.length && (
        <p class="quiet">{count(failed - run.errors.length)} more stand in the tab Run Log.</p>
      )}
    </View>
  );
}
