/** Who the guests of an episode are: both id columns, aligned with the names, and the REALITEASE status. */
import type { StepContext } from '../../engine/types';
import { isImdbNameId, isTmdbId } from '../../rules/ids';
import { joinAligned, splitAligned } from '../../rules/lists';
import { normaliseName } from '../../rules/names';
import { wwhlStatus } from '../../rules/wwhl';
import { imdbEpisodeCredits } from '../../services/imdb';
import type { TmdbEpisode } from '../../services/facts';
import { wwhlInfo, type WwhlInfo } from '../../workbook/tabs';
import type { RowOf } from '../../workbook/schema';
import type { CellChange, Cells, TableRow } from '../../workbook/types';
import type { Guest } from './guests';
import type { KnownPeople, KnownPerson } from './known';

type Row = TableRow<RowOf<WwhlInfo>>;

/** Where ids come from that no credits gave: from whoever has the guest's name, or the guest's other id. */
export const KNOWN_PEOPLE = 'RealiteaseInfo and CastInfo';

export interface GuestIds {
  imdbId: string;
  tmdbId: string;
}

/** @param stated ids that are known for each name; '' for none */
export function identityCells(
  people: KnownPeople,
  names: readonly string[],
  stated: readonly GuestIds[],
): Pick<Cells<WwhlInfo>, 'IMDbCastIDs' | 'TMDbCastIDs' | 'REALITEASE'> {
  const guests = names.map((name, i) => {
    const ids = stated[i] ?? { imdbId: '', tmdbId: '' };
    const person = personOf(people, name, ids);
    return {
      imdbId: ids.imdbId || person?.imdbId || '',
      tmdbId: ids.tmdbId || person?.tmdbId || '',
      inRealitease: person?.inRealitease ?? false,
    };
  });
  const own = (value: string) => ({ value, source: KNOWN_PEOPLE });
  return {
    IMDbCastIDs: own(joinAligned(guests.map((guest) => guest.imdbId))),
    TMDbCastIDs: own(joinAligned(guests.map((guest) => guest.tmdbId))),
    REALITEASE: own(wwhlStatus(guests)),
  };
}

/** The same for guests who are about to be written: wwhl.check then finds nothing to do. */
export function withIdentities(
  people: KnownPeople,
  guests: readonly Guest[],
  cells: Cells<WwhlInfo>,
): Cells<WwhlInfo> {
  const names = guests.map(({ name }) => name);
  const { IMDbCastIDs, TMDbCastIDs, REALITEASE } = identityCells(people, names, guests);
  const sooner = (given: CellChange | undefined, known: CellChange | undefined) =>
    given && given.value === known?.value ? given : known;
  return {
    ...cells,
    ...{ REALITEASE, IMDbCastIDs: sooner(cells.IMDbCastIDs, IMDbCastIDs) },
    TMDbCastIDs: sooner(cells.TMDbCastIDs, TMDbCastIDs),
  };
}

/** Names that are about to be written into a row without any, and whose they are; ids that stand there are wwhl.check's to judge. */
export function namedCells(
  people: KnownPeople,
  { values }: Row,
  guests: readonly Guest[],
  cells: Cells<WwhlInfo>,
): Cells<WwhlInfo> {
  return values.IMDbCastIDs || values.TMDbCastIDs ? cells : withIdentities(people, guests, cells);
}

/** Ids that the episode's own credits, or the row as it stands, give for each name. */
export function statedIds(
  context: StepContext,
  row: Row,
  names: readonly string[],
  people: KnownPeople,
  episode: TmdbEpisode | undefined,
): GuestIds[] {
  const tmdb = new Map((episode?.guests ?? []).map((guest) => [normaliseName(guest.name), guest.id]));
  const inRow = idsInRow(context, row, names, people);
  return names.map((name, i) => {
    const stands = inRow[i] ?? { imdbId: '', tmdbId: '' };
    return { ...stands, tmdbId: tmdb.get(normaliseName(name)) ?? stands.tmdbId };
  });
}

function idsInRow(context: StepContext, row: Row, names: readonly string[], people: KnownPeople): GuestIds[] {
  const credits = context.known(imdbEpisodeCredits, row.values.EpisodeID);
  const imdb = new Map(
    credits?.kind === 'found'
      ? credits.value.credits.map((credit) => [normaliseName(credit.name), credit.id])
      : [],
  );
  const imdbColumn = aligned(row.values.IMDbCastIDs, names.length, isImdbNameId);
  const tmdbColumn = aligned(row.values.TMDbCastIDs, names.length, isTmdbId);
  const table = context.table(wwhlInfo);
  const asWritten = table.origin(row, 'GuestNames') !== null;
  const never = !table.wasWritten(row, 'GuestNames');
  // A person who edits names shifts the ids: these are trusted where the names are as the add-on wrote them;
  // where they never were its own, unless an id is known to be somebody else's.
  const trusted = (name: string, id: string, person: KnownPerson | undefined): string =>
    asWritten || (never && (person?.names.has(normaliseName(name)) ?? true)) ? id : '';
  return names.map((name, i) => {
    const [imdbId = '', tmdbId = ''] = [imdbColumn[i], tmdbColumn[i]];
    return {
      imdbId: imdb.get(normaliseName(name)) ?? trusted(name, imdbId, people.byImdb(imdbId)),
      tmdbId: trusted(name, tmdbId, people.byTmdb(tmdbId)),
    };
  });
}

function aligned(cell: string, length: number, valid: (id: string) => boolean): string[] {
  const ids = splitAligned(cell, length);
  return ids.length === length ? ids.map((id) => (valid(id) ? id : '')) : [];
}

/** By id; else by a name that only one person has, whose ids do not contradict. */
function personOf(people: KnownPeople, name: string, ids: GuestIds): KnownPerson | undefined {
  const byId =
    (ids.imdbId && people.byImdb(ids.imdbId)) || (ids.tmdbId && people.byTmdb(ids.tmdbId)) || undefined;
  if (byId) return byId;
  const person = people.byName(name);
  const fits = (a: string, b: string) => !a || !b || a === b;
  return person && fits(person.imdbId, ids.imdbId) && fits(person.tmdbId, ids.tmdbId) ? person : undefined;
}
