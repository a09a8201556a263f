/** Ids that the curator has said to be one person's: what stands under the other ids counts as theirs. */
import type { StepContext } from '../../engine/types';

const SAME = 'people.same';

type Same = Record<string, string>;

/** The id that stands for a person, by any id of theirs. */
export function mainIds(context: Pick<StepContext, 'recall'>): (id: string) => string {
  const same = context.recall<Same>(SAME) ?? {};
  return (id) => same[id] ?? id;
}

/** Remembers that `other` is the person whom `main` stands for. */
export function rememberSame(context: StepContext, main: string, other: string): void {
  if (main === '' || other === '' || main === other) return;
  const same = { ...context.recall<Same>(SAME), [other]: main };
  for (const [id, stands] of Object.entries(same)) if (stands === other) same[id] = main;
  delete same[main];
  context.rememberFirst(SAME, same);
}

/** What was said of these ids is taken back: each stands for itself again. */
export function forgetSame(context: StepContext, ids: readonly string[]): void {
  const same = context.recall<Same>(SAME) ?? {};
  const left = Object.entries(same).filter(([id, stands]) => !(ids.includes(id) && ids.includes(stands)));
  if (left.length < Object.keys(same).length) context.rememberFirst(SAME, Object.fromEntries(left));
}
