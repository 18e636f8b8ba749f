import type { Browser, Page } from '@playwright/test';
import { pickable } from '#lib/i18n/languages.ts';
import { violationsOf } from '../fixtures/accessible.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';
import { axeViews } from '../pages/axe-matrix.ts';
import { openState, type StatePlace, stateNames } from '../pages/states.ts';

/** Pages without news: the reader begins at their top. */
const withoutNews = ['open', 'open-one-method', 'open-no-method', 'open-no-method-here', 'open-fixed-time', 'open-begun', 'open-ending', 'open-last-time'];
const branded = ['brand-crafts-open', 'brand-sports-open', 'brand-luxury-open'];
const quiet = new Set([...withoutNews, ...branded, 'came-from-screen', 'in-app', 'leaving', 'following', 'code', 'verify', 'offline']);

let shop: Shop;
let place: StatePlace;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server, 'Nordlys Keramik');
  place = { publicUrl: server.publicUrl, paymentLink: (await shop.link()).paymentLink };
});
test.afterAll(() => shop.close());
test.beforeEach(({ consoleGuard }) =>
  consoleGuard.allow(/Failed to load resource: (the server responded with a status of (404|410|503)|net::ERR_INTERNET_DISCONNECTED)/),
);

type Found = Record<string, string[]>;

/** Looks at every state in one page and answers what was wrong, by state. */
async function lookAtAll(page: Page, look: (state: string) => Promise<string[]>, language = 'en'): Promise<Found> {
  const found: Found = {};
  for (const state of stateNames) {
    await openState(page, place, state, language);
    const wrongs = await look(state);
    if (wrongs.length > 0) found[state] = wrongs;
  }
  return found;
}

/** What sticks out to the right or left, and whether the page can be moved sideways. */
const overflows = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const out = [...document.querySelectorAll('body *')].filter((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      return !element.closest('.sr-only') && width > 1 && (right > innerWidth + 1 || left < -1);
    });
    const isMovable = document.documentElement.scrollWidth > innerWidth;
    return [...out.map((element) => `sticks out: ${element.outerHTML.slice(0, 120)}`), ...(isMovable ? ['scrolls sideways'] : [])];
  });

/** Text that is cut off by its own box; what only screen readers get is meant to be. */
const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('body *')]
      .filter((element) => element instanceof HTMLElement && !element.closest('.sr-only') && getComputedStyle(element).overflow !== 'visible')
      .filter(({ scrollWidth, clientWidth, scrollHeight, clientHeight }) => scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 1)
      .map((element) => `cut off: ${element.outerHTML.slice(0, 120)}`),
  );

test('axe finds nothing in any state, the states spread over light and dark, both directions, narrow and wide', async ({ browser }) => {
  test.setTimeout(120_000);
  const found: Found = {};
  for (const [at, view] of axeViews.entries()) {
    const context = await browser.newContext(view.context);
    const page = await context.newPage();
    for (const state of stateNames.filter((_, index) => index % axeViews.length === at)) {
      await openState(page, place, state, view.language);
      const violations = await violationsOf(page);
      if (violations.length > 0) found[`${state}, ${view.name}`] = violations;
    }
    await context.close();
  }
  expect(found).toEqual({});
});

test('at 320 px, as at 400 % zoom, no state is wider than the screen; the text spacing of WCAG 1.4.12 loses no text', async ({ page }) => {
  test.setTimeout(60_000);
  const found = await lookAtAll(page, async () => {
    // What a window of 1280 × 1024 px leaves at 400 %.
    await page.setViewportSize({ width: 320, height: 256 });
    const zoomed = [...(await overflows(page)), ...(await cutOff(page))].map((text) => `zoomed, ${text}`);
    await page.setViewportSize({ width: 320, height: 640 });
    const asItIs = await overflows(page);
    await page.evaluate(() => {
      const spacing = { 'line-height': '1.5', 'letter-spacing': '0.12em', 'word-spacing': '0.16em' };
      for (const element of document.querySelectorAll<HTMLElement>('body, body *')) {
        for (const [name, value] of Object.entries(spacing)) element.style?.setProperty(name, value, 'important');
        if (element.localName === 'p' && !element.matches('.sr-only')) element.style.setProperty('margin-bottom', '2em', 'important');
      }
    });
    return [...zoomed, ...asItIs, ...(await overflows(page)).map((text) => `spaced, ${text}`), ...(await cutOff(page)).map((text) => `spaced, ${text}`)];
  });
  expect(found).toEqual({});
});

