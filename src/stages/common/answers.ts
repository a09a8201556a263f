/** What steps make of answers: the value, or what keeps an item waiting. */
import type { Outcome, StepContext } from '../../engine/types';
import type { Answer, Question } from '../../services/types';

const DAY_MS = 86_400_000;

/** The value of a found answer; undefined for everything else. */
export function valueOf<T>(answer: Answer<T> | undefined): T | undefined {
  return answer?.kind === 'found' ? answer.value : undefined;
}

/** The last value that is kept, however old. */
export function knownValue<T>(context: StepContext, question: Question<T>, key: string): T | undefined {
  return key === '' ? undefined : valueOf(context.known(question, key));
}

/** True for an answer from which something may be concluded. */
export function isAnswered(answer: Answer<unknown> | undefined): boolean {
  return answer?.kind === 'found' || answer?.kind === 'absent';
}

/**
 * Whether the key has an answer that needs no asking in this run: under 24 hours old, with `force`
 * from this very run.
 */
export function isFresh<T>(context: StepContext, question: Question<T>, key: string): boolean {
  const answer = context.known(question, key);
  if (answer?.kind !== 'found' && answer?.kind !== 'absent') return false;
  return context.options.force
    ? answer.at >= context.runStarted
    : answer.at > context.now - DAY_MS || answer.at >= context.runStarted;
}

/** Collects the items of a batch that could not be decided. */
export class Waiting {
  private readonly failures: { key: string; message: string }[] = [];
  private parkedItems = 0;

  /**
   * Notes the item if the answer failed or is parked.
   * @returns true if the item has to wait for it
   */
  note(key: string, answer: Answer<unknown>): boolean {
    if (answer.kind === 'failed') this.failures.push({ key, message: answer.error });
    else if (answer.kind === 'parked') this.parkedItems++;
    return answer.kind === 'failed' || answer.kind === 'parked';
  }

  outcome(changes: Outcome['changes']): Outcome {
    return { changes, failed: this.failures, parked: this.parkedItems };
  }
}
