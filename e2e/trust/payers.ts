import { setTimeout as pause } from 'node:timers/promises';
import { type Kind, openSession, pays, submitAtGateway } from '../fixtures/payer.ts';
import { headingOf, linksIn } from './page-words.ts';
import type { Chance } from './rounds.ts';
import type { Trial } from './trial.ts';

/** Where the customers of a round press: on our own page, or in a shop whose backend starts payments over REST. */
export type Door = 'page' | 'rest';

/** One customer: the press is made twice by who double-clicks; who vanishes closes the gateway's window after paying. */
export type Payer = { intent: string; kind: Kind; doubleClicks: boolean; vanishes: boolean; pressesTwice: boolean };

export type AtGateway = { payer: Payer; paymentId: string; url: string };

/** The order all of them want to pay. Links are made as they are used up: each takes ten tries an hour. */
export type Round = {
  number: number;
  door: Door;
  sessionId: string;
  orderId: string;
  amountMinor: number;
  /** Whether every way to pay in it is one that the gateway asks about before money moves; a bank need not. */
  isAllAsked: boolean;
  /** Whether the shop named an address for success besides the one that is told everything. */
  namesSuccess: boolean;
  linkUrl: string | undefined;
  methods: Record<Kind, string>;
};

/** How a press was answered. Anything else is not an answer that a customer or a shop could go by. */
type Pressed = { is: 'started'; paymentId: string; url: string } | { is: 'inProgress' | 'tooManyTries' };

/** The presses of a round, and how they were answered; both presses of a double click are one answer. */
export type AnsweredPresses = Record<Pressed['is'] | 'made', number>;

const kinds = ['CARD', 'MOBILEPAY'] as const;
const kindsWithBank = ['CARD', 'MOBILEPAY', 'BANKPAYMENT'] as const;

/** All triggers of the sandbox lie below it. */
const leastMinor = 2_000;
const mostPresses = 100;
const pauseMs = 25;

/** Opens the order of a round: its value, currency and whether money is captured at once are drawn. */
export async function openRound(trial: Trial, round: number, chance: Chance, methods: Record<Kind, string>, isCrowd = false): Promise<Round> {
  const amountMinor = chance.whole(leastMinor, 500_000);
  const door: Door = chance.isOnce(0.25) && !isCrowd ? 'page' : 'rest';
  const { origin } = trial.shop;
  const namesSuccess = chance.isOnce(0.5);
  const callbacks = { notification: `${origin}/notification/${round}`, ...(namesSuccess && { success: { type: 'URL', value: `${origin}/success/${round}` } }) };
  const value = amountMinor / 100;
  const orderId = `${isCrowd ? 'crowd' : 'double-pay'}-${round}`;
  const order = {
    orderId,
    amount: { value, currency: chance.of(['DKK', 'EUR']) },
    orderLines: [{ itemId: 'one', description: 'What everybody wants', quantity: 1, unitPrice: value }],
  };
  const sessionId = await openSession(trial.shop, { order, callbacks, configuration: { autoCapture: chance.isOnce(0.2) } });
  const isAllAsked = chance.isOnce(0.5);
  const opened: Round = { number: round, door, sessionId, orderId, amountMinor, isAllAsked, namesSuccess, linkUrl: undefined, methods };
  if (door === 'page') await renewLink(trial, opened);
  return opened;
}

export const drawPayers = (count: number, round: Round, chance: Chance): Payer[] =>
  Array.from({ length: count }, (_, index) => ({
    intent: `${round.sessionId}-payer-${index}`,
    kind: chance.of(round.isAllAsked ? kinds : kindsWithBank),
    doubleClicks: chance.isOnce(0.2),
    vanishes: chance.isOnce(0.1),
    pressesTwice: chance.isOnce(0.1),
  }));

async function renewLink({ shop }: Trial, round: Round): Promise<void> {
  const made = await shop.api('POST', `/session/${round.sessionId}/link`, { size: 200 });
  if (made.status !== 201) throw new Error(`no link: ${made.status} ${made.text}`);
  round.linkUrl = String(made.body.paymentLink);
}

/**
 * Brings all of them to the gateway's page. With `together` they first press all at once; whoever got no payment
 * then presses again, one after the other.
 */
export async function reachGateway(trial: Trial, round: Round, payers: Payer[], together: boolean): Promise<{ there: AtGateway[]; presses: AnsweredPresses }> {
  const there: AtGateway[] = [];
  const presses: AnsweredPresses = { made: 0, started: 0, inProgress: 0, tooManyTries: 0 };
  const press = async (payer: Payer): Promise<Pressed> => {
    presses.made += payer.doubleClicks ? 2 : 1;
    const pressed = await pressAsPayer(trial, round, payer);
    presses[pressed.is] += 1;
    if (pressed.is === 'started') there.push({ payer, ...pressed });
    return pressed;
  };
  if (together) await Promise.all(payers.map(press));
  const isThere = (payer: Payer): boolean => there.some((one) => one.payer === payer);
  for (const payer of payers.filter((one) => !isThere(one))) {
    for (let tries = 0; !isThere(payer); tries += 1) {
      if (tries === mostPresses) throw new Error(`a customer pressed ${mostPresses} times and got no payment`);
      const { is } = await press(payer);
      if (is === 'tooManyTries') await renewLink(trial, round);
      if (is === 'inProgress') await pause(pauseMs);
    }
  }
  return { there, presses };
}

