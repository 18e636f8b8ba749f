import { randomFillSync } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { deflateSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { startPictureWorker } from '#lib/server/threads.ts';
import { drawnPng, logoFiles } from '#lib/testing/logo-files.ts';
import { greyPng } from '#lib/testing/pictures.ts';
import { decodeJpeg } from './decode-jpeg.ts';
import { decodePng } from './decode-png.ts';
import { encodePng } from './encode-png.ts';
import { logoBounds, logoPicture } from './logo-picture.ts';
import { atPictureDesk, providePictureWorker } from './picture-desk.ts';
import { BrokenPicture, type Pixels } from './pixels.ts';
import { pngChunk } from './png-chunks.ts';
import { shrunk, sizeWithin } from './shrink.ts';

/** The colour at a place, as its four bytes. */
const at = ({ width, rgba }: Pixels, x: number, y: number): number[] => [...rgba.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)];

const near = (found: number[], wanted: number[], by: number): void => {
  for (const [n, value] of wanted.entries()) expect(Math.abs((found[n] ?? 0) - value), `${found} is not near ${wanted}`).toBeLessThanOrEqual(by);
};

test('a JPEG, baseline or progressive, has the colours that were drawn, turned as its camera was', () => {
  const plain = decodeJpeg(logoFiles.jpeg);
  expect([plain.width, plain.height]).toEqual([24, 16]);
  near(at(plain, 2, 2), [200, 30, 40, 255], 6);
  near(at(plain, 21, 13), [20, 160, 220, 255], 6);
  const turned = decodeJpeg(logoFiles.progressiveJpeg);
  expect([turned.width, turned.height]).toEqual([16, 24]);
  near(at(turned, 13, 2), [200, 30, 40, 255], 6);
  near(at(turned, 2, 21), [20, 160, 220, 255], 6);
  const [red, green, blue] = at(decodeJpeg(logoFiles.greyJpeg), 2, 2);
  expect([red, red]).toEqual([green, blue]);
});

test('a PNG is read to the byte: interlaced, with a palette, with alpha', () => {
  near(at(decodePng(logoFiles.palettePng), 2, 2), [200, 30, 40, 255], 0);
  const interlaced = decodePng(logoFiles.interlacedPng);
  expect([interlaced.width, interlaced.height]).toEqual([9, 7]);
  for (let y = 0; y < 7; y++) for (let x = 0; x < 9; x++) if (x + y > 0) expect(at(interlaced, x, y)).toEqual([x * 28, y * 36, 200, (x + y) * 17]);
});

test('what is written as a PNG is read back as it was, but for the colour of what cannot be seen', () => {
  const side = fc.integer({ min: 1, max: 12 });
  const picture = fc
    .tuple(side, side)
    .chain(([width, height]) =>
      fc.uint8Array({ minLength: width * height * 4, maxLength: width * height * 4 }).map((rgba): Pixels => ({ width, height, rgba: new Uint8Array(rgba) })),
    );
  fc.assert(
    fc.property(picture, (given) => {
      const back = decodePng(Buffer.from(encodePng(given)));
      const seen = given.rgba.map((byte, n) => ((given.rgba[n | 3] ?? 0) === 0 ? 0 : byte));
      expect([back.width, back.height, ...back.rgba]).toEqual([given.width, given.height, ...seen]);
    }),
    { numRuns: 200 },
  );
});

