/** The part of tabulator-tables (which ships no types) that the grid uses. */
declare module 'tabulator-tables' {
  export interface CellComponent {
    getValue(): unknown;
    getField(): string;
    getData(): Record<string, unknown>;
    getElement(): HTMLElement;
    getRow(): RowComponent;
    edit(force?: boolean): void;
    restoreOldValue(): void;
  }
  export interface RowComponent {
    getData(): Record<string, unknown>;
    getCell(field: string): CellComponent;
    update(data: object): Promise<void>;
  }
  export interface ColumnComponent {
    getField(): string;
    getDefinition(): object;
  }
  export interface RangeComponent {
    getRows(): RowComponent[];
    getColumns(): ColumnComponent[];
    setBounds(start: CellComponent, end: CellComponent): void;
  }
  export class Tabulator {
    constructor(element: HTMLElement, options: object);
    static registerModule(modules: unknown[]): void;
    on(event: string, act: (...args: never[]) => void): void;
    setColumns(columns: object[]): void;
    setData(data: object[]): Promise<void>;
    replaceData(data: object[]): Promise<void>;
    addData(data: object[], top?: boolean): Promise<void>;
    getRows(): RowComponent[];
    getRanges(): RangeComponent[];
    addRange(start: CellComponent, end: CellComponent): RangeComponent;
    scrollToRow(row: RowComponent, position: string, ifVisible: boolean): Promise<void>;
    scrollToColumn(field: string, position: string, ifVisible: boolean): Promise<void>;
    redraw(force?: boolean): void;
  }
  export const EditModule: unknown;
  export const FormatModule: unknown;
  export const FrozenColumnsModule: unknown;
  export const InteractionModule: unknown;
  export const KeybindingsModule: unknown;
  export const MenuModule: unknown;
  export const MoveColumnsModule: unknown;
  export const PopupModule: unknown;
  export const ResizeColumnsModule: unknown;
  export const ResizeTableModule: unknown;
  export const SelectRangeModule: unknown;
}
