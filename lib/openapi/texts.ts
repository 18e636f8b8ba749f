import type { OpenApi } from './open-api.ts';

/** What has to be known beyond single calls: the decisions of ours that AltaPay's public text leaves open, each in a paragraph. */
const description = `Make a payment link and a QR code for one order; the customer opens it on a phone and pays; signed callbacks tell you. The calls marked **AltaPay** are those of AltaPay’s Checkout API, and clients of that API work unchanged. All others, and the members marked “Ours”, are of this service.

## Credentials

HTTP Basic with your API user and password opens every call. \`POST /checkout/v1/api/authenticate\` gives a token for an hour that opens AltaPay’s calls only, because in AltaPay’s model it may reach a browser; \`?group=Management\` adds everything else: reading, cancelling, capture, refund, release, webhooks, events. For a browser there are tokens that list and pay one session and nothing more. Passwords are shown once and cannot be read again. What belongs to another merchant is a 404, like what does not exist.

## Links

A link is \`/pay/{token}\` at this service, or your own page with \`paymentLink={token}\` added when you name a \`url\` on a registered origin. A session has one live link: a new one replaces it. Cancelling a link leaves its session open for another; cancelling the session ends both. The token is not stored, only its hash.

## Time

\`validityTime\` runs from the making of the link. \`activationTime\` runs from the moment a **person** opens the page: no scanner, preview or prefetch starts it. The customer may add it again, up to ten times and never past the validity, unless \`extendable\` is false. A session expires 90 days after its last change, and never before its link: one that is made for a year keeps it open for a year. A payment that was begun in time counts, whenever we hear of it.

## Change

\`PUT /checkout/v1/api/session/{sessionId}\` replaces each top-level member it names. Another order is another revision: a payment keeps the amount of the revision it began on, and a page that shows an older one charges nothing. While a payment holds the session, or once it is paid, changes are refused with 409.

## Wire

JSON in camelCase, UTF-8, at most 256 kB a body. Amounts are \`{ "value": 249.5, "currency": "DKK" }\` in major units and are never rounded; order lines must sum to the amount. Members that a body does not name are passed over, as in AltaPay’s API, and one that may be left out may also be null. A query parameter that is not known is refused, except where a call says otherwise. Answers may gain members. HEAD works wherever GET does; a method that an address does not take is a 405 with \`Allow\`.

## Doing things once

Every POST that writes takes an \`Idempotency-Key\`. The same key with the same request gives the first answer again for 72 hours; with another request it is a 422, and while the first still runs a 409. Only successful answers are kept.

## Errors

Refusals are \`application/problem+json\` (RFC 9457) with a stable \`code\`, words that name the remedy, and a \`requestId\`; wrong fields come with a JSON pointer each. Nothing you send is answered with a 5xx: those are ours, and the same request may be made again.`;

export const about: OpenApi['info'] = {
  title: 'Payment links for AltaPay Checkout',
  version: '1.0.0',
  summary: 'Payment links and QR codes for AltaPay’s Checkout, self-hosted.',
  description,
};

export const tags: OpenApi['tags'] = [
  { name: 'Authentication', description: 'Tokens for your backend, and for a customer’s browser.' },
  { name: 'Sessions', description: 'A checkout session holds one order, until it is paid, expires or is cancelled.' },
  { name: 'Links', description: 'A payment link opens its session’s payment page; its QR code is the same address.' },
  { name: 'Payments', description: 'A payment is one try at paying a session. Its money is captured, refunded or released afterwards.' },
  { name: 'Payment methods', description: 'Your ways to pay, what each can do, and your rules for them.' },
  { name: 'Your brand', description: 'How you show yourself to your customers: on the payment pages, on receipts and in e-mails.' },
  { name: 'Webhooks', description: 'All that happens, told to endpoints of yours, listed in order, and sent again when you missed it.' },
  { name: 'Pages of your own', description: 'What the JS SDK calls from a page of your shop, with a customer’s token.' },
  { name: 'Service', description: 'Keys, probes, the SDK and this description. Open to everybody.' },
];
