/** A copy of a tab that an execution was killed over does not stay in the workbook. */
import { useBooks, type Book } from './book';

const { filled, open } = useBooks();
const own = (book: Book): string[] =>
  book.host.workbook.sheets.map(({ name }) => name).filter((name) => name.includes('FinalList'));

/** One person has to leave FinalList, and the execution is killed right after its copy was made. */
async function killed(): Promise<Book> {
  let last = '';
  let kills = 1;
  const book: Book = await open(filled(), {
    beforeCall: (_n, call) => {
      const wasCopied = last.endsWith('Sheet.copyTo');
      last = call;
      return wasCopied && kills-- > 0 ? 'kill' : undefined;
    },
  });
  const [leaving] = book.rows('FinalList');
  book.delete(
    'RealiteaseInfo',
    book.place('RealiteaseInfo', ({ CastIMDbID }) => CastIMDbID === leaving?.IMDbCastID),
  );
  await book.host.run('startRun', [JSON.stringify({ step: 'final.build', options: { confirm: true } })], {
    kind: 'page',
  });
  return book;
}

/** Its triggers go on with the run. */
async function goOn(book: Book): Promise<void> {
  for (let trigger = book.host.nextTrigger(); trigger; trigger = book.host.nextTrigger())
    await book.host.fire(trigger);
}

describe('a copy that a kill left without a name', () => {
  it('goes as soon as somebody goes on, though nothing is copied again', async () => {
    const people = filled().workbook.sheets.find(({ name }) => name === 'RealiteaseInfo')?.cells ?? [];
    const book = await killed();
    // Nothing is to be removed any more: the person has taken the deletion back.
    book.sheet('RealiteaseInfo').cells = structuredClone(people);
    await goOn(book);
    expect(own(book).filter((name) => name.startsWith('Copy'))).toEqual([]);
    expect(book.host.state.properties.document).not.toHaveProperty('copying');
  });

  it('goes with the next copy, and nothing of it stays', async () => {
    const book = await killed();
    expect(own(book)).toContain('Copy of FinalList');
    expect(book.host.state.properties.document).toHaveProperty('copying');
    await goOn(book);
    expect(own(book).filter((name) => !/^FinalList(?: snapshot .*)?$/.test(name))).toEqual([]);
    expect(book.host.state.properties.document).not.toHaveProperty('copying');
    expect(await book.call('runReport')).toMatchObject({ state: 'done' });
  });

  it('stays where it holds anything else, for it may be a person’s', async () => {
    const book = await killed();
    book.type('Copy of FinalList', 2, 'Name', 'Somebody else');
    await goOn(book);
    expect(own(book)).toContain('Copy of FinalList');
    expect(await book.call('runReport')).toMatchObject({ state: 'done' });
  });
});
