/**
 * Five real shows and their castaways (data/survivors.json): names with their spellings, genders, birthdays
 * and seasons as survivoR has them. Ids, and which source knows what, are made up.
 */
import data from '../data/survivors.json';
import type { Gender, World } from '../world';
import { addRecords, numbered, type Person } from './people';
import type { Random } from './random';
import { addShow, type Run } from './shows';

interface Castaway {
  name: string;
  gender: string;
  birthday: string | null;
  /** Country and number, `US07`. */
  seasons: string[];
  alsoSpelled?: string;
}

const SHOWS: Record<string, string> = {
  US: 'Survivor',
  AU: 'Australian Survivor',
  NZ: 'Survivor NZ',
  SA: 'Survivor South Africa',
  UK: 'Survivor UK',
};

export function addSurvivors(
  random: Random,
  from: { firstPerson: number; firstShow: number },
  world: World,
): Person[] {
  const castaways: Castaway[] = data.castaways;
  const people = castaways.map((castaway, i) => {
    const { name, birthday } = castaway;
    const person = numbered(random, from.firstPerson + i, {
      name,
      birthday,
      gender: castaway.gender as Gender,
    });
    addRecords(random, person, castaway.alsoSpelled ?? name, world);
    return person;
  });
  Object.entries(SHOWS).forEach(([country, name], i) => {
    const runs = castaways.flatMap(({ seasons }, at): Run[] => {
      const person = people[at];
      const own = seasons.filter((season) => season.startsWith(country)).map((one) => Number(one.slice(2)));
      return person
        ? own.map((n) => ({ person, from: n, to: n, guest: false, character: 'Self - Castaway' }))
        : [];
    });
    const seasons = Math.max(...runs.map((run) => run.to));
    addShow(random, from.firstShow + i, { name, kind: 'Reality', seasons, runs }, world);
  });
  return people;
}
