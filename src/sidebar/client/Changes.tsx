/** What a dry run would change; applying it writes exactly what is listed and still stands. */
import { useState } from 'preact/hooks';
import type { DryRunResult, Status } from '../api';
import { counted } from '../words';
import { call } from './google';
import { useAnswer, type Watched } from './hooks';
import { PlaceLink, Whereabouts } from './places';
import { isAtWork } from './runWords';
import { Button, More, Note, View } from './ui';

const PAGE = 100;

interface Props {
  watched: Watched;
  status: Status;
  canApply: boolean;
  onBack: () => void;
}

export function ChangesView({ watched, status, canApply, onBack }: Props) {
  const run = status.run;
  const busy = watched.starting || isAtWork(run);
  // What stands in the list changes when a run ends.
  const { value, error, again } = useAnswer<DryRunResult>(
    'dryRunResult',
    { offset: 0, limit: PAGE },
    `${run?.runId} ${run?.state}`,
  );
  const [more, setMore] = useState<DryRunResult['lines']>([]);
  const lines = value ? [...value.lines, ...more] : [];
  const next = () =>
    void call<DryRunResult>('dryRunResult', { offset: lines.length, limit: PAGE }).then(
      (answer) => setMore([...more, ...answer.lines]),
      again,
    );
  return (
    <View title="What would change" onBack={onBack}>
      <Whereabouts />
      {error && <Note tone="bad">{error}</Note>}
      {!value && !error && <p class="quiet">Reading the list …</p>}
      {value && (
        <>
          <p>{value.total === 0 ? 'Nothing would change.' : `${counted(value.total, 'cell')} in all.`}</p>
          <ul class="counts">
            {value.byTab.map(({ tab, added, changed, removed }) => (
              <li key={tab}>
                <strong>{tab}</strong> {tabWords(added, changed, removed)}
              </li>
            ))}
          </ul>
          {value.questions ? (
            <p class="quiet">{counted(value.questions, 'question')} would stand in Conflicts.</p>
          ) : null}
          {value.applied && (
            <Note tone="good">
              Applied.
              {value.rest.length > 0 &&
                ` ${counted(value.rest.length, 'cell')} could not be written; see why below.`}
            </Note>
          )}
          {canApply && value.total > 0 && !value.applied && (
            <div class="actions">
              <Button
                kind="primary"
                disabled={busy}
                onClick={() => watched.start({ step: 'apply', options: { resume: false } })}
              >
                Apply this
              </Button>
            </div>
          )}
          {watched.starting && <Note>Writing …</Note>}
          {watched.said && <Note>{watched.said}</Note>}
          <Rest rest={value.rest} />
          <Lines lines={lines} />
          <More shown={lines.length} total={value.total} onMore={next} />
        </>
      )}
    </View>
  );
}

function tabWords(added: number, changed: number, removed: number): string {
  const parts = [
    added > 0 && counted(added, 'new row'),
    changed > 0 && `${counted(changed, 'row')} changed`,
    removed > 0 && `${counted(removed, 'row')} removed`,
  ];
  return parts.filter(Boolean).join(', ');
}

function Rest({ rest }: { rest: DryRunResult['rest'] }) {
  if (rest.length === 0) return null;
  return (
    <section>
      <h2>Not written</h2>
      <ul class="items">
        {rest.map(({ tab, key, column, why }) => (
          <li key={`${tab} ${key} ${column}`}>
            <PlaceLink to={{ tab, key, column }}>{`${tab}: ${key}, ${column}`}</PlaceLink>
            <p>{why}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

type Line = DryRunResult['lines'][number];

const TAGS: Record<Line['what'], string> = { add: 'new row', change: 'changed', remove: 'removed' };

/** Lines that follow each other and are about one row. */
function rowsOf(lines: readonly Line[]): Line[][] {
  const rows: Line[][] = [];
  for (const line of lines) {
    const row = rows[rows.length - 1];
    const first = row?.[0];
    const isSame = first?.tab === line.tab && first.key === line.key && first.what === line.what;
    if (row && isSame) row.push(line);
    else rows.push([line]);
  }
  return rows;
}

function Lines({ lines }: { lines: Line[] }) {
  if (lines.length === 0) return null;
  return (
    <ul class="items">
      {rowsOf(lines).map((row, i) => (
        <Row key={i} row={row} />
      ))}
    </ul>
  );
}

function Row({ row }: { row: Line[] }) {
  const [{ tab, key, what } = { tab: '', key: '', what: 'add' as const }] = row;
  const name = `${tab}: ${key}`;
  return (
    <li>
      <p>
        {what === 'add' ? <strong>{name}</strong> : <PlaceLink to={{ tab, key }}>{name}</PlaceLink>}
        <span class="tag">{TAGS[what]}</span>
      </p>
      {row.map(({ column, old, next, source }, i) => (
        <p key={i}>
          {what === 'change' ? (
            <PlaceLink to={{ tab, key, column }} label={`${column} of ${key}`}>
              {column}
            </PlaceLink>
          ) : (
            <span class="quiet">{column}</span>
          )}{' '}
          {old && <del>{old}</del>} {old && next && '→ '}
          {what !== 'remove' && <ins>{next || '(empty)'}</ins>}{' '}
          {source && <span class="quiet">· {source}</span>}
        </p>
      ))}
    </li>
  );
}
