import { expect, type Page, test } from '@playwright/test';
import {
  answer,
  callsOf,
  change,
  codeOf,
  endedCheckout,
  heard,
  lose,
  openCheckout,
  openShopPage,
  paidCheckout,
  pathsOf,
  refuse,
  service,
  settle,
  shop,
  start,
  tell,
  tick,
} from '../fixtures/sdk-page.ts';

const address = (page: Page) => page.evaluate(() => location.href);
const failOf = (page: Page, options = {}) =>
  page.evaluate(
    (given) =>
      AltaPay.initFromQR(given).then(
        () => undefined,
        ({ name, code, message, requestId, retryAfterSeconds }) => ({ name, code, message, requestId, retryAfterSeconds }),
      ),
    options,
  );

test('a link is exchanged for its session, and nothing else is begun', async ({ page }) => {
  const told = await openShopPage(page, { html: 'lang="da"' });
  await start(page, { draws: false });
  await tick(page, 20_000);
  expect(pathsOf(told)).toEqual(['POST link/exchange', 'GET session/s1/status?seen=m1']);
  expect(told.calls.map(({ token }) => token)).toEqual([undefined, 'Bearer t1']);
  expect(told.calls[0]?.body).toEqual({ paymentLink: 'tok', language: 'da' });
  const facts = await page.evaluate(() => {
    const { sessionId, state, isTest, merchant, order, paymentMethods, selected, receipt, time } = window.session;
    return { sessionId, state, isTest, merchant, order, methods: paymentMethods.map(({ name }) => name), selected, receipt, time };
  });
  const { sessionId, state, isTest, merchant, order, time } = openCheckout();
  expect(facts).toEqual({ sessionId, state, isTest, merchant, order, methods: ['Card', 'MobilePay'], selected: undefined, receipt: undefined, time });
  expect(await heard(page)).toEqual([]);
});

test('the link leaves the address before anything is waited for, and the rest stays as it was written', async ({ page }) => {
  await openShopPage(page, { search: '?a=%20b+c&paymentLink=tok%2D1&q=%C3%A5/å&paymentReturn=key&flag&x=#pay&link' });
  await page.evaluate(() => history.replaceState({ mine: 1 }, ''));
  const seen = await page.evaluate(() => {
    void AltaPay.initFromQR().catch(() => undefined);
    return { href: location.href, state: history.state };
  });
  expect(seen).toEqual({ href: `${shop}/checkout?a=%20b+c&q=%C3%A5/%C3%A5&flag&x=#pay&link`, state: { mine: 1, altapay: { link: 'tok-1', back: 'key' } } });
});

test('a reload finds the link again; the token is in no storage and not on the page', async ({ page }) => {
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  const told = await openShopPage(page, { search: '?paymentLink=tok-9' });
  await start(page);
  expect(await address(page)).toBe(`${shop}/checkout`);
  await page.reload();
  await start(page);
  expect(callsOf(told, 'exchange').map(({ body }) => body)).toEqual(Array(2).fill({ paymentLink: 'tok-9', language: 'en' }));
  const kept = await page.evaluate(() =>
    JSON.stringify([document.documentElement.outerHTML, { ...localStorage }, { ...sessionStorage }, document.cookie, Object.keys(window)]),
  );
  expect(kept).not.toContain('tok-9');
  expect(said).toEqual([]);
});

test('the globals are the two', async ({ page }) => {
  await openShopPage(page);
  const added = await page.evaluate(() => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const plain = new Set(Object.getOwnPropertyNames(frame.contentWindow));
    return Object.getOwnPropertyNames(window).filter((name) => !plain.has(name) && /alta/i.test(name));
  });
  expect(added).toEqual(['AltaPay', 'AltaPayFactory']);
  expect(await page.evaluate(() => AltaPay.version)).toBe('1.0.0');
});

