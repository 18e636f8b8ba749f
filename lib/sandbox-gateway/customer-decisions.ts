import { cardOfMask, type ReadCard } from './cards.ts';
import type { Terminal, TerminalKind } from './terminals.ts';

/** What the customer did: accepted, left it for later, turned away, or let it be. */
export type DecisionKind = 'approve' | 'later' | 'cancel' | 'reject' | 'lapse' | 'decline' | 'reject_challenge' | 'too_many_codes';

/** What the bank decided, as the transaction keeps it. `isUntold`: a fault keeps it from the shop and from the customer. */
export type Result = { status: string; reasonCode: string; message: string | null; isPaid: boolean; isUntold?: boolean };

/** A payment that came to nothing, and why. */
export const refusedResult = (status: string, reasonCode: string, message: string): Result => ({ status, reasonCode, message, isPaid: false });

/** How a payment ends that the customer, or the one who would lend the money, did not accept. */
export const refusals: Record<Exclude<DecisionKind, 'approve' | 'later'>, Result> = {
  cancel: refusedResult('epayment_cancelled', 'CANCELLED_BY_USER', 'The payment was cancelled.'),
  reject: refusedResult('epayment_declined', 'REJECTED_BY_USER', 'The payment was turned down in the app.'),
  lapse: refusedResult('preauth_failed', 'TIMEOUT', 'The payment was not approved in the app in time.'),
  decline: refusedResult('preauth_failed', 'CREDIT_DECLINED', 'This way to pay was not granted for the purchase. Please choose another one.'),
  reject_challenge: refusedResult('preauth_failed', '3DSECURE_FAILED', 'The payment was not confirmed with the bank.'),
  too_many_codes: refusedResult('preauth_failed', '3DSECURE_TOO_MANY_TRIES', 'The code was wrong too often. The payment was not confirmed with the bank.'),
};

/** What a page of each kind can be told by its buttons, beside the card form's own fields. */
const choices: Record<TerminalKind, readonly DecisionKind[]> = {
  card: ['cancel'],
  sheet: ['approve', 'decline', 'cancel'],
  wallet: ['approve', 'reject', 'lapse', 'later', 'cancel'],
  bank: ['approve', 'later', 'cancel'],
  invoice: ['approve', 'decline', 'later', 'cancel'],
};

/** The decision a page's button stands for; undefined when its kind of page has no such button. */
export const decisionOf = ({ kind }: Terminal, text: string | null): DecisionKind | undefined => choices[kind].find((choice) => choice === text);

const walletMasks: Record<string, string> = { ApplePay: '476112******0492', GooglePay: '411111******1111' };

/** The test card within Apple Pay and Google Pay, as their publishers list it; the bank turns it down when the tester wants that. */
export function cardInWallet({ identifier }: Terminal, decision: DecisionKind = 'approve'): ReadCard | undefined {
  const maskedPan = walletMasks[identifier];
  if (maskedPan === undefined) return undefined;
  return { maskedPan, scheme: cardOfMask(maskedPan)?.scheme ?? 'Visa', behaviour: decision === 'decline' ? 'decline' : 'approve' };
}
