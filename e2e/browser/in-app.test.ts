import { devices } from '@playwright/test';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

const { defaultBrowserType: _engine, ...phone } = devices['Pixel 7'];

const instagram =
  'Mozilla/5.0 (Linux; Android 14; Pixel 7 Build/AP2A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0.6478.71 Mobile Safari/537.36 Instagram 339.0.0.30.105 Android (34/14; 420dpi; 1080x2201; Google; Pixel 7; panther; panther; en_GB; 614064101)';

let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
});
test.afterAll(() => shop.close());

test.describe('in Instagram’s browser', () => {
  test.use({ ...phone, userAgent: instagram });

  test('ways to pay that cannot work there are left out, a line says so, and a link leads out', async ({ page }) => {
    const { paymentLink } = await shop.link();
    await page.goto(paymentLink);
    await expect(page.getByRole('heading', { name: 'You are in the browser of Instagram' })).toBeVisible();
    await expect(page.getByText('Some ways to pay do not work there')).toBeVisible();
    await expect(page.getByRole('radio', { name: 'Card' })).toBeVisible();
    await expect(page.getByRole('radio', { name: /Google|Apple/ })).toHaveCount(0);
    await expect(page.getByRole('link', { name: 'Open in my browser' })).toHaveAttribute(
      'href',
      `${paymentLink.replace(/^http/, 'intent')}#Intent;scheme=http;end`,
    );
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy link' }).click();
    await expect(page.getByText('Link copied')).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(paymentLink);
  });
});

test.describe('in a browser of its own', () => {
  test.use(phone);

  test('every way to pay that the phone has is offered, and nothing is said of browsers', async ({ page }) => {
    const { paymentLink } = await shop.link();
    await page.goto(paymentLink);
    for (const name of [/^Card/, /^MobilePay/, /^Google/]) await expect(page.getByRole('radio', { name }).first()).toBeVisible();
    // A phone of Google's has no Apple Pay, in no browser.
    await expect(page.getByRole('radio', { name: /Apple/ })).toHaveCount(0);
    await expect(page.getByRole('heading', { name: /browser/ })).toHaveCount(0);
  });
});
