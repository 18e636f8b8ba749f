import type { Page } from '@playwright/test';
import { drawnPng } from '#lib/testing/logo-files.ts';
import { expectAccessible } from '../fixtures/accessible.ts';
import { basic } from '../fixtures/api.ts';
import { cards, chooseAndPay, payByCard } from '../fixtures/customer.ts';
import { fullBrand } from '../fixtures/full-brand.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
  const logo = drawnPng(400, 100, (x) => (x < 300 ? [20, 20, 20, 255] : [0, 0, 0, 0]));
  const headers = { authorization: basic(shop), 'content-type': 'image/png' };
  const answer = await fetch(`${server.publicUrl}/checkout/v1/api/merchant/logo`, { method: 'PUT', headers, body: new Uint8Array(logo) });
  expect(answer.status).toBe(200);
});
test.beforeEach(() => shop.api('PATCH', '/merchant', fullBrand));
test.afterAll(() => shop.close());

/** A custom property of the page as it is computed now. */
const property = (page: Page, name: string): Promise<string> =>
  page.evaluate((asked) => getComputedStyle(document.documentElement).getPropertyValue(asked), name);

test('an open page wears the merchant’s colour and logo, and says whom to ask and who sells', async ({ page }) => {
  const { paymentLink } = await shop.link();
  await page.goto(paymentLink);
  expect(await property(page, '--accent')).toBe('#c2185b');
  await expect(page.getByRole('button', { name: /^Pay/ })).toHaveCSS('background-color', 'rgb(194, 24, 91)');
  const logo = page.locator('img[src^="/brand/"]');
  await expect(logo).toHaveJSProperty('complete', true);
  expect(await logo.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.width, image.height, image.alt])).toEqual([400, 176, 44, '']);
  const contact = page.getByRole('region', { name: 'Questions about this payment?' });
  await expect(contact.getByRole('link', { name: 'help@nordlys.example' })).toHaveAttribute('href', 'mailto:help@nordlys.example');
  await expect(contact.getByRole('link', { name: '+45 70 20 00 56' })).toHaveAttribute('href', 'tel:+4570200056');
  for (const [name, href] of [
    ['Help pages', fullBrand.website],
    ['Terms', fullBrand.termsUrl],
    ['Privacy', fullBrand.privacyUrl],
  ] as const)
    await expect(contact.getByRole('link', { name })).toHaveAttribute('href', href);
  await expect(contact).toContainText('Seller: Nordlys Keramik ApS, Havnegade 12, 8000 Aarhus C, Denmark · VAT number: DK12345678');
  const rels = await contact.getByRole('link').evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).rel));
  expect(new Set(rels)).toEqual(new Set(['noreferrer']));
});

test('paid and ended pages wear it too', async ({ page, consoleGuard }) => {
  consoleGuard.allow(/status of 410/);
  const { paymentLink } = await shop.link();
  await page.goto(paymentLink);
  await chooseAndPay(page, 'Card');
  await payByCard(page, cards.approved);
  await expect(page.getByRole('heading', { name: 'Paid' })).toBeVisible();
  const cancelled = await shop.link();
  await shop.api('POST', `/link/${cancelled.id}/cancel`);
  for (const url of [page.url(), cancelled.paymentLink]) {
    await page.goto(url);
    expect(await property(page, '--accent')).toBe('#c2185b');
    await expect(page.locator('img[src^="/brand/"]')).toBeVisible();
    await expect(page.getByRole('link', { name: 'help@nordlys.example' })).toBeVisible();
  }
});

for (const colour of ['#ffff00', '#fdfdfc', '#0d0d0f', '#808080', '#ff7a00', '#00e5ff']) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`${colour} can be read when it is ${colorScheme}: axe finds nothing, chosen or not`, async ({ page }) => {
      await shop.api('PATCH', '/merchant', { colour });
      const { paymentLink } = await shop.link();
      await page.emulateMedia({ colorScheme });
      await page.goto(paymentLink);
      await expectAccessible(page);
      await page.getByRole('radio').first().check();
      await page.getByRole('button', { name: /^Pay/ }).hover();
      await expectAccessible(page);
    });
  }
}

test('hostile particulars are text: nothing runs, nothing is restyled, and the policy is not broken', async ({ page }) => {
  const hostile = '</style><script>document.title="owned"</script><style data-brand="">*{display:none}</style><img src=x onerror=alert(1)>';
  await shop.api('PATCH', '/merchant', {
    name: `${hostile} & "Søn's"`,
    legalName: hostile,
    legalAddress: `${hostile}\n--> <!--$?-->`,
    taxId: '"><svg onload=x>',
    website: 'https://nordlys.example/?q="><script>alert(1)</script>',
  });
  const { paymentLink } = await shop.link();
  const answer = await page.goto(paymentLink);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`</style><script>document.title="owned"</script>`);
  expect(await page.title()).toContain('Søn');
  expect(await page.locator('body svg[onload], img[src="x"], style:not(head style)').count()).toBe(0);
  expect(await page.locator('style[data-brand]').count()).toBe(1);
  expect(answer?.headers()['content-security-policy']).not.toContain('unsafe-');
  await expect(page.getByRole('button', { name: /^Pay/ })).toHaveCSS('background-color', 'rgb(194, 24, 91)');
});

test('a page without a brand is as it was, and the addresses without a merchant have none', async ({ page, server }) => {
  const plain = await openShop(server, 'Plain');
  const { paymentLink } = await plain.link();
  for (const url of [paymentLink, `${server.publicUrl}/p`, `${server.publicUrl}/verify`]) {
    await page.goto(url);
    expect(await page.locator('style[data-brand], img[src^="/brand/"], #contact-heading').count()).toBe(0);
  }
  await plain.close();
});

test('nothing moves when the logo comes late', async ({ page }) => {
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      const { dataset } = document.documentElement;
      for (const entry of list.getEntries()) dataset.shift = String(Number(dataset.shift ?? 0) + (entry as PerformanceEntry & { value: number }).value);
    }).observe({ type: 'layout-shift', buffered: true });
  });
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/brand/*.png', async (route) => {
    await held;
    await route.continue();
  });
  const { paymentLink } = await shop.link();
  await page.goto(paymentLink, { waitUntil: 'domcontentloaded' });
  await expect(page.getByRole('radio').first()).toBeVisible();
  release();
  await expect(page.locator('img[src^="/brand/"]')).toHaveJSProperty('naturalWidth', 400);
  // Less than a hundredth of a pixel is the browser's rounding.
  expect(await page.evaluate(() => Number(document.documentElement.dataset.shift ?? 0))).toBeLessThan(0.0001);
});
