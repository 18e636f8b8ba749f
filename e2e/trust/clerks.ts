import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from '../fixtures/api.ts';
import { type Operation, operate } from '../fixtures/operations.ts';
import { type Kind, openSession, pays, startPayment, submitAtGateway } from '../fixtures/payer.ts';
import type { Chance } from './rounds.ts';
import type { Trial } from './trial.ts';

/** A payment that came, with money taken of it, and what is taken while it is being refunded. Amounts in minor units. */
export type PaidOrder = { number: number; paymentId: string; currency: string; amountMinor: number; capturedMinor: number };

/** One who works on the payment: refunds or captures so much, all that is left when no amount is named. */
export type Clerk = { kind: Operation & ('refund' | 'capture'); amountMinor: number | undefined; key: string | undefined };

/** How it ended for a clerk: done, by which operation, or refused because the money is not there. */
export type Ended = { clerk: Clerk; calls: number } & ({ is: 'done'; operationId: string; amountMinor: number } | { is: 'not_possible' });

/** Steps of amounts, so that none is one of the sandbox's triggers (9.66 and the like), whatever is left. */
const stepMinor = 5;
const mostTries = 400;

/** A customer pays; money is taken at once, or half of it by the merchant and the rest in the race. */
export async function openPaidOrder({ shop }: Trial, number: number, chance: Chance): Promise<PaidOrder> {
  const amountMinor = stepMinor * chance.whole(1_000, 100_000);
  const currency = chance.of(['DKK', 'EUR']);
  const kind: Kind = chance.of(['CARD', 'CARD', 'MOBILEPAY', 'BANKPAYMENT']);
  const autoCapture = kind !== 'BANKPAYMENT' && chance.isOnce(0.5);
  const value = amountMinor / 100;
  const order = {
    orderId: `refund-race-${number}`,
    amount: { value, currency },
    orderLines: [{ itemId: 'one', description: 'What nobody wants any more', quantity: 1, unitPrice: value }],
  };
  const sessionId = await openSession(shop, { order, configuration: { autoCapture } });
  const { paymentId, url } = await startPayment(shop, sessionId, kind);
  await submitAtGateway(url, kind === 'CARD' ? pays.card : pays.approves);
  const isTaken = kind === 'BANKPAYMENT' || autoCapture;
  await untilPaid({ shop }, paymentId, isTaken ? 'CAPTURED' : 'AUTHORIZED');
  const paid = { number, paymentId, currency, amountMinor };
  if (isTaken) return { ...paid, capturedMinor: amountMinor };
  const half = stepMinor * Math.ceil(amountMinor / stepMinor / 2);
  const captured = await operate(shop, 'capture', paymentId, { amount: { value: half / 100, currency } });
  if (captured.status !== 200) throw new Error(`a capture was answered ${captured.status} ${captured.text}`);
  return { ...paid, capturedMinor: half };
}

async function untilPaid({ shop }: Pick<Trial, 'shop'>, paymentId: string, status: string): Promise<void> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const { body } = await shop.api('GET', `/payment/${paymentId}`);
    if (body.status === status) return;
    await pause(50);
  }
  throw new Error(`payment ${paymentId} did not become ${status}`);
}

/**
 * Refunds of all of it, of what is left, of halves, thirds and of any part, most with keys of their own, some sharing
 * one; where the merchant took only half, some capture more of it meanwhile. Together they want far more than there is.
 */
export function drawClerks(count: number, { amountMinor, capturedMinor, paymentId }: PaidOrder, chance: Chance): Clerk[] {
  const part = (share: number): number => Math.max(stepMinor, stepMinor * Math.floor((capturedMinor * share) / stepMinor));
  const clerks: Clerk[] = [];
  for (let index = 0; index < count; index += 1) {
    const previous = clerks.at(-1);
    if (previous?.key && chance.isOnce(0.15)) clerks.push(previous);
    else {
      const key = chance.isOnce(0.8) ? `${paymentId}-${index}` : undefined;
      const captures = capturedMinor < amountMinor && chance.isOnce(0.2);
      const refundMinor = chance.of([capturedMinor, undefined, part(1 / 2), part(1 / 3), part(1 / 7), stepMinor * chance.whole(1, capturedMinor / stepMinor)]);
      const captureMinor = stepMinor * chance.whole(1, Math.max(1, Math.floor((amountMinor - capturedMinor) / stepMinor)));
      clerks.push(captures ? { kind: 'capture', amountMinor: captureMinor, key } : { kind: 'refund', amountMinor: refundMinor, key });
    }
  }
  return clerks;
}

/** All of them ask at once; whoever is told that another one is still at it asks again a little later, to the end. */
export const workTogether = (trial: Trial, order: PaidOrder, clerks: Clerk[], chance: Chance): Promise<Ended[]> => {
  const pauses = clerks.map(() => chance.whole(100, 300));
  return Promise.all(clerks.map((clerk, index) => workToTheEnd(trial, order, clerk, pauses[index] ?? 0)));
};

async function workToTheEnd({ shop }: Trial, { paymentId, currency }: PaidOrder, clerk: Clerk, pauseMs: number): Promise<Ended> {
  const body = clerk.amountMinor === undefined ? {} : { amount: { value: clerk.amountMinor / 100, currency } };
  for (let tries = 0; tries < mostTries; tries += 1) {
    const answer = await operate(shop, clerk.kind, paymentId, body, clerk.key);
    const is = judge(answer);
    const ended = { clerk, calls: tries + 1 };
    if (is === 'not_possible') return { ...ended, is };
    if (is === 'done') return { ...ended, is, operationId: String(answer.body.operationId), amountMinor: minorOf(answer.body.amount) };
    await pause(pauseMs);
  }
  throw new Error(`a clerk was told ${mostTries} times that another one was still at it`);
}

/** Anything else is no answer that a merchant could go by. */
function judge({ status, text, body }: Answer): 'done' | 'busy' | 'not_possible' {
  if (status === 200 && body.status === 'SUCCEEDED') return 'done';
  if (status === 409 && body.code === 'operation_not_possible') return 'not_possible';
  if (status === 409 && (body.code === 'operation_outstanding' || body.code === 'idempotency_in_flight')) return 'busy';
  throw new Error(`an operation was answered ${status} ${text}`);
}

const minorOf = (amount: unknown): number => Math.round((amount as { value: number }).value * 100);
