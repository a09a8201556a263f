/** The sidebar. */
import { useState } from 'preact/hooks';
import type { Boot, Status } from '../api';
import { call } from './google';
import { useStatus } from './hooks';
import { LogLines, RunCard, Trouble } from './RunCard';
import { RunForm } from './RunForm';
import { Sources } from './Sources';
import { Summary } from './Summary';
import { Button, Note } from './ui';
import { ErrorsView } from './views';

export type ViewName = 'main' | 'dry' | 'conflicts' | 'quality' | 'errors' | 'walk';

export function Sidebar({ boot }: { boot: Boot }) {
  const watched = useStatus(boot.status ?? null);
  const [view, setView] = useState<ViewName>('main');
  const { status } = watched;
  const back = () => setView('main');
  if (status?.run && view === 'errors') return <ErrorsView run={status.run} onBack={back} />;
  return (
    <main>
      <h1 class="hidden">Realitease</h1>
      <Trouble text={watched.trouble} />
      {watched.starting && <Note>Starting …</Note>}
      {watched.said && <Note>{watched.said}</Note>}
      {status?.run && <RunCard watched={watched} status={status} run={status.run} steps={boot.steps} />}
      {status?.run && (
        <Summary run={status.run} open={setView} can={(name) => boot.functions.includes(name)} />
      )}
      <RunForm
        steps={boot.steps}
        canEstimate={boot.functions.includes('estimate')}
        busy={watched.starting || isActive(status)}
        onRun={watched.start}
      />
      {status && <Sources sources={status.sources} />}
      {status?.run && <LogLines run={status.run} status={status} />}
      <Footer functions={boot.functions} />
    </main>
  );
}

/** A second run is refused while one is under way, unless that one has come to a halt. */
function isActive(status: Status | null): boolean {
  const run = status?.run;
  return Boolean(run && (run.state === 'running' || run.state === 'parked') && !run.stale);
}

function Footer({ functions }: { functions: readonly string[] }) {
  const open = (name: string) => () => void call(name).catch(() => undefined);
  return (
    <nav class="footer" aria-label="More">
      <Button kind="link" onClick={open('openSettings')}>
        Settings
      </Button>
      {functions.includes('listSchedules') && (
        <Button kind="link" onClick={open('openSchedules')}>
          Schedules
        </Button>
      )}
      {functions.includes('listSnapshots') && (
        <Button kind="link" onClick={open('openRestore')}>
          Restore
        </Button>
      )}
      <Button kind="link" onClick={open('openHelp')}>
        Help
      </Button>
    </nav>
  );
}
