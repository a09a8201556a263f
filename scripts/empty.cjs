/** Stands in for packages that only work where there is a `fetch` (see webpack.config.cjs). */
module.exports = {};
