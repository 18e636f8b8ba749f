import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { gatewayBooks, paymentsOf, sessionStatusOf } from '../../fixtures/books.ts';
import { neverAsk } from '../../fixtures/forge.ts';
import { dkk, doneAtGateway, type Operation as MoneyOperation, operate, operationsOf } from '../../fixtures/operations.ts';
import { methodId, openSession, pays, startPayment, submitAtGateway } from '../../fixtures/payer.ts';
import { askUntil } from '../until.ts';
import type { CrashTrial } from './trial.ts';

/** How a request was answered: `again` is to be asked once more, a little later. */
export type Told = { is: 'done' | 'again'; text: string };

/** One operation, ready to be begun. */
export type Play = {
  /** Texts that are in all it says to anyone: the ids it is about. */
  markers: string[];
  sessionId: () => Promise<string | undefined>;
  /** The request, always the same. */
  ask: () => Promise<Told>;
  /** What has to hold in the end: what is wrong in words. `answer`: how it was answered in the end. */
  judge: (answer: string) => Promise<string[]>;
};

export type Operation = { name: string; open: (trial: CrashTrial, orderId: string) => Promise<Play> };

/** Everything that is killed in the middle, by its name. */
export const operations: readonly Operation[] = [
  { name: 'create a session', open: async (trial, orderId) => creating(trial, orderId, '/session') },
  { name: 'create a session with its link', open: async (trial, orderId) => creating(trial, orderId, '/link') },
  { name: 'create a link', open: creatingLink },
  { name: 'start', open: starting },
  { name: 'press on the page', open: pressing },
  { name: 'pay', open: paying },
  { name: 'capture', open: (trial, orderId) => moving(trial, orderId, 'capture') },
  { name: 'refund', open: (trial, orderId) => moving(trial, orderId, 'refund') },
  { name: 'release', open: (trial, orderId) => moving(trial, orderId, 'release') },
  { name: 'give back a surplus', open: givingBack },
];

const busyCodes = new Set(['idempotency_in_flight', 'payment_in_progress', 'operation_outstanding', 'unavailable', 'gateway_unreachable']);

/** A POST to the API with its key, the same each time. */
const keyed =
  ({ shop }: CrashTrial, path: string, body: object, key: string) =>
  async (): Promise<Told> => {
    const { status, text, body: told } = await shop.api('POST', path, body, { 'idempotency-key': key });
    if (status === 200 || status === 201) return { is: told.status === 'OUTSTANDING' ? 'again' : 'done', text };
    if (busyCodes.has(String(told.code))) return { is: 'again', text };
    throw new Error(`POST ${path} was answered ${status} ${text}`);
  };

const session = (trial: CrashTrial, orderId: string): Promise<string> =>
  openSession(trial.shop, { order: anOrder({ orderId }), callbacks: { notification: `${trial.shopOrigin}/notify` } });

function creating(trial: CrashTrial, orderId: string, path: '/session' | '/link'): Play {
  const sessions = () => queryAsGuest<{ id: string; links: number }>(trial.server.settings, sessionsOfOrder, [orderId]);
  return {
    markers: [orderId],
    sessionId: async () => (await sessions())[0]?.id,
    ask: keyed(trial, path, { order: anOrder({ orderId }) }, `key-${orderId}`),
    judge: async (answer) => {
      const found = await sessions();
      const told = JSON.parse(answer) as Made | { session: Made; link: Made };
      const { sessionId, paymentLink } = 'session' in told ? { ...told.session, ...told.link } : told;
      return [
        ...(found.length === 1 ? [] : [`${found.length} sessions were made`]),
        ...(found[0]?.id === sessionId ? [] : ['the session that was told of is not there']),
        ...(await wrongsOfLink(paymentLink, path === '/link' ? 1 : 0, found[0]?.links)),
      ];
    },
  };
}

type Made = { sessionId?: string; paymentLink?: string };

const sessionsOfOrder = `SELECT s.id::text, (SELECT count(*)::int FROM payment_link l WHERE l.session_id = s.id) AS links FROM checkout_session s WHERE s.order_id = $1`;

