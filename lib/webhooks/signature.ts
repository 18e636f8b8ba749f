import { createHmac, randomBytes } from 'node:crypto';
import { invariant } from '../errors.ts';

const secretBytes = 32;

export type SignedWebhook = {
  /** The event's id, the same at every try. */
  id: string;
  /** When this try is made. */
  at: Date;
  body: string;
  /** Each `whsec_<base64>`, the newest first. */
  secrets: readonly string[];
};

/**
 * The value of `webhook-signature`: one `v1,<base64>` per secret, a space between. Each is HMAC-SHA256 of
 * `<id>.<unix seconds>.<raw body>` with the bytes behind `whsec_` (Standard Webhooks).
 */
export function webhookSignature({ id, at, body, secrets }: SignedWebhook): string {
  const content = `${id}.${Math.floor(at.getTime() / 1000)}.${body}`;
  return secrets.map((secret) => `v1,${createHmac('sha256', keyOf(secret)).update(content).digest('base64')}`).join(' ');
}

/** A new secret of an endpoint: 256 random bits. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(secretBytes).toString('base64')}`;

function keyOf(secret: string): Buffer {
  const [, encoded] = /^whsec_((?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/.exec(secret) ?? [];
  invariant(encoded, 'a webhook secret is whsec_ and base64');
  return Buffer.from(encoded, 'base64');
}
