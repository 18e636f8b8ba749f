import { z } from 'zod';
import { defaulted, optional, uuid, webAddress } from '../http/fields.ts';
import { Order, SessionAnswer, SessionBody, SessionParams } from '../sessions/contract.ts';
import { LinkView } from './list-contract.ts';

/** Bounds of a link, in the units of the contract (AltaPay: CreatePaymentLink). */
const linkBounds = {
  sizePixels: { least: 100, most: 2000, usual: 500 },
  validityMinutes: { least: 1, most: 365 * 24 * 60, usual: 14 * 24 * 60 },
  activationMinutes: { least: 1, most: 24 * 60, usual: 10 },
} as const;

const bounded = ({ least, most, usual }: { least: number; most: number; usual: number }) => defaulted(z.int().min(least).max(most), usual);

export const LinkBody = z
  .object({
    url: optional(webAddress).describe('Your own payment page, on a registered origin; without it ours is used.'),
    size: bounded(linkBounds.sizePixels).describe('Of the QR code, in pixels.'),
    validityTime: bounded(linkBounds.validityMinutes).describe('Minutes from now in which the link can be paid.'),
    activationTime: bounded(linkBounds.activationMinutes).describe('Minutes to pay in, from the moment a person opens the page.'),
    extendable: defaulted(z.boolean(), true).describe('Ours: whether the customer may add the activation time again, up to ten times.'),
    previewAmount: defaulted(z.boolean(), false).describe('Ours: whether a chat’s preview of the link may tell the amount.'),
  })
  .meta({ id: 'LinkBody' });
export type LinkBody = z.output<typeof LinkBody>;

export const LinkAnswer = z
  .object({
    id: uuid,
    paymentLink: z.url().meta({ example: 'https://pay.example.com/pay/7ZQ4M0V9S2XK6C1B8N3TDFHJRW5' }),
    qrCode: z.base64().meta({ description: 'A PNG in base64, `size` pixels square, without a `data:` prefix.', example: 'iVBORw0KGgo=' }),
  })
  .meta({ id: 'PaymentLink' });

export const createLinkContract = {
  summary: 'Create the payment link and QR code of a session',
  description: 'A session has one live link: a new one replaces it.',
  isAltaPays: true,
  needs: 'SessionUpdate',
  refuses: ['session_incomplete', 'session_paid', 'session_ended', 'origin_not_registered', 'qr_too_small'],
  params: SessionParams,
  body: LinkBody,
  response: LinkAnswer,
  status: 201,
} as const;

/** A whole session, and its link, in one. */
export const SessionWithLinkBody = SessionBody.extend({
  order: Order,
  link: LinkBody.nullish().transform((link) => link ?? LinkBody.parse({})),
});
export type SessionWithLinkBody = z.output<typeof SessionWithLinkBody>;

export const createSessionWithLinkContract = {
  summary: 'Create a checkout session and its payment link in one call',
  description: 'Both, or neither and the reason: `link` takes what `createLink` takes.',
  needs: 'Management',
  refuses: ['origin_not_registered', 'order_sum_mismatch', 'qr_too_small'],
  params: z.object({}),
  body: SessionWithLinkBody,
  response: z.object({ session: SessionAnswer, link: LinkAnswer }),
  status: 201,
} as const;

const bulkExample = {
  order: {
    orderId: 'Order-1234',
    amount: { value: 249.5, currency: 'DKK' },
    orderLines: [{ itemId: 'mug', description: 'Stoneware mug', quantity: 2, unitPrice: 124.75 }],
  },
  link: { validityTime: 43_200 },
};

