import { deflateSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { startPictureWorker } from '#lib/server/threads.ts';
import { greyPng, pictureOf } from '#lib/testing/pictures.ts';
import { pictureDeadlineMs, providePictureWorker } from '../pictures/picture-desk.ts';
import { readPicture as readOf } from './read-picture.ts';

test.setTimeout(90_000);
const readPicture = (file: Uint8Array, visitor = 'visitor') => readOf(file, visitor);
test.beforeAll(() => providePictureWorker(startPictureWorker));

test('every QR code in a picture is read, and a picture without any has none', async () => {
  const texts = ['https://pay.example/pay/0000000000000000000000000-0', 'https://evil.example/', 'WIFI:S:x;;'];
  const found = await readPicture(pictureOf(...texts));
  expect(found.outcome === 'read' && found.texts.sort()).toEqual(texts.sort());
  expect(await readPicture(pictureOf())).toEqual({ outcome: 'read', texts: [] });
});

test('a code may hold any text', async () => {
  expect(await readPicture(pictureOf('https://bücher.example/ж/日本'))).toEqual({ outcome: 'read', texts: ['https://bücher.example/ж/日本'] });
});

test('a picture whose header says that it is huge is refused unopened, at once', async () => {
  const started = performance.now();
  const bomb = greyPng(30_000, 30_000, deflateSync(Buffer.alloc(1_000_000)));
  expect(await readPicture(bomb)).toEqual({ outcome: 'too_large' });
  expect(performance.now() - started).toBeLessThan(500);
});

test('a small picture with endless pixels behind it is not unpacked', async () => {
  // 300 MB that take 300 kB.
  const before = process.memoryUsage().rss;
  const bomb = greyPng(100, 100, deflateSync(Buffer.alloc(300_000_000)));
  expect(await readPicture(bomb)).toEqual({ outcome: 'unreadable' });
  expect(process.memoryUsage().rss - before).toBeLessThan(700_000_000);
});

test('what is broken behind a right header breaks nothing, and no code is found in it', async () => {
  const picture = pictureOf('https://pay.example/');
  for (const file of [
    picture.subarray(0, 200),
    greyPng(100, 100, Buffer.from('not packed')),
    Buffer.from('ffd8ffc00011080bb80fa003012200021101031101ffd9', 'hex'),
  ])
    expect([{ outcome: 'unreadable' }, { outcome: 'read', texts: [] }]).toContainEqual(await readPicture(file));
});

test('one picture is read at a time, a few wait, and more are told to come back', async () => {
  const picture = pictureOf('https://pay.example/');
  const answers = await Promise.all(Array.from({ length: 11 }, (_, n) => readPicture(picture, `visitor ${n}`)));
  expect(answers.map(({ outcome }) => outcome)).toEqual([...Array(8).fill('read'), 'busy', 'busy', 'busy']);
  expect((await readPicture(picture)).outcome).toBe('read');
});

test('a visitor has one picture read at a time: a second one is told to wait, another visitor’s is taken', async () => {
  const picture = pictureOf('https://pay.example/');
  const answers = await Promise.all(['one', 'one', 'other'].map((visitor) => readPicture(picture, visitor)));
  expect(answers.map(({ outcome }) => outcome)).toEqual(['read', 'visitor_waits', 'read']);
  expect((await readPicture(picture, 'one')).outcome).toBe('read');
});

test('a reader that never ends is ended within seconds, and the next picture is read', async () => {
  test.slow();
  const { Worker } = await import('node:worker_threads');
  providePictureWorker(() => new Worker('for (;;);', { eval: true }));
  const started = performance.now();
  expect(await readPicture(pictureOf('x'))).toEqual({ outcome: 'busy' });
  expect(performance.now() - started).toBeLessThan(pictureDeadlineMs + 3_000);
  expect(pictureDeadlineMs).toBe(5_000);
  providePictureWorker(startPictureWorker);
  expect((await readPicture(pictureOf('x'))).outcome).toBe('read');
});