for (const [given, token] of [
  ['bare-token', 'bare-token'],
  ['https://pay.test/pay/in-path', 'in-path'],
  ['https://pay.test/pay/in-path?lang=da#x', 'in-path'],
  ['https://shop.test/pay?x=1&paymentLink=in-query', 'in-query'],
] as const) {
  test(`the link may be given: ${given}`, async ({ page }) => {
    const told = await openShopPage(page, { search: '?paymentLink=other' });
    await page.evaluate((paymentLink) => AltaPay.initFromQR({ paymentLink, language: 'nb' }), given);
    expect(callsOf(told, 'exchange')[0]?.body).toEqual({ paymentLink: token, language: 'nb' });
    expect(await address(page)).toBe(`${shop}/checkout`);
  });
}

test('another base is asked where one is given', async ({ page }) => {
  const told = await openShopPage(page);
  const asked = page.waitForRequest('https://other.test/base/checkout/v1/api/link/exchange');
  await page.route('https://other.test/**', (route) => answer({ token: 't1', expiresIn: 900, checkout: told.checkout })(route));
  await page.evaluate(() => AltaPay.initFromQR({ baseUrl: 'https://other.test/base/' }));
  await asked;
  expect(callsOf(told, 'exchange')).toEqual([]);
});

test('without a link it rejects and asks nobody', async ({ page }) => {
  const told = await openShopPage(page, { search: '?x=1' });
  expect(await failOf(page)).toMatchObject({ name: 'AltaPayError', code: 'no_link' });
  expect(await failOf(page, { paymentLink: 'https://shop.test/nothing' })).toMatchObject({ code: 'no_link' });
  expect([told.calls, await address(page)]).toEqual([[], `${shop}/checkout?x=1`]);
});

for (const [status, code, expected] of [
  [404, 'not_found', 'unknown'],
  [410, 'link_expired', 'expired'],
  [410, 'link_replaced', 'replaced'],
  [410, 'link_cancelled', 'cancelled'],
  [409, 'session_paid', 'paid'],
  [409, 'session_ended', 'cancelled'],
  [409, 'payments_paused', 'disabled'],
  [403, 'wrong_origin', 'wrong_origin'],
  [429, 'rate_limited', 'too_many_tries'],
  [422, 'invalid_field', 'unknown'],
  [503, 'unavailable', 'unavailable'],
  [500, 'internal', 'unavailable'],
  [400, 'invalid_request', 'unexpected'],
] as const) {
  test(`the exchange refused with ${code} rejects with ${expected}`, async ({ page }) => {
    const told = await openShopPage(page);
    told.answers.exchange = refuse(status, code, { 'retry-after': '7' });
    expect(await failOf(page)).toEqual({ name: 'AltaPayError', code: expected, message: `It is ${code}`, requestId: 'r1', retryAfterSeconds: 7 });
  });
}

test('a call without an answer tells why: offline, a page of another origin, or a service that is away', async ({ page }) => {
  const told = await openShopPage(page);
  told.answers.exchange = lose;
  expect(await failOf(page)).toMatchObject({ code: 'unavailable' });
  told.answers.origin = answer({ code: 'wrong_origin' });
  expect(await failOf(page)).toMatchObject({ code: 'wrong_origin' });
  told.answers.origin = lose;
  expect(await failOf(page)).toMatchObject({ code: 'offline' });
  told.answers.exchange = (route) => route.fulfill({ headers: { 'access-control-allow-origin': '*' }, body: '<p>Sign in to this network' });
  expect(await failOf(page)).toMatchObject({ code: 'offline' });
});

test('a rejection is told to the failure callback too, without a session', async ({ page }) => {
  const told = await openShopPage(page);
  told.answers.exchange = refuse(410, 'link_expired');
  const calls = await page.evaluate(async () => {
    const found: string[] = [];
    await AltaPay.initFromQR({ failure: (error, session) => void found.push(`${error.code} ${session}`) }).catch((error) => found.push(error.code));
    return found;
  });
  expect(calls).toEqual(['expired undefined', 'expired']);
});

test('who has paid and opens the link again is not told to have failed', async ({ page }) => {
  const told = await openShopPage(page);
  told.answers.exchange = refuse(409, 'session_paid');
  const calls = await page.evaluate(async () => {
    const found: string[] = [];
    await AltaPay.initFromQR({ failure: (error) => void found.push(`failed: ${error.code}`) }).catch((error) => found.push(error.code));
    return found;
  });
  expect(calls).toEqual(['paid']);
});

