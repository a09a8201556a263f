/** What a run came to, with a way to each thing that it names. */
import type { ComponentChildren } from 'preact';
import type { RunView, StageReport } from '../api';
import { PlaceLink } from './places';
import { changeParts, qualityWords, sumsOf, type Part } from './runWords';
import type { Open } from './Sidebar';
import { Button } from './ui';

interface Props {
  run: RunView;
  children?: ComponentChildren;
  open: Open;
  can: (name: string) => boolean;
}

export function Summary({ run, open, can, children }: Props) {
  const quality = qualityWords(run);
  const active = run.state === 'running' || run.state === 'parked';
  if (run.stages.length === 0 && !quality) return null;
  const title = run.dryRun ? 'What would change' : active ? 'What changed so far' : 'What changed';
  return (
    <section class="card" aria-labelledby="summary">
      <h2 id="summary">{title}</h2>
      <ul class="figures">
        {run.stages.map((stage) => (
          <Figures key={stage.stage} run={run} stage={stage} open={open} can={can} />
        ))}
      </ul>
      {run.dryRun && can('dryRunResult') && (
        <div class="links">
          <Button onClick={() => open('dry')}>Read the changes</Button>
        </div>
      )}
      {!active && <Quality run={run} words={quality} />}
      {children}
    </section>
  );
}

interface FiguresProps extends Omit<Props, 'children'> {
  stage: StageReport;
}

function Figures({ run, stage, open, can }: FiguresProps) {
  const tab = run.tabs[stage.stage] ?? '';
  const parts = changeParts(sumsOf(stage.steps));
  const idle = run.live ? 'nothing yet' : 'nothing to change';
  const lead = ({ what }: Part): (() => void) | undefined => {
    if (what === 'conflicts') return can('listConflicts') ? () => open('conflicts', { tab }) : undefined;
    if (what === 'failed')
      return run.errors.length > 0 ? () => open('errors', { stage: stage.stage }) : undefined;
    if (run.dryRun) return can('dryRunResult') ? () => open('dry') : undefined;
    const isListed = tab !== '' && run.step !== 'undo' && can('changedRows');
    return isListed && what !== 'parked' ? () => open('rows', { tab, what }) : undefined;
  };
  return (
    <li>
      {tab ? (
        <PlaceLink to={{ tab }} label={`Show the tab ${tab}`}>
          {tab}
        </PlaceLink>
      ) : (
        <strong>{stage.stage}</strong>
      )}
      <span class="parts">
        {parts.length === 0 && idle}
        {parts.map((part) => {
          const go = lead(part);
          return go ? (
            <Button key={part.what} kind="link" onClick={go} label={`${part.text}: ${tab || stage.stage}`}>
              {part.text}
            </Button>
          ) : (
            <span key={part.what}>{part.text}</span>
          );
        })}
      </span>
    </li>
  );
}

/** What the check after the run found; of a dry run, what it would find. */
function Quality({ run, words }: { run: RunView; words: string }) {
  const failing = run.quality.filter(({ failed }) => failed > 0);
  if (!words) return null;
  if (failing.length === 0 || !run.dryRun) return failing.length > 0 ? null : <p class="quiet">{words}</p>;
  return (
    <details>
      <summary>It would leave {words}</summary>
      <ul class="quiet">
        {failing.map(({ rule, failed }) => (
          <li key={rule}>{`${rule}: ${failed}`}</li>
        ))}
      </ul>
    </details>
  );
}
