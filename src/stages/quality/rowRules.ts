/** Row rules that follow from the tabs' schemas: form of every cell, required cells, unique ids. */
import * as z from 'zod/mini';
import { isRealDate, usToIso } from '../../rules/dates';
import { isImdbNameId, isImdbTitleId, isTmdbId, isTvdbId, isWikidataId } from '../../rules/ids';
import { splitList } from '../../rules/lists';
import { seasonNumbers } from '../../rules/qualify';
import type { AnyTab, CellType, IdKind } from '../../workbook/schema';
import { castInfo, dataTabs, finalList, realiteaseInfo, showInfo, wwhlInfo } from '../../workbook/tabs';
import type { Failure, QualityRule } from './types';

const ID_TESTS: Record<IdKind, (id: string) => boolean> = {
  imdbTitle: isImdbTitleId,
  imdbName: isImdbNameId,
  tmdb: isTmdbId,
  tvdb: isTvdbId,
  wikidata: isWikidataId,
  episode: (id) => isImdbTitleId(id) || isTmdbId(id),
};

const blank = z.literal('');
const whole = z.int().check(z.gte(0));

function isAscending(seasons: string): boolean {
  const numbers = seasons.split(',').map(Number);
  return numbers.every((number, i) => i === 0 || number > (numbers[i - 1] ?? 0));
}

/** The schema of a cell; a blank one is always allowed. */
export function cellSchema(type: CellType): z.ZodMiniType {
  switch (type.kind) {
    case 'text':
      return z.string();
    case 'integer':
      return z.union([blank, whole]);
    case 'count':
      return z.union([blank, z.literal('**'), whole]);
    case 'id':
      return z.union([blank, z.string().check(z.refine(ID_TESTS[type.id]))]);
    case 'day':
      return z.union([blank, z.string().check(z.refine(isRealDate))]);
    case 'usDay':
      return z.union([blank, z.string().check(z.refine((value) => usToIso(value) !== ''))]);
    case 'list': {
      const { of } = type;
      const fits = of === 'text' ? () => true : (id: string) => id === '' || ID_TESTS[of](id);
      return z.string().check(z.refine((value) => splitList(value).every(fits)));
    }
    case 'seasons':
      return z.union([
        blank,
        z.literal('**'),
        z.string().check(z.refine((value) => seasonNumbers(value) !== null && isAscending(value))),
      ]);
    case 'choice':
      return z.union([blank, z.enum(type.values as readonly [string, ...string[]])]);
    case 'url':
      return z.union([blank, z.string().check(z.refine((value) => /^https:\/\/[^\s,]+$/.test(value)))]);
  }
}

/** The schema of a tab's rows. */
export function rowSchema(tab: AnyTab): z.ZodMiniObject {
  const cells = Object.entries(tab.columns).map(([header, { type }]) => [header, cellSchema(type)] as const);
  return z.object(Object.fromEntries(cells));
}

function formRule(tab: AnyTab): QualityRule {
  // Made when it is first asked for: most executions check nothing.
  let schema: z.ZodMiniObject | undefined;
  return {
    title: `${tab.name}: every cell has the form of its column`,
    check(context) {
      const { safeParse } = (schema ??= rowSchema(tab));
      const rows = context.table(tab).rows;
      const failures = rows.flatMap((row): Failure[] => {
        const issues = safeParse(row.values).error?.issues ?? [];
        return issues.map(({ path: [header = ''] }) => {
          const value = (row.values as Record<string, unknown>)[String(header)];
          const message = `${String(header)}: ${String(value).slice(0, 80)}`;
          return { tab: tab.name, row: row.sheetRow, column: String(header), message };
        });
      });
      return { checked: rows.length, failures };
    },
  };
}

/** A row without a key is nobody's: no step can take it up. */
function keyRule(tab: AnyTab): QualityRule {
  const [column = ''] = tab.key.dimensions.flat(2);
  return {
    title: `${tab.name}: every row has a key`,
    check(context) {
      const { rows, keyless = [] } = context.table(tab);
      const failures = keyless.map(({ sheetRow }) => ({ tab: tab.name, row: sheetRow, column, message: 'The row has no id that it could be known by.' })); // prettier-ignore
      return { checked: rows.length + keyless.length, failures };
    },
  };
}

/** Columns without which a row is of no use. */
const REQUIRED: readonly { tab: AnyTab; columns: readonly string[] }[] = [
  { tab: showInfo, columns: ['Show'] },
  { tab: castInfo, columns: ['Name', 'ShowName'] },
  { tab: realiteaseInfo, columns: ['CastName', 'ShowNames', 'TotalShows'] },
  { tab: wwhlInfo, columns: ['EpisodeID', 'Season', 'Episode'] },
  { tab: finalList, columns: ['Name', 'IMDbCastID'] },
];

function requiredRule(tab: AnyTab, columns: readonly string[]): QualityRule {
  return {
    title: `${tab.name}: ${columns.join(', ')} filled`,
    check(context) {
      const rows = context.table(tab).rows;
      const failures = rows.flatMap((row) =>
        columns
          .filter((column) => (row.values as Record<string, unknown>)[column] === '')
          .map((column): Failure => ({
            tab: tab.name,
            row: row.sheetRow,
            column,
            message: `${column} is blank`,
          })),
      );
      return { checked: rows.length, failures };
    },
  };
}

/** Ids that only one row may have. */
const UNIQUE: readonly { tab: AnyTab; columns: readonly string[] }[] = [
  { tab: showInfo, columns: ['TMDbSeriesID'] },
  { tab: showInfo, columns: ['IMDbSeriesID'] },
  { tab: realiteaseInfo, columns: ['CastIMDbID'] },
  { tab: realiteaseInfo, columns: ['CastTMDbID'] },
  { tab: castInfo, columns: ['TMDbSeriesID', 'TMDbCastID'] },
  { tab: castInfo, columns: ['IMDbSeriesID', 'IMDbCastID'] },
  { tab: wwhlInfo, columns: ['Season', 'Episode'] },
  { tab: wwhlInfo, columns: ['EpisodeID'] },
  { tab: finalList, columns: ['IMDbCastID'] },
  { tab: finalList, columns: ['TMDbCastID'] },
];

function uniqueRule(tab: AnyTab, columns: readonly string[]): QualityRule {
  return {
    title: `${tab.name}: ${columns.join(' and ')} on one row only`,
    check(context) {
      const seen = new Map<string, number>();
      const failures: Failure[] = [];
      let checked = 0;
      for (const row of context.table(tab).rows) {
        const values = columns.map((column) => (row.values as Record<string, unknown>)[column]);
        if (values.includes('')) continue;
        checked++;
        const key = values.join(' / ');
        const first = seen.get(key);
        if (first === undefined) seen.set(key, row.sheetRow);
        else
          failures.push({
            tab: tab.name,
            row: row.sheetRow,
            column: columns[0] ?? '',
            message: `${key} is also in row ${first}`,
          });
      }
      return { checked, failures };
    },
  };
}

export const rowRules: readonly QualityRule[] = [
  ...dataTabs.map((tab) => formRule(tab)),
  ...dataTabs.map((tab) => keyRule(tab)),
  ...REQUIRED.map(({ tab, columns }) => requiredRule(tab, columns)),
  ...UNIQUE.map(({ tab, columns }) => uniqueRule(tab, columns)),
];
