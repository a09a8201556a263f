/** WWHLinfo as the sources' records make it. */
import { WWHL, type TmdbEpisode, type World } from '../../../local/demo/world';
import type { TrueCast } from './cast';
import type { TruePerson } from './people';
import { groups, only, plain, tidy } from './words';

/** Who a guest is. */
export interface Identity {
  imdbId: string;
  tmdbId: string;
  inRealitease: boolean;
}

export interface TrueGuest extends Identity {
  name: string;
  /** Who the guest may have been found to be, by what was known at some time. */
  told: readonly Identity[];
}

/** The people of the workbook. */
export interface Known {
  people: readonly TruePerson[];
  cast: readonly TrueCast[];
}

export interface TrueEpisode {
  season: number;
  episode: number;
  guests: TrueGuest[];
  cells: Record<string, string | readonly string[]>;
}

interface Guest {
  name: string;
  imdbId: string;
  tmdbId: string;
}

/** Words of the demo's titles that are nobody's name. */
const NO_NAMES = /^(?:reunion|special|part|finale|live|episode|best|season|show|the|after)$/i;

/** @param earlier what was known before: an identity that was found then stays */
export function trueEpisodes(
  world: World,
  now: Known,
  earlier: readonly Known[],
  { imdb }: { imdb: boolean },
): TrueEpisode[] {
  const { people, cast } = now;
  const known = new Set(
    [...people.flatMap(({ names }) => [...names]), ...cast.map(({ name }) => name)].map(plain),
  );
  const everyone = everyoneOf(now);
  const before = earlier.map(everyoneOf);
  const seasons = (world.tmdb.shows.get(WWHL.tmdbId)?.seasons ?? []).filter(({ number }) => number > 0);
  return seasons.flatMap(({ number: season, episodes }) =>
    episodes.map((episode): TrueEpisode => {
      const listed = world.imdb.titles.get(WWHL.imdbId)?.episodes ?? [];
      const atImdb = imdb
        ? listed.find((one) => one.season === String(season) && one.number === episode.number)
        : undefined;
      const credited = (atImdb?.credits ?? []).filter((credit) => !/host/i.test(credit.characters.join()));
      const byImdb = credited.map(({ name }) => ({
        name: tidy(world.imdb.names.get(name)?.name ?? ''),
        imdbId: name,
        tmdbId: '',
      }));
      const found = [
        fromTmdb(world, episode),
        byImdb,
        byName(inTitle(episode.name, known)),
        byName(inText(episode)),
      ];
      const guests = found.find((list) => list.length > 0) ?? [];
      const named = guests.map((guest): TrueGuest => {
        const told = [everyone, ...before].map((then) => identify(guest, then));
        return { name: guest.name, ...identify(guest, everyone), told };
      });
      const [year, month, day] = (episode.airDate ?? '').split('-');
      return {
        season,
        episode: episode.number,
        guests: named,
        cells: {
          EpisodeID: atImdb?.id ?? String(episode.id),
          AirDate: `${month}/${day}/${year}`,
          REALITEASE: [...new Set(toldOf(named).map(status))],
        },
      };
    }),
  );
}

/** All that the guests of an episode may have been found to be. */
export function toldOf(guests: readonly TrueGuest[]): Identity[][] {
  return guests.reduce<Identity[][]>(
    (all, { told }) => all.flatMap((list) => told.map((one) => [...list, one])),
    [[]],
  );
}

const byName = (names: readonly string[]): Guest[] => names.map((name) => ({ name, imdbId: '', tmdbId: '' }));

function fromTmdb(world: World, episode: TmdbEpisode): Guest[] {
  return episode.guests
    .filter(({ character }) => !/host/i.test(character))
    .map(({ person }) => ({
      name: tidy(world.tmdb.people.get(person)?.name ?? ''),
      imdbId: '',
      tmdbId: String(person),
    }));
}

function inTitle(title: string, known: ReadonlySet<string>): string[] {
  if (known.has(plain(title))) return [tidy(title)];
  const parts = title
    .split(/\s*(?:,(?! Jr\.)| & | \/ | and )\s*/)
    .map(tidy)
    .filter(Boolean);
  const named = parts.filter((part) => {
    if (known.has(plain(part))) return true;
    const words = part.split(' ');
    const capital = words.every((word) => /^["']?\p{Lu}/u.test(word) && !NO_NAMES.test(word));
    return parts.length > 1 && words.length >= 2 && words.length <= 4 && capital;
  });
  return [...new Set(named)];
}

const inText = ({ overview }: TmdbEpisode): string[] =>
  (/\bwith (.+)\.$/.exec(overview)?.[1] ?? '').split(' and ').map(tidy).filter(Boolean);

/** Everyone of the workbook, found by either id or by name. */
interface Everyone {
  byId: Map<string, number>;
  byName: Map<string, TruePerson[]>;
  list: TruePerson[];
  known: Set<TruePerson>;
}

function everyoneOf({ people, cast }: Known): Everyone {
  const list = [...people, ...others(people, cast)];
  const byId = new Map<string, number>();
  const byName = new Map<string, TruePerson[]>();
  list.forEach((person, at) => {
    for (const id of [`i${person.imdbId}`, `t${person.tmdbId}`])
      if (id.length > 1 && !byId.has(id)) byId.set(id, at);
    for (const name of new Set([...person.names].map(plain)))
      byName.set(name, [...(byName.get(name) ?? []), person]);
  });
  return { byId, byName, list, known: new Set(people) };
}

/** By id, else by a name that one person has. */
function identify(guest: Guest, everyone: Everyone): Identity {
  const at = [`i${guest.imdbId}`, `t${guest.tmdbId}`].flatMap((id) => everyone.byId.get(id) ?? []);
  const fits = (a: string, b: string) => a === '' || b === '' || a === b;
  const named = only(everyone.byName.get(plain(guest.name)) ?? []);
  const same =
    named && fits(named.imdbId, guest.imdbId) && fits(named.tmdbId, guest.tmdbId) ? named : undefined;
  const person = at.length > 0 ? everyone.list[Math.min(...at)] : same;
  return {
    imdbId: guest.imdbId || (person?.imdbId ?? ''),
    tmdbId: guest.tmdbId || (person?.tmdbId ?? ''),
    inRealitease: person !== undefined && everyone.known.has(person),
  };
}

/** People of CastInfo who are in no row of RealiteaseInfo. */
function others(people: readonly TruePerson[], cast: readonly TrueCast[]): TruePerson[] {
  const taken = new Set(people.flatMap(({ inCast }) => inCast));
  const rest = cast.filter((row) => !taken.has(row));
  return [...groups(rest, (row) => row.imdbId || row.tmdbId).values()].map((rows) => ({
    names: new Set(rows.map(({ name }) => name)),
    imdbId: rows.find((row) => row.imdbId)?.imdbId ?? '',
    tmdbId: rows.find((row) => row.tmdbId)?.tmdbId ?? '',
    rows: [...rows],
    inCast: [...rows],
    gender: '',
    birthday: '',
    zodiac: '',
  }));
}

function status(guests: readonly Identity[]): string {
  const inside = guests.filter((guest) => guest.inRealitease).length;
  if (guests.length === 0) return '';
  if (inside === 0) return 'NONE';
  if (inside >= 2) return 'REALITEASE';
  return guests.length === 1 ? 'SOLO' : 'ALMOST';
}
