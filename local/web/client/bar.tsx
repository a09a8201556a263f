/** The line above the grid: where the person is, what stands there in full, and what can be done with rows. */
import { useEffect, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { address, type RangeBox } from './boxes';

export interface BarProps {
  selected: RangeBox | undefined;
  text: string;
  edit(edit: object): Promise<unknown>;
}

export function CellBar({ selected, text, edit }: BarProps): JSX.Element {
  // What is being typed stays, whatever the run writes there meanwhile.
  const [typed, setTyped] = useState<string>();
  const place = selected ? address(selected) : '';
  useEffect(() => setTyped(undefined), [place]);
  const { row = 1, column = 1, rows = 1 } = selected ?? {};
  const keep = (): void => {
    if (!selected || typed === undefined || typed === text) return setTyped(undefined);
    const isStill = (now: string | undefined) => (now === typed ? undefined : now);
    void edit({ op: 'set', row, column, value: typed }).then(() => setTyped(isStill));
  };
  return (
    <div class="cell-bar">
      <output aria-label="Selected cells">{place}</output>
      <input
        aria-label="Content of the selected cell"
        value={typed ?? text}
        disabled={!selected}
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        onBlur={keep}
        onKeyDown={({ key }) => {
          if (key === 'Enter') keep();
          if (key === 'Escape') setTyped(undefined);
        }}
      />
      <button disabled={!selected} onClick={() => void edit({ op: 'sort', column, descending: false })}>
        Sort A–Z
      </button>
      <button disabled={!selected} onClick={() => void edit({ op: 'sort', column, descending: true })}>
        Sort Z–A
      </button>
      <button disabled={!selected} onClick={() => void edit({ op: 'insertRows', at: row, count: rows })}>
        Insert row
      </button>
      <button disabled={!selected} onClick={() => void edit({ op: 'deleteRows', at: row, count: rows })}>
        Delete row
      </button>
    </div>
  );
}
