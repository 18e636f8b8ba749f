import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, expect, type Page, type Route, test } from '@playwright/test';

// Pages of hand-written HTML, a status told by the test, and a clock that moves only when the test says so.
const origin = 'http://pay.test';
const script = readFileSync(join(import.meta.dirname, '../../.build/page-script.js'), 'utf8');

type Post = { path: string; body: string };

/** The server of one page: what it drew, what it was asked and sent. */
type Server = { drawn: string[]; asked: Route[]; posts: Post[]; answerPost: (route: Route) => Promise<void> };

// A context that is closed while a document is on its way may never close: each test waits for the last one.
const unfinished = new Set<string>();

test.afterEach(async () => {
  await expect.poll(() => [...unfinished], { message: 'documents that were asked for and never loaded' }).toEqual([]);
});

const watched = 'data-status="/pay/t/status" data-version="v1" data-mark="m1"';
const offlineBanner = '<div role="status"><p data-offline hidden>You are offline</p></div>';
const payForm = `<form data-pay method="post" action="/pay/t/payments" data-opened="/pay/t/opened" data-nonce="n1"><button>Pay</button>
  <p data-connecting data-text="Connecting…" role="status"></p></form>`;
const timeLeft = ({ seconds = 583, warnAt = 120, nonce = 'n1', attributes = '' } = {}) =>
  `<section data-time ${attributes} data-seconds-left="${seconds}" data-warn-at="${warnAt}" data-added="Time was added" data-announcements='{"300":"5 minutes left","120":"2 minutes left","60":"1 minute left"}'>
  <bdi data-clock></bdi><span data-last hidden>This was the last time</span>
  <form data-extend method="post" action="/pay/t/extend"><input type="hidden" name="nonce" value="${nonce}"><input type="hidden" name="extensions" value="0"><button>More time</button></form>
  <p data-live role="status"></p></section>`;

const documentOf = (body: string, attributes: string) =>
  `<!doctype html><html><head><title>Pay</title><link rel="icon" href="data:,"></head><body ${attributes}><main><h1>Pay</h1>${body}</main><script>${script}</script></body></html>`;

/** Opens a page with this body, at a clock that stands still. */
async function open(page: Page, body: string, attributes = watched): Promise<Server> {
  const server: Server = { drawn: [], asked: [], posts: [], answerPost: (route) => route.fulfill({ status: 204 }) };
  await page.route(`${origin}/**`, async (route) => {
    const request = route.request();
    const { pathname, search } = new URL(request.url());
    if (request.method() === 'POST') {
      server.posts.push({ path: pathname, body: request.postData() ?? '' });
      return server.answerPost(route);
    }
    if (pathname.endsWith('/status')) return void server.asked.push(route);
    server.drawn.push(pathname + search);
    unfinished.add(request.url());
    return route.fulfill({ contentType: 'text/html; charset=utf-8', body: documentOf(body, attributes) });
  });
  unfinished.clear();
  page.on('load', () => unfinished.clear());
  await page.clock.install({ time: 0 });
  await page.clock.pauseAt(1_000);
  await page.goto(`${origin}/pay/t?notice=choose_method&lang=da#x`);
  return server;
}

/** Answers the n-th question, counted from 1. One that the page has given up is past answering. */
async function tell(
  server: Server,
  number: number,
  answer: { version?: string; mark?: string; status?: number } & Record<string, unknown> = {},
): Promise<void> {
  await expect.poll(() => server.asked.length).toBeGreaterThanOrEqual(number);
  const { status = 200, ...told } = answer;
  await server.asked[number - 1]?.fulfill({ status, json: { state: 'open', version: 'v1', mark: 'm1', ...told } });
}

const questions = (server: Server): string[] => server.asked.map((route) => new URL(route.request().url()).search);

/** Waits until the page has worked through whatever was answered so far. */
const settle = (page: Page) => page.evaluate(() => fetch('data:,').then(() => undefined));

const expectAsked = (server: Server, count: number) => expect.poll(() => server.asked.length).toBe(count);

