import { devices, type Page } from '@playwright/test';
import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { readMonochromePng } from '#lib/testing/png.ts';
import { readWithJsqr } from '#lib/testing/qr-decoders.ts';
import { expectNoViolations } from '../fixtures/accessible.ts';
import { cards, chooseAndPay, payByCard } from '../fixtures/customer.ts';
import { type ExampleShop, openExampleShop } from '../fixtures/example-shop.ts';
import { isSigned, openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

const { defaultBrowserType: _engine, ...phone } = devices['Pixel 7'];
test.use(phone);

/** Three origins: the example shop's page, our service, the sandbox gateway. */
let example: ExampleShop;
let shop: Shop;
test.beforeAll(async ({ server }) => {
  example = await openExampleShop(server);
  shop = await openShop(server, 'Fjord & Sons', [example.origin]);
});
test.afterAll(async () => {
  await shop.close();
  await example.close();
});
test.beforeEach(() => {
  shop.callbacks.length = 0;
});

type Given = NonNullable<Parameters<Shop['link']>[0]>;

/** A link to the example shop's page, of a shop that hears notifications. */
const newLink = ({ session = {}, link = {}, ...given }: Given = {}) =>
  shop.link({
    ...given,
    session: { callbacks: { notification: `${shop.origin}/notify` }, ...session },
    link: { url: `${example.origin}/?from=mail#pay`, ...link },
  });

const paidHeading = (page: Page) => page.getByRole('heading', { name: 'Paid' });
const told = () => shop.callbacks.map(({ body }) => new URLSearchParams(body).get('status'));

/** Why the page offers nothing to pay, by its code. */
const codeOf = (page: Page, payUrl: string, paymentLink?: string): Promise<string> =>
  page.evaluate(
    async ([url, link]) => {
      const { AltaPay } = (await import(`${url}/sdk/v1.mjs`)) as typeof import('#lib/sdk/altapay.d.ts');
      return AltaPay.initFromQR(link === undefined ? {} : { paymentLink: link }).then(
        () => 'none',
        (error: { code: string }) => error.code,
      );
    },
    [payUrl, paymentLink] as const,
  );

test('a customer scans the QR, lands on the shop’s page, pays by card and comes back; the shop is told once', async ({ page, server }) => {
  const link = await newLink({ order: { orderId: 'Own-page-1' } });
  expect(readWithJsqr(readMonochromePng(Buffer.from(link.qrCode, 'base64')))).toBe(link.paymentLink);
  const answer = await page.goto(link.paymentLink);
  expect(answer?.headers()['content-security-policy']).not.toContain('unsafe');
  await expect(page.getByText('Blue shirt')).toBeVisible();
  expect(page.url(), 'the token has left the address, all else stayed').toBe(`${example.origin}/?from=mail#pay`);
  await chooseAndPay(page, 'Card');
  expect(new URL(page.url()).origin).toBe(server.sandboxUrl);
  await payByCard(page, cards.approved);
  await expect(paidHeading(page)).toBeVisible();
  expect(page.url()).toBe(`${example.origin}/?from=mail#pay`);
  await expect.poll(told).toEqual(['succeeded']);
  const [callback] = shop.callbacks;
  expect(callback && isSigned(callback, shop.callbackSecret)).toBe(true);
});

test('a reload of the page keeps its link, before and after the payment', async ({ page }) => {
  const link = await newLink();
  await page.goto(link.paymentLink);
  await expect(page.getByRole('radio').first()).toBeVisible();
  await page.reload();
  await expect(page.getByRole('radio').first()).toBeVisible();
  await chooseAndPay(page, 'Card');
  await payByCard(page, cards.approved);
  await expect(paidHeading(page)).toBeVisible();
  await page.reload();
  await expect(paidHeading(page)).toBeVisible();
});

test('a declined customer reads why on the shop’s page, tries again there and pays', async ({ page }) => {
  await page.goto((await newLink()).paymentLink);
  await chooseAndPay(page, 'Card');
  await payByCard(page, cards.declined);
  await page.waitForURL(`${example.origin}/**`);
  await expect(page.getByText(/Nothing was charged/)).toBeVisible();
  await chooseAndPay(page, 'Card');
  await payByCard(page, cards.approved);
  await expect(paidHeading(page)).toBeVisible();
  await expect.poll(told).toEqual(['failed', 'succeeded']);
});

test('who closes the tab at the gateway loses nothing: the shop is told, and the link says paid', async ({ page, context, consoleGuard, server }) => {
  consoleGuard.allow(/status of 409/);
  const later = await context.newPage();
  const link = await newLink();
  await page.goto(link.paymentLink);
  await chooseAndPay(page, 'Card');
  const pressed = page.waitForRequest(/\/API\/pay$/);
  const paying = payByCard(page, cards.approved).catch(() => undefined);
  await pressed;
  await page.close();
  await paying;
  await expect.poll(told).toEqual(['succeeded']);
  await later.goto(link.paymentLink);
  await expect(later.locator('#methods')).toContainText('Your payment to Fjord & Sons went through.');
  expect(await codeOf(later, server.publicUrl, link.paymentLink)).toBe('paid');
});

test('to look opens nothing; the first touch starts the time, which one press prolongs', async ({ page }) => {
  const link = await newLink();
  await page.goto(link.paymentLink);
  await expect(page.getByText(/You have 10 minutes to pay once you begin/)).toBeVisible();
  expect((await shop.api('GET', `/session/${link.sessionId}/timeline`)).text).not.toContain('link.opened');
  await page.mouse.click(4, 4);
  await expect(page.getByText(/You can pay until/)).toBeVisible();
  await page.getByRole('button', { name: 'Add 10 minutes' }).click();
  await expect.poll(async () => (await shop.api('GET', `/session/${link.sessionId}/timeline`)).text).toContain('link.extended');
});

test('a link that the shop cancels ends on the page that is open, within two seconds or so', async ({ page }) => {
  const link = await newLink();
  await page.goto(link.paymentLink);
  await expect(page.getByRole('radio').first()).toBeVisible();
  await shop.api('POST', `/link/${link.id}/cancel`);
  await expect(page.getByText('This payment request was cancelled')).toBeVisible({ timeout: 8_000 });
  await expect(page.getByRole('radio')).toHaveCount(0);
  await expect(page.getByText('Blue shirt')).toHaveCount(0);
});

test('an order that changes while the page is open is drawn anew, with what was chosen', async ({ page }) => {
  const link = await newLink();
  await page.goto(link.paymentLink);
  await page.getByRole('radio', { name: 'Card' }).check();
  const order = { orderId: 'Own', amount: { value: 10, currency: 'DKK' }, orderLines: [{ itemId: 'x', description: 'One sock', quantity: 1, unitPrice: 10 }] };
  expect((await shop.api('PUT', `/session/${link.sessionId}`, { order })).status).toBe(200);
  await expect(page.getByText('One sock')).toBeVisible({ timeout: 8_000 });
  await expect(page.getByRole('button', { name: /^Pay .*10\.00/ })).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Card' })).toBeChecked();
});

test('links that expired, were replaced, cancelled or paid, and strangers, reject with their codes', async ({ page, consoleGuard, server }) => {
  consoleGuard.allow(/status of 4(?:04|09|10)/);
  await page.goto(`${example.origin}/`);
  const codes: [string, (link: Awaited<ReturnType<typeof newLink>>) => Promise<unknown>][] = [
    ['none', async () => undefined],
    ['replaced', ({ sessionId }) => shop.api('POST', `/session/${sessionId}/link`)],
    ['cancelled', ({ id }) => shop.api('POST', `/link/${id}/cancel`)],
  ];
  for (const [code, end] of codes) {
    const link = await newLink();
    await end(link);
    expect(await codeOf(page, server.publicUrl, link.paymentLink)).toBe(code);
  }
  expect(await codeOf(page, server.publicUrl, 'junk')).toBe('unknown');
  expect(await codeOf(page, server.publicUrl)).toBe('no_link');
});

test('a page on an origin that the shop did not register gets nothing, and is told why', async ({ page, consoleGuard, server }) => {
  consoleGuard.allow(/CORS policy|Failed to load resource/);
  const foreign = await openExampleShop(server);
  const link = await newLink();
  await page.goto(link.paymentLink.replace(example.origin, foreign.origin));
  await expect(page.locator('#methods')).toContainText(/origin/);
  await expect(page.getByText('Blue shirt')).toHaveCount(0);
  expect(await codeOf(page, server.publicUrl, link.paymentLink)).toBe('wrong_origin');
  await foreign.close();
});

test('an origin of another shop is told that it is the wrong one', async ({ page, consoleGuard, server }) => {
  consoleGuard.allow(/status of 403/);
  const foreign = await openExampleShop(server);
  const stranger = await openShop(server, 'Stranger', [foreign.origin]);
  const link = await newLink();
  await page.goto(link.paymentLink.replace(example.origin, foreign.origin));
  await expect(page.locator('#methods')).toContainText(/origin/);
  expect(await codeOf(page, server.publicUrl, link.paymentLink)).toBe('wrong_origin');
  await stranger.close();
  await foreign.close();
});

test('the page of a shop that was disabled says so, also to a press on a page that was open before', async ({ page, consoleGuard, server }) => {
  consoleGuard.allow(/CORS policy|Failed to load resource/);
  const link = await newLink();
  const setDisabled = (at: string) =>
    queryAsGuest(server.settings, `UPDATE merchant SET disabled_at = ${at} WHERE id = (SELECT merchant_id FROM api_user WHERE username = $1)`, [shop.username]);
  await page.goto(link.paymentLink);
  await page.getByRole('radio', { name: 'Card' }).check();
  await setDisabled('now()');
  await page.getByRole('button', { name: /^Pay/ }).click();
  await expect(page.getByText('Payments are paused right now').first()).toBeVisible();
  expect(await codeOf(page, server.publicUrl, link.paymentLink)).toBe('disabled');
  await setDisabled('NULL');
});

test('offline is told, and nothing is sent', async ({ page, context, consoleGuard, server }) => {
  consoleGuard.allow(/ERR_INTERNET_DISCONNECTED/);
  const link = await newLink();
  await page.goto(link.paymentLink);
  await page.getByRole('radio', { name: 'Card' }).check();
  await context.setOffline(true);
  await page.getByRole('button', { name: /^Pay/ }).click();
  await expect(page.getByText(/You are offline/)).toBeVisible();
  expect((await shop.api('GET', `/session/${link.sessionId}/timeline`)).text).not.toContain('payment.created');
  await context.setOffline(false);
  await chooseAndPay(page, 'Card');
  expect(new URL(page.url()).origin).toBe(server.sandboxUrl);
});

test('the keyboard alone chooses and pays', async ({ page }) => {
  await page.goto((await newLink()).paymentLink);
  const first = page.getByRole('radio').first();
  await expect(first).toBeVisible();
  for (let presses = 0; presses < 10 && !(await first.evaluate((radio) => radio.matches(':focus'))); presses += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(first).toBeChecked();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio').nth(1)).toBeChecked();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/sandbox\/eCommerce/);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`open, declined and paid, the page has no accessibility violation (${colorScheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto((await newLink()).paymentLink);
    await expect(page.getByRole('radio').first()).toBeVisible();
    await expectNoViolations(page);
    await chooseAndPay(page, 'Card');
    await payByCard(page, cards.declined);
    await page.waitForURL(`${example.origin}/**`);
    await expect(page.getByText(/Nothing was charged/)).toBeVisible();
    await expectNoViolations(page);
    await chooseAndPay(page, 'Card');
    await payByCard(page, cards.approved);
    await expect(paidHeading(page)).toBeVisible();
    await expectNoViolations(page);
  });
}

test('a page in Arabic runs from right to left, and nothing hangs over at 320 pixels', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto((await newLink({ session: { configuration: { language: 'ar' } } })).paymentLink);
  const radio = page.getByRole('radio').first();
  await expect(radio).toBeVisible();
  expect(await radio.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl');
  const [radioBox, label] = [await radio.boundingBox(), await page.getByRole('group').boundingBox()];
  expect((radioBox?.x ?? 0) - (label?.x ?? 0), 'the button stands at the right').toBeGreaterThan((label?.width ?? 0) / 2);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await expectNoViolations(page);
});

test('our own page serves the link too', async ({ page, server }) => {
  const link = await newLink();
  const token = new URL(link.paymentLink).searchParams.get('paymentLink');
  await page.goto(`${server.publicUrl}/pay/${token}`);
  await chooseAndPay(page, 'Card');
});
