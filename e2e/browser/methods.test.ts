import { type Browser, devices, type Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/accessible.ts';
import { expectSoundBooks, type PaymentRow, paymentsOf, sessionStatusOf } from '../fixtures/books.ts';
import { approveChallenge, cards, chooseAndPay, payByCard, signInAtBank } from '../fixtures/customer.ts';
import { isSigned, openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

const { defaultBrowserType: _engine, ...phone } = devices['Pixel 7'];
const { defaultBrowserType: _safari, ...iphone } = devices['iPhone 14'];
test.use(phone);

let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server, 'Fjord & Sønner');
});
test.afterAll(() => shop.close());
test.beforeEach(() => {
  shop.callbacks.length = 0;
});

type Asked = { orderId: string; currency: string; country: string; value?: number };

/** A link for an order of this country and currency, opened; every outcome is told to the shop's notification address. */
async function openLink(page: Page, { orderId, currency, country, value = 499 }: Asked) {
  const session = { callbacks: { notification: `${shop.origin}/notify` }, configuration: { country } };
  const link = await shop.link({ order: { orderId, currency, value }, session });
  await page.goto(link.paymentLink);
  return link;
}

/** What the shop was told of an order so far, each message by the secret it shares with us. */
function told(orderId: string): (string | null)[] {
  const about = shop.callbacks.filter(({ body }) => new URLSearchParams(body).get('shop_orderid') === orderId);
  return about.map((callback) => (isSigned(callback, shop.callbackSecret) ? new URLSearchParams(callback.body).get('status') : 'unsigned'));
}

/** A page of the sandbox as a phone shows it: accessible, and nothing beside its edge. */
async function expectFit(page: Page): Promise<void> {
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
}

async function expectReceipt(page: Page, orderId: string): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Paid' })).toBeVisible();
  await expect.poll(() => told(orderId)).toEqual(['succeeded']);
}

/** Back on the payment page, where these words tell what happened and another way can be chosen. */
async function expectNotice(page: Page, paymentLink: string, words: RegExp): Promise<void> {
  await page.waitForURL(paymentLink);
  await expect(page.getByText(words).first()).toBeVisible();
  await expect(page.getByRole('button', { name: /^Pay/ })).toBeVisible();
}

test('card without a challenge: from the link to the receipt', async ({ page }) => {
  await openLink(page, { orderId: 'Card-1', currency: 'DKK', country: 'DK' });
  await chooseAndPay(page, 'Card');
  await expectFit(page);
  await payByCard(page, cards.approved);
  await expectReceipt(page, 'Card-1');
});

test('card with 3-D Secure: the bank’s code is asked for, then the receipt', async ({ page }) => {
  await openLink(page, { orderId: 'Card-2', currency: 'DKK', country: 'DK' });
  await chooseAndPay(page, 'Card');
  await payByCard(page, cards.challenged);
  await expect(page.getByRole('heading', { name: /3-D Secure/ })).toBeVisible();
  await expectFit(page);
  await approveChallenge(page);
  await expectReceipt(page, 'Card-2');
});

test('card with 3-D Secure: five wrong codes end the try, and the customer reads why', async ({ page }) => {
  const { paymentLink } = await openLink(page, { orderId: 'Card-3', currency: 'DKK', country: 'DK' });
  await chooseAndPay(page, 'Card');
  await payByCard(page, cards.challenged);
  for (let wrong = 1; wrong <= 5; wrong += 1) {
    await page.getByLabel('Code').fill('0000');
    await page.getByRole('button', { name: 'Approve' }).click();
    if (wrong < 5) await expect(page.getByRole('alert').getByText(`${wrong === 4 ? 'one try' : `${5 - wrong} tries`} left`)).toBeVisible();
  }
  await expectNotice(page, paymentLink, /not confirmed with your bank/);
  await expect.poll(() => told('Card-3')).toEqual(['failed']);
});

