import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BrowserContextOptions, devices, type Page } from '@playwright/test';
import { anOrder } from '#lib/testing/orders.ts';
import { demo } from '../../prisma/seed.ts';
import { expectAccessible } from '../fixtures/accessible.ts';
import { askNow, expectSoundBooks, paymentsOf, sessionStatusOf, statusOf } from '../fixtures/books.ts';
import { cards, chooseAndPay, payByCard } from '../fixtures/customer.ts';
import { openSession, pays, startPayment, submitAtGateway } from '../fixtures/payer.ts';
import type { RunningServer } from '../fixtures/server.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

const { defaultBrowserType: _engine, ...phone } = devices['Pixel 7'];
const { username, password } = demo.gateway;
const signedIn = { httpCredentials: { username, password } };
test.use(signedIn);

let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server, 'Fjord & Sons');
});
test.afterAll(() => shop.close());

const sectionOf = (page: Page, heading: string) => page.locator('section').filter({ has: page.getByRole('heading', { name: heading, level: 2, exact: true }) });

/** Opens the form, chooses the fault and fills in what is given, and sends it. */
async function switchOn(page: Page, fault: string, fields: Record<string, string> = {}): Promise<void> {
  const form = sectionOf(page, 'Switch a fault on');
  if (!(await form.getByLabel('Order', { exact: true }).isVisible())) await form.getByRole('heading').click();
  await form.getByRole('radio', { name: fault }).check();
  for (const [label, value] of Object.entries(fields)) await form.getByLabel(label, { exact: true }).fill(value);
  await form.getByRole('button', { name: 'Switch on' }).click();
}

/** A payment by card, begun by the shop's backend and carried out by its customer. */
async function payAnOrder(orderId: string): Promise<{ sessionId: string; paymentId: string }> {
  const sessionId = await openSession(shop, { order: anOrder({ orderId }), callbacks: { notification: `${shop.origin}/notify` } });
  const { paymentId, url } = await startPayment(shop, sessionId);
  await submitAtGateway(url, pays.card);
  return { sessionId, paymentId };
}

test('a person signs in, makes one order’s payment time out after the charge, sees it, and switches that off again', async ({ page, server }) => {
  const board = `${server.sandboxUrl}/sandbox`;
  await page.goto(board);
  await expect(page.getByRole('heading', { name: 'Fault board' })).toBeVisible();
  await switchOn(page, 'Time-out after the charge', { Order: 'Board-1' });
  await expect(page.getByRole('status')).toHaveText('Time-out after the charge is on.');
  const on = sectionOf(page, 'Faults that are on');
  await expect(on).toContainText('For order Board-1, until switched off.');

  const { paymentLink, sessionId } = await shop.link({ order: { orderId: 'Board-1' } });
  // A page of its own: it loads itself again and again, and would cross the way of whoever leaves it.
  const customer = await page.context().newPage();
  await customer.goto(paymentLink);
  await chooseAndPay(customer, 'Card');
  await payByCard(customer, cards.approved);
  await expect(customer.getByRole('status')).toContainText('The payment is being worked on');
  await customer.close();
  const other = await payAnOrder('Board-2');
  await expect.poll(() => sessionStatusOf(server, other.sessionId)).toBe('paid');
  expect(await sessionStatusOf(server, sessionId)).toBe('open');

  await page.goto(`${board}?find=Board-1-`);
  const transaction = page.getByRole('article', { name: /^Order Board-1-/ });
  await expect(transaction).toHaveCount(1);
  await expect(transaction).toContainText('Reserved');
  await transaction.getByText('1 callback').click();
  await expect(transaction).toContainText('verify_order');
  await expect(transaction).toContainText('200 OKAY');
  await on.getByRole('button', { name: 'Switch off' }).click();
  await expect(page.getByRole('status')).toHaveText('Time-out after the charge is off.');
  await expect(on).toContainText('None.');
  await expect(page).toHaveURL(/find=Board-1-/);

  const [payment] = await paymentsOf(server, sessionId);
  await askNow(server, payment?.id ?? '');
  await expect.poll(() => sessionStatusOf(server, sessionId)).toBe('paid');
  await page.goto(paymentLink);
  await expect(page.getByRole('heading', { name: 'Paid' })).toBeVisible();
});

test('a fault for one order is begun from its transaction, for a number of times, and the board tells what it did', async ({ page, server }) => {
  await payAnOrder('Board-3');
  await page.goto(`${server.sandboxUrl}/sandbox?find=Board-3`);
  await page.getByRole('link', { name: 'Faults for this order' }).click();
  const form = sectionOf(page, 'Switch a fault on');
  await expect(form.getByLabel('Order', { exact: true })).toHaveValue(/^Board-3-/);
  await switchOn(page, 'Bad checksum', { Order: 'Board-4', 'How many times': '1' });
  await expect(sectionOf(page, 'Faults that are on')).toContainText('For order Board-4, 1 more time.');
  const { paymentId } = await payAnOrder('Board-4');
  await expect.poll(() => statusOf(server, paymentId)).toBe('authorized');
  await page.goto(`${server.sandboxUrl}/sandbox?find=board-4`);
  await expect(sectionOf(page, 'Faults that are on')).toContainText('None.');
  await page.getByText(/^\d callbacks$/).click();
  const callbacks = page.getByRole('article').getByRole('listitem');
  await expect(callbacks.filter({ hasText: /^ok/ })).toContainText('404');
  await expect(callbacks.filter({ hasText: /^ok/ })).toContainText('With a fault: Bad checksum');
  await expect(callbacks.filter({ hasText: /^notification/ })).toContainText('200');
});

