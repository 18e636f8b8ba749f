import { createRequire } from 'node:module';
import { expect, type Page, test } from '@playwright/test';
import { change, codeOf, endedCheckout, heard, methodOf, openCheckout, openShopPage, paidCheckout, start, tick } from '../fixtures/sdk-page.ts';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

async function violations(page: Page): Promise<string[]> {
  await page.clock.resume();
  await page.addScriptTag({ path: axePath });
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } };
    const found = await axe.run();
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
}

const drawOrder = (page: Page) =>
  page.evaluate(async () => {
    const element = document.querySelector('#order');
    if (element) await window.session.injectOrder(element);
  });

for (const scheme of ['light', 'dark'] as const) {
  for (const [tag, direction] of [
    ['en', 'ltr'],
    ['ar', 'rtl'],
  ] as const) {
    test(`axe finds nothing: ${scheme}, ${direction}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: scheme });
      const language = { tag, direction, locale: tag };
      const lastTry = { paymentId: 'p0', outcome: 'declined' as const, message: 'Your bank said no' };
      const time = { isOpened: true, endsAt: '1970-01-03T00:00:31Z', secondsLeft: 170_000, extensionSeconds: 600, extensions: 0 };
      const told = await openShopPage(page, { checkout: openCheckout({ language, lastTry, time, isTest: true }), html: `lang="${tag}" dir="${direction}"` });
      await page.addStyleTag({ content: ':root { color-scheme: light dark }' });
      await start(page);
      await drawOrder(page);
      await page.getByRole('radio').first().check();
      expect(await violations(page)).toEqual([]);
      await change(told, 1, paidCheckout({ language }));
      await expect(page.getByText('A-1/77')).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await expect(page.locator('#pay > div')).toHaveAttribute('dir', direction);
      await expect(page.locator('#pay > div')).toHaveAttribute('lang', tag);
    });
  }
}

for (const policy of ["style-src 'self'", "style-src 'none'"]) {
  test(`it is dressed under ${policy}, and breaks no policy`, async ({ page }) => {
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await openShopPage(page, { policy: `${policy}; script-src https://pay.test; connect-src https://pay.test; img-src data:` });
    await start(page);
    await drawOrder(page);
    await expect(page.getByRole('button', { name: 'Pay DKK 512.50' })).toHaveCSS('background-color', 'rgb(31, 71, 209)');
    expect(said).toEqual([]);
  });
}

test('it works where style sheets cannot be constructed', async ({ page }) => {
  await page.addInitScript(() => Object.assign(window, { CSSStyleSheet: undefined }));
  await openShopPage(page);
  await start(page);
  await page.getByRole('radio', { name: 'Card' }).check();
  await page.getByRole('button', { name: 'Pay DKK 512.50' }).click();
  await page.waitForURL('https://gateway.test/form');
});

test('custom properties and parts of the page dress it; nothing else of the page does', async ({ page }) => {
  await openShopPage(page);
  await page.addStyleTag({
    content:
      '#pay { --altapay-accent: rgb(1, 2, 3); --altapay-on-accent: rgb(4, 5, 6) } button { border-radius: 99px !important } #pay > div::part(legend) { color: rgb(7, 8, 9) }',
  });
  await start(page);
  const button = page.getByRole('button', { name: 'Pay DKK 512.50' });
  await expect(button).toHaveCSS('background-color', 'rgb(1, 2, 3)');
  await expect(button).toHaveCSS('color', 'rgb(4, 5, 6)');
  await expect(button).toHaveCSS('border-radius', '12px');
  await expect(page.getByText('Choose how to pay')).toHaveCSS('color', 'rgb(7, 8, 9)');
});

test('what is touched is at least 44 pixels high', async ({ page }) => {
  const time = { isOpened: true, endsAt: '1970-01-01T00:10:01Z', secondsLeft: 600, extensionSeconds: 600, extensions: 0 };
  await openShopPage(page, { checkout: openCheckout({ time }) });
  await start(page);
  for (const target of await page.locator('label, button').all()) expect((await target.boundingBox())?.height).toBeGreaterThanOrEqual(44);
});

test('text can be read where the browser forces its own colours', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await openShopPage(page);
  await start(page);
  const button = page.getByRole('button', { name: 'Pay DKK 512.50' });
  const [colour, ground] = await button.evaluate((element) => [getComputedStyle(element).color, getComputedStyle(element).backgroundColor]);
  expect(colour).not.toBe(ground);
});

test('a name in another script stands where the reader begins', async ({ page }) => {
  await openShopPage(page, { checkout: openCheckout({ language: { tag: 'ar', direction: 'rtl', locale: 'ar' } }) });
  await start(page);
  const [name, what] = await Promise.all(['name', 'description'].map((part) => page.locator(`[part=${part}] bdi`).first().boundingBox()));
  expect((name?.x ?? 0) + (name?.width ?? 0)).toBeCloseTo((what?.x ?? 0) + (what?.width ?? 0), 0);
});

