import type { WebhookEndpoint } from '../db/generated/client.ts';
import { seal, unseal } from '../secrets.ts';

const label = (endpointId: string): string => `webhook-secret:${endpointId}`;

export const sealEndpointSecret = (endpointId: string, secret: string) => seal(label(endpointId), secret);

/** The secrets that sign for an endpoint at an instant, the newest first: the one before it too, until its time is over. */
export function endpointSecrets({ id, secretSealed, oldSecretSealed, oldSecretUntil }: WebhookEndpoint, at: Date): string[] {
  const isOldActive = oldSecretSealed !== null && oldSecretUntil !== null && at < oldSecretUntil;
  return [secretSealed, ...(isOldActive ? [oldSecretSealed] : [])].map((sealed) => unseal(label(id), sealed));
}
