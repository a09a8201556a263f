/** What the sources were asked and when they last answered it: the outside's own record of each key's last look. */
import type { DemoRequest } from '../demo/wire';

/** Whether the source said something of the record itself. */
const isAnswer = (status: number): boolean => status === 200 || status === 404;

export class Told {
  private readonly answers = new Map<string, number[]>();
  private readonly refusals = new Map<string, number>();

  note(request: DemoRequest, status: number): void {
    const { now } = request;
    for (const record of recordsOf(request)) {
      const answers = this.answers.get(record) ?? [];
      if (!isAnswer(status)) this.refusals.set(record, now);
      else this.answers.set(record, [...answers, now]);
    }
  }

  /** When the record was told last, ms; undefined: never. */
  at(record: string): number | undefined {
    return this.answers.get(record)?.at(-1);
  }

  /** Whether the source refused to tell it after that. */
  refusedSince(record: string, at: number): boolean {
    return (this.refusals.get(record) ?? -Infinity) > at;
  }

  /** Records with the instants at which they were told, in order. */
  get all(): ReadonlyMap<string, readonly number[]> {
    return this.answers;
  }
}

/** Names of records. */
export const LIST = 'list';
export const showRecord = (id: number): string => `show ${id}`;
export const seasonRecord = (show: number, season: number): string => `season ${show}/${season}`;
export const personRecord = (id: number): string => `person ${id}`;
export const creditsRecord = (title: string): string => `credits ${title}`;
export const episodesRecord = (title: string): string => `episodes ${title}`;

/** What a request asks about, of all that changes in a world. */
function recordsOf({ host, path, query }: DemoRequest): string[] {
  const [version = '', kind, id = '', ...rest] = path.split('/').filter(Boolean);
  if (host === 'api.imdbapi.dev' && version === 'titles') {
    if (id === 'credits') return [creditsRecord(kind ?? '')];
    return id === 'episodes' ? [episodesRecord(kind ?? '')] : [];
  }
  if (host !== 'api.themoviedb.org' || rest.length > 0) return [];
  if (kind === 'list') return [LIST];
  if (kind === 'person') return [personRecord(Number(id))];
  if (kind !== 'tv') return [];
  const appended = (query.get('append_to_response') ?? '').split(',');
  const seasons = appended.flatMap((part) => /^season\/(\d+)$/.exec(part)?.[1] ?? []);
  return [showRecord(Number(id)), ...seasons.map((number) => seasonRecord(Number(id), Number(number)))];
}
