import { devices } from '@playwright/test';
import { demo } from '../../prisma/seed.ts';
import { expectAccessible } from '../fixtures/accessible.ts';
import { sessionStatusOf } from '../fixtures/books.ts';
import { cards, chooseAndPay, payByCard, signInAtBank } from '../fixtures/customer.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

const { defaultBrowserType: _engine, ...phone } = devices['Pixel 7'];
const { username, password } = demo.gateway;
test.use({ ...phone, httpCredentials: { username, password } });

let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server, 'Björk <b>&</b> Søn');
});
test.afterAll(() => shop.close());

test('a payment its bank left open is approved from the sandbox’s first page without script, and its link shows Paid', async ({ page, browser, server }) => {
  const { paymentLink, sessionId } = await shop.link({ order: { orderId: 'Waits-1' } });
  await page.goto(paymentLink);
  await chooseAndPay(page, 'Bank payment');
  await signInAtBank(page);
  await page.getByRole('button', { name: /later/i }).click();
  await expect(page.getByRole('heading', { name: 'Your payment is on its way' })).toBeVisible();

  const bank = await (await browser.newContext({ ...phone, javaScriptEnabled: false, httpCredentials: { username, password } })).newPage();
  await bank.goto(`${server.sandboxUrl}/`);
  await expect(bank).toHaveURL(`${server.sandboxUrl}/sandbox`);
  await bank.getByRole('button', { name: /^Approve order Waits-1-/ }).click();
  await expect(bank.getByRole('status')).toHaveText(/ for order Waits-1-\S+ is now: paid\.$/);
  await expect(bank.getByRole('button', { name: /^(?:Approve|Decline) order Waits-1-/ })).toHaveCount(0);
  await bank.context().close();

  await expect.poll(() => sessionStatusOf(server, sessionId)).toBe('paid');
  // The page that waits shows it by itself: whoever went there now would cross its way.
  await expect(page.getByRole('heading', { name: 'Paid' })).toBeVisible();
});

test('the sandbox’s first page is accessible and fits the narrowest phone, also with a long order number', async ({ page, server }) => {
  const orderId = 'Long'.repeat(15);
  const { paymentLink } = await shop.link({ order: { orderId } });
  await page.goto(paymentLink);
  await chooseAndPay(page, 'MobilePay');
  await page.getByRole('button', { name: 'Leave pending' }).click();
  await page.waitForURL(paymentLink);
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto(`${server.sandboxUrl}/sandbox`);
  await expect(page.getByRole('button', { name: `Decline order ${orderId}` })).toBeVisible();
  for (const text of ['4111 1111 1111 1111', '19.67']) await expect(page.getByText(text, { exact: true })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await expectAccessible(page);
});

test('the payment origin has no sandbox page', async ({ request, server }) => {
  expect((await request.get(`${server.publicUrl}/sandbox`)).status()).toBe(404);
});

test('after a mistyped card number the rest need not be typed again', async ({ page }) => {
  const { paymentLink } = await shop.link();
  await page.goto(paymentLink);
  await chooseAndPay(page, 'Card');
  await payByCard(page, '4111111111111112');
  await expect(page.getByText('This is not one of the test cards below.')).toBeVisible();
  await expectAccessible(page);
  for (const [label, value] of [
    ['Name on card', 'Ada Berg'],
    [/Expiry/, '12/30'],
    ['Card number', ''],
    ['Security code', ''],
  ] as const)
    await expect(page.getByLabel(label)).toHaveValue(value);
  await payByCard(page, cards.approved);
  await expect(page.getByRole('heading', { name: 'Paid' })).toBeVisible();
});
