/** What the memory of answers is made of. */
import type { AskPort } from '../askPort';
import type { Answer, Question } from '../types';
import type { Any } from './groups';
import type { LogPort } from './index';

export interface KnowledgeParts {
  log: LogPort;
  http: AskPort;
  settings: Parameters<Question<unknown>['lookup']>[1];
  run: {
    readonly id: string;
    readonly startedAt: number;
    readonly options: { dryRun: boolean; incremental: boolean; force: boolean };
    /** All else is done: what is slow is waited for. */
    readonly patient: boolean;
    /** And so is the rest of a day's quota. */
    readonly lastTurn?: boolean;
  };
  now(): number;
}

/** Notes one key's part of a lookup's answer. @returns what is said of the key */
export type Recorder = (question: Any, key: string, answer: Answer<unknown>) => Answer<unknown>;

/** Takes what is said of one key. */
export type OnAnswer = (question: Any, key: string, answer: Answer<unknown>) => void;
