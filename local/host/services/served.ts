/** The methods `K` of an Apps Script interface as the host implements them: the script waits, the host may not. */
export type Served<T, K extends keyof T> = {
  [P in K]: T[P] extends (...args: infer A) => infer R ? (...args: A) => R | Promise<R> : T[P];
};