test('a picture that does not come is taken away', async ({ page }) => {
  await openShopPage(page, { checkout: openCheckout({ methods: [{ ...methodOf('card', 'Card'), logoUrl: 'https://pay.test/none.svg' }] }) });
  await start(page);
  await expect(page.locator('[part=logo]')).toHaveCount(0);
});

test('a lone method is chosen', async ({ page }) => {
  await openShopPage(page, { checkout: openCheckout({ methods: [methodOf('card', 'Card')] }) });
  await start(page);
  await expect(page.getByRole('group', { name: 'You pay with' }).getByRole('radio', { name: 'Card' })).toBeChecked();
  expect(await page.evaluate(() => window.session.selected?.id)).toBe('card');
});

test('drawn anew, it keeps the choice and the focus', async ({ page }) => {
  const told = await openShopPage(page);
  await start(page);
  await page.getByRole('radio', { name: 'MobilePay' }).check();
  await page.getByRole('radio', { name: 'MobilePay' }).focus();
  await change(told, 1, openCheckout({ version: 'v2', mark: 'm2', methods: [methodOf('new', 'New'), methodOf('mobile', 'MobilePay')] }));
  await expect(page.getByRole('radio', { name: 'New' })).toBeVisible();
  await expect(page.getByRole('radio', { name: 'MobilePay' })).toBeChecked();
  await expect(page.getByRole('radio', { name: 'MobilePay' })).toBeFocused();
  await tick(page, 1_100);
  await change(told, 2, openCheckout({ version: 'v3', mark: 'm3', methods: [] }));
  const word = page.getByRole('status').filter({ hasText: 'There is no way to pay' });
  await expect(word).toBeVisible();
  await expect(word).toBeFocused();
  expect(await page.evaluate(() => window.session.selected)).toBeUndefined();
});

test('with no method at all nothing is drawn, and it is told', async ({ page }) => {
  await openShopPage(page, { checkout: openCheckout({ methods: [] }) });
  await start(page, { draws: false });
  expect(await codeOf(page, (session) => session.injectPaymentMethods(document.querySelector('#pay') as Element))).toBe('no_methods');
  await expect(page.locator('#pay')).toHaveText('Loading');
  expect(await heard(page)).toEqual(['failure callback, no_methods, There is no way to pay, s1']);
});

test('what cannot be drawn rejects, and is told', async ({ page }) => {
  await openShopPage(page, {
    checkout: openCheckout({ order: { orderId: 'A-1', amount: { value: 1, currency: 'DKK', text: 'DKK 1.00' }, lines: null as never } }),
  });
  await start(page, { draws: false });
  expect(await codeOf(page, (session) => session.injectOrder(document.querySelector('#order') as Element))).toBe('unexpected');
  expect(await heard(page)).toEqual([expect.stringMatching(/^failure callback, unexpected/)]);
});

test('it draws in place of what was there, and again in the same place', async ({ page }) => {
  await openShopPage(page);
  await start(page);
  await page.evaluate(() => window.session.injectPaymentMethods(document.querySelector('#pay') as Element));
  await expect(page.getByRole('radio')).toHaveCount(2);
  await expect(page.locator('#pay')).not.toContainText('Loading');
});

test('the order reads as text, as the service writes it, and stays true', async ({ page }) => {
  const told = await openShopPage(page, { checkout: openCheckout() });
  await start(page, { draws: false });
  await drawOrder(page);
  const order = page.getByRole('region', { name: 'Your order' });
  await expect(order.getByText('Nordlys')).toBeVisible();
  await expect(order.locator('[part=amount]')).toHaveText('DKK 512.50');
  await expect(order.getByRole('listitem')).toHaveText(['A lamp <b>DKK 400.00', 'A bulb2 piecesDKK 63.50']);
  await expect(order.locator('dt')).toHaveText(['Shipping', 'Tax', 'Total']);
  await expect(order.locator('dd')).toHaveText(['DKK 49.00', 'DKK 102.50', 'DKK 512.50']);
  const { order: _order, ...replaced } = endedCheckout('replaced');
  await change(told, 1, replaced);
  await expect(order.locator('[part=amount]')).toHaveCount(0);
});

test('time is told by the hour where that is enough, and by the day where it is not', async ({ page }) => {
  const time = { isOpened: true, endsAt: '1970-01-01T12:10:01Z', secondsLeft: 600, extensionSeconds: 0, extensions: 0 };
  const told = await openShopPage(page, { checkout: openCheckout({ time }) });
  await start(page);
  await expect(page.locator('time')).toHaveText(/^\d+:10$/);
  await change(told, 1, openCheckout({ mark: 'm2', time: { ...time, secondsLeft: 90_000 } }));
  await expect(page.locator('time')).toHaveText(/^1 Jan 1970, \d+:10$/);
});

test('before a person begins, it says how long there will be', async ({ page }) => {
  await openShopPage(page, { checkout: openCheckout({ isTest: true }) });
  await start(page);
  await expect(page.getByText('You have 10 minutes to pay once you begin.')).toBeVisible();
  await expect(page.getByText('Test mode')).toBeVisible();
});
