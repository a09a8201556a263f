/** Column widths: pixels in the model, characters of the default font in the file (ECMA-376 part 1, 18.3.1.13). */

const PIXELS_PER_CHARACTER = 7;
const PADDING = 5;

export const pixelsFromWidth = (width: number): number => Math.round(width * PIXELS_PER_CHARACTER + PADDING);

export const widthFromPixels = (pixels: number): number =>
  Math.max(0, Math.round(((pixels - PADDING) / PIXELS_PER_CHARACTER) * 100) / 100);
