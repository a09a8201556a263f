/** One size from an empty workbook to a month of scheduled days. */
import { loadWorld } from '../demo/worlds';
import { compare, compareTo, truthOf } from '../../test/demo/truth';
import { worldAsTold } from '../../test/demo/truth/asTold';
import { overdue } from '../../test/demo/truth/due';
import type { Phase } from './phase';
import { BenchWorld, specOf, START, type Conditions } from './world';
import { tabsOf, type Tabs } from './workbook';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A run that ends within so many days has left nothing to the next one but what is new since. */
const SAME_DAY = 0.1;
const MOST_TURNS = 4;
/** Differences that are kept as examples. */
const MOST_EXAMPLES = 20;

export interface Cells {
  compared: number;
  wrong: number;
  blank: number;
  /** As the sources told it when they were asked last, and not as they would today. */
  stale: number;
  /** Records that the last run should have asked for again, by the rules, and did not. */
  overdue?: number;
  /** The first few that are not as they should be. */
  examples: string[];
}

export interface Measured {
  id: string;
  /** Of the code that was measured. */
  commit: string;
  shows: number;
  people: number;
  imdb: boolean;
  /** Settings that differ from their defaults. */
  set: Record<string, string>;
  phases: Phase[];
  /** After the cold fill; null if it was not waited for. */
  cells: Cells | null;
  /** After the scheduled days; null without any. */
  cellsLater: Cells | null;
  violations: number;
}

/** What is measured of a size: its whole life, or the cold fill up to the core or to its end. */
export type Extent = 'life' | 'fill' | 'core';

const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const isBlank = (difference: string): boolean => /: is "", should be|is missing/.test(difference);

/** Every cell of the five tabs against the sources' records as they were on the day. */
export function checkCells(spec: string, tabs: Tabs, imdb: boolean, day: string): Cells {
  const { cells, differences } = compare(loadWorld(spec, day), tabs, { imdb, today: day });
  const blank = differences.filter(isBlank).length;
  const wrong = differences.length - blank;
  return { compared: cells, wrong, blank, stale: 0, examples: differences.slice(0, MOST_EXAMPLES) };
}

/**
 * The same after days on which the sources went on: each key's cells are to be as the sources told them last, and
 * nothing is to be due that the last run did not ask for. Both are worked out from what the sources were asked.
 */
export function checkCellsAsTold(spec: string, tabs: Tabs, imdb: boolean, world: BenchWorld): Cells {
  const { told, now, lastRun } = world;
  const today = isoDay(now);
  const asTold = worldAsTold(spec, told, now);
  const { lists } = asTold;
  const truth = truthOf(asTold.world, { imdb, today, ...asTold });
  const { cells, differences } = compareTo(truth, tabs);
  const { shows, people } = truth;
  const late = overdue({ world: asTold.world, told, run: lastRun, imdb, shows, people });
  const nameOf = (difference: string): string => difference.replace(/: is .*$| is missing.*$/s, '');
  const amiss = new Set(differences.map(nameOf));
  const sinceThen = compare(loadWorld(spec, today), tabs, { imdb, today, lists }).differences;
  const blank = differences.filter(isBlank).length;
  return {
    compared: cells,
    wrong: differences.length - blank,
    blank,
    stale: sinceThen.filter((difference) => !amiss.has(nameOf(difference))).length,
    overdue: late.length,
    examples: [...late, ...differences].slice(0, MOST_EXAMPLES),
  };
}

/** @param days scheduled days after the single runs; 0 for none */
export async function measure(
  conditions: Conditions,
  days: number,
  extent: Extent = 'life',
): Promise<Omit<Measured, 'commit'>> {
  const { size, imdb, set = {}, say } = conditions;
  const spec = specOf(size);
  const world = await BenchWorld.open(conditions);
  try {
    const phases = [await world.run('cold fill', extent === 'core')];
    let cells: Cells | null = null;
    let cellsLater: Cells | null = null;
    if (extent !== 'core') {
      say('comparing every cell');
      cells = checkCells(spec, tabsOf(world.workbook), imdb, isoDay(START));
    }
    if (extent === 'life') {
      // What came up while the slow sources were asked, which takes days; and once more, if that took days as well.
      for (let turns = 0; turns < MOST_TURNS; turns++) {
        const { days: took } = await world.run('catching up');
        // The second run is to be one of the same day: at midnight the sources go on, and shows become due.
        const isLate = isoDay(world.now) !== isoDay(world.now + 2 * HOUR_MS);
        if (took < SAME_DAY && !isLate) break;
        if (isLate) await world.wait(2 * HOUR_MS);
      }
      await world.wait(HOUR_MS);
      phases.push(await world.run('second run'));
      await world.wait(DAY_MS - 2 * HOUR_MS);
      phases.push(await world.run('normal day'));
    }
    if (extent === 'life' && days > 0) {
      phases.push(await world.schedule('scheduled days', days, true));
      say('comparing every cell');
      cellsLater = checkCellsAsTold(spec, tabsOf(world.workbook), imdb, world);
    }
    const violations = phases.reduce((sum, phase) => sum + phase.violations, 0);
    const { shows, people } = size;
    const id = [spec, imdb ? 'on' : 'off', ...Object.entries(set).map((pair) => pair.join('='))].join(' ');
    return { id, shows, people, imdb, set, phases, cells, cellsLater, violations };
  } finally {
    await world.close();
  }
}
