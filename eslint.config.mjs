import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      'test/cli/mini/',
      'test/fixtures/',
      'dist/',
      'build/',
      'coverage/',
      'node_modules/',
      '.realitease/',
    ],
  },
  ...tseslint.configs.recommended,
  regexp.configs['flat/recommended'],
  {
    files: ['**/*.{ts,tsx,mjs,cjs}'],
    rules: {
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'regexp/no-super-linear-backtracking': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
      ],
      '@typescript-eslint/no-namespace': 'off',
      complexity: ['error', 40],
    },
  },
  {
    files: ['src/rules/**/*.ts', 'src/settings/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        'SpreadsheetApp',
        'UrlFetchApp',
        'PropertiesService',
        'CacheService',
        'LockService',
        'ScriptApp',
        'HtmlService',
        'Utilities',
        'Session',
        'Logger',
      ],
    },
  },
  {
    files: ['**/*.cjs'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