test('Google Pay: declined by the card’s bank, then approved, on the gateway’s own page', async ({ page }) => {
  const { paymentLink } = await openLink(page, { orderId: 'Sheet-1', currency: 'EUR', country: 'FI' });
  await chooseAndPay(page, 'Google Pay');
  await expect(page.getByRole('heading', { name: 'Google Pay', exact: true })).toBeVisible();
  await expectFit(page);
  await page.getByRole('button', { name: /^Decline/ }).click();
  await expectNotice(page, paymentLink, /declined/i);
  await chooseAndPay(page, 'Google Pay');
  await page.getByRole('button', { name: /^Approve/ }).click();
  await expect(page.getByRole('heading', { name: 'Paid' })).toBeVisible();
  await expect.poll(() => told('Sheet-1')).toEqual(['failed', 'succeeded']);
});

const newPage = async (browser: Browser, options: Parameters<Browser['newContext']>[0]) => (await browser.newContext(options)).newPage();

test('Apple Pay on an iPhone: cancelled, then approved, also without script', async ({ browser }) => {
  const page = await newPage(browser, { ...iphone, javaScriptEnabled: false });
  const { paymentLink } = await openLink(page, { orderId: 'Sheet-2', currency: 'DKK', country: 'DK' });
  await chooseAndPay(page, 'Apple Pay');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expectNotice(page, paymentLink, /You cancelled the payment/);
  await chooseAndPay(page, 'Apple Pay');
  await page.getByRole('button', { name: /^Approve/ }).click();
  await expect(page.getByRole('heading', { name: 'Paid' })).toBeVisible();
  await expect.poll(() => told('Sheet-2')).toEqual(['cancelled', 'succeeded']);
  await page.context().close();
});

/** The one payment of a session that was made last. */
async function lastPayment(server: Parameters<typeof paymentsOf>[0], sessionId: string): Promise<PaymentRow | undefined> {
  return (await paymentsOf(server, sessionId)).at(-1);
}

test('wallet app: approved in MobilePay, money is reserved', async ({ page, server }) => {
  const { sessionId } = await openLink(page, { orderId: 'Wallet-1', currency: 'DKK', country: 'DK' });
  await chooseAndPay(page, 'MobilePay');
  await expectFit(page);
  await page.getByRole('button', { name: /^Approve/ }).click();
  await expectReceipt(page, 'Wallet-1');
  expect(await lastPayment(server, sessionId)).toMatchObject({ status: 'authorized', settles: true, authorized: 49_900, captured: 0 });
});

test('wallet app: rejected in Swish, then approved, and the money is there at once', async ({ page, server }) => {
  const { paymentLink, sessionId } = await openLink(page, { orderId: 'Wallet-2', currency: 'SEK', country: 'SE' });
  await chooseAndPay(page, 'Swish');
  await page.getByRole('button', { name: /^Reject/ }).click();
  await expectNotice(page, paymentLink, /not confirmed/);
  await chooseAndPay(page, 'Swish');
  await page.getByRole('button', { name: /^Approve/ }).click();
  await expect(page.getByRole('heading', { name: 'Paid' })).toBeVisible();
  expect(await lastPayment(server, sessionId)).toMatchObject({ status: 'captured', settles: true, captured: 49_900 });
  await expect.poll(async () => (await paymentsOf(server, sessionId)).map(({ failureCode }) => failureCode)).toEqual(['rejected_by_user', null]);
});

test('wallet app: a request nobody looks at lapses in Vipps, and the customer reads that nothing was charged', async ({ page, server }) => {
  const { paymentLink, sessionId } = await openLink(page, { orderId: 'Wallet-3', currency: 'NOK', country: 'NO' });
  await chooseAndPay(page, 'Vipps');
  await page.getByRole('button', { name: 'Let it lapse' }).click();
  await expectNotice(page, paymentLink, /not approved in the app in time/);
  await expectAccessible(page);
  expect(await lastPayment(server, sessionId)).toMatchObject({ status: 'failed', failureCode: 'timeout', authorized: 0 });
  await expect.poll(() => told('Wallet-3')).toEqual(['failed']);
});

test('bank page: sign in, accept with iDEAL, and the money is there at once', async ({ page, server }) => {
  const { sessionId } = await openLink(page, { orderId: 'Bank-1', currency: 'EUR', country: 'NL' });
  await chooseAndPay(page, 'iDEAL');
  await expectFit(page);
  await signInAtBank(page);
  await expectFit(page);
  await page.getByRole('button', { name: 'Accept' }).click();
  await expectReceipt(page, 'Bank-1');
  expect(await lastPayment(server, sessionId)).toMatchObject({ status: 'captured', captured: 49_900 });
});

