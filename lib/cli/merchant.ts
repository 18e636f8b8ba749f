import { parseArgs } from 'node:util';
import { migrate } from '../../prisma/migrate.ts';
import { startClock } from '../clock.ts';
import { closeDatabase, type Tx, transaction } from '../db/client.ts';
import type { LatePayments, Merchant } from '../db/generated/client.ts';
import { openDatabase } from '../db/open.ts';
import { EnvironmentError, env } from '../env.ts';
import type { GatewayAccess } from '../gateways/gateway.ts';
import { gatewayAccess, ownSandbox, setGatewayAccount, storedGatewayAccess } from '../merchants/gateway-account.ts';
import { changeMerchant, createMerchant, type MerchantChange, readOrigin } from '../merchants/merchants.ts';
import { checkSecretKey } from '../merchants/token-keys.ts';
import { refreshMethods } from '../methods/refresh.ts';
import { tellFailure } from './failure.ts';
import { brandHelp, brandMerchant, brandOptions } from './merchant-brand.ts';
import { changedGateway, newGateway } from './merchant-gateway.ts';
import { addKeys, endOldKeys } from './merchant-keys.ts';
import { merchantList } from './merchant-list.ts';

const help = `Usage: npm run merchant -- create --name "My Shop" --origin https://shop.example [--origin shopapp:]
         [--gateway-user USER --gateway-password PASSWORD --gateway-secret SECRET] [options]
       npm run merchant -- change --id ID [options]
       npm run merchant -- brand ID [--colour "#c2185b"] [--logo logo.png] [brand options]
       npm run merchant -- disable | enable --id ID
       npm run merchant -- rotate --id ID [--api-user] [--callback-secret] [--end-old]
       npm run merchant -- list

create adds a merchant and prints its API credentials and callback secret, once. change replaces what it is given.
brand changes how a merchant shows itself to its customers, and shows it; an empty text (--email "") clears one.
disable stops its links and its API at once, enable starts them again. rotate adds a new API user and password beside
the one there is, or with --callback-secret a new callback secret (with --api-user both), and prints them, once; with
--end-old only the newest of them go on. list shows every merchant with its keys, how old they are and when they were
last used.

  --name              the name customers see
  --origin            a web origin (https://shop.example) or app scheme (shopapp:) customers may be sent to; repeatable
  --late-payments     what becomes of money that comes after its link ended: undo (give it back, the default) or accept
  --gateway-user      user of your AltaPay merchant API
  --gateway-password  its password
  --gateway-secret    shared secret of the terminals' callback checksum
  --terminal-secret   the secret of a terminal that has its own: "My Terminal=secret"; repeatable
  --gateway-url       address of the gateway (default: GATEWAY_URL)
  --api-user, --callback-secret  what rotate is about (without either: the API user; with --end-old: both)
  --end-old           rotate ends what is older than the newest, instead of adding

Options of brand, beside --name:

${brandHelp}

In test mode the gateway options may be left out: a sandbox gateway account is made for the merchant, and printed.`;

const options = {
  ...brandOptions,
  id: { type: 'string' },
  origin: { type: 'string', multiple: true },
  'late-payments': { type: 'string' },
  'gateway-user': { type: 'string' },
  'gateway-password': { type: 'string' },
  'gateway-secret': { type: 'string' },
  'terminal-secret': { type: 'string', multiple: true },
  'gateway-url': { type: 'string' },
  'api-user': { type: 'boolean', default: false },
  'callback-secret': { type: 'boolean', default: false },
  'end-old': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const merchantOptions = [
  'name',
  'origin',
  'late-payments',
  'gateway-user',
  'gateway-password',
  'gateway-secret',
  'terminal-secret',
  'gateway-url',
] as const satisfies readonly (keyof typeof options)[];

type Given = ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>['values'];

/** Ends the command with what the person can put right. */
function fail(message: string): never {
  throw new EnvironmentError(message);
}

const originsOf = ({ origin }: Given): string[] | undefined =>
  origin?.map((text) => readOrigin(text) ?? fail(`--origin ${text}: must look like https://shop.example or shopapp:`));

function idOf({ id }: Given): string {
  if (id === undefined) return fail('--id is missing; "npm run merchant -- list" tells it.');
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id) ? id : fail(`--id ${id}: must be a merchant id, as "npm run merchant -- list" shows it.`);
}

