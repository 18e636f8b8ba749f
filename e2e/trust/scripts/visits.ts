import type { Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { demo } from '../../../prisma/seed.ts';
import { sessionStatusOf } from '../../fixtures/books.ts';
import { callbackOf, sendCallback } from '../../fixtures/forge.ts';
import { endSessionByTime } from '../../fixtures/history.ts';
import { board, cardForm, pays, startPayment, submitAtGateway } from '../../fixtures/payer.ts';
import { anyAddress } from '../../fixtures/stranger.ts';
import { until } from '../until.ts';
import { goTo, openWindow, type Screen, screens, see, type Window } from './browsers.ts';
import type { Scene } from './scene.ts';
import { judgePage, newSightings, type Sightings } from './sightings.ts';
import { beginRound, fillTheRest, makeOrder, note, type Order, type Round, speak, untilPaid } from './stored.ts';

/** Windows of one round. `still`: it goes nowhere by itself, so that pages that lead on can be looked at. `typing`: of somebody nobody knows yet. */
type Windows = Record<Screen | 'still' | 'typing', Window>;

async function openWindows({ scene: { browser } }: Round): Promise<Windows> {
  const [desktop, phone, still, typing] = await Promise.all([
    openWindow(browser, screens.desktop),
    openWindow(browser, screens.phone),
    openWindow(browser, screens.phone),
    openWindow(browser, { ...screens.desktop, extraHTTPHeaders: { 'x-forwarded-for': anyAddress() } }),
  ]);
  return { desktop, phone, still, typing };
}

const closeWindows = async (windows: Windows): Promise<void> => void (await Promise.all(Object.values(windows).map(({ context }) => context.close())));

/** Opens an address in a window and judges what stands there. `ready`: when it does. */
async function visit(round: Round, window: Window, what: string, address: string, ready?: (page: Page) => Promise<unknown>): Promise<void> {
  await goTo(window.page, address);
  await ready?.(window.page);
  await judge(round, window, what);
}

const judge = async (round: Round, window: Window, what: string): Promise<void> => judgePage(round.sightings, await see(window, what), round.known);

/** Opens a page that goes on by itself, and keeps it: to wherever it goes, the answer is that there is nothing to show. */
async function visitStill(round: Round, { still }: Windows, what: string, address: string): Promise<void> {
  await still.context.unrouteAll();
  await still.context.route(
    (url) => url.href !== address,
    (route) => (route.request().isNavigationRequest() ? route.fulfill({ status: 204 }) : route.continue()),
  );
  await visit(round, still, what, address);
}

/** From the open page to the paid one, and what is sent of it. */
async function visitPaying(round: Round, windows: Windows): Promise<Order> {
  const { shop, server } = round.scene;
  const order = await makeOrder(round, { hasCallbacks: round.chance.isOnce(0.5), isMailed: true });
  await visit(round, windows.desktop, 'the open page', order.paymentLink);
  await visit(round, windows.phone, 'the open page on a phone', order.paymentLink);
  await visitDecline(round, windows, order);
  await visitStill(round, windows, 'the page between ours and the gateway', await pressPay(server.publicUrl, order.paymentLink));
  const started = await startPayment(shop, order.sessionId);
  await visit(round, windows.phone, 'the sandbox’s card form', started.url.replace(round.scene.gateway.origin, server.sandboxUrl));
  await submitAtGateway(started.url, pays.card);
  await untilPaid(round, order);
  await visit(round, windows.phone, 'the paid page', order.paymentLink);
  await windows.desktop.page.emulateMedia({ media: 'print' });
  await visit(round, windows.desktop, 'the printed receipt', order.paymentLink);
  await windows.desktop.page.emulateMedia({ media: 'screen' });
  const { location } = await sendCallback(server, started.paymentId, 'ok');
  await visitStill(round, windows, 'the way back from the gateway', location ?? '');
  return order;
}

/** Two tries that the bank declined: what is said of one is found at the gateway, what is said of the other comes in a callback. */
async function visitDecline(round: Round, windows: Windows, order: Order): Promise<void> {
  const { shop, server } = round.scene;
  const declined = cardForm('4180000000000566');
  speak(round, ['CardHolderErrorMessage', 'MerchantErrorMessage']);
  const first = await startPayment(shop, order.sessionId);
  await submitAtGateway(first.url, declined);
  await visit(round, windows.desktop, 'the page after a decline', order.paymentLink);
  speak(round, []);
  const { paymentId, url } = await startPayment(shop, order.sessionId);
  const { fields } = await callbackOf(server, paymentId, 'fail');
  await board(server, 'fault', { kind: 'callback_unreachable', order: fields.shop_orderid ?? '', times: null });
  await submitAtGateway(url, declined);
  const [error_message, merchant_error_message] = ['error_message', 'merchant_error_message'].map((name) =>
    note(round, `the gateway’s callback: ${name}`, round.draw.any()),
  );
  await sendCallback(server, paymentId, 'fail', {
    fields: { status: 'failed', error_message: error_message ?? '', merchant_error_message: merchant_error_message ?? '' },
  });
  await visit(round, windows.phone, 'the page after another decline', order.paymentLink);
}

/** Presses the button of the page as a browser does, and answers where that leads. */
async function pressPay(publicUrl: string, paymentLink: string): Promise<string> {
  const page = await (await fetch(paymentLink, { headers: { 'user-agent': screens.phone.userAgent } })).text();
  const fieldOf = (name: string): string => new RegExp(`name="${name}"[^>]*value="([^"]*)"`).exec(page)?.[1] ?? '';
  const fields = Object.fromEntries(['method', 'intent', 'revision', 'language'].map((name) => [name, fieldOf(name)]));
  const answer = await fetch(`${paymentLink}/payments`, {
    method: 'POST',
    body: new URLSearchParams(fields),
    redirect: 'manual',
    headers: { origin: publicUrl },
  });
  return new URL(answer.headers.get('location') ?? '', publicUrl).href;
}

/** The pages of links that take no payment any more. */
async function visitEnded(round: Round, windows: Windows): Promise<void> {
  const { shop, server } = round.scene;
  const order = await makeOrder(round);
  await shop.api('POST', `/link/${order.linkId}/cancel`);
  await visit(round, windows.phone, 'the page of a cancelled link', order.paymentLink);
  const other = await makeOrder(round);
  await endSessionByTime(server, other.sessionId);
  await visit(round, windows.phone, 'the page of an expired link', other.paymentLink);
}

/** The same link on two screens: the phone that took over, and the one it was taken from. */
async function visitScreens(round: Round, windows: Windows): Promise<void> {
  const { paymentLink } = await makeOrder(round);
  await visit(round, windows.phone, 'the page on a phone that took over', `${paymentLink}?from=en.0123456789`);
  await visit(round, windows.desktop, 'the page that was taken over from', `${paymentLink}?follow=en.0123456789`);
}

/** A payment that its bank has yet to decide, for the payer and on the sandbox's own board. */
async function visitPending(round: Round, windows: Windows): Promise<void> {
  const { shop, server, browser } = round.scene;
  const order = await makeOrder(round);
  const { url } = await startPayment(shop, order.sessionId, 'MOBILEPAY');
  await visit(round, windows.phone, 'the sandbox’s app page', url.replace(round.scene.gateway.origin, server.sandboxUrl));
  await submitAtGateway(url, pays.later);
  await until('the payment is pending', async () => (await sessionStatusOf(server, order.sessionId)) === 'pending');
  await visit(round, windows.phone, 'the pending page', order.paymentLink);
  const { username, password } = demo.gateway;
  const board = await openWindow(browser, { httpCredentials: { username, password } });
  await visit(round, board, 'the sandbox’s board', `${server.sandboxUrl}/sandbox`);
  await board.context.close();
}

/** The forms that strangers type into: a sticker’s code, and a code with an order number. */
async function visitForms(round: Round, { typing }: Windows, { paymentLink }: Order): Promise<void> {
  const { server } = round.scene;
  const submit = async (page: Page) => {
    await page.locator('form [type=submit], form button:not([type])').first().click();
    await page.waitForLoadState();
  };
  await visit(round, typing, 'the page that judges a code', `${server.publicUrl}/verify`, async (page) => {
    await page.locator('[name=code]').fill(paymentLink);
    await submit(page);
  });
  await visit(round, typing, 'the same, of no code', `${server.publicUrl}/verify`, async (page) => {
    await page.locator('[name=code]').fill(typed(round, 'the code on /verify'));
    await submit(page);
  });
  await visit(round, typing, 'the page where a short code is typed', `${server.publicUrl}/p`, async (page) => {
    const boxes = page.locator('form input[type=text], form input:not([type])');
    for (let index = 0; index < (await boxes.count()); index += 1) await boxes.nth(index).fill(typed(round, `text ${index + 1} on /p`));
    await submit(page);
  });
}

const typed = (round: Round, field: string): string => note(round, field, round.draw.fitting(40) ?? round.draw.any());

/** The shop’s own page, on which our SDK writes. */
async function visitShop(round: Round, windows: Windows): Promise<void> {
  const { example, shop } = round.scene;
  const order = await makeOrder(round, { url: `${example.origin}/` });
  await visit(round, windows.desktop, 'the shop’s own page', order.paymentLink, (page) => page.getByRole('radio').first().waitFor());
  const { url } = await startPayment(shop, order.sessionId);
  await submitAtGateway(url, pays.card);
  await untilPaid(round, order);
  await windows.desktop.page.getByRole('heading', { name: 'Paid' }).waitFor();
  await judge(round, windows.desktop, 'the shop’s own page, paid');
  await visit(round, windows.phone, 'the shop’s own page, opened when it was paid', order.paymentLink, (page) =>
    page
      .getByText(/^Paid\b/)
      .first()
      .waitFor(),
  );
}

/** The e-mail of a receipt, as a page without any policy: the strictest reader there is. */
async function visitMail(round: Round, { desktop }: Windows): Promise<void> {
  const { mail } = round.scene;
  await until('the receipt is mailed', () => mail.heard.length > 0);
  const { parts, headers } = mail.heard.splice(0)[0] ?? { parts: [], headers: new Map() };
  const html = parts.find(({ type }) => type === 'text/html')?.content.toString('utf8') ?? '';
  if (html === '' || /[\r\n]/.test(headers.get('subject') ?? '')) round.sightings.wrongs.push('the mail has no HTML, or more than a line for its subject');
  await desktop.page.goto('about:blank');
  await desktop.page.setContent(html);
  await judge(round, desktop, 'the receipt’s e-mail');
}

/** What a spreadsheet would run. */
const formulas = ['=1+1', '@SUM(1+9)', '+1+1', '-1+1|cmd'] as const;
const formula = /^\s*[=+\-@\t\r＝＋－＠]/u;

/** The merchant's lists as CSV: no cell of them begins like a formula. */
async function readExports({ scene: { shop }, sightings }: Round): Promise<void> {
  for (const orderId of formulas) await shop.link({ order: { orderId } });
  for (const path of ['/link/export.csv', '/payment/export.csv']) {
    const cells = (parse((await shop.api('GET', path)).text, { bom: true }) as string[][]).flat();
    for (const cell of cells) if (formula.test(cell) && !/^-?\d+(?:\.\d+)?$/.test(cell)) sightings.wrongs.push(`${path} has a formula in a cell: ${cell}`);
    const missing = formulas.filter((text) => path.startsWith('/link') && !cells.includes(`'${text}`));
    for (const text of missing) sightings.wrongs.push(`${path} does not have ${text} as a text`);
  }
}

/** Plays as many rounds, one after the other; each leaves nothing open. */
export async function visitEverything(
  scene: Scene,
  { rounds, seed }: { rounds: number; seed: number },
): Promise<{ sightings: Sightings; refused: Set<string> }> {
  const sightings = newSightings();
  const refused = new Set<string>();
  for (let number = 0; number < rounds; number += 1) {
    const round = await beginRound(scene, sightings, seed, number);
    const windows = await openWindows(round);
    try {
      const order = await visitPaying(round, windows);
      await visitMail(round, windows);
      await visitShop(round, windows);
      await visitForms(round, windows, order);
      await visitScreens(round, windows);
      await visitPending(round, windows);
      await visitEnded(round, windows);
      await readExports(round);
      for (const address of await fillTheRest(round)) await visit(round, windows.phone, 'the open page of an order made otherwise', address);
    } finally {
      await closeWindows(windows);
    }
    for (const field of round.refused) refused.add(field);
  }
  return { sightings, refused };
}
