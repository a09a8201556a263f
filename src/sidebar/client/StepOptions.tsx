/** All that can be run, as the options of a list: everything, then each stage with its steps. */
import type { Runnable } from '../api';
import { groupsOf } from './choices';

export function StepOptions({ steps }: { steps: readonly Runnable[] }) {
  return (
    <>
      {steps
        .filter(({ kind, id }) => kind === 'all' || id === 'quality')
        .map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      {groupsOf(steps).map(({ stage, steps: own }) => (
        <optgroup key={stage.id} label={stage.title}>
          <option value={stage.id}>{`${stage.title}: whole stage`}</option>
          {own.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </optgroup>
      ))}
    </>
  );
}
