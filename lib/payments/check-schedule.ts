import { later, minutes, now } from '../clock.ts';
import type { PaymentStatus } from './payment-status.ts';

const second = 1_000;
const hour = 3_600_000;

/** Pauses between questions about an outcome nobody knows yet: asked after 5 s, 15 s, 1 min, then ever more rarely. */
const pausesMs = [5 * second, 10 * second, 45 * second, minutes(2), minutes(5), minutes(15)] as const;
const longestMs = minutes(15);
/** A bank that takes days over it is asked once an hour in the end. */
const longestUndecidedMs = hour;

/** A start that was not answered by then never will be: the process that made it is gone. */
export const startBoundMs = 30 * second;
/** How long a payment may wait without the gateway knowing of it, from its last step. */
export const waitingBoundMs = hour;

/** When a payment is asked about, and how many questions came before. */
type Asking = { checkAt: Date; checks: number };

/** It is being started: nobody has to ask unless that breaks off. */
export const askAfterStart = (): Asking => ({ checkAt: later(now(), startBoundMs), checks: 0 });

/** The customer is at the gateway's page, which tells us when they are done; the questions begin slowly. */
export const askWhileAtGateway = (): Asking => ({ checkAt: later(now(), minutes(2)), checks: 3 });

/** Money is about to move, or a bank has taken the payment without a decision. */
export const askSoon = (): Asking => ({ checkAt: later(now(), pausesMs[0]), checks: 0 });

/** It failed: asked once more, because the gateway may tell late that money moved after all. */
export const askAfterFailure = (): Asking => ({ checkAt: later(now(), minutes(10)), checks: 0 });

/** It succeeded: asked once more, so that our record is compared with the gateway's, and a bank's dispute is not missed. */
export const askAfterSuccess = (): Asking => ({ checkAt: later(now(), hour), checks: 0 });

/** How long to wait for the next question when this many were asked already, the one that is due now among them. */
export function pauseAfterMs(checks: number, status: PaymentStatus): number {
  return pausesMs[checks] ?? (status === 'pending' && checks > 100 ? longestUndecidedMs : longestMs);
}
