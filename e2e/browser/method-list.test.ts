import { devices, type Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/accessible.ts';
import { addTerminal, methodsOf } from '../fixtures/methods.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

const { defaultBrowserType: _webkit, ...iphone } = devices['iPhone 15'];
const { defaultBrowserType: _chromium, ...computer } = devices['Desktop Chrome'];

let shop: Shop;
let appleShop: Shop;
test.beforeAll(async ({ server }) => {
  [shop, appleShop] = [await openShop(server), await openShop(server, 'Only Apple Pay')];
  for (const each of [shop, appleShop]) await addTerminal(server, each, 'ApplePay');
  for (const { id, metadata } of await methodsOf(appleShop)) {
    if (metadata.terminalName !== 'Extra ApplePay') await appleShop.api('PUT', `/payment-methods/${id}`, { enabled: false });
  }
});
test.afterAll(async () => {
  await Promise.all([shop.close(), appleShop.close()]);
});

const offered = async (page: Page): Promise<string[]> =>
  (await page.getByRole('radio').locator('xpath=following-sibling::span').allInnerTexts()).map((text) => text.split('\n')[0] ?? '');

test.describe('on a phone', () => {
  test.use(iphone);

  test('the app in the customer’s hand stands first, and Apple Pay is there', async ({ page }) => {
    const { paymentLink } = await shop.link();
    await page.goto(paymentLink);
    const names = await offered(page);
    expect(names[0]).toBe('MobilePay');
    expect(names).toContain('ApplePay');
    expect(names.indexOf('MobilePay')).toBeLessThan(names.indexOf('Card'));
  });
});

test.describe('on a computer', () => {
  test.use(computer);

  test('the card stands first, and what cannot work there is left out', async ({ page }) => {
    const { paymentLink } = await shop.link();
    await page.goto(paymentLink);
    const names = await offered(page);
    expect(names[0]).toBe('Card');
    expect(names).toContain('MobilePay');
    expect(names).not.toContain('ApplePay');
  });

  test('where nothing works, the page says that another browser or device will do', async ({ page }) => {
    const { paymentLink } = await appleShop.link();
    await page.goto(paymentLink);
    await expect(page.getByText('No way to pay for this order works in this browser.')).toBeVisible();
    await expect(page.getByText('contact Only Apple Pay')).toBeVisible();
    await expect(page.getByRole('button', { name: /^Pay/ })).toHaveCount(0);
    await expectAccessible(page);
  });
});

test('where the merchant offers nothing, no browser is blamed', async ({ page }) => {
  const { paymentLink } = await appleShop.link({ order: { currency: 'USD', value: 5 } });
  await page.goto(paymentLink);
  await expect(page.getByText('There is no way to pay here right now.')).toBeVisible();
});
