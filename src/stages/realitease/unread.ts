/** People about whom there are texts that Gemini has not read yet. */
import type { StepContext } from '../../engine/types';
import type { Case } from './bioCase';

/** Texts that Gemini did not read are no key of a tab: people with such texts are remembered, and are due. */
const UNREAD = 'realitease.unread';

export const unreadPeople = (context: StepContext): string[] => context.recall<string[]>(UNREAD) ?? [];

export function noteUnread(context: StepContext, cases: readonly Case[]): void {
  const before = unreadPeople(context);
  const seen = new Set(cases.map(({ person }) => person.key));
  const now = [...before.filter((key) => !seen.has(key)), ...cases.filter((c) => c.unread).map((c) => c.person.key)]; // prettier-ignore
  if (now.join() !== before.join()) context.remember(UNREAD, now);
}
