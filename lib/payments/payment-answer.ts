import type { z } from 'zod';
import { db } from '../db/client.ts';
import type { PaymentOperation, Prisma } from '../db/generated/client.ts';
import { ApiError, invariant } from '../errors.ts';
import type { Principal } from '../merchants/principal.ts';
import { abilitiesOf } from '../methods/catalogue.ts';
import { methodAnswer } from '../methods/methods.ts';
import { currencyOf, type Money, majorNumber } from '../money.ts';
import type { PaymentAnswer } from './operations-contract.ts';
import { possibleOperations } from './possible-operations.ts';
import { supportCode } from './support-code.ts';

const maximumOperations = 100;

/** What an answer about a payment is made of. */
export const wholePayment = {
  method: true,
  session: { select: { orderId: true } },
  operations: { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: maximumOperations },
} as const satisfies Prisma.PaymentInclude;

export type WholePayment = Prisma.PaymentGetPayload<{ include: typeof wholePayment }>;

/** A payment with its operations as its merchant may see it; another merchant's is not found. */
export async function getPayment(principal: Principal, paymentId: string): Promise<z.input<typeof PaymentAnswer>> {
  const { merchantId, sessionId } = principal;
  const payment = await db().payment.findFirst({ where: { id: paymentId, merchantId, ...(sessionId && { sessionId }) }, include: wholePayment });
  if (!payment) throw noSuchPayment();
  return paymentAnswer(payment);
}

/** Another merchant's payment must look like one that is nobody's. */
export const noSuchPayment = (): ApiError => new ApiError('not_found', 'There is no such payment.');

/** A payment in the shape of the contract. */
export function paymentAnswer(payment: WholePayment): z.input<typeof PaymentAnswer> {
  const currency = currencyOf(payment.currency);
  invariant(currency && payment.session.orderId !== null, 'a payment has a currency and an order');
  const major = (minor: bigint) => amountAnswer({ minor, currency });
  const { id, type, name, metadata } = methodAnswer(payment.method);
  const isBusy = payment.operations.some(({ status }) => status === 'outstanding');
  const possible = possibleOperations({ payment, currency, abilities: abilitiesOf(payment.method.identifier), isBusy });
  const possibly = (minor: bigint | undefined) => (minor === undefined ? null : major(minor));
  return {
    paymentId: payment.id,
    sessionId: payment.sessionId,
    shopOrderId: payment.session.orderId,
    status: payment.status.toUpperCase() as Uppercase<typeof payment.status>,
    method: { id, type, name, terminalName: metadata.terminalName },
    amount: major(payment.amountMinor),
    authorizedAmount: major(payment.authorizedMinor),
    capturedAmount: major(payment.capturedMinor),
    refundedAmount: major(payment.refundedMinor),
    disputedAmount: major(payment.disputedMinor),
    settles: payment.settles,
    surplusReason: payment.surplusReason,
    failure: failureAnswer(payment),
    cardInformation: payment.maskedCard === null ? null : { maskedPan: payment.maskedCard, lastFourDigits: payment.maskedCard.slice(-4) },
    gatewayReference: payment.gatewayReference,
    supportCode: supportCode(payment.id),
    createdAt: payment.createdAt.toISOString(),
    changedAt: payment.changedAt.toISOString(),
    operations: payment.operations.toReversed().map((operation) => operationAnswer(operation, major(operation.amountMinor))),
    possible: { capture: possibly(possible.capture), refund: possibly(possible.refund), release: possibly(possible.release) },
  };
}

const amountAnswer = (money: Money) => ({ value: majorNumber(money), currency: money.currency });

const failureAnswer = ({ failureCode, failureMessage }: { failureCode: string | null; failureMessage: string | null }) =>
  failureCode === null ? null : { code: failureCode, message: failureMessage };

const operationAnswer = (operation: PaymentOperation, amount: { value: number; currency: string }) => ({
  operationId: operation.id,
  kind: operation.kind.toUpperCase() as Uppercase<typeof operation.kind>,
  status: operation.status.toUpperCase() as Uppercase<typeof operation.status>,
  amount,
  reason: operation.reason,
  failure: failureAnswer(operation),
  createdAt: operation.createdAt.toISOString(),
  changedAt: operation.changedAt.toISOString(),
});
