import { devices, type Page } from '@playwright/test';
import { board } from '../fixtures/payer.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

const { defaultBrowserType: _engine, ...phone } = devices['Pixel 7'];
test.use(phone);

const minuteMs = 60_000;
let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
});
test.afterAll(() => shop.close());
test.afterEach(({ server }) => board(server, 'clock', { shiftMs: 0 }));
test.beforeEach(({ consoleGuard }) => consoleGuard.allow(/Failed to load resource: the server responded with a status of 410/));

const clock = (page: Page) => page.locator('[data-clock]');

/** A person touches the page; answers when the server was told. */
async function touch(page: Page): Promise<void> {
  const told = page.waitForResponse(/\/opened$/);
  await page.mouse.click(20, 20);
  expect((await told).status()).toBe(204);
}

test('the time is said before it runs, runs from the first touch, and one press adds to it', async ({ page }) => {
  const { paymentLink } = await shop.link({ link: { activationTime: 5 } });
  await page.goto(paymentLink);
  await expect(page.getByText('You have 5 minutes to pay once you begin.')).toBeVisible();
  await expect(clock(page)).toBeHidden();
  await touch(page);
  await expect(clock(page)).toHaveText(/^4:5\d$/);
  await page.getByRole('button', { name: 'Add 5 minutes' }).click();
  await expect(clock(page)).toHaveText(/^9:[45]\d$/);
  await expect(page.getByRole('status').filter({ hasText: 'Time added.' })).toBeAttached();
  await page.getByRole('button', { name: 'Add 5 minutes' }).click();
  await expect(clock(page)).toHaveText(/^14:[345]\d$/);
});

test('another tab of the same link hears of the press', async ({ page, context }) => {
  const { paymentLink } = await shop.link({ link: { activationTime: 5 } });
  await page.goto(paymentLink);
  await touch(page);
  const other = await context.newPage();
  await other.goto(paymentLink);
  await expect(clock(other)).toHaveText(/^4:/);
  await page.getByRole('button', { name: 'Add 5 minutes' }).click();
  await expect(clock(other)).toHaveText(/^9:/);
});

test('the end is warned of early, and once it has come the page says so by itself', async ({ page, server }) => {
  const { paymentLink } = await shop.link({ link: { activationTime: 3 } });
  await page.goto(paymentLink);
  await touch(page);
  await board(server, 'clock', { shiftMs: 1.2 * minuteMs });
  await page.reload();
  await expect(clock(page)).toHaveText(/^1:4\d$/);
  await expect(page.locator('[data-time]')).toHaveAttribute('data-state', 'warning');
  await board(server, 'clock', { shiftMs: 3.1 * minuteMs });
  await expect(page.getByRole('heading', { name: 'The time to pay is over' })).toBeVisible();
});

test('a link that cannot be extended says so at the start and offers no press', async ({ page }) => {
  const { paymentLink } = await shop.link({ link: { activationTime: 5, extendable: false } });
  await page.goto(paymentLink);
  await expect(page.getByText('This time cannot be extended.')).toBeVisible();
  await touch(page);
  await expect(clock(page)).toHaveText(/^4:/);
  await expect(page.getByRole('button', { name: /^Add/ })).toHaveCount(0);
});

test('a link with a day to pay tells its time and takes the press like any other', async ({ page }) => {
  const { paymentLink } = await shop.link({ link: { activationTime: 1440 } });
  await page.goto(paymentLink);
  await touch(page);
  await expect(clock(page)).toHaveText(/^23:59:/);
  await page.getByRole('button', { name: 'Add 1,440 minutes' }).click();
  await expect(clock(page)).toHaveText(/^47:59:/);
});

test('after ten presses the page says that no more can be added', async ({ page }) => {
  const { paymentLink } = await shop.link({ link: { activationTime: 2 } });
  await page.goto(paymentLink);
  await touch(page);
  for (let press = 1; press <= 10; press += 1) {
    await page.getByRole('button', { name: 'Add 2 minutes' }).click();
    await expect(page.locator('[data-extend] [name=extensions]')).toHaveValue(String(press));
  }
  await expect(page.getByText('No more time can be added.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Add/ })).toBeHidden();
});

test('the press needs no mouse: the keyboard reaches it', async ({ page }) => {
  const { paymentLink } = await shop.link({ link: { activationTime: 5 } });
  await page.goto(paymentLink);
  await touch(page);
  await expect(clock(page)).toHaveText(/^4:/);
  await page.getByRole('button', { name: 'Add 5 minutes' }).focus();
  await page.keyboard.press('Enter');
  await expect(clock(page)).toHaveText(/^9:/);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('an opened link tells until when it can be paid, and the press adds time', async ({ page }) => {
    const { paymentLink } = await shop.link({ link: { activationTime: 5 } });
    await page.goto(paymentLink);
    // Without script the first submit of a form opens the link.
    await page.getByRole('radio', { name: 'Card' }).check();
    await page.getByRole('button', { name: /^Pay/ }).click();
    await page.waitForURL(/requestForm/);
    await page.goto(paymentLink);
    const shown = page.getByText(/You can pay until .*UTC\./);
    const before = await shown.textContent();
    await page.getByRole('button', { name: 'Add 5 minutes' }).click();
    await page.waitForURL(/\/pay\//);
    await expect(shown).not.toHaveText(before ?? '');
  });
});
