/** All stages and steps, in the order in which they run: menu, sidebar, command line and report follow this list. */
import type { Stage, Step } from '../engine/types';
import { castinfo } from './castinfo';
import { final } from './final';
import { realitease } from './realitease';
import { showinfo } from './showinfo';
import { tools } from '../tools';
import { DECIDE } from '../tools/decide';
import { wwhl } from './wwhl';

export const stages: readonly Stage[] = [showinfo, castinfo, realitease, wwhl, final];

export const steps: ReadonlyMap<string, Step> = new Map(
  [...stages.flatMap((stage) => stage.steps), ...tools].map((step) => [step.id, step]),
);

/** The check that follows every stage; also a step of its own. */
export const QUALITY = 'quality';

/**
 * The steps that a name stands for, each stage followed by the quality check. What the curator has decided is
 * carried out before anything else.
 * @param name `all`, a stage, `stage.step` or `quality`
 * @returns ids in order; empty if there is no such name
 */
export function jobOf(name: string, dryRun = false): string[] {
  if (name === QUALITY) return [QUALITY];
  if (tools.some((step) => step.id === name)) return [name, QUALITY];
  const first = dryRun ? [] : [DECIDE];
  if (steps.has(name)) return [...first, name, QUALITY];
  const ids = stages
    .filter((stage) => name === 'all' || stage.id === name)
    .flatMap((stage) => [...stage.steps.map((step) => step.id), QUALITY]);
  return ids.length > 0 ? [...first, ...ids] : [];
}

export interface RunnableName {
  id: string;
  title: string;
  kind: 'all' | 'stage' | 'step' | 'other';
}

/** Everything that can be run, in menu order. */
export function runnableNames(): RunnableName[] {
  return [
    { id: 'all', title: 'All stages', kind: 'all' },
    ...stages.flatMap((stage): RunnableName[] => [
      { id: stage.id, title: stage.title, kind: 'stage' },
      ...stage.steps.map((step): RunnableName => ({ id: step.id, title: step.title, kind: 'step' })),
    ]),
    { id: QUALITY, title: 'Check quality', kind: 'other' },
    ...tools.map((step): RunnableName => ({ id: step.id, title: step.title, kind: 'other' })),
  ];
}

/** What people call it. */
export function titleOf(name: string): string {
  return runnableNames().find(({ id }) => id === name)?.title ?? name;
}
