import { Worker } from 'node:worker_threads';
import { expect, test } from '@playwright/test';
import { pageLanguage } from '#lib/i18n/page-language.ts';
import { posterWords } from '#lib/i18n/poster-words.ts';
import type { Poster } from '#lib/posters/poster.ts';
import { drawQr, plainStyle } from '#lib/qr/drawing.ts';
import { startPrintWorker } from '#lib/server/threads.ts';
import { print, providePrintWorker } from './print-desk.ts';
import { drawn } from './prints.ts';

const language = pageLanguage({ configured: 'ar' });

const facts: Poster = {
  merchant: '東京ティー',
  amount: undefined,
  orderId: '1',
  host: 'pay.example.com',
  typedAt: 'pay.example.com/p',
  code: drawQr('https://pay.example.com/pay/x', plainStyle),
  words: posterWords(language, { merchant: '東京ティー', orderId: '1' }),
  language: language.tag,
  direction: language.direction,
  isTest: true,
  createdAt: new Date(0),
};

test.afterAll(() => providePrintWorker(undefined));

test('the thread prints what this one would, one document after the other, and outlives a failure', async () => {
  await providePrintWorker(startPrintWorker);
  const expected = await drawn({ kind: 'poster', facts });
  const broken = print({ kind: 'poster', facts: { ...facts, createdAt: 'never' as unknown as Date } });
  const [first, second] = [print({ kind: 'poster', facts }), print({ kind: 'tent', facts })];
  await expect(broken).rejects.toThrow('A document failed to print');
  expect(Buffer.compare(await first, expected)).toBe(0);
  expect(Buffer.compare(await second, await drawn({ kind: 'tent', facts }))).toBe(0);
});

test('a thread that dies fails one document, and the next one has a new thread', async () => {
  let started = 0;
  await providePrintWorker(() => {
    started += 1;
    return new Worker("require('node:worker_threads').parentPort.on('message', () => process.exit(1))", { eval: true });
  });
  await expect(print({ kind: 'poster', facts })).rejects.toThrow('The printing thread ended');
  await expect(print({ kind: 'poster', facts })).rejects.toThrow('The printing thread ended');
  expect(started).toBe(2);
});

test('when forty wait the next one is told to come again', async () => {
  await providePrintWorker(() => new Worker("require('node:worker_threads').parentPort.on('message', () => process.exit(1))", { eval: true }));
  const all = Array.from({ length: 41 }, () => print({ kind: 'poster', facts }));
  await expect(all[40]).rejects.toMatchObject({ code: 'unavailable', status: 503 });
  await Promise.allSettled(all);
});
