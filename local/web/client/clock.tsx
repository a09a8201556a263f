/** The script's clock, how fast it goes, and how to make it later. */
import type { JSX } from 'preact';
import type { DeskState } from '../events';
import { store } from './store';

const HOUR_MS = 3_600_000;
const SPEEDS: [number, string][] = [
  [1, 'as in life'],
  [10, '10 times as fast'],
  [60, 'a minute a second'],
  [600, '10 minutes a second'],
  [0, 'as fast as it goes'],
];

function inZone(now: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'medium', timeStyle: 'medium' }).format(now);
}

export function Clock({ desk }: { desk: DeskState }): JSX.Element {
  const skip = (ms: number) => () => void store.send('clock', { skip: ms });
  return (
    <div class="clock">
      <time dateTime={new Date(desk.now).toISOString()} title={`Time of the script, ${desk.timeZone}`}>
        {inZone(desk.now, desk.timeZone)}
      </time>
      {desk.isSimulated && (
        <>
          <select
            aria-label="How fast a run goes"
            title="How fast a run goes"
            value={String(desk.speed)}
            onChange={({ currentTarget }) => void store.send('clock', { speed: Number(currentTarget.value) })}
          >
            {SPEEDS.map(([speed, label]) => (
              <option key={speed} value={String(speed)}>
                {label}
              </option>
            ))}
          </select>
          <button disabled={desk.isSkipping} onClick={skip(HOUR_MS)}>
            1 hour later
          </button>
          <button disabled={desk.isSkipping} onClick={skip(24 * HOUR_MS)}>
            1 day later
          </button>
        </>
      )}
    </div>
  );
}
