import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import jsqrModule from 'jsqr';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { type MonochromeImage, toRgba } from './png.ts';

const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(wasm).buffer } });

type Jsqr = (data: Uint8ClampedArray, width: number, height: number) => { binaryData: number[] } | null;

/** The package is a bundle of the older kind, whose default export some loaders leave one level down. */
const jsqr: Jsqr = typeof jsqrModule === 'function' ? jsqrModule : (jsqrModule as { default: Jsqr }).default;

/** What jsQR reads in the picture, or undefined. */
export function readWithJsqr(image: MonochromeImage): string | undefined {
  const found = jsqr(toRgba(image), image.width, image.height);
  return found ? Buffer.from(found.binaryData).toString() : undefined;
}

/** What ZXing-C++ reads in an image file, with its own PNG reader, or undefined. */
export async function readWithZxing(file: Uint8Array): Promise<string | undefined> {
  const found = await readBarcodes(Uint8Array.from(file), { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 1 });
  return found[0]?.isValid ? Buffer.from(found[0].bytes).toString() : undefined;
}
