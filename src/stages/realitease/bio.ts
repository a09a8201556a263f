/**
 * realitease.bio: gender, birthday and zodiac. TMDb, IMDb and Wikidata are asked of everyone (in one
 * round); Fandom, Famous Birthdays and Gemini only for what is still blank after that. Whoever is still
 * open goes into a later batch, so that in the meantime the pages travel with the next people's requests.
 */
import type { Outcome, Plan, Step, StepContext } from '../../engine/types';
import { isRealDate } from '../../rules/dates';
import { zodiacOf } from '../../rules/zodiac';
import { famousBirthdaysPage } from '../../services/famousBirthdays';
import { fandomPage } from '../../services/fandom';
import { imdbName } from '../../services/imdb';
import { tmdbPerson } from '../../services/tmdb';
import { wikidataAliases, wikidataPersonByImdb, wikidataPersonByTmdb } from '../../services/wikidata';
import { realiteaseInfo, showInfo } from '../../workbook/tabs';
import type { Change } from '../../workbook/types';
import { writeRow } from '../common/changes';
import { selectRows, upToLimit } from '../common/select';
import { askEveryone, askFamousBirthdays, askFandom, askGemini } from './bioAsks';
import { heldElsewhere } from './ids';
import { knownId, verdict } from './knownIds';
import {
  aroundOf,
  fandomKeys,
  hasPageName,
  idsOf,
  keyOf,
  newCase,
  recallPages,
  type Around,
  type Case,
  type Row,
} from './bioCase';
import { sendGuestsAhead } from '../wwhl/ahead';
import { decideBio, stillOpen, TITLES, type BioLimits } from './evidence';
import { otherIds } from './otherIds';
import { noteUnread, unreadPeople } from './unread';

/** A multiple of what TMDb takes at once, so that the rest of a batch's work is done while it takes no more. */
const SIZE = 240;
/** Where TMDb has told of so many: Wikidata and Gemini, which keep all others waiting, are asked in few and large requests. */
const SIZE_TOLD = 480;

export const bio: Step = {
  id: 'realitease.bio',
  title: 'Gender, birthday, zodiac',
  input: realiteaseInfo,
  tabs: [showInfo, realiteaseInfo],
  collects: [tmdbPerson, wikidataPersonByImdb, wikidataAliases],
  begin: (context) => plan(context),
};

function plan(context: StepContext): Plan {
  const rows = selectRows(context, context.table(realiteaseInfo).rows);
  const byHandle = new Map(rows.map((row) => [String(row.handle), row]));
  const unread = new Set(unreadPeople(context));
  const first = new Set(rows.filter((row) => hasFirstDue(context, row)));
  const isFirst = (row: Row) => first.has(row);
  const lacking = rows.filter((row) => isFirst(row) || unread.has(keyOf(row)) || isDue(context, row));
  const waiting = lacking
    .filter((row) => !isFirst(row) && !unread.has(keyOf(row)) && onlyPageComes(context, row))
    .sort(byYield);
  const left = new Set(waiting);
  const due = lacking.filter((row) => !left.has(row));
  // What IMDb has told beside other work comes first: after a day it would be asked again.
  const told = new Set(due.filter((row) => isTold(context, idsOf(row).imdbId)));
  // In the order of the sheet cells are written in few ranges; where only slow sources are left, and a quota
  // may cut the work short, the people of most shows come first.
  const items = [
    ...due
      .filter(isFirst)
      .sort((a, b) => Number(told.has(b)) - Number(told.has(a)) || a.sheetRow - b.sheetRow),
    ...due.filter((row) => !isFirst(row)).sort(byYield),
  ];
  const rowsOf = (handles: readonly string[]) => handles.flatMap((handle) => byHandle.get(handle) ?? []);
  const handles = upToLimit(context, items.map((row) => String(row.handle))); // prettier-ignore
  sendAhead(context, [...rowsOf(handles), ...waiting], isFirst);
  sendNamesAhead(context, rows);
  const around = aroundOf(context);
  if (context.options.limit === null) return inTwoRounds(context, around, handles, rowsOf, waiting);
  return { items: handles, size: SIZE, batch: (list) => batch(context, around, rowsOf(list), null) };
}

/** @param next people whose turn it is next */
function sizeFor(context: StepContext, next: readonly Row[]): number {
  const asksTmdb = next.some(
    (row) => idsOf(row).tmdbId !== '' && context.asks(tmdbPerson, idsOf(row).tmdbId),
  );
  return asksTmdb ? SIZE : SIZE_TOLD;
}

const isTold = (context: StepContext, imdbId: string): boolean =>
  imdbId !== '' && context.due(imdbName, imdbId) && !context.asks(imdbName, imdbId);

