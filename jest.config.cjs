/** @type {import('jest').Config} */
module.exports = {
  rootDir: __dirname,
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testEnvironment: 'node',
  transform: { '\\.[jt]s$': '<rootDir>/test/transform.cjs' },
  // What the parsers publish are ES modules.
  transformIgnorePatterns: [
    '/node_modules/(?!(css-select|css-what|dom[a-z-]+|htmlparser2|entities|boolbase|nth-check)/)',
  ],
  // Looked up in jest's own context each of these takes as long as a call.
  sandboxInjectedGlobals: [
    'Array',
    'Boolean',
    'Date',
    'Error',
    'Int8Array',
    'JSON',
    'Map',
    'Math',
    'Number',
    'Object',
    'Promise',
    'Reflect',
    'RegExp',
    'Set',
    'String',
    'Symbol',
    'Uint8Array',
    'WeakMap',
  ],
  testSequencer: '<rootDir>/test/sequencer.cjs',
  testTimeout: 180000,
  // jest leaves a core free, which on two leaves one to work.
  maxWorkers: 2,
};
