import { db, transaction } from '../lib/db/client.ts';
import { env } from '../lib/env.ts';
import { invariant } from '../lib/errors.ts';
import { createMerchant } from '../lib/merchants/merchants.ts';
import { createSandboxAccount } from '../lib/sandbox-gateway/accounts.ts';

/** The published secrets of the demo. They exist with DEMO=1 only, which live mode refuses. */
export const demo = {
  username: 'demo',
  password: 'demo',
  callbackSecret: 'demo-callback-secret-0123456789a',
  gateway: { username: 'sandbox', password: 'sandbox', secret: 'sandbox-shared-secret' },
} as const;

/** Makes the demo's merchant and its sandbox gateway account, once. */
export async function seedDemo(): Promise<void> {
  invariant(env().DEMO && env().MODE === 'test', 'the demo merchant exists in test mode with DEMO=1 only');
  const present = await db().apiUser.findUnique({ where: { username: demo.username }, select: { merchantId: true } });
  if (present) return refreshAddresses(present.merchantId);
  const { username, password, secret } = demo.gateway;
  await createSandboxAccount({ username, password, secret, shopName: 'Demo Shop' });
  await transaction((tx) =>
    createMerchant(tx, {
      name: 'Demo Shop',
      origins: shopOrigins(),
      gateway: { baseUrl: `${env().SANDBOX_URL}/sandbox`, username, password, callbackSecret: secret },
      credentials: { username: demo.username, password: demo.password },
      callbackSecret: demo.callbackSecret,
    }),
  );
}

/** Where the demo's shop may lie: the callback targets, and this service itself. */
const shopOrigins = (): string[] => [
  env().PUBLIC_URL,
  ...env()
    .CALLBACK_TARGETS.filter((target) => !target.endsWith(':*'))
    .map((target) => `http://${target}`),
];

/** The demo may be started on another port or address than last time. */
async function refreshAddresses(merchantId: string): Promise<void> {
  await db().gatewayAccount.update({ where: { merchantId }, data: { baseUrl: `${env().SANDBOX_URL}/sandbox` } });
  await db().merchant.update({ where: { id: merchantId }, data: { origins: shopOrigins() } });
}
