import { crc32, deflateSync } from 'node:zlib';
import { qrMatrix, quietModules } from '../qr/matrix.ts';

const chunk = (name: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
};

/** A PNG of 8-bit grey whose header says this size, whatever its packed pixels are. */
export function greyPng(width: number, height: number, packed: Uint8Array): Uint8Array<ArrayBuffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(8, 8);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return new Uint8Array(Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', packed), chunk('IEND', new Uint8Array())]));
}

/** A picture of these texts as QR codes beside one another, as a PNG; of none, it is white. */
export function pictureOf(...texts: string[]): Uint8Array<ArrayBuffer> {
  const scale = 4;
  const codes = texts.map((text) => qrMatrix(text));
  const sides = codes.map(({ size }) => (size + 2 * quietModules) * scale);
  const [width, height] = [
    Math.max(
      200,
      sides.reduce((sum, side) => sum + side, 0),
    ),
    Math.max(200, ...sides),
  ];
  const rows = Buffer.alloc((width + 1) * height, 255);
  for (let y = 0; y < height; y++) rows[y * (width + 1)] = 0;
  let left = 0;
  for (const [at, { size, modules }] of codes.entries()) {
    for (let y = 0; y < size * scale; y++) {
      for (let x = 0; x < size * scale; x++) {
        if (modules[Math.floor(y / scale) * size + Math.floor(x / scale)] === 1) {
          rows[(y + quietModules * scale) * (width + 1) + 1 + left + x + quietModules * scale] = 0;
        }
      }
    }
    left += sides[at] ?? 0;
  }
  return greyPng(width, height, deflateSync(rows));
}
