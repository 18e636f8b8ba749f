import { devices, type Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/accessible.ts';
import { askNow, paymentsOf } from '../fixtures/books.ts';
import { cards, chooseAndPay, payByCard, signInAtBank } from '../fixtures/customer.ts';
import { board } from '../fixtures/payer.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

const { defaultBrowserType: _engine, ...phone } = devices['Pixel 7'];
test.use(phone);

const minuteMs = 60_000;
let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server, 'Björk <b>&</b> Søn');
});
test.afterAll(() => shop.close());
test.afterEach(({ server }) => board(server, 'clock', { shiftMs: 0 }));

/** Opens an address whose state is not 200; the browser tells its console about that, which is no complaint. */
async function open(page: Page, url: string, status: number, heading: string): Promise<void> {
  const answer = await page.goto(url);
  expect(answer?.status()).toBe(status);
  await expect(page.getByRole('heading', { name: heading })).toBeVisible();
  await expectAccessible(page);
}

/** The page hears nothing of what happens meanwhile, as on a phone that was put away. */
const keepStill = (page: Page) => page.route(/\/status(?:\?|$)/, () => undefined);

test.beforeEach(({ consoleGuard }) => consoleGuard.allow(/Failed to load resource: the server responded with a status of (404|410)/));

test('an open link shows merchant, lines, tax, shipping, total and the ways to pay, and is accessible', async ({ page }) => {
  const { paymentLink } = await shop.link({ order: { orderId: 'Seen-1' } });
  await open(page, paymentLink, 200, 'Payment to Björk <b>&</b> Søn');
  for (const text of ['Order Seen-1', 'Blue shirt', 'Gift wrapping', 'DKK 350.99', 'DKK 99.00'])
    await expect(page.getByText(text, { exact: true }).first()).toBeVisible();
  for (const name of [/^Card/, /^MobilePay/, /^Bank payment/]) await expect(page.getByRole('radio', { name })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});

test('the whole page is in its first HTML, and nothing foreign is loaded', async ({ page, request, server }) => {
  const { paymentLink } = await shop.link();
  const html = await (await request.get(paymentLink)).text();
  for (const part of ['Blue shirt', 'method="post"', 'name="method"', 'type="submit"', 'DKK']) expect(html).toContain(part);
  const hosts = new Set<string>();
  page.on('request', (made) => hosts.add(new URL(made.url()).origin));
  const asked = page.waitForRequest(/\/status\?/);
  await page.goto(paymentLink);
  await asked;
  expect([...hosts]).toEqual([server.publicUrl]);
});

test('an unknown, a mistyped and a junk token are not found', async ({ page }) => {
  const { paymentLink } = await shop.link();
  const last = paymentLink.slice(-1) === '0' ? '1' : '0';
  for (const url of [`${paymentLink.slice(0, -1)}${last}`, paymentLink.replace(/[^/]+$/, '00000000000000000000000000-0'), paymentLink.replace(/[^/]+$/, 'x')]) {
    await open(page, url, 404, 'We do not know this payment link');
  }
});

test('a token typed in capitals with hyphens opens the page', async ({ page }) => {
  const { paymentLink } = await shop.link();
  const typed = paymentLink.replace(/[^/]+$/, (token) => token.toUpperCase().replaceAll(/(.{9})(?=.)/g, '$1-'));
  await open(page, typed, 200, 'Payment to Björk <b>&</b> Søn');
});

test('a link ends when its validity runs out, opened or not', async ({ page, server }) => {
  const { paymentLink } = await shop.link({ link: { validityTime: 1 } });
  await board(server, 'clock', { shiftMs: 1.1 * minuteMs });
  await open(page, paymentLink, 410, 'This payment link has expired');
});

test('activation runs from the first touch of a person, not from looking', async ({ page, server }) => {
  await keepStill(page);
  const { paymentLink } = await shop.link({ link: { activationTime: 1 } });
  await page.goto(paymentLink);
  await board(server, 'clock', { shiftMs: 5 * minuteMs });
  await open(page, paymentLink, 200, 'Payment to Björk <b>&</b> Søn');
  const opened = page.waitForResponse(/\/opened$/);
  await page.mouse.click(20, 20);
  expect((await opened).status()).toBe(204);
  await board(server, 'clock', { shiftMs: 6.1 * minuteMs });
  await open(page, paymentLink, 410, 'The time to pay is over');
});

test('a newer link replaces an older one, whose page says so and shows nothing of the order', async ({ page }) => {
  const older = await shop.link();
  await shop.api('POST', `/session/${older.sessionId}/link`, {});
  await open(page, older.paymentLink, 410, 'There is a newer payment link');
  await expect(page.getByText('Blue shirt')).toHaveCount(0);
});

test('a changed order is shown anew and the old press charges nothing', async ({ page }) => {
  await keepStill(page);
  const link = await shop.link();
  await page.goto(link.paymentLink);
  const changed = {
    orderId: 'Changed-1',
    amount: { value: 10, currency: 'DKK' },
    orderLines: [{ itemId: 'x', description: 'Smaller shirt', quantity: 1, unitPrice: 10 }],
  };
  expect((await shop.api('PUT', `/session/${link.sessionId}`, { order: changed })).status).toBe(200);
  await page.getByRole('radio', { name: 'Card' }).check();
  await page.getByRole('button', { name: /^Pay/ }).click();
  await expect(page.getByText(/The order was changed/)).toBeVisible();
  await expect(page.getByRole('button', { name: /DKK 10\.00/ })).toBeVisible();
  await expectAccessible(page);
});

test('an unreachable gateway is told plainly, and the same press works once it is back', async ({ page, server }) => {
  const { paymentLink } = await shop.link();
  await page.goto(paymentLink);
  await board(server, 'fault', { kind: 'down', method: 'createPaymentRequest', times: 1 });
  await page.getByRole('radio', { name: 'Card' }).check();
  await page.getByRole('button', { name: /^Pay/ }).click();
  await expect(page.getByText(/could not be reached/)).toBeVisible();
  await expectAccessible(page);
  await chooseAndPay(page, 'Card');
});

test('a bank that decides later leaves a page that says so', async ({ page }) => {
  const { paymentLink } = await shop.link();
  await page.goto(paymentLink);
  await chooseAndPay(page, 'Bank payment');
  await signInAtBank(page);
  await page.getByRole('button', { name: /later/i }).click();
  await page.waitForURL(paymentLink);
  await expect(page.getByRole('heading', { name: 'Your payment is on its way' })).toBeVisible();
  await expectAccessible(page);
});

test('a declined card, the hand-over and the receipt are accessible', async ({ page }) => {
  const { paymentLink } = await shop.link();
  await page.goto(paymentLink);
  await chooseAndPay(page, 'Card');
  await expectAccessible(page);
  await payByCard(page, cards.declined);
  await page.waitForURL(paymentLink);
  await expectAccessible(page);
  await chooseAndPay(page, 'MobilePay');
  await page.getByRole('button', { name: /Approve/ }).click();
  await expect(page.getByRole('heading', { name: 'Paid' })).toBeVisible();
  await expectAccessible(page);
});

test('a page that waits shows the outcome by itself, with script and without', async ({ page, browser, server }) => {
  const { paymentLink, sessionId } = await shop.link();
  const plain = await (await browser.newContext({ ...phone, javaScriptEnabled: false })).newPage();
  await page.goto(paymentLink);
  await chooseAndPay(page, 'Card');
  await board(server, 'fault', { kind: 'down', method: 'payments', times: 100 });
  await payByCard(page, cards.approved);
  await expect(page.getByRole('heading', { name: 'We are checking your payment' })).toBeVisible();
  await expectAccessible(page);
  await plain.goto(paymentLink);
  await expect(plain.getByRole('heading', { name: 'We are checking your payment' })).toBeVisible();
  await board(server, 'fault', { kind: 'down', method: 'payments', times: 0 });
  const [payment] = await paymentsOf(server, sessionId);
  await askNow(server, payment?.id ?? '');
  for (const waiting of [page, plain]) await expect(waiting.getByRole('heading', { name: 'Paid' })).toBeVisible();
  await plain.context().close();
});

test('a replaced link shows nothing of the order, also once the newer one was paid', async ({ page }) => {
  const older = await shop.link();
  const { body } = await shop.api('POST', `/session/${older.sessionId}/link`, {});
  await page.goto(String(body.paymentLink));
  await chooseAndPay(page, 'Card');
  await payByCard(page, cards.approved);
  await expect(page.getByRole('heading', { name: 'Paid' })).toBeVisible();
  await open(page, older.paymentLink, 410, 'There is a newer payment link');
  await expect(page.getByText('Blue shirt')).toHaveCount(0);
});

test('whoever cancels at the gateway reads that nothing was charged, and can pay', async ({ page }) => {
  const { paymentLink } = await shop.link();
  await page.goto(paymentLink);
  await chooseAndPay(page, 'MobilePay');
  await page.getByRole('button', { name: /Cancel/ }).click();
  await page.waitForURL(paymentLink);
  await expect(page.getByText(/You cancelled the payment/)).toBeVisible();
  await expectAccessible(page);
  await chooseAndPay(page, 'Card');
});

test('a page that is open shows within seconds that the order changed, was paid elsewhere, or its link ended', async ({ page, context, server }) => {
  const link = await shop.link();
  await page.goto(link.paymentLink);
  const order = {
    orderId: 'Live-1',
    amount: { value: 10, currency: 'DKK' },
    orderLines: [{ itemId: 'x', description: 'Smaller shirt', quantity: 1, unitPrice: 10 }],
  };
  await shop.api('PUT', `/session/${link.sessionId}`, { order });
  await expect(page.getByRole('button', { name: /DKK 10\.00/ })).toBeVisible();
  const elsewhere = await context.newPage();
  await elsewhere.goto(link.paymentLink);
  await chooseAndPay(elsewhere, 'Card');
  await payByCard(elsewhere, cards.approved);
  await expect(elsewhere.getByRole('heading', { name: 'Paid' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Paid' })).toBeVisible();

  const brief = await shop.link({ link: { validityTime: 1 } });
  await page.goto(brief.paymentLink);
  await board(server, 'clock', { shiftMs: 1.1 * minuteMs });
  await expect(page.getByRole('heading', { name: 'This payment link has expired' })).toBeVisible();
});
