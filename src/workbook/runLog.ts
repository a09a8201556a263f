/** The tab `Run Log`: what happened, newest first, the last 5,000 lines. */
import type { Gateway } from './gateway';
import { ownTab } from './ownTabs';

const COLUMNS = ['Time', 'Run', 'Step', 'Level', 'Key', 'Message'] as const;
const KEPT = 5000;
const LONGEST = 1000;

export const RUN_LOG = {
  name: 'Run Log',
  columns: COLUMNS,
  widths: [150, 100, 150, 70, 180, 600],
  wraps: ['Message'],
  marks: [
    { column: 'Level', when: '="error"', colour: 'bad' },
    { column: 'Level', when: '="warning"', colour: 'attention' },
  ],
} as const;

export interface LogLine {
  time: string;
  run: string;
  step: string;
  level: string;
  key: string;
  message: string;
}

export class RunLog {
  private lines: LogLine[] = [];

  constructor(private readonly gateway: Gateway) {}

  add(line: LogLine): void {
    this.lines.push(line);
  }

  /** What was added goes on top. Buffered. */
  save(): void {
    if (this.lines.length === 0) return;
    const rows = this.lines
      .reverse()
      .slice(0, KEPT)
      .map(({ time, run, step, level, key, message }) => [
        time,
        run,
        step,
        level,
        key,
        message.slice(0, LONGEST),
      ]);
    this.lines = [];
    const sheet = ownTab(this.gateway, RUN_LOG);
    this.gateway.change(() => void sheet.insertRowsBefore(2, rows.length));
    this.gateway.write(sheet, 2, 1, rows, true);
  }

  /** Lines beyond the last 5,000 go. */
  trim(): void {
    const sheet = this.gateway.sheet(RUN_LOG.name);
    if (!sheet) return;
    const beyond = sheet.getMaxRows() - (KEPT + 1);
    if (beyond > 0) this.gateway.change(() => void sheet.deleteRows(KEPT + 2, beyond));
  }
}
