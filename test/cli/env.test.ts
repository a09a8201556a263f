import fc from 'fast-check';
import { parseEnv } from '../../local/cli/env';

test('names, quotes, comments and blanks', () => {
  const text = [
    '\uFEFF# comment',
    'A=1',
    'export B = two words # comment',
    "C='single # not \\n a comment'",
    'D="double \\"q\\" \\n line" # comment',
    'E=a#b',
    'F=',
    'G=# only a comment',
    'H=x=y',
    'not a setting',
    'I="open',
  ].join('\r\n');
  expect(parseEnv(text)).toEqual({
    values: {
      A: '1',
      B: 'two words',
      C: 'single # not \\n a comment',
      D: 'double "q" \n line',
      E: 'a#b',
      H: 'x=y',
    },
    problems: ['line 10 is not NAME=value', 'line 11 is not NAME=value'],
  });
});

test('a later blank takes an earlier value back', () => {
  expect(parseEnv('A=1\nA=').values).toEqual({});
});

test('any value can be written in double quotes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (value) => {
      fc.pre(!value.includes('\r'));
      const quoted = value.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n');
      expect(parseEnv(`A="${quoted}"`).values).toEqual({ A: value });
    }),
  );
});
