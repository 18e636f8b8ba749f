import { callbackTargets, guardAddress, refuseUnsafeAddress } from '../callbacks/address-guard.ts';
import { later, now } from '../clock.ts';
import { db, type Tx } from '../db/client.ts';
import type { WebhookEndpoint } from '../db/generated/client.ts';
import { env } from '../env.ts';
import { ApiError } from '../errors.ts';
import type { EventType } from '../events/contract.ts';
import { newId } from '../ids.ts';
import type { Principal } from '../merchants/principal.ts';
import type { ChangeBody, Endpoint, RegisterBody } from './contract.ts';
import { disableEndpoint } from './endpoint-health.ts';
import { sealEndpointSecret } from './endpoint-secrets.ts';
import { newWebhookSecret } from './signature.ts';

const mostEndpoints = 50;
const hourMs = 3_600_000;

/**
 * Refuses (422) an address that no event may be sent to: not https in live mode, not on the public internet, also by
 * what its name stands for now. It is asked again at every send.
 */
export async function refuseUnsafeTarget({ url }: { url?: string | undefined }): Promise<void> {
  if (url === undefined) return;
  const isPlain = env().MODE === 'live' && new URL(url).protocol !== 'https:';
  const detail = isPlain ? 'must be https' : (refuseUnsafeAddress(url) ?? (await objectionToName(url)));
  if (detail) throw new ApiError('invalid_field', `/url: ${detail}.`, { errors: [{ pointer: '/url', detail }] });
}

/** One answer for a name that leads inside and for one that leads nowhere: neither says what names there are inside. */
async function objectionToName(url: string): Promise<string | undefined> {
  try {
    await guardAddress(new URL(url), callbackTargets());
    return undefined;
  } catch {
    return 'must have a name that leads to the public internet';
  }
}

/** Adds an endpoint; its secret is answered this once. 409 when the merchant has as many as it may have. */
export async function registerEndpoint(tx: Tx, { merchantId }: Principal, body: RegisterBody): Promise<Endpoint & { secret: string }> {
  await tx.$queryRaw`SELECT 1 FROM merchant WHERE id = ${merchantId}::uuid FOR NO KEY UPDATE`;
  if ((await tx.webhookEndpoint.count({ where: { merchantId } })) >= mostEndpoints) {
    throw new ApiError('conflict', `There are ${mostEndpoints} webhook endpoints already. Change one that is no longer needed.`);
  }
  const [id, at, secret] = [newId(), now(), newWebhookSecret()];
  const endpoint = await tx.webhookEndpoint.create({
    data: {
      id,
      merchantId,
      url: body.url,
      description: body.description ?? null,
      eventTypes: [...new Set(body.eventTypes)],
      secretSealed: sealEndpointSecret(id, secret),
      createdAt: at,
      changedAt: at,
    },
  });
  return { ...endpointAnswer(endpoint), secret };
}

/** The merchant's endpoints, oldest first. */
export async function listEndpoints({ merchantId }: Principal): Promise<{ endpoints: Endpoint[] }> {
  const endpoints = await db().webhookEndpoint.findMany({ where: { merchantId }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
  return { endpoints: endpoints.map(endpointAnswer) };
}

/** One of the merchant's endpoints; another merchant's is not found. */
export async function findEndpoint({ merchantId }: Principal, id: string): Promise<WebhookEndpoint> {
  return (await db().webhookEndpoint.findFirst({ where: { id, merchantId } })) ?? notFound();
}

/** The same, locked until the transaction ends. */
async function lockEndpoint(tx: Tx, { merchantId }: Principal, id: string): Promise<WebhookEndpoint> {
  await tx.$queryRaw`SELECT 1 FROM webhook_endpoint WHERE id = ${id}::uuid AND merchant_id = ${merchantId}::uuid FOR NO KEY UPDATE`;
  return (await tx.webhookEndpoint.findFirst({ where: { id, merchantId } })) ?? notFound();
}

function notFound(): never {
  throw new ApiError('not_found', 'There is no such webhook endpoint.');
}

/**
 * Changes the members a body names. Switching off gives up what waits; switching on starts with what happens from then
 * on, and `replay` brings the rest.
 */
export async function changeEndpoint(tx: Tx, principal: Principal, id: string, { status, ...given }: ChangeBody): Promise<Endpoint> {
  const { disabledAt } = await lockEndpoint(tx, principal, id);
  const at = now();
  const { url, description, eventTypes } = given;
  await tx.webhookEndpoint.update({
    where: { id },
    data: {
      changedAt: at,
      ...(url !== undefined && { url, failingSince: null, alarmedAt: null, pausedUntil: null }),
      ...(description !== undefined && { description }),
      ...(eventTypes !== undefined && { eventTypes: [...new Set(eventTypes)] }),
      ...(status === 'ENABLED' && disabledAt && { disabledAt: null, disabledReason: null, failingSince: null, alarmedAt: null, pausedUntil: null }),
    },
  });
  if (status === 'DISABLED') await disableEndpoint(tx, id, 'merchant');
  return endpointAnswer(await tx.webhookEndpoint.findUniqueOrThrow({ where: { id } }));
}

/** Gives an endpoint a new secret; the one before signs beside it for the overlap, so that no delivery is refused meanwhile. */
export async function rotateSecret(tx: Tx, principal: Principal, id: string, overlapHours: number): Promise<Endpoint & { secret: string }> {
  const { secretSealed } = await lockEndpoint(tx, principal, id);
  const [secret, at] = [newWebhookSecret(), now()];
  const old =
    overlapHours > 0 ? { oldSecretSealed: secretSealed, oldSecretUntil: later(at, overlapHours * hourMs) } : { oldSecretSealed: null, oldSecretUntil: null };
  const rotated = await tx.webhookEndpoint.update({ where: { id }, data: { secretSealed: sealEndpointSecret(id, secret), changedAt: at, ...old } });
  return { ...endpointAnswer(rotated), secret };
}

/** An endpoint in the shape of the contract. */
export function endpointAnswer(endpoint: WebhookEndpoint): Endpoint {
  const { disabledAt, disabledReason, failingSince, pausedUntil, oldSecretUntil } = endpoint;
  const text = (at: Date | null): string | null => at?.toISOString() ?? null;
  return {
    id: endpoint.id,
    url: endpoint.url,
    description: endpoint.description,
    eventTypes: endpoint.eventTypes as EventType[],
    status: disabledAt ? 'DISABLED' : 'ENABLED',
    disabledReason: disabledReason ? (disabledReason.toUpperCase() as Uppercase<typeof disabledReason>) : null,
    disabledAt: text(disabledAt),
    failingSince: text(failingSince),
    pausedUntil: text(pausedUntil),
    oldSecretUntil: text(oldSecretUntil),
    createdAt: endpoint.createdAt.toISOString(),
  };
}
