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

export const CancelledLinkAnswer = z.object({ id: uuid, status: z.literal('CANCELLED'), cancelledAt: z.iso.datetime() }).meta({ id: 'CancelledLink' });

export const cancelLinkContract = {
  summary: 'Cancel a payment link and leave its session open',
  description: 'At once; another link can be made. Cancelling twice answers alike; a link that a newer one replaced is a 409.',
  needs: 'Management',
  refuses: ['conflict'],
  params: z.object({ linkId: uuid }),
  body: z.object({}),
  response: CancelledLinkAnswer,
  status: 200,
} as const;
