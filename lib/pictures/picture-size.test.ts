import { deflateSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { greyPng, pictureOf } from '#lib/testing/pictures.ts';
import { pictureSize } from './picture-size.ts';

const jpeg = (...segments: string[]): Uint8Array => Buffer.from(`ffd8${segments.join('')}`, 'hex');
const comment = 'fffe0006abcdef01';
/** Start of frame: 8 bits, 0x0bb8 × 0x0fa0 (3000 × 4000), three components. */
const frame = (marker: string): string => `ff${marker}0011080bb80fa003012200021101031101`;

test('a PNG’s size is what its header says', () => {
  expect(pictureSize(greyPng(30_000, 20_000, new Uint8Array()))).toEqual({ format: 'png', width: 30_000, height: 20_000, bytes: 600_000_000 });
  expect(pictureSize(pictureOf('x'))?.format).toBe('png');
});

for (const marker of ['c0', 'c1', 'c2']) {
  test(`a JPEG’s size stands in its frame (${marker}), behind what may stand before it`, () => {
    for (const before of [[], [comment], ['ffe000104a46494600010100000100010000', comment], [`ff${comment}`]]) {
      expect(pictureSize(jpeg(...before, frame(marker)))).toEqual({ format: 'jpeg', width: 4000, height: 3000, bytes: 36_000_000 });
    }
  });
}

for (const [name, file] of Object.entries({
  nothing: new Uint8Array(),
  'a text': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  'a GIF': Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1'),
  'a bitmap': Buffer.concat([Buffer.from('BM'), Buffer.alloc(60, 1)]),
  'a PNG without width': greyPng(0, 10, deflateSync(Buffer.alloc(10))),
  'a PNG that ends in its header': greyPng(10, 10, new Uint8Array()).subarray(0, 30),
  'a PNG with something before its header': Buffer.concat([greyPng(10, 10, new Uint8Array()).subarray(0, 8), Buffer.alloc(60)]),
  'a JPEG without a frame': jpeg(comment, comment),
  'a JPEG whose frame is arithmetic or lossless': jpeg(frame('c9')),
  'a JPEG with junk between its segments': jpeg(comment, '00', frame('c0')),
  'a JPEG that ends in its frame': jpeg('ffc00011080bb8'),
  'a JPEG without height': jpeg('ffc000110800000fa003012200021101031101'),
  'a JPEG of one endless marker': Buffer.concat([Buffer.from('ffd8', 'hex'), Buffer.alloc(100_000, 255)]),
})) {
  test(`${name} has no size`, () => {
    expect(pictureSize(file)).toBeUndefined();
  });
}
