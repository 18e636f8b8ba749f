import type { Pixels } from './pixels.ts';

/** sRGB bytes as amounts of light, 0 to 1 (IEC 61966-2-1). */
const light = Float64Array.from({ length: 256 }, (_, byte) => {
  const part = byte / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
});

const byteOf = (amount: number): number => Math.round(255 * (amount <= 0.0031308 ? amount * 12.92 : 1.055 * amount ** (1 / 2.4) - 0.055));

/** The largest size of the same shape within both bounds; never larger than the picture is. */
export function sizeWithin({ width, height }: { width: number; height: number }, most: number): { width: number; height: number } {
  const scale = Math.min(1, most / width, most / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * The picture at a smaller size: each new pixel is the mean of what lies beneath it, weighed by how much of it does.
 * Means are taken of light, not of bytes, so that thin lines keep their strength; and of colour as far as it is opaque,
 * so that what cannot be seen does not bleed into an edge.
 */
export function shrunk(pixels: Pixels, { width, height }: { width: number; height: number }): Pixels {
  if (width === pixels.width && height === pixels.height) return pixels;
  const narrow = meanOfRows(lightOf(pixels), pixels.width, pixels.height, width);
  // The same again on its side: columns of a picture are rows of its transpose.
  const mean = meanOfRows(narrow, pixels.height, width, height);
  const rgba = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [from, to] = [(y * width + x) * 4, (y * width + x) * 4];
      const alpha = mean[from + 3] ?? 0;
      for (let at = 0; alpha > 0 && at < 3; at++) rgba[to + at] = byteOf(Math.min(1, (mean[from + at] ?? 0) / alpha));
      rgba[to + 3] = Math.round(255 * alpha);
    }
  }
  return { width, height, rgba };
}

/** Light times opacity, and opacity, four numbers a pixel. */
function lightOf({ rgba }: Pixels): Float32Array {
  const out = new Float32Array(rgba.length);
  for (let at = 0; at < rgba.length; at += 4) {
    const alpha = (rgba[at + 3] ?? 0) / 255;
    for (let n = 0; n < 3; n++) out[at + n] = (light[rgba[at + n] ?? 0] ?? 0) * alpha;
    out[at + 3] = alpha;
  }
  return out;
}

/** Each row made `columns` long; the answer is transposed. */
function meanOfRows(from: Float32Array, width: number, height: number, columns: number): Float32Array {
  const out = new Float32Array(columns * height * 4);
  const share = width / columns;
  for (let column = 0; column < columns; column++) {
    const [start, end] = [column * share, (column + 1) * share];
    for (let x = Math.floor(start); x < Math.min(width, Math.ceil(end)); x++) {
      const weight = (Math.min(end, x + 1) - Math.max(start, x)) / share;
      for (let y = 0; y < height; y++) {
        const [source, target] = [(y * width + x) * 4, (column * height + y) * 4];
        for (let n = 0; n < 4; n++) out[target + n] = (out[target + n] ?? 0) + (from[source + n] ?? 0) * weight;
      }
    }
  }
  return out;
}
