/** What each source has done today and has left. */
import type { SourceView } from '../api';
import { usageWords } from './runWords';

export function Sources({ sources, open }: { sources: SourceView[]; open: boolean }) {
  const on = sources.filter((source) => source.on);
  const off = sources.filter((source) => !source.on);
  const waiting = on.filter((source) => source.paused).length;
  return (
    <details class="card" open={open}>
      <summary>Sources{waiting > 0 && <span class="tag needs">{waiting} waiting</span>}</summary>
      <ul class="sources">
        {on.map((source) => (
          <li key={source.source}>
            <span class="name">{source.title}</span>
            <span class="use">{usageWords(source.usedToday, source.dailyLimit)}</span>
            {source.dailyLimit !== null && (
              <span class="bar thin" aria-hidden="true">
                <span style={{ width: `${Math.min(100, (source.usedToday / source.dailyLimit) * 100)}%` }} />
              </span>
            )}
            {source.paused && <span class="pause">{source.paused.why}</span>}
          </li>
        ))}
        {off.map((source) => (
          <li key={source.source} class="off">
            <span class="name">{source.title}</span>
            <span class="use">off</span>
            <span class="pause">{source.why}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
