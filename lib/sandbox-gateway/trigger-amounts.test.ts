import { expect, test } from '@playwright/test';
import { invariant } from '../errors.ts';
import { currencyOf, type Money, majorText } from '../money.ts';
import { terminals } from './terminals.ts';
import { triggerAmounts } from './trigger-amounts.ts';
import { isChargedBack, isSlow, judgeOperation, judgePayment, needsChallenge } from './triggers.ts';

/** Whether an amount makes anything happen but that it is approved, whatever is done with it. */
const isTrigger = (amount: Money): boolean =>
  terminals.some((terminal) => judgePayment(terminal, amount).kind !== 'approved') ||
  (['capture', 'release', 'refund'] as const).some((kind) => judgeOperation(kind, amount) !== 'approved') ||
  needsChallenge('approve', amount) ||
  isSlow(amount) ||
  isChargedBack(amount);

test('the published amounts are those that do something, and no others up to 50.00', () => {
  const currency = currencyOf('DKK');
  invariant(currency, 'DKK is a currency');
  const amounts = Array.from({ length: 5_000 }, (_, index): Money => ({ minor: BigInt(index + 1), currency }));
  const byNumber = (left: string, right: string) => Number(left) - Number(right);
  expect(amounts.filter(isTrigger).map(majorText)).toEqual(triggerAmounts.map(({ amount }) => amount).sort(byNumber));
});
