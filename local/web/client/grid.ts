/** The grid: Tabulator with the rows of one tab. It only shows; what the person does goes to the server. */
import {
  EditModule,
  FormatModule,
  FrozenColumnsModule,
  InteractionModule,
  KeybindingsModule,
  MenuModule,
  ResizeColumnsModule,
  ResizeTableModule,
  SelectRangeModule,
  Tabulator,
  type CellComponent,
  type ColumnComponent,
  type RangeComponent,
  type RowComponent,
} from 'tabulator-tables';
import type { RangeBox } from './boxes';
import { cellEditor } from './cell-editor';
import { TabCopy } from './tab-copy';

Tabulator.registerModule([
  EditModule,
  FormatModule,
  FrozenColumnsModule,
  InteractionModule,
  KeybindingsModule,
  MenuModule,
  ResizeColumnsModule,
  ResizeTableModule,
  SelectRangeModule,
]);

/** More changed rows than this are faster drawn anew. */
const MOST_UPDATES = 1_000;
const ROW_HEIGHT = 24;

export interface GridActions {
  edit(edit: object): Promise<unknown>;
  selected(range: RangeBox): void;
}

const columnOf = (field: string): number => Number(field.slice(1));
/** Room for a header beside the button of its menu. */
const widthOf = (title: string): number => title.length * 9 + 44;

export class Grid {
  private table: Tabulator;
  private built: Promise<void>;
  private copy = new TabCopy();
  private columns = '';
  private shownRows = 0;
  /** What the person types when a cell is selected begins to edit it. */
  private typed: string | undefined;
  /** The table selects cells by itself, too, when it is drawn anew: that is nobody's choice. */
  private isPersonal = false;

  constructor(
    private readonly element: HTMLElement,
    private readonly actions: GridActions,
  ) {
    this.table = new Tabulator(element, {
      height: '100%',
      index: 'id',
      rowHeight: ROW_HEIGHT,
      layout: 'fitData',
      renderHorizontal: 'virtual',
      placeholder: 'This tab is empty.',
      columnDefaults: { resizable: 'header', minWidth: 40 },
      rowHeader: {
        title: '',
        field: 'id',
        resizable: false,
        frozen: true,
        width: 56,
        hozAlign: 'center',
        cssClass: 'row-number',
        contextMenu: (_event: unknown, cell: CellComponent) => this.rowMenu(cell),
      },
      selectableRange: 1,
      selectableRangeColumns: true,
      selectableRangeRows: true,
      editTriggerEvent: 'dblclick',
      columns: [],
      data: [],
    });
    this.built = new Promise((resolve) => this.table.on('tableBuilt', () => resolve()));
    void this.built.then(() => this.settleRoles());
    this.table.on('rangeChanged', (range: RangeComponent) => this.rangeChanged(range));
    this.table.on('cellEdited', (cell: CellComponent) => this.edited(cell));
    element.addEventListener('keydown', (event) => this.keyDown(event), true);
    for (const event of ['pointerdown', 'keydown'])
      element.addEventListener(event, () => (this.isPersonal = true), true);
  }

  /** Tabulator's scrolling box takes the focus, so to a screen reader it has to be the group of the rows. */
  private settleRoles(): void {
    this.element.removeAttribute('aria-owns');
    this.element.querySelector('.tabulator-tableholder')?.setAttribute('role', 'rowgroup');
    this.element.querySelector('.tabulator-table')?.setAttribute('role', 'presentation');
  }

  get tab(): TabCopy {
    return this.copy;
  }

  /** Shows another tab, or the same with what changed. */
  async show(copy: TabCopy, changed: readonly number[]): Promise<void> {
    await this.built;
    const isOther = copy !== this.copy;
    this.copy = copy;
    const columns = JSON.stringify([
      copy.head?.columns,
      copy.head?.widths,
      this.titles(),
      copy.head?.lists.length,
    ]);
    if (!isOther && columns === this.columns) return this.update(changed);
    this.columns = columns;
    this.isPersonal &&= !isOther;
    this.table.setColumns(this.titles().map((title, index) => this.column(title, index + 1)));
    await this.showAll(isOther);
  }

  private titles(): string[] {
    return Array.from({ length: this.copy.head?.columns ?? 0 }, (_, index) => this.copy.title(index + 1));
  }

  private column(title: string, column: number): object {
    return {
      title,
      field: `c${column}`,
      width: Math.max(Math.min(this.copy.head?.widths[column] ?? 120, 420), widthOf(title)),
      formatter: (cell: CellComponent) => this.format(cell, column),
      editor: cellEditor(() => ({
        list: (row) => this.copy.list(row, column),
        typed: () => this.takeTyped(),
      })),
      headerMenu: () => this.headerMenu(column),
    };
  }

  private format(cell: CellComponent, column: number): Text {
    const row = Number(cell.getData().id);
    const { background, color, bold } = this.copy.look(row, column);
    const { style } = cell.getElement();
    style.backgroundColor = background;
    style.color = color;
    style.fontWeight = bold ? '600' : '';
    return document.createTextNode(String(cell.getValue() ?? ''));
  }

