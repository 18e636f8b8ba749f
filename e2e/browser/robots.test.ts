import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test';
import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { changedTables, type Rows, rowsAtRest, rowsOf } from '../fixtures/rows.ts';
import { type RunningServer, startServer } from '../fixtures/server.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';

// A service of its own: what other tests left behind may be worked on in the background.
let server: RunningServer;
let shop: Shop;
test.beforeAll(async () => {
  test.setTimeout(90_000);
  server = await startServer({ database: 'embedded' });
  shop = await openShop(server);
});
test.afterAll(async () => {
  await shop.close();
  await server.stop();
});

const isOpened = (made: { url(): string; method(): string }): boolean => made.url().endsWith('/opened') && made.method() === 'POST';

/** Everything that was sent from a browser to change something. */
function sentFrom(context: BrowserContext): string[] {
  const sent: string[] = [];
  context.on('request', (made) => made.method() !== 'GET' && sent.push(`${made.method()} ${new URL(made.url()).pathname.replace(/[^/]{20,}/, '{token}')}`));
  return sent;
}

/** Opens a link and waits until the page's script is at work: it watches whether the page is still true. */
async function openLive(page: Page, paymentLink: string): Promise<void> {
  const watching = page.waitForRequest(/\/status(?:\?|$)/);
  await page.goto(paymentLink);
  await watching;
}

/** One press that the browser itself vouches for, where nothing is. Answers once the page has told of it. */
async function press(page: Page): Promise<void> {
  const told = page.waitForResponse((answer) => isOpened(answer.request()));
  await page.mouse.click(4, 4);
  expect((await told).status()).toBe(204);
}

const openingsOf = async (linkId: string): Promise<number> =>
  (await queryAsGuest(server.settings, "SELECT FROM audit_entry WHERE subject_id = $1 AND action = 'link.opened'", [linkId])).length;

const expectUnchanged = async (before: Rows): Promise<void> => expect(changedTables(before, await rowsOf(server))).toEqual([]);

/**
 * What a sandbox does to see all of a page: scrolls, moves the focus, and makes up events of every kind on every
 * element. It presses no button that sends a form and follows no link. Ends with a question to the server, so
 * that whatever the page sent because of this was sent before.
 */
async function explore(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => setTimeout(resolve, 16));
    for (let y = 0; y <= document.documentElement.scrollHeight; y += 200) {
      scrollTo(0, y);
      await frame();
    }
    const sendsOrLeaves = 'a[href], button:not([type="button"]), input[type="submit"], input[type="image"], select';
    const made = { bubbles: true, cancelable: true, composed: true };
    const events = () => [
      ...['pointerover', 'pointermove', 'pointerdown', 'pointerup'].map((type) => new PointerEvent(type, { ...made, pointerType: 'touch' })),
      ...['mouseover', 'mousemove', 'mousedown', 'mouseup'].map((type) => new MouseEvent(type, made)),
      ...['keydown', 'keypress', 'keyup'].map((type) => new KeyboardEvent(type, { ...made, key: 'Tab', code: 'Tab' })),
      ...['touchstart', 'touchmove', 'touchend'].map((type) => new Event(type, made)),
      ...['input', 'change', 'focusin', 'scroll', 'visibilitychange', 'beforeinput'].map((type) => new Event(type, made)),
      new WheelEvent('wheel', made),
    ];
    const targets: EventTarget[] = [window, document, ...document.querySelectorAll('*')];
    for (const target of targets) {
      for (const event of events()) target.dispatchEvent(event);
      if (!(target instanceof HTMLElement) || target.closest(sendsOrLeaves) !== null) continue;
      target.focus();
      target.click();
    }
    await frame();
    await fetch('/healthz');
  });
}

test('a sandbox that renders the page, scrolls and makes up every gesture changes no row; one real press does, once', async ({ page, context }) => {
  const { paymentLink, id } = await shop.link();
  const before = await rowsAtRest(server);
  const sent = sentFrom(context);
  await openLive(page, paymentLink);
  await explore(page);
  expect(sent).toEqual([]);
  await expectUnchanged(before);

  await press(page);
  const opened = await rowsAtRest(server);
  expect(changedTables(before, opened)).toEqual(['audit_entry', 'checkout_session', 'event', 'payment_link']);
  for (const key of ['Tab', 'ArrowDown', 'Tab']) await page.keyboard.press(key);
  await page.mouse.wheel(0, 200);
  await page.mouse.click(4, 4);
  await page.evaluate(() => fetch('/healthz').then(({ ok }) => ok));
  expect(sent).toEqual(['POST /pay/{token}/opened']);
  await expectUnchanged(opened);
  expect(await openingsOf(id)).toBe(1);
});

