/** What is stored of a run, and how: the run itself, the limits, what is being written, a person's wish to stop. */
import { STATE_VERSION, type RunRecord } from './state';
import { fromPieces, stalePieces, toPieces, type PropertyPort } from './store';

export const RUN = 'run';
export const JOURNAL = 'journal';
export const LIMITS = 'limits';
export const STOP = 'stop';

/** What is stored of runs. */
export interface Stored {
  record: RunRecord | null;
  journal: unknown;
  limits: unknown;
}

export function readStored(properties: Readonly<Record<string, string>>): Stored {
  const record = fromPieces<RunRecord>(properties, RUN);
  return {
    record: record && record.version === STATE_VERSION ? record : null,
    journal: fromPieces<unknown>(properties, JOURNAL),
    limits: fromPieces<unknown>(properties, LIMITS),
  };
}

export class Checkpoint {
  private journalWritten = false;

  /** @param isJournalStored whether an execution before this one has left a journal */
  constructor(
    private readonly properties: PropertyPort,
    private readonly record: RunRecord,
    private isJournalStored: boolean,
  ) {}

  /** Notes what is about to be written; null: it stands. */
  journal(entry: unknown): void {
    if (entry === null) {
      if (this.journalWritten || this.isJournalStored) this.properties.setProperties({ [JOURNAL]: '' });
      this.isJournalStored = false;
      this.journalWritten = false;
      return;
    }
    this.journalWritten = true;
    this.properties.setProperties(toPieces(JOURNAL, entry));
  }

  /** What was about to be written stays noted beyond the next checkpoint: it may stand half-written. */
  keepJournal(): void {
    this.journalWritten = false;
  }

  reserve(limits: unknown): void {
    this.properties.setProperties(toPieces(LIMITS, limits));
  }

  /** The run, the limits, and that nothing is half-written, in one call. */
  save(limits: unknown): void {
    const values: Record<string, string> = toPieces(RUN, this.record);
    if (limits !== undefined) Object.assign(values, toPieces(LIMITS, limits));
    if (this.journalWritten) values[JOURNAL] = '';
    this.journalWritten = false;
    this.properties.setProperties(values);
  }

  stopAsked(): boolean {
    return this.properties.getProperty(STOP) === this.record.id;
  }

  /** A wish to stop that was meant for an earlier run. */
  dropStaleStop(known: Readonly<Record<string, string>>): void {
    if (known[STOP] !== undefined && known[STOP] !== this.record.id) this.properties.deleteProperty(STOP);
  }

  /**
   * The run is over: nothing but its record is left, and what stands half-written for the next run to settle, if this one
   * failed before it could.
   */
  clear(): void {
    const properties = this.properties.getProperties();
    const isLeftOver = properties[JOURNAL] && this.record.inherits !== true;
    const leftovers = [
      ...stalePieces(properties, RUN, toPieces(RUN, this.record)),
      ...(isLeftOver ? [] : stalePieces(properties, JOURNAL, {})),
      ...(STOP in properties ? [STOP] : []),
    ];
    for (const key of leftovers) this.properties.deleteProperty(key);
  }
}
