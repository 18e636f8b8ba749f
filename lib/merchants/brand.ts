import { db } from '../db/client.ts';
import type { Merchant } from '../db/generated/client.ts';

/** How a merchant shows itself to its customers: on the pages, on receipts and in e-mails. */
export type Brand = {
  /** "#rrggbb" as the merchant chose it; the pages correct its contrast. */
  colour: string | undefined;
  /** Where its logo is served, and its size in pixels. `isLight`: it was made for dark grounds, and on white it is hardly seen. */
  logo: { path: string; width: number; height: number; isLight: boolean } | undefined;
  email: string | undefined;
  phone: string | undefined;
  website: string | undefined;
  termsUrl: string | undefined;
  privacyUrl: string | undefined;
  legalName: string | undefined;
  /** A line each. */
  legalAddress: string | undefined;
  taxId: string | undefined;
  /** IANA name of the zone whose time receipts tell. */
  timeZone: string;
  /** Whether paid orders with an e-mail address get their receipt by mail, where mail is configured. */
  mailsReceipts: boolean;
};

/** The brand in a merchant's row, for whoever has read it already. */
export function brandIn(merchant: Merchant): Brand {
  const { logoHash, logoWidth, logoHeight, logoIsLight, timeZone, mailsReceipts } = merchant;
  const hasLogo = logoHash !== null && logoWidth !== null && logoHeight !== null;
  return {
    colour: merchant.colour ?? undefined,
    logo: hasLogo ? { path: logoPath(logoHash), width: logoWidth, height: logoHeight, isLight: logoIsLight ?? false } : undefined,
    email: merchant.email ?? undefined,
    phone: merchant.phone ?? undefined,
    website: merchant.website ?? undefined,
    termsUrl: merchant.termsUrl ?? undefined,
    privacyUrl: merchant.privacyUrl ?? undefined,
    legalName: merchant.legalName ?? undefined,
    legalAddress: merchant.legalAddress ?? undefined,
    taxId: merchant.taxId ?? undefined,
    timeZone,
    mailsReceipts,
  };
}

/** The brand of a merchant. */
export async function brandOf(merchantId: string): Promise<Brand> {
  return brandIn(await db().merchant.findUniqueOrThrow({ where: { id: merchantId } }));
}

/** The merchant's logo as a PNG, for documents that carry it themselves; undefined when it has none. */
export async function logoPng(merchantId: string): Promise<Uint8Array | undefined> {
  return (await db().merchantLogo.findUnique({ where: { merchantId } }))?.png;
}

/** Where a logo is served. The address names its bytes: it never shows another picture. */
const logoPath = (hash: string): string => `/brand/${hash}.png`;

/** The logo with this hash; undefined when no merchant uses it (any more). */
export async function findLogo(hash: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return (await db().merchantLogo.findFirst({ where: { merchant: { logoHash: hash } }, select: { png: true } }))?.png;
}
