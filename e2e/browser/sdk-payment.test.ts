import { expect, type Page, test } from '@playwright/test';
import {
  answer,
  callsOf,
  change,
  codeOf,
  comeBack,
  endedCheckout,
  heard,
  lose,
  openCheckout,
  openShopPage,
  refuse,
  setHidden,
  setOffline,
  settle,
  start,
  tell,
  tick,
} from '../fixtures/sdk-page.ts';

const press = (page: Page) => page.getByRole('button', { name: 'Pay DKK 512.50' }).click({ force: true });
const notice = (page: Page) => page.getByRole('alert');
const openedTime = { isOpened: true, endsAt: '1970-01-01T00:10:01Z', secondsLeft: 600, extensionSeconds: 600, extensions: 1 };
/** Keeps the browser on the page. */
const stay = (page: Page) => page.evaluate(() => void window.session.on('initiated', (event) => event.preventDefault()));

test('the chosen method is paid with at the gateway', async ({ page }) => {
  const told = await openShopPage(page);
  await start(page);
  await page.getByRole('radio', { name: 'MobilePay' }).check();
  expect(await heard(page)).toEqual(['selected']);
  expect(await page.evaluate(() => window.session.selected?.name)).toBe('MobilePay');
  await press(page);
  await page.waitForURL('https://gateway.test/form');
  const [sent] = callsOf(told, 'payment');
  expect(sent).toMatchObject({ token: 'Bearer t1', body: { paymentMethodId: 'mobile', sessionId: 's1', revision: 3, language: 'en' } });
  expect(sent?.key).toMatch(/^[\w-]{22,}$/);
});

test('one press at a time: it says that it connects, and stays reachable', async ({ page }) => {
  const told = await openShopPage(page);
  let go = () => Promise.resolve<unknown>(undefined);
  told.answers.payment = async (route) => {
    go = () => answer({ paymentId: 'p1', url: 'https://gateway.test/form' })(route);
  };
  await start(page);
  await stay(page);
  await page.getByRole('radio', { name: 'Card' }).check();
  await press(page);
  const button = page.getByRole('button', { name: 'Pay DKK 512.50' });
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await expect(button).toBeFocused();
  await expect(page.getByRole('status').filter({ hasText: 'Connecting…' })).toBeVisible();
  await button.press('Enter');
  expect(await codeOf(page, (session) => session.initiatePayment('mobile'))).toBe('payment_in_progress');
  await go();
  await expect(button).toHaveAttribute('aria-disabled', 'false');
  expect(callsOf(told, 'payment').length).toBe(1);
  expect(await heard(page)).toEqual(['selected', 'initiated']);
});

test('a press that led nowhere can be made again after a while, as another payment', async ({ page }) => {
  const told = await openShopPage(page);
  await page.route('https://gateway.test/**', (route) => route.fulfill({ headers: { 'content-disposition': 'attachment' }, body: '' }));
  await start(page);
  await page.getByRole('radio', { name: 'Card' }).check();
  await press(page);
  await expect.poll(() => callsOf(told, 'payment').length).toBe(1);
  await tick(page, 14_900);
  await press(page);
  expect(callsOf(told, 'payment').length).toBe(1);
  await tick(page, 200);
  await press(page);
  await expect.poll(() => new Set(callsOf(told, 'payment').map(({ key }) => key)).size).toBe(2);
});

test('the same press after a lost answer is the same payment; after an answer it is another', async ({ page }) => {
  const told = await openShopPage(page);
  await start(page, { draws: false });
  await stay(page);
  const pay = () => codeOf(page, (session) => session.initiatePayment('card'));
  const keys = () => callsOf(told, 'payment').map(({ key }) => key);
  told.answers.payment = lose;
  expect(await pay()).toBe('unavailable');
  told.answers.payment = refuse(503, 'gateway_unreachable');
  expect(await pay()).toBe('gateway_unreachable');
  told.answers.payment = refuse(409, 'idempotency_in_flight');
  expect(await pay()).toBe('payment_in_progress');
  told.answers.payment = refuse(409, 'gateway_refused');
  expect(await pay()).toBe('method_unavailable');
  expect(new Set(keys()).size).toBe(1);
  delete told.answers.payment;
  expect(await pay()).toBe('resolved');
  expect(await pay()).toBe('resolved');
  expect(new Set(keys()).size).toBe(3);
  expect(await codeOf(page, (session) => session.initiatePayment('mobile'))).toBe('resolved');
  expect(new Set(keys()).size).toBe(4);
});

