/** Long test files come first: begun last, one of them would be waited for while the other cores have nothing to do. */
const Sequencer = require('@jest/test-sequencer').default;

/** Longest first, by folder or file. */
const LONG = [
  'faults/kills.',
  'faults/fuzz',
  'faults/',
  'browser/',
  'demo/',
  'bench/',
  'security/',
  'trust/',
  'workbook/',
];

const rank = ({ path }) => {
  const at = LONG.findIndex((part) => path.includes(`/test/${part}`));
  return at < 0 ? LONG.length : at;
};

module.exports = class extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b));
  }
};
