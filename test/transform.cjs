/** Jest's way to read TypeScript here: esbuild, one file at a time (types are checked by `npm run typecheck`). */
const { transformSync } = require('esbuild');

module.exports = {
  process(source, path) {
    const result = transformSync(source, {
      loader: 'ts',
      format: 'cjs',
      target: 'node20',
      sourcemap: 'inline',
      sourcefile: path,
    });
    return { code: result.code };
  },
};
