/**
 * All shows that are known: the lists and the rows of ShowInfo, merged to one show per pair of ids.
 * Pure; what the sources say about pairs is handed in.
 */
import { normaliseName } from '../../rules/names';
import type { ImdbListEntry, TmdbListEntry } from '../../services/facts';
import { showKey, validId, type ShowRow } from '../common/shows';
import type { Listed } from './memory';

export interface CatalogueShow {
  /** Stable while its ids are: `tmdb:1`, else `imdb:tt1`, else `name:…`. */
  key: string;
  tmdbId: string;
  /** Who says that the TMDb id belongs to the IMDb id; '' if the row or the list does. */
  tmdbFrom: string;
  imdbId: string;
  /** True if the IMDb id is one of the IMDb list. */
  imdbFromList: boolean;
  /** IMDb ids that stand for the same show elsewhere (a list that has another id than the row). */
  otherImdbIds: string[];
  /** As the row or the list says it. */
  name: string;
  /** First year, from the IMDb list. */
  year: number | null;
  /** Stands on a list now, as read last. */
  listed: boolean;
  /** Stood on a list at some time. */
  everListed: boolean;
  row: ShowRow | null;
}

export interface CatalogueInput {
  tmdbEntries: readonly TmdbListEntry[];
  imdbEntries: readonly ImdbListEntry[];
  rows: readonly ShowRow[];
  everListed: Listed;
  /** The IMDb id that TMDb or Wikidata gives for a show; '' if none is known. */
  imdbOfTmdb(tmdbId: string): string;
  /** The TMDb id that Wikidata, `/find` or the search by name gives. */
  tmdbOfImdb(entry: ImdbListEntry): { id: string; source: string } | null;
}

/** @returns shows in the order of the TMDb list, then those of the IMDb list only, then the other rows. */
export function buildCatalogue(input: CatalogueInput): CatalogueShow[] {
  const builder = new Builder(input);
  builder.addRows();
  const listed = builder.addTmdbList();
  builder.pairByTmdb();
  const others = builder.addImdbList();
  builder.pairRowsByImdb();
  builder.nameOnlyRows([...listed, ...others]);
  return builder.inOrder([...listed, ...others]);
}

class Builder {
  private readonly shows: CatalogueShow[] = [];
  private readonly byTmdb = new Map<string, CatalogueShow>();
  private readonly byImdb = new Map<string, CatalogueShow>();
  /** A show known by its IMDb id that turned out to be another one. */
  private readonly absorbed = new Map<CatalogueShow, CatalogueShow>();

  constructor(private readonly input: CatalogueInput) {}

  addRows(): void {
    for (const row of this.input.rows) {
      const tmdbId = validId('tmdb', row.values.TMDbSeriesID);
      const imdbId = validId('imdbTitle', row.values.IMDbSeriesID);
      // A second row of the same show is for the curator (Quality lists it).
      if (tmdbId ? this.byTmdb.has(tmdbId) : this.byImdb.has(imdbId)) continue;
      const show = this.newShow({ name: row.values.Show, row });
      if (tmdbId) this.ownTmdb(show, tmdbId);
      if (imdbId && !this.byImdb.has(imdbId)) this.ownImdb(show, imdbId);
    }
  }

  addTmdbList(): CatalogueShow[] {
    return this.input.tmdbEntries.map((entry) => {
      let show = this.byTmdb.get(entry.tmdbId);
      if (!show) {
        show = this.newShow({ name: entry.name });
        this.ownTmdb(show, entry.tmdbId);
      }
      show.listed = true;
      return show;
    });
  }

  /** TMDb's own external ids pair most shows of the lists. */
  pairByTmdb(): void {
    const unpaired = this.input.imdbEntries.some((entry) => !this.byImdb.get(entry.imdbId)?.tmdbId);
    for (const show of [...this.byTmdb.values()]) {
      if (show.imdbId && !unpaired) continue;
      const imdbId = this.input.imdbOfTmdb(show.tmdbId);
      if (imdbId) this.link(show, imdbId);
    }
  }

  addImdbList(): CatalogueShow[] {
    return this.input.imdbEntries.map((entry) => {
      let show = this.byImdb.get(entry.imdbId);
      if (!show?.tmdbId) show = this.pairedByImdb(entry, show) ?? show;
      if (!show) {
        show = this.newShow({ name: entry.name });
        this.ownImdb(show, entry.imdbId);
      }
      show.listed = true;
      show.year ??= entry.year;
      show.imdbFromList ||= show.imdbId === entry.imdbId;
      return show;
    });
  }

