/** realitease.people: one row for every person who qualifies, and the ids that CastInfo knows of them. */
import type { Plan, Step, StepContext } from '../../engine/types';
import { castInfo, realiteaseInfo, showInfo, type RealiteaseInfo } from '../../workbook/tabs';
import type { RowOf } from '../../workbook/schema';
import type { Change, Match } from '../../workbook/types';
import { inRange } from '../common/select';
import { qualifyLimits } from '../common/qualify';
import { sendAhead } from './ahead';
import { peopleOf, qualification, type CastPerson } from './cast';
import { showCells } from './showCells';

export const people: Step = {
  id: 'realitease.people',
  title: 'People who qualify',
  input: castInfo,
  tabs: [showInfo, castInfo, realiteaseInfo],
  begin: (context) => plan(context),
};

function plan(context: StepContext): Plan {
  const table = context.table(realiteaseInfo);
  const found = peopleOf(context);
  const limits = qualifyLimits(context.settings);
  const selected = found.list
    .filter((person) => person.rows.some((row) => inRange(context, row)))
    .slice(0, context.options.limit ?? undefined);
  const work = new Map<string, Change>();
  const coming: CastPerson[] = [];
  selected.forEach((person, index) => {
    const match = table.match({ CastIMDbID: person.imdbId, CastTMDbID: person.tmdbId });
    const change = changeFor(
      person,
      match,
      () => qualification(person, limits) === 'yes' && !gone(context, person),
    );
    if (change) work.set(String(index), change);
    if (change?.kind === 'add') coming.push(person);
  });
  sendAhead(context, coming);
  found.conflicts.forEach((note, index) => work.set(`c${index}`, { kind: 'conflict', note }));
  return {
    items: [...work.keys()],
    looked: selected.length,
    size: 250,
    batch: (items) => ({ changes: items.flatMap((item) => work.get(item) ?? []) }),
  };
}

function gone(context: StepContext, person: CastPerson): boolean {
  const ids = { CastIMDbID: person.imdbId, CastTMDbID: person.tmdbId };
  return !context.options.force && context.table(realiteaseInfo).deletedByPerson(ids);
}

function changeFor(
  person: CastPerson,
  match: Match<RowOf<RealiteaseInfo>>,
  mayAdd: () => boolean,
): Change | null {
  if (match.kind === 'clash') return clash(person, match);
  if (match.kind === 'none') return mayAdd() ? addition(person) : null;
  const { row } = match;
  const cells: Record<string, { value: string; source: string }> = {};
  if (person.name && !row.values.CastName) cells.CastName = { value: person.name, source: 'CastInfo' };
  if (person.imdbId && !row.values.CastIMDbID)
    cells.CastIMDbID = { value: person.imdbId, source: 'CastInfo' };
  if (person.tmdbId && !row.values.CastTMDbID)
    cells.CastTMDbID = { value: person.tmdbId, source: 'CastInfo' };
  return Object.keys(cells).length > 0 ? { kind: 'write', tab: realiteaseInfo, row, cells } : null;
}

function addition(person: CastPerson): Change {
  const fill = (value: string) => ({ value, source: 'CastInfo' });
  return {
    kind: 'add',
    tab: realiteaseInfo,
    cells: {
      CastName: fill(person.name),
      CastIMDbID: fill(person.imdbId),
      CastTMDbID: fill(person.tmdbId),
      ...showCells(person.shows),
    },
  };
}

function clash(
  person: CastPerson,
  { rows, reason }: Extract<Match<RowOf<RealiteaseInfo>>, { kind: 'clash' }>,
): Change {
  const both = (row: (typeof rows)[number] | undefined) =>
    row ? [row.values.CastIMDbID, row.values.CastTMDbID].filter(Boolean).join(' / ') : '';
  const [row] = rows;
  const { name } = realiteaseInfo;
  const base = { tab: name, key: both(row), evidence: `${person.name}: ${reason}` };
  if (rows.length > 1) {
    const others = rows.slice(1).map((other) => ({ value: both(other), source: name }));
    return { kind: 'conflict', note: { ...base, kind: 'same', column: 'CastName', kept: base.key, keptSource: name, others } }; // prettier-ignore
  }
  const imdb = row !== undefined && row.values.CastIMDbID !== '' && row.values.CastIMDbID !== person.imdbId;
  const column = imdb ? 'CastIMDbID' : 'CastTMDbID';
  const offered = imdb ? person.imdbId : person.tmdbId;
  const others = offered ? [{ value: offered, source: castInfo.name }] : [];
  return { kind: 'conflict', note: { ...base, kind: 'value', column, kept: row?.values[column] ?? '', keptSource: name, others } }; // prettier-ignore
}
