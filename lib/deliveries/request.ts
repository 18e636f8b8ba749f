import { callbackTargets } from '../callbacks/address-guard.ts';
import type { Posting } from '../callbacks/send.ts';
import { callbackSignature } from '../callbacks/signature.ts';
import type { Delivery, WebhookEndpoint } from '../db/generated/client.ts';
import { isDatabaseAway } from '../db/unavailable.ts';
import { invariant } from '../errors.ts';
import { log } from '../log.ts';
import { activeCallbackSecrets } from '../merchants/callback-secrets.ts';
import { endpointSecrets } from '../webhooks/endpoint-secrets.ts';
import { webhookSignature } from '../webhooks/signature.ts';

/** A delivery this process may try now. */
export type Claimed = Delivery & { endpoint: WebhookEndpoint | null; event: { body: string } | null };

const userAgent = 'AltaPay-Checkout-Payment-Links/1';

/**
 * The request of one try, signed for its moment. Not wanted: its endpoint was switched off meanwhile. Not possible: a
 * secret cannot be read (a SECRET_KEY version is missing); it counts as a try, so that it is seen and ends.
 */
export async function requestOf(delivery: Claimed, at: Date): Promise<Posting | 'not wanted' | 'not possible'> {
  if (delivery.endpoint?.disabledAt) return 'not wanted';
  try {
    return await signedRequest(delivery, at);
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    log().error({ deliveryId: delivery.id, error: error instanceof Error ? error.message : 'unknown' }, 'a delivery could not be signed');
    return 'not possible';
  }
}

function signedRequest(delivery: Claimed, at: Date): Promise<Posting> | Posting {
  if (delivery.kind !== 'webhook') return callbackRequest(delivery, at);
  const { endpoint, event, eventId } = delivery;
  invariant(endpoint && event && eventId, 'a webhook has its endpoint and its event');
  return webhookRequest(endpoint, { id: eventId, body: event.body, at });
}

async function callbackRequest({ merchantId, url, contentType, body }: Delivery, at: Date): Promise<Posting> {
  invariant(url !== null && contentType !== null && body !== null, 'a callback says where and what');
  const headers = { 'altapay-signature': callbackSignature(body, at, await activeCallbackSecrets(merchantId)), 'user-agent': userAgent, accept: '*/*' };
  return { url, contentType, body, headers, allowedTargets: callbackTargets() };
}

/** What an endpoint is sent (Standard Webhooks): the id is the event's, at every try and to every endpoint. */
export function webhookRequest(endpoint: WebhookEndpoint, { id, body, at }: { id: string; body: string; at: Date }): Posting {
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': webhookSignature({ id, at, body, secrets: endpointSecrets(endpoint, at) }),
    'user-agent': userAgent,
    accept: '*/*',
  };
  return { url: endpoint.url, contentType: 'application/json', body, headers, allowedTargets: callbackTargets() };
}