test('on a phone every link, button, choice and summary is at least 44 by 44 CSS px', async ({ page }) => {
  test.setTimeout(60_000);
  await page.setViewportSize({ width: 390, height: 844 });
  const found = await lookAtAll(page, () =>
    page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
      const targets = [...document.querySelectorAll('a, button, summary, select, input:not([type=hidden])')].map(
        (element) => element.closest('label') ?? element,
      );
      const sizes = targets.map((element) => ({ element, box: element.getBoundingClientRect() })).filter(({ element }) => element.checkVisibility());
      const small = sizes.filter(({ box }) => box.width < 44 || box.height < 44);
      return small.map(({ element, box }) => `${Math.round(box.width)} × ${Math.round(box.height)}: ${element.outerHTML.slice(0, 120)}`);
    }),
  );
  expect(found).toEqual({});
});

/** What a page says of itself. */
const factsOf = (page: Page) =>
  page.evaluate(() => ({
    lang: document.documentElement.lang,
    dir: document.documentElement.dir,
    title: document.title,
    headings: document.querySelectorAll('h1').length,
    mains: document.querySelectorAll('main').length,
  }));

for (const [language, dir] of [
  ['en', 'ltr'],
  ['ar', 'rtl'],
] as const) {
  test(`every state says its language and direction (${language}), has one first heading, and a title that tells it from others`, async ({ page }) => {
    test.setTimeout(60_000);
    const titles = new Map<string, string>();
    const found = await lookAtAll(
      page,
      async (state) => {
        const { title, ...facts } = await factsOf(page);
        titles.set(state, title);
        const expected = { lang: language, dir, headings: 1, mains: 1 };
        const wrongs = Object.entries(expected).filter(([name, value]) => facts[name as keyof typeof facts] !== value);
        return [...wrongs.map(([name]) => `${name} is ${facts[name as keyof typeof facts]}`), ...(title.trim() === '' ? ['no title'] : [])];
      },
      language,
    );
    expect(found).toEqual({});
    const different = ['open', 'declined-other', 'checking', 'pending', 'paid', 'surplus', 'failed', 'expired', 'cancelled', 'replaced', 'disabled', 'unknown'];
    const others = ['failure', 'leaving', 'following', 'not-found'];
    const told = [...different, ...others].map((state) => titles.get(state));
    expect(told.filter((title, at) => told.indexOf(title) !== at)).toEqual([]);
  });
}

for (const javaScriptEnabled of [true, false]) {
  test(`news has the focus as soon as the page is there, ${javaScriptEnabled ? 'with' : 'without'} script, and stands in a live region or a heading`, async ({
    browser,
  }) => {
    test.setTimeout(60_000);
    const context = await browser.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    const states = stateNames.filter((name) => name !== 'offline');
    const found: Record<string, string> = {};
    for (const state of states) {
      await openState(page, place, state, 'en');
      const isRight = (focused: string) => (quiet.has(state) ? focused === 'body' : ['h1', 'alert'].includes(focused));
      const focusNow = () => page.evaluate(() => document.activeElement?.getAttribute('role') ?? document.activeElement?.localName ?? 'nothing');
      // The browser moves the focus with its next frame.
      await expect
        .poll(async () => isRight(await focusNow()), { timeout: 2_000 })
        .toBe(true)
        .catch(async () => Object.assign(found, { [state]: await focusNow() }));
    }
    await context.close();
    expect(found).toEqual({});
  });
}

test('what changes while the page is open stands in live regions: time left, connecting, no connection', async ({ page }) => {
  await page.goto(place.paymentLink);
  for (const region of ['[data-live]', '[data-connecting]', '[data-offline]']) {
    expect(await page.locator(region).evaluate((element) => element.closest('[role=status], [role=alert], [aria-live]') !== null)).toBe(true);
  }
});

/** What has the focus: its words, whether that can be seen, and whether anything lies over it. */
const focusOf = (page: Page) =>
  page.evaluate(() => {
    const focused = document.activeElement ?? document.body;
    const drawn = focused.closest('label') ?? focused;
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(drawn);
    const { left, top, right, bottom } = drawn.getBoundingClientRect();
    const middle = (left + right) / 2;
    const isBare = [top + 3, (top + bottom) / 2, bottom - 3].every((y) => drawn.contains(document.elementFromPoint(middle, y)));
    const isRinged = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2 && outlineColor !== getComputedStyle(document.body).backgroundColor;
    return { words: (drawn.textContent ?? '').trim().replaceAll(/\s+/g, ' '), isRinged, isBare };
  });

/** Presses a key this often and answers where the focus went. */
async function press(page: Page, key: string, times: number) {
  const stops: Awaited<ReturnType<typeof focusOf>>[] = [];
  for (let at = 0; at < times; at++) {
    await page.keyboard.press(key);
    stops.push(await focusOf(page));
  }
  return stops;
}

const lowPhone = { width: 360, height: 560 };