  private async showAll(fromTop: boolean): Promise<void> {
    const { firstRow, head } = this.copy;
    const data: object[] = [];
    for (let row = firstRow; row <= (head?.rows ?? 0); row++) data.push(this.copy.rowData(row));
    this.shownRows = data.length;
    await (fromTop ? this.table.setData(data) : this.table.replaceData(data));
  }

  private async update(changed: readonly number[]): Promise<void> {
    const { firstRow, head } = this.copy;
    const wanted = Math.max(0, (head?.rows ?? 0) - firstRow + 1);
    if (changed.length > MOST_UPDATES || wanted < this.shownRows) return this.showAll(false);
    const rows = this.table.getRows();
    const added: object[] = [];
    for (const number of [...changed].sort((a, b) => a - b)) {
      const row = rows[number - firstRow];
      if (row) void row.update(this.copy.rowData(number));
      else if (number >= firstRow) added.push(this.copy.rowData(number));
    }
    this.shownRows = wanted;
    if (added.length > 0) await this.table.addData(added, false);
  }

  /** Says what is selected where the person has only opened the tab. */
  tellSelected(): void {
    const range = this.table.getRanges()[0];
    if (range) this.tell(range);
  }

  // What the person does.

  private rangeChanged(range: RangeComponent): void {
    if (this.isPersonal) this.tell(range);
  }

  private tell(range: RangeComponent): void {
    const box = boxOf(range.getRows(), range.getColumns());
    if (box) this.actions.selected(box);
  }

  private edited(cell: CellComponent): void {
    const [row, column] = [Number(cell.getData().id), columnOf(cell.getField())];
    const value = String(cell.getValue() ?? '');
    if (value === this.copy.text(row, column)) return;
    // The server says what the cell shows: a date, a number, or what stood there if it is refused.
    void this.actions.edit({ op: 'set', row, column, value }).then((done) => {
      if (done === undefined) void cell.getRow().update(this.copy.rowData(row));
    });
  }

  private takeTyped(): string | undefined {
    const { typed } = this;
    this.typed = undefined;
    return typed;
  }

  private keyDown(event: KeyboardEvent): void {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!isPlain || (event.target as HTMLElement).closest('input, textarea')) return;
    const range = this.table.getRanges()[0];
    const [row, column] = [range?.getRows()[0], range?.getColumns()[0]];
    if (!range || !row || !column?.getField().startsWith('c')) return;
    if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      const box = boxOf(range.getRows(), range.getColumns());
      if (box) void this.actions.edit({ op: 'clear', box });
    } else if (event.key.length === 1) {
      event.preventDefault();
      event.stopPropagation();
      this.typed = event.key;
      row.getCell(column.getField()).edit(true);
    }
  }

  private headerMenu(column: number): object[] {
    const item = (label: string, edit: object): object => ({
      label,
      action: () => void this.actions.edit(edit),
    });
    return [
      item('Sort sheet A to Z', { op: 'sort', column, descending: false }),
      item('Sort sheet Z to A', { op: 'sort', column, descending: true }),
      item('Insert a column left', { op: 'insertColumns', at: column, count: 1 }),
      item('Delete the column', { op: 'deleteColumns', at: column, count: 1 }),
    ];
  }

  private rowMenu(cell: CellComponent): object[] {
    const at = Number(cell.getData().id);
    return [
      {
        label: 'Insert a row above',
        action: () => void this.actions.edit({ op: 'insertRows', at, count: 1 }),
      },
      { label: 'Delete the row', action: () => void this.actions.edit({ op: 'deleteRows', at, count: 1 }) },
    ];
  }

  /** Selects a box and brings it into view. */
  async goTo({ row, column, rows, columns }: RangeBox): Promise<void> {
    await this.built;
    const at = (number: number): RowComponent | undefined =>
      this.table.getRows()[number - this.copy.firstRow];
    const first = at(row);
    if (!first) return;
    this.isPersonal = false;
    const most = this.copy.head?.columns ?? 1;
    await this.table.scrollToRow(first, 'center', false).catch(() => undefined);
    // This promise of Tabulator's is never kept.
    void this.table.scrollToColumn(`c${Math.min(column, most)}`, 'middle', false);
    const last = at(row + rows - 1) ?? first;
    const [start, end] = [
      first.getCell(`c${Math.min(column, most)}`),
      last.getCell(`c${Math.min(column + columns - 1, most)}`),
    ];
    const known = this.table.getRanges()[0];
    if (known) known.setBounds(start, end);
    else this.table.addRange(start, end);
  }

  redraw(): void {
    void this.built.then(() => this.table.redraw());
  }

  /** For tests and for the keyboard: the element that has the focus of the grid. */
  focus(): void {
    this.element.querySelector<HTMLElement>('.tabulator-tableholder')?.focus();
  }
}

function boxOf(rows: readonly RowComponent[], columns: readonly ColumnComponent[]): RangeBox | undefined {
  const numbers = rows.map((row) => Number(row.getData().id));
  const fields = columns.map((column) => columnOf(column.getField())).filter((number) => number > 0);
  if (numbers.length === 0 || fields.length === 0) return undefined;
  const [row, column] = [Math.min(...numbers), Math.min(...fields)];
  return {
    row,
    column,
    rows: Math.max(...numbers) - row + 1,
    columns: Math.max(...fields) - column + 1,
  };
}