/** What later batches will ask one by one goes along while this one has to wait. */
function sendAhead(context: StepContext, rows: readonly Row[], isFirst: (row: Row) => boolean): void {
  // Of these all that is trusted more is known already.
  const pages = rows.filter(
    (row) => !row.values.Birthday && hasPageName(row.values.CastName) && !isFirst(row),
  );
  context.along(
    { question: tmdbPerson, keys: rows.map((row) => idsOf(row).tmdbId).filter(Boolean) },
    { question: wikidataPersonByImdb, keys: rows.map((row) => idsOf(row).imdbId).filter(Boolean) },
    { question: famousBirthdaysPage, keys: pages.map(({ values }) => values.CastName) },
    { question: imdbName, keys: rows.map((row) => idsOf(row).imdbId).filter(Boolean) },
    { question: wikidataPersonByTmdb, keys: otherKeys(context, rows) },
  );
  sendGuestsAhead(context);
}

/** TMDb ids of people of whom Wikidata knows nothing by their IMDb id: it is asked by the other one next. */
function otherKeys(context: StepContext, rows: readonly Row[]): string[] {
  return rows.flatMap((row) => {
    const { imdbId, tmdbId } = idsOf(row);
    return imdbId && tmdbId && context.isAbsent(wikidataPersonByImdb, imdbId) ? [tmdbId] : [];
  });
}

/** Stands for all for whom nothing but a page is to come: they are only counted. */
const WAITING = 'waiting';

/** Other names, which FinalList takes over: those of people who were here before are asked along as well. */
function sendNamesAhead(context: StepContext, rows: readonly Row[]): void {
  if (context.partial || !context.comes('final.enrich')) return;
  context.along({ question: wikidataAliases, keys: rows.map((row) => idsOf(row).imdbId).filter(Boolean) });
}

/** Whoever is still open after a batch is put off to a later one, which comes once there are enough for it. */
function inTwoRounds(
  context: StepContext,
  around: Around,
  handles: readonly string[],
  rowsOf: (handles: readonly string[]) => Row[],
  waiting: readonly Row[],
): Plan {
  const items = [...handles, ...(waiting.length > 0 ? [WAITING] : [])];
  const again = new Set<string>();
  const open: string[] = [];
  let done = 0;
  return {
    items,
    looked: handles.length + waiting.length,
    get size() {
      return sizeFor(context, rowsOf(items.slice(done, done + SIZE_TOLD)));
    },
    batch: (list) => {
      done += list.length;
      sendGuestsAhead(context);
      const told = list.includes(WAITING) ? withPage(context, waiting) : [];
      for (const row of told) again.add(String(row.handle));
      const outcome = batch(context, around, [...rowsOf(list), ...told], (row) => {
        const handle = String(row.handle);
        if (again.has(handle)) return false;
        again.add(handle);
        open.push(handle);
        return true;
      });
      if (open.length >= Math.max(SIZE, list.length) || done >= items.length) items.splice(done, 0, ...rowsOf(open.splice(0)).sort(byYield).map((row) => String(row.handle))); // prettier-ignore
      return outcome;
    },
  };
}

/** Those of the people whose page has been told by now; the others are counted as waiting. */
function withPage(context: StepContext, waiting: readonly Row[]): Row[] {
  const keys = waiting.map((row) => row.values.CastName);
  const answers = context.ask({ question: famousBirthdaysPage, keys, settle: false });
  return waiting.filter((row) => answers.get(famousBirthdaysPage, row.values.CastName).kind !== 'parked');
}

const byYield = (a: Row, b: Row): number =>
  Number(b.values.TotalShows || 0) - Number(a.values.TotalShows || 0) || a.handle - b.handle;

/** Whether anything is due for a row for which no source is that is asked of everyone. */
function isDue(context: StepContext, row: Row): boolean {
  const { Birthday: birthday, Gender: gender, Zodiac: zodiac, CastName: name } = row.values;
  const table = context.table(realiteaseInfo);
  if (isRealDate(birthday) && zodiac !== zodiacOf(birthday)) return true;
  if (birthday && gender) return false;
  // What was filled in once and is blank now is filled in again from what is known.
  if (!birthday && table.wasWritten(row, 'Birthday')) return true;
  if (!gender && table.wasWritten(row, 'Gender')) return true;
  return (
    fandomKeys(context, row).some((key) => context.due(fandomPage, key)) ||
    (!birthday && hasPageName(name) && context.due(famousBirthdaysPage, name))
  );
}

