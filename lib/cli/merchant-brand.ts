import { readFile } from 'node:fs/promises';
import { db, transaction } from '../db/client.ts';
import { EnvironmentError } from '../env.ts';
import { ApiError } from '../errors.ts';
import { parseFields } from '../http/request-body.ts';
import { BrandBody, type MerchantAnswer } from '../merchants/brand-contract.ts';
import { changeBrand, readMerchant } from '../merchants/change-brand.ts';
import { removeLogo, setLogo } from '../merchants/logo.ts';
import { providePictureWorker } from '../pictures/picture-desk.ts';
import { startPictureWorker } from '../server/threads.ts';

/** Options of `brand` that are texts, with the member of the API that each is. */
const members = {
  name: 'name',
  colour: 'colour',
  email: 'email',
  phone: 'phone',
  website: 'website',
  terms: 'termsUrl',
  privacy: 'privacyUrl',
  'legal-name': 'legalName',
  address: 'legalAddress',
  'tax-id': 'taxId',
  'time-zone': 'timeZone',
} as const satisfies Record<string, keyof BrandBody>;

const text = { type: 'string' } as const;

/** What the command takes beside the merchant's id, as `parseArgs` reads it. */
export const brandOptions = {
  name: text,
  colour: text,
  email: text,
  phone: text,
  website: text,
  terms: text,
  privacy: text,
  'legal-name': text,
  address: text,
  'tax-id': text,
  'time-zone': text,
  receipts: text,
  logo: text,
} as const;

export const brandHelp = `  --colour            the one colour of the merchant's pages, "#c2185b"; its contrast is corrected where it must be
  --logo              a PNG or JPEG file, or none
  --email, --phone, --website (help pages), --terms, --privacy   whom to ask, and what was agreed to
  --legal-name, --address, --tax-id   who sells, as registered; lines of the address are parted by a comma or line break
  --time-zone         whose time receipts tell, such as Europe/Copenhagen
  --receipts          on or off: whether receipts are mailed, where mail is set up`;

type Given = { readonly [Name in keyof typeof brandOptions]?: string | undefined };

/** Changes how a merchant shows itself by the options that were given, and answers it line by line as it is then. */
export async function brandMerchant(id: string, given: Given): Promise<string[]> {
  if ((await db().merchant.count({ where: { id } })) === 0) fail(`There is no merchant ${id}; "npm run merchant -- list" tells which there are.`);
  const body = bodyOf(given);
  try {
    // The picture first: when it cannot be read, nothing has been changed.
    if (given.logo === 'none') await removeLogo(id, 'system');
    else if (given.logo !== undefined) await changeLogo(id, given.logo);
    if (Object.keys(body).length > 0) await transaction((tx) => changeBrand(tx, id, body, 'system'));
  } catch (error) {
    throw error instanceof ApiError ? new EnvironmentError(error.message) : error;
  }
  return linesOf(await readMerchant({ merchantId: id }));
}

function fail(message: string): never {
  throw new EnvironmentError(message);
}

/** The API's body; an empty text clears what it names. */
function bodyOf(given: Given): BrandBody {
  const texts = Object.entries(members).flatMap(([option, member]) => {
    const value = given[option as keyof typeof members];
    return value === undefined ? [] : [[member, value === '' && member !== 'name' ? null : toldValue(member, value)]];
  });
  const { receipts } = given;
  if (receipts !== undefined && receipts !== 'on' && receipts !== 'off') fail('--receipts must be on or off.');
  const body: unknown = { ...Object.fromEntries(texts), ...(receipts && { mailsReceipts: receipts === 'on' }) };
  try {
    return parseFields(BrandBody, body);
  } catch (error) {
    const [first] = error instanceof ApiError ? (error.extra.errors ?? []) : [];
    const option = Object.entries(members).find(([, member]) => first?.pointer === `/${member}`)?.[0];
    if (option && first) fail(`--${option} ${first.detail.replace('; null clears it', '')}.`);
    throw error;
  }
}

/** A shell has no handy line break: a comma stands for one. */
const toldValue = (member: string, value: string): string => (member === 'legalAddress' ? value.replaceAll(/\s*(?:,|\n)\s*/g, '\n') : value);

async function changeLogo(id: string, path: string): Promise<void> {
  const file = await readFile(path).catch(() => fail(`--logo ${path}: there is no such file, or it may not be read.`));
  providePictureWorker(startPictureWorker);
  await setLogo(id, file, 'system');
}

function linesOf(merchant: MerchantAnswer): string[] {
  const rows: [label: string, value: string | null][] = [
    ['colour', merchant.colour],
    ['logo', merchant.logo && `${merchant.logo.url} (${merchant.logo.width} × ${merchant.logo.height})`],
    ['email', merchant.email],
    ['phone', merchant.phone],
    ['website', merchant.website],
    ['terms', merchant.termsUrl],
    ['privacy', merchant.privacyUrl],
    ['legal-name', merchant.legalName],
    ['address', merchant.legalAddress?.replaceAll('\n', ', ') ?? null],
    ['tax-id', merchant.taxId],
    ['time-zone', merchant.timeZone],
    ['receipts', merchant.mailsReceipts ? 'on' : 'off'],
  ];
  return [`${merchant.merchantId}  ${merchant.name}`, ...rows.map(([label, value]) => `  ${label.padEnd(12)} ${value ?? 'none'}`)];
}
