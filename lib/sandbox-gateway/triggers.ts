import { type Money, majorText } from '../money.ts';
import type { CardBehaviour } from './cards.ts';
import type { Terminal } from './terminals.ts';

/** How long a payment of 19.66 takes at the sandbox's bank. */
export const slowBankMs = 20_000;

export type Verdict = { kind: 'approved' | 'open' } | { kind: 'declined' | 'error'; reasonCode: string; customerMessage: string };

const declined = (reasonCode: string, customerMessage: string): Verdict => ({ kind: 'declined', reasonCode, customerMessage });

const broken = (reasonCode: string): Verdict => ({ kind: 'error', reasonCode, customerMessage: 'The payment could not be processed.' });

const bankError = broken('ACQUIRER_ERROR');

const general = declined('DECLINED', 'Your bank declined the payment. Please try another way to pay.');

const byCard: Partial<Record<CardBehaviour, Verdict>> = {
  decline: declined('CARD_DECLINED', 'Your bank declined the card. Please try another card.'),
  insufficient_funds: declined('INSUFFICIENT_FUNDS', 'There is not enough money on the card. Please try another card.'),
  expired: declined('EXPIRED_CARD', 'The card has expired. Please try another card.'),
  wrong_cvc: declined('INVALID_CVC', 'The security code is wrong. Please check it and try again.'),
  limit: declined('CARD_LIMIT_EXCEEDED', 'The payment is over your card’s limit. Raise it in your bank’s app, or use another card.'),
  lost: declined('LOST_CARD', 'The card was not accepted. Please try another card.'),
  stolen: declined('STOLEN_CARD', 'The card was not accepted. Please try another card.'),
  unavailable: broken('ISSUER_UNAVAILABLE'),
  error: bankError,
};

/** Whose words must reach the customer as they are: the shop's own, advice only the card's bank can give, and what an app alone knows. */
const insisting = new Set(['ORDER_NOT_CONFIRMED', 'CARD_LIMIT_EXCEEDED', 'TIMEOUT']);

/** Whether the customer must be shown the words of a failure, rather than any words for its reason. */
export const mustShowWords = (reasonCode: string): boolean => insisting.has(reasonCode);

const byAmount: Record<string, Verdict> = { '5.66': general, '5.67': bankError };
const byMobileAmount: Record<string, Verdict> = { '15.66': general, '15.67': bankError };
const byVerifiedAmount: Record<string, Verdict> = { '16.66': byCard.decline ?? general, '16.67': bankError };

/** What is asked of a bank: a payment, or only to look at a card (`verifyCard`). */
export type AskedPayment = { terminal: Terminal; amount: Money; type: string };

/** What the bank says to a payment the customer has accepted. */
export function judgePayment({ terminal, amount, type }: AskedPayment, behaviour: CardBehaviour = 'approve'): Verdict {
  const major = majorText(amount);
  const mobile = terminal.kind === 'wallet' ? byMobileAmount[major] : undefined;
  const verified = type === 'verifyCard' ? byVerifiedAmount[major] : undefined;
  const triggered = byCard[behaviour] ?? byAmount[major] ?? mobile ?? verified;
  if (triggered) return triggered;
  const isLeftOpen = major === '5.68' && (terminal.kind === 'bank' || terminal.kind === 'invoice');
  return { kind: isLeftOpen ? 'open' : 'approved' };
}

/** Whether the bank wants to see the cardholder first (3-D Secure). */
export const needsChallenge = (behaviour: CardBehaviour, amount: Money): boolean => behaviour === 'challenge' || majorText(amount) === '5.68';

const checkedCodes: Record<string, string> = { '5.71': 'Matched', '5.72': 'Not_Matched', '5.73': 'Not_Applicable' };

/** CVVCheckResult: what the card's bank found when it looked at the security code. The sandbox's looks only when an amount asks it to. */
export function codeCheck({ terminal, amount }: AskedPayment, behaviour: CardBehaviour = 'approve'): string {
  if (terminal.kind !== 'card') return 'Not_Applicable';
  return checkedCodes[majorText(amount)] ?? (behaviour === 'wrong_cvc' ? 'Not_Matched' : 'Not_Attempted');
}

const recommendations: Record<string, string> = { '101.00': 'Accept', '102.00': 'Challenge', '110.00': 'Deny' };

/** FraudRecommendation: what a fraud service thinks of a payment, for shops that asked one. */
export const recommendationFor = (amount: Money): string => recommendations[majorText(amount)] ?? 'Unknown';

/** Whether the sandbox's bank takes its time over the amount. */
export const isSlow = (amount: Money): boolean => majorText(amount) === '19.66';

/** Whether a payment of the amount is charged back once it has succeeded. */
export const isChargedBack = (amount: Money): boolean => majorText(amount) === '19.67';

const operationTriggers = { capture: '7', release: '8', refund: '9' } as const;

/** Capture, release and refund fail at 7.66, 8.66, 9.66 and break at 7.67, 8.67, 9.67; an invoice is found still open at 7.68. */
export function judgeOperation(kind: keyof typeof operationTriggers, amount: Money, terminal: Terminal | undefined): 'approved' | 'failed' | 'error' | 'open' {
  const major = majorText(amount);
  if (major === `${operationTriggers[kind]}.66`) return 'failed';
  if (kind === 'capture' && major === '7.68' && terminal?.nature === 'Invoice') return 'open';
  return major === `${operationTriggers[kind]}.67` ? 'error' : 'approved';
}
