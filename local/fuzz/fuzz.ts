/** Looks for a schedule of faults that leaves the tabs, what is recorded of them, or an undo wrong. */
import fc from 'fast-check';
import { play, type Outcome, type PlayOptions } from './play';
import type { Scenario } from './scenarios';
import { schedules, type Schedule } from './schedules';

export interface FuzzOptions {
  bundleDir: string;
  runs: number;
  seed: number;
  /** False: the first failing schedule is given as it is. Default true. */
  shrink?: boolean;
  /** Told after each schedule, smaller ones of a failing one included. */
  onPlayed?(schedule: Schedule, outcome: Outcome): void;
}

export interface Found {
  seed: number;
  /** How many schedules were played before it. */
  after: number;
  schedule: Schedule;
  problems: string[];
}

/** Plays generated schedules; gives the smallest failing one that was found, or undefined. */
export async function fuzz(scenarios: readonly Scenario[], options: FuzzOptions): Promise<Found | undefined> {
  const { bundleDir, runs, seed, onPlayed } = options;
  const byName = new Map(scenarios.map((scenario) => [scenario.name, scenario]));
  let problems: string[] = [];
  const property = fc.asyncProperty(schedules(scenarios), async (schedule) => {
    const { scenario, plan, undo = false } = schedule;
    const verdict = await playSafely(byName.get(scenario) as Scenario, plan, { bundleDir, undo });
    onPlayed?.(schedule, verdict.outcome);
    if (verdict.outcome === 'wrong') problems = verdict.problems;
    return verdict.outcome !== 'wrong';
  });
  const result = await fc.check(property, { numRuns: runs, seed, endOnFailure: options.shrink === false });
  if (!result.failed || !result.counterexample) return undefined;
  return { seed, after: result.numRuns, schedule: result.counterexample[0], problems };
}

/** A run that does not end, or a fault of the host, is a finding too. */
async function playSafely(
  scenario: Scenario,
  plan: Schedule['plan'],
  options: PlayOptions,
): Promise<{ outcome: Outcome; problems: string[] }> {
  try {
    return await play(scenario, plan, options);
  } catch (error) {
    return {
      outcome: 'wrong',
      problems: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
    };
  }
}
