import type { Canary } from './canaries.ts';

/** Who pays, as the shop tells of them; none of it is said of anybody else in the run. */
export const payer = {
  firstName: 'Zephyrine',
  lastName: 'Quillfeather',
  email: 'payer.of.canaries@customer-mail.example',
  billingAddress: { street: 'Vexillology Row 77', city: 'Kjøbingsted', country: 'DK', zipCode: 'ZQ-90417' },
  shippingAddress: { street: 'Marginalia Court 5', city: 'Uldumby', country: 'DK', zipCode: 'ZQ-90418' },
} as const;

/** What the payer types at the gateway, and from where. */
export const typed = {
  cardholder: 'Xanthippe Brightwater',
  securityCode: '7391',
  wrongCode: '864209',
  /** Fits a card's checksum, and is no published test number: the sandbox is to refuse it unread. */
  notATestCard: '4539578763621486',
  address: '10.77.66.55',
} as const;

/** A card number that the shop's own staff wrote into an order line, for all that it should not. */
export const writtenByShop = '5105105105105100';

/**
 * An order is its merchant's: it stands in the session, in what the merchant is told of it and asks us to tell, and at the
 * gateway, whose tables begin with sandbox_.
 */
const withTheOrder = 'table checkout_session\\.(?:order|search_text)|table event\\.body|table sandbox_|webhook to the shop|session, as its merchant reads it';

/** What the lines of an order say is what the payer reads, and has in writing. */
const withTheLines = `${withTheOrder}|the payer’s (?:own page|receipt)|the mail’s text|the shop’s receipt`;

const only = (places: string): RegExp => new RegExp(`^(?:${places})`);

/** The personal things of the run, with where they may stand. */
export const personalCanaries = (): Canary[] => [
  {
    name: 'the customer’s e-mail address',
    value: payer.email,
    kind: 'text',
    may: only(`${withTheOrder}|table checkout_session\\.customer_email|the mail’s envelope`),
  },
  { name: 'the customer’s first name', value: payer.firstName, kind: 'text', may: only(withTheOrder) },
  { name: 'the customer’s last name', value: payer.lastName, kind: 'text', may: only(withTheOrder) },
  { name: 'the customer’s street', value: payer.billingAddress.street, kind: 'text', may: only(withTheOrder) },
  { name: 'the customer’s postal code', value: payer.shippingAddress.zipCode, kind: 'text', may: only(withTheOrder) },
  { name: 'a card number in an order line', value: writtenByShop, kind: 'text', may: only(withTheLines) },
  { name: 'the name on the card', value: typed.cardholder, kind: 'text' },
  { name: 'the security code', value: typed.securityCode, kind: 'code' },
  { name: 'a code of 3-D Secure', value: typed.wrongCode, kind: 'code' },
  { name: 'a number that is no test card', value: typed.notATestCard, kind: 'text' },
  { name: 'the customer’s network address', value: typed.address, kind: 'code' },
];
