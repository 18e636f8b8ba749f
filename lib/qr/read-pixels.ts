import jsqrModule from 'jsqr';

type Jsqr = (data: Uint8ClampedArray, width: number, height: number, options: { inversionAttempts: 'dontInvert' }) => { binaryData: number[] } | null;

/** The package is a bundle of the older kind, whose default export some loaders leave one level down. */
const jsqr: Jsqr = typeof jsqrModule === 'function' ? jsqrModule : (jsqrModule as { default: Jsqr }).default;

/** What jsQR reads in RGBA pixels, byte for byte, or undefined. Not in negatives, which many scanners do not try either. */
export function readQrPixels(rgba: Uint8ClampedArray, width: number, height: number): string | undefined {
  const found = jsqr(rgba, width, height, { inversionAttempts: 'dontInvert' });
  return found ? Buffer.from(found.binaryData).toString() : undefined;
}
