import { parseArgs } from 'node:util';
import { migrate } from '../../prisma/migrate.ts';
import { startClock } from '../clock.ts';
import { closeDatabase, type Tx, transaction } from '../db/client.ts';
import type { LatePayments } from '../db/generated/client.ts';
import { openDatabase } from '../db/open.ts';
import { EnvironmentError, env } from '../env.ts';
import type { GatewayAccess } from '../gateways/gateway.ts';
import { addCallbackSecret, endOldCallbackSecrets, mostCallbackSecrets } from '../merchants/callback-secrets.ts';
import { gatewayAccess, ownSandbox, setGatewayAccount, storedGatewayAccess } from '../merchants/gateway-account.ts';
import { changeMerchant, createMerchant, listMerchants, readOrigin } from '../merchants/merchants.ts';
import { checkSecretKey } from '../merchants/token-keys.ts';
import { refreshMethods } from '../methods/refresh.ts';
import { tellFailure } from './failure.ts';
import { changedGateway, newGateway } from './merchant-gateway.ts';

const help = `Usage: npm run merchant -- create --name "My Shop" --origin https://shop.example [--origin shopapp:]
         [--gateway-user USER --gateway-password PASSWORD --gateway-secret SECRET] [options]
       npm run merchant -- change --id ID [options] [--disable | --enable]
       npm run merchant -- list

create adds a merchant and prints its API credentials and callback secret, once. change replaces what it is given.

  --name              the name customers see
  --origin            a web origin (https://shop.example) or app scheme (shopapp:) customers may be sent to; repeatable
  --late-payments     what becomes of money that comes after its link ended: undo (give it back, the default) or accept
  --gateway-user      user of your AltaPay merchant API
  --gateway-password  its password
  --gateway-secret    shared secret of the terminals' callback checksum
  --terminal-secret   the secret of a terminal that has its own: "My Terminal=secret"; repeatable
  --gateway-url       address of the gateway (default: GATEWAY_URL)
  --disable, --enable links stop and start to be paid
  --new-callback-secret      another secret signs callbacks too, beside the one before; printed, once
  --end-callback-secrets     of its callback secrets only the newest signs from now on

In test mode the gateway options may be left out: a sandbox gateway account is made for the merchant, and printed.`;

const options = {
  id: { type: 'string' },
  name: { type: 'string' },
  origin: { type: 'string', multiple: true },
  'late-payments': { type: 'string' },
  'gateway-user': { type: 'string' },
  'gateway-password': { type: 'string' },
  'gateway-secret': { type: 'string' },
  'terminal-secret': { type: 'string', multiple: true },
  'gateway-url': { type: 'string' },
  disable: { type: 'boolean', default: false },
  enable: { type: 'boolean', default: false },
  'new-callback-secret': { type: 'boolean', default: false },
  'end-callback-secrets': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

type Given = ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>['values'];

/** Ends the command with what the person can put right. */
function fail(message: string): never {
  throw new EnvironmentError(message);
}

const originsOf = ({ origin }: Given): string[] | undefined =>
  origin?.map((text) => readOrigin(text) ?? fail(`--origin ${text}: must look like https://shop.example or shopapp:`));

function latePaymentsOf({ 'late-payments': given }: Given): LatePayments | undefined {
  if (given === undefined || given === 'undo' || given === 'accept') return given;
  return fail('--late-payments must be undo or accept.');
}

async function create(given: Given): Promise<void> {
  const isChange = given.disable || given.enable || given['new-callback-secret'] || given['end-callback-secrets'];
  if (given.id !== undefined || isChange) fail('--id, --disable, --enable and what is about callback secrets belong to change. See --help.');
  const name = given.name?.trim() || fail('--name is missing. See --help.');
  const origins = originsOf(given) ?? [];
  const latePayments = latePaymentsOf(given) ?? 'undo';
  const gateway = await newGateway(given, name);
  const secrets = await transaction((tx) => createMerchant(tx, { name, origins, latePayments, gateway }));
  console.log(`Merchant "${name}" is ready. These secrets are shown once:

  API user         ${secrets.username}
  API password     ${secrets.password}
  callback secret  ${secrets.callbackSecret}
  merchant id      ${secrets.merchantId}
${gateway.baseUrl === ownSandbox ? sandboxWords(gateway) : ''}`);
  await tellMethods(secrets.merchantId);
}

async function change(given: Given): Promise<void> {
  const id = given.id ?? fail('--id is missing; "npm run merchant -- list" tells it.');
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) fail(`--id ${id}: must be a merchant id, as "npm run merchant -- list" shows it.`);
  if (given.disable && given.enable) fail('--disable and --enable exclude each other.');
  const name = given.name?.trim();
  if (name === '') fail('--name must not be empty.');
  const origins = originsOf(given);
  const latePayments = latePaymentsOf(given);
  const asked = { ...(name && { name }), ...(origins && { origins }), ...(latePayments && { latePayments }) };
  const isSwitched = given.disable || given.enable;
  const secret = await transaction((tx) => changeInside(tx, id, given, { ...asked, ...(isSwitched && { isDisabled: given.disable }) }));
  const toldOrigins = origins ? ` Its origins are now ${origins.join(', ')}.` : '';
  console.log(`Merchant ${id} is changed.${toldOrigins}${secret ? `\nThis secret is shown once:\n\n  callback secret  ${secret}\n` : ''}`);
  if (!given.disable) await tellMethods(id);
}

