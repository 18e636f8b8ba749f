import { lumaOf } from './colours.ts';
import type { QrStyle } from './drawing.ts';
import type { Raster } from './raster.ts';

/** A grey picture, a byte a pixel, row by row. */
export type Picture = { width: number; height: number; grey: Uint8Array };

/** A drawn code as a camera without colours sees it. Mixing two colours and then taking the grey is the same the other way round. */
export function greyOf({ size, shades }: Raster, { foreground, background }: Pick<QrStyle, 'foreground' | 'background'>): Picture {
  const [dark, light] = [lumaOf(foreground), lumaOf(background)];
  const levels = Uint8Array.from({ length: 256 }, (_, shade) => Math.round(light + ((dark - light) * shade) / 255));
  return { width: size, height: size, grey: shades.map((shade) => levels[shade] ?? 0) };
}

/** The same as the RGBA that decoders take. */
export function rgbaOf({ grey }: Picture): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(grey.length * 4);
  for (let at = 0; at < grey.length; at++) {
    const value = grey[at] ?? 0;
    rgba[at * 4] = value;
    rgba[at * 4 + 1] = value;
    rgba[at * 4 + 2] = value;
    rgba[at * 4 + 3] = 255;
  }
  return rgba;
}

/** Out of focus: each pixel becomes the mean of those up to `radius` beside and above it, twice. */
export function blurred(picture: Picture, radius: number): Picture {
  const once = ({ width, height, grey }: Picture): Picture => {
    const rows = averaged(grey, { length: width, count: height, step: 1, stride: width }, radius);
    return { width, height, grey: averaged(rows, { length: height, count: width, step: width, stride: 1 }, radius) };
  };
  return once(once(picture));
}

type Lines = { length: number; count: number; step: number; stride: number };

/** Means along lines, by a running sum; beyond an end its last pixel goes on. */
function averaged(grey: Uint8Array, { length, count, step, stride }: Lines, radius: number): Uint8Array {
  const out = new Uint8Array(grey.length);
  for (let line = 0; line < count; line++) {
    const value = (at: number) => grey[line * stride + Math.min(length - 1, Math.max(0, at)) * step] ?? 0;
    let sum = 0;
    for (let at = -radius; at <= radius; at++) sum += value(at);
    for (let at = 0; at < length; at++) {
      out[line * stride + at * step] = Math.round(sum / (2 * radius + 1));
      sum += value(at + radius + 1) - value(at - radius);
    }
  }
  return out;
}

/** From further away: four pixels become one. */
export function halved({ width, height, grey }: Picture): Picture {
  const [across, down] = [width >> 1, height >> 1];
  const out = new Uint8Array(across * down);
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      const at = 2 * y * width + 2 * x;
      out[y * across + x] = Math.round(((grey[at] ?? 0) + (grey[at + 1] ?? 0) + (grey[at + width] ?? 0) + (grey[at + width + 1] ?? 0)) / 4);
    }
  }
  return { width: across, height: down, grey: out };
}

/** Held askew, in degrees clockwise, on a table of this grey; nothing is cut off. */
export function rotated({ width, height, grey }: Picture, degrees: number, around: number): Picture {
  const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  const across = Math.ceil(Math.abs(width * cos) + Math.abs(height * sin) - 1e-9);
  const down = Math.ceil(Math.abs(width * sin) + Math.abs(height * cos) - 1e-9);
  const value = (x: number, y: number) => (x < 0 || y < 0 || x >= width || y >= height ? around : (grey[y * width + x] ?? around));
  const out = new Uint8Array(across * down);
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      const [fromMiddleX, fromMiddleY] = [x + 0.5 - across / 2, y + 0.5 - down / 2];
      const sourceX = fromMiddleX * cos + fromMiddleY * sin + width / 2 - 0.5;
      const sourceY = fromMiddleY * cos - fromMiddleX * sin + height / 2 - 0.5;
      out[y * across + x] = Math.round(between(value, sourceX, sourceY));
    }
  }
  return { width: across, height: down, grey: out };
}

/** The value between four pixels, by how near each is. */
function between(value: (x: number, y: number) => number, x: number, y: number): number {
  const [left, top] = [Math.floor(x + 1e-9), Math.floor(y + 1e-9)];
  const [right, bottom] = [x - left, y - top];
  const upper = value(left, top) * (1 - right) + value(left + 1, top) * right;
  const lower = value(left, top + 1) * (1 - right) + value(left + 1, top + 1) * right;
  return upper * (1 - bottom) + lower * bottom;
}

/** Laid on a table of this grey, with `margin` pixels of it on every side. */
export function surrounded({ width, height, grey }: Picture, margin: number, around: number): Picture {
  const across = width + 2 * margin;
  const out = new Uint8Array(across * (height + 2 * margin)).fill(around);
  for (let y = 0; y < height; y++) out.set(grey.subarray(y * width, (y + 1) * width), (y + margin) * across + margin);
  return { width: across, height: height + 2 * margin, grey: out };
}

/** Under glare or a dim lamp: only this share of the difference between light and dark is left, around a middle grey. */
export function washedOut({ width, height, grey }: Picture, share: number): Picture {
  return { width, height, grey: grey.map((value) => Math.round(128 + (value - 128) * share)) };
}