async function setHidden(page: Page, isHidden: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (hidden ? 'hidden' : 'visible') });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, isHidden);
}

async function setOffline(context: BrowserContext, page: Page, isOffline: boolean): Promise<void> {
  await context.setOffline(isOffline);
  await expect.poll(() => page.evaluate(() => navigator.onLine)).toBe(!isOffline);
}

test.describe('a page that watches itself', () => {
  test('is drawn anew when its version is another, told what it showed before', async ({ page }) => {
    const server = await open(page, '');
    await tell(server, 1, { version: 'v2', mark: 'm2' });
    await expect.poll(() => server.drawn).toEqual(['/pay/t?notice=choose_method&lang=da', '/pay/t?lang=da&seen=v1']);
    expect(questions(server)[0]).toBe('?seen=m1');
  });

  test('stays when only its mark is another, and asks on with that, a second later at the earliest', async ({ page }) => {
    const server = await open(page, '');
    await tell(server, 1, { mark: 'm 2' });
    await settle(page);
    await page.clock.runFor(900);
    expect(server.asked.length).toBe(1);
    await page.clock.runFor(200);
    await expectAsked(server, 2);
    expect(questions(server)).toEqual(['?seen=m1', '?seen=m%202']);
    expect(server.drawn.length).toBe(1);
  });

  test('asks at once again when the server held the answer for long', async ({ page }) => {
    const server = await open(page, '');
    await expectAsked(server, 1);
    await page.clock.runFor(25_000);
    await tell(server, 1);
    await settle(page);
    await page.clock.runFor(10);
    await expectAsked(server, 2);
  });

  test('is not drawn anew while a press is on its way, but when the press led nowhere', async ({ page }) => {
    const server = await open(page, payForm);
    server.answerPost = (route) => route.fulfill({ status: 204 });
    await page.getByRole('button', { name: 'Pay' }).click();
    await tell(server, 1, { version: 'v2', mark: 'm2' });
    await settle(page);
    await page.clock.runFor(1_100);
    await expectAsked(server, 2);
    expect(server.drawn.length).toBe(1);
    await page.clock.runFor(15_000);
    await tell(server, 2, { version: 'v2', mark: 'm2' });
    await expect.poll(() => server.drawn.length).toBe(2);
  });

  test('asks ever more rarely while the server fails, up to half a minute, and soon after it works again', async ({ page }) => {
    const server = await open(page, '');
    const pauses = [1, 2, 4, 8, 16, 30, 30];
    for (const [index, seconds] of pauses.entries()) {
      if (index % 2 === 0) await tell(server, index + 1, { status: 503 });
      else await expectAsked(server, index + 1).then(() => server.asked[index]?.fulfill({ body: '<p>Sign in to this network' }));
      await settle(page);
      await page.clock.runFor(seconds * 740);
      expect(server.asked.length, `not before ${seconds} s`).toBe(index + 1);
      await page.clock.runFor(seconds * 270);
      await expectAsked(server, index + 2);
    }
    await tell(server, pauses.length + 1);
    await settle(page);
    await page.clock.runFor(1_100);
    await expectAsked(server, pauses.length + 2);
    expect(server.drawn.length).toBe(1);
  });

  test('gives a dead connection up and asks anew', async ({ page }) => {
    const server = await open(page, '');
    await expectAsked(server, 1);
    await page.clock.runFor(40_100);
    await settle(page);
    await page.clock.runFor(1_100);
    await expectAsked(server, 2);
  });

  test('asks nothing while hidden, and at once, without waiting for news, when it is looked at', async ({ page }) => {
    const server = await open(page, '');
    await expectAsked(server, 1);
    const givenUp = page.waitForEvent('requestfailed');
    await setHidden(page, true);
    await givenUp;
    await page.clock.runFor(600_000);
    await settle(page);
    expect(server.asked.length).toBe(1);
    await setHidden(page, false);
    await expectAsked(server, 2);
    expect(questions(server)[1]).toBe('');
  });

  test('asks nothing while offline, says so, and asks at once when back', async ({ page, context }) => {
    const server = await open(page, offlineBanner);
    await expectAsked(server, 1);
    const banner = page.getByText('You are offline');
    await expect(banner).toBeHidden();
    await setOffline(context, page, true);
    await expect(banner).toBeVisible();
    await page.clock.runFor(600_000);
    expect(server.asked.length).toBe(1);
    await setOffline(context, page, false);
    await expect(banner).toBeHidden();
    await expectAsked(server, 2);
  });

  test('does not chase a status that disagrees with every drawing', async ({ page }) => {
    const server = await open(page, '');
    await page.goto(`${origin}/pay/t?seen=v1`);
    await expectAsked(server, 2);
    await tell(server, 2, { version: 'v2', mark: 'm2' });
    await settle(page);
    await page.clock.runFor(4_900);
    expect([server.asked.length, server.drawn.length]).toEqual([2, 2]);
    await page.clock.runFor(200);
    await tell(server, 3, { version: 'v2', mark: 'm2' });
    await expect.poll(() => server.drawn.length).toBe(3);
  });

  test('is drawn anew when the Back button brings it back', async ({ page }) => {
    const server = await open(page, '');
    await page.evaluate(() => void dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    await expectAsked(server, 2);
    expect(server.drawn.length).toBe(2);
  });

  test('a page without any of it asks nothing and says nothing', async ({ page }) => {
    const errors: Error[] = [];
    page.on('pageerror', (error) => errors.push(error));
    const server = await open(page, '', '');
    await page.mouse.click(5, 5);
    await page.clock.runFor(60_000);
    await settle(page);
    expect([errors, server.asked.length, server.posts]).toEqual([[], 0, []]);
  });
});

test.describe('the pay form', () => {
  test('is sent once, says that it connects, and can be pressed again when nothing came of it', async ({ page }) => {
    const server = await open(page, payForm.replace(/ data-opened="[^"]+"/, ''));
    const press = () => page.getByRole('button', { name: 'Pay' }).click();
    await press();
    await press();
    await expect(page.locator('form')).toHaveAttribute('data-busy', 'true');
    await expect(page.locator('[data-connecting]')).toHaveText('Connecting…');
    await page.clock.runFor(15_100);
    await expect(page.locator('form')).toHaveAttribute('data-busy', 'false');
    await expect(page.locator('[data-connecting]')).toBeEmpty();
    expect(server.posts.map(({ path }) => path)).toEqual(['/pay/t/payments']);
    await press();
    await expect.poll(() => server.posts.length).toBe(2);
  });

  test('is not sent while offline', async ({ page, context }) => {
    const server = await open(page, offlineBanner + payForm);
    await setOffline(context, page, true);
    await page.getByRole('button', { name: 'Pay' }).click();
    await expect(page.locator('form')).not.toHaveAttribute('data-busy');
    await setOffline(context, page, false);
    server.posts.length = 0;
    await page.getByRole('button', { name: 'Pay' }).click();
    await expect.poll(() => server.posts.map(({ path }) => path)).toContain('/pay/t/payments');
  });

  test('"opened" is told once, at a person’s first gesture, never because of made-up ones', async ({ page }) => {
    const server = await open(page, payForm);
    await page.evaluate(() => {
      for (const type of ['pointerdown', 'keydown', 'touchstart', 'wheel', 'click'])
        for (const target of [window, document, document.body]) target.dispatchEvent(new Event(type, { bubbles: true }));
      document.body.click();
    });
    await settle(page);
    expect(server.posts).toEqual([]);
    await page.mouse.click(5, 5);
    await expect.poll(() => server.posts).toEqual([{ path: '/pay/t/opened', body: 'nonce=n1' }]);
    await page.keyboard.press('Tab');
    await page.mouse.wheel(0, 50);
    await page.mouse.click(5, 5);
    await settle(page);
    expect(server.posts.length).toBe(1);
  });

  test('a gesture on a hidden page tells nothing; one that was told in vain is told again by the next', async ({ page }) => {
    const server = await open(page, payForm);
    await setHidden(page, true);
    await page.mouse.click(5, 5);
    await settle(page);
    expect(server.posts).toEqual([]);
    await setHidden(page, false);
    server.answerPost = (route) => route.fulfill({ status: 503 });
    await page.mouse.click(5, 5);
    await expect.poll(() => server.posts.length).toBe(1);
    await settle(page);
    server.answerPost = (route) => route.fulfill({ status: 403 });
    await page.mouse.click(5, 5);
    await expect.poll(() => server.posts.length).toBe(2);
    await settle(page);
    await page.mouse.click(5, 5);
    await settle(page);
    expect(server.posts.length).toBe(2);
  });
});

test.describe('the time left', () => {
  const clockOf = (page: Page) => page.locator('[data-clock]');
  const live = (page: Page) => page.locator('[data-live]');

  test('runs by the second, warns, and reads out each threshold once as it passes', async ({ page }) => {
    await open(page, timeLeft());
    await expect(clockOf(page)).toHaveText('9:43');
    await expect(live(page)).toBeEmpty();
    await page.clock.runFor(1_000);
    await expect(clockOf(page)).toHaveText('9:42');
    await page.clock.runFor(281_000);
    await expect(clockOf(page)).toHaveText('5:01');
    await expect(live(page)).toBeEmpty();
    await page.clock.runFor(1_000);
    await expect(live(page)).toHaveText('5 minutes left');
    await expect(page.locator('section')).not.toHaveAttribute('data-state');
    await page.evaluate(() => {
      const text = document.querySelector('[data-live]');
      if (text) text.textContent = '';
    });
    await page.clock.runFor(179_000);
    await expect(live(page)).toBeEmpty();
    await page.clock.runFor(1_000);
    await expect(clockOf(page)).toHaveText('2:00');
    await expect(live(page)).toHaveText('2 minutes left');
    await expect(page.locator('section')).toHaveAttribute('data-state', 'warning');
  });

  test('shows hours, and catches up after a sleep with the one announcement that is true', async ({ page }) => {
    await open(page, timeLeft({ seconds: 3723 }));
    await expect(clockOf(page)).toHaveText('1:02:03');
    await page.clock.fastForward(3_650_000);
    await page.clock.runFor(1_000);
    await expect(live(page)).toHaveText('2 minutes left');
  });

  test('a page that begins with a warning reads it out', async ({ page }) => {
    await open(page, timeLeft({ seconds: 100 }));
    await expect(page.locator('section')).toHaveAttribute('data-state', 'warning');
    await page.clock.runFor(1_100);
    await expect(live(page)).toHaveText('2 minutes left');
  });

  test('asks at once what is true when it is over', async ({ page }) => {
    const server = await open(page, timeLeft({ seconds: 30, warnAt: 15 }));
    await expectAsked(server, 1);
    await page.clock.runFor(30_100);
    await expect(clockOf(page)).toHaveText('0:00');
    await expectAsked(server, 2);
    expect(questions(server)).toEqual(['?seen=m1', '']);
    await tell(server, 2, { version: 'expired', mark: 'expired' });
    await expect.poll(() => server.drawn.length).toBe(2);
  });

  test('follows the server’s clock, but not its rounding', async ({ page }) => {
    const server = await open(page, timeLeft());
    await tell(server, 1, { secondsLeft: 582 });
    await settle(page);
    await expect(clockOf(page)).toHaveText('9:43');
    await page.clock.runFor(1_100);
    await tell(server, 2, { mark: 'm2', secondsLeft: 700, extensionSeconds: 600 });
    await expect(clockOf(page)).toHaveText('11:40');
    await expect(live(page)).toBeEmpty();
  });

  test('stands until a person touches the page', async ({ page }) => {
    const server = await open(page, timeLeft({ nonce: '', attributes: 'data-waiting' }) + payForm);
    await tell(server, 1, { mark: 'm2', secondsLeft: 583, extensionSeconds: 600, isOpened: false });
    await page.clock.runFor(10_000);
    await expect(clockOf(page)).toBeEmpty();
    await page.mouse.click(5, 5);
    await expect(clockOf(page)).toHaveText('9:43');
    await expect(page.locator('section')).not.toHaveAttribute('data-waiting');
    await expect(page.locator('[data-extend] [name=nonce]')).toHaveValue('n1');
  });

  test('runs once it was opened on another device', async ({ page }) => {
    const server = await open(page, timeLeft({ nonce: '', attributes: 'data-waiting' }) + payForm);
    await tell(server, 1, { mark: 'm2', secondsLeft: 400, extensionSeconds: 600, isOpened: true });
    await expect(clockOf(page)).toHaveText('6:40');
    await expect(page.locator('[data-extend] [name=nonce]')).toHaveValue('n1');
  });

  test('one press adds time without leaving the page, and says so; the last one leaves with a word', async ({ page }) => {
    const server = await open(page, timeLeft({ seconds: 100 }));
    server.answerPost = (route) => route.fulfill({ status: 303, headers: { location: '/pay/t' } });
    await page.getByRole('button', { name: 'More time' }).click();
    await tell(server, 2, { mark: 'm2', secondsLeft: 700, extensionSeconds: 600 });
    await expect(live(page)).toHaveText('Time was added');
    await expect(clockOf(page)).toHaveText('11:40');
    await expect(page.locator('section')).not.toHaveAttribute('data-state');
    await page.getByRole('button', { name: 'More time' }).click();
    await tell(server, 3, { mark: 'm3', secondsLeft: 1300, extensionSeconds: 0 });
    await expect(live(page)).toHaveText(/^Time was added\s*$/);
    await expect(page.getByRole('button', { name: 'More time' })).toBeHidden();
    await expect(page.getByText('This was the last time')).toBeVisible();
    await expect(page.locator('section')).toBeFocused();
    expect(server.posts.map(({ body }) => body)).toEqual(['nonce=n1&extensions=0', 'nonce=n1&extensions=1']);
    expect(server.drawn.length).toBe(1);
  });

  test('news that overtakes the answer to a press is told once and draws nothing anew', async ({ page }) => {
    const server = await open(page, timeLeft());
    let answer = () => Promise.resolve();
    server.answerPost = async (route) => {
      answer = () => route.fulfill({ status: 204 });
    };
    await page.getByRole('button', { name: 'More time' }).click();
    await expect.poll(() => server.posts.length).toBe(1);
    await tell(server, 1, { mark: 'm2', secondsLeft: 1183, extensionSeconds: 600, extensions: 1 });
    await expect(live(page)).toHaveText('Time was added');
    await answer();
    await settle(page);
    await page.clock.runFor(1_100);
    await tell(server, 2, { mark: 'm2', secondsLeft: 1182, extensionSeconds: 600, extensions: 1 });
    await settle(page);
    await expect(page.locator('[name=extensions]')).toHaveValue('1');
    expect([server.drawn.length, await live(page).textContent()]).toEqual([1, 'Time was added']);
  });

  test('a press that added nothing draws the page anew; one that never arrived can be made again', async ({ page }) => {
    const server = await open(page, timeLeft());
    server.answerPost = (route) => route.abort();
    await page.getByRole('button', { name: 'More time' }).click();
    await expect.poll(() => server.posts.length).toBe(1);
    await settle(page);
    expect(server.asked.length).toBe(1);
    server.answerPost = (route) => route.fulfill({ status: 204 });
    await page.getByRole('button', { name: 'More time' }).click();
    await tell(server, 2, { secondsLeft: 583, extensionSeconds: 600 });
    await expect.poll(() => server.drawn.length).toBe(2);
  });
});

test('the page’s address is copied without query and fragment, which the button then says', async ({ page }) => {
  await open(page, '<button type="button" data-copy hidden data-copied="Copied">Copy</button><input aria-label="Paste here">');
  await page.getByRole('button', { name: 'Copy' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  await page.getByLabel('Paste here').press('Control+v');
  await expect(page.getByLabel('Paste here')).toHaveValue(`${origin}/pay/t`);
});
