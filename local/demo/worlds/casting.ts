/** How large worlds cast their shows. */
import type { Person, Shares } from './people';
import type { Random } from './random';
import type { Run } from './shows';

/** About a quarter of the people have no birthday but at the one-by-one sources, if at all (sources.md §10). */
export const SHARES: Shares = { tmdbBirthday: 0.5, wikidata: 0.66 };

/** Shows whose last season is running, one episode a week: seven in fifty. */
export const isRunning = (n: number): boolean => (n * 7) % 50 < 7;

const CHARACTERS = ['Self', 'Self', 'Self - Contestant', 'Self - Guest'];

/** People who are in one or two episodes only. */
const walkOns = new WeakSet<Person>();

export const markWalkOn = (person: Person): void => void walkOns.add(person);

export function runOf(random: Random, person: Person, seasons: number, kind: string): Run {
  const from = random.int(1, seasons);
  const longer = random.chance(0.35) && !walkOns.has(person);
  const role = kind === 'Scripted' ? `Self as ${person.number}` : random.pick(CHARACTERS);
  return {
    person,
    from,
    to: longer ? Math.min(seasons, from + random.int(1, 4)) : from,
    guest: walkOns.has(person) || random.chance(0.08),
    character: random.chance(0.02) ? `${role} (uncredited)` : role,
  };
}
