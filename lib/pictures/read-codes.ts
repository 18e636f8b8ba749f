import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { createInflate } from 'node:zlib';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { pictureSize } from './picture-size.ts';
import { expectPicture } from './pixels.ts';

/**
 * Whether a PNG's packed pixels are as long as its header says. ZXing's reader would unpack a hundred thousand times
 * as much into its memory before it noticed.
 */
async function isAsLongAsItSays(file: Buffer, pixelBytes: number, height: number): Promise<boolean> {
  const packed: Buffer[] = [];
  for (let at = 8; at + 12 <= file.length; ) {
    const length = file.readUInt32BE(at);
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT') packed.push(file.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  // A filter byte a row; interlaced ones have up to twice as many rows, and each is filled up to a byte.
  const most = pixelBytes + 16 * height + 1024;
  let size = 0;
  for await (const chunk of Readable.from(packed).pipe(createInflate())) {
    size += (chunk as Buffer).length;
    if (size > most) return false;
  }
  return true;
}

/** The text of every QR code in a PNG or JPEG. Throws when it is none. */
export async function readCodes(file: Buffer): Promise<string[]> {
  const size = pictureSize(file);
  expectPicture(size && (size.format !== 'png' || (await isAsLongAsItSays(file, size.bytes, size.height))), 'no picture');
  // Left alone it would fetch its program from another company's server.
  const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
  prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(wasm).buffer } });
  const found = await readBarcodes(file, { formats: ['QRCode', 'MicroQRCode'], tryHarder: true });
  return found.filter(({ isValid }) => isValid).map(({ bytes }) => Buffer.from(bytes).toString());
}
