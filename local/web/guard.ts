/**
 * Who may talk to the server: this computer only, and of its pages only the one that the server itself
 * sent. A page of another site cannot know the token, a name that was made to point here
 * (DNS rebinding) is not in the Host header, and a frame without an origin of its own is refused.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** The only interface that is ever listened on. */
export const LOOPBACK = '127.0.0.1';

/** A secret of this start of the server. */
export const newToken = (): string => randomBytes(24).toString('base64url');

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

export class Guard {
  readonly token = newToken();

  constructor(private readonly port: () => number) {}

  private get hosts(): string[] {
    return [`${LOOPBACK}:${this.port()}`, `localhost:${this.port()}`];
  }

  /** Why the request is refused; undefined if it may pass. */
  refusal({ headers, method }: IncomingMessage): string | undefined {
    if (!this.hosts.includes(headers.host ?? '')) return 'This address is not the page’s own.';
    const { origin } = headers;
    const ownOrigin = origin !== undefined && this.hosts.some((host) => origin === `http://${host}`);
    if (origin !== undefined && !ownOrigin) return 'Another site may not use this page.';
    if (method !== 'GET' && !ownOrigin) return 'Only the page itself may change something.';
    const site = headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none')
      return 'Another site may not use this page.';
    return undefined;
  }

  /** The page proves that this server sent it. */
  knows(token: string | null | undefined): boolean {
    return typeof token === 'string' && isSame(token, this.token);
  }
}
