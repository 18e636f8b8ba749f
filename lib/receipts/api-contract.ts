import { z } from 'zod';
import { optional, text, uuid } from '../http/fields.ts';
import { exampleSupportCode } from '../payments/support-code.ts';
import { Amount } from '../sessions/contract.ts';

const Instant = z.iso.datetime();

const ReceiptFacts = z
  .object({
    reference: z.string().meta({ description: 'What customer and shop quote of the payment.', example: exampleSupportCode }),
    paymentId: uuid,
    orderId: z.string(),
    merchant: z.object({
      name: z.string(),
      legalName: z.string().optional(),
      legalAddress: z.string().optional().describe('A line each.'),
      taxId: z.string().optional(),
      email: z.string().optional(),
      phone: z.string().optional(),
      website: z.string().optional(),
    }),
    lines: z.array(z.object({ description: z.string(), quantity: z.int(), total: Amount })),
    tax: Amount.optional(),
    shipping: Amount.optional(),
    total: Amount.describe('Of the order.'),
    paid: Amount.describe(
      'What was taken, or will be: the whole total as long as nothing was captured, and from then on what was captured so far. Refunds are not taken off.',
    ),
    paidAt: Instant,
    method: z.object({ identifier: z.string().meta({ example: 'CreditCard' }), name: z.string() }),
    last4: z.string().optional().describe('Of the card, when a card paid.'),
    refunds: z.array(z.object({ at: Instant, amount: Amount })).describe('What was given back so far, oldest first.'),
    timeZone: z.string().meta({ description: 'IANA name of the zone whose time the receipt tells.', example: 'Europe/Copenhagen' }),
    isTest: z.boolean(),
  })
  .meta({ id: 'Receipt' });

const SignedReceiptFile = z
  .object({
    receipt: ReceiptFacts,
    issuer: z.string().describe('The service that signed it; its keys are at `/receipt-keys.json` there.'),
    issuedAt: Instant,
    signature: z.object({
      algorithm: z.literal('Ed25519'),
      keyId: z.string(),
      publicKey: z.string(),
      value: z.string().describe('Over the canonical form (RFC 8785) of the whole without this member.'),
    }),
  })
  .meta({ id: 'SignedReceipt' });

const receipts = { needs: 'Management', params: z.object({ paymentId: uuid }), body: z.object({}), status: 200 } as const;

export const receiptJsonContract = {
  ...receipts,
  summary: 'Read the receipt of a payment as a signed file',
  description:
    'Of the payment that pays its order; 404 for any other. Keep the file as it came: `npm run receipt:verify -- receipt.json` finds any byte that was changed, without this service.',
  gives: ['application/json'],
  shape: SignedReceiptFile,
} as const;

export const receiptPdfContract = {
  ...receipts,
  summary: 'Draw the receipt of a payment as PDF',
  description: 'Of the payment that pays its order; 404 for any other.',
  query: { language: optional(text(35, 2)).describe('Such as `da`; the session’s own when it is left out, English when the receipt does not speak it.') },
  gives: ['application/pdf'],
} as const;
