import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { readQrPixels } from '../qr/read-pixels.ts';
import { type MonochromeImage, toRgba } from './png.ts';

const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(wasm).buffer } });

/** What jsQR reads in the picture, or undefined. */
export const readWithJsqr = (image: MonochromeImage): string | undefined => readQrPixels(toRgba(image), image.width, image.height);

/** What ZXing-C++ reads in an image file, with its own PNG reader, or undefined. */
export async function readWithZxing(file: Uint8Array): Promise<string | undefined> {
  const found = await readBarcodes(Uint8Array.from(file), { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 1 });
  return found[0]?.isValid ? Buffer.from(found[0].bytes).toString() : undefined;
}

/** What ZXing-C++ reads in RGBA pixels, or undefined. */
export async function readPixelsWithZxing(data: Uint8ClampedArray<ArrayBuffer>, width: number, height: number): Promise<string | undefined> {
  const found = await readBarcodes({ data, width, height, colorSpace: 'srgb' } as ImageData, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 1 });
  return found[0]?.isValid ? Buffer.from(found[0].bytes).toString() : undefined;
}
