import { z } from 'zod';
import { defaulted, optional, text, uuid } from '../http/fields.ts';
import { Method } from '../methods/contract.ts';
import { SessionParams } from '../sessions/contract.ts';

/** What a customer's browser is told on a shop's own page (the JS SDK, lib/sdk). Ours, beside AltaPay's contract. */

const Instant = z.iso.datetime();
/** `text`: as its reader writes it. */
const Amount = z.object({ value: z.number(), currency: z.string(), text: z.string() });
const Line = z.object({ description: z.string(), quantity: z.int(), quantityText: z.string().optional(), amount: Amount });

/** Words in the reader's language; `{time}` is for the page to fill in, which knows where its reader is. */
const Words = z.object({
  methods: z.string(),
  onlyMethod: z.string(),
  pay: z.string(),
  connecting: z.string(),
  nextStep: z.string(),
  orderHeading: z.string(),
  shipping: z.string(),
  tax: z.string(),
  total: z.string(),
  until: z.string(),
  begin: z.string().optional(),
  extend: z.string().optional(),
  noMethods: z.string(),
  testMode: z.string(),
  /** What there is to say instead of ways to pay, in every state but `open`. */
  heading: z.string().optional(),
  detail: z.string().optional(),
  /** What the receipt says, as label and fact. */
  receipt: z.array(z.tuple([z.string(), z.string()])).optional(),
  /** What to say of an error, by the SDK's code for it. */
  notices: z.record(z.string(), z.string()),
});

export const CheckoutAnswer = z.object({
  sessionId: uuid,
  state: z.enum(['open', 'checking', 'pending', 'paid', 'expired', 'replaced', 'cancelled', 'disabled', 'surplus']),
  /** Another version is another page; another mark is another end of its time, too. */
  version: z.string(),
  mark: z.string(),
  isTest: z.boolean(),
  merchant: z.object({ name: z.string() }),
  /** Of the order; `POST /payment` gives it back. */
  revision: z.int(),
  order: z.object({ orderId: z.string(), amount: Amount, lines: z.array(Line), shipping: Amount.optional(), tax: Amount.optional() }).optional(),
  methods: z.array(Method).optional(),
  /** Only of a link that can be paid. */
  time: z.object({ isOpened: z.boolean(), endsAt: Instant, secondsLeft: z.int(), extensionSeconds: z.int(), extensions: z.int() }).optional(),
  receipt: z.object({ paidAt: Instant, method: z.string(), lastFourDigits: z.string().optional(), reference: z.string() }).optional(),
  lastTry: z.object({ paymentId: uuid, outcome: z.enum(['declined', 'cancelled', 'unfinished', 'surplus']), message: z.string() }).optional(),
  /** The session's callbacks of type FUNCTION. */
  callbacks: z.object({ success: z.string().optional(), failure: z.string().optional() }),
  language: z.object({ tag: z.string(), direction: z.enum(['ltr', 'rtl']), locale: z.string() }),
  words: Words,
});

/** A wish: one that cannot be met, or is none, is passed over. */
const Language = optional(text(35)).catch(undefined);

export const exchangeLinkContract = {
  summary: 'Exchange a payment link for a customer’s token and what there is to pay',
  needs: 'Link',
  isForBrowsers: true,
  params: z.object({}),
  body: z.object({
    /** The link, or its token alone. */
    paymentLink: text(2_300, 1),
    /** Where the customer comes back from: what the gateway's way back added to the address. */
    paymentReturn: optional(text(200)).catch(undefined),
    language: Language,
  }),
  response: z.object({
    token: z.string(),
    /** Seconds. */
    expiresIn: z.int(),
    checkout: CheckoutAnswer,
    returned: z.object({ paymentId: uuid, outcome: z.enum(['paid', 'failed', 'checking', 'pending', 'surplus']) }).optional(),
  }),
  status: 200,
} as const;

const reading = { needs: 'ListPaymentMethods', isForBrowsers: true, params: SessionParams, body: z.object({}), status: 200 } as const;

const checkoutQuery = { language: Language };

export const readCheckoutContract = {
  ...reading,
  summary: 'Read what there is to pay, as its customer may see it',
  query: checkoutQuery,
  response: CheckoutAnswer,
} as const;

const statusQuery = { seen: optional(text(500)) };

/** Held until the mark is another than `seen`, for about 25 s at most. */
export const watchCheckoutContract = {
  ...reading,
  summary: 'Hear of it when what there is to pay has changed',
  query: statusQuery,
  response: z.object({
    state: z.string(),
    version: z.string(),
    mark: z.string(),
    isOpened: z.boolean().optional(),
    secondsLeft: z.int().optional(),
    extensionSeconds: z.int().optional(),
    extensions: z.int().optional(),
  }),
} as const;

export const openedContract = { ...reading, summary: 'Tell that a person has touched the page', response: z.object({}) } as const;

export const extendContract = {
  ...reading,
  summary: 'Add time to a link, at its customer’s wish',
  /** How many extensions the page showed: pressed twice, it extends once. */
  body: z.object({ extensions: defaulted(z.int().min(0).max(99), 0) }),
  response: z.object({}),
} as const;
