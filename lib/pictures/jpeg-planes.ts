import type { Component } from './jpeg-scan.ts';
import type { Pixels } from './pixels.ts';

/** How the components make a colour: what they are, unless an application said otherwise (Adobe's segment, T.872 §6.5.3). */
export type JpegColours = 'grey' | 'rgb' | 'ycc' | 'cmyk' | 'ycck';

type Plane = { bytes: Uint8Array; width: number; across: number; down: number };

/** The pixels of decoded components; coarser ones are spread smoothly over the pixels they stand for. */
export function pixelsOf(size: { width: number; height: number }, components: readonly (Component & { steps: Uint16Array })[], colours: JpegColours): Pixels {
  const { width, height } = size;
  const finest = { across: Math.max(...components.map(({ across }) => across)), down: Math.max(...components.map(({ down }) => down)) };
  const planes = components.map((component): Plane => {
    const [across, down] = [component.across / finest.across, component.down / finest.down];
    return { bytes: planeOf(component), width: component.stride * 8, across, down };
  });
  const rgba = new Uint8Array(width * height * 4);
  const write = writers[colours];
  const values = [0, 0, 0, 0];
  const lines = planes.map(() => new Float32Array(width));
  for (let y = 0, to = 0; y < height; y++) {
    for (const [at, plane] of planes.entries()) spread(plane, y, size, lines[at] ?? new Float32Array());
    for (let x = 0; x < width; x++, to += 4) {
      for (let at = 0; at < lines.length; at++) values[at] = lines[at]?.[x] ?? 0;
      write(values, rgba, to);
      rgba[to + 3] = 255;
    }
  }
  return { width, height, rgba };
}

/** One line of a plane at the picture's full width: a sample lies in the middle of its pixels, and what is between two is mixed of both. */
function spread(plane: Plane, y: number, size: { width: number; height: number }, line: Float32Array): void {
  const { bytes, width, across, down } = plane;
  if (across === 1 && down === 1) {
    for (let x = 0; x < line.length; x++) line[x] = bytes[y * width + x] ?? 0;
    return;
  }
  const last = { x: Math.ceil(size.width * across) - 1, y: Math.ceil(size.height * down) - 1 };
  const high = Math.min(last.y, Math.max(0, (y + 0.5) * down - 0.5));
  const [top, under] = [Math.floor(high) * width, Math.min(last.y, Math.floor(high) + 1) * width];
  const lower = high - Math.floor(high);
  for (let x = 0; x < line.length; x++) {
    const far = Math.min(last.x, Math.max(0, (x + 0.5) * across - 0.5));
    const left = Math.floor(far);
    const right = Math.min(last.x, left + 1);
    const above = (bytes[top + left] ?? 0) * (1 - far + left) + (bytes[top + right] ?? 0) * (far - left);
    const below = (bytes[under + left] ?? 0) * (1 - far + left) + (bytes[under + right] ?? 0) * (far - left);
    line[x] = above * (1 - lower) + below * lower;
  }
}

type Write = (values: readonly number[], rgba: Uint8Array, to: number) => void;

const clamped = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : Math.round(value));

const writeRgb: Write = ([red = 0, green = 0, blue = 0], rgba, to) => {
  rgba[to] = clamped(red);
  rgba[to + 1] = clamped(green);
  rgba[to + 2] = clamped(blue);
};

/** JFIF: full-range BT.601. */
const writeYcc: Write = ([y = 0, cb = 0, cr = 0], rgba, to) => {
  rgba[to] = clamped(y + 1.402 * (cr - 128));
  rgba[to + 1] = clamped(y - 0.344136 * (cb - 128) - 0.714136 * (cr - 128));
  rgba[to + 2] = clamped(y + 1.772 * (cb - 128));
};

/** As Adobe writes inks: inverted, so that 255 is none. */
const underBlack: Write = ([, , , black = 255], rgba, to) => {
  for (let at = to; at < to + 3; at++) rgba[at] = Math.round(((rgba[at] ?? 0) * black) / 255);
};

const writers: Readonly<Record<JpegColours, Write>> = {
  grey: ([shade = 0], rgba, to) => writeRgb([shade, shade, shade], rgba, to),
  rgb: writeRgb,
  ycc: writeYcc,
  cmyk: (values, rgba, to) => {
    writeRgb(values, rgba, to);
    underBlack(values, rgba, to);
  },
  ycck: (values, rgba, to) => {
    writeYcc(values, rgba, to);
    underBlack(values, rgba, to);
  },
};

/** cos((2x + 1)uπ/16) · C(u)/2, at u · 8 + x (T.81, A.3.3). */
const cosines = Float64Array.from({ length: 64 }, (_, at) => {
  const [u, x] = [at >> 3, at & 7];
  return (Math.cos(((2 * x + 1) * u * Math.PI) / 16) * (u === 0 ? Math.SQRT1_2 : 1)) / 2;
});

/** A component's samples: its coefficients times their steps, through the inverse cosine transform. */
function planeOf({ stride, coefficients, steps }: Component & { steps: Uint16Array }): Uint8Array {
  const bytes = new Uint8Array(coefficients.length);
  const [block, half] = [new Float64Array(64), new Float64Array(64)];
  for (let first = 0; first < coefficients.length; first += 64) {
    const number = first / 64;
    const corner = Math.floor(number / stride) * stride * 64 + (number % stride) * 8;
    if (isFlat(coefficients, first)) {
      const shade = clamped(((coefficients[first] ?? 0) * (steps[0] ?? 0)) / 8 + 128);
      for (let row = 0; row < 8; row++) bytes.fill(shade, corner + row * stride * 8, corner + row * stride * 8 + 8);
      continue;
    }
    for (let at = 0; at < 64; at++) block[at] = (coefficients[first + at] ?? 0) * (steps[at] ?? 0);
    for (let row = 0; row < 64; row += 8) transform(block, half, row, 1);
    for (let column = 0; column < 8; column++) transform(half, block, column, 8);
    for (let at = 0; at < 64; at++) bytes[corner + (at >> 3) * stride * 8 + (at & 7)] = clamped((block[at] ?? 0) + 128);
  }
  return bytes;
}

/** Of one shade: most of a drawn picture is. */
function isFlat(coefficients: Int16Array, first: number): boolean {
  for (let at = first + 1; at < first + 64; at++) if (coefficients[at] !== 0) return false;
  return true;
}

/** Eight values of a row (`step` 1) or column (8), from one block into another. */
function transform(from: Float64Array, into: Float64Array, start: number, step: number): void {
  for (let x = 0; x < 8; x++) into[start + x * step] = 0;
  for (let u = 0; u < 8; u++) {
    const value = from[start + u * step] ?? 0;
    for (let x = 0; value !== 0 && x < 8; x++) into[start + x * step] = (into[start + x * step] ?? 0) + value * (cosines[u * 8 + x] ?? 0);
  }
}
