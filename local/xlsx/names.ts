/** Tab names in a file: at most 31 characters, none of `*?:\/[]`, no quote at either end, no two alike. */

const MAX_LENGTH = 31;

function allowed(name: string): string {
  const plain = name
    .replace(/[*?:\\/[\]]/g, '-')
    .replace(/^'|'$/g, '-')
    .slice(0, MAX_LENGTH);
  return plain.trim() === '' ? 'Sheet' : plain;
}

/** For each tab name the one it has in the file; the same list always gives the same names. */
export function fileNames(names: string[]): string[] {
  const plain = names.map(allowed);
  // Names that need no change keep it, whatever the others come to.
  const taken = new Set(
    names.filter((name, index) => name === plain[index]).map((name) => name.toLowerCase()),
  );
  return plain.map((name, index) => {
    if (name === names[index]) return name;
    let free = name;
    for (let n = 2; taken.has(free.toLowerCase()); n += 1) {
      const suffix = ` (${n})`;
      free = name.slice(0, MAX_LENGTH - suffix.length) + suffix;
    }
    taken.add(free.toLowerCase());
    return free;
  });
}
