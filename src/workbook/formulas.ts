/** What Sheets takes for a formula, or for a mark that it swallows, where the cell's format does not keep it text. */
const TAKEN_FOR_FORMULA = /^[=+\-@']/;

export const isTakenForFormula = (value: unknown): boolean => TAKEN_FOR_FORMULA.test(String(value));
