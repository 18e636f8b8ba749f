import { expectNoViolations } from '../fixtures/accessible.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
});
test.afterAll(() => shop.close());

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`the reference in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('has nothing that axe finds, wide or narrow, folded or not', async ({ page }) => {
      test.setTimeout(120_000);
      for (const size of [
        { width: 1280, height: 900 },
        { width: 320, height: 640 },
      ]) {
        await page.setViewportSize(size);
        await page.goto('/docs');
        await expectNoViolations(page);
        for (const id of ['createSession', 'startPayment', 'listDeliveries']) {
          await page.locator(`#${id} details`).evaluateAll((all) => {
            for (const details of all) (details as HTMLDetailsElement).open = true;
          });
        }
        await expectNoViolations(page);
      }
    });
  });
}

test('at 320 px nothing of the reference is wider than the screen', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto('/docs');
  await page.locator('details').evaluateAll((all) => {
    for (const details of all) (details as HTMLDetailsElement).open = true;
  });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('the reference is whole, and has no form that would do nothing', async ({ page }) => {
    await page.goto('/docs#createLink');
    await expect(page.getByRole('heading', { name: 'Create the payment link and QR code of a session' })).toBeInViewport();
    await expect(page.locator('#createLink').getByText('"paymentLink":', { exact: false })).toBeVisible();
    await expect(page.getByText('Send a request').first()).toBeHidden();
    await expect(page.getByRole('button', { name: 'Copy' })).toHaveCount(0);
  });
});

test('in test mode it sends requests: a session and its link, the second filled in from the first', async ({ page }) => {
  await page.goto('/docs');
  await page.getByLabel('API user').fill(shop.username);
  await page.getByLabel('API password').fill(shop.password);
  const create = page.locator('#createSession');
  await create.getByText('Send a request').click();
  await create.getByLabel('Body').fill(JSON.stringify({ order: { orderId: "It's 1", amount: { value: 10, currency: 'DKK' }, orderLines: [line] } }));
  await create.getByRole('button', { name: 'Send' }).click();
  await expect(create.getByText('201 Created')).toBeVisible();
  await create.getByText('As curl').click();
  await expect(create.getByText('-u "$API_USER:$API_PASSWORD"').last()).toBeVisible();

  const link = page.locator('#createLink');
  await link.getByText('Send a request').click();
  await expect(link.getByRole('textbox', { name: 'sessionId' })).toHaveValue(/^[0-9a-f-]{36}$/);
  await link.getByRole('button', { name: 'Send' }).click();
  await expect(link.getByText('201 Created')).toBeVisible();
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([0, 0, '']);
});

test('a refusal is shown with its words, and a token that was got goes along from then on', async ({ page, consoleGuard }) => {
  consoleGuard.allow(/Failed to load resource: the server responded with a status of 401/);
  await page.goto('/docs');
  const list = page.locator('#listPaymentMethods');
  await list.getByText('Send a request').click();
  await list.getByRole('button', { name: 'Send' }).click();
  await expect(list.getByText('401 Unauthorized')).toBeVisible();
  await expect(list.getByText('"code": "unauthenticated"')).toBeVisible();

  await page.getByLabel('API user').fill(shop.username);
  await page.getByLabel('API password').fill(shop.password);
  const authenticate = page.locator('#authenticate');
  await authenticate.getByText('Send a request').click();
  await authenticate.getByLabel('group').selectOption('Management');
  await authenticate.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByLabel('Token', { exact: true })).not.toHaveValue('');
  await page.getByLabel('API password').fill('');
  await list.getByRole('button', { name: 'Send' }).click();
  await expect(list.getByText('200 OK')).toBeVisible();
});

test('everything is reached by keyboard, the reference itself first', async ({ page }) => {
  await page.goto('/docs');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the reference' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#about$/);
});

test('the reference comes in one answer, with no other host and within its budget', async ({ page, server }) => {
  const loaded: { url: string; bytes: number }[] = [];
  page.on('requestfinished', async (request) => loaded.push({ url: request.url(), bytes: (await request.sizes()).responseBodySize }));
  await page.goto('/docs', { waitUntil: 'networkidle' });
  expect([...new Set(loaded.map(({ url }) => new URL(url).origin))]).toEqual([server.publicUrl]);
  expect(loaded.find(({ url }) => url.endsWith('/docs'))?.bytes).toBeLessThan(50_000);
});

const line = { itemId: 'a', description: 'A', quantity: 1, unitPrice: 10 };
