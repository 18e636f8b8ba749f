import { setImmediate } from 'node:timers/promises';
import { ApiError } from '../errors.ts';
import { blurred, greyOf, halved, type Picture, rgbaOf, rotated, surrounded } from './camera.ts';
import { drawQr, type QrDrawing, type QrStyle } from './drawing.ts';
import { type ErrorLevel, errorLevels, mostBytes } from './matrix.ts';
import { modulePixels, rasterise } from './raster.ts';
import { readQrPixels } from './read-pixels.ts';

/** What is read at half its size needs four pixels a module. */
const leastModulePixels = 4;

/** Nothing larger is decoded, unless it takes more to have four a module: more pixels only make the reading slower. */
const mostCheckedPixels = 500;
const mostModulePixels = 5;

/** The side of a module, in pixels, up to which a code is looked at. */
const mostPixelsOf = ({ side }: QrDrawing): number => Math.min(mostModulePixels, Math.max(leastModulePixels, Math.floor(mostCheckedPixels / side)));

/** A dark table. */
const table = 24;

/** What every code has to stand, by the names it is told by when it does not. `pixels` is a module's side. */
const trials: Readonly<Record<string, (picture: Picture, pixels: number) => Picture>> = {
  'as it is': (picture) => picture,
  blurred: (picture, pixels) => blurred(picture, Math.max(1, Math.floor(pixels / 4))),
  'rotated by 7°': (picture) => rotated(picture, 7, picture.grey[0] ?? 255),
  'rotated by 90°': (picture) => rotated(picture, 90, picture.grey[0] ?? 255),
  'at half its size': halved,
  'on a dark surround': (picture, pixels) => surrounded(picture, 10 * pixels, table),
};

/**
 * The first trial in which the drawn code does not scan as `text`; undefined when it stands them all. It is drawn as
 * large as it will be, up to 500 pixels.
 */
export async function failedTrial(drawing: QrDrawing, text: string, size: number): Promise<string | undefined> {
  const pixels = Math.min(modulePixels(drawing, size), mostPixelsOf(drawing));
  const picture = greyOf(rasterise(drawing, drawing.side * pixels), drawing.style);
  for (const [name, seen] of Object.entries(trials)) {
    // Reading takes milliseconds, of the largest codes hundreds: others get their turn between.
    await setImmediate();
    if (!isRead(seen(picture, pixels), text)) return name;
  }
  return undefined;
}

const isRead = (picture: Picture, text: string): boolean => readQrPixels(rgbaOf(picture), picture.width, picture.height) === text;

type Draw = (text: string, style: QrStyle) => QrDrawing;

/** What whoever asked for a code can change of it, besides its address, and whether the level is their wish. */
export type Choices = { isLevelNamed: boolean; canChange: readonly Change[] };
type Change = 'size' | 'colours' | 'errorCorrection';

const everyChoice: Choices = { isLevelNamed: true, canChange: ['size', 'colours', 'errorCorrection'] };

/**
 * A code that an independent decoder has read before anybody gets it, as it is and as a phone may see it. When it does
 * not scan, the next higher levels of error correction are tried, and, where nobody named one, the lower ones too: they
 * make a dense code less dense. `size` is the side it will have in pixels; 422 `qr_too_small` when a module would get
 * fewer than four, `qr_unreadable` when no level helps.
 */
export async function checkedQr(text: string, style: QrStyle, size: number, choices = everyChoice, draw: Draw = drawQr): Promise<QrDrawing> {
  const [usual = style.level, ...others] = levelsFor(text, style, choices);
  const first = draw(text, { ...style, level: usual });
  refuseTooSmall(first, size);
  let failed = await failedTrial(first, text, size);
  if (failed === undefined) return first;
  for (const level of others) {
    const drawing = draw(text, { ...style, level });
    if (modulePixels(drawing, size) < leastModulePixels) continue;
    failed = await failedTrial(drawing, text, size);
    if (failed === undefined) return drawing;
  }
  throw unreadable(failed, text, first, size, choices);
}

/** The levels to try, in their order: those that carry the text, or the wanted one, which will say that it is too long. */
function levelsFor(text: string, { level, logo }: QrStyle, { isLevelNamed }: Choices): readonly ErrorLevel[] {
  // A logo has the highest level.
  if (logo !== undefined) return [level];
  const at = errorLevels.indexOf(level);
  const levels = [...errorLevels.slice(at), ...(isLevelNamed ? [] : errorLevels.slice(0, at).reverse())];
  return levels.filter((one) => Buffer.byteLength(text) <= mostBytes[one]);
}

function refuseTooSmall({ side }: QrDrawing, size: number): void {
  const minimum = side * leastModulePixels;
  if (size >= minimum) return;
  const detail = `This address needs a QR code of at least ${minimum} pixels, its quiet zone included`;
  throw new ApiError('qr_too_small', detail, { minimum, errors: [{ pointer: '/size', detail }] });
}

/** An address of this many bytes makes a code that is dense at any size. */
const longBytes = 300;

function unreadable(trial: string, text: string, drawing: QrDrawing, size: number, { isLevelNamed, canChange }: Choices): ApiError {
  const { logo, level } = drawing.style;
  const can = (change: Change): boolean => canChange.includes(change);
  const remedies = [
    // More pixels than are looked at change nothing.
    ...(can('size') && modulePixels(drawing, size) < mostPixelsOf(drawing) ? ['a larger size'] : []),
    ...(can('colours') ? ['colours of more contrast'] : []),
    ...(logo === undefined ? [] : ['logo=none']),
    ...(can('errorCorrection') && isLevelNamed && logo === undefined && level !== 'L' ? ['a lower errorCorrection'] : []),
  ];
  if (remedies.length === 0 || Buffer.byteLength(text) > longBytes) remedies.push('a shorter url of the link');
  const last = remedies.pop();
  return new ApiError('qr_unreadable', `This QR code does not scan ${trial}. Choose ${remedies.length === 0 ? last : `${remedies.join(', ')} or ${last}`}.`);
}
