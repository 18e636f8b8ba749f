import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { compress, encodingFor } from './compression.ts';

const wishes: [string | undefined, string | undefined][] = [
  [undefined, undefined],
  ['', undefined],
  ['identity', undefined],
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip', 'gzip'],
  ['GZIP;Q=1.0', 'gzip'],
  ['br;q=0, gzip;q=0.5', 'gzip'],
  ['br; q=0.0 , *', 'gzip'],
  ['*', 'br'],
  ['*;q=0', undefined],
  ['gzip;q=junk', undefined],
];

for (const [given, encoding] of wishes) {
  test(`"Accept-Encoding: ${given}" is answered with ${encoding ?? 'the bytes themselves'}`, () => {
    expect(encodingFor(given)).toBe(encoding);
  });
}

test('what was compressed is the same text again', () => {
  const text = Buffer.from('kr. 2.049,99 – مرحبا '.repeat(500));
  expect(brotliDecompressSync(compress(text, 'br'))).toEqual(text);
  expect(gunzipSync(compress(text, 'gzip'))).toEqual(text);
});
