import { Provenance, DECIDED } from '../../src/workbook/provenance';
import { PROVENANCE_COLUMNS } from '../../src/workbook/provenanceLine';
import { finalList, realiteaseInfo, showInfo } from '../../src/workbook/tabs';

/** The lines of `_Provenance` in memory, as the sheet would hold them. */
function subject(lines: string[][] = []) {
  const read: number[] = [];
  const log = {
    most: () => lines.length,
    readColumns: (names: readonly string[]) => lines.map((line) => line.slice(0, names.length)),
    readRows: (first: number, count: number) => {
      for (let at = first; at < first + count; at++) read.push(at);
      return lines.slice(first, first + count).map((line) => [...line]);
    },
    append: (rows: readonly (readonly string[])[]) => void lines.push(...rows.map((row) => [...row])),
  };
  return { lines, read, provenance: new Provenance(log, (tab, column) => tab === finalList.name && column === 'AlternativeNames') }; // prettier-ignore
}

const person = (n: number) => ({ CastIMDbID: `nm00000${n}`, CastTMDbID: String(n) });
const removeFirst = (lines: string[][]) => (count: number) => void lines.splice(0, count);

describe('_Provenance', () => {
  it('has one line for a row, whatever number of cells and sources it has', () => {
    const { lines, provenance } = subject();
    provenance.noteRow(realiteaseInfo, person(1), 'added', '2026-11-24');
    provenance.noteCells(
      realiteaseInfo,
      person(1),
      [
        { column: 'CastName', value: 'Ann', source: 'CastInfo' },
        { column: 'Birthday', value: '1985-09-14', source: 'Fandom (Ann, of X)' },
      ],
      '2026-11-24',
    );
    provenance.save();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toHaveLength(PROVENANCE_COLUMNS.length);
    const later = subject(lines).provenance.row(realiteaseInfo, person(1));
    expect(later?.ours).toBe(true);
    expect(later?.cells.get('Birthday')).toMatchObject({ source: 'Fandom (Ann, of X)', date: '2026-11-24' });
  });

  it('knows a row under the ids that it got later', () => {
    const { lines, provenance } = subject();
    provenance.noteRow(realiteaseInfo, { CastTMDbID: '1' }, 'added', '2026-11-24');
    provenance.noteCells(realiteaseInfo, person(1), [{ column: 'CastIMDbID', value: 'nm000001', source: 'Wikidata' }], '2026-11-25'); // prettier-ignore
    provenance.save();
    const later = subject(lines).provenance;
    expect(later.row(realiteaseInfo, { CastIMDbID: 'nm000001' })?.ours).toBe(true);
    expect(later.row(realiteaseInfo, { CastTMDbID: '1' })?.cells.get('CastIMDbID')?.source).toBe('Wikidata');
  });

  it.each([
    ['added', true],
    ['removed', false],
    ['dismissed', true],
  ] as const)('a row that is gone after "%s" counts as deleted by a person: %s', (event, deleted) => {
    const { lines, provenance } = subject();
    provenance.noteRow(realiteaseInfo, person(1), event, '2026-11-24');
    provenance.save();
    expect(subject(lines).provenance.wrote(realiteaseInfo, person(1))).toBe(deleted);
  });

  it('tells what the add-on wrote from what a person typed or decided', () => {
    const { provenance } = subject();
    const cells = [
      { column: 'Birthday', value: '1985-09-14', source: 'TMDb' },
      { column: 'Gender', value: 'F', source: DECIDED },
    ];
    provenance.noteCells(realiteaseInfo, person(1), cells, '2026-11-24');
    const record = provenance.row(realiteaseInfo, person(1));
    const birthday = record?.cells.get('Birthday');
    const gender = record?.cells.get('Gender');
    expect(birthday && provenance.stands(birthday, '1985-09-14')).toBe(true);
    expect(birthday && provenance.stands(birthday, '1985-09-15')).toBe(false);
    expect(gender && provenance.stands(gender, 'F')).toBe(false);
  });

  it('keeps the names that were written, so that a person’s additions can be told apart', () => {
    const { lines, provenance } = subject();
    const row = { IMDbCastID: 'nm000001' };
    provenance.noteCells(finalList, row, [{ column: 'AlternativeNames', value: '=A, B', source: 'TMDb' }], '2026-11-24'); // prettier-ignore
    provenance.save();
    const later = subject(lines).provenance;
    const cell = later.row(finalList, row)?.cells.get('AlternativeNames');
    expect(cell && later.valueOf(cell, '=A, B, C')).toBe('=A, B');
  });

  it('is cleared of superseded lines, and a kill before the removal changes nothing', () => {
    const { lines, provenance } = subject();
    for (let day = 10; day < 30; day++) {
      for (let n = 0; n < 30; n++) {
        provenance.noteRow(
          showInfo,
          { TMDbSeriesID: String(n) },
          n % 7 === 0 ? 'removed' : 'added',
          `2026-11-${day}`,
        );
        provenance.noteCells(showInfo, { TMDbSeriesID: String(n) }, [{ column: 'Show', value: `${day}`, source: 'TMDb' }], `2026-11-${day}`); // prettier-ignore
      }
      provenance.save();
    }
    provenance.adoptTab(showInfo);
    provenance.save();
    const state = (of: Provenance) =>
      Array.from({ length: 30 }, (_, n) => {
        const record = of.row(showInfo, { TMDbSeriesID: String(n) });
        return [record?.event, record?.date, record?.key, record?.cellText, of.wasAdopted(showInfo)];
      });
    const before = state(subject(lines).provenance);
    expect(lines.length).toBe(601);
    let between: unknown[] = [];
    provenance.compact((count) => {
      between = state(subject(lines.map((line) => [...line])).provenance);
      removeFirst(lines)(count);
    });
    expect(lines.length).toBe(31);
    expect(between).toEqual(before);
    expect(state(subject(lines).provenance)).toEqual(before);
  });

  it('leaves a tab alone whose lines still count', () => {
    const { lines, provenance } = subject();
    for (let n = 0; n < 300; n++)
      provenance.noteRow(showInfo, { TMDbSeriesID: String(n) }, 'added', '2026-11-24');
    provenance.save();
    provenance.compact(() => {
      throw new Error('nothing to remove');
    });
    expect(lines.length).toBe(300);
  });

  it('reads of a long tab only what a step needs, and the rest once more is needed', () => {
    const { lines, provenance } = subject();
    for (let n = 1; n <= 7000; n++) provenance.noteRow(realiteaseInfo, person(n), 'added', '2026-11-24');
    provenance.noteRow(showInfo, { TMDbSeriesID: '5' }, 'added', '2026-11-24');
    provenance.noteRow(realiteaseInfo, person(3), 'removed', '2026-11-25');
    provenance.save();
    provenance.noteRow(realiteaseInfo, person(4), 'removed', '2026-11-25');
    provenance.save();
    const { read, provenance: later } = subject(lines);
    later.tab.expect([showInfo]);
    expect(later.row(showInfo, { TMDbSeriesID: '5' })?.ours).toBe(true);
    expect(read).toEqual([7000]);
    expect(later.row(realiteaseInfo, person(7000))?.ours).toBe(true);
    expect(later.row(realiteaseInfo, person(3))?.removed).toBe(true);
    expect(later.row(realiteaseInfo, person(4))?.removed).toBe(true);
    expect(later.row(showInfo, { TMDbSeriesID: '5' })?.ours).toBe(true);
  });
});
