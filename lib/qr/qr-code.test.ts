import { expect, test } from '@playwright/test';
import { type MonochromeImage, readMonochromePng } from '#lib/testing/png.ts';
import { readWithJsqr, readWithZxing } from '#lib/testing/qr-decoders.ts';
import { refusal } from '#lib/testing/refusal.ts';
import { minimumQrSize, qrPng, qrSizeLimits } from './qr-code.ts';

/** An address of exactly `bytes` characters, varied enough that every one gives another picture. */
function addressOf(bytes: number): string {
  let text = 'https://a.dk/';
  for (let at = bytes * 7919; text.length < bytes; at = (at * 1103515245 + 12345) % 2 ** 31) text += (at % 36).toString(36);
  return text;
}

const lengths = [20, 62, 63, 90, 140, 200, 331, 700];
const sizes = [100, 101, 117, 128, 173, 199, 250, 333, 407, 499, 500, 501, 777, 1023, 1500, 2000];

/** White pixels on the four sides of the dark ones, and the side of a module, read off the top left finder. */
function measure({ width, pixels }: MonochromeImage) {
  const dark = [...pixels.keys()].filter((at) => pixels[at] === 0);
  const columns = dark.reduce((span, at) => ({ first: Math.min(span.first, at % width), last: Math.max(span.last, at % width) }), {
    first: width,
    last: 0,
  });
  const top = Math.floor((dark[0] ?? 0) / width);
  const bottom = width - 1 - Math.floor((dark.at(-1) ?? 0) / width);
  const finder = pixels.subarray(top * width + columns.first).indexOf(1);
  return { borders: [top, bottom, columns.first, width - 1 - columns.last], module: finder / 7, code: width - top - bottom };
}

for (const bytes of lengths) {
  test(`two decoders read an address of ${bytes} bytes, byte for byte, at every size it fits`, async () => {
    const text = addressOf(bytes);
    const minimum = minimumQrSize(text);
    for (const size of [minimum, minimum + 1, ...sizes.filter((side) => side > minimum + 1)]) {
      const file = qrPng(text, size);
      expect(readWithJsqr(readMonochromePng(file)), `jsQR at ${size}`).toBe(text);
      expect(await readWithZxing(file), `ZXing at ${size}`).toBe(text);
    }
  });

  test(`the picture of ${bytes} bytes is exactly as large as asked, with equal modules and a quiet zone of four`, () => {
    const text = addressOf(bytes);
    const minimum = minimumQrSize(text);
    for (const size of [minimum, ...sizes.filter((side) => side > minimum)]) {
      const image = readMonochromePng(qrPng(text, size));
      expect([image.width, image.height]).toEqual([size, size]);
      const { borders, module, code } = measure(image);
      expect(module).toBeGreaterThanOrEqual(2);
      expect([module % 1, code % module]).toEqual([0, 0]);
      expect(Math.min(...borders)).toBeGreaterThanOrEqual(4 * module);
      expect(Math.max(...borders) - Math.min(...borders)).toBeLessThanOrEqual(1);
      expect(size, 'modules are as large as fits').toBeLessThan((code / module + 8) * (module + 1));
    }
  });
}

test('an address in any script comes back as the same bytes', async () => {
  const text = 'https://kaffebønne.example/påske?navn=Søren&emoji=☕️&村=東京';
  const file = qrPng(text, 500);
  expect(readWithJsqr(readMonochromePng(file))).toBe(text);
  expect(await readWithZxing(file)).toBe(text);
});

test('a size that leaves a module under two pixels is refused, naming the least size that works', async () => {
  const known = { 200: 2 * (57 + 8), 331: 2 * (69 + 8), 700: 2 * (101 + 8), 2331: 2 * (177 + 8) };
  for (const [bytes, minimum] of Object.entries(known)) {
    const text = addressOf(Number(bytes));
    expect(minimumQrSize(text)).toBe(minimum);
    for (const size of [qrSizeLimits.least, minimum - 1]) {
      const error = refusal(() => qrPng(text, size));
      expect([error.code, error.status, error.extra.minimum]).toEqual(['qr_too_small', 422, minimum]);
      expect(error.message).toContain(`${minimum} pixels`);
      expect(error.extra.errors).toEqual([{ pointer: '/size', detail: error.message }]);
    }
    expect(await readWithZxing(qrPng(text, minimum))).toBe(text);
  }
});

test('a short address still needs no less than the least size on offer', () => {
  expect(minimumQrSize(addressOf(20))).toBe(qrSizeLimits.least);
});

test('an address no QR code can carry is the address’s fault, at any size', () => {
  expect(readMonochromePng(qrPng(addressOf(2331), 2000)).width).toBe(2000);
  const error = refusal(() => qrPng(addressOf(2332), 2000));
  expect([error.code, error.extra.errors?.[0]?.pointer]).toEqual(['invalid_field', '/url']);
});

test('a size outside the limits never reaches the drawing', () => {
  for (const size of [0, -500, 99, 2001, 1e9, 250.5, Number.NaN]) expect(() => qrPng('https://a.dk/', size)).toThrow('within its limits');
});

test('a damaged picture does not pass the reader these tests trust', () => {
  const file = qrPng(addressOf(62), 500);
  for (const at of [3, 20, 25, 30, 60, file.length - 14, file.length - 1]) {
    const damaged = Uint8Array.from(file, (byte, index) => (index === at ? byte ^ 1 : byte));
    expect(() => readMonochromePng(damaged), `byte ${at}`).toThrow();
  }
});
