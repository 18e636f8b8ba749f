import { inflateSync } from 'node:zlib';

const headerBytes = 44;
const entryBytes = 20;

/**
 * A WOFF 1.0 file (W3C Recommendation, §4–5) as the plain font in it: its tables, unpacked once. Left as it is, the font
 * library unpacks the whole of the outlines again for every letter that it copies into a document.
 */
export function plainFont(file: Buffer): Buffer {
  if (file.toString('latin1', 0, 4) !== 'wOFF') return file;
  const count = file.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, index) => tableAt(file, headerBytes + index * entryBytes));
  const power = 2 ** Math.floor(Math.log2(count));
  const head = Buffer.alloc(12 + 16 * count);
  file.copy(head, 0, 4, 8);
  [count, 16 * power, Math.log2(power), 16 * (count - power)].forEach((value, index) => {
    head.writeUInt16BE(value, 4 + 2 * index);
  });
  const parts: Buffer[] = [head];
  let offset = head.length;
  tables.forEach(({ tag, checksum, bytes }, index) => {
    const at = 12 + 16 * index;
    head.write(tag, at, 'latin1');
    [checksum, offset, bytes.length].forEach((value, field) => {
      head.writeUInt32BE(value, at + 4 + 4 * field);
    });
    const padding = Buffer.alloc((4 - (bytes.length % 4)) % 4);
    parts.push(bytes, padding);
    offset += bytes.length + padding.length;
  });
  return Buffer.concat(parts);
}

function tableAt(file: Buffer, at: number): { tag: string; checksum: number; bytes: Buffer } {
  const [offset, packedLength, length, checksum] = [4, 8, 12, 16].map((field) => file.readUInt32BE(at + field)) as [number, number, number, number];
  const packed = file.subarray(offset, offset + packedLength);
  return { tag: file.toString('latin1', at, at + 4), checksum, bytes: packedLength < length ? inflateSync(packed) : packed };
}