function latePaymentsOf({ 'late-payments': given }: Given): LatePayments | undefined {
  if (given === undefined || given === 'undo' || given === 'accept') return given;
  return fail('--late-payments must be undo or accept.');
}

async function create(given: Given): Promise<void> {
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
  const id = idOf(given);
  const name = given.name?.trim();
  if (name === '') fail('--name must not be empty.');
  const origins = originsOf(given);
  const latePayments = latePaymentsOf(given);
  const asked = { ...(name && { name }), ...(origins && { origins }), ...(latePayments && { latePayments }) };
  const isDisabled = await transaction(async (tx) => {
    const { disabledAt } = await changed(tx, id, asked);
    const gateway = changedGateway(given, await storedGatewayAccess(tx, id));
    if (gateway) await setGatewayAccount(tx, id, gateway);
    return disabledAt !== null;
  });
  console.log(`Merchant ${id} is changed.${origins ? ` Its origins are now ${origins.join(', ')}.` : ''}`);
  if (!isDisabled) await tellMethods(id);
}

async function changed(tx: Tx, id: string, asked: MerchantChange): Promise<Merchant> {
  return (await changeMerchant(tx, id, asked)) ?? fail(`There is no merchant ${id}; "npm run merchant -- list" tells which there are.`);
}

const brand = async (given: Given): Promise<void> => console.log((await brandMerchant(idOf(given), given)).join('\n'));

async function disable(given: Given): Promise<void> {
  const { name } = await transaction((tx) => changed(tx, idOf(given), { isDisabled: true }));
  console.log(`Merchant "${name}" is disabled: its links take no payment and its credentials open nothing until it is enabled.`);
}

async function enable(given: Given): Promise<void> {
  const id = idOf(given);
  const { name } = await transaction((tx) => changed(tx, id, { isDisabled: false }));
  console.log(`Merchant "${name}" is enabled.`);
  await tellMethods(id);
}

async function rotate(given: Given): Promise<void> {
  const id = idOf(given);
  const named = { apiUser: given['api-user'], callbackSecret: given['callback-secret'] };
  const isNamed = named.apiUser || named.callbackSecret;
  const lines = await transaction(async (tx) => {
    await changed(tx, id, {});
    if (given['end-old']) return endOldKeys(tx, id, isNamed ? named : { apiUser: true, callbackSecret: true });
    return addKeys(tx, id, isNamed ? named : { apiUser: true, callbackSecret: false });
  });
  console.log(lines.join('\n'));
}

async function tellMethods(merchantId: string): Promise<void> {
  if ((await refreshMethods(merchantId)) === 'listed') return;
  const { baseUrl } = await gatewayAccess(merchantId);
  console.log(`The payment methods could not be read from ${baseUrl}. A running service tries again every minute.\n`);
}

/** Every command with the options it takes; another one is refused, so that none is taken and does nothing. */
const commands: Record<string, { run: (given: Given) => Promise<void>; takes: readonly (keyof Given)[] }> = {
  create: { run: create, takes: merchantOptions },
  change: { run: change, takes: ['id', ...merchantOptions] },
  brand: { run: brand, takes: ['id', ...(Object.keys(brandOptions) as (keyof typeof brandOptions)[])] },
  disable: { run: disable, takes: ['id'] },
  enable: { run: enable, takes: ['id'] },
  rotate: { run: rotate, takes: ['id', 'api-user', 'callback-secret', 'end-old'] },
  list: { run: async () => console.log((await merchantList()).join('\n')), takes: [] },
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [command, ...rest] = positionals;
  // The merchant is what `brand` is about, and may stand by itself.
  const [id = values.id, ...unknown] = command === 'brand' ? rest : [values.id, ...rest];
  const given = { ...values, ...(id !== undefined && { id }) };
  if (unknown.length > 0) fail(`Unknown argument: ${unknown[0]}. See --help.`);
  if (given.help || command === undefined) return console.log(help);
  const known = Object.hasOwn(commands, command) ? commands[command] : undefined;
  if (!known) return fail(`Unknown command: ${command}. See --help.`);
  const wrong = Object.entries(given).find(([name, value]) => value !== undefined && value !== false && !known.takes.some((taken) => taken === name));
  if (wrong) return fail(`${command} takes no --${wrong[0]}. See --help.`);
  const opened = await openDatabase({ role: 'guest' });
  try {
    if (opened.kind === 'embedded' && !opened.joined) await migrate(opened.url);
    await startClock();
    await checkSecretKey();
    await known.run(given);
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
