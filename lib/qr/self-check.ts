import { setImmediate } from 'node:timers/promises';
import { ApiError } from '../errors.ts';
import { blurred, greyOf, halved, type Picture, rgbaOf, rotated, surrounded } from './camera.ts';
import { drawQr, type QrDrawing, type QrStyle } from './drawing.ts';
import { errorLevels, mostBytes } from './matrix.ts';
import { modulePixels, rasterise } from './raster.ts';
import { readQrPixels } from './read-pixels.ts';

/** What is read at half its size needs four pixels a module. */
const leastModulePixels = 4;

/** Nothing larger is decoded, unless it takes more to have four a module: more pixels only make the reading slower. */
const mostCheckedPixels = 500;
const mostModulePixels = 5;

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
  const pixels = Math.min(modulePixels(drawing, size), mostModulePixels, Math.max(leastModulePixels, Math.floor(mostCheckedPixels / drawing.side)));
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

/**
 * A code that an independent decoder has read before anybody gets it, as it is and as a phone may see it. When it does
 * not scan, the next level of error correction is tried. `size` is the side it will have in pixels; 422 `qr_too_small`
 * when a module would get fewer than four, `qr_unreadable` when no level helps.
 */
export async function checkedQr(text: string, style: QrStyle, size: number, draw: Draw = drawQr): Promise<QrDrawing> {
  const first = draw(text, style);
  refuseTooSmall(first, size);
  let failed = await failedTrial(first, text, size);
  if (failed === undefined) return first;
  for (const level of errorLevels.slice(errorLevels.indexOf(first.style.level) + 1)) {
    if (Buffer.byteLength(text) > mostBytes[level]) break;
    const drawing = draw(text, { ...style, level });
    if (modulePixels(drawing, size) < leastModulePixels) break;
    failed = await failedTrial(drawing, text, size);
    if (failed === undefined) return drawing;
  }
  throw unreadable(failed, text, style);
}

function refuseTooSmall({ side }: QrDrawing, size: number): void {
  const minimum = side * leastModulePixels;
  if (size >= minimum) return;
  const detail = `This address needs a QR code of at least ${minimum} pixels, its quiet zone included`;
  throw new ApiError('qr_too_small', detail, { minimum, errors: [{ pointer: '/size', detail }] });
}

/** An address of this many bytes makes a code that is dense at any size. */
const longBytes = 300;

function unreadable(trial: string, text: string, { logo }: QrStyle): ApiError {
  const remedies = [
    'a larger size',
    'colours of more contrast',
    ...(logo === undefined ? [] : ['logo=none']),
    ...(Buffer.byteLength(text) > longBytes ? ['a shorter url of the link'] : []),
  ];
  return new ApiError('qr_unreadable', `This QR code does not scan ${trial}. Choose ${remedies.slice(0, -1).join(', ')} or ${remedies.at(-1)}.`);
}
