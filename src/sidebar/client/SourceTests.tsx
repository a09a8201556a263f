/** A test for each source: does it answer, does it take the key. */
import { useState } from 'preact/hooks';
import type { Said, SourceView } from '../api';
import { call } from './google';
import { Button } from './ui';

export function SourceTests({ sources, typed }: { sources: SourceView[]; typed: Record<string, string> }) {
  return (
    <section class="tests" aria-labelledby="tests">
      <h3 id="tests">Do the sources answer?</h3>
      <p class="quiet">A test makes one request with the settings as they stand here, saved or not.</p>
      <ul>
        {sources.map((source) => (
          <li key={source.source}>
            <SourceTest source={source.source} title={source.title} typed={typed} />
          </li>
        ))}
      </ul>
    </section>
  );
}

export function SourceTest({
  source,
  title,
  typed,
}: {
  source: string;
  title: string;
  typed: Record<string, string>;
}) {
  const [said, setSaid] = useState<Said | null>(null);
  const [busy, setBusy] = useState(false);
  const test = () => {
    setBusy(true);
    setSaid(null);
    call<Said>('testSource', { source, typed })
      .catch((error: Error): Said => ({ ok: false, message: error.message }))
      .then((answer) => {
        setSaid(answer);
        setBusy(false);
      });
  };
  return (
    <div class="test">
      <strong>{title}</strong>
      <Button onClick={test} disabled={busy} label={`Test ${title}`}>
        {busy ? 'Testing …' : 'Test'}
      </Button>
      <p role="status" class={said ? (said.ok ? 'good' : 'bad') : ''}>
        {said && `${said.ok ? '✓' : '✕'} ${said.message}`}
      </p>
    </div>
  );
}
