/** Smaller parts of the sidebar: what needs the person, undoing the last run, where a cell's value comes from. */
import { useState } from 'preact/hooks';
import type { CellInfo, Conflicts, RunView, Status, UndoInfo } from '../api';
import { at, counted } from '../words';
import { call } from './google';
import { useAnswer, type Watched } from './hooks';
import { Button, Note } from './ui';

/** Open conflicts, whichever run found them. */
export function OpenConflicts({ runKey, onOpen }: { runKey: string; onOpen: () => void }) {
  const { value } = useAnswer<Conflicts>('listConflicts', { offset: 0, limit: 1 }, runKey);
  if (!value?.open) return null;
  return (
    <section class="card needs-you">
      <h2>Needs you</h2>
      <div class="links">
        <Button onClick={onOpen}>{counted(value.open, 'open conflict')}</Button>
      </div>
    </section>
  );
}

/** Takes back what the last run wrote, after one more question. */
export function Undo({ run, status, watched }: { run: RunView; status: Status; watched: Watched }) {
  const { value } = useAnswer<UndoInfo | null>('undoInfo', {}, `${run.runId} ${run.state}`);
  const [asked, setAsked] = useState(false);
  if (!value) return null;
  if (!asked)
    return (
      <Button kind="link" onClick={() => setAsked(true)}>
        Undo the last run
      </Button>
    );
  const { added, updated, removed } = value;
  const when = at(value.at, status.now, status.timeZone);
  return (
    <div class="undo">
      <p>
        Take back what was done at {when}: {counted(added, 'added row')}, {counted(updated, 'changed row')}{' '}
        and {counted(removed, 'removed row')}? What was changed since stays.
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
