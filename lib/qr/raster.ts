import { invariant } from '../errors.ts';
import { type QrDrawing, runsOf } from './drawing.ts';
import type { Point, Stroke } from './monogram.ts';

/** A square picture, row by row, a byte a pixel: how much of it is foreground, 0 none and 255 all. */
export type Raster = { size: number; shades: Uint8Array };

/** Whole pixels a module gets in a picture of `size` pixels. */
export const modulePixels = (drawing: Pick<QrDrawing, 'side'>, size: number): number => Math.floor(size / drawing.side);

/**
 * Draws a code as pixels. Every module is the same whole number of pixels, so that its edges stay sharp; what is left
 * over widens the quiet zone.
 */
export function rasterise(drawing: QrDrawing, size: number): Raster {
  const scale = modulePixels(drawing, size);
  invariant(scale >= 1, 'a module has at least a pixel');
  const start = Math.floor((size - drawing.side * scale) / 2);
  const shades = new Uint8Array(size * size);
  for (const { x, y, width } of runsOf(drawing)) {
    const top = start + y * scale;
    const left = start + x * scale;
    for (let row = top; row < top + scale; row++) shades.fill(255, row * size + left, row * size + left + width * scale);
  }
  if (drawing.logo) paintLogo({ size, shades }, drawing.logo, { scale, start });
  return { size, shades };
}

type Place = { scale: number; start: number };
type Logo = NonNullable<QrDrawing['logo']>;

/** The plate takes away what lies under it, then each line is laid on; where lines meet, the stronger shade stands. */
function paintLogo({ size, shades }: Raster, logo: Logo, place: Place): void {
  const plate = { left: logo.left, top: logo.left, right: logo.left + logo.side, bottom: logo.left + logo.side };
  forPixels(plate, size, place, (pixel, at) => {
    shades[pixel] = Math.round((shades[pixel] ?? 0) * (1 - coverage(outsidePlate(logo, at), place.scale)));
  });
  const reach = logo.strokeWidth / 2;
  for (const [from, to] of logo.strokes.flatMap(linesOf)) {
    const box = {
      left: Math.min(from[0], to[0]) - reach,
      top: Math.min(from[1], to[1]) - reach,
      right: Math.max(from[0], to[0]) + reach,
      bottom: Math.max(from[1], to[1]) + reach,
    };
    forPixels(box, size, place, (pixel, at) => {
      const ink = Math.round(255 * coverage(distanceToLine(from, to, at) - reach, place.scale));
      if (ink > (shades[pixel] ?? 0)) shades[pixel] = ink;
    });
  }
}

const linesOf = (stroke: Stroke): [Point, Point][] => stroke.slice(1).map((to, index) => [stroke[index] ?? to, to]);

type Box = { left: number; top: number; right: number; bottom: number };

/** Every pixel that a box in modules touches, with the place of its middle in modules. */
function forPixels({ left, top, right, bottom }: Box, size: number, { scale, start }: Place, paint: (pixel: number, at: Point) => void): void {
  for (let row = Math.floor(start + top * scale); row < Math.ceil(start + bottom * scale); row++) {
    for (let column = Math.floor(start + left * scale); column < Math.ceil(start + right * scale); column++) {
      paint(row * size + column, [(column + 0.5 - start) / scale, (row + 0.5 - start) / scale]);
    }
  }
}

/** How much of a pixel lies inside an edge that is `distance` modules away, outside counted positive. */
const coverage = (distance: number, scale: number): number => Math.min(1, Math.max(0, 0.5 - distance * scale));

function outsidePlate({ left, side, radius }: Logo, [x, y]: Point): number {
  const beyond = (at: number) => Math.abs(at - left - side / 2) - side / 2 + radius;
  const [across, down] = [beyond(x), beyond(y)];
  return Math.hypot(Math.max(across, 0), Math.max(down, 0)) + Math.min(Math.max(across, down), 0) - radius;
}

function distanceToLine([fromX, fromY]: Point, [toX, toY]: Point, [x, y]: Point): number {
  const [alongX, alongY] = [toX - fromX, toY - fromY];
  const share = ((x - fromX) * alongX + (y - fromY) * alongY) / (alongX ** 2 + alongY ** 2 || 1);
  const nearest = Math.min(1, Math.max(0, share));
  return Math.hypot(x - fromX - nearest * alongX, y - fromY - nearest * alongY);
}