test('no junk, cut or changed file does more than be refused', () => {
  const whole = fc.constantFrom(...Object.values(logoFiles));
  const spoiled = fc.tuple(whole, fc.nat(), fc.nat(), fc.nat(255)).map(([file, cut, place, byte]) => {
    const copy = Buffer.from(file);
    copy[place % copy.length] = byte;
    return copy.subarray(0, cut % 3 === 0 ? copy.length : cut % copy.length);
  });
  fc.assert(
    fc.property(
      fc.oneof(
        spoiled,
        fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      ),
      (file) => {
        try {
          expect(logoPicture(file).png.byteLength).toBeLessThanOrEqual(logoBounds.bytes);
        } catch (error) {
          expect(error instanceof BrokenPicture || error instanceof RangeError, String(error)).toBe(true);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('a file that is cut off anywhere is refused, so that no half logo is shown', () => {
  for (const file of [logoFiles.jpeg, logoFiles.progressiveJpeg, logoFiles.palettePng, logoFiles.interlacedPng]) {
    for (let end = 0; end < file.length - 1; end += 7) expect(() => logoPicture(file.subarray(0, end)), `${end} of ${file.length} bytes`).toThrow();
  }
});

test('of a file only its pixels are kept: no Exif, no comment, no text, nothing behind its end', () => {
  const secret = Buffer.from('<script>alert("Secret Photographer")</script>');
  const png = logoFiles.palettePng;
  const texted = Buffer.concat([png.subarray(0, 33), pngChunk('tEXt', Buffer.concat([Buffer.from('Author\0'), secret])), png.subarray(33), secret]);
  expect(logoFiles.progressiveJpeg.includes('Secret Photographer')).toBe(true);
  for (const file of [texted, logoFiles.progressiveJpeg, Buffer.concat([logoFiles.jpeg, secret])]) {
    const made = Buffer.from(logoPicture(file).png);
    expect(made.includes('Secret')).toBe(false);
    expect([...made.toString('latin1').matchAll(/IHDR|PLTE|tRNS|IDAT|IEND|tEXt|eXIf|iCCP|pHYs/g)].map(([name]) => name)).toEqual(['IHDR', 'IDAT', 'IEND']);
  }
  expect(Buffer.from(logoPicture(texted).png)).toEqual(Buffer.from(logoPicture(png).png));
});

for (const [name, file] of Object.entries({
  'an SVG': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
  'a GIF': Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1'),
  'a page': Buffer.from('<!doctype html><script>alert(1)</script>'),
  'a page that goes on as a PNG': Buffer.concat([Buffer.from('<html>'), logoFiles.palettePng]),
  nothing: Buffer.alloc(0),
})) {
  test(`${name} is no logo`, () => {
    expect(() => logoPicture(file)).toThrow(BrokenPicture);
  });
}

test('a small PNG with endless pixels behind it is not unpacked', () => {
  const bomb = Buffer.from(greyPng(100, 100, deflateSync(Buffer.alloc(100_000_000))));
  const before = process.memoryUsage().rss;
  expect(() => logoPicture(bomb)).toThrow(BrokenPicture);
  expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000);
});

test('a larger logo is made smaller in its shape, to 512 pixels, and on until it has 64 kB', () => {
  const wide = logoPicture(drawnPng(1200, 300, (x) => (x < 600 ? [170, 0, 20, 255] : [0, 0, 0, 0])));
  expect([wide.width, wide.height]).toEqual([512, 128]);
  let seed = 7;
  const noise = logoPicture(
    drawnPng(600, 500, () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return [seed & 255, (seed >> 8) & 255, (seed >> 16) & 255, 255];
    }),
  );
  expect(noise.png.byteLength).toBeLessThanOrEqual(logoBounds.bytes);
  expect(Math.abs(noise.width / noise.height - 1.2)).toBeLessThan(0.03);
  const small = logoPicture(drawnPng(30, 10, () => [1, 2, 3, 255]));
  expect([small.width, small.height]).toEqual([30, 10]);
  expect(sizeWithin({ width: 10_000, height: 3 }, 512)).toEqual({ width: 512, height: 1 });
});

test('a logo that needs many steps to fit is shrunk from all its pixels once, and on from those', () => {
  const [width, height] = [1_400, 1_400];
  const noise = randomFillSync(Buffer.alloc((width + 1) * height));
  for (let row = 0; row < height; row++) noise[row * (width + 1)] = 0;
  const file = Buffer.from(greyPng(width, height, deflateSync(noise, { level: 1 })));
  const whole = decodePng(file);
  const first = encodePng(shrunk(whole, sizeWithin(whole, logoBounds.side)));
  expect(first.byteLength).toBeGreaterThan(logoBounds.bytes);
  // Steps from the whole picture would come to other pixels.
  expect(Buffer.from(logoPicture(file).png)).toEqual(Buffer.from(logoPicture(Buffer.from(first)).png));
});

test('a PNG in three hundred thousand parts is read, in time that grows with its length', () => {
  const { palettePng } = logoFiles;
  const at = palettePng.indexOf('IDAT') - 4;
  const parts = Buffer.concat(Array(300_000).fill(pngChunk('IDAT', Buffer.alloc(0))));
  // Looked through anew for each part it would take minutes, and the test's own time would end.
  expect(decodePng(Buffer.concat([palettePng.subarray(0, at), parts, palettePng.subarray(at)]))).toEqual(decodePng(palettePng));
});

test('transparency stays, and what cannot be seen does not bleed into an edge', () => {
  const pixels = decodePng(Buffer.from(logoPicture(drawnPng(1024, 1024, (x) => (x < 511 ? [200, 0, 0, 255] : [0, 255, 0, 0]))).png));
  expect(at(pixels, 10, 10)).toEqual([200, 0, 0, 255]);
  expect(at(pixels, 500, 10)[3]).toBe(0);
  const edge = at(pixels, 255, 10);
  expect(edge[3]).toBeGreaterThan(100);
  expect(edge.slice(0, 3)).toEqual([200, 0, 0]);
});

test('a mean of black and white is the grey that gives as much light', () => {
  const dots = drawnPng(4, 4, (x, y) => ((x + y) % 2 === 0 ? [255, 255, 255, 255] : [0, 0, 0, 255]));
  expect(at(shrunk(decodePng(dots), { width: 1, height: 1 }), 0, 0)).toEqual([188, 188, 188, 255]);
});

test('a logo that was made for dark grounds is known by its white on nothing', () => {
  expect(logoPicture(drawnPng(20, 20, (x) => (x < 10 ? [250, 250, 250, 255] : [0, 0, 0, 0]))).isLight).toBe(true);
  expect(logoPicture(drawnPng(20, 20, (x) => (x < 10 ? [20, 20, 20, 255] : [0, 0, 0, 0]))).isLight).toBe(false);
  expect(logoPicture(drawnPng(20, 20, () => [255, 255, 255, 255])).isLight).toBe(false);
});

test('logos are made in a thread of their own; a huge one is refused by its header', async () => {
  providePictureWorker(startPictureWorker);
  const made = await atPictureDesk({ task: 'logo', file: logoFiles.jpeg }, 'one', { pixels: 1_000 });
  expect('logo' in made && [made.logo.width, made.logo.height]).toEqual([24, 16]);
  expect(await atPictureDesk({ task: 'logo', file: logoFiles.jpeg }, 'one', { pixels: 300 })).toEqual({ refused: 'too_large' });
  expect(await atPictureDesk({ task: 'logo', file: logoFiles.jpeg.subarray(0, 330) }, 'one', { pixels: 1_000 })).toEqual({ isUnreadable: true });
});

test('a picture whose thread does not end in time is late, not broken, and its thread is ended', async () => {
  const stuck: Worker[] = [];
  providePictureWorker(() => {
    const worker = new Worker('setInterval(() => {}, 1000)', { eval: true });
    stuck.push(worker);
    return worker;
  });
  expect(await atPictureDesk({ task: 'logo', file: logoFiles.jpeg }, 'one', { pixels: 1_000, ms: 20 })).toEqual({ refused: 'late' });
  expect(stuck.map(({ threadId }) => threadId)).toEqual([-1]);
  providePictureWorker(startPictureWorker);
});
