/** The tab `Conflicts`: questions that only the curator can answer. One row each, kept up in place. */
import { spansOf } from './boundTab';
import type { Gateway, Sheet } from './gateway';
import { ownTab } from './ownTabs';
import {
  cellsOf,
  choicesOf,
  combined,
  CONFLICTS,
  DECIDED,
  DECISION,
  hasValue,
  idOf,
  IGNORE,
  isNews,
  OPEN,
  readDecision,
  readQuestion,
  RESULT,
  SETTLED,
  STATUS,
  type Question,
} from './question';
import type { ConflictNote, Decision } from './types';

/** Rows that are read beyond the last one known, rather than asking first where the tab ends. */
const SPARE = 200;
/** Rows that have to be blank below the last one for it to count as the last. */
const BELOW = 20;
/** Reads that a look at some questions may take. */
const LOOKS = 3;

/** What has become of a question. */
interface Said {
  id: string;
  status: string;
  result: string;
}

export class ConflictsTab {
  private questions: Map<string, Question> | null = null;
  private last = 1;

  /** @param alike other keys of the same row */
  constructor(
    private readonly gateway: Gateway,
    private readonly today: string,
    private readonly alike: (tab: string, key: string) => readonly string[] = () => [],
  ) {}

  /** Notes these questions; one that stands there already is not asked again. @returns how many are new or have changed */
  note(notes: readonly ConflictNote[]): number {
    if (notes.length === 0) return 0;
    let changed = 0;
    this.surely(() => {
      changed = Math.max(changed, this.put(notes));
    });
    return changed;
  }

  private surely(act: () => void): void {
    let isSent = false;
    this.gateway.surely(() => {
      // Google has lost what was sent, or a part of it: only the tab tells.
      if (isSent) this.refresh();
      isSent = true;
      act();
    });
  }

  private put(notes: readonly ConflictNote[]): number {
    const isRead = this.questions !== null;
    const news = combined(notes).filter((note) => this.isNew(note));
    if (news.length === 0) return 0;
    if (isRead) this.lookAgain(news);
    const sheet = this.sheet();
    const added: Question[] = [];
    let changed = 0;
    for (const note of news) {
      const known = this.find(note);
      if (!known) {
        const question = this.asked(note, this.last + 1 + added.length);
        added.push(question);
        this.all.set(question.id, question);
      } else if (isNews(known, note)) this.update(sheet, known, note);
      else continue;
      changed++;
    }
    this.append(sheet, added);
    return changed;
  }

  private isNew(note: ConflictNote): boolean {
    const known = this.find(note);
    return !known || isNews(known, note);
  }

  /** The rows of questions that are asked anew, and the end of the tab if some are added: no look at all the others. */
  private lookAgain(news: readonly ConflictNote[]): void {
    const known = new Set(news.flatMap((note) => this.find(note) ?? []));
    if (known.size > 0 && !this.lookAt([...known])) return;
    const added = news.filter((note) => !this.find(note)).length;
    if (added > 0 && !this.isEnd(added)) this.refresh();
  }

  /** Whether the last row that is known is still the last one, with room for more below it. */
  private isEnd(added: number): boolean {
    const sheet = this.gateway.sheet(CONFLICTS.name);
    if (!sheet) return true;
    const first = Math.max(2, this.last);
    const count = Math.min(this.gateway.maxRows(sheet), this.last + Math.max(added, BELOW)) - first + 1;
    const seen = this.rows(sheet, first, count);
    return seen.length === (this.last < 2 ? 0 : 1);
  }

  /** Closes the open questions for which there is a reason that nothing is left to ask. */
  settle(why: (question: Question) => string | null): void {
    if (!this.gateway.sheet(CONFLICTS.name)) return;
    const due = [...this.all.values()].filter((q) => q.status === OPEN && why(q) !== null);
    if (due.length === 0) return;
    this.lookAt(due);
    const said = due.flatMap(({ id }): Said[] => {
      const question = this.all.get(id);
      if (question?.status !== OPEN || readDecision(question.decision)) return [];
      return [{ id, status: SETTLED, result: why(question) ?? '' }];
    });
    this.say(said);
  }

  /**
   * Closes the open questions on these cells that were not raised again.
   * @param cells tab, key and column of each, and the sources that were not asked: what those said still stands
   */
  agree(cells: ReadonlyMap<string, readonly string[]>, raised: readonly ConflictNote[]): void {
    const still = new Set(raised.map((note) => this.find(note)?.id));
    this.settle(({ kind, id, tab, key, column, others }) => {
      const unasked =
        kind === 'value' || kind === 'held' ? cells.get([tab, key, column].join('\u0001')) : undefined;
      if (!unasked || still.has(id)) return null;
      const stands = others.some(({ source }) => unasked.some((title) => source.startsWith(title)));
      return stands ? null : 'The sources agree now.';
    });
  }

  /** What the curator has decided and was not carried out yet. */
  decisions(): Decision[] {
    return this.list().flatMap((question) => {
      const decided = question.status === OPEN ? readDecision(question.decision) : null;
      return decided ? [{ ...question, ...decided }] : [];
    });
  }

  /** @param done false: it stays open, and the result says why */
  decided(id: string, result: string, done: boolean): void {
    this.refresh();
    this.say([{ id, status: done ? DECIDED : OPEN, result }]);
  }

  /** As if the curator had picked it from the list. @returns false if there is no such question */
  decide(id: string, decision: string): boolean {
    if (!this.all.has(id)) return false;
    this.surely(() => {
      const question = this.all.get(id);
      if (!question) return;
      Object.assign(question, { decision, status: OPEN });
      this.gateway.write(this.sheet(), question.row, DECISION + 1, [[decision, OPEN]], true);
    });
    return true;
  }