/** Whether all that is due for the row is a page, which is asked for when all else is done. */
function onlyPageComes(context: StepContext, row: Row): boolean {
  const { Birthday: birthday, Gender: gender, CastName: name } = row.values;
  const table = context.table(realiteaseInfo);
  return (
    context.options.limit === null &&
    !birthday &&
    hasPageName(name) &&
    context.putsOff(famousBirthdaysPage, name) &&
    !table.wasWritten(row, 'Birthday') &&
    (gender !== '' || !table.wasWritten(row, 'Gender')) &&
    !fandomKeys(context, row).some((key) => context.due(fandomPage, key))
  );
}

/** Whether a source that is asked of everyone is due. */
function hasFirstDue(context: StepContext, row: Row): boolean {
  const { imdbId, tmdbId } = idsOf(row);
  if (tmdbId && context.due(tmdbPerson, tmdbId)) return true;
  if (imdbId && (context.due(wikidataPersonByImdb, imdbId) || context.due(imdbName, imdbId))) return true;
  return !imdbId && tmdbId !== '' && context.due(wikidataPersonByTmdb, tmdbId);
}

/** @param putOff puts a row off that is still open; false if it has been, null if none is to be */
function batch(
  context: StepContext,
  around: Around,
  rows: readonly Row[],
  putOff: ((row: Row) => boolean) | null,
): Outcome {
  const limits: BioLimits = {
    today: context.today,
    ageMin: context.settings.AGE_MIN,
    ageMax: context.settings.AGE_MAX,
  };
  const everyone = rows.map((row) => newCase(context, row, around));
  askEveryone(context, everyone);
  const later = new Set(everyone.filter((c) => isOpen(c, limits) && putOff?.(c.row)));
  sendAlong(context, everyone, later);
  const cases = everyone.filter((c) => !later.has(c));
  for (const c of cases) for (const { question, key } of c.asked) context.settle(question, [key]);
  askFandom(
    context,
    cases.filter((c) => isOpen(c, limits)),
  );
  askFamousBirthdays(
    context,
    cases.filter(
      (c) =>
        hasPageName(c.person.name) && isOpen(c, limits) && stillOpen(c.person, c.evidence, limits).birthday,
    ),
  );
  askGemini(
    context,
    cases.filter((c) => isOpen(c, limits)),
  );
  for (const c of cases) recallPages(context, c);
  const table = context.table(realiteaseInfo);
  const changes: Change[] = cases.flatMap((c) => otherIds(context, c));
  for (const c of cases) {
    const decided = decideBio(c.person, c.evidence, limits);
    if (c.evidence.tmdb?.imdbId && !c.row.values.CastIMDbID) changes.push(...externalId(context, c.row));
    const write = writeRow(table, c.row, decided.cells);
    if (write) changes.push(write);
    for (const note of decided.conflicts) changes.push({ kind: 'conflict', note });
    if (!c.waits && !c.pageComes && !c.failure) context.agreed(realiteaseInfo, c.row, ['Birthday', 'Gender'], unaskedOf(c)); // prettier-ignore
  }
  noteUnread(context, cases);
  return {
    changes,
    failed: cases.filter((c) => c.failure).map((c) => ({ key: c.person.key, message: c.failure })),
  };
}

/** Not looked at again where nothing is blank. */
const PAGES = ['fandom', 'famousBirthdays', 'gemini'] as const;

function unaskedOf({ asked, evidence }: Case): string[] {
  const isUnasked = (source: (typeof PAGES)[number]) =>
    !asked.some(({ question }) => question.source === source) && [evidence[source] ?? []].flat().length === 0;
  return PAGES.filter(isUnasked).map((source) => TITLES[source]);
}

function isOpen(c: Case, limits: BioLimits): boolean {
  const open = stillOpen(c.person, c.evidence, limits);
  return !c.waits && (open.birthday || open.gender);
}

/** What will be asked later: pages of those who are still open, other names for FinalList. */
function sendAlong(context: StepContext, everyone: readonly Case[], open: ReadonlySet<Case>): void {
  context.along(
    { question: fandomPage, keys: [...open].flatMap((c) => fandomKeys(context, c.row)) },
    {
      question: wikidataAliases,
      keys: everyone.map((c) => idsOf(c.row).imdbId || c.evidence.tmdb?.imdbId || '').filter(Boolean),
    },
    {
      question: famousBirthdaysPage,
      keys: [...open].map((c) => c.person).filter((p) => !p.birthday && hasPageName(p.name)).map((p) => p.name), // prettier-ignore
    },
  );
}

/** TMDb's own external id of the person, unless another row has it. */
function externalId(context: StepContext, row: Row): Change[] {
  const known = knownId(context, row);
  const what = known ? verdict(row, known) : 'merge';
  if (!known || what === 'merge') return [];
  if (what === 'ask') return [heldElsewhere(row, known, known.holder)];
  const { column, id, source } = known;
  return [{ kind: 'write', tab: realiteaseInfo, row, cells: { [column]: { value: id, source } } }];
}
