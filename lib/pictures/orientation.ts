import type { Pixels } from './pixels.ts';

/** How a camera was held, 1 to 8, as a JPEG's Exif segment says; undefined when it does not (Exif 2.32, §4.6.4, tag 0x0112). */
export function exifOrientation(data: Buffer): number | undefined {
  if (data.length < 14 || data.toString('latin1', 0, 6) !== 'Exif\0\0') return undefined;
  const tiff = data.subarray(6);
  const isLittle = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number): number => (at + 2 > tiff.length ? 0 : isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const first = tiff.length < 8 ? tiff.length : isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  const count = short(first);
  for (let n = 0; n < count && first + 2 + 12 * n < tiff.length; n++) {
    const entry = first + 2 + 12 * n;
    const value = short(entry + 8);
    if (short(entry) === 0x0112) return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}

/** The picture as it was seen: mirrored, turned, or both. */
export function turned(pixels: Pixels, orientation: number): Pixels {
  if (orientation === 1) return pixels;
  const { width, height } = pixels;
  const isOnSide = orientation >= 5;
  const [wide, high] = isOnSide ? [height, width] : [width, height];
  const from = new Uint32Array(pixels.rgba.buffer, pixels.rgba.byteOffset, width * height);
  const into = new Uint32Array(wide * high);
  for (let y = 0; y < high; y++) {
    for (let x = 0; x < wide; x++) {
      const [along, across] = isOnSide ? [y, x] : [x, y];
      const column = [2, 3, 7, 8].includes(orientation) ? width - 1 - along : along;
      const row = [3, 4, 6, 7].includes(orientation) ? height - 1 - across : across;
      into[y * wide + x] = from[row * width + column] ?? 0;
    }
  }
  return { width: wide, height: high, rgba: new Uint8Array(into.buffer) };
}
