/** What Google loses when it fails, and nobody would look at again. */
import { Gateway } from '../../src/workbook/gateway';

/** A sheet of one column that buffers what is written; `failing`: the next call that lands it fails and loses it. */
function sheetThatFails(): {
  gateway: Gateway;
  read: () => unknown;
  write: (value: string) => void;
  landed: string[];
  fail: () => void;
} {
  // prettier-ignore
  const landed: string[] = [];
  let buffer: string[] = [];
  let failing = false;
  const land = (): void => {
    const lost = failing;
    failing = false;
    if (!lost) landed.push(...buffer);
    buffer = [];
    if (lost) throw new Error('Service Spreadsheets failed while accessing document with id ID.');
  };
  const range = {
    getValues: () => (land(), [['']]),
    setNumberFormat: () => undefined,
    setValues: ([[value = ''] = []]: string[][]) => void buffer.push(value),
  };
  const sheet = { getRange: () => range, getMaxRows: () => 100 } as never;
  Object.assign(globalThis, { SpreadsheetApp: { flush: land }, Utilities: { sleep: () => undefined } });
  const gateway = new Gateway({} as never);
  return {
    gateway,
    read: () => gateway.read(sheet, { row: 1, column: 1, rows: 1, columns: 1 }),
    write: (value) => void gateway.write(sheet, 1, 1, [[value]], true),
    landed,
    fail: () => void (failing = true),
  };
}

test('is sent again, also if what writes it has looked at the sheet first', () => {
  const { gateway, read, write, landed, fail } = sheetThatFails();
  gateway.surely(() => write('one'));
  gateway.surely(() => {
    read();
    write('two');
  });
  fail();
  gateway.flush();
  expect(landed).toEqual(['one', 'two']);
});

test('is not sent again once it has landed', () => {
  const { gateway, read, write, landed, fail } = sheetThatFails();
  gateway.surely(() => write('one'));
  read();
  write('mine');
  fail();
  gateway.flush();
  expect(landed).toEqual(['one']);
});
