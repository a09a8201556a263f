/** Files with settings: `NAME=value` a line, as in `.env.example`. */

export interface EnvFile {
  values: Record<string, string>;
  /** Lines that are no setting, with their number. */
  problems: string[];
}

const LINE = /^(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=(.*)$/s;

/** Inside double quotes `\n`, `\"` and `\\` are escapes; in single quotes nothing is. */
function unquote(text: string): string | undefined {
  const single = /^'([^']*)'[ \t]*(?:#.*)?$/s.exec(text);
  if (single) return single[1];
  const double = /^"((?:[^"\\]|\\.)*)"[ \t]*(?:#.*)?$/s.exec(text);
  if (double) return double[1]?.replace(/\\(.)/gs, (_, one: string) => (one === 'n' ? '\n' : one));
  if (/^['"]/.test(text)) return undefined;
  return text.replace(/(^|[ \t])#.*$/s, '').trim();
}

/** Reads such a file's text. A name without a value is not set. */
export function parseEnv(text: string): EnvFile {
  const file: EnvFile = { values: {}, problems: [] };
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const [, name, rest = ''] = LINE.exec(line) ?? [];
    const value = name === undefined ? undefined : unquote(rest.trim());
    if (name === undefined || value === undefined) file.problems.push(`line ${index + 1} is not NAME=value`);
    else if (value !== '') file.values[name] = value;
    else delete file.values[name];
  }
  return file;
}
