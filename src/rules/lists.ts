/** Lists in a cell: joined by `, `, so that they can be split again without loss (workbook.md). */

const needsQuotes = (item: string) => /[,"]|^\s|\s$/.test(item) || item === '';

/** Items with a comma or a quote are wrapped as in CSV. */
export function joinList(items: readonly string[]): string {
  return items.map((item) => (needsQuotes(item) ? `"${item.replace(/"/g, '""')}"` : item)).join(', ');
}

/** Reads what {@link joinList} wrote, and what a person typed (`A,B`). Blank entries are left out. */
export function splitList(cell: string): string[] {
  return pieces(cell).flatMap((piece) => (piece.text !== '' || piece.quoted ? [piece.text] : []));
}

/** Ids aligned with a list of names: an empty place only if a later one is filled. */
export function joinAligned(ids: readonly string[]): string {
  let length = ids.length;
  while (length > 0 && ids[length - 1] === '') length--;
  return ids.slice(0, length).join(', ');
}

/** The places of {@link joinAligned}, filled up with blanks to `length`; longer if the cell has more. */
export function splitAligned(cell: string, length: number): string[] {
  const ids = cell.trim() === '' ? [] : cell.split(',').map((id) => id.trim());
  while (ids.length < length) ids.push('');
  return ids;
}

interface Piece {
  text: string;
  quoted: boolean;
}

/** Cuts at commas that stand outside quotes; a quote counts only at the start of a piece. */
function pieces(cell: string): Piece[] {
  const list: Piece[] = [];
  let at = 0;
  while (at <= cell.length) {
    while (cell[at] === ' ') at++;
    const quoted = cell[at] === '"' ? closing(cell, at) : -1;
    if (quoted >= 0) {
      list.push({ text: cell.slice(at + 1, quoted).replace(/""/g, '"'), quoted: true });
      at = afterComma(cell, quoted + 1);
    } else {
      const comma = cell.indexOf(',', at);
      const end = comma < 0 ? cell.length : comma;
      list.push({ text: cell.slice(at, end).trim(), quoted: false });
      at = end + 1;
    }
  }
  return list;
}

/** The closing quote, if a comma or the end follows it; -1 if the quote is part of a name. */
function closing(cell: string, open: number): number {
  for (let i = open + 1; i < cell.length; i++) {
    if (cell[i] !== '"') continue;
    if (cell[i + 1] === '"') {
      i++;
      continue;
    }
    let next = i + 1;
    while (cell[next] === ' ') next++;
    return next === cell.length || cell[next] === ',' ? i : -1;
  }
  return -1;
}

function afterComma(cell: string, from: number): number {
  const comma = cell.indexOf(',', from);
  return comma < 0 ? cell.length + 1 : comma + 1;
}