test('who comes back from the gateway paid finds the receipt, and the page hears of it once it has its session', async ({ page }) => {
  const checkout = paidCheckout();
  const told = await openShopPage(page, { search: '?paymentLink=tok&paymentReturn=back', checkout });
  told.answers.exchange = answer({ token: 't1', expiresIn: 900, checkout, returned: { paymentId: 'p1', outcome: 'paid' } });
  await start(page);
  await tick(page);
  expect(callsOf(told, 'exchange')[0]?.body).toEqual({ paymentLink: 'tok', paymentReturn: 'back', language: 'en' });
  expect(await heard(page)).toEqual(['paid', 'success callback, paid']);
  await expect(page.getByRole('heading', { name: 'It is paid' })).toBeVisible();
  await expect(page.getByText('A-1/77')).toBeVisible();
  expect(await page.evaluate(() => window.session.receipt)).toEqual(checkout.receipt);
  expect(told.asked.length).toBe(0);
});

test('a paid order is told as paid alone, also to whom another’s payment overtook', async ({ page }) => {
  const checkout = paidCheckout();
  const told = await openShopPage(page, { search: '?paymentLink=tok&paymentReturn=back', checkout });
  told.answers.exchange = answer({ token: 't1', expiresIn: 900, checkout, returned: { paymentId: 'p2', outcome: 'failed' } });
  await start(page);
  await tick(page);
  expect(await heard(page)).toEqual(['paid', 'success callback, paid']);
  await page.reload();
  await start(page);
  await tick(page);
  expect(await heard(page), 'who loads the page again has paid no second time').toEqual(['paid']);
});

test('who could not be told for want of a connection is told when there is one', async ({ page }) => {
  const checkout = openCheckout({ lastTry: { paymentId: 'p1', outcome: 'declined', message: 'Your bank said no' } });
  const told = await openShopPage(page, { search: '?paymentLink=tok&paymentReturn=back', checkout });
  told.answers.exchange = lose;
  told.answers.origin = lose;
  expect(await page.evaluate(() => AltaPay.initFromQR().catch((error) => error.code))).toBe('offline');
  told.answers.exchange = answer({ token: 't1', expiresIn: 900, checkout, returned: { paymentId: 'p1', outcome: 'failed' } });
  await page.reload();
  await start(page);
  await tick(page);
  expect(await heard(page)).toEqual(['failed', 'failure callback, payment_failed, Your bank said no, s1']);
});

test('who comes back from a failed try reads why, and can try again', async ({ page }) => {
  const checkout = openCheckout({ lastTry: { paymentId: 'p1', outcome: 'declined', message: 'Your bank said no' } });
  const told = await openShopPage(page, { search: '?paymentLink=tok&paymentReturn=back', checkout });
  told.answers.exchange = answer({ token: 't1', expiresIn: 900, checkout, returned: { paymentId: 'p1', outcome: 'failed' } });
  await start(page);
  await tick(page);
  expect(await heard(page)).toEqual(['failed', 'failure callback, payment_failed, Your bank said no, s1']);
  await expect(page.getByRole('alert')).toHaveText('Your bank said no');
  await page.reload();
  await start(page);
  await tick(page);
  expect(callsOf(told, 'exchange')[1]?.body, 'a reload asks about the same payment').toMatchObject({ paymentReturn: 'back' });
  expect(await heard(page), 'and tells of it no second time').toEqual([]);
});