test('by keyboard alone the focus goes through time, ways to pay, button and languages and back, always seen, never under the pay bar', async ({ page }) => {
  await page.setViewportSize(lowPhone);
  await openState(page, place, 'open-begun', 'en');
  const order = [/^Add 10 minutes/, /^Card/, /Pay DKK/, /English/];
  const forth = await press(page, 'Tab', order.length);
  for (const [at, pattern] of order.entries()) expect(forth[at]?.words).toMatch(pattern);
  const back = await press(page, 'Shift+Tab', 2);
  const around = await press(page, 'ArrowDown', 2);
  expect(around.map(({ words }) => words)).toEqual([expect.stringMatching(/MobilePay/), expect.stringMatching(/Bank/)]);
  await expect(page.getByRole('radio', { name: 'Bank payment' })).toBeChecked();
  const up = await press(page, 'Shift+Tab', 1);
  expect(up[0]?.words).toMatch(/^Add 10 minutes/);
  expect([...forth, ...back, ...around, ...up].filter(({ isRinged, isBare }) => !isRinged || !isBare)).toEqual([]);
});

test('a payment is begun by keyboard alone: Tab to the ways to pay, arrows choose, Enter pays', async ({ page }) => {
  await page.setViewportSize(lowPhone);
  const { paymentLink } = await shop.link();
  await page.goto(paymentLink);
  const radios = page.getByRole('radio');
  await expect
    .poll(async () => ((await radios.first().evaluate((radio) => radio === document.activeElement)) ? 'there' : void (await page.keyboard.press('Tab'))))
    .toBe('there');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await expect(radios.first()).toBeChecked();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/sandbox\/eCommerce\/API\/requestForm/);
});

test('the languages open and are walked through by keyboard', async ({ page }) => {
  await openState(page, place, 'open', 'en');
  await page.locator('summary').focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('footer a').first()).toBeVisible();
  const [first] = await press(page, 'Tab', 1);
  expect(first?.words).toBe(pickable[0]?.name);
  expect(first?.isRinged).toBe(true);
});

test('at 400 % zoom the pay button covers nothing and is reached by scrolling', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 256 });
  await openState(page, place, 'open-begun', 'en');
  const button = page.locator('form[data-pay] button[type=submit]');
  await expect(button).not.toBeInViewport();
  await button.scrollIntoViewIfNeeded();
  await expect(button).toBeInViewport({ ratio: 1 });
  await page.getByRole('radio').first().scrollIntoViewIfNeeded();
  await expect(page.getByRole('radio').first()).toBeInViewport({ ratio: 1 });
});

/** The edge and the ring around an element, as forced colours leave them. */
const edgesOf = (page: Page, selector: string) =>
  page.locator(selector).evaluate((element) => {
    const { borderTopStyle, borderTopWidth, borderTopColor, outlineStyle, outlineWidth, outlineColor, backgroundColor } = getComputedStyle(element);
    return {
      isEdged: borderTopStyle !== 'none' && Number.parseFloat(borderTopWidth) >= 1 && borderTopColor !== backgroundColor,
      ring: outlineStyle === 'none' || Number.parseFloat(outlineWidth) === 0 ? 'none' : `${outlineWidth} ${outlineColor}`,
    };
  });

test('forced colours keep an edge on the button, on the chosen way to pay and on what has the focus', async ({ browser }) => {
  const context = await browser.newContext({ forcedColors: 'active' });
  const page = await context.newPage();
  await openState(page, place, 'open-begun', 'en');
  await page.getByRole('radio').nth(1).check();
  await page.locator('form[data-extend] button').focus();
  const label = (at: number) => `form[data-pay] label >> nth=${at}`;
  expect((await edgesOf(page, 'form[data-pay] button[type=submit]')).isEdged).toBe(true);
  expect((await edgesOf(page, 'form[data-extend] button')).isEdged).toBe(true);
  const [plain, chosen] = [await edgesOf(page, label(0)), await edgesOf(page, label(1))];
  expect(plain).toEqual({ isEdged: true, ring: 'none' });
  expect(chosen.ring).not.toBe('none');
  await page.keyboard.press('Tab');
  const focused = await edgesOf(page, label(1));
  expect(focused.ring).not.toBe('none');
  expect(focused.ring).not.toBe(chosen.ring);
  await page.keyboard.press('Tab');
  expect((await edgesOf(page, 'form[data-pay] button[type=submit]')).ring).not.toBe('none');
  await context.close();
});

async function moving(browser: Browser, reducedMotion: 'reduce' | 'no-preference'): Promise<Record<string, number>> {
  const context = await browser.newContext({ reducedMotion });
  const page = await context.newPage();
  const running: Record<string, number> = {};
  for (const state of ['open-ending', 'leaving', 'returning', 'checking', 'paid']) {
    await openState(page, place, state, 'en');
    const count = await page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length);
    if (count > 0) running[state] = count;
  }
  await context.close();
  return running;
}

test('nothing moves for who asked for reduced motion', async ({ browser }) => {
  expect(Object.keys(await moving(browser, 'no-preference'))).toContain('checking');
  expect(await moving(browser, 'reduce')).toEqual({});
});
