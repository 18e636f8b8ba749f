import { devices } from '@playwright/test';
import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { cards, chooseAndPay, payByCard } from '../fixtures/customer.ts';
import { board } from '../fixtures/payer.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

const { defaultBrowserType: _engine, ...phone } = devices['Pixel 7'];
test.use(phone);

let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
});
test.afterAll(() => shop.close());
test.beforeEach(({ consoleGuard }) =>
  consoleGuard.allow(/Failed to load resource: (?:the server responded with a status of (?:410|503)|net::ERR_INTERNET_DISCONNECTED)/),
);

/** What the issue promises an open page, with room for a busy machine. */
const soon = { timeout: 8_000 };

test('a link the merchant cancels ends on the page that is open, which takes the focus to the news', async ({ page }) => {
  const { paymentLink, id } = await shop.link();
  await page.goto(paymentLink);
  await shop.api('POST', `/link/${id}/cancel`, {});
  const news = page.getByRole('heading', { name: 'This payment request was cancelled' });
  await expect(news).toBeVisible(soon);
  await expect(news).toBeFocused();
  await expect(page.getByText('Blue shirt')).toHaveCount(0);
});

test('a newer link replaces the page that is open', async ({ page }) => {
  const { paymentLink, sessionId } = await shop.link();
  await page.goto(paymentLink);
  await shop.api('POST', `/session/${sessionId}/link`, {});
  await expect(page.getByRole('heading', { name: 'There is a newer payment link' })).toBeVisible(soon);
});

test('a page that another device paid says so, and the payer’s own says thank you', async ({ page, browser }) => {
  const { paymentLink } = await shop.link();
  await page.goto(paymentLink);
  const other = await (await browser.newContext(phone)).newPage();
  await other.goto(paymentLink);
  await chooseAndPay(other, 'Card');
  await payByCard(other, cards.approved);
  await expect(other.getByText('Thank you.')).toBeVisible();
  await expect(page.getByText('It was paid on another device or in another tab.')).toBeVisible(soon);
  await other.context().close();
});

test('a page that watched another device’s payment being checked knows that it was not its own', async ({ page, browser, server }) => {
  test.setTimeout(60_000);
  const { paymentLink } = await shop.link({ order: { orderId: 'Checked-for-long' } });
  await board(server, 'fault', { kind: 'slow', method: 'payments', order: 'Checked-for-long', delayMs: 10_000 });
  await page.goto(paymentLink);
  const other = await (await browser.newContext(phone)).newPage();
  await other.goto(paymentLink);
  await chooseAndPay(other, 'Card');
  await payByCard(other, cards.approved);
  await expect(page.getByRole('heading', { name: 'We are checking' })).toBeVisible();
  await expect(page.getByText('It was paid on another device or in another tab.')).toBeVisible({ timeout: 20_000 });
  await other.context().close();
});

test('a payment begun in another tab is told, can be continued from here, and finishes this page too', async ({ page, context }) => {
  const { paymentLink } = await shop.link();
  await page.goto(paymentLink);
  const other = await context.newPage();
  await other.goto(paymentLink);
  await chooseAndPay(other, 'Card');
  await expect(page.getByRole('heading', { name: 'You have a payment open' })).toBeVisible(soon);
  await other.close();
  await page.getByRole('link', { name: 'Continue that payment' }).click();
  await page.waitForURL(/requestForm/);
  await payByCard(page, cards.approved);
  await expect(page.getByRole('heading', { name: 'Paid' })).toBeVisible();
});

test('a merchant who is disabled and enabled again is told both times on the page that is open', async ({ page, server }) => {
  const other = await openShop(server, 'Closing Shop');
  const { paymentLink } = await other.link();
  await page.goto(paymentLink);
  const disable = (at: string) =>
    queryAsGuest(server.settings, `UPDATE merchant SET disabled_at = ${at} WHERE id = (SELECT merchant_id FROM api_user WHERE username = $1)`, [
      other.username,
    ]);
  await disable('now()');
  await expect(page.getByRole('heading', { name: 'Payments are paused right now' })).toBeVisible(soon);
  await disable('NULL');
  await expect(page.getByRole('button', { name: /^Pay/ })).toBeVisible(soon);
  await other.close();
});

test('offline is told, a press then sends nothing, and back online the page has kept up', async ({ page, context }) => {
  const { paymentLink, id } = await shop.link();
  await page.goto(paymentLink);
  await page.getByRole('radio', { name: 'Card' }).check();
  await context.setOffline(true);
  await expect(page.getByText('You are offline.')).toBeVisible();
  await page.getByRole('button', { name: /^Pay/ }).click();
  expect(page.url()).toBe(paymentLink);
  await shop.api('POST', `/link/${id}/cancel`, {});
  await context.setOffline(false);
  await expect(page.getByRole('heading', { name: 'This payment request was cancelled' })).toBeVisible(soon);
});

test('after ten tries the page says how long to wait and offers no press; an unreachable gateway does not count', async ({ page, server }) => {
  const { paymentLink } = await shop.link();
  await board(server, 'fault', { kind: 'down', method: 'createPaymentRequest', times: 1 });
  await page.goto(paymentLink);
  await page.getByRole('radio', { name: 'Card' }).check();
  await page.getByRole('button', { name: /^Pay/ }).click();
  await expect(page.getByText(/could not be reached/)).toBeVisible();
  for (let tried = 0; tried < 10; tried += 1) {
    await expect(page.getByRole('heading', { name: 'Too many tries' })).toHaveCount(0);
    await chooseAndPay(page, 'MobilePay');
    await page.getByRole('button', { name: /Cancel/ }).click();
    await page.waitForURL(paymentLink);
  }
  await expect(page.getByRole('heading', { name: 'Too many tries' })).toBeVisible();
  await expect(page.getByText(/You can try again in (?:60|55) minutes/)).toBeVisible();
  await expect(page.getByRole('button', { name: /^Pay/ })).toHaveCount(0);
});
