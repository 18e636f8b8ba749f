import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { startPostgres } from '#lib/testing/database.ts';
import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { migrate } from '../../prisma/migrate.ts';
import { expectProblem } from '../fixtures/api.ts';
import { sendCallback } from '../fixtures/forge.ts';
import { cancelSessionByHand } from '../fixtures/history.ts';
import { pays, startPayment, submitAtGateway } from '../fixtures/payer.ts';
import { openReceiver } from '../fixtures/receiver.ts';
import { type RunningServer, startServer } from '../fixtures/server.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ databaseKind: 'postgres' });

/** How soon an open page has to know. */
const boundMs = 2_000;

type Status = { state: string; version: string; mark: string; secondsLeft?: number; extensionSeconds?: number };
type Made = Awaited<ReturnType<Shop['link']>>;

let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
});
test.afterAll(() => shop.close());

type Fact = {
  fact: string;
  /** What has to be so before the page is looked at. */
  before?: (link: Made) => Promise<unknown>;
  make: (server: RunningServer, link: Made) => Promise<unknown>;
  /** What the page is told in the end; a payment passes through `checking`. */
  told: RegExp;
};

let begun: Awaited<ReturnType<typeof startPayment>>;
const begin = async ({ sessionId }: Made) => {
  begun = await startPayment(shop, sessionId);
};

const facts: Fact[] = [
  { fact: 'a newer link', make: (_server, { sessionId }) => shop.api('POST', `/session/${sessionId}/link`, {}), told: /^replaced$/ },
  { fact: 'a cancelled link', make: (server, link) => onLink(server, link, `revoked_at = now(), revoked_reason = 'cancelled'`), told: /^cancelled$/ },
  {
    fact: 'a cancelled session',
    make: (server, { sessionId }) => cancelSessionByHand(server, sessionId),
    told: /^cancelled$/,
  },
  {
    fact: 'a changed order',
    make: (_server, { sessionId }) => shop.api('PUT', `/session/${sessionId}`, { order: anOrder({ value: 7 }) }),
    told: /^open\.1\.none$/,
  },
  { fact: 'a payment begun in another tab', make: (_server, link) => begin(link), told: /^open\.0\.unfinished-[0-9a-f]{8}$/ },
  { fact: 'a payment finished elsewhere', before: begin, make: () => submitAtGateway(begun.url, pays.card), told: /^paid$/ },
  { fact: 'a payment that is declined', before: begin, make: () => submitAtGateway(begun.url, pays.declined), told: /^open\.0\.declined-[0-9a-f]{8}$/ },
];

for (const { fact, before, make, told } of facts) {
  test(`an open page is told of ${fact} within two seconds, while another page goes on waiting`, async ({ server }) => {
    const [link, other] = [await shop.link(), await shop.link()];
    await before?.(link);
    const [waits, leave] = await waiting(other.paymentLink);
    const answer = askUntil(link.paymentLink, await ask(link.paymentLink), ({ version }) => told.test(version));
    const [madeAt, heardAt] = await Promise.all([make(server, link).then(() => performance.now()), answer.then(() => performance.now())]);
    expect(heardAt - madeAt).toBeLessThan(boundMs);
    const status = await answer;
    if (!status.version.startsWith('open')) expect(status).toEqual({ state: status.version, version: status.version, mark: status.version });
    expect(waits.isOver).toBe(false);
    await leave();
  });
}

test('an open page hears of a disabled merchant', async ({ server }) => {
  const closing = await openShop(server, 'Closing Down');
  const { paymentLink, sessionId } = await closing.link();
  const answer = ask(paymentLink, (await ask(paymentLink)).mark);
  const disabled = queryAsGuest(
    server.settings,
    'UPDATE merchant SET disabled_at = now() WHERE id = (SELECT merchant_id FROM checkout_session WHERE id = $1)',
    [sessionId],
  );
  const [madeAt, heardAt] = await Promise.all([disabled.then(() => performance.now()), answer.then(() => performance.now())]);
  expect(heardAt - madeAt).toBeLessThan(boundMs);
  expect(await answer).toMatchObject({ state: 'disabled' });
  await closing.close();
});

