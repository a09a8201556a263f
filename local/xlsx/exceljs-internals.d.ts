declare module 'exceljs/lib/xlsx/xform/sheet/data-validations-xform' {
  /** Reads the validations of a worksheet; `_address` is the `sqref` of the one at hand. */
  class DataValidationsXform {
    _address: string;
    parseOpen(node: { name: string }): boolean;
  }
  export default DataValidationsXform;
}