  /** Rows that a person gave an IMDb id only. */
  pairRowsByImdb(): void {
    for (const show of [...this.shows]) {
      if (show.row && show.imdbId && !show.tmdbId && !this.absorbed.has(show)) {
        this.pairedByImdb({ imdbId: show.imdbId, name: show.name, year: show.year }, show);
      }
    }
  }

  /** A row without any id is the show of that name, if the lists have exactly one that is new. */
  nameOnlyRows(listed: readonly CatalogueShow[]): void {
    const free = new Map<string, Set<CatalogueShow>>();
    for (const entry of listed) {
      const show = this.whole(entry);
      if (show.row) continue;
      const name = normaliseName(show.name);
      free.set(name, (free.get(name) ?? new Set()).add(show));
    }
    for (const show of [...this.shows]) {
      if (!show.row || show.tmdbId || show.imdbId) continue;
      const same = [...(free.get(normaliseName(show.name)) ?? [])];
      const [only] = same;
      if (same.length !== 1 || !only || only.row) continue;
      only.row = show.row;
      this.absorbed.set(show, only);
    }
  }

  inOrder(listed: readonly CatalogueShow[]): CatalogueShow[] {
    const { everListed } = this.input;
    const all = new Set([...listed, ...this.shows].map((show) => this.whole(show)));
    for (const show of all) {
      show.key = showKey(show.tmdbId, show.imdbId, show.name);
      show.everListed =
        show.listed ||
        everListed.tmdb.has(show.tmdbId) ||
        [show.imdbId, ...show.otherImdbIds].some((id) => everListed.imdb.has(id));
    }
    return [...all];
  }

  private newShow(of: Pick<CatalogueShow, 'name'> & Partial<CatalogueShow>): CatalogueShow {
    const show: CatalogueShow = {
      key: '',
      tmdbId: '',
      tmdbFrom: '',
      imdbId: '',
      imdbFromList: false,
      otherImdbIds: [],
      year: null,
      listed: false,
      everListed: false,
      row: null,
      ...of,
    };
    this.shows.push(show);
    return show;
  }

  private ownTmdb(show: CatalogueShow, tmdbId: string): void {
    show.tmdbId = tmdbId;
    this.byTmdb.set(tmdbId, show);
  }

  private ownImdb(show: CatalogueShow, imdbId: string): void {
    show.imdbId = imdbId;
    this.byImdb.set(imdbId, show);
  }

  /** Notes that the IMDb id belongs to the show, unless it belongs to another one already. */
  private link(show: CatalogueShow, imdbId: string): void {
    const owner = this.byImdb.get(imdbId);
    if (!owner) {
      if (show.imdbId) {
        show.otherImdbIds.push(imdbId);
        this.byImdb.set(imdbId, show);
      } else this.ownImdb(show, imdbId);
    } else if (owner !== show && !owner.tmdbId && !show.imdbId && !(owner.row && show.row)) {
      this.absorb(show, owner);
    }
  }

  /** The show known by its TMDb id takes in the one known by its IMDb id only. */
  private absorb(show: CatalogueShow, other: CatalogueShow): void {
    this.ownImdb(show, other.imdbId);
    show.row ??= other.row;
    if (other.row) show.name = other.name;
    show.listed ||= other.listed;
    show.imdbFromList ||= other.imdbFromList;
    show.year ??= other.year;
    this.absorbed.set(other, show);
  }

  /** The show that the sources pair with the entry; null if none does. */
  private pairedByImdb(entry: ImdbListEntry, own: CatalogueShow | undefined): CatalogueShow | null {
    const pair = this.input.tmdbOfImdb(entry);
    if (!pair) return null;
    const show = this.byTmdb.get(pair.id);
    if (show) {
      this.link(show, entry.imdbId);
      return this.byImdb.get(entry.imdbId) ?? null;
    }
    const fresh = own ?? this.newShow({ name: entry.name });
    if (!own) this.ownImdb(fresh, entry.imdbId);
    this.ownTmdb(fresh, pair.id);
    fresh.tmdbFrom = pair.source;
    return fresh;
  }

  private whole(show: CatalogueShow): CatalogueShow {
    let at = show;
    for (let next = this.absorbed.get(at); next; next = this.absorbed.get(at)) at = next;
    return at;
  }
}
