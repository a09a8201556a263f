/** How names are compared, told once more and on its own: the tests must not borrow the rules they check. */

/** Spellings that differ in marks, case, signs and spaces only are one name. */
export function plain(name: string): string {
  let known = plains.get(name);
  if (known === undefined) plains.set(name, (known = madePlain(name)));
  return known;
}

const plains = new Map<string, string>();

function madePlain(name: string): string {
  const letters: Record<string, string> = { ø: 'o', ł: 'l', đ: 'd', ß: 'ss' };
  return name
    .toLowerCase()
    .replace(/[øłđß]/g, (letter) => letters[letter] ?? '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/&/g, ' and ')
    .replace(/['’.]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .join(' ');
}

/** As it stands in a cell: odd spaces are plain ones. */
export const tidy = (name: string): string => name.replace(/\s+/g, ' ').trim();

/** The only item of a list; undefined if there is none or several. */
export const only = <T>(list: readonly T[]): T | undefined => (list.length === 1 ? list[0] : undefined);

export function groups<T>(list: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const by = new Map<string, T[]>();
  for (const item of list) {
    const key = keyOf(item);
    const own = by.get(key);
    if (own) own.push(item);
    else by.set(key, [item]);
  }
  return by;
}

/** Items of a cell, as CSV reads them. */
export function items(cell: string): string[] {
  const found: string[] = [];
  let rest = cell;
  while (rest !== '') {
    const quoted = /^"((?:[^"]|"")*)"(?:, |$)/.exec(rest);
    const comma = rest.indexOf(', ');
    const end = quoted ? quoted[0].length : comma < 0 ? rest.length : comma + 2;
    found.push(quoted ? (quoted[1] ?? '').replace(/""/g, '"') : rest.slice(0, comma < 0 ? end : comma));
    rest = rest.slice(end);
  }
  return found;
}

/** Ids aligned with `length` names. */
export const aligned = (cell: string, length: number): string[] =>
  Array.from({ length }, (_, i) => (cell === '' ? '' : (cell.split(',')[i] ?? '').trim()));
