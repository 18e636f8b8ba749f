import { devices } from '@playwright/test';
import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

const { defaultBrowserType: _engine, ...phone } = devices['Pixel 7'];

const instagram =
  'Mozilla/5.0 (Linux; Android 14; Pixel 7 Build/AP2A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0.6478.71 Mobile Safari/537.36 Instagram 339.0.0.30.105 Android (34/14; 420dpi; 1080x2201; Google; Pixel 7; panther; panther; en_GB; 614064101)';

let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
  // The sandbox plays no wallet of a phone; a merchant with a real gateway has these two beside the card.
  for (const identifier of ['GooglePay', 'ApplePay']) {
    await queryAsGuest(
      server.settings,
      `INSERT INTO payment_method (id, merchant_id, terminal, identifier, name, description, currencies, position, refreshed_at, created_at)
       SELECT gen_random_uuid(), merchant_id, $1, $1, $1, '', currencies, 9, now() + interval '1 day', created_at
       FROM payment_method WHERE merchant_id = (SELECT merchant_id FROM api_user WHERE username = $2) LIMIT 1`,
      [identifier, shop.username],
    );
  }
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

  test('every way to pay is offered and nothing is said of browsers', async ({ page }) => {
    const { paymentLink } = await shop.link();
    await page.goto(paymentLink);
    await expect(page.getByRole('radio')).toHaveCount(5);
    await expect(page.getByRole('heading', { name: /browser/ })).toHaveCount(0);
  });
});
