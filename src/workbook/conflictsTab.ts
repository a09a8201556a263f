/** The tab `Conflicts`: questions that only the curator can answer. One row each, kept up in place. */
import type { Gateway } from './gateway';
import { ownTab } from './ownTabs';
import type { ConflictNote } from './types';

const COLUMNS = [
  'Tab', 'Key', 'Column', 'In the tab', 'From', 'Other values', 'What speaks for it', 'Status', 'Since', 'Last change',
] as const; // prettier-ignore
const STATUS = COLUMNS.indexOf('Status');

export const CONFLICTS = {
  name: 'Conflicts',
  columns: COLUMNS,
  widths: [120, 180, 120, 160, 120, 260, 420, 90, 90, 90],
  wraps: ['Other values', 'What speaks for it'],
  marks: [{ column: 'Status', when: '="open"', colour: 'attention' }],
} as const;

/** Open until the curator writes something else here, or the question is gone. */
const OPEN = 'open';
const SETTLED = 'settled';

interface Entry {
  sheetRow: number;
  cells: string[];
}

const nameOf = (cells: readonly string[]): string => cells.slice(0, 3).join('\u0001');

export class ConflictsTab {
  private entries: Map<string, Entry> | null = null;
  private last = 1;

  constructor(
    private readonly gateway: Gateway,
    private readonly today: string,
  ) {}

  /** Notes these questions; one that stands there already is not asked again. @returns how many are new or have changed */
  note(notes: readonly ConflictNote[]): number {
    if (notes.length === 0) return 0;
    const entries = this.read();
    const sheet = ownTab(this.gateway, CONFLICTS);
    const added: string[][] = [];
    let changed = 0;
    for (const note of notes) {
      const cells = this.cellsOf(note);
      const known = entries.get(nameOf(cells));
      if (!known) {
        added.push(cells);
        entries.set(nameOf(cells), { sheetRow: this.last + added.length, cells });
      } else if (known.cells.slice(3, 7).join('\u0001') !== cells.slice(3, 7).join('\u0001')) {
        known.cells = [...cells.slice(0, 8), known.cells[8] ?? this.today, this.today];
        this.gateway.write(sheet, known.sheetRow, 1, [known.cells], true);
      } else continue;
      changed++;
    }
    if (added.length > 0) {
      this.gateway.reserveRows(sheet, this.last + added.length);
      this.gateway.write(sheet, this.last + 1, 1, added, true);
      this.last += added.length;
    }
    return changed;
  }

  /** Closes the open questions of which `isSettled` says that the tab answers them now. */
  settle(isSettled: (tab: string, key: string, column: string, others: string) => boolean): void {
    const sheet = this.gateway.sheet(CONFLICTS.name);
    if (!sheet) return;
    for (const { sheetRow, cells } of this.read().values()) {
      const [tab = '', key = '', column = '', , , others = ''] = cells;
      if (cells[STATUS] !== OPEN || !isSettled(tab, key, column, others)) continue;
      cells[STATUS] = SETTLED;
      this.gateway.write(sheet, sheetRow, STATUS + 1, [[SETTLED]], true);
    }
  }

  /** What waits for the curator. */
  open(): { tab: string; key: string; column: string }[] {
    return [...this.read().values()]
      .filter(({ cells }) => cells[STATUS] === OPEN)
      .map(({ cells: [tab = '', key = '', column = ''] }) => ({ tab, key, column }));
  }

  private cellsOf(note: ConflictNote): string[] {
    const others = note.others.map(({ value, source }) => `${value} (${source})`).join('; ');
    return [
      note.tab,
      note.key,
      note.column,
      note.kept,
      note.keptSource,
      others,
      note.evidence,
      OPEN,
      this.today,
      this.today,
    ];
  }

  private read(): Map<string, Entry> {
    if (this.entries) return this.entries;
    this.entries = new Map();
    const sheet = this.gateway.sheet(CONFLICTS.name);
    if (!sheet) return this.entries;
    this.last = Math.max(1, this.gateway.lastRow(sheet));
    const rows = this.gateway.read(sheet, {
      row: 2,
      column: 1,
      rows: this.last - 1,
      columns: COLUMNS.length,
    });
    rows.forEach((row, i) => {
      const cells = row.map(String);
      this.entries?.set(nameOf(cells), { sheetRow: i + 2, cells });
    });
    return this.entries;
  }
}
