import { queryAsGuest } from '#lib/testing/guest-database.ts';
import type { RunningServer } from '../fixtures/server.ts';
import { groupedBy } from './grouped.ts';

/** A payment as our books and the gateway's have it, side by side. Amounts in minor units. */
export type PaymentRecord = {
  sessionId: string;
  sessionStatus: string;
  settledBy: string | null;
  amount: number;
  id: string;
  linkId: string | null;
  status: string;
  settles: boolean;
  surplusReason: string | null;
  failureMessage: string | null;
  /** Ours: operations that gave all of it back, and operations at all. */
  undone: number;
  operations: number;
  /** The gateway's: transactions under this try, those with money, what is held of it, and what was given back how often. */
  transactions: number;
  successes: number;
  held: number;
  givenBackTimes: number;
  givenBack: number;
};

const records = `
  WITH given_back AS (
    SELECT transaction_id, count(*) AS times, sum(amount_minor) AS minor FROM sandbox_operation WHERE type IN ('refunded', 'released') GROUP BY 1
  ), gateway AS (
    SELECT t.shop_order_id, count(*) AS transactions, count(*) FILTER (WHERE t.reserved_minor > 0 OR t.captured_minor > 0) AS successes,
      sum(CASE WHEN t.status = 'released' THEN 0 ELSE greatest(t.reserved_minor, t.captured_minor) - t.refunded_minor END) AS held,
      sum(b.times) AS times, sum(b.minor) AS minor
    FROM sandbox_transaction t LEFT JOIN given_back b ON b.transaction_id = t.id GROUP BY 1
  ), ours AS (
    SELECT payment_id, count(*) FILTER (WHERE undo AND status = 'succeeded') AS undone, count(*) AS operations FROM payment_operation GROUP BY 1
  )
  SELECT s.id AS "sessionId", s.status::text AS "sessionStatus", s.settled_by_payment_id AS "settledBy", s.amount_minor::int AS amount, p.id,
    p.link_id AS "linkId", p.status::text, p.settles, p.surplus_reason::text AS "surplusReason", p.failure_message AS "failureMessage",
    coalesce(o.undone, 0)::int AS undone, coalesce(o.operations, 0)::int AS operations, coalesce(g.transactions, 0)::int AS transactions,
    coalesce(g.successes, 0)::int AS successes, coalesce(g.held, 0)::int AS held, coalesce(g.times, 0)::int AS "givenBackTimes",
    coalesce(g.minor, 0)::int AS "givenBack"
  FROM checkout_session s JOIN payment p ON p.session_id = s.id
  LEFT JOIN ours o ON o.payment_id = p.id LEFT JOIN gateway g ON g.shop_order_id = p.gateway_order_id
  WHERE s.id = ANY($1) ORDER BY s.id, p.try_number`;

/** Every payment of these sessions. */
export const paymentRecords = (server: RunningServer, sessionIds: string[]): Promise<PaymentRecord[]> =>
  queryAsGuest<PaymentRecord>(server.settings, records, [sessionIds]);

const triesALink = 10;

/** What is wrong with one order that many paid at once, in words; empty when exactly one of them paid it and every other has it all back. */
export function wrongsOfOrder(payments: PaymentRecord[]): string[] {
  const settling = payments.filter(({ settles }) => settles);
  const [paid] = settling;
  const [first] = payments;
  const held = payments.reduce((sum, payment) => sum + payment.held, 0);
  const byLink = groupedBy(payments, ({ linkId }) => linkId);
  const wrongs = [
    settling.length !== 1 && `${settling.length} payments settle it`,
    first?.sessionStatus !== 'paid' && `it is ${first?.sessionStatus}`,
    first?.settledBy !== paid?.id && 'it names another payment than the one that settles',
    held !== first?.amount && `the gateway holds ${held} of ${first?.amount}`,
    [...byLink.values()].some((tries) => tries.length > triesALink) && `a link took more than ${triesALink} tries`,
  ].filter((wrong) => wrong !== false);
  return [...wrongs, ...payments.flatMap((payment) => wrongsOfPayment(payment).map((wrong) => `payment ${payment.id} ${wrong}`))];
}

function wrongsOfPayment(payment: PaymentRecord): string[] {
  const { amount, held, givenBack, givenBackTimes, undone, operations, status } = payment;
  const isGivenBack = held === 0 && givenBack === amount && givenBackTimes === 1 && undone === 1 && operations === 1;
  const isUntouched = held === amount && givenBackTimes === 0 && operations === 0;
  const isMoney = ['authorized', 'captured', 'released'].includes(status);
  const wrongs = [
    payment.transactions !== 1 && `has ${payment.transactions} transactions at the gateway`,
    payment.successes > 0 !== isMoney && `is ${status}, and the gateway has ${payment.successes} successes`,
    payment.settles && (payment.surplusReason !== null || status === 'released' || !isUntouched) && 'settles, and its money is not as it came',
    !payment.settles && isMoney && payment.surplusReason !== 'already_paid' && `is a surplus for the reason ${payment.surplusReason}`,
    !payment.settles && isMoney && !isGivenBack && `has ${givenBack} of ${amount} back in ${givenBackTimes} operations of the gateway, ${operations} of ours`,
    !isMoney && status !== 'failed' && `is ${status}`,
    !isMoney && operations > 0 && `moved no money and has ${operations} operations`,
  ];
  return wrongs.filter((wrong) => wrong !== false);
}

/** What a customer was told that is not so; undefined when it is. */
export function untruthOf(payment: PaymentRecord, read: { atGateway: string; heading: string; words: string }): string | undefined {
  const says = `reads “${read.heading}” after “${read.atGateway}”`;
  const isGivenBack = read.heading === 'Your money is on its way back';
  const isThanked = read.words.includes('went through');
  if (payment.settles) return isThanked ? undefined : `paid the order and ${says}`;
  if (payment.surplusReason) return isGivenBack && !isThanked ? undefined : `paid in vain and ${says}`;
  // A gateway whose question was not answered in time lets nothing through and says so in its own words.
  const isToldWhy = /(already paid|Another payment for this order is in progress|could not confirm the order)\. Nothing was charged/.test(read.atGateway);
  return isToldWhy && !isGivenBack && !isThanked ? undefined : `was refused and ${says}`;
}
