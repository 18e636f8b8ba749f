import { z } from 'zod';
import { defaulted, optional, text, uuid } from '../http/fields.ts';
import { Method } from '../methods/contract.ts';
import { SessionParams } from '../sessions/contract.ts';

/** What a customer's browser is told on a shop's own page (the JS SDK, lib/sdk). Ours, beside AltaPay's contract. */

const Instant = z.iso.datetime();
const Amount = z
  .object({
    value: z.number().meta({ example: 249.5 }),
    currency: z.string().meta({ example: 'DKK' }),
    text: z.string().meta({ description: 'As its reader writes it.', example: 'DKK 249.50' }),
  })
  .meta({ id: 'ShownAmount' });
const Line = z.object({ description: z.string(), quantity: z.int(), quantityText: z.string().optional(), amount: Amount });

const Words = z
  .object({
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
    heading: z.string().optional().describe('What there is to say instead of ways to pay, in every state but `open`.'),
    detail: z.string().optional(),
    receipt: z
      .array(z.tuple([z.string(), z.string()]))
      .optional()
      .describe('What the receipt says, as label and fact.'),
    notices: z.record(z.string(), z.string()).describe('What to say of an error, by the SDK’s code for it.'),
  })
  .meta({ id: 'Words', description: 'Words in the reader’s language; `{time}` is for the page to fill in, which knows where its reader is.' });

export const CheckoutAnswer = z
  .object({
    sessionId: uuid,
    state: z.enum(['open', 'checking', 'pending', 'paid', 'expired', 'replaced', 'cancelled', 'disabled', 'surplus']),
    version: z.string().describe('Another version is another page.'),
    mark: z.string().describe('Another mark is another version, or another end of its time.'),
    isTest: z.boolean(),
    merchant: z.object({ name: z.string() }),
    revision: z.int().describe('Of the order; `POST /payment` gives it back.'),
    order: z.object({ orderId: z.string(), amount: Amount, lines: z.array(Line), shipping: Amount.optional(), tax: Amount.optional() }).optional(),
    methods: z.array(Method).optional(),
    time: z
      .object({ isOpened: z.boolean(), endsAt: Instant, secondsLeft: z.int(), extensionSeconds: z.int(), extensions: z.int() })
      .optional()
      .describe('Only of a link that can be paid.'),
    receipt: z.object({ paidAt: Instant, method: z.string(), lastFourDigits: z.string().optional(), reference: z.string() }).optional(),
    lastTry: z.object({ paymentId: uuid, outcome: z.enum(['declined', 'cancelled', 'unfinished', 'surplus']), message: z.string() }).optional(),
    callbacks: z.object({ success: z.string().optional(), failure: z.string().optional() }).describe('The session’s callbacks of type `FUNCTION`.'),
    language: z.object({ tag: z.string(), direction: z.enum(['ltr', 'rtl']), locale: z.string() }),
    words: Words,
  })
  .meta({ id: 'Checkout' });

/** A wish: one that cannot be met, or is none, is passed over. */
const Language = optional(text(35)).catch(undefined).describe('Of the reader (BCP 47). A wish: one that cannot be met is passed over.');

export const exchangeLinkContract = {
  summary: 'Exchange a payment link for a customer’s token and what there is to pay',
  description: 'For your own page. The token is worth what the link is worth, for 15 minutes.',
  needs: 'Link',
  refuses: [
    'not_found',
    'wrong_origin',
    'session_incomplete',
    'session_paid',
    'payments_paused',
    'link_expired',
    'link_replaced',
    'link_cancelled',
    'rate_limited',
  ],
  isForBrowsers: true,
  params: z.object({}),
  body: z
    .object({
      paymentLink: text(2_300, 1).meta({ description: 'The link, or its token alone.', example: '7ZQ4M0V9S2XK6C1B8N3TDFHJRW5' }),
      paymentReturn: optional(text(200)).catch(undefined).describe('What the gateway’s way back added to your page’s address.'),
      language: Language,
    })
    .meta({ id: 'LinkExchange' }),
  response: z
    .object({
      token: z.string().meta({ example: 'eyJhbGciOiJSUzI1NiIs…' }),
      expiresIn: z.int().meta({ description: 'Seconds.', example: 900 }),
      checkout: CheckoutAnswer,
      returned: z.object({ paymentId: uuid, outcome: z.enum(['paid', 'failed', 'checking', 'pending', 'surplus']) }).optional(),
    })
    .meta({ id: 'ExchangedLink' }),
  status: 200,
} as const;

const reading = { needs: 'ListPaymentMethods', isForBrowsers: true, params: SessionParams, body: z.object({}), status: 200 } as const;

const checkoutQuery = { language: Language };

export const readCheckoutContract = {
  ...reading,
  summary: 'Read what there is to pay, as its customer may see it',
  refuses: ['session_incomplete'],
  query: checkoutQuery,
  response: CheckoutAnswer,
} as const;

const statusQuery = { seen: optional(text(500)).describe('The `mark` that the page shows.') };

/** Held until the mark is another than `seen`, for about 25 s at most. */
export const watchCheckoutContract = {
  ...reading,
  summary: 'Hear of it when what there is to pay has changed',
  description: 'Held until the mark is another than `seen`, for about 25 seconds at most.',
  query: statusQuery,
  response: z
    .object({
      state: z.string().meta({ example: 'open' }),
      version: z.string(),
      mark: z.string(),
      isOpened: z.boolean().optional(),
      secondsLeft: z.int().optional(),
      extensionSeconds: z.int().optional(),
      extensions: z.int().optional(),
    })
    .meta({ id: 'CheckoutStatus' }),
} as const;

export const openedContract = {
  ...reading,
  summary: 'Tell that a person has touched the page',
  description: 'The link’s activation time begins, once. Takes a token that was given for a link.',
  refuses: ['payments_paused'],
  response: z.object({}),
} as const;

export const extendContract = {
  ...reading,
  summary: 'Add time to a link, at its customer’s wish',
  description: 'Adds nothing when nothing can be added. Takes a token that was given for a link.',
  refuses: ['payments_paused'],
  body: z.object({
    extensions: defaulted(z.int().min(0).max(99), 0).describe('How many extensions the page showed: pressed twice, it extends once.'),
  }),
  response: z.object({}),
} as const;
