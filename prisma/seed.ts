import { now } from '../lib/clock.ts';
import { db, transaction } from '../lib/db/client.ts';
import { env } from '../lib/env.ts';
import { invariant } from '../lib/errors.ts';
import { newSecret } from '../lib/ids.ts';
import { changeBrand } from '../lib/merchants/change-brand.ts';
import { ownSandbox } from '../lib/merchants/gateway-account.ts';
import { createMerchant } from '../lib/merchants/merchants.ts';
import { createSandboxAccount } from '../lib/sandbox-gateway/accounts.ts';

/** The published secrets of the demo. They exist with DEMO=1 only, which live mode refuses. */
export const demo = {
  username: 'demo',
  password: 'demo',
  callbackSecret: 'demo-callback-secret-0123456789a',
  gateway: { username: 'sandbox', password: 'sandbox', secret: 'sandbox-shared-secret' },
} as const;

/** Modest, so that a merchant's own pages come to mind and not the demo's. */
const demoBrand = {
  colour: '#0f766e',
  email: 'help@demo-shop.example',
  website: 'https://demo-shop.example/help',
  termsUrl: 'https://demo-shop.example/terms',
  legalName: 'Demo Shop A/S',
  legalAddress: 'Eksempelgade 1\n1000 København',
  timeZone: 'Europe/Copenhagen',
} as const;

/** Makes the demo's merchant and its sandbox gateway account, or wakes the ones of an earlier demo. Answers the merchant. */
export async function seedDemo(): Promise<string> {
  invariant(env().DEMO && env().MODE === 'test', 'the demo merchant exists in test mode with DEMO=1 only');
  const { username, password, secret } = demo.gateway;
  await createSandboxAccount({ username, password, secret, shopName: 'Demo Shop' });
  const present = await db().apiUser.findUnique({ where: { username: demo.username }, select: { merchantId: true } });
  if (present) return wakeDemo(present.merchantId);
  return transaction(async (tx) => {
    const { merchantId } = await createMerchant(tx, {
      name: 'Demo Shop',
      origins: shopOrigins(),
      gateway: { baseUrl: ownSandbox, username, password, callbackSecret: secret },
      credentials: { username: demo.username, password: demo.password },
      callbackSecret: demo.callbackSecret,
    });
    await changeBrand(tx, merchantId, demoBrand, 'system');
    return merchantId;
  });
}

/**
 * Ends what an earlier demo left on this database: everybody knows its passwords. Every process that starts without
 * DEMO=1 does so first.
 */
export async function retireDemo(): Promise<void> {
  await db().apiUser.updateMany({ where: { username: demo.username, revokedAt: null }, data: { revokedAt: now() } });
  const { username, secret } = demo.gateway;
  const account = await db().sandboxAccount.findUnique({ where: { username }, select: { shopName: true } });
  if (account) await createSandboxAccount({ username, password: newSecret(), secret, shopName: account.shopName });
}

/** Where the demo's shop may lie: the callback targets, and this service itself. */
const shopOrigins = (): string[] => [
  env().PUBLIC_URL,
  ...env()
    .CALLBACK_TARGETS.filter((target) => !target.endsWith(':*'))
    .map((target) => `http://${target}`),
];

/** The demo may be started on another port or address than last time. */
async function wakeDemo(merchantId: string): Promise<string> {
  await db().apiUser.updateMany({ where: { username: demo.username }, data: { revokedAt: null } });
  await db().merchant.update({ where: { id: merchantId }, data: { origins: shopOrigins() } });
  return merchantId;
}
