import { devices, type Page } from '@playwright/test';
import { languages } from '#lib/i18n/languages.ts';
import { samplePages } from '#lib/payments/sample-pages.ts';
import { cards, payByCard } from '../fixtures/customer.ts';
import { methodOf } from '../fixtures/methods.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

const { defaultBrowserType: _engine, ...phone } = devices['Pixel 7'];
test.use({ ...phone, locale: 'de-DE' });

let shop: Shop;
let cardId: string;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
  cardId = (await methodOf(shop, 'CARD')).id;
});
test.afterAll(() => shop.close());
test.beforeEach(({ consoleGuard }) => consoleGuard.allow(/Failed to load resource: the server responded with a status of (404|410|503)/));

const languageOf = (page: Page) => page.locator('html').getAttribute('lang');

/** Chooses the card and presses, whatever the page's language; the gateway's page speaks English. */
async function payWithCard(page: Page, card: string): Promise<void> {
  await page.locator(`input[name=method][value="${cardId}"]`).check();
  await page.locator('form[data-pay] button[type=submit]').click();
  await page.waitForURL(/requestForm/);
  await payByCard(page, card);
}

test('the merchant’s language holds for the whole journey: order, decline in plain words, receipt', async ({ page }) => {
  const { paymentLink } = await shop.link({ session: { configuration: { language: 'da' } } });
  await page.goto(paymentLink);
  expect(await languageOf(page)).toBe('da');
  await expect(page.getByRole('radio', { name: 'Kort' })).toBeVisible();
  await expect(page.getByRole('button', { name: /2\.049,99\skr\./ })).toBeVisible();
  await payWithCard(page, cards.declined);
  await expect(page.getByRole('alert')).toContainText('afvist');
  await payWithCard(page, cards.approved);
  await expect(page.getByRole('heading', { name: 'Kvittering' })).toBeVisible();
  expect(await languageOf(page)).toBe('da');
});

test('a language picked on the page goes before the merchant’s, and along to the receipt, without script too', async ({ browser }) => {
  const context = await browser.newContext({ ...phone, javaScriptEnabled: false });
  const page = await context.newPage();
  const { paymentLink } = await shop.link({ session: { configuration: { language: 'da' } } });
  await page.goto(paymentLink);
  await page.locator('footer summary').click();
  await page.getByRole('link', { name: 'Suomi' }).click();
  expect(await languageOf(page)).toBe('fi');
  await payWithCard(page, cards.approved);
  await page.waitForURL(/\/pay\//);
  expect(await languageOf(page)).toBe('fi');
  await context.close();
});

test('?lang= goes before the browser’s language and along the journey, but not before the merchant’s', async ({ page }) => {
  const { paymentLink } = await shop.link();
  await page.goto(paymentLink);
  expect(await languageOf(page)).toBe('de');
  await page.goto(`${paymentLink}?lang=nb`);
  expect(await languageOf(page)).toBe('no');
  await payWithCard(page, cards.approved);
  await page.waitForURL(/\/pay\//);
  expect(await languageOf(page)).toBe('no');
  const danish = await shop.link({ session: { configuration: { language: 'da' } } });
  await page.goto(`${danish.paymentLink}?lang=fr`);
  expect(await languageOf(page)).toBe('da');
});

test('an Arabic page runs from right to left, and its amounts and names are isolated', async ({ page }) => {
  const { paymentLink } = await shop.link();
  await page.goto(`${paymentLink}?lang=ar`);
  expect(await page.evaluate(() => getComputedStyle(document.body).direction)).toBe('rtl');
  const amounts = page.getByText(/2,049\.99/);
  expect(await amounts.count()).toBeGreaterThan(1);
  for (const amount of await amounts.all()) expect(await amount.evaluate((element) => element.closest('bdi') !== null)).toBe(true);
});

test('a currency shows its own number of decimals', async ({ page }) => {
  const orderIn = (currency: string, value: number) => ({
    orderId: `Money-${currency}`,
    amount: { value, currency },
    orderLines: [{ itemId: 'x', description: 'Lamp', quantity: 1, unitPrice: value }],
  });
  for (const [currency, value, shown] of [
    ['JPY', 1000, /1,000(?![.,\d])/],
    ['KWD', 1.234, /1\.234/],
  ] as const) {
    const { paymentLink } = await shop.link({ session: { order: orderIn(currency, value) } });
    await page.goto(`${paymentLink}?lang=en`);
    await expect(page.getByText(shown).first()).toBeVisible();
  }
});

/** What lies outside the window, by what it says. */
const outside = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const beyond = [...document.querySelectorAll<HTMLElement>('body *')].filter((element) => {
      const { left, right } = element.getBoundingClientRect();
      return (right > innerWidth + 1 || left < -1) && !element.closest('.sr-only');
    });
    return beyond.map((element) => element.textContent ?? '').concat(document.documentElement.scrollWidth > innerWidth ? ['the page itself'] : []);
  });

const everyday = ['open', 'declined-insufficient-funds', 'followed', 'pending', 'paid'];

/** Each script and direction, and those with the longest words. All 56: LANGUAGES=all npm test -- e2e/browser/languages */
const telling = ['ar', 'bg', 'bn', 'de', 'el', 'en', 'fa', 'fi', 'he', 'hu', 'ja', 'ko', 'ta', 'th', 'ur', 'zh-Hant'];

for (const code of [...languages.keys()].filter((each) => process.env.LANGUAGES === 'all' || telling.includes(each))) {
  test(`${code}: the usual pages name their language, run its way and fit 320 px`, async ({ page, server }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    const direction = ['ar', 'fa', 'he', 'ur'].includes(code) ? 'rtl' : 'ltr';
    for (const state of everyday) {
      await page.goto(`${server.publicUrl}/pay/state/${state}?lang=${code}`);
      await expect(page.locator('html')).toHaveAttribute('lang', code);
      await expect(page.locator('html')).toHaveAttribute('dir', direction);
      expect(await outside(page), state).toEqual([]);
    }
  });
}

test('every language can be picked by its own name', async ({ page, server }) => {
  await page.goto(`${server.publicUrl}/pay/state/open?lang=en`);
  await page.locator('footer summary').click();
  for (const [code, { name }] of languages) {
    const link = page.getByRole('link', { name, exact: true });
    await expect(link).toHaveAttribute('href', new RegExp(`^\\?language=${code}(?:&|$)`));
    await expect(link).toHaveAttribute('lang', code);
  }
});

/** Lengthens every word on the page by 40 %, with letters of more than one script width. */
function lengthen(page: Page): Promise<void> {
  return page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement?.closest('script, style')) continue;
      node.nodeValue = (node.nodeValue ?? '').replaceAll(/\p{L}+/gu, (word) => word + 'ýĺ'.repeat(Math.ceil((word.length * 0.4) / 2)));
    }
  });
}

test('words 40 % longer fit every state at 320 px', async ({ page, server }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  const overflowing: string[] = [];
  for (const name of samplePages.keys()) {
    if (name === 'leaving' || name === 'following' || name === 'leaving-connecting') continue;
    await page.goto(`${server.publicUrl}/pay/state/${name}?lang=en`);
    await lengthen(page);
    if ((await outside(page)).length > 0) overflowing.push(name);
  }
  expect(overflowing).toEqual([]);
});
