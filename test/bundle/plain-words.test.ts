/** Google's own words never reach a person alone: each kind of trouble has words and a thing to do. */
import { plainly, saidBy } from '../../src/engine/plainWords';

it.each([
  [
    'We’re sorry, a server error occurred while reading from storage. Error code PERMISSION_DENIED.',
    'refuses',
  ],
  ['Service invoked too many times for one day: properties.', 'limit for one day'],
  ['Service using too much computer time for one day', 'limit for one day'],
  [
    'Service invoked too many times in a short time: spreadsheets. Try Utilities.sleep(1000) between calls.',
    'at once',
  ],
  ['There are too many scripts running simultaneously for this Google user account.', 'at once'],
  ['Exceeded maximum execution time', 'longer than it may'],
  [
    'You have exceeded the property storage quota. Please remove some properties and try again.',
    'no room left',
  ],
  [
    'This action would increase the number of cells in the workbook above the limit of 10000000 cells.',
    'is full',
  ],
  [
    'You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit.',
    'does not let you',
  ],
  ['NetworkError: Connection failure due to HTTP 0', 'connection'],
  ["We're sorry, a server error occurred. Please wait a bit and try again.", 'did not answer'],
  ['Service Spreadsheets failed while accessing document with id 1a.', 'did not answer'],
  ['Service Spreadsheets timed out while accessing document with id 1a.', 'did not answer'],
  ['Service unavailable: Properties', 'did not answer'],
  ['Service error: Spreadsheets', 'did not answer'],
  [
    'Unexpected error while getting the method or property getRange on object SpreadsheetApp.Spreadsheet.',
    'did not answer',
  ],
  [saidBy(new TypeError('Cannot read properties of undefined')), 'made a mistake'],
])('%s', (said, what) => {
  const plain = plainly(said);
  expect(plain?.what).toContain(what);
  expect(plain?.todo).toMatch(/\.$/);
});

it.each([
  'No TMDb key is set: Settings › Keys.',
  'ShowInfo has two columns "Network".',
  'There is no step "x".',
])('%s is plain enough', (said) => expect(plainly(said)).toBeNull());
