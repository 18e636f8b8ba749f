import { expect, test } from '@playwright/test';
import { invariant } from '../errors.ts';
import { currencyOf, type Money, majorText } from '../money.ts';
import { terminals } from './terminals.ts';
import { triggerAmounts } from './trigger-amounts.ts';
import { codeCheck, isChargedBack, isSlow, judgeOperation, judgePayment, needsChallenge, recommendationFor } from './triggers.ts';

/** What happens to an amount, whatever is done with it. */
const fate = (amount: Money): string =>
  JSON.stringify([
    terminals.flatMap((terminal) => ['payment', 'verifyCard'].map((type) => judgePayment({ terminal, amount, type }))),
    terminals.map((terminal) => codeCheck({ terminal, amount, type: 'payment' })),
    terminals.flatMap((terminal) => (['capture', 'release', 'refund'] as const).map((kind) => judgeOperation(kind, amount, terminal))),
    needsChallenge('approve', amount),
    recommendationFor(amount),
    isSlow(amount),
    isChargedBack(amount),
  ]);

test('the published amounts are those that do something, and no others up to 120.00', () => {
  const currency = currencyOf('DKK');
  invariant(currency, 'DKK is a currency');
  const ordinary = fate({ minor: 100n, currency });
  const amounts = Array.from({ length: 12_000 }, (_, index): Money => ({ minor: BigInt(index + 1), currency }));
  const byNumber = (left: string, right: string) => Number(left) - Number(right);
  expect(amounts.filter((amount) => fate(amount) !== ordinary).map(majorText)).toEqual(triggerAmounts.map(({ amount }) => amount).sort(byNumber));
});
