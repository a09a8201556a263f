/** The questions that only the curator can answer, each with its choices and the way to its cell. */
import { useState } from 'preact/hooks';
import type { Conflict, Conflicts, Said } from '../api';
import { counted } from '../words';
import { choiceWords } from './conflictWords';
import { call } from './google';
import { useAnswer, type Watched } from './hooks';
import { PlaceLink, Whereabouts } from './places';
import { Button, More, Note, View } from './ui';

const PAGE = 50;

interface Props {
  watched: Watched;
  /** A run is at work. */
  busy: boolean;
  canCarryOut: boolean;
  /** Changes when a run begins or ends. */
  runKey: string;
  /** Only those on this tab. */
  tab?: string;
  onBack: () => void;
}

export function ConflictsView({ watched, busy, canCarryOut, runKey, tab, onBack }: Props) {
  const [limit, setLimit] = useState(PAGE);
  const { value, error } = useAnswer<Conflicts>('listConflicts', { offset: 0, limit, tab }, runKey);
  const [now, setNow] = useState<ReadonlySet<string>>(new Set());
  const before = value?.conflicts.filter(({ decision }) => decision !== '').map(({ id }) => id) ?? [];
  const decided = new Set([...before, ...now]).size;
  return (
    <View title="Conflicts" onBack={onBack}>
      <p class="quiet">Nothing is changed until you decide. Decisions are written when you carry them out.</p>
      <Whereabouts />
      {error && <Note tone="bad">{error}</Note>}
      {!value && !error && <p class="quiet">Reading the tab …</p>}
      {value && value.open === 0 && (
        <Note tone="good">No question is open. What was decided or settled stands in the tab Conflicts.</Note>
      )}
      {decided > 0 && canCarryOut && (
        <div class="actions">
          <Button
            kind="primary"
            disabled={busy}
            onClick={() => watched.start({ step: 'decide', options: { resume: false } })}
          >
            Carry out {counted(decided, 'decision')}
          </Button>
        </div>
      )}
      {watched.said && <Note>{watched.said}</Note>}
      <ul class="items">
        {value?.conflicts.map((conflict) => (
          <Question
            key={conflict.id}
            conflict={conflict}
            onDecided={() => setNow(new Set([...now, conflict.id]))}
          />
        ))}
      </ul>
      {value && (
        <More shown={value.conflicts.length} total={value.open} onMore={() => setLimit(limit + PAGE)} />
      )}
    </View>
  );
}

function Question({ conflict, onDecided }: { conflict: Conflict; onDecided: () => void }) {
  const { id, tab, key, column, kept, keptSource, others, evidence, choices } = conflict;
  const [decision, setDecision] = useState(conflict.decision);
  const [said, setSaid] = useState<Said | null>(null);
  const decide = (choice: string) =>
    void call<Said>('decideConflict', { id, choice })
      .catch((error: Error): Said => ({ ok: false, message: error.message }))
      .then((answer) => {
        if (answer.ok) {
          onDecided();
          setDecision(choice);
        }
        setSaid(answer.ok ? null : answer);
      });
  return (
    <li>
      <div class="links">
        <PlaceLink to={{ tab, key, column }}>{`${tab}: ${key}, ${column}`}</PlaceLink>
        <PlaceLink
          to={{ tab: 'Conflicts', question: id }}
          label={`The question on ${key}, ${column}, in Conflicts`}
        >
          in Conflicts
        </PlaceLink>
      </div>
      <dl class="facts">
        <dt>In the tab</dt>
        <dd>
          {kept || '(empty)'} {keptSource && <span class="quiet">({keptSource})</span>}
        </dd>
        {others.map(({ value, source }) => (
          <>
            <dt>{source}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
      {evidence && <p class="quiet">{evidence}</p>}
      <div class="actions">
        {choices.map((choice) => {
          const words = choiceWords(choice, conflict);
          return (
            <Button key={choice} onClick={() => decide(choice)} label={`${words}: ${key}, ${column}`}>
              {words}
            </Button>
          );
        })}
      </div>
      <p role="status" class={said ? 'bad' : 'good'}>
        {said
          ? `✕ ${said.message}`
          : decision && `✓ ${choiceWords(decision, conflict)}: waits for “Carry out”, or for the next run.`}
      </p>
    </li>
  );
}
