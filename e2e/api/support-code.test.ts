import { expectProblem } from '../fixtures/api.ts';
import { pays, startPayment, submitAtGateway } from '../fixtures/payer.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
});
test.afterAll(() => shop.close());

/** Every support code that a page shows. */
const codesOn = async (address: string): Promise<string[]> =>
  (await (await fetch(address)).text()).match(/(?<![\w-])(?:[0-9A-HJKMNP-TV-Z]{3}-){2}[0-9A-HJKMNP-TV-Z]{3}(?![\w-])/g) ?? [];

/** The payments a merchant finds by what its customer reads out. */
async function found(code: string, merchant = shop): Promise<unknown[]> {
  const { payments } = (await merchant.api('GET', `/payment?supportCode=${encodeURIComponent(code)}`)).body as { payments: { paymentId: string }[] };
  return payments.map(({ paymentId }) => paymentId);
}

test('the code on the page leads the merchant to that very payment, after each try that failed and on the receipt', async () => {
  const { sessionId, paymentLink } = await shop.link();
  const first = await startPayment(shop, sessionId);
  await submitAtGateway(first.url, pays.declined);
  const second = await startPayment(shop, sessionId);
  await submitAtGateway(second.url, { ...pays.declined, cc_number: '4000000000000069' });
  const [latest = '', ...others] = [...new Set(await codesOn(paymentLink))];
  expect(others).toEqual([]);
  expect(await found(latest)).toEqual([second.paymentId]);
  const paid = await startPayment(shop, sessionId);
  await submitAtGateway(paid.url, pays.card);
  const [onReceipt = ''] = await codesOn(paymentLink);
  expect(await found(onReceipt)).toEqual([paid.paymentId]);
  expect((await shop.api('GET', `/payment/${paid.paymentId}`)).body.supportCode).toBe(onReceipt);
});

test('a code is found as people write it, and by its own merchant alone', async ({ server }) => {
  const stranger = await openShop(server, 'Strangers');
  const { sessionId } = await shop.link();
  const { paymentId } = await startPayment(shop, sessionId);
  const code = String((await shop.api('GET', `/payment/${paymentId}`)).body.supportCode);
  for (const written of [code, code.toLowerCase(), code.replaceAll('-', ' '), code.replaceAll('-', '')]) expect(await found(written)).toEqual([paymentId]);
  expect(await found(code, stranger)).toEqual([]);
  await stranger.close();
});

test('what is no code is refused, not answered with nothing', async () => {
  for (const junk of ['79G-W42-VX', '', 'x', "'; DROP TABLE payment; --"])
    expectProblem(await shop.api('GET', `/payment?supportCode=${encodeURIComponent(junk)}`), 422, 'invalid_field', ['/supportCode']);
});

test('a page tells what was tried, the last try first, and why each failed', async () => {
  const { sessionId, paymentLink } = await shop.link();
  await submitAtGateway((await startPayment(shop, sessionId)).url, pays.declined);
  await submitAtGateway((await startPayment(shop, sessionId)).url, { ...pays.declined, cc_number: '4000000000000069' });
  const html = await (await fetch(paymentLink)).text();
  const [told = ''] = /<details[^>]*>(?:(?!<\/details>)[\s\S])*Tries so far[\s\S]*?<\/details>/.exec(html) ?? [];
  expect(told.match(/<li>/g)).toHaveLength(2);
  expect(told.indexOf('The card has expired.')).toBeGreaterThan(0);
  expect(told.indexOf('Please try another card.')).toBeGreaterThan(told.indexOf('The card has expired.'));
  const untouched = await shop.link();
  expect(await (await fetch(untouched.paymentLink)).text()).not.toContain('Tries so far');
});
