import { ApiError, invariant } from '#lib/errors.ts';
import { type QrMatrix, qrMatrix, quietModules } from './matrix.ts';
import { monochromePng, rowFilter } from './png.ts';

/** The sides a QR image may have, in pixels. */
export const qrSizeLimits = { least: 100, most: 2000 } as const;

/** Cameras lose modules of a single pixel. */
const minModulePixels = 2;

/** The smallest side, in pixels, at which `qrPng` draws this text. */
export function minimumQrSize(text: string): number {
  return minimumSize(qrMatrix(text));
}

/**
 * A QR code as a 1-bit PNG exactly `size` pixels square. Every module is the same whole number of pixels; what is left
 * over widens the quiet zone. Throws `qr_too_small` when a module would get fewer than two pixels.
 */
export function qrPng(text: string, size: number): Uint8Array {
  invariant(Number.isInteger(size) && size >= qrSizeLimits.least && size <= qrSizeLimits.most, 'size is within its limits');
  const matrix = qrMatrix(text);
  const minimum = minimumSize(matrix);
  if (size < minimum) {
    const detail = `This address needs a QR code of at least ${minimum} pixels`;
    throw new ApiError('qr_too_small', detail, { minimum, errors: [{ pointer: '/size', detail }] });
  }
  return monochromePng(size, pixelRows(matrix, size));
}

function minimumSize(matrix: QrMatrix): number {
  return Math.max(qrSizeLimits.least, (matrix.size + 2 * quietModules) * minModulePixels);
}

/** Draws one pixel row a module row; the rows between are "as above", which is all zeros and costs nothing. */
function pixelRows({ size: side, modules }: QrMatrix, size: number): Uint8Array {
  const scale = Math.floor(size / (side + 2 * quietModules));
  const start = Math.floor((size - side * scale) / 2);
  const stride = 1 + Math.ceil(size / 8);
  const rows = Buffer.alloc(stride * size);
  for (let y = 0; y < size; y++) rows[y * stride] = rowFilter.up;
  const drawRow = (y: number, isDark: (column: number) => boolean) => {
    const row = rows.subarray(y * stride, (y + 1) * stride).fill(0xff);
    row[0] = rowFilter.none;
    for (let column = 0; column < side; column++) {
      if (isDark(column)) clearBits(row.subarray(1), start + column * scale, scale);
    }
  };
  drawRow(0, () => false);
  for (let line = 0; line < side; line++) drawRow(start + line * scale, (column) => modules[line * side + column] === 1);
  drawRow(start + side * scale, () => false);
  return rows;
}

function clearBits(bits: Uint8Array, from: number, count: number): void {
  for (let x = from; x < from + count; x++) bits[x >> 3] = (bits[x >> 3] ?? 0) & ~(0x80 >> (x & 7));
}
