import { promisify } from 'node:util';
import { deflate, deflateSync } from 'node:zlib';
import { pngChunk as chunk, pngOf } from '../pictures/png-chunks.ts';
import type { Colour } from './colours.ts';
import type { Raster } from './raster.ts';

/** Row filters of PNG: `none` rows hold pixels, `up` rows hold the difference to the row above. */
export const rowFilter = { none: 0, up: 2 } as const;

/** Level 4 is where deflate starts to see that module rows repeat; the levels above cost more than they save. */
const deflation = { level: 4 };

const colourType = { grey: 0, palette: 3 } as const;

/** Wraps rows that are already packed (a filter byte, then a bit a pixel, 1 is white) as a square 1-bit greyscale PNG. */
export function monochromePng(size: number, rows: Uint8Array): Uint8Array {
  return pngOf([chunk('IHDR', headerOf(size, { depth: 1, colour: colourType.grey })), chunk('IDAT', deflateSync(rows, deflation))]);
}

/** A picture in shades from one colour to another, as a PNG with a palette. Rows like the one above cost nothing. */
export async function twoColourPng({ size, shades }: Raster, foreground: Colour, background: Colour): Promise<Uint8Array<ArrayBuffer>> {
  const rows = Buffer.alloc((size + 1) * size);
  for (let y = 0; y < size; y++) {
    const row = shades.subarray(y * size, (y + 1) * size);
    const isRepeated = y > 0 && Buffer.compare(row, shades.subarray((y - 1) * size, y * size)) === 0;
    rows[y * (size + 1)] = isRepeated ? rowFilter.up : rowFilter.none;
    if (!isRepeated) rows.set(row, y * (size + 1) + 1);
  }
  // Not on this thread: a large picture would keep everybody else waiting.
  const data = await promisify(deflate)(rows, deflation);
  const header = headerOf(size, { depth: 8, colour: colourType.palette });
  return Uint8Array.from(pngOf([chunk('IHDR', header), chunk('PLTE', palette(foreground, background)), chunk('IDAT', data)]));
}

function headerOf(size: number, { depth, colour }: { depth: number; colour: number }): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.writeUInt8(depth, 8);
  header.writeUInt8(colour, 9);
  return header;
}

function palette(foreground: Colour, background: Colour): Uint8Array {
  const shades = Array.from({ length: 256 }, (_, shade) => background.map((byte, at) => Math.round(byte + (((foreground[at] ?? 0) - byte) * shade) / 255)));
  return Uint8Array.from(shades.flat());
}