test('an open page hears of its end within two seconds of it', async ({ server }) => {
  const link = await shop.link();
  await onLink(server, link, `valid_until = now() + interval '2 seconds'`);
  const first = await ask(link.paymentLink);
  const [row] = await onLink(server, link, 'extensions = extensions');
  expect(await ask(link.paymentLink, first.mark)).toMatchObject({ state: 'expired' });
  const lateMs = Date.now() - Number(row?.validUntil);
  expect(lateMs).toBeGreaterThan(-100);
  expect(lateMs).toBeLessThan(boundMs);
});

test('an opening and an extension in another tab are told as time, not as another page', async ({ server }) => {
  const link = await shop.link();
  const unopened = await ask(link.paymentLink);
  expect(unopened).toMatchObject({ state: 'open', version: 'open.0.none', secondsLeft: 600, extensionSeconds: 600 });
  for (const [change, least, most] of [
    ['opened_at = created_at', 590, 600],
    ['extensions = 1', 1_190, 1_200],
    ['extensions = 10', 6_590, 6_600],
  ] as const) {
    const { mark } = await ask(link.paymentLink);
    const answer = ask(link.paymentLink, mark);
    const [madeAt, heardAt] = await Promise.all([onLink(server, link, change).then(() => performance.now()), answer.then(() => performance.now())]);
    expect(heardAt - madeAt).toBeLessThan(boundMs);
    const status = await answer;
    expect(status).toMatchObject({ state: 'open', version: unopened.version, extensionSeconds: change === 'extensions = 10' ? 0 : 600 });
    expect(status.secondsLeft).toBeGreaterThanOrEqual(least);
    expect(status.secondsLeft).toBeLessThanOrEqual(most);
    expect(status.mark).not.toBe(mark);
  }
});

test('a return page is told as soon as the shop has answered its callback', async ({ server }) => {
  const waitingShop: ServerResponse[] = [];
  const receiver = await openReceiver([(response) => void waitingShop.push(response)]);
  const { sessionId } = await shop.link({ session: { callbacks: { success: { type: 'URL', value: `${receiver.origin}/ok` } } } });
  const { paymentId, url } = await startPayment(shop, sessionId);
  const page = `${server.publicUrl}${new URL((await sendCallback(server, paymentId, 'ok')).location ?? '', server.publicUrl).pathname}`;
  const first = await ask(page);
  expect(first).toEqual({ state: 'checking', version: 'checking', mark: 'checking' });
  const answer = ask(page, first.mark);
  await submitAtGateway(url, pays.card);
  await expect.poll(() => waitingShop.length).toBe(1);
  expect(await ask(page)).toEqual(first);
  waitingShop[0]?.end();
  const answeredAt = performance.now();
  expect(await answer).toEqual({ state: 'known', version: 'known', mark: 'known' });
  expect(performance.now() - answeredAt).toBeLessThan(boundMs);
  await receiver.close();
});

test('a return page waits five seconds for a silent shop, and no longer', async ({ server }) => {
  const receiver = await openReceiver([() => undefined]);
  const { sessionId } = await shop.link({ session: { callbacks: { failure: { type: 'URL', value: `${receiver.origin}/fail` } } } });
  const { paymentId, url } = await startPayment(shop, sessionId);
  const page = `${server.publicUrl}${new URL((await sendCallback(server, paymentId, 'ok')).location ?? '', server.publicUrl).pathname}`;
  const answer = ask(page, (await ask(page)).mark);
  await submitAtGateway(url, pays.declined);
  const decidedAt = performance.now();
  expect(await answer).toMatchObject({ state: 'known' });
  expect(performance.now() - decidedAt).toBeLessThan(5_000 + boundMs);
  await receiver.close();
});

test('junk, a mistyped and a foreign address are not found, and wait for nothing', async ({ server }) => {
  const { paymentLink } = await shop.link();
  const mistyped = `${paymentLink.slice(0, -1)}${paymentLink.endsWith('0') ? '1' : '0'}`;
  const key = `00000000-0000-4000-8000-000000000000.${'a'.repeat(22)}`;
  for (const page of [mistyped, `${server.publicUrl}/pay/x`, `${server.publicUrl}/pay/return/${key}`, `${server.publicUrl}/pay/return/x`]) {
    const answer = await fetch(`${page}/status?seen=unknown`);
    expect([answer.status, answer.headers.get('cache-control'), await answer.json()]).toEqual([404, 'no-store', { state: 'unknown' }]);
  }
});

