import { z } from 'zod';
import { now } from '../clock.ts';
import { db, type Tx } from '../db/client.ts';
import type { GatewayAccount, Merchant } from '../db/generated/client.ts';
import { EnvironmentError, env } from '../env.ts';
import { invariant } from '../errors.ts';
import type { GatewayAccess } from '../gateways/gateway.ts';
import { seal, unseal } from '../secrets.ts';

/** Stands for the sandbox that ships with us, wherever it is served now; the address of a real gateway is kept as it is. */
export const ownSandbox = 'sandbox';

const TerminalSecrets = z.record(z.string(), z.string());

/** Says where and as whom a merchant's gateway is called; replaces what was there. */
export async function setGatewayAccount(tx: Tx, merchantId: string, access: GatewayAccess): Promise<void> {
  const { baseUrl, username, password, callbackSecret, terminalSecrets = new Map<string, string>() } = access;
  const secrets = [callbackSecret, ...terminalSecrets.values()];
  invariant(username && password && secrets.every((secret) => secret.length > 0), 'a gateway account has a user, a password and secrets');
  const account = {
    baseUrl,
    username,
    passwordSealed: seal(`gateway-password:${merchantId}`, password),
    callbackSecretSealed: seal(`gateway-secret:${merchantId}`, callbackSecret),
    terminalSecretsSealed: terminalSecrets.size === 0 ? null : seal(`terminal-secrets:${merchantId}`, JSON.stringify(Object.fromEntries(terminalSecrets))),
  };
  await tx.gatewayAccount.upsert({ where: { merchantId }, create: { merchantId, createdAt: now(), ...account }, update: account });
}

/** How to call this merchant's gateway. */
export async function gatewayAccess(merchantId: string): Promise<GatewayAccess> {
  const row = await db().gatewayAccount.findUnique({ where: { merchantId } });
  invariant(row, `merchant ${merchantId} has a gateway account`);
  return { ...opened(row), baseUrl: row.baseUrl === ownSandbox ? sandboxAddress() : row.baseUrl };
}

/** The account as it was stored: `baseUrl` may stand for our own sandbox. */
export async function storedGatewayAccess(tx: Tx, merchantId: string): Promise<GatewayAccess> {
  return opened(await tx.gatewayAccount.findUniqueOrThrow({ where: { merchantId } }));
}

function opened(row: GatewayAccount): GatewayAccess {
  const { merchantId, terminalSecretsSealed } = row;
  const terminalSecrets = terminalSecretsSealed && TerminalSecrets.parse(JSON.parse(unseal(`terminal-secrets:${merchantId}`, terminalSecretsSealed)));
  return {
    baseUrl: row.baseUrl,
    username: row.username,
    password: unseal(`gateway-password:${merchantId}`, row.passwordSealed),
    callbackSecret: unseal(`gateway-secret:${merchantId}`, row.callbackSecretSealed),
    ...(terminalSecrets && { terminalSecrets: new Map(Object.entries(terminalSecrets)) }),
  };
}

function sandboxAddress(): string {
  invariant(env().MODE === 'test', 'a merchant of the sandbox takes no live payment');
  return `${env().SANDBOX_URL}/sandbox`;
}

/**
 * Live mode takes no payment that it could not believe in: it refuses to start while an enabled merchant has no
 * gateway, an empty secret, an address without https, or the sandbox.
 */
export async function refuseUnusableGateways(): Promise<void> {
  if (env().MODE !== 'live') return;
  const merchants = await db().merchant.findMany({ where: { disabledAt: null }, include: { gatewayAccount: true } });
  const wrong = merchants.flatMap((merchant) => faultsOf(merchant).map((fault) => `  ${merchant.name} (${merchant.id}): ${fault}`));
  if (wrong.length === 0) return;
  const remedy = 'Mend them with "npm run merchant -- change --id … --gateway-…", or switch the merchant off: "npm run merchant -- disable --id …".';
  throw new EnvironmentError(`Live mode refuses to start while these merchants could not be paid:\n${wrong.join('\n')}\n${remedy}`);
}

function faultsOf({ gatewayAccount }: Merchant & { gatewayAccount: GatewayAccount | null }): string[] {
  if (!gatewayAccount) return ['it has no gateway account'];
  const { baseUrl, username, password, callbackSecret, terminalSecrets } = opened(gatewayAccount);
  return [
    baseUrl === ownSandbox && 'its gateway is the sandbox',
    baseUrl !== ownSandbox && !baseUrl.startsWith('https://') && 'its gateway has no https address',
    !username && 'the API user is empty',
    !password && 'the API password is empty',
    !callbackSecret && 'the shared secret is empty',
    [...(terminalSecrets?.values() ?? [])].some((secret) => !secret) && 'the shared secret of a terminal is empty',
  ].filter((fault) => fault !== false);
}
