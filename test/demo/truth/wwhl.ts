/** WWHLinfo as the sources' records make it. */
import { WWHL, type TmdbEpisode, type World } from '../../../local/demo/world';
import type { TrueCast } from './cast';
import type { TruePerson } from './people';
import { groups, only, plain, tidy } from './words';

export interface TrueGuest {
  name: string;
  imdbId: string;
  tmdbId: string;
  inRealitease: boolean;
  /** The ids that were known of the guest while a show was listed whose cast the guest belongs to. */
  before?: { imdbId: string; tmdbId: string };
}

export interface TrueEpisode {
  season: number;
  episode: number;
  guests: TrueGuest[];
  cells: Record<string, string>;
}

interface Guest {
  name: string;
  imdbId: string;
  tmdbId: string;
}

/** Words of the demo's titles that are nobody's name. */
const NO_NAMES = /^(?:reunion|special|part|finale|live|episode|best|season|show|the|after)$/i;

/** @param gone the cast that shows had which have left the lists: ids that it told of a guest stay in the guest's row */
export function trueEpisodes(
  world: World,
  people: readonly TruePerson[],
  cast: readonly TrueCast[],
  gone: readonly TrueCast[],
  { imdb }: { imdb: boolean },
): TrueEpisode[] {
  const known = new Set(
    [...people.flatMap(({ names }) => [...names]), ...cast.map(({ name }) => name)].map(plain),
  );
  const everyone = everyoneOf(people, cast);
  const earlier = gone.length > 0 ? everyoneOf(people, [...cast, ...gone]) : everyone;
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
      const named = guests.map((guest) => {
        const { imdbId, tmdbId } = identify(guest, earlier);
        return { ...identify(guest, everyone), before: { imdbId, tmdbId } };
      });
      const [year, month, day] = (episode.airDate ?? '').split('-');
      return {
        season,
        episode: episode.number,
        guests: named,
        cells: {
          EpisodeID: atImdb?.id ?? String(episode.id),
          AirDate: `${month}/${day}/${year}`,
          REALITEASE: status(named),
        },
      };
    }),
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

function everyoneOf(people: readonly TruePerson[], cast: readonly TrueCast[]): Everyone {
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
function identify(guest: Guest, everyone: Everyone): TrueGuest {
  const at = [`i${guest.imdbId}`, `t${guest.tmdbId}`].flatMap((id) => everyone.byId.get(id) ?? []);
  const fits = (a: string, b: string) => a === '' || b === '' || a === b;
  const named = only(everyone.byName.get(plain(guest.name)) ?? []);
  const same =
    named && fits(named.imdbId, guest.imdbId) && fits(named.tmdbId, guest.tmdbId) ? named : undefined;
  const person = at.length > 0 ? everyone.list[Math.min(...at)] : same;
  return {
    name: guest.name,
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

function status(guests: readonly { inRealitease: boolean }[]): string {
  const inside = guests.filter((guest) => guest.inRealitease).length;
  if (guests.length === 0) return '';
  if (inside === 0) return 'NONE';
  if (inside >= 2) return 'REALITEASE';
  return guests.length === 1 ? 'SOLO' : 'ALMOST';
}
