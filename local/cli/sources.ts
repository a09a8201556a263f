/** Where requests of the bundle go: the built-in demo server, another origin, or the real hosts. */
import { startDemoServer } from '../demo/server';
import type { Sources } from './options';
import { routeTo } from './route';

export interface RunningSources {
  /** Turns the address asked for into the one really asked; absent for the real hosts. */
  route?: (url: string) => string;
  close(): Promise<void>;
}

/** Starts what `--sources` and `--world` ask for. */
export async function openSources(sources: Sources, world: string): Promise<RunningSources> {
  if (sources.kind === 'live') return { close: async () => undefined };
  if (sources.kind === 'origin') return { route: routeTo(sources.origin), close: async () => undefined };
  const server = await startDemoServer({ world });
  return { route: routeTo(server.origin), close: () => server.close() };
}