test('a payment of another order is another, and so is one made after coming back', async ({ page }) => {
  const told = await openShopPage(page);
  await start(page, { draws: false });
  told.answers.payment = lose;
  const pay = () => codeOf(page, (session) => session.initiatePayment('card'));
  await pay();
  await change(told, 1, openCheckout({ version: 'v2', revision: 4 }));
  await expect.poll(() => page.evaluate(() => window.heard)).toContain('change');
  await pay();
  await comeBack(page);
  await pay();
  expect(new Set(callsOf(told, 'payment').map(({ key }) => key)).size).toBe(3);
});

test('no payment without a method: it says so and goes to the first', async ({ page }) => {
  const told = await openShopPage(page);
  await start(page);
  await press(page);
  await expect(notice(page)).toHaveText('Choose a method first');
  await expect(page.getByRole('radio', { name: 'Card' })).toBeFocused();
  await page.keyboard.press('Space');
  await expect(notice(page)).toBeEmpty();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: 'MobilePay' })).toBeChecked();
  expect(callsOf(told, 'payment')).toEqual([]);
});

test('nothing is sent while offline', async ({ page }) => {
  const told = await openShopPage(page);
  await start(page);
  await page.getByRole('radio', { name: 'Card' }).check();
  await setOffline(page, true);
  await press(page);
  await expect(notice(page)).toHaveText('You are offline');
  expect(await codeOf(page, (session) => session.initiatePayment('card'))).toBe('offline');
  await setOffline(page, false);
  await expect(notice(page)).toBeEmpty();
  expect(callsOf(told, 'payment')).toEqual([]);
});

test('an order that was changed is shown anew, with a word, and nothing is begun', async ({ page }) => {
  const told = await openShopPage(page, { checkout: openCheckout({ time: openedTime }) });
  told.answers.payment = refuse(409, 'order_changed');
  await start(page);
  told.checkout = openCheckout({ version: 'v2', revision: 4, time: openedTime, words: { ...told.checkout.words, pay: 'Pay DKK 600.00' } });
  await page.getByRole('radio', { name: 'Card' }).check();
  await press(page);
  await expect(notice(page)).toHaveText('The order was changed');
  await expect(page.getByRole('button', { name: 'Pay DKK 600.00' })).toBeFocused();
  await expect(page.getByRole('radio', { name: 'Card' })).toBeChecked();
  expect(await heard(page)).toEqual(['selected', 'change']);
});

for (const [status, code, expected] of [
  [409, 'payment_in_progress', 'payment_in_progress'],
  [422, 'invalid_field', 'method_unavailable'],
  [429, 'rate_limited', 'too_many_tries'],
  [410, 'link_expired', 'expired'],
  [409, 'session_paid', 'paid'],
  [500, 'internal', 'unavailable'],
] as const) {
  test(`a payment refused with ${code} rejects with ${expected}, and is told in the form`, async ({ page }) => {
    const told = await openShopPage(page);
    told.answers.payment = refuse(status, code);
    await start(page);
    expect(await codeOf(page, (session) => session.initiatePayment('card'))).toBe(expected);
    await expect(notice(page)).toHaveText(expected === 'paid' ? 'This is paid' : `It is ${code}`);
  });
}

test('a session that ended meanwhile is shown as it ended', async ({ page }) => {
  const told = await openShopPage(page, { checkout: openCheckout({ time: openedTime }) });
  told.answers.payment = refuse(410, 'link_expired');
  await start(page);
  told.checkout = endedCheckout('expired');
  await page.getByRole('radio', { name: 'Card' }).check();
  await press(page);
  await expect(page.getByRole('status').getByRole('heading', { name: 'It is expired' })).toBeVisible();
  await expect(page.getByRole('radio')).toHaveCount(0);
  await expect(notice(page)).toBeEmpty();
  expect(await heard(page)).toEqual(['selected', 'change', 'expired', 'failure callback, expired, It is expired, s1']);
  expect(await codeOf(page, (session) => session.initiatePayment('card'))).toBe('expired');
  expect(callsOf(told, 'payment').length).toBe(1);
});

