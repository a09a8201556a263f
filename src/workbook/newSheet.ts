/** Making a sheet so that none is ever seen half-made. */
import type { Gateway, Sheet } from './gateway';

/** Name of a sheet that is being made. */
const unfinished = (name: string): string => `${name} (being made)`;

/**
 * A new sheet. It gets its name last of all: an execution that is killed over it leaves none without its headers and look
 * that would count as the tab, and the next one to make the tab takes away what is left.
 * @param place index among the sheets
 * @param fill headers and look; again if Google fails
 */
export function newSheet(
  gateway: Gateway,
  name: string,
  place: () => number,
  fill: (sheet: Sheet) => void,
): Sheet {
  const { spreadsheet } = gateway;
  const left = gateway.sheet(unfinished(name));
  if (left) gateway.change(() => spreadsheet.deleteSheet(left));
  const sheet = spreadsheet.insertSheet(unfinished(name), place());
  gateway.surely(() => {
    gateway.change(() => {
      fill(sheet);
      sheet.setName(name);
    });
  });
  return sheet;
}
