import { parseArgs } from 'node:util';
import { migrate } from '../../prisma/migrate.ts';
import { startClock } from '../clock.ts';
import { closeDatabase, transaction } from '../db/client.ts';
import { openDatabase } from '../db/open.ts';
import { EnvironmentError, env } from '../env.ts';
import type { GatewayAccess } from '../gateways/gateway.ts';
import { newSecret } from '../ids.ts';
import { createMerchant, gatewayAccess, ownSandbox, readOrigin } from '../merchants/merchants.ts';
import { checkSecretKey } from '../merchants/token-keys.ts';
import { refreshMethods } from '../methods/methods.ts';
import { createSandboxAccount } from '../sandbox-gateway/accounts.ts';
import { tellFailure } from './failure.ts';

const help = `Usage: npm run merchant -- create --name "My Shop" --origin https://shop.example [--origin shopapp:]
         [--gateway-user USER --gateway-password PASSWORD --gateway-secret SECRET] [--gateway-url URL]

Adds a merchant and prints its API credentials and callback secret, once.

  --name              the name customers see
  --origin            a web origin (https://shop.example) or app scheme (shopapp:) customers may be sent to; repeatable
  --gateway-user      user of your AltaPay merchant API
  --gateway-password  its password
  --gateway-secret    shared secret of the terminals' callback checksum
  --gateway-url       address of the gateway (default: GATEWAY_URL)

In test mode the gateway options may be left out: a sandbox gateway account is made for the merchant.`;

const options = {
  name: { type: 'string' },
  origin: { type: 'string', multiple: true, default: [] as string[] },
  'gateway-user': { type: 'string' },
  'gateway-password': { type: 'string' },
  'gateway-secret': { type: 'string' },
  'gateway-url': { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

type Given = ReturnType<typeof readArguments>;

function readArguments() {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [command, ...unknown] = positionals;
  if (unknown.length > 0) fail(`Unknown argument: ${unknown[0]}. See --help.`);
  if (command && command !== 'create') fail(`Unknown command: ${command}. See --help.`);
  return { ...values, command };
}

async function main(): Promise<void> {
  const given = readArguments();
  if (given.help || !given.command) return console.log(help);
  const origins = given.origin.map((text) => readOrigin(text) ?? fail(`--origin ${text}: must look like https://shop.example or shopapp:`));
  const name = given.name?.trim() || fail('--name is missing. See --help.');
  const opened = await openDatabase({ role: 'guest' });
  try {
    if (opened.kind === 'embedded' && !opened.joined) await migrate(opened.url);
    await startClock();
    await checkSecretKey();
    const gateway = await gatewayOf(given, name);
    const secrets = await transaction((tx) => createMerchant(tx, { name, origins, gateway }));
    const isRefreshed = await refreshMethods(secrets.merchantId);
    const { baseUrl } = await gatewayAccess(secrets.merchantId);
    console.log(`Merchant "${name}" is ready. These secrets are shown once:

  API user         ${secrets.username}
  API password     ${secrets.password}
  callback secret  ${secrets.callbackSecret}
  merchant id      ${secrets.merchantId}
${isRefreshed ? '' : `\nThe payment methods could not be read from ${baseUrl}. A running service tries again every minute.\n`}`);
  } finally {
    await closeDatabase();
    await opened.close();
  }
}

async function gatewayOf(given: Given, shopName: string): Promise<GatewayAccess> {
  const { 'gateway-user': username, 'gateway-password': password, 'gateway-secret': callbackSecret } = given;
  const baseUrl = given['gateway-url'] ?? env().GATEWAY_URL;
  if (username && password && callbackSecret) {
    return baseUrl ? { baseUrl, username, password, callbackSecret } : fail('--gateway-url is missing (or set GATEWAY_URL).');
  }
  if (username || password || callbackSecret) fail('--gateway-user, --gateway-password and --gateway-secret go together.');
  if (env().MODE === 'live') fail('In live mode the gateway options are needed. See --help.');
  const account = { username: `sandbox-${newSecret(6)}`, password: newSecret(), secret: newSecret() };
  await createSandboxAccount({ ...account, shopName });
  return { baseUrl: ownSandbox, username: account.username, password: account.password, callbackSecret: account.secret };
}

function fail(message: string): never {
  throw new EnvironmentError(message);
}

main().catch(tellFailure);
