import { z } from 'zod';
import { EventType } from '../events/contract.ts';
import { defaulted, instant, optional, text, uuid, webAddress } from '../http/fields.ts';

/** Webhook endpoints are ours, beside AltaPay's contract: all of a merchant's events, wherever it wants them. */

const Instant = z.iso.datetime();
const EndpointParams = z.object({ endpointId: uuid });

const Endpoint = z.object({
  id: uuid,
  url: z.string(),
  description: z.string().nullable(),
  /** Empty: every type, also those to come. */
  eventTypes: z.array(EventType),
  status: z.enum(['ENABLED', 'DISABLED']),
  /** Who switched it off: MERCHANT, GONE (it answered 410) or FAILING (it took nothing for days). */
  disabledReason: z.enum(['MERCHANT', 'GONE', 'FAILING']).nullable(),
  disabledAt: Instant.nullable(),
  /** Since when it has taken nothing; five days after that it is switched off. */
  failingSince: Instant.nullable(),
  /** It asked to be left alone until then (Retry-After). */
  pausedUntil: Instant.nullable(),
  /** Until when the secret before the last rotation signs too. */
  oldSecretUntil: Instant.nullable(),
  createdAt: Instant,
});

const EndpointWithSecret = Endpoint.extend({
  /** Shown this once: "whsec_" and base64 (Standard Webhooks). */
  secret: z.string(),
});

const EventTypes = z.array(EventType).max(50);
const description = text(255);

const RegisterBody = z.object({ url: webAddress, eventTypes: defaulted(EventTypes, []), description: optional(description) });
export type RegisterBody = z.output<typeof RegisterBody>;

const ChangeBody = z.object({
  url: optional(webAddress),
  eventTypes: optional(EventTypes),
  description: optional(description),
  status: optional(z.enum(['ENABLED', 'DISABLED'])),
});
export type ChangeBody = z.output<typeof ChangeBody>;

const overlapHours = { most: 7 * 24, usual: 24 };
const RotateBody = z.object({
  /** How long the secret that is replaced signs beside the new one. 0: it is over at once. */
  overlapHours: defaulted(z.int().min(0).max(overlapHours.most), overlapHours.usual),
});

const managed = { needs: 'Management', body: z.object({}), status: 200 } as const;

export const registerEndpointContract = {
  ...managed,
  summary: 'Register a webhook endpoint',
  params: z.object({}),
  body: RegisterBody,
  response: EndpointWithSecret,
  status: 201,
} as const;
export const listEndpointsContract = {
  ...managed,
  summary: 'List the webhook endpoints',
  params: z.object({}),
  response: z.object({ endpoints: z.array(Endpoint) }),
} as const;
export const getEndpointContract = { ...managed, summary: 'Read a webhook endpoint', params: EndpointParams, response: Endpoint } as const;
export const changeEndpointContract = {
  ...managed,
  summary: 'Change a webhook endpoint, or switch it off or on',
  params: EndpointParams,
  body: ChangeBody,
  response: Endpoint,
} as const;
export const rotateSecretContract = {
  ...managed,
  summary: 'Give a webhook endpoint a new secret',
  params: EndpointParams,
  body: RotateBody,
  response: EndpointWithSecret,
} as const;

export const testEndpointContract = {
  ...managed,
  summary: 'Send a test event to a webhook endpoint now',
  params: EndpointParams,
  response: z.object({
    /** Whether the endpoint answered 2xx within ten seconds. */
    isTaken: z.boolean(),
    request: z.object({ url: z.string(), headers: z.record(z.string(), z.string()), body: z.string() }),
    answer: z.object({ status: z.int().nullable(), body: z.string(), error: z.string().nullable(), durationMs: z.int() }),
  }),
} as const;

export const replayEndpointContract = {
  ...managed,
  summary: 'Deliver again what an endpoint did not take, or was not sent, since a time',
  params: EndpointParams,
  body: z.object({ since: instant }),
  /** With `hasMore`, the same request brings the next. */
  response: z.object({ replayed: z.int(), hasMore: z.boolean() }),
} as const;
export type Endpoint = z.input<typeof Endpoint>;
