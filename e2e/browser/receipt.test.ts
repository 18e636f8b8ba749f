import { readFileSync } from 'node:fs';
import { devices, type Page } from '@playwright/test';
import { supportCode } from '#lib/payments/support-code.ts';
import { expectAccessible } from '../fixtures/accessible.ts';
import { sessionStatusOf } from '../fixtures/books.ts';
import { operate } from '../fixtures/operations.ts';
import { pays, startPayment, submitAtGateway } from '../fixtures/payer.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

const { defaultBrowserType: _engine, ...phone } = devices['Pixel 7'];
test.use(phone);

let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server, 'Nordlys');
});
test.afterAll(() => shop.close());

const samples = ['paid', 'brand-crafts-paid', 'paid-refunded-part', 'paid-refunded', 'paid-in-part', 'paid-in-part-refunded'];

const open = (page: Page, name: string, language = 'en') => page.goto(`/pay/state/${name}?language=${language}`);

test('each receipt is accessible and fits a narrow phone, from left to right and from right to left', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  for (const name of samples) {
    for (const language of ['en', 'ar']) {
      await open(page, name, language);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} ${language}`).toBe(true);
      await expectAccessible(page);
    }
  }
});

test('the seller is told as registered, and the time in the zone of the receipt', async ({ page }) => {
  await open(page, 'brand-crafts-paid');
  for (const text of ['Hollunder & Söhne Holzwaren GmbH & Co. KG', 'Alte Mühlstraße 14', 'DE345678901', '23 November 2026 at 11:39 CET'])
    await expect(page.getByText(text).first()).toBeVisible();
  await open(page, 'paid');
  await expect(page.getByText('Seller')).toHaveCount(0);
  await expect(page.getByText('23 November 2026 at 10:39 UTC')).toBeVisible();
});

test('refunds and what is paid after them stand below the total', async ({ page }) => {
  await open(page, 'paid-refunded-part');
  const refunds = page.locator('section', { hasText: 'Paid after refunds' }).last();
  await expect(refunds).toContainText(
    'Refunded on 25 November 2026-DKK\u00a0199.00Refunded on 27 November 2026-DKK\u00a025.00Paid after refundsDKK\u00a0797.00',
  );
  await open(page, 'paid-refunded');
  await expect(page.getByText('This payment was refunded in full.')).toBeVisible();
});

test('where less was taken than ordered, the amount paid stands below the total', async ({ page }) => {
  await open(page, 'paid-in-part-refunded');
  await expect(page.locator('section', { hasText: 'Amount paid' }).last()).toContainText(
    'Amount paidDKK\u00a0821.00Refunded on 25 November 2026-DKK\u00a0199.00Paid after refundsDKK\u00a0622.00',
  );
  await expect(page.getByRole('heading', { level: 1 }).locator('..')).toContainText('DKK\u00a0821.00');
});

test('on paper there is the receipt and no control, black on white, also of a dark screen', async ({ page }) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ media: 'print', colorScheme });
    await open(page, 'brand-crafts-paid');
    await expect(page.getByText('NK-20417')).toBeVisible();
    // Whom to ask stays.
    for (const role of ['link', 'button', 'combobox'] as const)
      await expect(page.locator('body > :not([aria-labelledby=contact-heading])').getByRole(role)).toHaveCount(0);
    const [ground, ink] = await page.evaluate(() => [getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(document.body).color]);
    expect([ground, ink], colorScheme).toEqual(['rgb(255, 255, 255)', 'rgb(0, 0, 0)']);
  }
});

test('a receipt with a seller and refunds is one sheet of A4', async ({ page }) => {
  for (const name of samples) {
    await open(page, name);
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b/g), name).toHaveLength(1);
  }
});

test('the order number is copied, which the button then says', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, 'paid');
  await page.getByRole('button', { name: 'Copy order number' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('NK-20417');
});

test('printing is one press; without script there is no button for it, nor for copying', async ({ page, browser, server }) => {
  await page.addInitScript(() => {
    window.print = () => {
      document.documentElement.dataset.printed = 'yes';
    };
  });
  await open(page, 'paid');
  await page.getByRole('button', { name: 'Print' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-printed', 'yes');
  const plain = await browser.newContext({ javaScriptEnabled: false, baseURL: server.publicUrl });
  const still = await plain.newPage();
  await open(still, 'paid');
  await expect(still.getByRole('link', { name: 'Receipt as PDF' })).toBeVisible();
  for (const name of ['Print', 'Copy order number']) await expect(still.getByRole('button', { name })).toHaveCount(0);
  await plain.close();
});

test('a paid link offers its receipt as PDF and as signed file, and tells of a refund', async ({ page, server }) => {
  const { sessionId, paymentLink } = await shop.link({ order: { orderId: 'Kept-1' } });
  const { paymentId, url } = await startPayment(shop, sessionId);
  await submitAtGateway(url, pays.card);
  await expect.poll(() => sessionStatusOf(server, sessionId)).toBe('paid');
  await operate(shop, 'capture', paymentId);
  await operate(shop, 'refund', paymentId, 49.99);
  await page.goto(paymentLink);
  await expect(page.getByText('Paid after refunds')).toBeVisible();
  await expectAccessible(page);
  const reference = supportCode(paymentId);
  for (const [name, file, start] of [
    ['Receipt as PDF', `receipt-${reference}.pdf`, '%PDF-'],
    ['Signed file', `receipt-${reference}.json`, '{"issuedAt":'],
  ] as const) {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()]);
    expect(download.suggestedFilename()).toBe(file);
    expect(readFileSync(await download.path(), 'latin1').startsWith(start)).toBe(true);
  }
});
