import { type Actor, recordAudit } from '../audit/audit.ts';
import { db, type Tx } from '../db/client.ts';
import type { Merchant, Prisma } from '../db/generated/client.ts';
import { env } from '../env.ts';
import { brandIn } from './brand.ts';
import type { BrandBody, MerchantAnswer } from './brand-contract.ts';
import type { Principal } from './principal.ts';

/** How the caller shows itself. */
export async function readMerchant({ merchantId }: Pick<Principal, 'merchantId'>): Promise<MerchantAnswer> {
  return merchantAnswer(await db().merchant.findUniqueOrThrow({ where: { id: merchantId } }));
}

/** Replaces what a body names, null clearing it, and keeps account of what changed. */
export async function changeBrand(tx: Tx, merchantId: string, body: BrandBody, actor: Actor): Promise<MerchantAnswer> {
  const before = await lockMerchant(tx, merchantId);
  const after = await tx.merchant.update({ where: { id: merchantId }, data: columnsOf(body) });
  await recordBrandChange(tx, before, after, actor);
  return merchantAnswer(after);
}

/** A merchant's row, locked: two changes at once are told one after the other. */
export async function lockMerchant(tx: Tx, merchantId: string): Promise<Merchant> {
  await tx.$queryRaw`SELECT 1 FROM merchant WHERE id = ${merchantId}::uuid FOR NO KEY UPDATE`;
  return tx.merchant.findUniqueOrThrow({ where: { id: merchantId } });
}

function columnsOf({ name, timeZone, mailsReceipts, ...texts }: BrandBody): Prisma.MerchantUpdateInput {
  return {
    ...(Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== undefined)) as Prisma.MerchantUpdateInput),
    ...(name !== undefined && { name }),
    ...(timeZone !== undefined && { timeZone: timeZone ?? 'UTC' }),
    ...(mailsReceipts !== undefined && { mailsReceipts: mailsReceipts ?? true }),
  };
}

/** Writes which particulars became what, for whoever asks later whose word they were. */
export async function recordBrandChange(tx: Tx, before: Merchant, after: Merchant, actor: Actor): Promise<void> {
  const [was, is] = [told(before), told(after)];
  const changes = Object.keys(is).filter((name) => is[name] !== was[name]);
  if (changes.length === 0) return;
  await recordAudit(tx, {
    merchantId: after.id,
    sessionId: undefined,
    subject: 'merchant',
    subjectId: after.id,
    action: 'merchant.brand_changed',
    actor,
    detail: Object.fromEntries(changes.map((name) => [name, `${was[name]} → ${is[name]}`])),
  });
}

/** The particulars as the books tell them; all are public. A logo is told by its address. */
const told = (merchant: Merchant): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ ...brandIn(merchant), name: merchant.name, logo: merchant.logoHash }).map(([name, value]) => [name, String(value ?? 'none')]),
  );

/** A merchant as its API tells of it. */
export function merchantAnswer(merchant: Merchant): MerchantAnswer {
  const { logo, timeZone, mailsReceipts, ...given } = brandIn(merchant);
  return {
    merchantId: merchant.id,
    name: merchant.name,
    colour: given.colour ?? null,
    logo: logo ? { url: `${env().PUBLIC_URL}${logo.path}`, width: logo.width, height: logo.height } : null,
    email: given.email ?? null,
    phone: given.phone ?? null,
    website: given.website ?? null,
    termsUrl: given.termsUrl ?? null,
    privacyUrl: given.privacyUrl ?? null,
    legalName: given.legalName ?? null,
    legalAddress: given.legalAddress ?? null,
    taxId: given.taxId ?? null,
    timeZone,
    mailsReceipts,
  };
}
