/** Upload of IMDb's CSV export: IMDb's pages refuse programs, its export button does not refuse people. */
import { useState } from 'preact/hooks';
import type { Said } from '../api';
import { call } from './google';

/** IMDb's lists are far smaller; a larger file is something else. */
const MOST_BYTES = 8_000_000;

export function ImdbUpload({ onDone }: { onDone?: () => void }) {
  const [said, setSaid] = useState<Said | null>(null);
  const upload = async (file: File): Promise<Said> => {
    if (file.size > MOST_BYTES)
      return { ok: false, message: 'This file is too large to be the export of a list.' };
    return call<Said>('uploadImdbList', { csv: await file.text() });
  };
  const choose = (input: HTMLInputElement) => {
    const file = input.files?.[0];
    if (!file) return;
    setSaid({ ok: true, message: `Uploading ${file.name} …` });
    upload(file)
      .catch((error: Error): Said => ({ ok: false, message: error.message }))
      .then((answer) => {
        setSaid(answer);
        input.value = '';
        if (answer.ok) onDone?.();
      });
  };
  return (
    <div class="setting">
      <label class="field">
        <span>Upload the IMDb list</span>
        <small>
          On the list’s IMDb page choose Export, then the CSV file here. It goes into the tab IMDb List.
        </small>
        <input type="file" accept=".csv,text/csv" onChange={(event) => choose(event.currentTarget)} />
      </label>
      <p role="status" class={said ? (said.ok ? 'good' : 'bad') : ''}>
        {said?.message}
      </p>
    </div>
  );
}
