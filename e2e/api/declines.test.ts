import { declineReason } from '#lib/gateways/altapay/decline-reason.ts';
import { paymentsOf, sessionStatusOf, statusOf } from '../fixtures/books.ts';
import { pays, startPayment, submitAtGateway } from '../fixtures/payer.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
});
test.afterAll(() => shop.close());

const cardOf = (number: string) => ({ ...pays.card, cc_number: number });

/** The words of the payment page, while it can be paid. */
async function openPage(paymentLink: string): Promise<string> {
  const html = await (await fetch(paymentLink)).text();
  const [main = ''] = /<main[\s\S]*<\/main>/.exec(html) ?? [];
  expect(main).toMatch(/<form[^>]+\/payments"/);
  return main.replace(/<[^>]*>/g, ' ');
}

/** Card, the failure code we keep, what the customer is told; the bank's own words, when they are shown besides. */
const declines = [
  ['4180000000000566', 'card_declined', 'other', 'Your bank declined the card. Please try another card.'],
  ['4000000000009995', 'insufficient_funds', 'insufficient_funds', undefined],
  ['4000000000000069', 'expired_card', 'expired_card', undefined],
  ['4000000000000127', 'invalid_cvc', 'wrong_details', undefined],
  ['4000000000006975', 'card_limit_exceeded', 'limit_exceeded', 'The payment is over your card’s limit. Raise it in your bank’s app, or use another card.'],
  ['4000000000009987', 'lost_card', 'card_not_accepted', undefined],
  ['4000000000009979', 'stolen_card', 'card_not_accepted', undefined],
  ['4000000000000119', 'issuer_unavailable', 'try_later', undefined],
  ['4190000000000567', 'acquirer_error', 'try_later', undefined],
] as const;

for (const [number, failureCode, reason, words] of declines) {
  test(`the card ${number} fails with ${failureCode}, told as ${reason}, and the link can be paid again`, async ({ server }) => {
    const { sessionId, paymentLink } = await shop.link();
    const { url } = await startPayment(shop, sessionId);
    await submitAtGateway(url, cardOf(number));
    expect(await paymentsOf(server, sessionId)).toMatchObject([{ status: 'failed', failureCode, authorized: 0 }]);
    expect(declineReason(failureCode)).toBe(reason);
    const page = await openPage(paymentLink);
    expect(page).not.toMatch(/stolen|lost/i);
    if (words === undefined) expect(page).not.toMatch(/Please try another card|could not be processed|Please check it/);
    else expect(page).toContain(words);
    const again = await startPayment(shop, sessionId);
    await submitAtGateway(again.url, pays.card);
    expect(await statusOf(server, again.paymentId)).toBe('authorized');
  });
}

/** Types a code on the bank's 3-D Secure page; answers the text of the page behind it, or nothing once it goes on to the shop. */
async function typeCode(url: string, code: string): Promise<string> {
  const page = new URL(url);
  const pid = page.searchParams.get('pid') ?? '';
  const fields = { method: 'POST', body: new URLSearchParams({ pid, code }), redirect: 'manual' } as const;
  const answer = await fetch(`${page.origin}/sandbox/eCommerce/API/confirm`, fields);
  const next = answer.headers.get('location') ?? '';
  return next.includes('/challenge') ? (await fetch(new URL(next, page))).text() : '';
}

test('five wrong 3-D Secure codes end the payment as not confirmed, and the same link can be paid again', async ({ server }) => {
  const { sessionId, paymentLink } = await shop.link();
  const { url, paymentId } = await startPayment(shop, sessionId);
  await submitAtGateway(url, cardOf('4170000000000568'));
  for (const words of ['You have 4 tries left', 'You have 3 tries left', 'You have 2 tries left', 'You have one try left']) {
    expect(await typeCode(url, '0000')).toContain(words);
    expect(await statusOf(server, paymentId)).toBe('requires_action');
  }
  expect(await typeCode(url, '0000')).toBe('');
  const [payment] = await paymentsOf(server, sessionId);
  expect(payment).toMatchObject({ status: 'failed', failureCode: '3dsecure_too_many_tries', authorized: 0 });
  expect(declineReason(payment?.failureCode ?? undefined)).toBe('not_confirmed');
  expect(await sessionStatusOf(server, sessionId)).toBe('open');
  expect(await openPage(paymentLink)).not.toContain('wrong too often');

  const again = await startPayment(shop, sessionId);
  await submitAtGateway(again.url, cardOf('4170000000000568'));
  await typeCode(again.url, '1234');
  expect(await statusOf(server, again.paymentId)).toBe('authorized');
  expect(await sessionStatusOf(server, sessionId)).toBe('paid');
});