export const bulkLinksContract = {
  summary: 'Create up to 1,000 sessions with their links',
  description:
    'A JSON array, a JSON value a line, or CSV with the columns of the README. Answers a line of JSON for each, in their order, while the work goes on: `line`, `status`, and `session` and `link`, or `problem`. It needs an `Idempotency-Key`: a call that was cut off is sent again with the same one and makes what is missing, once; lines that failed may be mended meanwhile. At most 8 MB.',
  needs: 'Management',
  params: z.object({}),
  body: z.object({}),
  status: 200,
  takes: {
    'text/csv': 'orderId,amount,currency,description,email\nOrder-1234,249.50,DKK,"Two mugs, blue",ada@example.com\nOrder-1235,49,DKK,Delivery,\n',
    'application/x-ndjson': `${JSON.stringify(bulkExample)}\n`,
    'application/json': JSON.stringify([bulkExample]),
  },
  gives: ['application/x-ndjson'],
} as const;

const LinkParams = z.object({ linkId: uuid });

/** What can be changed of a link: its times grow and never shrink. */
export const LinkChange = z.strictObject({
  validityTime: optional(z.int().min(linkBounds.validityMinutes.least).max(linkBounds.validityMinutes.most)).describe(
    'Minutes from its creation; at least what it has.',
  ),
  activationTime: optional(z.int().min(linkBounds.activationMinutes.least).max(linkBounds.activationMinutes.most)).describe(
    'Minutes from when a person opens it; at least what it has.',
  ),
  extendable: optional(z.boolean()),
  previewAmount: optional(z.boolean()),
});
export type LinkChange = z.output<typeof LinkChange>;

export const changeLinkContract = {
  summary: 'Prolong a payment link',
  description: 'Its times grow and never shrink; one whose time was over opens again. An open page hears of it within two seconds.',
  needs: 'Management',
  refuses: ['conflict', 'session_ended', 'session_paid'],
  params: LinkParams,
  body: LinkChange,
  response: LinkView,
  status: 200,
} as const;

/** What the new link has otherwise than the old one. */
export const ReissueBody = z.strictObject({
  url: optional(webAddress),
  size: optional(z.int().min(linkBounds.sizePixels.least).max(linkBounds.sizePixels.most)),
  ...LinkChange.shape,
});
export type ReissueBody = z.output<typeof ReissueBody>;

export const reissueLinkContract = {
  summary: 'Replace a payment link by a new one for the same session',
  description: 'Made like the old one, whatever has become of that, but for what the body names. The old one takes no payment any more.',
  needs: 'Management',
  refuses: ['origin_not_registered', 'qr_too_small', 'session_ended', 'session_paid'],
  params: LinkParams,
  body: ReissueBody,
  response: LinkAnswer,
  status: 201,
} as const;

export const CancelledLinkAnswer = z.object({ id: uuid, status: z.literal('CANCELLED'), cancelledAt: z.iso.datetime() }).meta({ id: 'CancelledLink' });

export const cancelLinkContract = {
  summary: 'Cancel a payment link and leave its session open',
  description: 'At once; another link can be made. Cancelling twice answers alike; a link that a newer one replaced is a 409.',
  needs: 'Management',
  refuses: ['conflict', 'session_paid'],
  params: LinkParams,
  body: z.object({}),
  response: CancelledLinkAnswer,
  status: 200,
} as const;

export const ShortCodeAnswer = z.object({
  /** To be printed with the order number beside it: each is worth nothing without the other. */
  shortCode: z
    .string()
    .regex(/^(?:[0-9A-Z]{4}-){2}[0-9A-Z]{4}$/)
    .meta({ example: '4K7T-9QXW-2M8B' }),
  /** The page where both are typed. */
  address: z.url(),
  orderId: z.string(),
  /** When the link ends by its times, as they are now, and the code with it. */
  endsAt: z.iso.datetime(),
});

export const shortCodeContract = {
  summary: 'Make the short code of a link that is to be printed',
  description:
    'For people who cannot scan: twelve characters that open the link at `/p`, together with the order number printed beside them, and end with it. The same each time; posters of the link carry it from then on.',
  needs: 'Management',
  refuses: ['conflict', 'link_expired', 'link_replaced', 'link_cancelled', 'session_ended', 'session_paid'],
  params: LinkParams,
  body: z.object({}),
  response: ShortCodeAnswer,
  status: 200,
} as const;
