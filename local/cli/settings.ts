/** Which settings a run of the command line has: defaults, `.env`, `--set` and `--imdb` put together. */
import type { SettingInfo } from './bundle';
import { UsageError } from './usage';

export interface SettingSources {
  settings: SettingInfo[];
  env: Record<string, string>;
  set: Record<string, string>;
  imdb?: 'on' | 'off';
  /** The sources are made up (demo or an origin): missing keys get dummies and IMDb is on. */
  madeUp: boolean;
}

/**
 * The value of every setting, `null` for its default: what an earlier run set and this one does not
 * name goes back. Throws UsageError for a `--set` of no setting; `unknown` are such names in the file.
 */
export function effectiveSettings(from: SettingSources): {
  values: Record<string, string | null>;
  unknown: string[];
} {
  const names = new Set(from.settings.map((setting) => setting.name));
  const wrong = Object.keys(from.set).find((name) => !names.has(name));
  if (wrong !== undefined) throw new UsageError(`--set ${wrong}: there is no such setting.`);
  const values: Record<string, string | null> = {};
  for (const { name, dummy } of from.settings) {
    const typed = from.set[name] ?? from.env[name];
    values[name] = typed ?? (from.madeUp ? dummy : null);
  }
  if (names.has('IMDB')) {
    const byDefault = from.madeUp ? (from.set.IMDB ?? 'on') : values.IMDB;
    values.IMDB = from.imdb ?? byDefault ?? null;
  }
  return { values, unknown: Object.keys(from.env).filter((name) => !names.has(name)) };
}

/** The text of `.env.example`: every setting with its help, grouped, nothing set. */
export function envExample(settings: SettingInfo[]): string {
  const groups = [...new Set(settings.map((setting) => setting.group))];
  const lines = [
    '# Keys and settings. Copy this file to .env and fill in what you have; all else keeps its default.',
  ];
  for (const group of groups) {
    lines.push('', `# --- ${group} ---`);
    for (const { name, label, help, default: byDefault } of settings.filter((one) => one.group === group)) {
      const shown = byDefault ? ` Default: ${oneLine(byDefault)}` : '';
      lines.push('', `# ${oneLine(label)}. ${oneLine(help)}${shown}`, `${name}=`);
    }
  }
  return `${lines.join('\n')}\n`;
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