test('a payment the bank keeps back is decided on the board, and one that is paid is charged back there', async ({ page, server }) => {
  await page.goto(`${server.sandboxUrl}/sandbox`);
  await switchOn(page, 'Late success', { Order: 'Board-5', 'How many times': '1' });
  const { sessionId } = await payAnOrder('Board-5');
  expect(await sessionStatusOf(server, sessionId)).toBe('open');
  await page.goto(`${server.sandboxUrl}/sandbox`);
  await page.getByRole('button', { name: /^Approve order Board-5-/ }).click();
  await expect(page.getByRole('status')).toHaveText(/ for order Board-5-\S+ is now: reserved\.$/);
  await expect.poll(() => sessionStatusOf(server, sessionId)).toBe('paid');
  await page.getByRole('button', { name: /^Charge back order Board-5-/ }).click();
  await expect(page.getByRole('status')).toHaveText(/is now: charged back\.$/);
  await expect(page.getByRole('button', { name: /^Charge back order Board-5-/ })).toHaveCount(0);
  await expectSoundBooks(server);
});

/** Credentials of a new shop's own sandbox account, as the command prints them. */
async function anotherAccount(server: RunningServer): Promise<NonNullable<BrowserContextOptions['httpCredentials']>> {
  const command = [join('.build', 'merchant.js'), 'create', '--name', 'Another & Co'];
  const { stdout } = await promisify(execFile)(process.execPath, command, { env: server.settings });
  expect(stdout).toContain(`${server.sandboxUrl}/sandbox`);
  const shown = (label: string): string => new RegExp(`${label} +(\\S+)`).exec(stdout)?.[1] ?? '';
  return { username: shown('sandbox user'), password: shown('sandbox password') };
}

test('another account sees its own board, and nothing of this one’s', async ({ page, browser, server }) => {
  await payAnOrder('Board-6');
  await page.goto(`${server.sandboxUrl}/sandbox`);
  await switchOn(page, 'Slow answers', { Order: 'Nobodys', 'Delay in seconds': '0.5' });
  const context = await browser.newContext({ httpCredentials: await anotherAccount(server) });
  const theirs = await context.newPage();
  for (const query of ['', '?find=Board-6', '?before=999999', '?decided=1']) {
    await theirs.goto(`${server.sandboxUrl}/sandbox${query}`);
    await expect(theirs.getByText('Another & Co')).toBeVisible();
    await expect(theirs.getByRole('article')).toHaveCount(0);
    await expect(theirs.getByRole('status')).toHaveCount(0);
    await expect(sectionOf(theirs, 'Faults that are on')).toContainText('None.');
  }
  await context.close();
  await sectionOf(page, 'Faults that are on').getByRole('button', { name: 'Switch off' }).click();
});

for (const [name, httpCredentials] of [
  ['no credentials', []],
  ['wrong ones', [{ username, password: 'wrong' }]],
] as [string, { username: string; password: string }[]][]) {
  test(`with ${name} the board answers 401, asks for them, and says which are meant`, async ({ browser, server }) => {
    const context = await browser.newContext({ ...phone, httpCredentials });
    const page = await context.newPage();
    const answer = await context.request.get(`${server.sandboxUrl}/sandbox`);
    expect([answer.status(), answer.headers()['www-authenticate']]).toEqual([401, 'Basic realm="AltaPay sandbox", charset="UTF-8"']);
    // A browser keeps the page from whoever it asks for credentials; it is drawn when they decline to give any.
    await page.setContent(await answer.text());
    await expect(page.getByRole('heading', { name: 'Sign in to the fault board' })).toBeVisible();
    await expect(page.locator('body')).not.toContainText('Board-');
    const press = await context.request.post(`${server.sandboxUrl}/sandbox/board/fault`, { form: { kind: 'down' }, maxRedirects: 0 });
    expect(press.status()).toBe(401);
    await context.close();
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`without script, on the narrowest phone, ${colorScheme}: the board says what cannot be taken, and axe finds nothing`, async ({ browser, server }) => {
    await payAnOrder(`Long${'er'.repeat(30)}`);
    const context = await browser.newContext({ ...phone, ...signedIn, viewport: { width: 320, height: 640 }, colorScheme, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${server.sandboxUrl}/sandbox`);
    await switchOn(page, 'Slow answers', { Order: 'a b', 'How many times': 'often', 'Delay in seconds': '31' });
    const form = sectionOf(page, 'Switch a fault on');
    await expect(form.getByRole('alert')).toContainText('No fault was switched on.');
    for (const [label, typed] of Object.entries({ Order: 'a b', 'How many times': 'often', 'Delay in seconds': '31' })) {
      await expect(form.getByLabel(label, { exact: true })).toHaveValue(typed);
      await expect(form.getByLabel(label, { exact: true })).toHaveAttribute('aria-invalid', 'true');
    }
    await expect(form.getByRole('radio', { name: 'Slow answers' })).toBeChecked();
    const url = page.url();
    await context.close();

    // What axe needs is script of its own.
    const scripted = await browser.newContext({ ...phone, ...signedIn, viewport: { width: 320, height: 640 }, colorScheme });
    const looked = await scripted.newPage();
    for (const address of [url, `${server.sandboxUrl}/sandbox`]) {
      await looked.goto(address);
      await looked
        .getByText(/^\d callbacks$/)
        .first()
        .click();
      expect(await looked.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      await expectAccessible(looked);
    }
    await scripted.close();
  });
}
