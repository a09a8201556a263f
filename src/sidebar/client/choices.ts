/** The choices for a run as they are typed, and the request that they make. */
import type { Runnable } from '../api';

export interface Choices {
  step: string;
  dryRun: boolean;
  force: boolean;
  incremental: boolean;
  verbose: boolean;
  limit: string;
  startRow: string;
  endRow: string;
  batchSize: string;
  delay: string;
}

export const noChoices: Choices = {
  step: 'all',
  dryRun: false,
  force: false,
  incremental: true,
  verbose: false,
  limit: '',
  startRow: '',
  endRow: '',
  batchSize: '',
  delay: '',
};

const number = (typed: string): number | null => (typed.trim() === '' ? null : Number(typed));

/** The options as the script takes them; it checks them. */
export function optionsOf(choices: Choices) {
  const { dryRun, force, incremental, verbose } = choices;
  return {
    dryRun,
    force,
    incremental,
    verbose,
    limit: number(choices.limit),
    startRow: number(choices.startRow),
    endRow: number(choices.endRow),
    batchSize: number(choices.batchSize),
    delay: number(choices.delay) ?? 0,
  };
}

/** How many of the finer choices differ from what is usual. */
export function finerChoices(choices: Choices): number {
  const names = [
    'force',
    'incremental',
    'verbose',
    'limit',
    'startRow',
    'endRow',
    'batchSize',
    'delay',
  ] as const;
  return names.filter((name) => choices[name] !== noChoices[name]).length;
}

export interface StepGroup {
  stage: Runnable;
  steps: Runnable[];
}

/** Stages with their steps, in order. */
export function groupsOf(list: readonly Runnable[]): StepGroup[] {
  return list
    .filter(({ kind }) => kind === 'stage')
    .map((stage) => ({
      stage,
      steps: list.filter(({ kind, id }) => kind === 'step' && id.startsWith(`${stage.id}.`)),
    }));
}

/** What a row range means for this choice; empty if its steps go by different tabs. */
export function tabOfChoice(list: readonly Runnable[], step: string): string {
  const tabs = new Set(
    list
      .filter(({ kind, id }) => kind === 'step' && (id === step || id.startsWith(`${step}.`)))
      .map(({ tab }) => tab ?? ''),
  );
  const [only = ''] = tabs;
  return tabs.size === 1 ? only : '';
}

/** As a person calls it: `ShowInfo › Read the lists`. */
export function titleOf(list: readonly Runnable[], id: string): string {
  const title = list.find((one) => one.id === id)?.title ?? id;
  const stage = id.includes('.') ? list.find((one) => one.id === id.split('.')[0])?.title : undefined;
  return stage ? `${stage} › ${title}` : title;
}
