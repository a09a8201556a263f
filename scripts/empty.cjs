/** Stands in for packages that nothing here calls (see build.mjs). */
module.exports = {};
