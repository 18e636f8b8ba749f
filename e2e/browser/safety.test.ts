import { devices, type Page, type Request } from '@playwright/test';
import { approveChallenge, cards, chooseAndPay, payByCard } from '../fixtures/customer.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

const { defaultBrowserType: _engine, ...phone } = devices['Pixel 7'];
test.use(phone);

let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
});
test.afterAll(() => shop.close());

const tokenOf = (paymentLink: string): string => new URL(paymentLink).pathname.split('/').at(-1) ?? '';

/** The whole journey: look, a decline, a challenge, the receipt, and back to the shop's own page. */
async function travel(page: Page, paymentLink: string): Promise<void> {
  await page.goto(paymentLink);
  await chooseAndPay(page, 'Card');
  await payByCard(page, cards.declined);
  await page.waitForURL(paymentLink);
  await chooseAndPay(page, 'Card');
  await payByCard(page, cards.challenged);
  await approveChallenge(page);
}

test('over the whole journey nothing breaks the content security policy, which allows nothing unsafe, and every page is styled', async ({ page, server }) => {
  const violations: string[] = [];
  await page.exposeFunction('tellViolation', (violation: string) => violations.push(violation));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      (window as unknown as { tellViolation: (violation: string) => void }).tellViolation(`${violatedDirective} ${blockedURI}`);
    });
  });
  const policies: string[] = [];
  const unstyled: string[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'document' && response.status() < 300)
      policies.push(response.headers()['content-security-policy'] ?? `none: ${response.url()}`);
  });
  page.on('load', async () => {
    const display = await page.evaluate(() => getComputedStyle(document.body).display).catch(() => 'flex');
    if (display !== 'flex') unstyled.push(page.url());
  });
  const { paymentLink } = await shop.link();
  await travel(page, paymentLink);
  await expect(page.getByRole('heading', { name: 'Paid' })).toBeVisible();
  expect(policies.length).toBeGreaterThan(6);
  for (const policy of policies) {
    expect(policy).not.toContain('unsafe-');
    expect(policy).toContain("default-src 'none'");
  }
  expect(new Set(policies.map((policy) => /'nonce-([^']+)'/.exec(policy)?.[1])).size, 'a nonce is used once').toBe(policies.length);
  expect([violations, unstyled]).toEqual([[], []]);
  expect(server.log()).not.toContain('"level":50');
});

test('script that got into a page does not run', async ({ page, consoleGuard }) => {
  consoleGuard.allow(/Content.Security.Policy|status of 404/);
  const { paymentLink } = await shop.link({ order: { orderId: 'Evil-1' } });
  await page.goto(paymentLink);
  await page.evaluate(() => {
    const script = document.createElement('div');
    script.innerHTML = '<img src=x onerror="document.title = \'owned\'">';
    document.body.append(script);
  });
  await expect(page.locator('img[src=x]')).toHaveJSProperty('complete', true);
  expect(await page.title()).not.toBe('owned');
});

test('the link’s token reaches no other origin: no Referer, no address, no body, no message to the shop, and no line of the log', async ({
  page,
  context,
  server,
}) => {
  shop.answer('/ok', 302, { location: `${shop.origin}/thanks` });
  const callbacks = { success: { type: 'URL', value: `${shop.origin}/ok` }, notification: `${shop.origin}/notify` };
  const { paymentLink } = await shop.link({ session: { callbacks } });
  const token = tokenOf(paymentLink);
  const foreign: Promise<string>[] = [];
  const keep = async (request: Request) => `${request.url()} ${request.postData() ?? ''} ${JSON.stringify(await request.allHeaders().catch(() => ({})))}`;
  context.on('request', (request) => {
    if (new URL(request.url()).origin !== server.publicUrl) foreign.push(keep(request));
  });
  await travel(page, paymentLink);
  await page.waitForURL(`${shop.origin}/thanks`);
  const seen = await Promise.all(foreign);
  expect(seen.length).toBeGreaterThan(4);
  expect(seen.filter((text) => text.includes(token))).toEqual([]);
  expect(shop.callbacks.filter(({ body, headers }) => `${body}${JSON.stringify(headers)}`.includes(token))).toEqual([]);
  expect(server.log()).toContain('/pay/***');
  expect(server.log()).not.toContain(token);
});

test('every state of the page carries the headers that keep it from being framed, kept, listed or sniffed', async ({ request, server }) => {
  const { paymentLink } = await shop.link();
  for (const url of [
    paymentLink,
    `${paymentLink}/status`,
    `${server.publicUrl}/pay/x`,
    `${server.publicUrl}/pay/state/paid`,
    `${server.publicUrl}/pay/return/x`,
  ]) {
    const headers = (await request.get(url)).headers();
    expect(headers, url).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'payment=(self), camera=(), microphone=(), geolocation=()',
      'x-robots-tag': 'noindex, nofollow, noarchive',
    });
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['x-powered-by']).toBeUndefined();
  }
});

test('links to other origins tell them nothing of where the customer came from', async ({ page }) => {
  const { paymentLink } = await shop.link();
  await page.goto(paymentLink);
  const outward = await page.evaluate(() =>
    [...document.querySelectorAll('a')].filter((link) => link.origin !== location.origin && !link.relList.contains('noreferrer')).map(({ href }) => href),
  );
  expect(outward).toEqual([]);
});

test('a paid order leaves nothing in the browser but the language that its reader picked', async ({ page, context, server }) => {
  const { paymentLink } = await shop.link();
  const kept = async () => ({
    cookies: (await context.cookies(server.publicUrl + new URL(paymentLink).pathname)).map(({ name, value }) => `${name}=${value}`),
    stored: await page.evaluate(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length]),
  });
  await page.goto(paymentLink);
  await chooseAndPay(page, 'Card');
  await payByCard(page, cards.declined);
  await chooseAndPay(page, 'Card');
  await payByCard(page, cards.approved);
  await expect(page.getByRole('heading', { name: 'Paid' })).toBeVisible();
  expect(await kept()).toEqual({ cookies: [], stored: [0, 0, 0, 0] });
  await page.locator('footer summary').click();
  await page.getByRole('link', { name: 'Dansk' }).click();
  expect(await kept()).toEqual({ cookies: ['language=da'], stored: [0, 0, 0, 0] });
});