test('a token that is over is replaced by another, and the call is made once more', async ({ page }) => {
  const told = await openShopPage(page, { search: '?paymentLink=tok&paymentReturn=back' });
  await start(page);
  let renewed = 't2';
  told.answers.exchange = answer({ token: renewed, expiresIn: 900, checkout: told.checkout });
  told.answers.checkout = (route) =>
    route.request().headers().authorization === `Bearer ${renewed}` ? answer(told.checkout)(route) : refuse(401, 'unauthenticated')(route);
  await tell(told, 1, { mark: 'm2' });
  await expect.poll(() => pathsOf(told).slice(2)).toEqual(['GET session/s1/checkout?language=en', 'POST link/exchange', 'GET session/s1/checkout?language=en']);
  expect(callsOf(told, 'exchange')[1]?.body).toEqual({ paymentLink: 'tok', paymentReturn: 'back', language: 'en' });
  renewed = 'never';
  expect(await codeOf(page, (session) => session.extendTime())).toBe('resolved');
});

test('a session that was paid while its token ran out is paid', async ({ page }) => {
  const told = await openShopPage(page);
  await start(page);
  told.answers.exchange = refuse(409, 'session_paid');
  told.answers.checkout = refuse(401, 'unauthenticated');
  await tell(told, 1, {}, 401);
  await expect(page.getByRole('heading', { name: 'This is paid' })).toBeVisible();
  expect(await heard(page)).toEqual(['change', 'paid', 'success callback, paid']);
  await tick(page, 120_000);
  expect(told.asked.length).toBe(1);
});

test('a regular session is read with the token it is given, which nothing replaces', async ({ page }) => {
  const told = await openShopPage(page, { search: '' });
  await page.evaluate(async () => {
    window.session = AltaPay.initiate('given', 's1');
    const element = document.querySelector('#pay');
    if (element) await window.session.injectPaymentMethods(element);
  });
  await expect(page.getByRole('radio')).toHaveCount(2);
  expect(told.calls.every(({ token }) => token === 'Bearer given')).toBe(true);
  await page.mouse.click(5, 5);
  await settle(page);
  expect(callsOf(told, 'opened')).toEqual([]);
  told.answers.checkout = refuse(401, 'unauthenticated');
  const other = await page.evaluate(() =>
    AltaPay.initiate('wrong', 's1')
      .initiatePayment('card')
      .catch(({ code }) => code),
  );
  expect(other).toBe('unauthenticated');
  expect(callsOf(told, 'exchange')).toEqual([]);
});

test('FUNCTIONs of the session are called as their owner’s; a missing one is warned of once', async ({ page }) => {
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  const checkout = openCheckout({ callbacks: { success: 'shop.inner.onPaid', failure: 'shop.missing.onFailed' } });
  const told = await openShopPage(page, { checkout });
  await page.evaluate(async () => {
    class Inner {
      name = 'inner';
      onPaid(session: { sessionId: string }) {
        window.heard.push(`${this.name} ${session.sessionId}`);
      }
    }
    window.heard = [];
    Object.assign(window, { shop: { inner: new Inner() } });
    const session = await AltaPay.initFromQR();
    session.on('failed', () => void window.heard.push('failed'));
  });
  for (const [index, paymentId] of ['p1', 'p2'].entries()) {
    await change(told, index + 1, openCheckout({ ...checkout, version: paymentId, lastTry: { paymentId, outcome: 'declined', message: '' } }));
    await expect.poll(() => heard(page)).toHaveLength(index + 1);
    await tick(page, 1_100);
  }
  expect(said).toEqual(['AltaPay: there is no function shop.missing.onFailed on this page.']);
  await change(told, 3, endedCheckout('paid', { callbacks: checkout.callbacks }));
  await expect.poll(() => heard(page)).toEqual(['failed', 'failed', 'inner s1']);
});

test('the module exports what the script makes global, and asks where it came from', async ({ page }) => {
  const told = await openShopPage(page);
  const found = await page.evaluate(async (address) => {
    const made: typeof import('#lib/sdk/altapay.d.ts') = await import(address);
    const session = await made.AltaPay.initFromQR();
    return [Object.keys(made), made.AltaPay === AltaPay, session.sessionId, made.AltaPayFactory.getAmount(1, 'DKK').currency];
  }, `${service}/sdk/v1.mjs`);
  expect(found).toEqual([['AltaPay', 'AltaPayFactory'], false, 's1', 'DKK']);
  expect(callsOf(told, 'exchange').length).toBe(1);
});