/** How many of a crowd have a press under way at one moment. */
const crowdAtOnce = 500;

/** All of them press as fast as the service takes it, and whoever is told that another is being started goes away. */
export async function pressAsCrowd(trial: Trial, round: Round, payers: Payer[]): Promise<{ there: AtGateway[]; presses: AnsweredPresses }> {
  const there = new Map<string, AtGateway>();
  const presses: AnsweredPresses = { made: 0, started: 0, inProgress: 0, tooManyTries: 0 };
  const waiting = [...payers];
  const connection = async (): Promise<void> => {
    for (let payer = waiting.pop(); payer; payer = waiting.pop()) {
      presses.made += payer.doubleClicks ? 2 : 1;
      const pressed = await pressAsPayer(trial, round, payer);
      presses[pressed.is] += 1;
      if (pressed.is === 'started') there.set(pressed.paymentId, { payer, ...pressed });
    }
  };
  await Promise.all(Array.from({ length: crowdAtOnce }, connection));
  return { there: [...there.values()], presses };
}

async function pressAsPayer(trial: Trial, round: Round, payer: Payer): Promise<Pressed> {
  const press = () => (round.door === 'page' ? pressOnPage(trial, round, payer) : pressOverRest(trial, round, payer));
  const [one, other] = await Promise.all([press(), payer.doubleClicks ? press() : undefined]);
  if (other?.is !== 'started') return one;
  if (one.is === 'started' && one.paymentId !== other.paymentId) throw new Error(`a double click began two payments: ${one.paymentId} and ${other.paymentId}`);
  return other;
}

/** A shop that may call twice names its call; the others spare us the book-keeping. */
async function pressOverRest({ shop }: Trial, { sessionId, methods }: Round, { kind, intent, doubleClicks }: Payer): Promise<Pressed> {
  const headers: Record<string, string> = doubleClicks ? { 'idempotency-key': intent } : {};
  const answer = await shop.api('POST', '/payment', { sessionId, paymentMethodId: methods[kind] }, headers);
  if (answer.status === 200) return { is: 'started', paymentId: String(answer.body.paymentId), url: String(answer.body.url) };
  const { code } = answer.body;
  if (answer.status === 429 && code === 'rate_limited') return { is: 'tooManyTries' };
  if (answer.status === 409 && (code === 'payment_in_progress' || code === 'idempotency_in_flight')) return { is: 'inProgress' };
  throw new Error(`a start was answered ${answer.status} ${answer.text}`);
}

async function pressOnPage(trial: Trial, { linkUrl = '', methods }: Round, { kind, intent }: Payer): Promise<Pressed> {
  const form = new URLSearchParams({ method: methods[kind], intent, revision: '0', language: 'en' });
  const { publicUrl } = trial.server;
  const answer = await fetch(`${linkUrl}/payments`, { method: 'POST', body: form, redirect: 'manual', headers: { origin: publicUrl } });
  const path = answer.headers.get('location') ?? '';
  await answer.body?.cancel();
  if (answer.status !== 303) throw new Error(`a press was answered ${answer.status}`);
  if (path.endsWith('?notice=payment_in_progress')) return { is: 'inProgress' };
  const [, paymentId] = /\/leave\/([0-9a-f-]{36})$/.exec(path) ?? [];
  if (paymentId) return { is: 'started', paymentId, url: await wayToGateway(trial, `${publicUrl}${path}`) };
  // The page itself says that it has to wait, and how long.
  const page = await (await fetch(linkUrl)).text();
  if (page.includes('Too many tries')) return { is: 'tooManyTries' };
  throw new Error(`a press led to ${path.replace(/[^/?]{20,}/, '***')}, which says: ${headingOf(page)}`);
}

/** The address the page between ours and the gateway leads to; while the gateway is being asked it says so. */
async function wayToGateway({ gateway }: Trial, leaveUrl: string): Promise<string> {
  for (let tries = 0; tries < mostPresses; tries += 1) {
    const page = await (await fetch(leaveUrl)).text();
    const url = linksIn(page).find((link) => link.startsWith(`${gateway.origin}/`));
    if (url) return url;
    if (headingOf(page) !== 'Connecting to the payment provider') throw new Error(`on the way to the gateway a page said: ${headingOf(page)}`);
    await pause(pauseMs);
  }
  throw new Error('the page on the way to the gateway never led there');
}

/** All of them accept at the gateway in the same moment, some with two presses. Answers when every press is answered. */
export async function pressTogether(there: AtGateway[]): Promise<number> {
  const presses = there.flatMap((one) => (one.payer.pressesTwice ? [one, one] : [one]));
  await Promise.all(presses.map(({ url, payer }) => submitAtGateway(url, { ...formOf(payer.kind), ...(payer.vanishes && { vanish: '1' }) })));
  return presses.length;
}

const formOf = (kind: Kind): Record<string, string> => (kind === 'CARD' ? pays.card : pays.approves);
