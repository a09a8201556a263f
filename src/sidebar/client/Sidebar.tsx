/** The sidebar: the run as it is, what needs the person, what to run next. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Boot, RunView, Status, Walk as WalkState } from '../api';
import { ChangesView } from './Changes';
import { ConflictsView } from './ConflictsView';
import { CellOrigin, NeedsYou, Undo } from './Extras';
import { call } from './google';
import { useStatus, type Watched } from './hooks';
import { Whereabouts } from './places';
import { QualityView } from './QualityView';
import { RowsView, type Kind } from './RowsView';
import { LogLines, RunCard, Trouble } from './RunCard';
import { RunForm } from './RunForm';
import { isAtWork } from './runWords';
import { Sources } from './Sources';
import { Summary } from './Summary';
import { Button, Note } from './ui';
import { ErrorsView } from './views';
import { Walk } from './Walk';

type ViewName = 'main' | 'dry' | 'conflicts' | 'quality' | 'errors' | 'rows';

/** What of it is looked at: all, if nothing is named. */
interface Part {
  tab?: string;
  stage?: string;
  what?: string;
}

/** Lets a list take the sidebar's place. */
export type Open = (view: ViewName, part?: Part) => void;

export function Sidebar({ boot }: { boot: Boot }) {
  const watched = useStatus(boot.status ?? null, boot.starting);
  const [at, setAt] = useState<Part & { view: ViewName }>({ view: 'main' });
  const [cameBack, setCameBack] = useState(false);
  const { status } = watched;
  const run = status?.run;
  const walking = useWalk(boot, run);
  const open: Open = (view, part) => setAt({ ...part, view });
  const back = () => {
    setCameBack(true);
    setAt({ view: 'main' });
  };
  const busy = watched.starting || isAtWork(run);
  const runKey = `${run?.runId} ${run?.state}`;
  if (run && at.view === 'errors')
    return <ErrorsView run={run} steps={boot.steps} stage={at.stage} onBack={back} />;
  if (status && at.view === 'dry')
    return <ChangesView watched={watched} status={status} canApply={has(boot, 'apply')} onBack={back} />;
  if (at.view === 'rows')
    return <RowsView tab={at.tab ?? ''} what={at.what as Kind} runKey={runKey} onBack={back} />;
  if (at.view === 'conflicts')
    return (
      <ConflictsView
        watched={watched}
        busy={busy}
        canCarryOut={has(boot, 'decide')}
        runKey={runKey}
        tab={at.tab}
        onBack={back}
      />
    );
  if (at.view === 'quality') return <QualityView runId={run?.runId ?? ''} onBack={back} />;
  return <Main boot={boot} watched={watched} busy={busy} walking={walking} open={open} cameBack={cameBack} />;
}

const has = (boot: Boot, step: string): boolean => boot.steps.some(({ id }) => id === step);

interface MainProps {
  boot: Boot;
  watched: Watched;
  busy: boolean;
  walking: ReturnType<typeof useWalk>;
  open: Open;
  /** From a list that took the sidebar's place: the focus begins at its top again. */
  cameBack: boolean;
}

function Main({ boot, watched, busy, walking, open, cameBack }: MainProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (cameBack) heading.current?.focus();
  }, [cameBack]);
  const can = (name: string) => boot.functions.includes(name);
  const { status } = watched;
  const run = status?.run;
  const { walk, setWalk, leave } = walking;
  const runKey = `${run?.runId} ${run?.state}`;
  return (
    <main>
      <h1 class="hidden" tabIndex={-1} ref={heading}>
        Realitease
      </h1>
      <Trouble text={watched.trouble} />
      <Whereabouts />
      {watched.starting && <Note>Starting …</Note>}
      {watched.said && <Note>{watched.said}</Note>}
      {walk?.shown && (
        <Walk
          known={
            walk.steps.some(({ id, open: isOpen }) => id === 'keys' && isOpen) ? boot.settings : undefined
          }
          walk={walk}
          watched={watched}
          status={status}
          onChange={setWalk}
          onLeave={leave}
          onResult={can('dryRunResult') ? () => open('dry') : undefined}
        />
      )}
      {run && <RunCard watched={watched} status={status} run={run} steps={boot.steps} />}
      {can('listConflicts') && !run?.live && <NeedsYou run={run} runKey={runKey} can={can} open={open} />}
      {run && (
        <Summary run={run} open={open} can={can}>
          {can('undoInfo') && !busy && !run.dryRun && (
            <Undo run={run} steps={boot.steps} status={status} watched={watched} />
          )}
        </Summary>
      )}
      {busy && <Follow status={status} run={run} active />}
      {!walk?.shown && (
        <RunForm steps={boot.steps} canEstimate={can('estimate')} busy={busy} onRun={watched.start} />
      )}
      {!busy && <Follow status={status} run={run} />}
      {can('cellInfo') && <CellOrigin />}
      <Footer
        can={can}
        onSetUp={walk && !walk.shown && walk.steps.some((step) => step.open) ? () => leave(false) : undefined}
      />
    </main>
  );
}

interface FollowProps {
  status: Status | null;
  run: RunView | null | undefined;
  active?: boolean;
}

/** While a run is under way, what the sources do and what the log says comes before the form. */
function Follow({ status, run, active = false }: FollowProps) {
  return (
    <>
      {status && <Sources sources={status.sources} open={active} />}
      {run && status && <LogLines run={run} status={status} open={active} />}
    </>
  );
}

/** The walk through the first run; what a run that ends makes of it is asked for. */
function useWalk(boot: Boot, run: RunView | null | undefined) {
  const [walk, setWalk] = useState<WalkState | null>(boot.walk ?? null);
  const isShown = walk?.shown === true;
  const state = `${run?.runId} ${run?.state}`;
  const [seen, setSeen] = useState(state);
  useEffect(() => {
    if (state === seen) return;
    setSeen(state);
    if (isShown) void call<WalkState>('firstRun').then(setWalk, () => undefined);
  }, [state, seen, isShown]);
  const leave = (left = true) => {
    if (walk) setWalk({ ...walk, shown: !left });
    void call<WalkState>('keepWalk', { left }).then(
      (next) => setWalk({ ...next, shown: !left }),
      () => undefined,
    );
  };
  return { walk, setWalk, leave };
}

function Footer({ can, onSetUp }: { can: (name: string) => boolean; onSetUp: (() => void) | undefined }) {
  const link = (text: string, name: string) => (
    <Button kind="link" onClick={() => void call(name).catch(() => undefined)}>
      {text}
    </Button>
  );
  return (
    <nav class="footer" aria-label="More">
      {onSetUp && (
        <Button kind="link" onClick={onSetUp}>
          Set-up
        </Button>
      )}
      {link('Settings', 'openSettings')}
      {can('listSchedules') && link('Schedules', 'openSchedules')}
      {can('listSnapshots') && link('Restore', 'openRestore')}
      {link('Help', 'openHelp')}
    </nav>
  );
}