test('a sandbox without script changes no row either', async ({ browser }) => {
  const { paymentLink } = await shop.link();
  const before = await rowsAtRest(server);
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const sent = sentFrom(context);
  await page.goto(paymentLink);
  await page.mouse.click(4, 4);
  await page.keyboard.press('Tab');
  await page.mouse.wheel(0, 500);
  await page.screenshot({ fullPage: true });
  await page.reload();
  expect(sent).toEqual([]);
  await expectUnchanged(before);
  await context.close();
});

test('a tab in the background opens nothing, whatever is pressed; once it is looked at, a press does', async ({ page, context }) => {
  const { paymentLink, id } = await shop.link();
  const before = await rowsAtRest(server);
  const sent = sentFrom(context);
  await openLive(page, paymentLink);
  await setHidden(page, true);
  await explore(page);
  await page.mouse.click(4, 4);
  await page.keyboard.press('Tab');
  await page.evaluate(() => fetch('/healthz').then(({ ok }) => ok));
  expect(sent).toEqual([]);
  await expectUnchanged(before);
  await setHidden(page, false);
  await press(page);
  expect(await openingsOf(id)).toBe(1);
});

/** The browser of the tests keeps every tab visible; a page learns of it by these two, and only by these. */
async function setHidden(page: Page, isHidden: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (hidden ? 'hidden' : 'visible') });
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, isHidden);
}

/** How often the page of a link was asked for. */
const fetchesOfPage = (): number =>
  server
    .log()
    .split('\n')
    .filter((line) => line.includes('"path":"/pay/***"')).length;

// Under automation the browser prerenders nothing and fetches ahead instead; a prerendered page is a hidden one, as above.
test('a browser that fetches the link ahead changes no row, nor does the person who follows it before a press', async ({ page }) => {
  const { paymentLink, id } = await shop.link();
  const before = await rowsAtRest(server);
  const fetches = fetchesOfPage();
  const ahead = [{ source: 'list', urls: [paymentLink], eagerness: 'immediate' }];
  const rules = JSON.stringify({ prefetch: ahead, prerender: ahead });
  const mail = `<!doctype html><link rel="icon" href="data:,"><title>Mail</title><script type="speculationrules">${rules}</script><a href="${paymentLink}">Pay</a>`;
  await page.route(`${server.publicUrl}/mail`, (route) => route.fulfill({ contentType: 'text/html', body: mail }));
  await page.goto(`${server.publicUrl}/mail`);
  await expect.poll(fetchesOfPage).toBeGreaterThan(fetches);
  await expectUnchanged(before);
  const watching = page.waitForRequest(/\/status(?:\?|$)/);
  await page.getByRole('link', { name: 'Pay' }).click();
  await watching;
  expect(await page.evaluate(() => performance.getEntriesByType('navigation').map((entry) => 'deliveryType' in entry && entry.deliveryType))).toEqual([
    'navigational-prefetch',
  ]);
  await expectUnchanged(before);
  await press(page);
  expect(await openingsOf(id)).toBe(1);
});

test('a link is opened once, whatever number of gestures, tabs and devices', async ({ browser }) => {
  const { paymentLink, id } = await shop.link();
  const devices = await Promise.all([1, 2].map(() => browser.newContext()));
  const pages = await Promise.all(devices.flatMap((device) => [device.newPage(), device.newPage()]));
  await Promise.all(pages.map((page) => openLive(page, paymentLink)));
  await Promise.all(pages.map(press));
  expect(await openingsOf(id)).toBe(1);
  const opened = await rowsAtRest(server);
  for (const page of pages) {
    await page.mouse.click(4, 4);
    await page.keyboard.press('Tab');
  }
  await lateDevice(browser, paymentLink);
  await expectUnchanged(opened);
  await Promise.all(devices.map((device) => device.close()));
});

/** Opens the link when others have, and presses: there is nothing left to tell. */
async function lateDevice(browser: Browser, paymentLink: string): Promise<void> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const sent = sentFrom(context);
  await openLive(page, paymentLink);
  await page.mouse.click(4, 4);
  await page.evaluate(() => fetch('/healthz').then(({ ok }) => ok));
  expect(sent).toEqual([]);
  await context.close();
}
