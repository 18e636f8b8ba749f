import { crc32 } from 'node:zlib';

export const pngSignature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** A file of these chunks, ended as a PNG ends. */
export const pngOf = (chunks: Buffer[]): Buffer => Buffer.concat([pngSignature, ...chunks, pngChunk('IEND', Buffer.alloc(0))]);

/** A chunk with its length and checksum (PNG, 3rd edition, §5.3). */
export function pngChunk(name: string, data: Uint8Array): Buffer {
  const out = Buffer.alloc(data.length + 12);
  out.writeUInt32BE(data.length, 0);
  out.write(name, 4, 'latin1');
  out.set(data, 8);
  out.writeUInt32BE(crc32(out.subarray(4, data.length + 8)), data.length + 8);
  return out;
}
