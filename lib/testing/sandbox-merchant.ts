import { transaction } from '../db/client.ts';
import { newSecret } from '../ids.ts';
import { ownSandbox } from '../merchants/gateway-account.ts';
import { createMerchant } from '../merchants/merchants.ts';
import { refreshMethods } from '../methods/refresh.ts';
import { createSandboxAccount } from '../sandbox-gateway/accounts.ts';

export type SandboxMerchant = {
  merchantId: string;
  /** The value of its Authorization header. */
  basic: string;
  /** Shared secret of the gateway's callback checksum. */
  gatewaySecret: string;
};

/** A merchant of the product with an account of its own at the sandbox gateway, and its methods read from there. */
export async function addSandboxMerchant(name: string, origin: string): Promise<SandboxMerchant> {
  const account = { username: `sandbox-${newSecret(9)}`, password: newSecret(), secret: newSecret() };
  await createSandboxAccount({ ...account, shopName: name });
  const gateway = { baseUrl: ownSandbox, username: account.username, password: account.password, callbackSecret: account.secret };
  const { merchantId, username, password } = await transaction((tx) => createMerchant(tx, { name, origins: [origin], gateway }));
  await refreshMethods(merchantId);
  return { merchantId, basic: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`, gatewaySecret: account.secret };
}
