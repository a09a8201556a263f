import { famousBirthdaysPage } from '../../src/services/famousBirthdays';
import type { Question } from '../../src/services/types';
import { bio } from '../../src/stages/realitease/bio';
import { realiteaseInfo } from '../../src/workbook/tabs';
import { FakeContext, runStep } from './fakeContext';

/** A source that is behind when the step is planned. */
class Behind extends FakeContext {
  override putsOff(question?: Question<unknown>): boolean {
    return question?.id === famousBirthdaysPage.id;
  }
}

const NAME = 'Ann Reed';
const person = { CastName: NAME, ShowNames: 'Harbour Nights', Gender: 'F' };

test('a page that was put off and is told by the time it is asked for is used', () => {
  const context = new Behind({ rows: { RealiteaseInfo: [person] } });
  context.answer(famousBirthdaysPage, NAME, {
    name: NAME,
    birthday: '1984-05-01',
    text: 'Ann Reed is known for Harbour Nights.',
  });
  runStep(bio, context);
  expect(context.valuesOf(realiteaseInfo)[0]).toMatchObject({ Birthday: '1984-05-01', Zodiac: 'Taurus' });
});

test.each([
  ['complete', { Birthday: '1984-05-01', Zodiac: 'Taurus' }, 'Fandom,Famous Birthdays,Gemini'],
  ['that lacks a birthday', {}, 'Fandom,Gemini'],
])('a question that a page has raised is answered only by a look at pages: a row %s', (_, cells, unasked) => {
  const row = { ...person, ...cells, CastTMDbID: '5' };
  const context = new FakeContext({ rows: { RealiteaseInfo: [row] } });
  runStep(bio, context);
  expect(context.agreedOn).toEqual([`RealiteaseInfo 2 Birthday,Gender: ${unasked}`]);
});

test('a page that was put off and fails is told as a failure', () => {
  const context = new Behind({ rows: { RealiteaseInfo: [person] } });
  context.answer(famousBirthdaysPage, NAME, { kind: 'failed', error: 'HTTP 500', retryAt: context.now + 1 });
  expect(runStep(bio, context).failed).toEqual([{ key: expect.anything() as string, message: 'HTTP 500' }]);
});