async function changeInside(tx: Tx, id: string, given: Given, asked: Parameters<typeof changeMerchant>[2]): Promise<string | undefined> {
  if (!(await changeMerchant(tx, id, asked))) fail(`There is no merchant ${id}; "npm run merchant -- list" tells which there are.`);
  const gateway = changedGateway(given, await storedGatewayAccess(tx, id));
  if (gateway) await setGatewayAccount(tx, id, gateway);
  if (given['end-callback-secrets']) await endOldCallbackSecrets(tx, id);
  if (!given['new-callback-secret']) return undefined;
  const secret = await addCallbackSecret(tx, id);
  return secret ?? fail(`There are ${mostCallbackSecrets} callback secrets already. End the old ones first: --end-callback-secrets.`);
}

async function list(): Promise<void> {
  for (const { id, name, origins, latePayments, disabledAt, apiUsers } of await listMerchants()) {
    const users = apiUsers.map(({ username }) => username).join(', ') || 'none';
    console.log(
      `${id}  ${name}${disabledAt ? '  (disabled)' : ''}\n  API users ${users} · late payments ${latePayments} · origins ${origins.join(' ') || 'none'}`,
    );
  }
}

async function tellMethods(merchantId: string): Promise<void> {
  if ((await refreshMethods(merchantId)) === 'listed') return;
  const { baseUrl } = await gatewayAccess(merchantId);
  console.log(`The payment methods could not be read from ${baseUrl}. A running service tries again every minute.\n`);
}

const commands: Record<string, (given: Given) => Promise<void>> = { create, change, list };

async function main(): Promise<void> {
  const { values: given, positionals } = parseArgs({ options, allowPositionals: true });
  const [command, ...unknown] = positionals;
  if (unknown.length > 0) fail(`Unknown argument: ${unknown[0]}. See --help.`);
  if (given.help || command === undefined) return console.log(help);
  const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
  if (!run) return fail(`Unknown command: ${command}. See --help.`);
  const opened = await openDatabase({ role: 'guest' });
  try {
    if (opened.kind === 'embedded' && !opened.joined) await migrate(opened.url);
    await startClock();
    await checkSecretKey();
    await run(given);
  } finally {
    await closeDatabase();
    await opened.close();
  }
}

const sandboxWords = ({ username, password }: GatewayAccess): string => `
  sandbox user      ${username}
  sandbox password  ${password}
  They open the fault board of its sandbox gateway: ${env().SANDBOX_URL}/sandbox
`;

main().catch(tellFailure);
