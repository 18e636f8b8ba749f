import { z } from 'zod';
import { optional, text, uuid } from '../http/fields.ts';
import { Amount, OrderLines } from '../sessions/contract.ts';
import { exampleSupportCode } from './support-code.ts';

/** What is beside AltaPay's contract: reading a payment, and moving its money afterwards. */

const PaymentParams = z.object({ paymentId: uuid });

const Instant = z.iso.datetime();
const Failure = z.object({ code: z.string(), message: z.string().nullable() }).meta({ id: 'Failure' });
const OperationKind = z.enum(['CAPTURE', 'REFUND', 'RELEASE']);

const Operation = z
  .object({
    operationId: uuid,
    kind: OperationKind,
    status: z.enum(['OUTSTANDING', 'SUCCEEDED', 'FAILED']).describe('`OUTSTANDING`: the gateway’s answer is not known; it is asked until it is.'),
    amount: Amount,
    reason: z.string().nullable(),
    failure: Failure.nullable(),
    createdAt: Instant,
    changedAt: Instant,
  })
  .meta({ id: 'Operation' });

export const PaymentAnswer = z
  .object({
    paymentId: uuid,
    sessionId: uuid,
    shopOrderId: z.string().meta({ description: 'Your own order id.', example: 'Order-1234' }),
    status: z
      .enum(['CREATED', 'PROCESSING', 'REQUIRES_ACTION', 'PENDING', 'AUTHORIZED', 'CAPTURED', 'FAILED', 'CANCELLED', 'RELEASED'])
      .meta({ example: 'AUTHORIZED' }),
    method: z.object({
      id: uuid,
      type: z.string().meta({ example: 'CARD' }),
      name: z.string().meta({ example: 'Card' }),
      terminalName: z.string().meta({ example: 'Shop card terminal' }),
    }),
    amount: Amount,
    authorizedAmount: Amount,
    capturedAmount: Amount,
    refundedAmount: Amount,
    disputedAmount: Amount.describe('What the customer’s bank took back.'),
    settles: z.boolean().describe('Whether it is the payment that pays the order.'),
    surplusReason: z
      .enum(['already_paid', 'late', 'cancelled', 'order_changed'])
      .nullable()
      .describe('Why money that came does not pay the order; it is given back.'),
    failure: Failure.nullable(),
    cardInformation: z.object({ maskedPan: z.string(), lastFourDigits: z.string() }).nullable(),
    gatewayReference: z.string().nullable(),
    supportCode: z.string().describe('What the page and the receipt show to the payer, to be found by.').meta({ example: exampleSupportCode }),
    createdAt: Instant,
    changedAt: Instant,
    operations: z.array(Operation).describe('The newest hundred, oldest first.'),
    possible: z
      .object({ capture: Amount.nullable(), refund: Amount.nullable(), release: Amount.nullable() })
      .describe('The most of each that can be done now; null: nothing.'),
  })
  .meta({ id: 'Payment' });

export const OperationAnswer = z
  .object({
    operationId: uuid,
    kind: OperationKind,
    status: z.enum(['SUCCEEDED', 'OUTSTANDING']).describe('`OUTSTANDING`: the gateway’s answer is not known yet; the same request with the same key tells it.'),
    amount: Amount,
    payment: PaymentAnswer,
  })
  .meta({ id: 'OperationResult' });
export type OperationAnswer = z.output<typeof OperationAnswer>;

const reason = optional(text(255)).describe('For your books.');

/** Without an amount: all that is left. Order lines say what a partial one is about, and sum to the amount. */
const PartialBody = z
  .object({
    amount: optional(Amount).describe('All that is left, when it is left out.'),
    orderLines: optional(OrderLines).describe('What a partial amount is about; they sum to it.'),
    reason,
  })
  .meta({ id: 'OperationBody' });

const mustBeAbsent = (why: string) => optional(z.never(why)).transform(() => undefined);

/** A release is whole: what would make it partial is refused, not ignored. */
const ReleaseBody = z
  .object({
    amount: mustBeAbsent('must be left out: a release gives back the whole authorisation; to keep a part, capture that part instead'),
    orderLines: mustBeAbsent('must be left out: a release gives back the whole authorisation'),
    reason,
  })
  .meta({ id: 'ReleaseBody' });

export type OperationBody = z.output<typeof PartialBody>;

export const getPaymentContract = {
  summary: 'Read a payment, its operations and what can be done with it',
  needs: 'Management',
  params: PaymentParams,
  body: z.object({}),
  response: PaymentAnswer,
  status: 200,
} as const;

const whenNotPossible = ['operation_outstanding', 'operation_not_possible', 'operation_refused'] as const;

const operates = {
  description:
    'Send an `Idempotency-Key`: it names the operation for good, and the same request with it tells what became of an `OUTSTANDING` one. One operation at a time.',
  needs: 'Management',
  params: PaymentParams,
  response: OperationAnswer,
  status: 200,
  isFinal: ({ status }: OperationAnswer): boolean => status !== 'OUTSTANDING',
} as const;

export const capturePaymentContract = {
  ...operates,
  summary: 'Capture a payment, whole or in part',
  body: PartialBody,
  refuses: [...whenNotPossible, 'order_sum_mismatch'],
} as const;
export const refundPaymentContract = {
  ...operates,
  summary: 'Refund a payment, whole or in part',
  body: PartialBody,
  refuses: [...whenNotPossible, 'order_sum_mismatch'],
} as const;
export const releasePaymentContract = {
  ...operates,
  summary: 'Release the whole authorisation of a payment',
  body: ReleaseBody,
  refuses: whenNotPossible,
} as const;
