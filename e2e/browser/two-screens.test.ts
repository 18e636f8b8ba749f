import { type Browser, devices, type Page } from '@playwright/test';
import { readWithZxing } from '#lib/testing/qr-decoders.ts';
import { cards, chooseAndPay, payByCard } from '../fixtures/customer.ts';
import { methodOf } from '../fixtures/methods.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

const { defaultBrowserType: _engine, ...phone } = devices['Pixel 7'];
test.use({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });

let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
});
test.afterAll(() => shop.close());

/** With room for a busy machine. */
const soon = { timeout: 10_000 };

/** A browser that shares nothing with the others. */
const newBrowser = async (browser: Browser, given: object = {}): Promise<Page> => (await browser.newContext({ locale: 'en-GB', ...given })).newPage();

/** What a phone's camera reads on the screen. */
async function scan(page: Page): Promise<string> {
  const picture = await page.locator('[data-screen] svg').screenshot();
  const text = await readWithZxing(picture);
  if (text === undefined) throw new Error('The code on the page cannot be read');
  return text;
}

const wordsOn = (page: Page): Promise<string | null> => page.locator('strong bdi', { hasText: '·' }).textContent();

test('a phone that scans the screen goes on there: both show the same two words, the screen follows, and a third browser takes the return', async ({
  page,
  browser,
}) => {
  test.setTimeout(90_000);
  const { paymentLink } = await shop.link();
  await page.goto(paymentLink);
  const taker = await newBrowser(browser, phone);
  await taker.goto(await scan(page));
  await expect(taker.getByRole('heading', { name: 'You came here from another screen' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Continue on your phone' })).toBeVisible(soon);
  expect(await wordsOn(page)).toBe(await wordsOn(taker));
  await expect(page.getByRole('button', { name: /^Pay/ })).toHaveCount(0);

  await chooseAndPay(taker, 'MobilePay');
  await expect(page.getByText('A payment with MobilePay has begun on your phone.')).toBeVisible(soon);
  // The bank's app comes back into the phone's usual browser, which knows nothing of this payment.
  const returned = taker.waitForRequest((request) => request.isNavigationRequest() && request.url().includes('/pay/return/'));
  const foreign = await newBrowser(browser, phone);
  await taker.route('**/pay/return/**', (route) => route.abort());
  await taker
    .getByRole('button', { name: /Approve|Pay|Swipe|Confirm/i })
    .first()
    .click();
  const { url } = { url: (await returned).url() };
  await taker.context().close();
  await foreign.goto(url);
  await expect(foreign.getByRole('heading', { name: 'Paid' })).toBeVisible(soon);
  await expect(page.getByRole('heading', { name: 'Paid' })).toBeVisible(soon);
  await expect(page.getByText('It was paid on another device or in another tab.')).toBeVisible();
  await foreign.context().close();
});

test('the phone goes on when the screen before it is closed, and in its language, with its words', async ({ page, browser }) => {
  const { paymentLink } = await shop.link();
  await page.goto(`${paymentLink}?language=da`);
  const address = await scan(page);
  await page.close();
  const taker = await newBrowser(browser, phone);
  await taker.goto(address);
  await expect(taker.locator('html')).toHaveAttribute('lang', 'da');
  await taker.locator('footer summary').click();
  const words = await wordsOn(taker);
  await taker.getByRole('link', { name: 'Deutsch' }).click();
  await expect(taker.locator('html')).toHaveAttribute('lang', 'de');
  expect(await wordsOn(taker)).toBe(words);
  await taker.locator(`input[name=method][value="${(await methodOf(shop, 'CARD')).id}"]`).check();
  await taker.locator('form[data-pay] button[type=submit]').click();
  await taker.waitForURL(/requestForm/);
  await payByCard(taker, cards.approved);
  await expect(taker.getByRole('heading', { name: 'Bezahlt' })).toBeVisible(soon);
  await taker.context().close();
});

test('a payment that is declined on the phone is told on the screen, where it can be paid instead', async ({ page, browser }) => {
  test.setTimeout(60_000);
  const { paymentLink } = await shop.link();
  await page.goto(paymentLink);
  const taker = await newBrowser(browser, phone);
  await taker.goto(await scan(page));
  await chooseAndPay(taker, 'Card');
  await payByCard(taker, cards.declined);
  await expect(taker.getByRole('alert')).toContainText('Your payment was declined');
  await expect(page.getByRole('alert')).toContainText('Your payment was declined', soon);
  await page.getByRole('link', { name: 'Pay on this screen instead' }).click();
  await chooseAndPay(page, 'Card');
  await payByCard(page, cards.approved);
  await expect(page.getByText('Thank you.')).toBeVisible(soon);
  await expect(taker.getByText('It was paid on another device')).toBeVisible(soon);
  await taker.context().close();
});

test('without script on either side the words are the same, and the screen follows once it is told', async ({ browser }) => {
  test.setTimeout(60_000);
  const { paymentLink } = await shop.link();
  const screen = await newBrowser(browser, { javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
  await screen.goto(paymentLink);
  const taker = await newBrowser(browser, { ...phone, javaScriptEnabled: false });
  await taker.goto(await scan(screen));
  await screen.getByRole('link', { name: 'I have scanned it' }).click();
  await expect(screen.getByRole('heading', { name: 'Continue on your phone' })).toBeVisible();
  expect(await wordsOn(screen)).toBe(await wordsOn(taker));
  await expect(screen.getByText('Your phone has opened the payment.')).toHaveCount(0);
  await chooseAndPay(taker, 'Card');
  await payByCard(taker, cards.approved);
  await expect(screen.getByRole('heading', { name: 'Paid' })).toBeVisible({ timeout: 20_000 });
  await taker.context().close();
  await screen.context().close();
});

test('a screen keeps its name and its words when its reader picks another language, and tells nothing of tries from before', async ({ page, browser }) => {
  test.setTimeout(60_000);
  const { paymentLink } = await shop.link();
  await page.goto(paymentLink);
  await chooseAndPay(page, 'MobilePay');
  await page.goto(paymentLink);
  const address = await scan(page);
  await page.locator('footer summary').click();
  await page.getByRole('link', { name: 'Deutsch' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  const taker = await newBrowser(browser, phone);
  await taker.goto(address);
  await expect(page.getByRole('heading', { name: 'Weiter auf Ihrem Handy' })).toBeVisible(soon);
  expect(await wordsOn(page)).toBe(await wordsOn(taker));
  await expect(page.getByText('MobilePay')).toHaveCount(0);
  await taker.context().close();
});

test('a screen that nobody took over from does not follow, whatever its address says', async ({ page }) => {
  const { paymentLink } = await shop.link();
  await page.goto(`${paymentLink}?screen=en.0123456789`);
  await expect(page.getByRole('button', { name: /^Pay/ })).toBeVisible();
  for (const name of ['en.xyz', '../../x', 'en.0123456789<b>', '%00']) {
    await page.goto(`${paymentLink}?from=${encodeURIComponent(name)}`);
    await expect(page.getByRole('heading', { name: 'You came here from another screen' })).toHaveCount(0);
    await expect(page.getByRole('button', { name: /^Pay/ })).toBeVisible();
  }
});
