import type { Merchant } from '../db/generated/client.ts';
import { env } from '../env.ts';
import { brandIn } from '../merchants/brand.ts';
import { accentsOf } from '../merchants/brand-colours.ts';
import type { PageMerchant } from './pay-page-contract.ts';

/** What pages show of a merchant, made of the row that they read anyway. */
export function pageMerchant(merchant: Merchant): PageMerchant {
  const { colour, logo, email, phone, website, termsUrl, privacyUrl, legalName, legalAddress, taxId, timeZone } = brandIn(merchant);
  return {
    name: merchant.name,
    colour: colour === undefined ? undefined : { brand: colour, ...accentsOf(colour) },
    logo: logo && { ...logo, url: `${env().PUBLIC_URL}${logo.path}` },
    contact: { email, phone, website, termsUrl, privacyUrl },
    timeZone,
    legal: { name: legalName, address: legalAddress, taxId },
  };
}
