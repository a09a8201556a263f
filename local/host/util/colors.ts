/** Colours as scripts give them. */
import { ServiceError } from '../errors';

const NAMES: Record<string, string> = {
  aqua: '#00ffff',
  black: '#000000',
  blue: '#0000ff',
  cyan: '#00ffff',
  fuchsia: '#ff00ff',
  gray: '#808080',
  green: '#008000',
  grey: '#808080',
  lightgray: '#d3d3d3',
  lightgreen: '#90ee90',
  lightyellow: '#ffffe0',
  lime: '#00ff00',
  magenta: '#ff00ff',
  maroon: '#800000',
  navy: '#000080',
  olive: '#808000',
  orange: '#ffa500',
  pink: '#ffc0cb',
  purple: '#800080',
  red: '#ff0000',
  silver: '#c0c0c0',
  teal: '#008080',
  white: '#ffffff',
  yellow: '#ffff00',
};

/** `#rrggbb`; undefined for what is no colour, which Sheets ignores without a word. */
export function hexColor(text: string): string | undefined {
  const name = text.trim().toLowerCase();
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/.exec(name);
  if (short) return short.slice(1).reduce((hex, digit) => hex + digit + digit, '#');
  if (/^#[0-9a-f]{6}$/.test(name)) return name;
  if (Object.hasOwn(NAMES, name)) return NAMES[name];
  // It may be one of the rarer names of CSS.
  if (/^[a-z]{3,}$/.test(name))
    throw new ServiceError(`not implemented in the local host: the colour name ${name}`);
  return undefined;
}
