/**
 * exceljs reads `_xHHHH_` in texts as a character and drops what XML cannot carry. Both are spelled
 * out as `_xHHHH_` (ECMA-376 part 1, 22.9.2.19), so that every text comes back as it was.
 */

const escapeOf = (character: string): string =>
  `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;

// eslint-disable-next-line no-control-regex -- these are the characters that XML 1.0 has no place for
const UNSAFE = /[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]|_(?=x[0-9A-F]{4}_)/g;

/** A text as exceljs must be given it. */
export function escapeText(text: string): string {
  return text.replace(UNSAFE, escapeOf);
}
