import { EnvironmentError, env } from '../env.ts';
import type { GatewayAccess } from '../gateways/gateway.ts';
import { newSecret } from '../ids.ts';
import { ownSandbox } from '../merchants/gateway-account.ts';
import { createSandboxAccount } from '../sandbox-gateway/accounts.ts';

/** The gateway options of the merchant command. */
type GatewayOptions = {
  'gateway-user'?: string | undefined;
  'gateway-password'?: string | undefined;
  'gateway-secret'?: string | undefined;
  'terminal-secret'?: string[] | undefined;
  'gateway-url'?: string | undefined;
};

function fail(message: string): never {
  throw new EnvironmentError(message);
}

/** The gateway of a new merchant: as it was given, or in test mode an account of our own sandbox. */
export async function newGateway(given: GatewayOptions, shopName: string): Promise<GatewayAccess> {
  const { 'gateway-user': username, 'gateway-password': password, 'gateway-secret': callbackSecret } = given;
  const terminalSecrets = terminalSecretsOf(given);
  const baseUrl = given['gateway-url'] ?? env().GATEWAY_URL;
  if (username && password && callbackSecret) {
    return baseUrl ? checked({ baseUrl, username, password, callbackSecret, terminalSecrets }) : fail('--gateway-url is missing (or set GATEWAY_URL).');
  }
  if (username || password || callbackSecret || terminalSecrets.size > 0) {
    fail('--gateway-user, --gateway-password and --gateway-secret go together, and none of them is empty.');
  }
  if (env().MODE === 'live') fail('In live mode the gateway options are needed. See --help.');
  const account = { username: `sandbox-${newSecret(6)}`, password: newSecret(), secret: newSecret() };
  await createSandboxAccount({ ...account, shopName });
  return { baseUrl: ownSandbox, username: account.username, password: account.password, callbackSecret: account.secret };
}

/** The gateway of a merchant with what was given put in its place; undefined when nothing was. */
export function changedGateway(given: GatewayOptions, present: GatewayAccess): GatewayAccess | undefined {
  const named = Object.entries(given).some(([name, value]) => /^(?:gateway-|terminal-secret$)/.test(name) && value !== undefined);
  if (!named) return undefined;
  return checked({
    baseUrl: given['gateway-url'] ?? present.baseUrl,
    username: given['gateway-user'] ?? present.username,
    password: given['gateway-password'] ?? present.password,
    callbackSecret: given['gateway-secret'] ?? present.callbackSecret,
    terminalSecrets: new Map([...(present.terminalSecrets ?? []), ...terminalSecretsOf(given)]),
  });
}

function checked(access: GatewayAccess): GatewayAccess {
  if (!access.username || !access.password || !access.callbackSecret) fail('The gateway’s user, password and secret must not be empty.');
  const isAddress = access.baseUrl === ownSandbox || (URL.canParse(access.baseUrl) && /^https?:$/.test(new URL(access.baseUrl).protocol));
  if (!isAddress) fail(`--gateway-url ${access.baseUrl}: must be an address such as https://yourname.altapaysecure.com`);
  if (env().MODE === 'live' && !access.baseUrl.startsWith('https://')) fail('--gateway-url must be https in live mode.');
  return access;
}

/** "My Terminal=secret": the title ends at the first "=". */
function terminalSecretsOf({ 'terminal-secret': given = [] }: GatewayOptions): Map<string, string> {
  const pairs = given.map((text): [string, string] => {
    const at = text.indexOf('=');
    const [terminal, secret] = [text.slice(0, at).trim(), text.slice(at + 1)];
    return at > 0 && terminal && secret ? [terminal, secret] : fail('--terminal-secret must look like "My Terminal=secret".');
  });
  return new Map(pairs);
}
