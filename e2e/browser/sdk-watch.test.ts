import { expect, type Page, test } from '@playwright/test';
import {
  callsOf,
  change,
  comeBack,
  endedCheckout,
  heard,
  openCheckout,
  openShopPage,
  type Service,
  setHidden,
  setOffline,
  settle,
  start,
  tell,
  tick,
} from '../fixtures/sdk-page.ts';

const expectAsked = (told: Service, count: number) => expect.poll(() => told.asked.length).toBe(count);
const questions = (told: Service) => callsOf(told, 'status').map(({ path }) => path.replace(/^.*status/, ''));
const count = (told: Service) => callsOf(told, 'checkout').length;

async function watch(page: Page, checkout = openCheckout()): Promise<Service> {
  const told = await openShopPage(page, { checkout });
  await start(page);
  return told;
}

test('what another version or another mark shows is read anew, and asked on from there', async ({ page }) => {
  const told = await watch(page);
  await change(told, 1, openCheckout({ version: 'v2', mark: 'm 2' }));
  await expect.poll(() => heard(page)).toEqual(['change']);
  await page.clock.runFor(900);
  expect(told.asked.length).toBe(1);
  await page.clock.runFor(200);
  await expectAsked(told, 2);
  await change(told, 2, openCheckout({ version: 'v2', mark: 'm3' }));
  await expect.poll(() => heard(page)).toEqual(['change', 'change']);
  await page.clock.runFor(1_100);
  await expectAsked(told, 3);
  await tell(told, 3, { version: 'v2', mark: 'm3' });
  await tick(page, 1_100);
  await expectAsked(told, 4);
  expect(questions(told)).toEqual(['?seen=m1', '?seen=m%202', '?seen=m3', '?seen=m3']);
  expect(count(told)).toBe(2);
});

test('a status that disagrees with the checkout is not chased', async ({ page }) => {
  const told = await watch(page);
  await tell(told, 1, { version: 'v2' });
  await tick(page, 4_900);
  expect([told.asked.length, count(told)]).toEqual([1, 1]);
  await page.clock.runFor(200);
  await expectAsked(told, 2);
  expect(await heard(page)).toEqual([]);
});

test('it asks ever more rarely while the service fails, up to half a minute, and soon after it works again', async ({ page }) => {
  const told = await watch(page);
  const pauses = [1, 2, 4, 8, 16, 30, 30];
  for (const [index, seconds] of pauses.entries()) {
    await tell(told, index + 1, {}, 503);
    await tick(page, seconds * 740);
    expect(told.asked.length, `not before ${seconds} s`).toBe(index + 1);
    await page.clock.runFor(seconds * 270);
    await expectAsked(told, index + 2);
  }
  await tell(told, pauses.length + 1);
  await tick(page, 1_100);
  await expectAsked(told, pauses.length + 2);
});

test('a dead connection is given up', async ({ page }) => {
  const told = await watch(page);
  await expectAsked(told, 1);
  await page.clock.runFor(40_100);
  await tick(page, 1_100);
  await expectAsked(told, 2);
});

test('it asks nothing while hidden or offline, and at once, without waiting for news, when it is looked at again', async ({ page }) => {
  const told = await watch(page);
  await expectAsked(told, 1);
  await setHidden(page, true);
  await tick(page, 600_000);
  expect(told.asked.length).toBe(1);
  await setHidden(page, false);
  await expectAsked(told, 2);
  await setOffline(page, true);
  await tick(page, 600_000);
  expect(told.asked.length).toBe(2);
  await setOffline(page, false);
  await expectAsked(told, 3);
  expect(questions(told)).toEqual(['?seen=m1', '', '']);
});

test('it asks at once when its time is over, and tells what is left meanwhile', async ({ page }) => {
  const time = { isOpened: true, endsAt: '1970-01-01T00:00:31Z', secondsLeft: 30, extensionSeconds: 0, extensions: 0 };
  const told = await watch(page, openCheckout({ time }));
  await expectAsked(told, 1);
  await page.clock.runFor(10_000);
  expect(await page.evaluate(() => window.session.time?.secondsLeft)).toBe(20);
  await page.clock.runFor(20_100);
  await expectAsked(told, 2);
  expect(questions(told)).toEqual(['?seen=m1', '']);
});

test('a page that the Back button brings back reads what is true', async ({ page }) => {
  const told = await watch(page);
  await comeBack(page);
  await expect.poll(() => count(told)).toBe(1);
});

for (const state of ['expired', 'replaced', 'cancelled'] as const) {
  test(`a link that is ${state} is heard of, also by whoever listens late`, async ({ page }) => {
    const told = await watch(page);
    await change(told, 1, endedCheckout(state));
    await expect.poll(() => heard(page)).toEqual(['change', 'expired', `failure callback, ${state}, It is ${state}, s1`]);
    await page.evaluate(() => void window.session.on('expired', ({ detail }) => void window.heard.push(`late ${detail.state}`)));
    await expect.poll(() => heard(page)).toContain(`late ${state}`);
  });
}

test('a payment is heard of once, and then nothing more is asked', async ({ page }) => {
  const told = await watch(page);
  await change(told, 1, endedCheckout('checking'));
  await expect(page.getByRole('heading', { name: 'It is checking' })).toBeVisible();
  await expect.poll(() => heard(page)).toEqual(['change']);
  await tick(page, 1_100);
  await change(told, 2, endedCheckout('paid'));
  await expect.poll(() => heard(page)).toEqual(['change', 'change', 'paid', 'success callback, paid']);
  await tick(page, 120_000);
  expect(told.asked.length).toBe(2);
});

test('a new failed try is heard of once, an old one and an unfinished one never', async ({ page }) => {
  const told = await watch(page, openCheckout({ lastTry: { paymentId: 'p0', outcome: 'declined', message: 'Old' } }));
  await tick(page);
  const lastTry = (outcome: 'unfinished' | 'declined') => ({ paymentId: 'p1', outcome });
  for (const [index, outcome] of (['unfinished', 'declined', 'declined'] as const).entries()) {
    await change(told, index + 1, openCheckout({ mark: `m${index + 2}`, lastTry: { ...lastTry(outcome), message: `It is ${outcome}${'!'.repeat(index)}` } }));
    await expect.poll(() => heard(page).then((all) => all.filter((one) => one === 'change').length)).toBe(index + 1);
    await tick(page, 1_100);
    await expectAsked(told, index + 2);
  }
  await expect(page.getByRole('alert')).toHaveText('It is declined!!');
  expect(await heard(page)).toEqual(['change', 'change', 'failed', 'failure callback, payment_failed, It is declined!, s1', 'change']);
});

test('a listener that throws stops nobody, and one that was taken away hears nothing', async ({ page }) => {
  const thrown: string[] = [];
  page.on('pageerror', ({ message }) => thrown.push(message));
  const told = await watch(page);
  await page.evaluate(() => {
    const first = window.session.on('change', () => void window.heard.push('first'));
    window.session.on('change', () => {
      throw new Error('mine');
    });
    window.session.on('change', () => void window.heard.push('last'));
    first();
  });
  await change(told, 1, openCheckout({ mark: 'm2' }));
  await expect.poll(() => heard(page)).toEqual(['change', 'last']);
  await settle(page);
  expect(thrown).toEqual(['mine']);
});
