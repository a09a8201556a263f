/** The script's sidebar and dialogs, in frames of their own, and the bridge of their google.script. */
import { useEffect, useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import { run } from './api';
import type { ShownEvent } from '../events';
import { store } from './store';

/** Google lets a page have so many calls under way; the rest wait their turn. */
const MOST_CALLS = 10;

interface Message {
  google?: true;
  call?: number;
  name?: string;
  args?: unknown[];
  close?: true;
  focus?: true;
  painted?: true;
  width?: number;
  height?: number;
}

class Bridge {
  private under = 0;
  private readonly waiting: Message[] = [];

  constructor(
    private readonly frame: HTMLIFrameElement,
    private readonly close: () => void,
    private readonly painted: () => void,
  ) {}

  /** A message of the frame, and of no other. */
  readonly hear = ({ source, data }: MessageEvent<Message | undefined>): void => {
    if (source !== this.frame.contentWindow || data?.google !== true) return;
    if (data.close) this.close();
    if (data.painted) this.painted();
    if (data.focus) document.querySelector<HTMLElement>('.tabulator-tableholder')?.focus();
    if (data.height) this.frame.style.height = `${data.height}px`;
    if (data.width) this.frame.style.width = `${data.width}px`;
    if (typeof data.call !== 'number') return;
    this.waiting.push(data);
    this.next();
  };

  private next(): void {
    const message = this.under < MOST_CALLS ? this.waiting.shift() : undefined;
    if (!message) return;
    this.under += 1;
    void run(String(message.name), message.args ?? [], 'page').then((outcome) => {
      this.under -= 1;
      this.frame.contentWindow?.postMessage({ google: true, call: message.call, ...outcome }, '*');
      this.next();
    });
  }
}

interface FrameProps {
  shown: ShownEvent;
  height?: number;
  /** The page of the frame can be seen. */
  onDrawn?(): void;
}

/** A page that has loaded and does not tell when it can be seen can be seen by then. */
const UNTOLD_MS = 1_000;

function Frame({ shown, height, onDrawn = () => undefined }: FrameProps): JSX.Element {
  const element = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    const frame = element.current;
    if (!frame) return undefined;
    const bridge = new Bridge(frame, () => store.closeFrame(shown.frame), onDrawn);
    addEventListener('message', bridge.hear);
    // Only now does the document load, so that no message of it is missed; what loaded before was blank.
    frame.onload = () => setTimeout(onDrawn, UNTOLD_MS);
    frame.src = `/frame/${shown.frame ?? ''}`;
    return () => removeEventListener('message', bridge.hear);
  }, [shown.frame]);
  return (
    <iframe
      ref={element}
      title={shown.title || 'Page of the script'}
      sandbox="allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox"
      style={height ? { height: `${height}px` } : undefined}
    />
  );
}

export function Sidebar({ shown }: { shown: ShownEvent }): JSX.Element {
  return (
    <aside class="sidebar" aria-label={shown.title || 'Sidebar'}>
      <header>
        <h2>{shown.title || 'Sidebar'}</h2>
        <button class="plain" aria-label="Close the sidebar" onClick={() => store.closeFrame(shown.frame)}>
          ✕
        </button>
      </header>
      <Frame key={shown.frame} shown={shown} onDrawn={() => store.set({ drawn: shown.frame })} />
    </aside>
  );
}

export function Dialog({ shown }: { shown: ShownEvent }): JSX.Element {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (shown.modeless) element.current?.show();
    else element.current?.showModal();
  }, []);
  return (
    <dialog
      ref={element}
      class="page"
      style={{ width: `${shown.width ?? 600}px` }}
      aria-label={shown.title || 'Dialog'}
      onClose={() => store.closeFrame(shown.frame)}
    >
      <header>
        <h2>{shown.title}</h2>
        <button class="plain" aria-label="Close the dialog" onClick={() => element.current?.close()}>
          ✕
        </button>
      </header>
      <Frame shown={shown} height={shown.height ?? 400} />
    </dialog>
  );
}
