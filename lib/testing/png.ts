import { inflateSync } from 'node:zlib';

/** A decoded image: one byte a pixel, row by row, 1 is white. */
export type MonochromeImage = { width: number; height: number; pixels: Uint8Array };

/** Reads a 1-bit greyscale PNG from the standard alone, refusing whatever a strict reader would refuse. */
export function readMonochromePng(file: Uint8Array): MonochromeImage {
  const chunks = readChunks(Buffer.from(file));
  const names = chunks.map(({ name }) => name).join(' ');
  if (!/^IHDR( IDAT)+ IEND$/.test(names)) throw new Error(`Unexpected chunks: ${names}`);
  const header = chunks[0]?.data ?? Buffer.alloc(0);
  if (header.length !== 13) throw new Error('The header is not 13 bytes long');
  const [depth, colour, compression, filter, interlace] = header.subarray(8);
  const format = [depth, colour, compression, filter, interlace].join(' ');
  if (format !== '1 0 0 0 0') throw new Error(`Not 1-bit greyscale: ${format}`);
  const width = header.readUInt32BE(0);
  const height = header.readUInt32BE(4);
  const packed = inflateSync(Buffer.concat(chunks.filter(({ name }) => name === 'IDAT').map(({ data }) => data)));
  const bits = unfilter(packed, Math.ceil(width / 8), height);
  const pixels = new Uint8Array(width * height);
  for (let at = 0; at < pixels.length; at++) {
    const x = at % width;
    pixels[at] = ((bits[Math.floor(at / width)]?.[x >> 3] ?? 0) >> (7 - (x & 7))) & 1;
  }
  return { width, height, pixels };
}

/** The image as the RGBA pixels a canvas would hold. */
export function toRgba({ pixels }: MonochromeImage): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(pixels.length * 4).fill(255);
  pixels.forEach((white, at) => {
    if (white === 0) rgba.fill(0, at * 4, at * 4 + 3);
  });
  return rgba;
}

function readChunks(file: Buffer): { name: string; data: Buffer }[] {
  if (file.toString('latin1', 0, 8) !== '\x89PNG\r\n\x1a\n') throw new Error('The signature is wrong');
  const chunks: { name: string; data: Buffer }[] = [];
  for (let at = 8; at < file.length; ) {
    const end = at + 8 + file.readUInt32BE(at);
    if (crcOf(file.subarray(at + 4, end)) !== file.readUInt32BE(end)) throw new Error(`The checksum at ${at} is wrong`);
    chunks.push({ name: file.toString('latin1', at + 4, at + 8), data: file.subarray(at + 8, end) });
    at = end + 4;
  }
  return chunks;
}

/** CRC-32 a bit at a time, sharing nothing with zlib's. */
function crcOf(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function unfilter(packed: Uint8Array, rowBytes: number, height: number): Uint8Array[] {
  if (packed.length !== height * (rowBytes + 1)) throw new Error('The pixels do not fill the image');
  const rows: Uint8Array[] = [];
  for (let y = 0; y < height; y++) {
    const start = y * (rowBytes + 1);
    const row = Uint8Array.from(packed.subarray(start + 1, start + 1 + rowBytes));
    const above = rows[y - 1];
    for (let x = 0; x < rowBytes; x++) {
      row[x] = (row[x] ?? 0) + predict(packed[start] ?? 0, row[x - 1] ?? 0, above?.[x] ?? 0, above?.[x - 1] ?? 0);
    }
    rows.push(row);
  }
  return rows;
}

function predict(filter: number, left: number, up: number, upLeft: number): number {
  switch (filter) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4:
      return nearest(left, up, upLeft);
    default:
      throw new Error(`Unknown row filter ${filter}`);
  }
}

function nearest(left: number, up: number, upLeft: number): number {
  const guess = left + up - upLeft;
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - upLeft)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : upLeft;
}
