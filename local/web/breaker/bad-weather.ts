/** Sources that fail for a moment: a small server that answers as they then do. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Each of them is gone when the same thing is asked again. */
const KINDS = ['500', '503', '429', 'cut'] as const;
/** One request in so many. */
const ONE_IN = 12;
/** How often a source fails: at the third time in a row one is given up, and rightly; what went well in between a kill may forget. */
const MOST_A_SOURCE = 2;

export class BadWeather {
  count = 0;
  private readonly spoilt = new Set<string>();
  /** Requests spoilt so far, by source. */
  private readonly failed = new Map<string, number>();
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
    const failed = this.failed.get(host) ?? 0;
    const spared = failed >= MOST_A_SOURCE || this.spoilt.has(url);
    if (!this.origin || spared || this.random() >= 1 / ONE_IN) return undefined;
    this.spoilt.add(url);
    this.failed.set(host, failed + 1);
    this.count += 1;
    return `${this.origin}/${KINDS[Math.floor(this.random() * KINDS.length)]}`;
  }

  close(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }
}
