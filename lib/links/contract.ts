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

/** A whole session, and its link, in one. */
export const SessionWithLinkBody = SessionBody.extend({
  order: Order,
  link: LinkBody.nullish().transform((link) => link ?? LinkBody.parse({})),
});
export type SessionWithLinkBody = z.output<typeof SessionWithLinkBody>;

export const createSessionWithLinkContract = {
  summary: 'Create a checkout session and its payment link in one call',
  needs: 'Management',
  params: z.object({}),
  body: SessionWithLinkBody,
  response: z.object({ session: SessionAnswer, link: LinkAnswer }),
  status: 201,
} as const;

export const bulkLinksContract = {
  summary: 'Create up to 1,000 sessions with their links; answers a line for each, in their order',
  needs: 'Management',
  params: z.object({}),
  body: z.object({}),
  status: 200,
  takes: ['application/json', 'application/x-ndjson', 'text/csv'],
  gives: ['application/x-ndjson'],
} as const;

const LinkParams = z.object({ linkId: uuid });

/** What can be changed of a link: its times grow and never shrink. */
export const LinkChange = z.object({
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
  needs: 'Management',
  params: LinkParams,
  body: LinkChange,
  response: LinkView,
  status: 200,
} as const;

/** What the new link has otherwise than the old one. */
export const ReissueBody = z.object({
  url: optional(webAddress),
  size: optional(z.int().min(linkBounds.sizePixels.least).max(linkBounds.sizePixels.most)),
  ...LinkChange.shape,
});
export type ReissueBody = z.output<typeof ReissueBody>;

export const reissueLinkContract = {
  summary: 'Replace a payment link by a new one for the same session',
  needs: 'Management',
  params: LinkParams,
  body: ReissueBody,
  response: LinkAnswer,
  status: 201,
} as const;

export const CancelledLinkAnswer = z.object({ id: uuid, status: z.literal('CANCELLED'), cancelledAt: z.iso.datetime() });

export const cancelLinkContract = {
  summary: 'Cancel a payment link and leave its session open',
  needs: 'Management',
  params: LinkParams,
  body: z.object({}),
  response: CancelledLinkAnswer,
  status: 200,
} as const;