  /** Asks again what had been decided, because what came of it was undone. */
  reopen(id: string): void {
    this.refresh();
    const question = this.all.get(id);
    if (question?.status === DECIDED && this.decide(id, ''))
      this.say([{ id, status: OPEN, result: 'What came of the decision was undone.' }]);
  }

  list(): Question[] {
    return this.gateway.sheet(CONFLICTS.name) ? [...this.all.values()] : [];
  }

  /** What waits for the curator. */
  open(): Question[] {
    return this.list().filter(({ status }) => status === OPEN);
  }

  private get all(): Map<string, Question> {
    if (!this.questions) this.refresh();
    return this.questions ?? new Map<string, Question>();
  }

  private find(note: ConflictNote): Question | undefined {
    const exact = this.all.get(idOf(note));
    if (exact) return exact;
    for (const key of this.alike(note.tab, note.key)) {
      const known = this.all.get(idOf({ ...note, key }));
      if (known) return known;
    }
    if (note.kind !== 'same') return undefined;
    // The same two rows, seen from the other one.
    return [...this.all.values()].find(
      (q) => q.kind === 'same' && q.tab === note.tab && hasValue(q, note.key) && hasValue(note, q.key),
    );
  }

  private asked(note: ConflictNote, row: number): Question {
    const { today } = this;
    return {
      ...note,
      id: idOf(note),
      row,
      decision: '',
      status: OPEN,
      since: today,
      changed: today,
      result: '',
    };
  }

  /** What is new makes a question of it again, unless it was to be left alone for good. */
  private update(sheet: Sheet, known: Question, note: ConflictNote): void {
    const { kind, kept, keptSource, others, evidence } = note;
    Object.assign(known, { kind, kept, keptSource, others, evidence });
    Object.assign(known, { status: OPEN, decision: '', result: '', changed: this.today });
    this.gateway.write(sheet, known.row, 1, [cellsOf(known)], true);
  }

  private append(sheet: Sheet, added: readonly Question[]): void {
    const [first] = added;
    if (!first) return;
    this.gateway.reserveRows(sheet, this.last + added.length);
    this.gateway.write(sheet, first.row, 1, added.map(cellsOf), true);
    this.last += added.length;
    for (const question of added)
      if (question.others.length > 1)
        this.offer(sheet.getRange(question.row, DECISION + 1), choicesOf(question));
  }

  private say(said: readonly Said[]): void {
    const { today } = this;
    this.surely(() => {
      for (const { id, status, result } of said) {
        const question = this.all.get(id);
        if (!question) continue;
        Object.assign(question, { status, result, changed: today });
        this.gateway.write(this.sheet(), question.row, STATUS + 1, [[status, question.since, today]], true);
        this.gateway.write(this.sheet(), question.row, RESULT + 1, [[result]], true);
      }
    });
  }

  private sheet(): Sheet {
    const there = this.gateway.sheet(CONFLICTS.name);
    if (there) return there;
    const made = ownTab(this.gateway, CONFLICTS);
    const column = made.getRange(2, DECISION + 1, made.getMaxRows() - 1, 1);
    this.offer(column, ['keep', 'take', 'merge', IGNORE]);
    return made;
  }

  private offer(range: GoogleAppsScript.Spreadsheet.Range, choices: readonly string[]): void {
    this.gateway.change(() => {
      const rule = SpreadsheetApp.newDataValidation()
        .requireValueInList([...choices], true)
        .setAllowInvalid(true);
      range.setDataValidation(rule.build());
    });
  }

  /**
   * Reads the rows of these questions as they are now; all of the tab if they stand there no more.
   * @returns false if all of it was read
   */
  private lookAt(questions: readonly Question[]): boolean {
    const sheet = this.gateway.sheet(CONFLICTS.name);
    const places = questions.map(({ row }) => row);
    const seen = new Map<number, string[]>();
    for (const { row, rows } of sheet && Math.max(...places) <= this.gateway.maxRows(sheet)
      ? spansOf(places, LOOKS)
      : [])
      if (sheet) this.rows(sheet, row, rows).forEach((cells, i) => seen.set(row + i, cells));
    const now = questions.map(({ row }) => readQuestion(seen.get(row) ?? [], row));
    const areThere = questions.every(({ id }, i) => now[i]?.id === id);
    if (areThere) for (const question of now) this.all.set(question.id, question);
    else this.refresh();
    return areThere;
  }

  /** Reads the tab as it is now: people sort it, and pick their answers. */
  private refresh(): void {
    const questions = new Map<string, Question>();
    this.questions = questions;
    const sheet = this.gateway.sheet(CONFLICTS.name);
    if (!sheet) return;
    const most = this.gateway.maxRows(sheet);
    let rows = this.rows(sheet, 2, Math.min(most, this.last + SPARE) - 1);
    // More than was expected: all of it.
    if (rows.length === this.last + SPARE - 1) rows = this.rows(sheet, 2, most - 1);
    this.last = rows.length + 1;
    rows.forEach((row, i) => {
      const question = readQuestion(row, i + 2);
      if (!questions.has(question.id)) questions.set(question.id, question);
    });
  }

  /** So many rows from this one on, without blank ones at the end. */
  private rows(sheet: Sheet, row: number, count: number): string[][] {
    const box = { row, column: 1, rows: count, columns: CONFLICTS.columns.length };
    const rows = this.gateway.read(sheet, box).map((row) => row.map(String));
    while (rows.length > 0 && rows[rows.length - 1]?.every((text) => text === '')) rows.pop();
    return rows;
  }
}
