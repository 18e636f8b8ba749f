import { type Browser, devices, type Page } from '@playwright/test';
import { readMonochromePng } from '#lib/testing/png.ts';
import { readWithJsqr } from '#lib/testing/qr-decoders.ts';
import { approveChallenge, cards, chooseAndPay, payByCard, signInAtBank } from '../fixtures/customer.ts';
import { moneyAtGateway, moneyHeld } from '../fixtures/gateway.ts';
import { isSigned, openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

const { defaultBrowserType: _engine, ...phone } = devices['Pixel 7'];
test.use(phone);

let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
});
test.afterAll(() => shop.close());
test.beforeEach(() => {
  shop.callbacks.length = 0;
});

/** What a till shows and a phone reads: the address inside the PNG, byte for byte the one that was answered. */
function scan(link: { qrCode: string; paymentLink: string }): string {
  const url = readWithJsqr(readMonochromePng(Buffer.from(link.qrCode, 'base64')));
  expect(url).toBe(link.paymentLink);
  return url ?? '';
}

async function payWithChallenge(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(page.getByText('Blue shirt')).toBeVisible();
  await expect(page.getByRole('button', { name: /2,049\.99/ })).toBeVisible();
  await chooseAndPay(page, 'Card');
  await payByCard(page, cards.challenged);
  await approveChallenge(page);
  await expect(page.getByRole('heading', { name: 'Paid' })).toBeVisible();
}

async function expectToldOnce(orderId: string): Promise<void> {
  await expect.poll(() => shop.callbacks.length).toBe(1);
  const [callback] = shop.callbacks;
  expect(callback && isSigned(callback, shop.callbackSecret)).toBe(true);
  const fields = new URLSearchParams(callback?.body);
  expect(fields.get('status')).toBe('succeeded');
  expect(fields.get('shop_orderid')).toBe(orderId);
  expect(fields.get('amount')).toBe('2049.99');
}

async function expectPaidForGood(page: Page, link: { sessionId: string; paymentLink: string }): Promise<void> {
  await page.goto(link.paymentLink);
  await expect(page.getByRole('heading', { name: 'Paid' })).toBeVisible();
  const { body } = await shop.api('GET', `/session/${link.sessionId}/payment-methods`);
  const [method] = (body as { methods: { id: string }[] }).methods;
  const second = await shop.api('POST', '/payment', { sessionId: link.sessionId, paymentMethodId: method?.id });
  expect(second.status).toBe(409);
  expect(second.body).toMatchObject({ code: 'session_paid' });
}

test('a customer scans the QR, pays by card with 3-D Secure, and the merchant is told once', async ({ page }) => {
  const link = await shop.link({ order: { orderId: 'Job-1' }, session: { callbacks: { notification: `${shop.origin}/notify` } } });
  await payWithChallenge(page, scan(link));
  await expectToldOnce('Job-1');
  await expectPaidForGood(page, link);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the same payment goes through, and the merchant is told once', async ({ page }) => {
    const link = await shop.link({ order: { orderId: 'Job-2' }, session: { callbacks: { notification: `${shop.origin}/notify` } } });
    await payWithChallenge(page, scan(link));
    await expectToldOnce('Job-2');
    await expectPaidForGood(page, link);
  });
});

test('a declined customer tries again at the same address and pays', async ({ page }) => {
  const link = await shop.link({ order: { orderId: 'Job-3' }, session: { callbacks: { notification: `${shop.origin}/notify` } } });
  await page.goto(link.paymentLink);
  await chooseAndPay(page, 'Card');
  await payByCard(page, cards.declined);
  await page.waitForURL(link.paymentLink);
  await expect(page.getByText(/declined/i).first()).toBeVisible();
  await chooseAndPay(page, 'Card');
  await payByCard(page, cards.approved);
  await expect(page.getByRole('heading', { name: 'Paid' })).toBeVisible();
  await expect.poll(() => shop.callbacks.map((callback) => new URLSearchParams(callback.body).get('status'))).toEqual(['failed', 'succeeded']);
});

test('the shop’s own answer to the success callback brings the customer back to the shop', async ({ page }) => {
  shop.answer('/ok', 302, { location: `${shop.origin}/thanks` });
  const callbacks = { success: { type: 'URL', value: `${shop.origin}/ok` }, failure: { type: 'URL', value: `${shop.origin}/fail` } };
  const link = await shop.link({ order: { orderId: 'Job-4' }, session: { callbacks } });
  await page.goto(link.paymentLink);
  await chooseAndPay(page, 'MobilePay');
  await page.getByRole('button', { name: /Approve/ }).click();
  await page.waitForURL(`${shop.origin}/thanks`);
  expect(shop.callbacks.map(({ path }) => path)).toEqual(['/ok']);
});

test('a shop without a success callback gets the customer at its redirect address', async ({ page }) => {
  const link = await shop.link({ order: { orderId: 'Job-5' }, session: { callbacks: { redirect: `${shop.origin}/back` } } });
  await page.goto(link.paymentLink);
  await chooseAndPay(page, 'Bank payment');
  await signInAtBank(page);
  await page.getByRole('button', { name: /Accept/i }).click();
  await page.waitForURL(`${shop.origin}/back`);
});

async function atGateway(browser: Browser, url: string): Promise<Page> {
  const page = await (await browser.newContext(phone)).newPage();
  await page.goto(url);
  await chooseAndPay(page, 'Card');
  return page;
}

test('two browsers that pay one link at once end with one settled payment and nothing left at the gateway', async ({ browser, server }) => {
  const link = await shop.link({ order: { orderId: 'Job-6' }, session: { callbacks: { notification: `${shop.origin}/notify` } } });
  const pages = [await atGateway(browser, link.paymentLink), await atGateway(browser, link.paymentLink)];
  await Promise.all(pages.map((page) => payByCard(page, cards.approved)));
  for (const page of pages) await expect(page.getByRole('heading', { name: 'Paid' })).toBeVisible();
  // The other try was refused by us before money moved: the shop is not told that its paid order failed.
  await expect.poll(() => shop.callbacks.map((callback) => new URLSearchParams(callback.body).get('status'))).toEqual(['succeeded']);
  await expect.poll(async () => moneyHeld(await moneyAtGateway(server, { orderId: 'Job-6', sessionId: link.sessionId, tries: 2 }))).toHaveLength(1);
  for (const page of pages) await page.context().close();
});
