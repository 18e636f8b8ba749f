import { queryAsGuest } from '#lib/testing/guest-database.ts';
import type { RunningServer } from '../fixtures/server.ts';
import type { Ended, PaidOrder } from './clerks.ts';

type Sums = { captured: number; refunded: number; captures: number; refunds: number };

/** A payment's sums, and how many operations made them, as our books and the gateway's have them. */
export type MoneyRecord = { paymentId: string; ours: Sums; gateways: Sums; outstanding: number; authorized: number };

/** The first capture, made with the payment itself, is the gateway's own: it bears the payment's name, not an operation's. */
const records = `
  SELECT p.id AS "paymentId", p.authorized_minor::int AS authorized,
    (SELECT count(*)::int FROM payment_operation o WHERE o.payment_id = p.id AND o.status <> 'succeeded') AS outstanding,
    (SELECT json_build_object('captured', p.captured_minor, 'refunded', p.refunded_minor,
        'captures', count(*) FILTER (WHERE kind = 'capture'), 'refunds', count(*) FILTER (WHERE kind = 'refund'))
      FROM payment_operation o WHERE o.payment_id = p.id AND o.status = 'succeeded') AS ours,
    json_build_object('captured', t.captured_minor, 'refunded', t.refunded_minor,
      'captures', count(o.id) FILTER (WHERE o.type = 'captured' AND o.reconciliation_id IS DISTINCT FROM p.id::text), 'refunds', count(o.id) FILTER (WHERE o.type = 'refunded')) AS gateways
  FROM payment p JOIN sandbox_transaction t ON t.shop_order_id = p.gateway_order_id LEFT JOIN sandbox_operation o ON o.transaction_id = t.id
  WHERE p.id = ANY($1) GROUP BY p.id, t.id`;

export const moneyRecords = (server: RunningServer, paymentIds: string[]): Promise<MoneyRecord[]> =>
  queryAsGuest<MoneyRecord>(server.settings, records, [paymentIds]);

/** What the clerks were told was done: one entry an operation, whoever heard of it. */
export function doneOf(ended: Ended[], kind: 'refund' | 'capture'): number[] {
  const done = ended.flatMap((one) => (one.is === 'done' && one.clerk.kind === kind ? [one] : []));
  return [...new Map(done.map(({ operationId, amountMinor }) => [operationId, amountMinor])).values()];
}

export const sumOf = (amounts: number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);

/** What is wrong with one payment that was refunded from all sides, in words; empty when every penny is where all say that it is. */
export function wrongsOfRefunds(order: PaidOrder, ended: Ended[], record: MoneyRecord | undefined): string[] {
  if (!record) return ['nobody knows the payment'];
  const { ours, gateways, authorized, outstanding } = record;
  const [refunds, captures] = [doneOf(ended, 'refund'), doneOf(ended, 'capture')];
  const captured = order.capturedMinor + sumOf(captures);
  const captureCalls = captures.length + (order.capturedMinor < order.amountMinor ? 1 : 0);
  const expected: Sums = { captured, refunded: sumOf(refunds), captures: captureCalls, refunds: refunds.length };
  const wrongs = [
    ours.refunded > ours.captured && `we refunded ${ours.refunded} of ${ours.captured}`,
    gateways.refunded > gateways.captured && `the gateway refunded ${gateways.refunded} of ${gateways.captured}`,
    captured > authorized && `${captured} of ${authorized} was captured`,
    textOf(ours) !== textOf(expected) && `we have ${textOf(ours)}, and told ${textOf(expected)}`,
    textOf(gateways) !== textOf(expected) && `the gateway has ${textOf(gateways)}, and we told ${textOf(expected)}`,
    outstanding > 0 && `${outstanding} operations did not succeed`,
    ...ended.map((one) => untruthOf(one, { left: ours.captured - ours.refunded, uncaptured: authorized - ours.captured, grew: captures.length > 0 })),
    ...sharedKeys(ended),
  ];
  return wrongs.filter((wrong) => wrong !== false);
}

const textOf = ({ captured, refunded, captures, refunds }: Sums): string => `${captured} captured in ${captures}, ${refunded} refunded in ${refunds}`;

/** What is left only ever shrinks, unless more is captured: who was refused for want of money must still be refused now. */
function untruthOf({ clerk, is }: Ended, money: { left: number; uncaptured: number; grew: boolean }): string | false {
  if (is !== 'not_possible') return false;
  const left = clerk.kind === 'refund' ? money.left : money.uncaptured;
  const isTrue = clerk.amountMinor === undefined ? left === 0 : clerk.amountMinor > left;
  const mayHaveGrown = clerk.kind === 'refund' && money.grew;
  return isTrue || mayHaveGrown ? false : `a ${clerk.kind} of ${clerk.amountMinor ?? 'all that is left'} was refused, and ${left} is left`;
}

/** One key is one operation and one answer. */
function sharedKeys(ended: Ended[]): string[] {
  const answers = new Map<string, string>();
  return ended.flatMap((one) => {
    const { key } = one.clerk;
    if (key === undefined || one.is !== 'done') return [];
    const other = answers.get(key);
    answers.set(key, one.operationId);
    return other === undefined || other === one.operationId ? [] : [`the key ${key} is two operations, ${other} and ${one.operationId}`];
  });
}