test('the browser goes to addresses of the web only', async ({ page }) => {
  const told = await openShopPage(page);
  told.answers.payment = answer({ paymentId: 'p1', url: 'javascript:document.title="owned"' });
  await start(page);
  expect(await codeOf(page, (session) => session.initiatePayment('card'))).toBe('unexpected');
  expect(await page.title()).toBe('Shop');
});

test('"opened" is told once, at a person’s first gesture on a page that is looked at, never because of made-up ones', async ({ page }) => {
  const told = await openShopPage(page);
  await start(page);
  await page.evaluate(() => {
    for (const type of ['pointerdown', 'keydown', 'touchstart', 'wheel', 'click'])
      for (const target of [window, document.body]) target.dispatchEvent(new Event(type, { bubbles: true }));
  });
  await setHidden(page, true);
  await page.mouse.click(5, 5);
  await settle(page);
  expect(callsOf(told, 'opened')).toEqual([]);
  await setHidden(page, false);
  told.answers.opened = refuse(503, 'unavailable');
  await page.mouse.click(5, 5);
  await expect.poll(() => callsOf(told, 'opened').length).toBe(1);
  await settle(page);
  delete told.answers.opened;
  told.checkout = openCheckout({ mark: 'm2', time: { isOpened: true, endsAt: '1970-01-01T00:10:01Z', secondsLeft: 600, extensionSeconds: 0, extensions: 0 } });
  await page.evaluate(() => document.addEventListener('keydown', (event) => event.stopPropagation(), true));
  await page.keyboard.press('Tab');
  await expect(page.getByText('You can pay until')).toBeVisible();
  await page.mouse.click(5, 5);
  await settle(page);
  expect(callsOf(told, 'opened').length).toBe(2);
  expect(callsOf(told, 'opened')[0]).toMatchObject({ path: 'session/s1/opened', body: {}, method: 'POST' });
});

test('a shop’s own button pays with what is chosen in the list', async ({ page }) => {
  const told = await openShopPage(page);
  await start(page, { button: false });
  await expect(page.getByRole('button', { name: /Pay/ })).toHaveCount(0);
  expect(await codeOf(page, (session) => session.initiatePayment())).toBe('no_selection');
  await page.getByRole('radio', { name: 'Card' }).check();
  await page.keyboard.press('Enter');
  await settle(page);
  expect(callsOf(told, 'payment')).toEqual([]);
  await page.evaluate(() => void window.session.initiatePayment());
  await page.waitForURL('https://gateway.test/form');
});

test('time is added by as much as was shown', async ({ page }) => {
  const told = await openShopPage(page, { checkout: openCheckout({ time: openedTime }) });
  await start(page);
  told.checkout = openCheckout({ mark: 'm2', time: { ...openedTime, endsAt: '1970-01-01T00:20:01Z', secondsLeft: 1200, extensionSeconds: 0, extensions: 2 } });
  const more = page.getByRole('button', { name: 'Add 10 minutes' });
  await more.focus();
  await more.press('Enter');
  await expect(more).toBeHidden();
  await expect(page.locator('time')).toHaveAttribute('datetime', '1970-01-01T00:20:01Z');
  await expect(page.getByRole('status').filter({ hasText: 'You can pay until' })).toBeFocused();
  expect(callsOf(told, 'extend').map(({ body }) => body)).toEqual([{ extensions: 1 }]);
  expect(await codeOf(page, (session) => session.extendTime())).toBe('resolved');
  expect(callsOf(told, 'extend').length).toBe(1);
});

test('what is destroyed leaves nothing behind', async ({ page }) => {
  const told = await openShopPage(page);
  await start(page);
  await page.evaluate(() => window.session.destroy());
  await expect(page.getByRole('radio')).toHaveCount(0);
  for (const call of [
    (session: Window['session']) => session.initiatePayment('card'),
    (session: Window['session']) => session.extendTime(),
    (session: Window['session']) => session.injectPaymentMethods(document.body),
    (session: Window['session']) => session.injectOrder(document.body),
  ]) {
    expect(await codeOf(page, call)).toBe('destroyed');
  }
  const calls = told.calls.length;
  await page.mouse.click(5, 5);
  await setHidden(page, true);
  await setHidden(page, false);
  await comeBack(page);
  await tick(page, 120_000);
  expect(told.calls.length).toBe(calls);
  expect(await heard(page)).toEqual([]);
  await tell(told, 1).catch(() => undefined);
});
