import { devices } from '@playwright/test';
import { expectAccessible } from '../fixtures/accessible.ts';
import { type RunningServer, startServer } from '../fixtures/server.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { anyAddress } from '../fixtures/stranger.ts';
import { expect, test } from '../fixtures/test.ts';

const { defaultBrowserType: _engine, ...phone } = devices['Pixel 7'];
test.use(phone);
test.setTimeout(90_000);

let server: RunningServer;
let shop: Shop;
test.beforeAll(async () => {
  test.setTimeout(90_000);
  server = await startServer({ database: 'embedded', settings: { TRUST_PROXY: '1' } });
  shop = await openShop(server, 'Fjord & Sons');
});
test.afterAll(async () => {
  await shop.close();
  await server.stop();
});
test.beforeEach(async ({ page, consoleGuard }) => {
  consoleGuard.allow(/Failed to load resource: the server responded with a status of (404|429)/);
  await page.setExtraHTTPHeaders({ 'x-forwarded-for': anyAddress() });
});

async function printed(orderId: string): Promise<{ code: string; paymentLink: string }> {
  const link = await shop.link({ order: { orderId } });
  const { body } = await shop.api('POST', `/link/${link.id}/short-code`, {});
  return { code: String(body.shortCode), paymentLink: link.paymentLink };
}

test('whoever cannot scan types code and order number and is on the payment page, without script', async ({ browser }) => {
  const context = await browser.newContext({ ...phone, javaScriptEnabled: false, extraHTTPHeaders: { 'x-forwarded-for': anyAddress() } });
  const page = await context.newPage();
  const { code, paymentLink } = await printed('NK-1');
  await page.goto(`${server.publicUrl}/p`);
  await page.getByLabel('Code').fill(code.toLowerCase().replaceAll('-', ' '));
  await page.getByLabel('Order number').fill('#nk-1');
  await page.getByRole('button', { name: 'Open the payment' }).click();
  await expect(page).toHaveURL(paymentLink);
  await expect(page.getByRole('heading', { name: 'Payment to Fjord & Sons' })).toBeVisible();
  await context.close();
});

test('a slip is told at once, with the focus, and what was typed is still there to be mended', async ({ page }) => {
  const { code, paymentLink } = await printed('NK-2');
  await page.goto(`${server.publicUrl}/p`);
  await expectAccessible(page);
  await page.getByLabel('Code').fill(code);
  await page.getByLabel('Order number').fill('NK-3');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('We know no such code with this order number');
  await expect(page.getByRole('alert')).toBeFocused();
  await expect(page).toHaveURL(`${server.publicUrl}/p`);
  await expect(page.getByLabel('Code')).toHaveValue(code);
  await expectAccessible(page);
  await page.getByLabel('Order number').fill('NK-2');
  await page.getByRole('button', { name: 'Open the payment' }).click();
  await expect(page).toHaveURL(paymentLink);
});

test('a language picked before the code was typed holds for its answer and for the payment', async ({ page }) => {
  const { code } = await printed('NK-4');
  await page.goto(`${server.publicUrl}/p`);
  await page.locator('footer summary').click();
  await page.getByRole('link', { name: 'Dansk' }).click();
  await page.getByLabel('Kode').fill('0000-0000-0000');
  await page.getByLabel('Ordrenummer').fill('NK-4');
  await page.getByRole('button', { name: 'Åbn betalingen' }).click();
  await expect(page.getByRole('alert')).toContainText('Vi kender ingen sådan kode');
  await page.getByLabel('Kode').fill(code);
  await page.getByRole('button', { name: 'Åbn betalingen' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'da');
  await expect(page.getByRole('heading', { name: 'Betaling til Fjord & Sons' })).toBeVisible();
});

test('too many tries are answered by a page that says when to come back', async ({ page }) => {
  await page.goto(`${server.publicUrl}/p`);
  for (let tries = 0; tries <= 10; tries++) {
    await page.getByLabel('Code').fill('0000-0000-0000');
    await page.getByLabel('Order number').fill('x');
    await page.getByRole('button', { name: 'Open the payment' }).click();
    await expect(page.getByRole('alert')).toBeVisible();
  }
  await expect(page.getByRole('alert')).toContainText(/You can try again in \d+ seconds/);
  await expectAccessible(page);
});
