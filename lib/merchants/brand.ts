/** How a merchant shows itself to its customers: on the pages, on receipts and in e-mails. */
export type Brand = {
  /** "#rrggbb" as the merchant chose it; the pages correct its contrast. */
  colour: string | undefined;
  /** Where its logo is served, and its size in pixels. */
  logo: { path: string; width: number; height: number } | undefined;
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

/** Of a merchant that has told nothing of itself. */
const plainBrand: Brand = {
  colour: undefined,
  logo: undefined,
  email: undefined,
  phone: undefined,
  website: undefined,
  termsUrl: undefined,
  privacyUrl: undefined,
  legalName: undefined,
  legalAddress: undefined,
  taxId: undefined,
  timeZone: 'UTC',
  mailsReceipts: true,
};

/** The brand of a merchant. */
export async function brandOf(_merchantId: string): Promise<Brand> {
  return plainBrand;
}

/** The merchant's logo as a PNG, for documents that carry it themselves; undefined when it has none. */
export async function logoPng(_merchantId: string): Promise<Uint8Array | undefined> {
  return undefined;
}
