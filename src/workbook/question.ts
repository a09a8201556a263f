/** A question that only the curator can answer, and its row in the tab `Conflicts`. */
import { shortHash } from '../rules/hash';
import type { ConflictNote, Decision, QuestionKind } from './types';

const COLUMNS = [
  'Tab', 'Key', 'Column', 'In the tab', 'From', 'Other values', 'What speaks for it', 'Decision', 'Status', 'Since',
  'Last change', 'Question', 'Result',
] as const; // prettier-ignore
const at = (header: (typeof COLUMNS)[number]): number => COLUMNS.indexOf(header);
export const DECISION = at('Decision');
export const STATUS = at('Status');
export const RESULT = at('Result');

export const CONFLICTS = {
  name: 'Conflicts',
  columns: COLUMNS,
  widths: [120, 180, 120, 160, 120, 260, 420, 130, 90, 90, 90, 170, 260],
  wraps: ['Other values', 'What speaks for it'],
  marks: [{ column: 'Status', when: '="open"', colour: 'attention' }],
} as const;

/** Open until the curator decides, or the question is gone. */
export const OPEN = 'open';
export const SETTLED = 'settled';
export const DECIDED = 'decided';

const QUESTIONS: Record<QuestionKind, string> = {
  value: 'Which value is right?',
  held: 'Whose id is this?',
  same: 'Are these one?',
  row: 'Should this row stay?',
  entry: 'Which show is this?',
};
const CHOICES: Record<QuestionKind, readonly string[]> = {
  value: ['keep', 'take'],
  held: ['keep', 'take', 'merge'],
  same: ['keep', 'merge'],
  row: ['keep', 'take'],
  entry: ['keep', 'take'],
};
export const IGNORE = 'ignore for good';

/** A question as it stands in the tab. */
export interface Question extends ConflictNote {
  id: string;
  /** Row of the sheet. */
  row: number;
  decision: string;
  status: string;
  since: string;
  changed: string;
  result: string;
}

type Name = Pick<ConflictNote, 'tab' | 'key' | 'column'>;

export const idOf = ({ tab, key, column }: Name): string => shortHash(`${tab}\u0001${key}\u0001${column}`);

/** What the curator may answer; `take` names the value where there are several. */
export function choicesOf({ kind, others }: Pick<ConflictNote, 'kind' | 'others'>): string[] {
  // Where no value was found to take, there is only the one that stands.
  const possible = CHOICES[kind].filter((choice) => choice !== 'take' || others.length > 0);
  const named = possible.flatMap((choice) =>
    others.length > 1 && (choice === 'take' || choice === 'merge')
      ? others.map(({ value }) => `${choice} ${value}`)
      : [choice],
  );
  return [...named, IGNORE];
}

/** What was decided; null while nothing (or nothing that makes sense) is. */
export function readDecision(text: string): Pick<Decision, 'choice' | 'value'> | null {
  const [, choice = '', rest = ''] = /^(keep|take|merge|ignore)\b(.*)$/i.exec(text.trim()) ?? [];
  if (choice === '') return null;
  const value = rest.replace(/^[\s:]+/, '');
  return {
    choice: choice.toLowerCase() as Decision['choice'],
    value: choice.toLowerCase() === 'ignore' ? '' : value,
  };
}

/** Several questions on one cell are one question. */
export function combined(notes: readonly ConflictNote[]): ConflictNote[] {
  const byId = new Map<string, ConflictNote>();
  for (const note of notes) {
    const known = byId.get(idOf(note));
    if (!known) {
      byId.set(idOf(note), { ...note, others: [...note.others] });
      continue;
    }
    for (const other of note.others)
      if (other.value !== known.kept && !hasValue(known, other.value)) known.others.push(other);
    if (!known.evidence.includes(note.evidence)) known.evidence += ` ${note.evidence}`;
  }
  return [...byId.values()];
}

export const hasValue = ({ others }: Pick<ConflictNote, 'others'>, value: string): boolean =>
  others.some((other) => other.value === value);

/** Whether the note says what the question has not said: a decided one is asked again only for a new value. */
export function isNews(known: Question, note: ConflictNote): boolean {
  if (readDecision(known.decision)?.choice === 'ignore') return false;
  const values = new Set([known.kept, ...known.others.map(({ value }) => value)]);
  const fresh = [note.kept, ...note.others.map(({ value }) => value)].some((value) => !values.has(value));
  if (known.status === DECIDED || readDecision(known.decision)) return fresh;
  return fresh || known.status === SETTLED || said(known) !== said(note);
}

const said = ({ kept, keptSource, others, evidence }: ConflictNote): string =>
  [kept, keptSource, othersText(others), evidence].join('\u0001');

const othersText = (others: ConflictNote['others']): string =>
  others.map(({ value, source }) => `${value} (${source.replace(/\s+/g, ' ')})`).join('\n');

export function cellsOf(question: Question): string[] {
  const {
    tab,
    key,
    column,
    kept,
    keptSource,
    others,
    evidence,
    decision,
    status,
    since,
    changed,
    kind,
    result,
  } = question;
  const text = othersText(others);
  return [tab, key, column, kept, keptSource, text, evidence, decision, status, since, changed, QUESTIONS[kind], result]; // prettier-ignore
}

/** The question that a row of the tab holds. */
export function readQuestion(cells: readonly string[], row: number): Question {
  const cell = (header: (typeof COLUMNS)[number]): string => cells[at(header)] ?? '';
  const name = { tab: cell('Tab'), key: cell('Key'), column: cell('Column') };
  const kinds = Object.keys(QUESTIONS) as QuestionKind[];
  return {
    ...name,
    id: idOf(name),
    row,
    kind: kinds.find((kind) => QUESTIONS[kind] === cell('Question')) ?? 'value',
    kept: cell('In the tab'),
    keptSource: cell('From'),
    others: cell('Other values').split('\n').filter(Boolean).map(readOther),
    evidence: cell('What speaks for it'),
    decision: cell('Decision'),
    status: cell('Status'),
    since: cell('Since'),
    changed: cell('Last change'),
    result: cell('Result'),
  };
}

function readOther(line: string): { value: string; source: string } {
  const cut = line.indexOf(' (');
  return cut < 0
    ? { value: line, source: '' }
    : { value: line.slice(0, cut), source: line.slice(cut + 2, -1) };
}
