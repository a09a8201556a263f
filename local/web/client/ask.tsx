/** Alerts and prompts of the script. */
import { useEffect, useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import type { AskEvent } from '../events';
import { store } from './store';

const LABELS: Record<string, string> = { OK: 'OK', CANCEL: 'Cancel', YES: 'Yes', NO: 'No' };

export function Ask({ ask }: { ask: AskEvent }): JSX.Element {
  const element = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => element.current?.showModal(), []);
  const end = (button: string): void => store.answer(ask, button, field.current?.value ?? '');
  const buttons = ask.buttons.split('_').filter((name) => name in LABELS);
  return (
    <dialog
      ref={element}
      class="ask"
      aria-label={ask.title || 'Question'}
      onCancel={(event) => {
        event.preventDefault();
        end('CLOSE');
      }}
    >
      {ask.title && <h2>{ask.title}</h2>}
      <p id="ask-text">{ask.text}</p>
      {ask.kind === 'prompt' && <textarea ref={field} rows={2} aria-labelledby="ask-text" />}
      <footer>
        {buttons.map((button, index) => (
          <button key={button} class={index === 0 ? 'main' : ''} onClick={() => end(button)}>
            {LABELS[button]}
          </button>
        ))}
      </footer>
    </dialog>
  );
}
