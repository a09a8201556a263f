/** How a cell looks: the model's few fields, and exceljs's style that may say more. */
import type { Fill, Style } from 'exceljs';
import type { Cell } from '../host/model';

export type Look = Pick<
  Cell,
  'format' | 'bold' | 'background' | 'fontColor' | 'wrap' | 'horizontalAlignment'
>;
export type CellStyle = Partial<Style>;

/** `FF1A2B3C` → `#1a2b3c`; undefined for theme colours, which the model cannot say. */
export function colorFromArgb(argb: string | undefined): string | undefined {
  return argb && /^[0-9A-F]{8}$/i.test(argb) ? `#${argb.slice(2).toLowerCase()}` : undefined;
}

/** `#1a2b3c` or `#abc` → `FF1A2B3C`; undefined for names, which .xlsx does not know. */
export function argbFromColor(color: string | undefined): string | undefined {
  const short = color?.replace(/^#([0-9a-f])([0-9a-f])([0-9a-f])$/i, '#$1$1$2$2$3$3');
  return short && /^#[0-9a-f]{6}$/i.test(short) ? `FF${short.slice(1).toUpperCase()}` : undefined;
}

function solidColor(fill: Fill | undefined): string | undefined {
  return fill?.type === 'pattern' && fill.pattern === 'solid' ? colorFromArgb(fill.fgColor?.argb) : undefined;
}

/** What of a style the model can say. */
export function lookOf(style: CellStyle): Look {
  const look: Look = {};
  if (style.numFmt && style.numFmt !== 'General') look.format = style.numFmt;
  if (style.font?.bold) look.bold = true;
  const background = solidColor(style.fill);
  if (background) look.background = background;
  const fontColor = colorFromArgb(style.font?.color?.argb);
  if (fontColor) look.fontColor = fontColor;
  if (style.alignment?.wrapText) look.wrap = true;
  const { horizontal } = style.alignment ?? {};
  if (horizontal && horizontal !== 'fill') look.horizontalAlignment = horizontal;
  return look;
}

const normalFormat = (format: string | undefined): string | undefined =>
  format && !/^general$/i.test(format) && format !== '0.###############' ? format : undefined;

/** A style like `base` that looks as the cell says; `base` itself if it does already. */
function styleWith(base: CellStyle, cell: Look): CellStyle {
  const was = lookOf(base);
  const style: CellStyle = { ...base };
  const format = normalFormat(cell.format);
  if (format !== was.format) style.numFmt = format ?? 'General';
  if (Boolean(cell.bold) !== Boolean(was.bold)) style.font = { ...fontOf(style), bold: Boolean(cell.bold) };
  if (cell.fontColor !== was.fontColor) {
    const argb = argbFromColor(cell.fontColor);
    style.font = { ...fontOf(style), color: argb ? { argb } : undefined };
  }
  if (cell.background !== was.background) {
    const argb = argbFromColor(cell.background);
    style.fill = argb
      ? { type: 'pattern', pattern: 'solid', fgColor: { argb } }
      : { type: 'pattern', pattern: 'none' };
  }
  if (Boolean(cell.wrap) !== Boolean(was.wrap)) {
    style.alignment = { ...style.alignment, wrapText: Boolean(cell.wrap) };
  }
  if (cell.horizontalAlignment !== was.horizontalAlignment) {
    const horizontal = HORIZONTAL[cell.horizontalAlignment ?? ''];
    style.alignment = { ...style.alignment, horizontal };
  }
  return style;
}

const HORIZONTAL: Record<string, 'left' | 'center' | 'right' | undefined> = {
  left: 'left',
  center: 'center',
  right: 'right',
};

/** Without name and size a font would fall back to what each program thinks fit. */
function fontOf(style: CellStyle): NonNullable<CellStyle['font']> {
  return style.font ?? { name: 'Calibri', size: 11, family: 2 };
}

/**
 * Makes styles for cells. Equal looks share one object, because exceljs looks a known object up
 * instead of comparing it.
 */
export function styleMaker(): (carried: CellStyle | undefined, cell: Look, override?: string) => CellStyle {
  const made = new Map<string, CellStyle>();
  const numbers = new WeakMap<CellStyle, number>();
  let next = 1;
  return (carried, cell, override) => {
    let number = 0;
    if (carried) {
      number = numbers.get(carried) ?? next++;
      numbers.set(carried, number);
    }
    const format = override ?? cell.format;
    const key = `${number}\n${format ?? ''}\n${cell.bold ? 1 : 0}${cell.wrap ? 1 : 0}\n${cell.background ?? ''}\n${cell.fontColor ?? ''}\n${cell.horizontalAlignment ?? ''}`;
    let style = made.get(key);
    if (!style) {
      style = styleWith(carried ?? {}, { ...cell, format });
      made.set(key, style);
    }
    return style;
  };
}
