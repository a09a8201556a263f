/** The page's line to its server: requests with the token of this start, and the events that come back. */
import type { ServerEvent } from '../events';

const token = document.querySelector<HTMLMetaElement>('meta[name=token]')?.content ?? '';
/** Who sits at this page; nobody named is the owner of the workbook. */
export const user = new URLSearchParams(location.search).get('user') ?? '';
const windowId = crypto.randomUUID();
const own = new URLSearchParams({ token, user, window: windowId });

export const downloadAddress = `/download?${new URLSearchParams({ token }).toString()}`;

export async function post<T>(path: string, body: object): Promise<T> {
  const response = await fetch(`/api/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-token': token, 'x-user': user, 'x-window': windowId },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error((await response.text()) || 'The local host did not answer.');
  return (await response.json()) as T;
}

/** How an execution of the script ended: with a value, or with an error in words. */
export interface Outcome {
  value?: unknown;
  error?: string;
}

const calls = new Map<number, (outcome: Outcome) => void>();
let lastCall = 0;

/** Runs a function of the script; settles when its execution is over. */
export function run(handler: string, args: unknown[], kind: 'menu' | 'page' | 'simple'): Promise<Outcome> {
  const call = (lastCall += 1);
  return new Promise((settle) => {
    calls.set(call, settle);
    post('run', { call, handler, args, kind }).catch((error: Error) => {
      calls.delete(call);
      settle({ error: error.message });
    });
  });
}

/** Hears what the server tells; `onLine` says whether it is there. */
export function listen(onEvent: (event: ServerEvent) => void, onLine: (there: boolean) => void): void {
  const source = new EventSource(`/events?${own.toString()}`);
  source.onopen = () => onLine(true);
  source.onerror = () => onLine(false);
  source.onmessage = ({ data }: MessageEvent<string>) => {
    const event = JSON.parse(data) as ServerEvent;
    if (event.type !== 'done') return onEvent(event);
    const settle = calls.get(event.call);
    calls.delete(event.call);
    settle?.({ value: event.value, error: event.error });
  };
}
