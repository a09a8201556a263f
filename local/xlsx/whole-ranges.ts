/**
 * exceljs takes the range of a validation apart into single cells: a dropdown for a whole column is
 * a million entries and seconds of work. Written with `..` instead of `:` it leaves a range whole.
 */
import DataValidationsXform from 'exceljs/lib/xlsx/xform/sheet/data-validations-xform';

const SEPARATOR = '..';

const { prototype } = DataValidationsXform;
const { parseOpen } = prototype;
prototype.parseOpen = function (this: DataValidationsXform, node) {
  const handled = parseOpen.call(this, node);
  if (node.name === 'dataValidation') this._address = this._address.replaceAll(':', SEPARATOR);
  return handled;
};

/** The range of an entry that was read, in A1 notation. */
export const rangeOfEntry = (entry: string): string => entry.replace(SEPARATOR, ':');
