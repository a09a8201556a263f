/** The rows behind a count of the summary, each one click from its cells. */
import { useState } from 'preact/hooks';
import type { ChangedRow, ChangedRows } from '../api';
import { useAnswer } from './hooks';
import { PlaceLink, Whereabouts } from './places';
import { Button, Note, View } from './ui';

const PAGE = 100;

export type Kind = 'added' | 'updated' | 'removed';

interface Props {
  tab: string;
  what: Kind;
  /** Changes when the run goes on. */
  runKey: string;
  onBack: () => void;
}

export function RowsView({ tab, what, runKey, onBack }: Props) {
  const [limit, setLimit] = useState(PAGE);
  const { value, error } = useAnswer<ChangedRows>('changedRows', { tab, what, offset: 0, limit }, runKey);
  return (
    <View title={`${tab}: ${what}`} onBack={onBack}>
      <Whereabouts />
      {what === 'updated' && (
        <p class="quiet">
          Each row once, with what its cells held before the run. A row that several steps worked on counts
          once for each of them.
        </p>
      )}
      {what === 'removed' && <p class="quiet">Undo, or a snapshot of the tab, brings them back.</p>}
      {error && <Note tone="bad">{error}</Note>}
      {!value && !error && <p class="quiet">Looking them up …</p>}
      {value?.rows.length === 0 && <Note>The workbook keeps no list of them any more.</Note>}
      <ul class="items">
        {value?.rows.map((row) => (
          <Row key={row.key} tab={tab} row={row} removed={what === 'removed'} />
        ))}
      </ul>
      {value?.more && <Button onClick={() => setLimit(limit + PAGE)}>Show more</Button>}
    </View>
  );
}

function Row({ tab, row, removed }: { tab: string; row: ChangedRow; removed: boolean }) {
  const { key, name, cells } = row;
  const gone = removed || row.gone;
  const first = cells[0]?.column;
  return (
    <li>
      <p>
        {gone ? name || key : <PlaceLink to={{ tab, key, column: first }}>{name || key}</PlaceLink>}{' '}
        {name && name !== key && <span class="quiet">{key}</span>}
        {gone && !removed && <span class="quiet"> is not in the tab now</span>}
      </p>
      {!gone &&
        cells.map(({ column, old }) => (
          <p key={column}>
            <PlaceLink to={{ tab, key, column }} label={`${column} of ${name || key}`}>
              {column}
            </PlaceLink>{' '}
            <span class="quiet">was {old || 'blank'}</span>
          </p>
        ))}
    </li>
  );
}
