import fc from 'fast-check';
import { encodeToken } from '../links/token-text.ts';
import { blurred, greyOf, halved, type Picture, rgbaOf, rotated, surrounded, washedOut } from '../qr/camera.ts';
import { type Colour, contrastRatio } from '../qr/colours.ts';
import type { QrStyle } from '../qr/drawing.ts';
import { errorLevels } from '../qr/matrix.ts';
import { twoColourPng } from '../qr/png.ts';
import { rasterise } from '../qr/raster.ts';
import { readQrPixels } from '../qr/read-pixels.ts';
import { checkedQr } from '../qr/self-check.ts';
import { readPixelsWithZxing, readWithZxing } from './qr-decoders.ts';

/** A link somebody might print and the style they might choose; `pixels` is a module's side. */
type Sample = { text: string; style: QrStyle; pixels: number };

const byte = fc.integer({ min: 0, max: 255 });
const colour: fc.Arbitrary<Colour> = fc.tuple(byte, byte, byte);

/** Two colours a merchant may choose: as near each other as is let through, and further apart. */
const colours = fc.oneof(
  fc.constant<[Colour, Colour]>([
    [0, 0, 0],
    [255, 255, 255],
  ]),
  fc.tuple(colour, colour).filter(([dark, light]) => contrastRatio(dark, light) >= 4),
);

/** Our own page, or a shop's. */
const link = fc
  .tuple(fc.domain(), fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.option(fc.stringMatching(/^(?:\/[a-z0-9-]{1,12}){0,3}$/), { freq: 3 }))
  .map(([host, bytes, path]) => (path === null ? `https://${host}/pay/${encodeToken(bytes)}` : `https://${host}${path}/?paymentLink=${encodeToken(bytes)}`));

const sample: fc.Arbitrary<Sample> = fc
  .record({
    text: link,
    colours,
    level: fc.constantFrom(...errorLevels),
    quietZone: fc.integer({ min: 4, max: 16 }),
    logo: fc.option(fc.stringMatching(/^[A-Z0-9]{1,2}$/), { freq: 2 }),
    pixels: fc.integer({ min: 4, max: 6 }),
  })
  .map(({ text, colours: [foreground, background], level, quietZone, logo, pixels }) => ({
    text,
    pixels,
    style: { level, quietZone, foreground, background, logo: logo ?? undefined },
  }));

/** Ways a code is seen, from the picture itself on. The first must never fail. */
const sights: Readonly<Record<string, (picture: Picture, pixels: number) => Picture>> = {
  clean: (picture) => picture,
  'blurred by a third of a module': (picture, pixels) => blurred(picture, Math.max(1, Math.floor(pixels / 4))),
  'blurred by half a module': (picture, pixels) => blurred(picture, Math.max(1, Math.round(pixels / 3))),
  'rotated by 7°': (picture) => rotated(picture, 7, picture.grey[0] ?? 255),
  'rotated by 45°': (picture) => rotated(picture, 45, picture.grey[0] ?? 255),
  'rotated by 90°': (picture) => rotated(picture, 90, picture.grey[0] ?? 255),
  'half its size': halved,
  'on a dark surround': (picture, pixels) => surrounded(picture, 10 * pixels, 24),
  'a quarter of its contrast': (picture) => washedOut(picture, 0.25),
  'a tenth of its contrast': (picture) => washedOut(picture, 0.1),
  'rotated, blurred, half its contrast': (picture, pixels) =>
    washedOut(blurred(rotated(picture, 7, picture.grey[0] ?? 255), Math.max(1, Math.floor(pixels / 4))), 0.5),
};

/** How many codes each decoder read in one sight, and the texts that were not read. */
export type Sighted = { sight: string; jsqr: number; zxing: number; missed: string[] };

/**
 * Draws `count` random links in random styles as merchants get them, and has two independent decoders read each, clean
 * and in every other sight. The same seed draws the same. ZXing reads the clean ones from the PNG file itself.
 */
export async function proveCodes({ count, seed }: { count: number; seed: number }, tell: (done: number) => void = () => undefined): Promise<Sighted[]> {
  const results = Object.keys(sights).map((sight): Sighted => ({ sight, jsqr: 0, zxing: 0, missed: [] }));
  let done = 0;
  for (const { text, style, pixels } of fc.sample(sample, { numRuns: count, seed })) {
    // As large as `pixels` a module at the level it was asked for; a logo's level H is given what it needs.
    const drawing = await checkedQr(text, style, 4000);
    const raster = rasterise(drawing, drawing.side * pixels);
    const picture = greyOf(raster, style);
    for (const result of results) {
      const seen = sights[result.sight]?.(picture, pixels) ?? picture;
      const rgba = rgbaOf(seen);
      const byJsqr = readQrPixels(rgba, seen.width, seen.height) === text;
      const file = result.sight === 'clean' ? await twoColourPng(raster, style.foreground, style.background) : undefined;
      const byZxing = (await (file ? readWithZxing(file) : readPixelsWithZxing(rgba, seen.width, seen.height))) === text;
      result.jsqr += Number(byJsqr);
      result.zxing += Number(byZxing);
      if (!byJsqr || !byZxing) result.missed.push(`${text} ${JSON.stringify({ ...style, pixels })}`);
    }
    tell(++done);
  }
  return results;
}
