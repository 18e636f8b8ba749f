import { expect, test } from '@playwright/test';
import { pauseAfterMs } from './check-schedule.ts';

/** When the n-th question comes after the step that left the outcome open, in seconds: the first one after the first pause. */
const askedAtSeconds = (count: number): number[] => {
  let at = 0;
  return Array.from({ length: count }, (_, index) => {
    at += pauseAfterMs(index, 'requires_action') / 1000;
    return at;
  });
};

test('an outcome nobody knows is asked about after 5 s, 15 s and 1 min, and then ever more rarely', () => {
  expect(askedAtSeconds(3)).toEqual([5, 15, 60]);
  const pauses = Array.from({ length: 60 }, (_, index) => pauseAfterMs(index, 'requires_action'));
  expect([...pauses].sort((one, other) => one - other)).toEqual(pauses);
  expect(pauses.at(-1)).toBe(15 * 60_000);
});

test('a bank that takes days over it is asked once an hour in the end', () => {
  expect(pauseAfterMs(50, 'pending')).toBe(15 * 60_000);
  expect(pauseAfterMs(500, 'pending')).toBe(60 * 60_000);
});
