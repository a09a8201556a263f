/** What goes wrong now and then at every source: two addresses in a hundred fail when they are first asked for on a day. */
import { createHash } from 'node:crypto';
import { dayOf, plain, type DemoReply, type DemoRequest } from './wire';

export class Hiccups {
  private readonly had: Set<string>;

  /** @param had the addresses whose turn is over */
  constructor(had: Iterable<string> = []) {
    this.had = new Set(had);
  }

  copy(): Hiccups {
    return new Hiccups(this.had);
  }

  /** The failure, if it is this address's turn. */
  check(request: DemoRequest): DemoReply | null {
    const address = `${dayOf(request.now)} ${request.host}${request.path}?${request.query.toString()} ${request.body}`;
    const lot = createHash('sha1').update(address).digest().readUInt16BE(0) % 100;
    if (lot > 1 || this.had.has(address)) return null;
    this.had.add(address);
    return lot === 0
      ? plain('Internal Server Error', 500)
      : plain('Too many requests', 429, { 'retry-after': '2' });
  }
}