test('bank page: cancelled after signing in, without script, and nothing is charged', async ({ browser }) => {
  const page = await newPage(browser, { ...phone, javaScriptEnabled: false });
  const { paymentLink } = await openLink(page, { orderId: 'Bank-2', currency: 'PLN', country: 'PL' });
  await chooseAndPay(page, 'Przelewy24');
  await signInAtBank(page);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expectNotice(page, paymentLink, /You cancelled the payment/);
  await expect.poll(() => told('Bank-2')).toEqual(['cancelled']);
  await page.context().close();
});

test('bank page: Trustly never asks before the money moves, and the payment settles all the same', async ({ page, server }) => {
  const { sessionId } = await openLink(page, { orderId: 'Bank-3', currency: 'SEK', country: 'SE' });
  await chooseAndPay(page, 'Trustly');
  await signInAtBank(page);
  await page.getByRole('button', { name: 'Accept' }).click();
  await expectReceipt(page, 'Bank-3');
  expect(await lastPayment(server, sessionId)).toMatchObject({ status: 'captured', settles: true });
  await expectSoundBooks(server);
});

test('invoice: a form that lacks an e-mail asks again; filled in, Klarna reserves the money for later', async ({ page, server }) => {
  const { sessionId } = await openLink(page, { orderId: 'Invoice-1', currency: 'SEK', country: 'SE' });
  await chooseAndPay(page, 'Klarna');
  await expect(page.getByLabel('Your name')).toHaveValue('Ada Berg');
  await expectFit(page);
  await page.getByLabel('E-mail').fill('nobody');
  await page.getByRole('button', { name: /^Approve/ }).click();
  await expect(page.getByText('Please fill in an e-mail address.')).toBeVisible();
  await expectFit(page);
  await page.getByLabel('E-mail').fill('ada@example.com');
  await page.getByRole('button', { name: /^Approve/ }).click();
  await expectReceipt(page, 'Invoice-1');
  expect(await lastPayment(server, sessionId)).toMatchObject({ status: 'authorized', authorized: 49_900, captured: 0 });
});

test('invoice: not granted by ViaBill, and the customer reads it', async ({ page }) => {
  const { paymentLink } = await openLink(page, { orderId: 'Invoice-2', currency: 'DKK', country: 'DK' });
  await chooseAndPay(page, 'ViaBill');
  await page.getByRole('button', { name: /^Decline/ }).click();
  await expectNotice(page, paymentLink, /not granted/);
  await expect.poll(() => told('Invoice-2')).toEqual(['failed']);
});

for (const { outcome, press, heading, status, words } of [
  { outcome: 'accepted', press: /^Accept/, heading: 'Paid', status: 'paid', words: ['open', 'succeeded'] },
  { outcome: 'declined', press: /^Decline/, heading: 'Your payment was declined', status: 'open', words: ['open', 'failed'] },
] as const) {
  test(`Open: an invoice that is decided later is told as on its way, and ${outcome} while the page waits`, async ({ page, context, server }) => {
    const orderId = `Open-${outcome}`;
    const { sessionId } = await openLink(page, { orderId, currency: 'DKK', country: 'DK' });
    await chooseAndPay(page, 'Invoice');
    const atGateway = page.url();
    await page.getByRole('button', { name: 'Decide later' }).click();
    await expect(page.getByRole('heading', { name: 'Your payment is on its way' })).toBeVisible();
    await expect.poll(() => told(orderId)).toEqual(['open']);
    expect(await sessionStatusOf(server, sessionId)).toBe('pending');

    const lender = await context.newPage();
    await lender.goto(atGateway);
    await expectFit(lender);
    await lender.getByRole('button', { name: press }).click();
    await expect.poll(() => sessionStatusOf(server, sessionId)).toBe(status);
    await expect(page.getByRole('heading', { name: heading })).toBeVisible();
    await expect.poll(() => told(orderId)).toEqual([...words]);
  });
}
