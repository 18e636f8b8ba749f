import { crc32, deflateSync } from 'node:zlib';

const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** Row filters of PNG: `none` rows hold pixels, `up` rows hold the difference to the row above. */
export const rowFilter = { none: 0, up: 2 } as const;

/**
 * Wraps rows that are already packed (a filter byte, then a bit a pixel, 1 is white) as a square 1-bit greyscale PNG.
 * Level 4 is where deflate starts to see that module rows repeat; the levels above cost more than they save.
 */
export function monochromePng(size: number, rows: Uint8Array): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.writeUInt8(1, 8);
  const data = deflateSync(rows, { level: 4 });
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(name: string, data: Uint8Array): Buffer {
  const out = Buffer.alloc(data.length + 12);
  out.writeUInt32BE(data.length, 0);
  out.write(name, 4, 'latin1');
  out.set(data, 8);
  out.writeUInt32BE(crc32(out.subarray(4, data.length + 8)), data.length + 8);
  return out;
}
