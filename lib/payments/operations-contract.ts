import { z } from 'zod';
import { optional, text, uuid } from '../http/fields.ts';
import { Amount, OrderLines } from '../sessions/contract.ts';

/** What is beside AltaPay's contract: reading a payment, and moving its money afterwards. */

const PaymentParams = z.object({ paymentId: uuid });

const Instant = z.iso.datetime();
const Failure = z.object({ code: z.string(), message: z.string().nullable() });
const OperationKind = z.enum(['CAPTURE', 'REFUND', 'RELEASE']);

const Operation = z.object({
  operationId: uuid,
  kind: OperationKind,
  /** OUTSTANDING: the gateway's answer is not known; it is asked until it is. */
  status: z.enum(['OUTSTANDING', 'SUCCEEDED', 'FAILED']),
  amount: Amount,
  reason: z.string().nullable(),
  failure: Failure.nullable(),
  createdAt: Instant,
  changedAt: Instant,
});

export const PaymentAnswer = z.object({
  paymentId: uuid,
  sessionId: uuid,
  /** The merchant's own order id. */
  shopOrderId: z.string(),
  status: z.enum(['CREATED', 'PROCESSING', 'REQUIRES_ACTION', 'PENDING', 'AUTHORIZED', 'CAPTURED', 'FAILED', 'CANCELLED', 'RELEASED']),
  method: z.object({ id: uuid, type: z.string(), name: z.string(), terminalName: z.string() }),
  amount: Amount,
  authorizedAmount: Amount,
  capturedAmount: Amount,
  refundedAmount: Amount,
  /** What the customer's bank took back. */
  disputedAmount: Amount,
  /** Whether it is the payment that pays the order. */
  settles: z.boolean(),
  /** Why money that came does not pay the order; it is given back. */
  surplusReason: z.enum(['already_paid', 'late', 'cancelled', 'order_changed']).nullable(),
  failure: Failure.nullable(),
  cardInformation: z.object({ maskedPan: z.string(), lastFourDigits: z.string() }).nullable(),
  gatewayReference: z.string().nullable(),
  createdAt: Instant,
  changedAt: Instant,
  /** The newest hundred, oldest first. */
  operations: z.array(Operation),
  /** The most of each that can be done now. */
  possible: z.object({ capture: Amount.nullable(), refund: Amount.nullable(), release: Amount.nullable() }),
});

export const OperationAnswer = z.object({
  operationId: uuid,
  kind: OperationKind,
  status: z.enum(['SUCCEEDED', 'OUTSTANDING']),
  amount: Amount,
  payment: PaymentAnswer,
});
export type OperationAnswer = z.output<typeof OperationAnswer>;

const reason = optional(text(255));

/** Without an amount: all that is left. Order lines say what a partial one is about, and sum to the amount. */
const PartialBody = z.object({ amount: optional(Amount), orderLines: optional(OrderLines), reason });

const mustBeAbsent = (why: string) => optional(z.never(why)).transform(() => undefined);

/** A release is whole: what would make it partial is refused, not ignored. */
const ReleaseBody = z.object({
  amount: mustBeAbsent('must be left out: a release gives back the whole authorisation; to keep a part, capture that part instead'),
  orderLines: mustBeAbsent('must be left out: a release gives back the whole authorisation'),
  reason,
});

export type OperationBody = z.output<typeof PartialBody>;

export const getPaymentContract = {
  summary: 'Read a payment, its operations and what can be done with it',
  needs: 'Management',
  params: PaymentParams,
  body: z.object({}),
  response: PaymentAnswer,
  status: 200,
} as const;

const operates = {
  needs: 'Management',
  params: PaymentParams,
  response: OperationAnswer,
  status: 200,
  isFinal: ({ status }: OperationAnswer): boolean => status !== 'OUTSTANDING',
} as const;

export const capturePaymentContract = { ...operates, summary: 'Capture a payment, whole or in part', body: PartialBody } as const;
export const refundPaymentContract = { ...operates, summary: 'Refund a payment, whole or in part', body: PartialBody } as const;
export const releasePaymentContract = { ...operates, summary: 'Release the whole authorisation of a payment', body: ReleaseBody } as const;
