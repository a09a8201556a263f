/** Progress on stderr: a bar on a terminal, plain lines otherwise. */
import { SingleBar } from 'cli-progress';

export interface Progress {
  /** `done` of `total` steps are behind, `doing` says what goes on, `sums` what it came to so far. */
  update(done: number, total: number, doing: string, sums: string): void;
  /** New sums while an execution goes on. */
  tick(sums: string): void;
  line(text: string): void;
  stop(): void;
}

/** A redraw costs more than a service call; the eye needs no more than this. */
const TICK_MS = 100;

class Bar implements Progress {
  private readonly bar: SingleBar;
  private lastTick = 0;
  private started = false;

  constructor(stream: NodeJS.WriteStream) {
    this.bar = new SingleBar({
      stream,
      format: '{bar} {value}/{total} steps  {doing} ({sums})',
      barsize: 24,
      hideCursor: true,
      clearOnComplete: true,
      linewrap: false,
    });
  }

  update(done: number, total: number, doing: string, sums: string): void {
    if (!this.started) this.bar.start(total, done, { doing, sums });
    else {
      this.bar.setTotal(total);
      this.bar.update(done, { doing, sums });
    }
    this.started = true;
  }

  tick(sums: string): void {
    const now = Date.now();
    if (!this.started || now - this.lastTick < TICK_MS) return;
    this.lastTick = now;
    this.bar.update({ sums });
  }

  line(text: string): void {
    if (this.started) process.stderr.write('\r\u001b[K');
    process.stderr.write(`${text}\n`);
  }

  stop(): void {
    if (this.started) this.bar.stop();
  }
}

class Lines implements Progress {
  private last = '';

  update(done: number, total: number, doing: string, sums: string): void {
    const text = `${done}/${total} steps: ${doing} (${sums})`;
    if (text !== this.last) this.line(text);
    this.last = text;
  }

  tick(): void {
    // Lines in a log are for what is done, not for what goes on.
  }

  line(text: string): void {
    process.stderr.write(`${text}\n`);
  }

  stop(): void {
    // Nothing is drawn.
  }
}

export const createProgress = (): Progress => (process.stderr.isTTY ? new Bar(process.stderr) : new Lines());
