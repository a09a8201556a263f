/** gas-local has no types of its own. */
declare module 'gas-local' {
  const gas: {
    /** Runs every .js file under the folder, by name, in the (already contextified) global object. */
    require(folder: string, global: object, options?: { filter?: (file: string) => boolean }): object;
  };
  export default gas;
}
