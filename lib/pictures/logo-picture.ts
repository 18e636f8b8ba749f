import { decodeJpeg } from './decode-jpeg.ts';
import { decodePng } from './decode-png.ts';
import { encodePng } from './encode-png.ts';
import { pictureSize } from './picture-size.ts';
import { expectPicture, type Pixels } from './pixels.ts';
import { shrunk, sizeWithin } from './shrink.ts';

/** A logo as it is kept. `isLight`: on white it could hardly be seen. */
export type LogoPicture = { png: Uint8Array<ArrayBuffer>; width: number; height: number; isLight: boolean };

/** What is kept of a logo: it is shown some 44 CSS pixels high, on the sharpest phones four device pixels each. */
export const logoBounds = { side: 512, bytes: 64 * 1024 } as const;

/**
 * A PNG or JPEG decoded and written anew: its pixels, and nothing else that was in the file. A larger one is made
 * smaller, keeping its shape: to 512 pixels, and on until its file has 64 kB. Throws `BrokenPicture`.
 */
export function logoPicture(file: Buffer): LogoPicture {
  const size = pictureSize(file);
  expectPicture(size, 'no PNG or JPEG');
  const whole = size.format === 'png' ? decodePng(file) : decodeJpeg(file);
  // Once from all its pixels: each further step from them would take as long as this one.
  const pixels = shrunk(whole, sizeWithin(whole, logoBounds.side));
  for (let side: number = logoBounds.side; ; side = Math.floor(side * 0.85)) {
    const smaller = shrunk(pixels, sizeWithin(pixels, side));
    const png = encodePng(smaller);
    if (png.byteLength <= logoBounds.bytes) return { png, width: smaller.width, height: smaller.height, isLight: isLight(smaller) };
  }
}

/** Whether what is seen of a picture with transparent parts is nearly white on the whole: such a logo was made for dark grounds. */
function isLight({ rgba }: Pixels): boolean {
  let [clear, seen, luma] = [0, 0, 0];
  for (let at = 0; at < rgba.length; at += 4) {
    const alpha = rgba[at + 3] ?? 0;
    if (alpha < 32) clear += 1;
    seen += alpha;
    luma += alpha * (0.2126 * (rgba[at] ?? 0) + 0.7152 * (rgba[at + 1] ?? 0) + 0.0722 * (rgba[at + 2] ?? 0));
  }
  return clear > 0 && seen > 0 && luma / seen > 200;
}
