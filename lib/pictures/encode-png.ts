import { deflateSync } from 'node:zlib';
import type { Pixels } from './pixels.ts';
import { pngChunk, pngOf } from './png-chunks.ts';

/** PNG's filters that are tried for each row: none, left, up, Paeth. */
const filters = [0, 1, 2, 4] as const;

/** A PNG of eight bits a sample with these pixels and nothing else in it; the alpha channel is left out where everything is opaque. */
export function encodePng({ width, height, rgba }: Pixels): Uint8Array<ArrayBuffer> {
  const isOpaque = rgba.every((byte, at) => (at & 3) !== 3 || byte === 255);
  const samples = isOpaque ? 3 : 4;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(8, 8);
  header.writeUInt8(isOpaque ? 2 : 6, 9);
  const rows = rowsOf(rgba, samples, width * height);
  // Flat areas are packed best as they are, gradients as differences: which it is, only trying tells.
  const tries = [(row: number) => filteredRow(rows, row, width * samples, samples, 0), (row: number) => bestRow(rows, row, width * samples, samples)];
  const packed = tries.map((rowOf) => deflateSync(Buffer.concat(Array.from({ length: height }, (_, row) => rowOf(row))), { level: 9 }));
  const [smallest = Buffer.alloc(0)] = packed.sort((one, other) => one.length - other.length);
  return Uint8Array.from(pngOf([pngChunk('IHDR', header), pngChunk('IDAT', smallest)]));
}

/** The samples that are kept. What cannot be seen has no colour. */
function rowsOf(rgba: Uint8Array, samples: number, pixels: number): Uint8Array {
  const rows = new Uint8Array(pixels * samples);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const isSeen = rgba[pixel * 4 + 3] !== 0;
    for (let at = 0; at < samples && isSeen; at++) rows[pixel * samples + at] = rgba[pixel * 4 + at] ?? 0;
  }
  return rows;
}

/** The row by the filter whose differences are the smallest (PNG, 3rd edition, §12.7). */
function bestRow(rows: Uint8Array, row: number, length: number, step: number): Buffer {
  const weigh = (line: Buffer): number => line.subarray(1).reduce((sum, byte) => sum + (byte < 128 ? byte : 256 - byte), 0);
  const tried = filters.map((filter) => filteredRow(rows, row, length, step, filter)).map((line) => ({ line, weight: weigh(line) }));
  return tried.reduce((best, one) => (one.weight < best.weight ? one : best)).line;
}

function filteredRow(rows: Uint8Array, row: number, length: number, step: number, filter: (typeof filters)[number]): Buffer {
  const line = Buffer.alloc(length + 1);
  line[0] = filter;
  const start = row * length;
  for (let x = 0; x < length; x++) {
    const left = x >= step ? (rows[start + x - step] ?? 0) : 0;
    const up = row > 0 ? (rows[start + x - length] ?? 0) : 0;
    const corner = row > 0 && x >= step ? (rows[start + x - step - length] ?? 0) : 0;
    line[x + 1] = (rows[start + x] ?? 0) - guessOf(filter, left, up, corner);
  }
  return line;
}

/** What a filter takes a byte for, by its neighbours to the left, above and between (§9.2). */
export function guessOf(filter: number, left: number, up: number, corner: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
