/**
 * The script that runs in Apps Script: one classic script, every entry point a top-level function.
 * gas-webpack-plugin writes those functions for each `global.name = ...`; a minimizer that knows
 * the whole script (terser's `toplevel`, esbuild's `format`) would strip them again.
 */
const path = require('node:path');
const GasPlugin = require('gas-webpack-plugin');
const { EsbuildPlugin } = require('esbuild-loader');

/** Apps Script knows no class fields: ES2020 makes esbuild write them as assignments. */
const TARGET = 'es2020';

/** @type {import('webpack').Configuration} */
module.exports = {
  mode: 'production',
  target: ['web', TARGET],
  context: __dirname,
  // What scripts/build.mjs has made of src/index.ts: one module without what nobody uses.
  entry: './build/script.js',
  output: { path: path.resolve(__dirname, 'dist'), filename: 'realitease.js' },
  devtool: false,
  plugins: [new GasPlugin({ comment: false, include: ['build/script.js'] })],
  // Without minification the libraries alone fill the 600 KB and are parsed on every start.
  optimization: {
    // `format` is named because the plugin would wrap the whole script, entry points and all, in a function.
    minimizer: [
      new EsbuildPlugin({ target: TARGET, format: undefined, legalComments: 'inline', charset: 'utf8' }),
    ],
  },
  // The size limit is held by scripts/build.mjs.
  performance: { hints: false },
};
