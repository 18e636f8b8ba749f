import { setTimeout as delay } from 'node:timers/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { devices, type Page } from '@playwright/test';
import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { drawnPng } from '#lib/testing/logo-files.ts';
import { basic } from '../fixtures/api.ts';
import { fullBrand } from '../fixtures/full-brand.ts';
import type { RunningServer } from '../fixtures/server.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

const { defaultBrowserType: _engine, ...phone } = devices['Pixel 7'];
test.use(phone);

/** Budgets of the page on a phone. A kilobyte is 1,000 bytes; the first answer carries its style sheet and its script. */
const budgets = { firstAnswerBytes: 14_000, scriptBytes: 150_000, requests: 8 };

let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
  await offerOnly(server, shop, 'CreditCard', 'MobilePay', 'BankPayment');
});
test.afterAll(() => shop.close());

/** The budgets are those of a shop with three ways to pay; each further one adds its name and its logo. */
const offerOnly = (server: RunningServer, { username }: Shop, ...identifiers: string[]) =>
  queryAsGuest(
    server.settings,
    `UPDATE payment_method SET withdrawn_at = now() WHERE NOT identifier = ANY($1)
       AND merchant_id = (SELECT merchant_id FROM api_user WHERE username = $2)`,
    [identifiers, username],
  );

test('the page of a merchant that tells all of itself keeps the same budgets, with its logo among the requests', async ({ page, server }) => {
  const branded = await openShop(server, 'Hollunder & Söhne');
  await branded.api('PATCH', '/merchant', fullBrand);
  const logo = drawnPng(512, 160, (x, y) => (Math.hypot(x - 80, y - 80) < 70 ? [122, 16, 32, 255] : [0, 0, 0, 0]));
  const headers = { authorization: basic(branded), 'content-type': 'image/png' };
  const uploaded = await fetch(`${server.publicUrl}/checkout/v1/api/merchant/logo`, { method: 'PUT', headers, body: new Uint8Array(logo) });
  expect(uploaded.status).toBe(200);
  await offerOnly(server, branded, 'CreditCard', 'MobilePay', 'BankPayment');
  const { paymentLink } = await branded.link();
  const loaded = await load(page, paymentLink);
  test.info().annotations.push({ type: 'weight', description: `${loaded[0]?.bytes} bytes, ${loaded.length} requests` });
  expect(loaded[0]?.bytes, 'first answer').toBeLessThanOrEqual(budgets.firstAnswerBytes);
  expect(loaded.map(({ type }) => type)).toContain('image');
  expect(loaded.length, 'requests').toBeLessThanOrEqual(budgets.requests);
  expect([...new Set(loaded.map(({ url }) => new URL(url).origin))]).toEqual([server.publicUrl]);
  await branded.close();
});

type Loaded = { url: string; type: string; bytes: number };

/** Everything the browser loads for a page until it has gone quiet, as gzip would carry it. */
async function load(page: Page, url: string): Promise<Loaded[]> {
  const loading: Promise<Loaded>[] = [];
  const isWatching = /\/status(?:\?|$)/;
  page.on('response', (response) => {
    if (isWatching.test(response.url())) return;
    loading.push(response.body().then((body) => ({ url: response.url(), type: response.request().resourceType(), bytes: gzipSync(body).byteLength })));
  });
  await page.goto(url, { waitUntil: 'load' });
  await expect(page.getByRole('radio').first()).toBeVisible();
  return Promise.all(loading);
}

test('the page on a phone keeps its budgets: first answer, script, requests, no other host', async ({ page, server }) => {
  const { paymentLink } = await shop.link();
  const loaded = await load(page, paymentLink);
  const [first] = loaded;
  expect(first?.bytes, 'first answer').toBeLessThanOrEqual(budgets.firstAnswerBytes);
  const scripts = loaded.filter(({ type }) => type === 'script').reduce((sum, { bytes }) => sum + bytes, 0);
  expect(scripts, 'script').toBeLessThanOrEqual(budgets.scriptBytes);
  expect(loaded.length, 'requests').toBeLessThanOrEqual(budgets.requests);
  expect([...new Set(loaded.map(({ url }) => new URL(url).origin))]).toEqual([server.publicUrl]);
});

test('a large order in the longest script still comes within the first answer’s budget', async ({ request }) => {
  const orderLines = Array.from({ length: 20 }, (_, index) => ({
    itemId: `i${index}`,
    description: `Ware Nummer ${index} — ${'λέξη '.repeat(6)}`,
    quantity: 2,
    unitPrice: 10,
  }));
  const { paymentLink } = await shop.link({ session: { order: { orderId: 'Heavy-1', amount: { value: 400, currency: 'DKK' }, orderLines } } });
  const html = await (await request.get(`${paymentLink}?lang=ar`)).body();
  expect(gzipSync(html).byteLength).toBeLessThanOrEqual(budgets.firstAnswerBytes);
});

test('the first answer travels compressed, as small as its length says', async ({ request }) => {
  const { paymentLink } = await shop.link();
  for (const [encoding, compress] of [
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ] as const) {
    const answer = await request.get(paymentLink, { headers: { 'accept-encoding': encoding } });
    expect(answer.headers()['content-encoding']).toBe(encoding);
    expect(Number(answer.headers()['content-length'])).toBeLessThanOrEqual(compress(await answer.body()).byteLength * 1.3);
  }
});

/** A shift of the layout as the browser reports it; one that follows a press is no surprise and does not count (CLS). */
type LayoutShift = PerformanceEntry & { value: number; hadRecentInput: boolean };

test('nothing on the page moves while it loads', async ({ page }) => {
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      const { dataset } = document.documentElement;
      for (const { value, hadRecentInput } of list.getEntries() as LayoutShift[])
        if (!hadRecentInput) dataset.shift = String(Number(dataset.shift ?? 0) + value);
    }).observe({ type: 'layout-shift', buffered: true });
  });
  // On a slow connection: what comes half a second after a press is no answer to it in the browser's eyes.
  await page.route('**/opened', async (route) => {
    await delay(700);
    await route.continue();
  });
  const { paymentLink } = await shop.link();
  await page.goto(paymentLink, { waitUntil: 'load' });
  await page.mouse.click(20, 20);
  await expect(page.locator('[data-clock]')).not.toBeEmpty();
  expect(await page.evaluate(() => Number(document.documentElement.dataset.shift ?? 0))).toBe(0);
});

test('the page can be paid while no script has arrived', async ({ page }) => {
  const { paymentLink } = await shop.link();
  await page.route(paymentLink, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replaceAll(/<script[\s\S]*?<\/script>/g, '') });
  });
  await page.goto(paymentLink, { waitUntil: 'commit' });
  await page.getByRole('radio', { name: 'Card' }).check();
  await page.getByRole('button', { name: /^Pay/ }).click();
  await page.waitForURL(/requestForm/);
});
