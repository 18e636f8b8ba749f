import { expect, test } from '@playwright/test';
import { now, shiftClock } from './clock.ts';
import { processWide } from './process.ts';

/** The clock's own state, as a reading of the database's time leaves it. */
const clock = processWide('clock', () => ({ baseMs: undefined as number | undefined, shiftMs: 0, toldMs: Number.NEGATIVE_INFINITY, readAtMs: 0 }));
const at = Date.UTC(2030, 0, 1);

test.beforeEach(() => {
  Object.assign(clock, { baseMs: at - performance.now(), shiftMs: 0, toldMs: Number.NEGATIVE_INFINITY });
});

const correct = (ms: number): void => {
  clock.baseMs = (clock.baseMs ?? 0) + ms;
};

test('a reading that corrects the clock back by a little never lets time run backwards', () => {
  for (const correction of [-1, -50, -500, -1_000, 20]) {
    const before = now();
    correct(correction);
    expect(now().getTime()).toBeGreaterThanOrEqual(before.getTime());
  }
});

test('time goes on once it has caught up with a correction', () => {
  const before = now().getTime();
  correct(-1_000);
  expect(now().getTime()).toBe(before);
  correct(1_500);
  expect(now().getTime()).toBeGreaterThanOrEqual(before + 500);
});

test('a database that is set back by hours is believed: nothing waits for them', () => {
  const before = now().getTime();
  correct(-3_600_000);
  expect(now().getTime()).toBeLessThan(before - 3_590_000);
});

test('a test that moves the clock moves it either way, by any step', () => {
  Object.assign(process.env, { MODE: 'test' });
  const before = now().getTime();
  shiftClock(-500);
  expect(now().getTime()).toBeLessThan(before);
  shiftClock(0);
});
