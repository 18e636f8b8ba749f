import { z } from 'zod';
import { defaulted, optional, uuid, webAddress } from '../http/fields.ts';
import { SessionParams } from '../sessions/contract.ts';

/** Bounds of a link, in the units of the contract (AltaPay: CreatePaymentLink). */
const linkBounds = {
  sizePixels: { least: 100, most: 2000, usual: 500 },
  validityMinutes: { least: 1, most: 365 * 24 * 60, usual: 14 * 24 * 60 },
  activationMinutes: { least: 1, most: 24 * 60, usual: 10 },
} as const;

const bounded = ({ least, most, usual }: { least: number; most: number; usual: number }) => defaulted(z.int().min(least).max(most), usual);

export const LinkBody = z.object({
  /** The merchant's own payment page, on a registered origin; without it ours is used. */
  url: optional(webAddress),
  size: bounded(linkBounds.sizePixels),
  validityTime: bounded(linkBounds.validityMinutes),
  activationTime: bounded(linkBounds.activationMinutes),
  /** Ours: whether the customer may add activation times. False is told at the start. */
  extendable: defaulted(z.boolean(), true),
  /** Ours: whether a chat's preview of the link may tell the amount. */
  previewAmount: defaulted(z.boolean(), false),
});
export type LinkBody = z.output<typeof LinkBody>;

export const LinkAnswer = z.object({
  id: uuid,
  paymentLink: z.url(),
  /** A base64 PNG, `size` pixels square, without a data: prefix. */
  qrCode: z.base64(),
});

export const createLinkContract = {
  summary: 'Create the payment link and QR code of a session',
  needs: 'SessionUpdate',
  params: SessionParams,
  body: LinkBody,
  response: LinkAnswer,
  status: 201,
} as const;

export const CancelledLinkAnswer = z.object({ id: uuid, status: z.literal('CANCELLED'), cancelledAt: z.iso.datetime() });

export const cancelLinkContract = {
  summary: 'Cancel a payment link and leave its session open',
  needs: 'Management',
  params: z.object({ linkId: uuid }),
  body: z.object({}),
  response: CancelledLinkAnswer,
  status: 200,
} as const;

export const ShortCodeAnswer = z.object({
  /** To be printed with the order number beside it: each is worth nothing without the other. */
  shortCode: z.string().regex(/^(?:[0-9A-Z]{4}-){2}[0-9A-Z]{4}$/),
  /** The page where both are typed. */
  address: z.url(),
  orderId: z.string(),
  /** When the link ends by its times, as they are now, and the code with it. */
  endsAt: z.iso.datetime(),
});

export const shortCodeContract = {
  summary: 'Make the short code of a link that is to be printed',
  needs: 'Management',
  params: z.object({ linkId: uuid }),
  body: z.object({}),
  response: ShortCodeAnswer,
  status: 200,
} as const;
