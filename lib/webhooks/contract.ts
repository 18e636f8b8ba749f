import { z } from 'zod';
import { EventType } from '../events/contract.ts';
import { defaulted, instant, optional, text, uuid, webAddress } from '../http/fields.ts';

/** Webhook endpoints are ours, beside AltaPay's contract: all of a merchant's events, wherever it wants them. */

const Instant = z.iso.datetime();
const EndpointParams = z.object({ endpointId: uuid });

const EndpointFacts = z.object({
  id: uuid,
  url: z.string().meta({ example: 'https://shop.example/webhooks' }),
  description: z.string().nullable(),
  eventTypes: z.array(EventType).describe('Empty: every type, also those to come.'),
  status: z.enum(['ENABLED', 'DISABLED']),
  disabledReason: z
    .enum(['MERCHANT', 'GONE', 'FAILING'])
    .nullable()
    .describe('Who switched it off: `MERCHANT`, `GONE` (it answered 410) or `FAILING` (it took nothing for days).'),
  disabledAt: Instant.nullable(),
  failingSince: Instant.nullable().describe('Since when it has taken nothing; five days after that it is switched off.'),
  pausedUntil: Instant.nullable().describe('It asked to be left alone until then (Retry-After).'),
  oldSecretUntil: Instant.nullable().describe('Until when the secret before the last rotation signs too.'),
  createdAt: Instant,
});
const Endpoint = EndpointFacts.meta({ id: 'WebhookEndpoint' });

const EndpointWithSecret = EndpointFacts.extend({
  secret: z.string().meta({ description: 'Shown this once: `whsec_` and base64 (Standard Webhooks).', example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }),
}).meta({ id: 'WebhookEndpointWithSecret' });

const EventTypes = z.array(EventType).max(50);
const description = text(255);

const RegisterBody = z
  .object({
    url: webAddress.meta({ example: 'https://shop.example/webhooks' }),
    eventTypes: defaulted(EventTypes, []).describe('Empty: every type, also those to come.'),
    description: optional(description),
  })
  .meta({ id: 'WebhookEndpointBody' });
export type RegisterBody = z.output<typeof RegisterBody>;

const ChangeBody = z
  .object({
    url: optional(webAddress),
    eventTypes: optional(EventTypes),
    description: optional(description),
    status: optional(z.enum(['ENABLED', 'DISABLED'])).meta({ example: 'DISABLED' }),
  })
  .meta({ id: 'WebhookEndpointChange' });
export type ChangeBody = z.output<typeof ChangeBody>;

const overlapHours = { most: 7 * 24, usual: 24 };
const RotateBody = z.object({
  overlapHours: defaulted(z.int().min(0).max(overlapHours.most), overlapHours.usual).describe(
    'How long the secret that is replaced signs beside the new one. 0: it is over at once.',
  ),
});

const managed = { needs: 'Management', body: z.object({}), status: 200 } as const;

export const registerEndpointContract = {
  ...managed,
  summary: 'Register a webhook endpoint',
  params: z.object({}),
  refuses: ['conflict'],
  body: RegisterBody,
  response: EndpointWithSecret,
  status: 201,
} as const;
export const listEndpointsContract = {
  ...managed,
  summary: 'List the webhook endpoints',
  params: z.object({}),
  response: z.object({ endpoints: z.array(Endpoint) }).meta({ id: 'WebhookEndpoints' }),
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
  response: z
    .object({
      isTaken: z.boolean().describe('Whether the endpoint answered 2xx within ten seconds.'),
      request: z.object({ url: z.string(), headers: z.record(z.string(), z.string()), body: z.string() }),
      answer: z.object({ status: z.int().nullable(), body: z.string(), error: z.string().nullable(), durationMs: z.int() }),
    })
    .meta({ id: 'WebhookTest' }),
} as const;

export const replayEndpointContract = {
  ...managed,
  summary: 'Deliver again what an endpoint did not take, or was not sent, since a time',
  params: EndpointParams,
  refuses: ['conflict'],
  body: z.object({ since: instant }),
  response: z.object({ replayed: z.int(), hasMore: z.boolean().describe('The same request brings the next.') }).meta({ id: 'WebhookReplay' }),
} as const;
export type Endpoint = z.input<typeof Endpoint>;
