import { z } from 'zod';
import { defaulted, optional, text, uuid, webAddress } from '../http/fields.ts';

/**
 * The checkout session on the wire, as AltaPay's Checkout API has it (OrderDetails page and public SDKs).
 * Unknown members are ignored. Money is in major units; lib/sessions/order.ts makes minor units of it.
 */

export const Amount = z
  .object({
    value: z.number().meta({ description: 'In major units, with at most the decimals of the currency.', example: 249.5 }),
    currency: z
      .string()
      .regex(/^[A-Za-z]{3}$/, 'must be three letters (ISO 4217)')
      .transform((code) => code.toUpperCase())
      .meta({ description: 'ISO 4217.', example: 'DKK' }),
  })
  .meta({ id: 'Amount' });

export type Amount = z.output<typeof Amount>;

const goodsTypes = ['item', 'shipment', 'handling', 'digital', 'discount', 'gift_card', 'physical', 'sales_tax', 'subscription_model'] as const;

const OrderLine = z
  .object({
    itemId: text(100, 1).meta({ example: 'mug' }),
    description: text(255, 1).meta({ example: 'Stoneware mug' }),
    quantity: z.int().min(1).max(1_000_000).meta({ example: 1 }),
    unitPrice: z.number().meta({ description: 'In major units; below zero for a discount.', example: 249.5 }),
    taxAmount: optional(z.number()).describe('Of the whole line, on top of the unit prices.'),
    goodsType: optional(z.enum(goodsTypes)),
  })
  .meta({ id: 'OrderLine' });

export const OrderLines = z.array(OrderLine).min(1).max(500);
export type OrderLines = z.output<typeof OrderLines>;

const Address = z
  .object({
    street: optional(text(255)),
    city: optional(text(100)),
    country: optional(z.string().regex(/^[A-Za-z]{2}$/, 'must be two letters (ISO 3166-1)')).describe('Two letters, ISO 3166-1.'),
    zipCode: optional(text(20)),
  })
  .meta({ id: 'Address' });

const Customer = z
  .object({
    firstName: optional(text(100)),
    lastName: optional(text(100)),
    email: optional(text(254)),
    billingAddress: optional(Address),
    shippingAddress: optional(Address),
  })
  .meta({ id: 'Customer' });

const TransactionInfo = z.record(text(64, 1), text(255)).refine((map) => Object.keys(map).length <= 50, 'may have 50 entries');

export const Order = z
  .object({
    orderId: text(100, 1).meta({ description: 'Your own name for the order.', example: 'Order-1234' }),
    amount: Amount,
    orderLines: OrderLines.describe('They must sum to the amount; 422 says by how much they differ.'),
    customer: optional(Customer),
    recipient: optional(Customer),
    transactionInfo: optional(TransactionInfo).describe('Up to 50 entries of your own, told back in callbacks.'),
  })
  .meta({ id: 'Order' });
export type Order = z.output<typeof Order>;

const BodyFormat = z.enum(['XML', 'JSON']);

/** FUNCTION targets run in the merchant's page (JS SDK); the server calls only URL targets. */
const CallbackTarget = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('URL'), value: webAddress.meta({ example: 'https://shop.example/paid' }) }),
    z.object({ type: z.literal('FUNCTION'), value: text(255).meta({ example: 'shop.onPaid' }) }),
  ])
  .meta({ id: 'CallbackTarget', description: 'A `URL` is called by us; a `FUNCTION` is one of the page that carries the JS SDK.' });

export const Callbacks = z
  .object({
    formStyling: optional(webAddress),
    success: optional(CallbackTarget),
    failure: optional(CallbackTarget),
    redirect: optional(text(2048, 1)).describe('Where the customer goes otherwise: a page or an app address on your registered origins.'),
    notification: optional(webAddress).meta({ description: 'Hears every outcome.', example: 'https://shop.example/notify' }),
    bodyFormat: optional(BodyFormat).describe('Of the callbacks: a form with AltaPay’s fields and `xml` (the default), or JSON.'),
  })
  .meta({ id: 'Callbacks' });
export type Callbacks = z.output<typeof Callbacks>;

