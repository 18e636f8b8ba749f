import type { RunningServer } from '../../fixtures/server.ts';
import { sendForm } from '../../fixtures/stranger.ts';
import { leaksIn } from './strangers.ts';
import type { Party } from './victim.ts';

/** A page or a form that is asked with something of two merchants at once. `isWanted`: what it may answer. */
type Ask = { what: string; method: 'GET' | 'POST'; path: string; form?: Record<string, string>; isWanted: (status: number, location: string) => boolean };

/** What an open page holds in its forms. */
type Held = { nonce: string; intent: string };

async function heldBy(address: string): Promise<Held> {
  const html = await (await fetch(address)).text();
  const taker = await (await fetch(`${address}?from=en.0123456789`)).text();
  const [, nonce = ''] = /data-nonce="([\w-]{22})"/.exec(taker) ?? [];
  const [, intent = ''] = /name="intent" value="([\w-]+)"/.exec(html) ?? [];
  if (!nonce || !intent) throw new Error(`The page ${address} holds no form:\n${html.slice(0, 500)}`);
  return { nonce, intent };
}

const pathOf = (address: string): string => new URL(address).pathname;
const isNowhere = (status: number): boolean => status === 404;
/** Answered alike, whatever was meant: nothing may have changed. */
const isSilent = (status: number): boolean => status === 204;

/** Each side's pages, asked with the other side's payments, forms, codes and order numbers. */
function asksOf(victim: Party, stranger: Party, held: Held): Ask[] {
  const [theirs, own] = [pathOf(victim.paymentLink), pathOf(stranger.paymentLink)];
  const from = 'en.0123456789';
  const staysAt = (page: string) => (status: number, location: string) => status === 303 && location.startsWith(page) && !location.includes('/leave/');
  const press = { intent: held.intent, revision: '0', language: 'en' };
  const leaves = ['paymentId', 'startedPaymentId'].flatMap((name): Ask[] => [
    { what: 'the stranger’s link with the victim’s payment', method: 'GET', path: `${own}/leave/${victim.ids[name]}`, isWanted: isNowhere },
    { what: 'the victim’s link with the stranger’s payment', method: 'GET', path: `${theirs}/leave/${stranger.ids[name]}`, isWanted: isNowhere },
  ]);
  return [
    ...leaves,
    {
      what: 'the nonce of another page tells that the link was opened',
      method: 'POST',
      path: `${theirs}/opened`,
      form: { nonce: held.nonce },
      isWanted: isSilent,
    },
    {
      what: 'the nonce of another page tells that a screen took over',
      method: 'POST',
      path: `${theirs}/joined`,
      form: { nonce: held.nonce, from },
      isWanted: isSilent,
    },
    {
      what: 'the victim’s way to pay on the stranger’s page',
      method: 'POST',
      path: `${own}/payments`,
      form: { ...press, method: victim.ids.methodId ?? '' },
      isWanted: staysAt(own),
    },
    {
      what: 'the stranger’s way to pay and form on the victim’s page',
      method: 'POST',
      path: `${theirs}/payments`,
      form: { ...press, method: stranger.ids.methodId ?? '' },
      isWanted: staysAt(theirs),
    },
    { what: 'a receipt of the stranger’s unpaid link', method: 'GET', path: `${own}/receipt.json`, isWanted: isNowhere },
    { what: 'the victim’s payment as a way back', method: 'GET', path: `/pay/return/${victim.ids.paymentId}.${'A'.repeat(22)}`, isWanted: isNowhere },
    { what: 'the news of that way back', method: 'GET', path: `/pay/return/${victim.ids.paymentId}.${'A'.repeat(22)}/status`, isWanted: isNowhere },
    {
      what: 'the victim’s short code with the stranger’s order',
      method: 'POST',
      path: '/p',
      form: { code: victim.shortCode, order: stranger.orderId },
      isWanted: isNowhere,
    },
    {
      what: 'the stranger’s short code with the victim’s order',
      method: 'POST',
      path: '/p',
      form: { code: stranger.shortCode, order: victim.orderId },
      isWanted: isNowhere,
    },
    { what: 'the id of the victim’s link as a page', method: 'GET', path: `/pay/${victim.ids.linkId}`, isWanted: isNowhere },
    { what: 'the id of the victim’s logo’s owner as a picture', method: 'GET', path: `/brand/${victim.merchantId}.png`, isWanted: isNowhere },
  ];
}

/** Asks all of them; what was wrong. Nobody may learn the other's words, and no row of the victim's may change (the caller looks). */
export async function askPages(server: RunningServer, victim: Party, stranger: Party): Promise<{ asked: number; wrongs: string[] }> {
  const asks = asksOf(victim, stranger, await heldBy(stranger.paymentLink));
  const wrongs: string[] = [];
  for (const { what, method, path, form, isWanted } of asks) {
    const answer = await (form
      ? sendForm(server.publicUrl, path, new URLSearchParams(form))
      : fetch(`${server.publicUrl}${path}`, { method, redirect: 'manual' }));
    const text = await answer.text();
    // Who holds the victim's link may read its page; what it answers to a form is a place to go to.
    const leaks = path.startsWith(pathOf(victim.paymentLink)) ? [] : leaksIn(victim, { text, headers: answer.headers }, JSON.stringify([path, form]));
    wrongs.push(...leaks.map((leak) => `${what} gives away ${leak}`));
    const location = answer.headers.get('location') ?? '';
    if (!isWanted(answer.status, location)) wrongs.push(`${what}: ${answer.status} ${location} ${text.slice(0, 160)}`);
  }
  return { asked: asks.length, wrongs };
}
