/** Sources that fail for a moment: a small server that answers as they then do. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Each of them is gone when the same thing is asked again. */
const KINDS = ['500', '503', '429', 'cut'] as const;
/** One request in so many. */
const ONE_IN = 12;
/** Requests to a source that are spared after a spoilt one: one that fails several times in a row is given up, and rightly. */
const SPARED = 4;

export class BadWeather {
  count = 0;
  private readonly spoilt = new Set<string>();
  /** Requests that are still to be spared, by source: an execution that is killed may forget that one of them went well. */
  private readonly calm = new Map<string, number>();
  private server: Server | undefined;
  private origin = '';

  constructor(private readonly random: () => number) {}

  async open(): Promise<void> {
    this.server = createServer((incoming, outgoing) => {
      const kind = incoming.url?.slice(1);
      if (kind === 'cut') return incoming.socket.destroy();
      incoming.resume();
      outgoing.writeHead(Number(kind) || 500, { 'content-type': 'text/html', 'retry-after': '2' });
      outgoing.end('<h1>Service unavailable</h1>');
    });
    await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
    this.origin = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Where the request goes instead; undefined if it is spared. */
  spoil(url: string): string | undefined {
    const { host } = new URL(url);
    const left = this.calm.get(host) ?? 0;
    this.calm.set(host, Math.max(0, left - 1));
    if (!this.origin || left > 0 || this.spoilt.has(url) || this.random() >= 1 / ONE_IN) return undefined;
    this.spoilt.add(url);
    this.calm.set(host, SPARED);
    this.count += 1;
    return `${this.origin}/${KINDS[Math.floor(this.random() * KINDS.length)]}`;
  }

  close(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }
}
