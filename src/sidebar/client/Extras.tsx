/** Smaller parts of the sidebar: what needs the person, undoing the last run, where a cell's value comes from. */
import { useState } from 'preact/hooks';
import type { CellInfo, Conflicts, Runnable, RunView, Status, UndoInfo } from '../api';
import { at, count, counted } from '../words';
import { titleOf } from './choices';
import { call } from './google';
import { useAnswer, type Watched } from './hooks';
import { qualityWords, sumsOf, undoWords } from './runWords';
import type { Open } from './Sidebar';
import { Button, Note } from './ui';

interface NeedsProps {
  run: RunView | null | undefined;
  runKey: string;
  can: (name: string) => boolean;
  open: Open;
}

/** Open conflicts, whichever run found them, and what the last check and the last run left to be seen to. */
export function NeedsYou({ run, runKey, can, open }: NeedsProps) {
  const { value } = useAnswer<Conflicts>('listConflicts', { offset: 0, limit: 1 }, runKey);
  const failing = run && !run.dryRun && can('listFailures') && run.quality.some(({ failed }) => failed > 0);
  const failed = run?.errors.length ? sumsOf(run.stages.flatMap(({ steps }) => steps)).failed : 0;
  if (!value?.open && !failing && failed === 0) return null;
  return (
    <section class="card needs-you" aria-labelledby="needs-you">
      <h2 id="needs-you">Needs you</h2>
      <div class="links">
        {value && value.open > 0 && (
          <Button onClick={() => open('conflicts')}>{counted(value.open, 'open conflict')}</Button>
        )}
        {failing && <Button onClick={() => open('quality')}>{qualityWords(run)}</Button>}
        {failed > 0 && <Button onClick={() => open('errors')}>{`${count(failed)} failed`}</Button>}
      </div>
    </section>
  );
}

/** Takes back what the last run wrote, after one more question. */
interface UndoProps {
  run: RunView;
  steps: readonly Runnable[];
  status: Status;
  watched: Watched;
}

export function Undo({ run, steps, status, watched }: UndoProps) {
  const { value } = useAnswer<UndoInfo | null>('undoInfo', {}, `${run.runId} ${run.state}`);
  const [asked, setAsked] = useState(false);
  if (!value) return null;
  if (!asked)
    return (
      <Button kind="link" onClick={() => setAsked(true)}>
        Undo the last run
      </Button>
    );
  const when = at(value.at, status.now, status.timeZone);
  return (
    <div class="undo">
      <p>
        Take back what “{titleOf(steps, value.step)}” did at {when}: {undoWords(value)}? What was changed
        since stays.
        {value.decided > 0 && ' Questions whose decisions it carried out are open again.'}
      </p>
      <div class="actions">
        <Button
          kind="danger"
          disabled={watched.starting}
          onClick={() => watched.start({ step: 'undo', options: { resume: false } })}
        >
          Undo
        </Button>
        <Button onClick={() => setAsked(false)}>Keep it</Button>
      </div>
    </div>
  );
}

export function CellOrigin() {
  const [said, setSaid] = useState('');
  const ask = () =>
    void call<CellInfo | null>('cellInfo').then(
      (info) => setSaid(info ? `${info.column}: ${info.text}` : 'Select a cell of a data tab first.'),
      (error: Error) => setSaid(error.message),
    );
  return (
    <section class="origin">
      <Button kind="link" onClick={ask}>
        Where does the selected cell’s value come from?
      </Button>
      {said && <Note>{said}</Note>}
    </section>
  );
}
