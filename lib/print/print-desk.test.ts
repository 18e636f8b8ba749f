import { Worker } from 'node:worker_threads';
import { expect, test } from '@playwright/test';
import { pageLanguage } from '#lib/i18n/page-language.ts';
import { posterWords } from '#lib/i18n/poster-words.ts';
import type { Poster } from '#lib/posters/poster.ts';
import { drawQr, plainStyle } from '#lib/qr/drawing.ts';
import { startPrintWorker } from '#lib/server/threads.ts';
import { type PrintTurn, print, providePrintWorker } from './print-desk.ts';
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

/** A page of one merchant, as most tests need. */
const turn = { merchantId: 'one', for: 'page' } as const;

test.afterAll(() => providePrintWorker(undefined));

test('the thread prints what this one would, one document after the other, and outlives a failure', async () => {
  await providePrintWorker(startPrintWorker);
  const expected = await drawn({ kind: 'poster', facts });
  const broken = print({ kind: 'poster', facts: { ...facts, createdAt: 'never' as unknown as Date } }, turn);
  const [first, second] = [print({ kind: 'poster', facts }, turn), print({ kind: 'tent', facts }, turn)];
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
  await expect(print({ kind: 'poster', facts }, turn)).rejects.toThrow('The printing thread ended');
  await expect(print({ kind: 'poster', facts }, turn)).rejects.toThrow('The printing thread ended');
  expect(started).toBe(2);
});

/** A thread that answers each job with its order number, and the numbers in the order in which they were printed. */
async function echoes() {
  const printed: string[] = [];
  await providePrintWorker(
    () =>
      new Worker(
        "const { parentPort } = require('node:worker_threads'); parentPort.on('message', (job) => parentPort.postMessage({ pdf: new TextEncoder().encode(job.facts.orderId) }))",
        { eval: true },
      ),
  );
  const ask = async (orderId: string, asked: PrintTurn) => {
    const pdf = await print({ kind: 'poster', facts: { ...facts, orderId } }, asked);
    printed.push(new TextDecoder().decode(pdf));
  };
  return { ask, printed };
}

test('merchants take turns: who asked for many documents has them printed between those of others', async () => {
  const { ask, printed } = await echoes();
  const all = ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1'].map((orderId) => ask(orderId, { merchantId: orderId.slice(0, 1), for: 'page' }));
  await Promise.all(all);
  expect(printed).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4']);
});

test('a merchant whose four wait is told to come again, and no other is', async () => {
  const { ask, printed } = await echoes();
  const all = Array.from({ length: 6 }, (_, index) => ask(`a${index}`, turn));
  const other = ask('b', { merchantId: 'other', for: 'page' });
  await expect(all[5]).rejects.toMatchObject({ code: 'unavailable', status: 503, extra: { retryAfterSeconds: 5 } });
  await Promise.allSettled([...all, other]);
  expect(printed).toEqual(['a0', 'a1', 'b', 'a2', 'a3', 'a4']);
});

test('an e-mail is never refused, and waits for one page of its merchant at most', async () => {
  const { ask, printed } = await echoes();
  const pages = Array.from({ length: 5 }, (_, index) => ask(`page ${index}`, turn));
  const mails = Array.from({ length: 5 }, (_, index) => ask(`mail ${index}`, { ...turn, for: 'mail' }));
  await Promise.all([...pages, ...mails]);
  expect(printed.slice(0, 5)).toEqual(['page 0', 'mail 0', 'page 1', 'mail 1', 'page 2']);
  expect(printed).toHaveLength(10);
});

test('what nobody waits for any more is not printed, and leaves its place to another', async () => {
  const { ask, printed } = await echoes();
  const gone = new AbortController();
  const all = Array.from({ length: 4 }, (_, index) => ask(`a${index}`, turn));
  const left = ask('left', { ...turn, signal: gone.signal });
  gone.abort();
  const next = ask('next', turn);
  await expect(left).rejects.toMatchObject({ status: 503 });
  await Promise.all([...all, next]);
  expect(printed).toEqual(['a0', 'a1', 'a2', 'a3', 'next']);
});

test('when a hundred wait nobody has a place, until some are printed', async () => {
  const { ask } = await echoes();
  const all = Array.from({ length: 102 }, (_, index) => ask('page', { merchantId: `m${index}`, for: 'page' }));
  await expect(all[101]).rejects.toMatchObject({ code: 'unavailable', status: 503 });
  expect((await Promise.allSettled(all)).filter(({ status }) => status === 'rejected')).toHaveLength(1);
});

test('a document that takes too long is 503 with the seconds to wait, and the next one has a new thread', async () => {
  let started = 0;
  await providePrintWorker(() => {
    started += 1;
    return new Worker("require('node:worker_threads').parentPort.on('message', () => {})", { eval: true });
  });
  const first = print({ kind: 'poster', facts }, { ...turn, deadlineMs: 50 });
  await expect(first).rejects.toMatchObject({ code: 'unavailable', status: 503, extra: { retryAfterSeconds: 60 } });
  await expect(print({ kind: 'poster', facts }, { ...turn, deadlineMs: 50 })).rejects.toMatchObject({ status: 503 });
  expect(started).toBe(2);
});
