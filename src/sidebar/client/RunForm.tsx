/** What to run and how. */
import { useState } from 'preact/hooks';
import type { Estimate, Runnable, Selected } from '../api';
import { call } from './google';
import type { RunRequest } from './hooks';
import { finerChoices, noChoices, optionsOf, tabOfChoice, type Choices } from './choices';
import { StepOptions } from './StepOptions';
import { Button, Card, NumberField, Switch } from './ui';

interface Props {
  steps: Runnable[];
  canEstimate: boolean;
  busy: boolean;
  onRun: (request: RunRequest) => void;
}

export function RunForm({ steps, canEstimate, busy, onRun }: Props) {
  const [choices, setChoices] = useState<Choices>(noChoices);
  const [said, setSaid] = useState('');
  const set = (change: Partial<Choices>) => {
    setChoices({ ...choices, ...change });
    setSaid('');
  };
  const request = () => ({ step: choices.step, options: optionsOf(choices) });
  const estimate = () => {
    setSaid('Working it out …');
    call<Estimate>('estimate', request()).then(
      ({ text }) => setSaid(text),
      (error: Error) => setSaid(error.message),
    );
  };
  const finer = finerChoices(choices);
  return (
    <Card title="Run">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onRun({ ...request(), options: { ...optionsOf(choices), resume: false } });
        }}
      >
        <label class="field">
          <span>What</span>
          <select value={choices.step} onChange={(event) => set({ step: event.currentTarget.value })}>
            <StepOptions steps={steps} />
          </select>
        </label>
        <Switch
          label="Dry run"
          hint="Shows what would change and writes nothing."
          checked={choices.dryRun}
          onChange={(dryRun) => set({ dryRun })}
        />
        <details>
          <summary>More choices{finer > 0 ? ` (${finer} set)` : ''}</summary>
          <Finer steps={steps} choices={choices} set={set} say={setSaid} />
        </details>
        <div class="actions">
          <Button kind="primary" submit disabled={busy}>
            {choices.dryRun ? 'Start dry run' : 'Run'}
          </Button>
          {canEstimate && <Button onClick={estimate}>How long?</Button>}
        </div>
        <p class="said" role="status">
          {said}
        </p>
      </form>
    </Card>
  );
}

interface FinerProps {
  steps: Runnable[];
  choices: Choices;
  set: (change: Partial<Choices>) => void;
  say: (text: string) => void;
}

function Finer({ steps, choices, set, say }: FinerProps) {
  const tab = tabOfChoice(steps, choices.step);
  const takeRows = () => {
    call<Selected | null>('selectedRows').then(
      (rows) => {
        if (!rows) return say('No rows are selected in the sheet.');
        set({ startRow: String(rows.startRow), endRow: String(rows.endRow) });
        if (tab && rows.tab !== tab) say(`The selection is in ${rows.tab}; here rows of ${tab} are meant.`);
      },
      (error: Error) => say(error.message),
    );
  };
  return (
    <div class="finer">
      <Switch
        label="Only what is due"
        hint="Leaves out what was looked at lately."
        checked={choices.incremental}
        onChange={(incremental) => set({ incremental })}
      />
      <Switch
        label="Ask everything anew"
        hint="Known answers are not used; costs requests."
        checked={choices.force}
        onChange={(force) => set({ force })}
      />
      <Switch label="Detailed log" checked={choices.verbose} onChange={(verbose) => set({ verbose })} />
      <fieldset class="rows">
        <legend>{tab ? `Rows of ${tab}` : 'Rows of the step’s tab'}</legend>
        <NumberField
          label="From"
          min={2}
          value={choices.startRow}
          onChange={(startRow) => set({ startRow })}
        />
        <NumberField label="To" min={2} value={choices.endRow} onChange={(endRow) => set({ endRow })} />
        <Button onClick={takeRows}>Take selected rows</Button>
      </fieldset>
      <div class="pair">
        <NumberField
          label="At most"
          min={1}
          placeholder="all"
          value={choices.limit}
          onChange={(limit) => set({ limit })}
        />
        <NumberField
          label="Batch size"
          min={1}
          placeholder="auto"
          value={choices.batchSize}
          onChange={(batchSize) => set({ batchSize })}
        />
        <NumberField
          label="Delay, s"
          min={0}
          step="any"
          placeholder="0"
          value={choices.delay}
          onChange={(delay) => set({ delay })}
        />
      </div>
    </div>
  );
}