async function wrongsOfLink(paymentLink: string | undefined, wanted: number, made: number | undefined): Promise<string[]> {
  const counted = made === wanted ? [] : [`${made} links were made`];
  if (paymentLink === undefined) return counted;
  const { status } = await fetch(paymentLink);
  return status === 200 ? counted : [...counted, `the link that was told of answers ${status}`];
}

async function creatingLink(trial: CrashTrial, orderId: string): Promise<Play> {
  const sessionId = await session(trial, orderId);
  return {
    markers: [sessionId, orderId],
    sessionId: async () => sessionId,
    ask: keyed(trial, `/session/${sessionId}/link`, {}, `key-${orderId}`),
    judge: async (answer) => {
      const [found] = await queryAsGuest<{ links: number }>(trial.server.settings, sessionsOfOrder, [orderId]);
      return wrongsOfLink((JSON.parse(answer) as { paymentLink: string }).paymentLink, 1, found?.links);
    },
  };
}

async function starting(trial: CrashTrial, orderId: string): Promise<Play> {
  const sessionId = await session(trial, orderId);
  const body = { sessionId, paymentMethodId: await methodId(trial.shop, sessionId, 'CARD') };
  return {
    markers: [sessionId, orderId],
    sessionId: async () => sessionId,
    ask: keyed(trial, '/payment', body, `key-${orderId}`),
    judge: async (answer) => {
      const { paymentId, url } = JSON.parse(answer) as { paymentId: string; url: string };
      await submitAtGateway(url, pays.card);
      return wrongsOfPaid(trial, sessionId, paymentId);
    },
  };
}

async function pressing(trial: CrashTrial, orderId: string): Promise<Play> {
  const { sessionId, paymentLink } = await trial.shop.link({ order: { orderId }, session: { callbacks: { notification: `${trial.shopOrigin}/notify` } } });
  const method = await methodId(trial.shop, sessionId, 'CARD');
  const form = new URLSearchParams({ method, intent: `intent-${sessionId}`, revision: '0', language: 'en' });
  const headers = { origin: trial.server.publicUrl };
  return {
    markers: [sessionId, orderId, new URL(paymentLink).pathname],
    sessionId: async () => sessionId,
    ask: async () => {
      const answer = await fetch(`${paymentLink}/payments`, { method: 'POST', body: form, redirect: 'manual', headers });
      const [, paymentId] = /\/leave\/([0-9a-f-]{36})$/.exec(answer.headers.get('location') ?? '') ?? [];
      const payment = (await paymentsOf(trial.server, sessionId)).find(({ id }) => id === paymentId);
      return { is: payment?.status === 'requires_action' ? 'done' : 'again', text: paymentId ?? '' };
    },
    judge: async (paymentId) => {
      const [row] = await queryAsGuest<{ url: string }>(trial.server.settings, 'SELECT gateway_url AS url FROM payment WHERE id = $1', [paymentId]);
      await submitAtGateway(row?.url ?? '', pays.card);
      return wrongsOfPaid(trial, sessionId, paymentId);
    },
  };
}

/** A customer who presses at the gateway, and whose order is open after all tries anew. */
async function paying(trial: CrashTrial, orderId: string): Promise<Play> {
  const sessionId = await session(trial, orderId);
  const first = await startPayment(trial.shop, sessionId);
  return {
    markers: [sessionId, first.paymentId, orderId, new URL(first.url).searchParams.get('pid') ?? ''],
    sessionId: async () => sessionId,
    ask: async () => {
      const payments = await paymentsOf(trial.server, sessionId);
      if ((await sessionStatusOf(trial.server, sessionId)) === 'paid') return { is: 'done', text: payments.find(({ settles }) => settles)?.id ?? '' };
      const isOver = payments.at(-1)?.status === 'failed';
      await submitAtGateway(isOver ? (await startPayment(trial.shop, sessionId)).url : first.url, pays.card).catch(() => undefined);
      return { is: 'again', text: '' };
    },
    judge: (paymentId) => wrongsOfPaid(trial, sessionId, paymentId),
  };
}

const comesWithinMs = 5_000;

const until = (isSo: () => Promise<boolean>): Promise<boolean> => askUntil(isSo, (is) => is, comesWithinMs);

