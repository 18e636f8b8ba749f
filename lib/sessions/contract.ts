import { z } from 'zod';
import { defaulted, optional, text, uuid, webAddress } from '../http/fields.ts';

/**
 * The checkout session on the wire, as AltaPay's Checkout API has it (OrderDetails page and public SDKs).
 * Unknown members are ignored. Money is in major units; lib/sessions/order.ts makes minor units of it.
 */

export const Amount = z.object({
  value: z.number(),
  currency: z
    .string()
    .regex(/^[A-Za-z]{3}$/, 'must be three letters (ISO 4217)')
    .transform((code) => code.toUpperCase()),
});

export type Amount = z.output<typeof Amount>;

const goodsTypes = ['item', 'shipment', 'handling', 'digital', 'discount', 'gift_card', 'physical', 'sales_tax', 'subscription_model'] as const;

const OrderLine = z.object({
  itemId: text(100, 1),
  description: text(255, 1),
  quantity: z.int().min(1).max(1_000_000),
  unitPrice: z.number(),
  taxAmount: optional(z.number()),
  goodsType: optional(z.enum(goodsTypes)),
});

export const OrderLines = z.array(OrderLine).min(1).max(500);
export type OrderLines = z.output<typeof OrderLines>;

const Address = z.object({
  street: optional(text(255)),
  city: optional(text(100)),
  country: optional(z.string().regex(/^[A-Za-z]{2}$/, 'must be two letters (ISO 3166-1)')),
  zipCode: optional(text(20)),
});

const Customer = z.object({
  firstName: optional(text(100)),
  lastName: optional(text(100)),
  email: optional(text(254)),
  billingAddress: optional(Address),
  shippingAddress: optional(Address),
});

const TransactionInfo = z.record(text(64, 1), text(255)).refine((map) => Object.keys(map).length <= 50, 'may have 50 entries');

export const Order = z.object({
  orderId: text(100, 1),
  amount: Amount,
  orderLines: OrderLines,
  customer: optional(Customer),
  recipient: optional(Customer),
  transactionInfo: optional(TransactionInfo),
});
export type Order = z.output<typeof Order>;

const BodyFormat = z.enum(['XML', 'JSON']);

/** FUNCTION targets run in the merchant's page (JS SDK); the server calls only URL targets. */
const CallbackTarget = z.discriminatedUnion('type', [
  z.object({ type: z.literal('URL'), value: webAddress }),
  z.object({ type: z.literal('FUNCTION'), value: text(255) }),
]);

export const Callbacks = z.object({
  formStyling: optional(webAddress),
  success: optional(CallbackTarget),
  failure: optional(CallbackTarget),
  /** A page or an app address on the merchant's registered origins. */
  redirect: optional(text(2048, 1)),
  notification: optional(webAddress),
  bodyFormat: optional(BodyFormat),
});
export type Callbacks = z.output<typeof Callbacks>;

export const Configuration = z.object({
  paymentType: defaulted(z.enum(['PAYMENT', 'PAYMENT_AND_CAPTURE']), 'PAYMENT'),
  paymentDisplayType: defaulted(z.enum(['REDIRECT']), 'REDIRECT'),
  autoCapture: defaulted(z.boolean(), false),
  country: optional(z.string().regex(/^[A-Za-z]{2}$/, 'must be two letters (ISO 3166-1)')),
  language: optional(z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language code such as "da"')),
  bodyFormat: optional(BodyFormat),
});
export type Configuration = z.output<typeof Configuration>;

/** Whether the merchant wants the money taken at once rather than promised: two members of AltaPay's say so. */
export const wantsCapture = ({ paymentType, autoCapture }: Configuration): boolean => autoCapture || paymentType === 'PAYMENT_AND_CAPTURE';

/** POST and PUT take the same body; every member may be left out. */
export const SessionBody = z.object({
  order: optional(Order),
  callbacks: optional(Callbacks),
  configuration: optional(Configuration),
  isNativeFlow: optional(z.boolean()),
});
export type SessionBody = z.output<typeof SessionBody>;

export const SessionParams = z.object({ sessionId: uuid });

const Instant = z.iso.datetime();

/** The session as answered: what was sent, defaults filled in, and where it stands. */
export const SessionAnswer = z.object({
  sessionId: uuid,
  status: z.enum(['OPEN', 'PENDING', 'PAID', 'EXPIRED', 'CANCELLED']),
  revision: z.int(),
  createdAt: Instant,
  expiresAt: Instant,
  context: z.object({ browser: z.object({}) }),
  order: Order.optional(),
  callbacks: Callbacks.optional(),
  configuration: Configuration,
  isNativeFlow: z.boolean(),
});

const calls = { needs: 'SessionUpdate', body: SessionBody, response: SessionAnswer, status: 200 } as const;

export const createSessionContract = { ...calls, summary: 'Create a checkout session', params: z.object({}), status: 201 } as const;
export const changeSessionContract = { ...calls, summary: 'Change a checkout session', params: SessionParams } as const;
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
  needs: 'Management',
  params: SessionParams,
  body: z.object({}),
  response: SessionAnswer,
  status: 200,
} as const;

export const customerTokenContract = {
  summary: 'Issue a browser-safe token for one session',
  needs: 'Management',
  params: SessionParams,
  body: z.object({}),
  response: z.object({ token: z.string(), expiresIn: z.int() }),
  status: 201,
} as const;
