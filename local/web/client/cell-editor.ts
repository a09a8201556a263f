/** The editor of a cell: a text field, with suggestions where the cell has a dropdown. */
import type { CellComponent } from 'tabulator-tables';

export interface EditorParts {
  list(row: number): string[];
  /** The key with which the person began to type over the cell. */
  typed(): string | undefined;
}

type Editor = (
  cell: CellComponent,
  onRendered: (act: () => void) => void,
  success: (value: string) => void,
  cancel: () => void,
) => HTMLElement;

function suggestions(values: readonly string[], input: HTMLInputElement): HTMLElement {
  const list = document.createElement('datalist');
  list.id = 'cell-values';
  for (const value of values) list.append(Object.assign(document.createElement('option'), { value }));
  input.setAttribute('list', list.id);
  return list;
}

export function cellEditor(partsOf: () => EditorParts): Editor {
  return (cell, onRendered, success, cancel) => {
    const parts = partsOf();
    const box = document.createElement('span');
    box.className = 'cell-editor';
    const input = document.createElement('input');
    input.setAttribute('aria-label', 'Cell');
    const typed = parts.typed();
    input.value = typed ?? String(cell.getValue() ?? '');
    const values = parts.list(Number(cell.getData().id));
    box.append(input, ...(values.length > 0 ? [suggestions(values, input)] : []));
    let isOver = false;
    const end = (act: () => void): void => {
      if (isOver) return;
      isOver = true;
      act();
    };
    input.addEventListener('blur', () => end(() => success(input.value)));
    input.addEventListener('keydown', (event) => {
      event.stopPropagation();
      if (event.key === 'Enter' || event.key === 'Tab') end(() => success(input.value));
      else if (event.key === 'Escape') end(cancel);
    });
    onRendered(() => {
      input.focus();
      if (typed === undefined) input.select();
    });
    return box;
  };
}
