/** The pages that are open, and what they are told: server-sent events, kept for a page that reconnects. */
import type { ServerResponse } from 'node:http';
import type { Person } from '../host/people';
import type { ServerEvent } from './events';

/** A page that is gone for longer is closed. */
const GONE_MS = 5_000;

class Window {
  private connection: ServerResponse | undefined;
  private waiting: string[] = [];
  private leaving: NodeJS.Timeout | undefined;

  constructor(
    readonly user: string,
    private readonly onGone: () => void,
  ) {}

  connect(connection: ServerResponse): void {
    clearTimeout(this.leaving);
    this.connection?.end();
    this.connection = connection;
    connection.on('close', () => {
      if (this.connection === connection) this.disconnect();
    });
    for (const text of this.waiting.splice(0)) connection.write(text);
  }

  private disconnect(): void {
    this.connection = undefined;
    this.leaving = setTimeout(this.onGone, GONE_MS);
    this.leaving.unref();
  }

  send(text: string): void {
    if (this.connection) this.connection.write(text);
    else this.waiting.push(text);
  }

  close(): void {
    clearTimeout(this.leaving);
    this.connection?.end();
  }
}

export class Windows {
  private readonly open = new Map<string, Window>();

  /** @param onGone told when a page has been closed */
  constructor(private readonly onGone: (window: string) => void) {}

  get count(): number {
    return this.open.size;
  }

  connect({ user, window }: Person, connection: ServerResponse): void {
    let known = this.open.get(window);
    if (!known) {
      known = new Window(user, () => {
        this.open.delete(window);
        this.onGone(window);
      });
      this.open.set(window, known);
    }
    connection.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    connection.flushHeaders();
    known.connect(connection);
  }

  /** To the person's window or, if none is named, to all that they have open. False if there is none. */
  send(person: Person, event: ServerEvent): boolean {
    const text = `data: ${JSON.stringify(event)}\n\n`;
    const to = person.window
      ? [this.open.get(person.window)]
      : [...this.open.values()].filter(({ user }) => user === person.user);
    for (const window of to) window?.send(text);
    return to.some(Boolean);
  }

  broadcast(event: ServerEvent): void {
    const text = `data: ${JSON.stringify(event)}\n\n`;
    for (const window of this.open.values()) window.send(text);
  }

  close(): void {
    for (const window of this.open.values()) window.close();
    this.open.clear();
  }
}
