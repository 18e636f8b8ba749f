import { expect, test } from '@playwright/test';
import { inDrawingTurn } from './drawing-desk.ts';

test('two are drawn at once, twenty wait in the order they came, and more are told to come again', async () => {
  const finish: (() => void)[] = [];
  const begun: number[] = [];
  let atOnce = 0;
  let mostAtOnce = 0;
  const draw = (n: number) =>
    inDrawingTurn(async () => {
      begun.push(n);
      atOnce += 1;
      mostAtOnce = Math.max(mostAtOnce, atOnce);
      await new Promise<void>((resolve) => finish.push(resolve));
      atOnce -= 1;
      return n;
    });
  const all = Array.from({ length: 22 }, (_, n) => draw(n));
  await expect(draw(22)).rejects.toMatchObject({ code: 'unavailable', status: 503, extra: { retryAfterSeconds: 2 } });
  expect(begun).toEqual([0, 1]);
  for (const drawn of all) {
    finish.shift()?.();
    await drawn;
  }
  expect(begun).toEqual(all.map((_, n) => n));
  expect(mostAtOnce).toBe(2);
  const last = draw(23);
  finish.shift()?.();
  expect(await last).toBe(23);
});

test('a drawing that is refused gives its place back', async () => {
  const failing = () =>
    inDrawingTurn(async () => {
      throw new Error('refused');
    });
  for (let times = 0; times < 3; times++) await expect(failing()).rejects.toThrow('refused');
  expect(await inDrawingTurn(async () => 'drawn')).toBe('drawn');
});
