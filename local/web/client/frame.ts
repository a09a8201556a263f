/**
 * google.script inside a sidebar or dialog: calls go to the page around the frame, which passes them on
 * (apps-script.md §8). Put before the first script of every document that the script shows.
 */
interface Handlers {
  success?: (value: unknown, userObject: unknown) => void;
  failure?: (error: Error, userObject: unknown) => void;
  userObject?: unknown;
}

type Reply = { google: true; call: number; value?: unknown; error?: string };

(() => {
  const functions = (document.currentScript?.dataset.functions ?? '').split(' ').filter(Boolean);
  const waiting = new Map<number, Handlers>();
  let last = 0;

  const tell = (message: object): void => parent.postMessage({ google: true, ...message }, '*');

  const isPlain = (value: object): boolean => {
    const prototype: unknown = Object.getPrototypeOf(value);
    return prototype === Object.prototype || prototype === null || Array.isArray(value);
  };

  /** What Google's page takes: everything else it refuses, wherever it stands. */
  function legal(value: unknown, property: string): unknown {
    if (value === undefined || value === null) return null;
    if (typeof value !== 'object') {
      if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint')
        throw new Error(`Failed due to illegal value in property: ${property}`);
      return value;
    }
    if (!isPlain(value)) throw new Error(`Failed due to illegal value in property: ${property}`);
    if (Array.isArray(value)) return value.map((item, index) => legal(item, String(index)));
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, legal(item, key)]));
  }

  function fieldsOf(form: HTMLFormElement): Record<string, unknown> {
    const fields: Record<string, unknown> = {};
    const data = new FormData(form);
    for (const name of new Set(data.keys())) {
      const values = data.getAll(name);
      fields[name] = values.length > 1 ? values : values[0];
    }
    return fields;
  }

  function send(name: string, args: unknown[], handlers: Handlers): void {
    const [form] = args;
    const given = args.length === 1 && form instanceof HTMLFormElement ? [fieldsOf(form)] : args;
    const values = given.map((value, index) => legal(value, String(index)));
    const call = (last += 1);
    waiting.set(call, handlers);
    tell({ call, name, args: values });
  }

  function runner(handlers: Handlers): object {
    const made: Record<string, unknown> = {
      withSuccessHandler: (success: Handlers['success']) => runner({ ...handlers, success }),
      withFailureHandler: (failure: Handlers['failure']) => runner({ ...handlers, failure }),
      withUserObject: (userObject: unknown) => runner({ ...handlers, userObject }),
    };
    for (const name of functions) made[name] = (...args: unknown[]) => send(name, args, handlers);
    return Object.freeze(made);
  }

  addEventListener('message', ({ source, data }: MessageEvent<Reply | undefined>) => {
    if (source !== parent || data?.google !== true) return;
    const handlers = waiting.get(data.call);
    waiting.delete(data.call);
    if (!handlers) return;
    if (data.error === undefined) return handlers.success?.(data.value, handlers.userObject);
    const error = new Error(data.error);
    error.name = 'ScriptError';
    if (handlers.failure) handlers.failure(error, handlers.userObject);
    else throw error;
  });

  new PerformanceObserver(() => tell({ painted: true })).observe({ type: 'paint', buffered: true });

  const host = Object.freeze({
    close: () => tell({ close: true }),
    setHeight: (height: number) => tell({ height: Number(height) }),
    setWidth: (width: number) => tell({ width: Number(width) }),
    editor: Object.freeze({ focus: () => tell({ focus: true }) }),
    origin: 'null',
  });
  Object.defineProperty(window, 'google', {
    value: Object.freeze({ script: Object.freeze({ run: runner({}), host }) }),
  });
})();
