import { type CallbackFacts, requiresCapture } from '#lib/gateways/altapay/callback-facts.ts';
import { majorNumber } from '#lib/money.ts';

const statuses = {
  succeeded: 'SUCCEEDED',
  failed: 'FAILED',
  error: 'ERROR',
  cancelled: 'CANCELLED',
  declined: 'DECLINED',
  open: 'PENDING',
  chargeback_event: undefined,
} as const satisfies Record<CallbackFacts['status'], string | undefined>;

/**
 * The body of a merchant's callback when its session asks for JSON. `order.amount` is a bare number beside its
 * currency here, unlike in the session. `mode` is there in test mode only. Undefined for a chargeback: receivers
 * know seven statuses, none of which tells of it truly.
 */
export function jsonCallbackBody(facts: CallbackFacts): string | undefined {
  const status = statuses[facts.status];
  if (status === undefined) return undefined;
  const lastFourDigits = /\d{4}$/.exec(facts.maskedCard ?? '')?.[0];
  return JSON.stringify({
    status,
    requiresCapture: requiresCapture(facts),
    paymentId: facts.paymentId,
    sessionId: facts.sessionId,
    order: { orderId: facts.merchantOrderId, amount: majorNumber(facts.amount), currency: facts.amount.currency },
    cardInformation: lastFourDigits ? { lastFourDigits } : null,
    customerErrorMessage: facts.errorMessage ?? null,
    merchantErrorMessage: facts.merchantErrorMessage ?? null,
    merchantErrorCode: null,
    customerMessageMustBeShown: facts.mustShowMessage,
    transactionInfo: facts.transactionInfo,
    ...(facts.mode ? { mode: facts.mode } : {}),
  });
}
