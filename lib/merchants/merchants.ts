import { now } from '../clock.ts';
import { db, type Tx } from '../db/client.ts';
import type { LatePayments, Merchant } from '../db/generated/client.ts';
import type { GatewayAccess } from '../gateways/gateway.ts';
import { isPlainAddress } from '../http/fields.ts';
import { newId, newSecret } from '../ids.ts';
import { addApiUser } from './api-users.ts';
import { addCallbackSecret } from './callback-secrets.ts';
import { setGatewayAccount } from './gateway-account.ts';

export type NewMerchant = {
  name: string;
  /** "https://shop.example" or an app scheme "shopapp:". */
  origins: string[];
  gateway: GatewayAccess;
  latePayments?: LatePayments;
  /** Given only by the demo, whose secrets are published; otherwise generated. */
  credentials?: { username: string; password: string };
  callbackSecret?: string;
};

/** Shown once; only hashes and sealed copies are kept. */
export type MerchantSecrets = { merchantId: string; username: string; password: string; callbackSecret: string };

/** Adds a merchant with its first API user, callback secret and gateway account. */
export async function createMerchant(tx: Tx, given: NewMerchant): Promise<MerchantSecrets> {
  const at = now();
  const merchantId = newId();
  const { username, password } = given.credentials ?? { username: `api-${merchantId.slice(-12)}`, password: newSecret() };
  await tx.merchant.create({ data: { id: merchantId, name: given.name, origins: given.origins, latePayments: given.latePayments ?? 'undo', createdAt: at } });
  await addApiUser(tx, merchantId, username, password);
  const callbackSecret = given.callbackSecret ?? newSecret(32);
  await addCallbackSecret(tx, merchantId, callbackSecret);
  await setGatewayAccount(tx, merchantId, given.gateway);
  return { merchantId, username, password, callbackSecret };
}

/** What can be changed of a merchant; a member that is left out stays as it is. */
export type MerchantChange = { name?: string; origins?: string[]; latePayments?: LatePayments; isDisabled?: boolean };

/** Changes a merchant, and answers it as it is then; undefined when there is none of that id. */
export async function changeMerchant(tx: Tx, merchantId: string, { isDisabled, ...change }: MerchantChange): Promise<Merchant | undefined> {
  const disabledAt = isDisabled === undefined ? {} : { disabledAt: isDisabled ? now() : null };
  const [changed] = await tx.merchant.updateManyAndReturn({ where: { id: merchantId }, data: { ...change, ...disabledAt } });
  return changed;
}

/** Every merchant with its keys, the oldest first, for the operator's list. No secret is among what is read. */
export const listMerchants = () =>
  db().merchant.findMany({
    orderBy: { createdAt: 'asc' },
    include: {
      apiUsers: { where: { revokedAt: null }, orderBy: { createdAt: 'asc' }, omit: { secretHash: true } },
      callbackSecrets: { where: { revokedAt: null }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], select: { createdAt: true } },
      gatewayAccount: { select: { baseUrl: true, username: true } },
      paymentMethods: { where: { withdrawnAt: null }, orderBy: { position: 'asc' }, select: { terminal: true } },
    },
  });

/** Whether a customer may be sent to `address`: it lies on a registered origin, or in a registered app. */
export function isRegistered(origins: readonly string[], address: string): boolean {
  if (!isPlainAddress(address)) return false;
  const url = new URL(address);
  if (url.protocol === 'https:' || url.protocol === 'http:') return !url.username && !url.password && origins.includes(url.origin);
  return !forbiddenSchemes.has(url.protocol) && origins.includes(url.protocol);
}

/** Schemes that run or show something in the page itself; never an app. */
const forbiddenSchemes = new Set([
  'javascript:',
  'data:',
  'vbscript:',
  'intent:',
  'file:',
  'blob:',
  'about:',
  'view-source:',
  'filesystem:',
  'ftp:',
  'ws:',
  'wss:',
]);

/** An origin as it is registered: "https://shop.example" or "shopapp:"; undefined when it is neither. */
export function readOrigin(text: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:(\/\/)?$/.test(text)) {
    const scheme = text.replace(/\/\/$/, '');
    return scheme === 'https:' || scheme === 'http:' || forbiddenSchemes.has(scheme) ? undefined : scheme;
  }
  if (!isPlainAddress(text)) return undefined;
  const url = new URL(text);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb && url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password && !url.hostname.includes('*') ? url.origin : undefined;
}
