/** Which folder may import which: the direction from menu to cell. */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: `^src/${from}/` },
  to: { path: '^src/', pathNot: [`^src/${from}/`, ...allowed.map((a) => `^src/${a}`)] },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    only('rules-stand-alone', 'rules', []),
    only('settings-know-rules-only', 'settings', ['rules/']),
    only('workbook-below-stages', 'workbook', ['rules/', 'settings/', 'engine/(backend|report|types)\\.ts']),
    only('services-below-stages', 'services', [
      'rules/',
      'settings/',
      'workbook/(logTab|gateway|types|schema|tabs)\\.ts',
      'engine/(backend|report|types|state)\\.ts',
    ]),
    only('engine-knows-no-tab-and-no-source', 'engine', [
      'services/types\\.ts',
      'settings/settings\\.ts',
      'workbook/(types|schema)\\.ts',
    ]),
    only('stages-decide-only', 'stages', [
      'rules/',
      'settings/',
      'services/',
      'workbook/(tabs|types|schema|ownership)\\.ts',
      'engine/(types|report)\\.ts',
      'tools/(index|decide)\\.ts',
    ]),
    only('tools-mend-the-workbook', 'tools', [
      'rules/',
      'stages/',
      'workbook/',
      'engine/(types|backend)\\.ts',
    ]),
    only('schedules-start-runs', 'schedules', ['app\\.ts', 'engine/', 'stages/index\\.ts']),
    {
      name: 'stages-do-not-store-or-fetch',
      severity: 'error',
      from: { path: '^src/stages/' },
      to: { path: '^src/services/(http|cache)/' },
    },
    {
      name: 'pages-know-the-script-by-its-words',
      severity: 'error',
      from: { path: '^src/sidebar/client/' },
      to: {
        path: '^src/',
        pathNot: '^src/(sidebar/client/|sidebar/(api|words)\\.ts|engine/(types|plainWords)\\.ts)',
      },
    },
    {
      name: 'script-does-not-load-its-pages',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/sidebar/client/' },
      to: { path: '^src/sidebar/client/' },
    },
    {
      name: 'host-loads-the-bundle-not-the-source',
      severity: 'error',
      from: { path: '^local/' },
      to: { path: '^src/', dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
  },
};
