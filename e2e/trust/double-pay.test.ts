import { expect, test } from '@playwright/test';
import { raceDoublePay } from './double-pay-race.ts';
import { newSeed } from './rounds.ts';
import { openTrial, type Trial } from './trial.ts';

let trial: Trial;
test.beforeAll(async () => {
  test.setTimeout(90_000);
  trial = await openTrial({ gatewayMs: 50 });
});
test.afterAll(() => trial.close());

for (const isVerified of [true, false]) {
  test(`of twenty customers who pay one order at once one pays it, and the others have every penny back (${isVerified ? 'asked first' : 'never asked'})`, async () => {
    test.setTimeout(180_000);
    const seed = newSeed();
    const report = await raceDoublePay(trial, { rounds: 5, payers: 20, isVerified, seed, atOnce: 3, withinMs: 150_000 });
    expect(report.wrongs, `seed ${seed}`).toEqual([]);
    expect(report, `seed ${seed}`).toMatchObject({ rounds: 5, presses: { started: 100 }, settled: 5, netWrong: 0, serverErrors: 0 });
    expect(report.givenBack, `seed ${seed}`).toBe(report.successes - 5);
    if (!isVerified) expect(report.successes, `seed ${seed}`).toBe(100);
  });
}