export const Configuration = z
  .object({
    paymentType: defaulted(z.enum(['PAYMENT', 'PAYMENT_AND_CAPTURE']), 'PAYMENT').describe('`PAYMENT_AND_CAPTURE` takes the money at once.'),
    paymentDisplayType: defaulted(z.enum(['REDIRECT']), 'REDIRECT'),
    autoCapture: defaulted(z.boolean(), false).describe('Takes the money at once, as `PAYMENT_AND_CAPTURE` does.'),
    country: optional(z.string().regex(/^[A-Za-z]{2}$/, 'must be two letters (ISO 3166-1)')).describe('Of the customer: two letters, ISO 3166-1.'),
    language: optional(z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language code such as "da"')).describe(
      'Of the payment page, such as `da`.',
    ),
    bodyFormat: optional(BodyFormat),
  })
  .meta({ id: 'Configuration' });
export type Configuration = z.output<typeof Configuration>;

/** Whether the merchant wants the money taken at once rather than promised: two members of AltaPay's say so. */
export const wantsCapture = ({ paymentType, autoCapture }: Configuration): boolean => autoCapture || paymentType === 'PAYMENT_AND_CAPTURE';

/** POST and PUT take the same body; every member may be left out. */
export const SessionBody = z
  .object({
    order: optional(Order),
    callbacks: optional(Callbacks),
    configuration: optional(Configuration),
    isNativeFlow: optional(z.boolean()),
  })
  .meta({ id: 'SessionBody' });
export type SessionBody = z.output<typeof SessionBody>;

export const SessionParams = z.object({ sessionId: uuid });

const Instant = z.iso.datetime();

/** The session as answered: what was sent, defaults filled in, and where it stands. */
export const SessionAnswer = z
  .object({
    sessionId: uuid,
    status: z.enum(['OPEN', 'PENDING', 'PAID', 'EXPIRED', 'CANCELLED']).describe('`PENDING`: paid for, but the bank has yet to decide.'),
    revision: z.int().describe('Grows with every order the session is given after its creation.'),
    createdAt: Instant,
    expiresAt: Instant.describe('90 days after the last change, unless the service is set otherwise.'),
    context: z.object({ browser: z.object({}) }),
    order: Order.optional(),
    callbacks: Callbacks.optional(),
    configuration: Configuration,
    isNativeFlow: z.boolean(),
  })
  .meta({ id: 'Session', description: 'The session: what was sent, defaults filled in, and where it stands.' });

const calls = { isAltaPays: true, needs: 'SessionUpdate', body: SessionBody, response: SessionAnswer, status: 200 } as const;

/** What a session refuses that has ended, or that a payment holds. */
const whenNotOpen = ['session_paid', 'session_ended', 'payment_in_progress'] as const;

export const createSessionContract = {
  ...calls,
  summary: 'Create a checkout session',
  description: 'The body may be empty: the order can come later by `PUT`.',
  params: z.object({}),
  refuses: ['origin_not_registered', 'order_sum_mismatch'],
  status: 201,
} as const;
export const changeSessionContract = {
  ...calls,
  summary: 'Change a checkout session',
  description: 'Replaces each top-level member that the body names. Another order is another revision; a payment keeps the amount of the one it started on.',
  params: SessionParams,
  refuses: [...whenNotOpen, 'origin_not_registered', 'order_sum_mismatch'],
} as const;
export const getSessionContract = {
  summary: 'Read a checkout session',
  needs: 'Management',
  params: SessionParams,
  body: z.object({}),
  response: SessionAnswer,
  status: 200,
} as const;

export const cancelSessionContract = {
  summary: 'Cancel a checkout session and its link',
  description: 'For good. Cancelling twice answers alike.',
  needs: 'Management',
  refuses: whenNotOpen,
  params: SessionParams,
  body: z.object({}),
  response: SessionAnswer,
  status: 200,
} as const;

export const customerTokenContract = {
  summary: 'Issue a browser-safe token for one session',
  description: 'It lists the ways to pay and starts a payment for this session, for 30 minutes, and does nothing else.',
  needs: 'Management',
  params: SessionParams,
  body: z.object({}),
  response: z
    .object({ token: z.string().meta({ example: 'eyJhbGciOiJSUzI1NiIs…' }), expiresIn: z.int().meta({ description: 'Seconds.', example: 1800 }) })
    .meta({ id: 'CustomerToken' }),
  status: 201,
} as const;
