/** The switch "Try to break it", and what came of it. */
import type { JSX } from 'preact';
import type { BreakerView } from '../breaker/view';
import { store } from './store';

function deeds(view: BreakerView): string {
  const { killed, refused, sources, sorted, inserted, deleted, typed } = view;
  return (
    `Executions killed: ${killed}. Calls refused by Google: ${refused}. Answers spoilt at the sources: ${sources}. ` +
    `Tabs sorted: ${sorted}. Rows inserted: ${inserted}, deleted: ${deleted}. Notes typed: ${typed}.`
  );
}

function Result({ view }: { view: BreakerView }): JSX.Element | null {
  const { result } = view;
  if (!result) return null;
  if (result.different === 0) {
    const { tabs, rows, cells } = result;
    return (
      <p class="good">
        ✓ Same result: {tabs} tabs, {rows.toLocaleString('en')} rows, {cells.toLocaleString('en')} cells are
        those of the undisturbed run.
      </p>
    );
  }
  return (
    <>
      <p class="bad">✗ {result.different} differences to the undisturbed run:</p>
      <ul>
        {result.differences.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </>
  );
}

const WORDS: Record<BreakerView['phase'], string> = {
  off: '',
  armed:
    'Start a run. While it goes on, its executions are killed, tabs are sorted, rows inserted and deleted, and Google and the sources refuse now and then. A copy goes through the same run undisturbed, out of sight.',
  breaking: 'The run is being disturbed.',
  comparing: 'The run is over. It is compared with the undisturbed one.',
  over: 'The run is over.',
};

export function BreakerSwitch({ view }: { view: BreakerView }): JSX.Element {
  const isOn = view.phase !== 'off';
  return (
    <button role="switch" aria-checked={isOn} onClick={() => void store.send('break', { on: !isOn })}>
      Try to break it
    </button>
  );
}

export function BreakerPanel({ view }: { view: BreakerView }): JSX.Element | null {
  if (view.phase === 'off') return null;
  return (
    <section class="breaker" aria-label="Try to break it" aria-live="polite">
      <p>
        {WORDS[view.phase]} {view.phase !== 'armed' && deeds(view)}
      </p>
      {view.phase === 'over' && <Result view={view} />}
    </section>
  );
}
