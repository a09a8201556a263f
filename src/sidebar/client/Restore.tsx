/** The Restore dialog: a tab as it was before a run that could remove or rewrite rows. */
import { useState } from 'preact/hooks';
import type { Boot, Snapshot } from '../api';
import { counted } from '../words';
import { useAnswer, useStatus } from './hooks';
import { isAtWork } from './runWords';
import { Button, Note } from './ui';

export function Restore({ boot }: { boot: Boot }) {
  const watched = useStatus(boot.status ?? null);
  const run = watched.status?.run;
  const { value, error } = useAnswer<{ snapshots: Snapshot[] }>(
    'listSnapshots',
    {},
    `${run?.runId} ${run?.state}`,
  );
  const [chosen, setChosen] = useState<Snapshot | null>(null);
  const [sure, setSure] = useState(false);
  const busy = watched.starting || isAtWork(run);
  const tabs = [...new Set(value?.snapshots.map(({ tab }) => tab))];
  const restored = run?.step === 'restore' && run.state === 'done' && !watched.starting && chosen === null;
  const restore = () => {
    if (!chosen) return;
    watched.start({ step: 'restore', args: { snapshot: chosen.name }, options: { resume: false } });
    setSure(false);
    setChosen(null);
  };
  return (
    <main class="dialog text">
      <h1 class="hidden">Restore a snapshot</h1>
      <p>
        Before a run removes or rewrites rows, a copy of the tab is kept; the last three of each tab.
        Restoring puts the tab back as it was then. What is there now is kept as a copy first.
      </p>
      {error && <Note tone="bad">{error}</Note>}
      {value?.snapshots.length === 0 && <Note>There is no snapshot yet.</Note>}
      {tabs.map((tab) => (
        <fieldset key={tab} class="choices">
          <legend>{tab}</legend>
          {value?.snapshots
            .filter((one) => one.tab === tab)
            .map((one) => (
              <label key={one.name}>
                <input
                  type="radio"
                  name="snapshot"
                  checked={chosen?.name === one.name}
                  onChange={() => setChosen(one)}
                />
                <span>
                  {one.at.replace(/\./g, ':')} <span class="quiet">{counted(one.rows, 'row')}</span>
                </span>
              </label>
            ))}
        </fieldset>
      ))}
      <div class="actions">
        {sure ? (
          <>
            <Button kind="danger" disabled={busy} onClick={restore}>
              Yes, put {chosen?.tab ?? ''} back
            </Button>
            <Button onClick={() => setSure(false)}>No</Button>
          </>
        ) : (
          <Button kind="primary" disabled={!chosen || busy} onClick={() => setSure(true)}>
            Restore
          </Button>
        )}
      </div>
      {watched.starting && <Note>Restoring …</Note>}
      {(watched.said || watched.trouble) && <Note tone="bad">{watched.said || watched.trouble}</Note>}
      {restored && <Note tone="good">Restored. What stood there before is the newest snapshot.</Note>}
    </main>
  );
}