/** Paid by this payment, and the gateway holds the order's money once. */
async function wrongsOfPaid({ server }: CrashTrial, sessionId: string, paymentId: string): Promise<string[]> {
  await until(async () => (await sessionStatusOf(server, sessionId)) === 'paid');
  const payments = await paymentsOf(server, sessionId);
  const settling = payments.filter(({ settles }) => settles);
  const books = (await Promise.all(payments.map(({ id }) => gatewayBooks(server, id)))).flat();
  const charges = books.filter(({ status, reserved, captured, refunded }) => status !== 'released' && Math.max(reserved, captured) - refunded > 0);
  return [
    ...(settling.length === 1 ? [] : [`${settling.length} payments settle it`]),
    ...(settling[0]?.id === paymentId ? [] : [`payment ${paymentId} was told of, and ${settling[0]?.id} settles it`]),
    ...(charges.length === 1 && charges[0]?.reserved === payments[0]?.amount ? [] : [`the gateway holds it ${charges.length} times`]),
  ];
}

async function paidSession(trial: CrashTrial, orderId: string): Promise<{ sessionId: string; paymentId: string }> {
  const sessionId = await session(trial, orderId);
  const { paymentId, url } = await startPayment(trial.shop, sessionId);
  await submitAtGateway(url, pays.card);
  if (!(await until(async () => (await sessionStatusOf(trial.server, sessionId)) === 'paid'))) throw new Error(`${orderId} was not paid`);
  return { sessionId, paymentId };
}

/** A part, so that the gateway would do it twice if it were asked twice; only all of it can be released. */
const partOf = (kind: MoneyOperation): object => (kind === 'release' ? {} : { amount: dkk(500) });

async function moving(trial: CrashTrial, orderId: string, kind: MoneyOperation): Promise<Play> {
  const { sessionId, paymentId } = await paidSession(trial, orderId);
  if (kind === 'refund') await operate(trial.shop, 'capture', paymentId);
  const before = await doneAtGateway(trial.server, paymentId);
  const [held] = await gatewayBooks(trial.server, paymentId);
  return {
    markers: [sessionId, paymentId, orderId, `transaction_id=${held?.transaction}&`],
    sessionId: async () => sessionId,
    ask: keyed(trial, `/payment/${paymentId}/${kind}`, partOf(kind), `key-${orderId}`),
    judge: async (answer) => {
      const done = (await doneAtGateway(trial.server, paymentId)).slice(before.length);
      const ours = (await operationsOf(trial.server, paymentId)).filter((row) => row.kind === kind);
      const { status } = JSON.parse(answer) as { status: string };
      return [
        ...(done.length === 1 ? [] : [`the gateway did it ${done.length} times: ${done.join(', ')}`]),
        ...(ours.length === 1 && ours[0]?.status === 'succeeded' ? [] : [`we have ${ours.map((row) => row.status).join(' and ') || 'nothing'} of it`]),
        ...(status === 'SUCCEEDED' ? [] : [`it was answered ${status}`]),
      ];
    },
  };
}

/** Two customers pay one order; the gateway does not ask about the second, so its money has to go back. */
async function givingBack(trial: CrashTrial, orderId: string): Promise<Play> {
  const sessionId = await session(trial, orderId);
  const [first, second] = [await startPayment(trial.shop, sessionId), await startPayment(trial.shop, sessionId)];
  await neverAsk(trial.server, second.paymentId);
  await submitAtGateway(first.url, pays.card);
  const isGivenBack = async () => (await gatewayBooks(trial.server, second.paymentId))[0]?.status === 'released';
  return {
    markers: [sessionId, second.paymentId, orderId, new URL(second.url).searchParams.get('pid') ?? ''],
    sessionId: async () => sessionId,
    ask: async () => {
      await submitAtGateway(second.url, pays.card).catch(() => undefined);
      return { is: (await until(isGivenBack)) ? 'done' : 'again', text: second.paymentId };
    },
    judge: async () => {
      const [held] = await gatewayBooks(trial.server, second.paymentId);
      const again = held?.operations.join(', ') === 'released' ? [] : [`of the surplus the gateway did: ${held?.operations.join(', ')}`];
      return [...again, ...(await wrongsOfPaid(trial, sessionId, first.paymentId))];
    },
  };
}