test('a page that went away is waited for no longer', async ({ server }) => {
  const { paymentLink } = await shop.link();
  const before = abortedIn(server.log());
  const [, leave] = await waiting(paymentLink);
  await aLookLater(server);
  await leave();
  await expect.poll(() => abortedIn(server.log())).toBe(before + 1);
});

test('a server that is told to stop answers what it holds at once', async ({ server }) => {
  const links = await Promise.all(Array.from({ length: 5 }, () => shop.link()));
  const held = await Promise.all(links.map(({ paymentLink }) => waiting(paymentLink)));
  await aLookLater(server);
  const stopping = server.process();
  const startedAt = performance.now();
  stopping.kill('SIGTERM');
  await Promise.all([once(stopping, 'exit'), ...held.map(([waits]) => waits.answer)]);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  for (const [waits] of held) {
    expect(await waits.answer).toMatchObject({ state: 'open', mark: waits.mark });
    expect(waits.overAt - startedAt).toBeLessThan(1_000);
  }
  await server.restart();
});

test('while the database is away a waiting page is told to come again, and afterwards it waits as before', async () => {
  test.setTimeout(90_000);
  const postgres = await startPostgres();
  await migrate(postgres.url);
  const server = await startServer({ database: 'embedded', settings: { DATABASE_URL: postgres.url, SECRET_KEY: 'a-root-key-for-tests-that-guards-nothing' } });
  const away = await openShop(server);
  const { paymentLink, sessionId } = await away.link();
  const { mark } = await ask(paymentLink);
  const held = fetch(`${paymentLink}/status?seen=${mark}`);
  await aLookLater(server, away);
  await postgres.kill9();
  for (const answer of [await held, await fetch(`${paymentLink}/status?seen=${mark}`)]) {
    const text = await answer.text();
    expectProblem({ status: answer.status, headers: answer.headers, text, body: JSON.parse(text) as Record<string, unknown> }, 503, 'unavailable');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  }
  await postgres.restart();
  await expect.poll(async () => (await fetch(`${server.publicUrl}/readyz`)).status).toBe(200);
  const answer = ask(paymentLink, mark);
  await away.api('POST', `/session/${sessionId}/link`, {});
  expect(await answer).toMatchObject({ state: 'replaced' });
  await away.close();
  await server.stop();
  await postgres.stop();
});

/** What an open page asks; without `seen`, or with another mark than the present, it is answered at once. */
async function ask(page: string, seen?: string, signal?: AbortSignal): Promise<Status> {
  const answer = await fetch(`${page}/status${seen === undefined ? '' : `?seen=${encodeURIComponent(seen)}`}`, { ...(signal && { signal }) });
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
  return (await answer.json()) as Status;
}

/** Asks again and again, as a page does, until the status is as expected. */
async function askUntil(page: string, first: Status, isReached: (status: Status) => boolean): Promise<Status> {
  let status = first;
  while (!isReached(status)) status = await ask(page, status.mark);
  return status;
}

type Waits = { mark: string; answer: Promise<Status | undefined>; isOver: boolean; overAt: number };

/** A page that waits, and how it goes away. */
async function waiting(page: string): Promise<[Waits, leave: () => Promise<void>]> {
  const { mark } = await ask(page);
  const gone = new AbortController();
  const waits: Waits = { mark, isOver: false, overAt: Number.NaN, answer: Promise.resolve(undefined) };
  waits.answer = ask(page, mark, gone.signal)
    .catch((error: unknown) => {
      if (!gone.signal.aborted) throw error;
      return undefined;
    })
    .finally(() => Object.assign(waits, { isOver: true, overAt: performance.now() }));
  return [
    waits,
    async () => {
      gone.abort();
      await waits.answer;
    },
  ];
}

/** Answers once the server has looked at what is waited for: whoever asked before is waiting by now. */
async function aLookLater(server: RunningServer, at = shop): Promise<void> {
  const link = await at.link();
  const { mark } = await ask(link.paymentLink);
  const answer = ask(link.paymentLink, mark);
  await onLink(server, link, 'opened_at = created_at');
  await answer;
}

const onLink = (server: RunningServer, link: Made, change: string) =>
  queryAsGuest<{ validUntil: Date }>(server.settings, `UPDATE payment_link SET ${change} WHERE id = $1 RETURNING valid_until AS "validUntil"`, [link.id]);

const abortedIn = (log: string): number => log.match(/"path":"\/pay\/\*\*\*\/status".*"aborted":true/g)?.length ?? 0;
