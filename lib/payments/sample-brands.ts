import { accentsOf } from '../merchants/brand-colours.ts';
import type { PageMerchant } from './pay-page-contract.ts';

const nothing = { email: undefined, phone: undefined, website: undefined, termsUrl: undefined, privacyUrl: undefined };

/** A merchant that has told no more of itself than its name. */
export const plainMerchant: PageMerchant = {
  name: 'Nordlys Keramik',
  colour: undefined,
  logo: undefined,
  contact: nothing,
  timeZone: 'UTC',
  legal: { name: undefined, address: undefined, taxId: undefined },
};

const colourOf = (brand: string): PageMerchant['colour'] => ({ brand, ...accentsOf(brand) });

/** A drawing in place of the PNG that a merchant's own logo is. */
function drawnLogo(width: number, height: number, content: string, isLight = false): PageMerchant['logo'] {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${content}</svg>`;
  return { path: `data:image/svg+xml,${encodeURIComponent(svg)}`, url: 'https://pay.example.com/brand/sample.png', width, height, isLight };
}

/** Three merchants as unlike as can be: a crafts shop with a wide logo, a sports shop in a glaring colour, a jeweller in near black without a logo. */
export const sampleBrands: ReadonlyMap<string, PageMerchant> = new Map([
  [
    'crafts',
    {
      name: 'Hollunder & Söhne',
      colour: colourOf('#7a1020'),
      logo: drawnLogo(
        480,
        110,
        '<g fill="#7a1020"><circle cx="52" cy="55" r="46"/><path d="M52 22c16 18 16 48 0 66-16-18-16-48 0-66z" fill="#fff"/></g><text x="116" y="78" font-family="Georgia,serif" font-size="62" fill="#3b0a12">Hollunder</text>',
      ),
      contact: {
        email: 'werkstatt@hollunder.example',
        phone: '+49 30 5550 1234',
        website: 'https://hollunder.example/hilfe',
        termsUrl: 'https://hollunder.example/agb',
        privacyUrl: 'https://hollunder.example/datenschutz',
      },
      timeZone: 'Europe/Berlin',
      legal: { name: 'Hollunder & Söhne Holzwaren GmbH & Co. KG', address: 'Alte Mühlstraße 14\n04229 Leipzig\nDeutschland', taxId: 'DE345678901' },
    },
  ],
  [
    'sports',
    {
      name: 'VOLT Sport',
      colour: colourOf('#e6ff00'),
      logo: drawnLogo(120, 120, '<path d="M66 8 20 70h32l-8 42 52-66H62z" fill="#fff"/>', true),
      contact: { ...nothing, phone: '+46 8 555 010 20', website: 'https://volt.example/support' },
      timeZone: 'Europe/Stockholm',
      legal: { name: undefined, address: undefined, taxId: undefined },
    },
  ],
  [
    'luxury',
    {
      name: 'Maison Obscura',
      colour: colourOf('#0d0d0f'),
      logo: undefined,
      contact: {
        ...nothing,
        email: 'concierge@maison-obscura.example',
        termsUrl: 'https://maison-obscura.example/terms',
        privacyUrl: 'https://maison-obscura.example/privacy',
      },
      timeZone: 'Europe/Paris',
      legal: { name: 'Maison Obscura SAS', address: '3 rue de la Paix\n75002 Paris', taxId: 'FR12345678901' },
    },
  ],
]);
