/** What "Try to break it" calls the same, and that it would notice what is not. */
import { newWorkbook, type WorkbookModel } from '../../local/host';
import { newSheet } from '../../local/host/state';
import { compareWorkbooks } from '../../local/web/breaker/compare';
import { Nuisance } from '../../local/web/breaker/nuisance';
import { seededRandom } from '../../local/host/util/random';

const HEADERS = ['Name', 'Id', 'Count'];

function book(rows: (string | number)[][]): WorkbookModel {
  const workbook = newWorkbook('Book');
  const sheet = newSheet(1, 'People');
  sheet.cells = [HEADERS, ...rows].map((row) => row.map((value) => ({ value })));
  workbook.sheets.push(sheet);
  return workbook;
}

const PEOPLE = [
  ['Ana', 'nm1', 3],
  ['Bo', 'nm2', 4],
  ['Cy', '', 5],
  ['Bo', 'nm2', 4],
];
const differences = (found: WorkbookModel) => compareWorkbooks(book(PEOPLE), found, ['People']).differences;

test('order of rows, blank rows and foreign columns do not matter', () => {
  const other = book([['', '', ''], ...[...PEOPLE].reverse().map((row) => [...row, 'a note'])]);
  expect(differences(other)).toEqual([]);
});

test('a cell, a row too many, a row too few and a missing tab are named', () => {
  expect(differences(book([['Ana', 'nm1', 9], ...PEOPLE.slice(1)]))).toEqual([
    'People: "Ana · nm1 · 3": Count is "9" instead of "3"',
  ]);
  expect(differences(book([...PEOPLE, ['Bo', 'nm2', 4]]))).toEqual([
    'People: one row too many: "Bo · nm2 · 4"',
  ]);
  expect(differences(book(PEOPLE.slice(0, 3)))).toEqual(['People: no row "Bo · nm2 · 4"']);
  expect(differences(newWorkbook('Empty'))).toEqual(['People: the tab is there only in the undisturbed run']);
});

test('the person who meddles leaves the rows whole, and takes the rest away again', () => {
  const workbook = book(PEOPLE);
  const nuisance = new Nuisance(workbook, ['People'], 'People', seededRandom(7));
  for (let turn = 0; turn < 200; turn++) nuisance.act();
  const { sorted, inserted, deleted, typed } = nuisance.deeds;
  expect(Math.min(sorted, inserted, deleted, typed)).toBeGreaterThan(0);
  expect(differences(workbook)).toEqual([]);
  expect(nuisance.strayNotes()).toEqual([]);
  nuisance.tidy();
  const sheet = workbook.sheets[1];
  expect(sheet?.cells.filter((row) => row?.some((cell) => cell && cell.value !== ''))).toHaveLength(5);
  expect(sheet?.cells[0]?.map((cell) => cell?.value)).toEqual(HEADERS);
});

test('a note that stands beside another row is noticed', () => {
  const workbook = book(PEOPLE);
  const nuisance = new Nuisance(workbook, ['People'], 'People', seededRandom(7));
  while (nuisance.deeds.typed === 0) nuisance.act();
  const sheet = workbook.sheets[1];
  const row = sheet?.cells.find((cells) => cells?.some((cell) => cell?.value === 'note 1'));
  if (row?.[0]) row[0].value = 'Somebody else';
  expect(nuisance.strayNotes()).toHaveLength(1);
});
