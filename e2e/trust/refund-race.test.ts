import { expect, test } from '@playwright/test';
import { raceRefunds } from './refunds-at-once.ts';
import { newSeed } from './rounds.ts';
import { openTrial, type Trial } from './trial.ts';

let trial: Trial;
test.beforeAll(async () => {
  test.setTimeout(90_000);
  trial = await openTrial({ gatewayMs: 50 });
});
test.afterAll(() => trial.close());

test('of twenty refunds of one payment at once as many are done as there is money, and every sum agrees', async () => {
  test.setTimeout(180_000);
  const seed = newSeed();
  const report = await raceRefunds(trial, { rounds: 5, refunds: 20, seed, atOnce: 3, withinMs: 150_000 });
  expect(report.wrongs, `seed ${seed}`).toEqual([]);
  expect(report, `seed ${seed}`).toMatchObject({ rounds: 5, asked: 100, overRefunded: 0, serverErrors: 0, refundedAtGateway: report.refunded });
  expect(report.refunds, `seed ${seed}`).toBeGreaterThan(4);
});
