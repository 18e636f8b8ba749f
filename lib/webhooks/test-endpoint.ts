import type { z } from 'zod';
import { post } from '../callbacks/send.ts';
import { now } from '../clock.ts';
import { webhookRequest } from '../deliveries/request.ts';
import { env } from '../env.ts';
import { newId } from '../ids.ts';
import type { Principal } from '../merchants/principal.ts';
import type { testEndpointContract } from './contract.ts';
import { findEndpoint } from './endpoints.ts';

/** Sends an endpoint an event of the type "webhook.test" now, also one that is switched off, and answers what was sent and heard. */
export async function testEndpoint(principal: Principal, endpointId: string): Promise<z.input<typeof testEndpointContract.response>> {
  const endpoint = await findEndpoint(principal, endpointId);
  const [id, at] = [newId(), now()];
  const body = JSON.stringify({ id, type: 'webhook.test', timestamp: at.toISOString(), ...(env().MODE === 'test' && { mode: 'test' }), data: {} });
  const { url, headers, contentType, ...request } = webhookRequest(endpoint, { id, body, at });
  const sent = await post({ url, headers, contentType, ...request });
  const status = sent.status ?? null;
  return {
    isTaken: status !== null && status >= 200 && status < 300,
    request: { url, headers: { ...headers, 'content-type': contentType }, body },
    answer: { status, body: sent.answer.slice(0, 2_048).toWellFormed(), error: sent.error ?? null, durationMs: sent.durationMs },
  };
}
