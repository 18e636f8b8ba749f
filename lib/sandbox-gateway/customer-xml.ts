import { element, elements, type Xml } from './xml.ts';

/** What a request's customer_info holds, by its keys. */
type Info = Record<string, string>;

/** The CustomerInfo element: who paid, as the shop said. The sandbox looks at no browser of its own. */
export function customerXml(info: Info): Xml {
  const country = info.billing_country ?? info.shipping_country;
  return element('CustomerInfo', [
    ...elements({
      UserAgent: info.client_user_agent ?? '',
      IpAddress: info.client_ip ?? '',
      Email: info.email ?? '',
      Username: info.username ?? '',
      CustomerPhone: info.customer_phone ?? '',
      OrganisationNumber: info.organisation_number ?? '',
    }),
    element('CountryOfOrigin', elements({ Country: country ?? '', Source: country === undefined ? 'NotSet' : sourceOf(info) })),
    ...addressXml('BillingAddress', 'billing', info),
    ...addressXml('ShippingAddress', 'shipping', info),
  ]);
}

const sourceOf = (info: Info): string => (info.billing_country === undefined ? 'ShippingAddress' : 'BillingAddress');

const parts = {
  Firstname: 'firstname',
  Lastname: 'lastname',
  Address: 'address',
  City: 'city',
  Region: 'region',
  Country: 'country',
  PostalCode: 'postal',
} as const;

/** An address, where the shop gave any part of it. */
function addressXml(name: string, kind: 'billing' | 'shipping', info: Info): Xml[] {
  const members = Object.entries(parts).map(([member, key]) => [member, info[`${kind}_${key}`] ?? ''] as const);
  return members.some(([, value]) => value !== '') ? [element(name, elements(Object.fromEntries(members)))] : [];
}
