/** The cells that the quality rules find wrong, each one click away. */
import { useState } from 'preact/hooks';
import type { Failure, Failures } from '../api';
import { useAnswer } from './hooks';
import { PlaceLink, Whereabouts } from './places';
import { More, Note, View } from './ui';

const PAGE = 100;

export function QualityView({ onBack, runId }: { onBack: () => void; runId: string }) {
  const [limit, setLimit] = useState(PAGE);
  const { value, error } = useAnswer<Failures>('listFailures', { offset: 0, limit }, runId);
  const rules = new Map<string, Failure[]>();
  for (const failure of value?.failures ?? []) {
    rules.set(failure.rule, [...(rules.get(failure.rule) ?? []), failure]);
  }
  return (
    <View title="Quality" onBack={onBack}>
      <Whereabouts />
      {error && <Note tone="bad">{error}</Note>}
      {!value && !error && <p class="quiet">Reading the tab …</p>}
      {value?.total === 0 && <Note tone="good">All rules hold.</Note>}
      {[...rules].map(([rule, failures]) => (
        <section key={rule}>
          <h2>{rule}</h2>
          <ul class="items">
            {failures.map(({ tab, cell, key, column, message }) => (
              <li key={`${tab}${cell}${message}`}>
                <PlaceLink to={{ tab, cell, key, column }}>
                  {key ? [`${tab}: ${key}`, column].filter(Boolean).join(', ') : `${tab}!${cell}`}
                </PlaceLink>
                <p>{message}</p>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {value && (
        <More shown={value.failures.length} total={value.total} onMore={() => setLimit(limit + PAGE)} />
      )}
    </View>
  );
}
