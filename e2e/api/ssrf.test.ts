import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { unsafeAddresses, unsafeNames } from '#lib/testing/unsafe-addresses.ts';
import { type Answer, expectProblem } from '../fixtures/api.ts';
import { watchDials } from '../fixtures/dials.ts';
import { openSession, pays, startPayment, submitAtGateway } from '../fixtures/payer.ts';
import { answers, openReceiver } from '../fixtures/receiver.ts';
import { type RunningServer, startServer } from '../fixtures/server.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

const rebinding = 'rebinding.ssrf.test';
const names = { ...Object.fromEntries(Object.entries(unsafeNames).map(([name, answered]) => [name, [answered]])), [rebinding]: [['3000::1'], ['127.0.0.1']] };

type Receiver = Awaited<ReturnType<typeof openReceiver>>;

/** A service that may call nobody but `named`, which sends everybody on to a canary, and writes down whom it calls. */
let server: RunningServer;
let shop: Shop;
let named: Receiver;
let canaries: Receiver[];
const dials = watchDials(names);

test.beforeAll(async () => {
  test.setTimeout(120_000);
  canaries = [await openReceiver([answers(200)]), await openReceiver([answers(200)], '::1')];
  named = await openReceiver([answers(302, { location: `${canaries[0]?.origin}/` })]);
  server = await startServer({ database: 'postgres', settings: { CALLBACK_TARGETS: `127.0.0.1:${named.port}`, ...dials.settings } });
  shop = await openShop(server);
});

test.afterAll(async () => {
  await shop.close();
  await server.stop();
  await Promise.all([named, ...canaries].map((receiver) => receiver.close()));
  dials.remove();
});

/** Whom the service called but itself and its database. */
function strangersDialled(): string[] {
  const { PORT, SANDBOX_PORT, DATABASE_URL = '' } = server.settings;
  const own = [PORT, SANDBOX_PORT, new URL(DATABASE_URL).port];
  return dials.dialled().filter((dialled) => !own.includes(dialled.split(':').at(-1)));
}

test.afterEach(() => {
  const allowed = [`127.0.0.1:${named.port}`, '3000::1:80'];
  expect(strangersDialled().filter((dialled) => !allowed.includes(dialled))).toEqual([]);
  expect(canaries.map((canary) => canary.connections())).toEqual([0, 0]);
});

const withCallbacks = (callbacks: object) => ({ order: anOrder(), callbacks });

/** Every place where a merchant names an address that we shall call. */
const doors: { name: string; pointer: string; take: (address: string) => Promise<Answer> }[] = [
  {
    name: 'notification of a new session',
    pointer: '/callbacks/notification',
    take: (notification) => shop.api('POST', '/session', withCallbacks({ notification })),
  },
  {
    name: 'success of a new session',
    pointer: '/callbacks/success/value',
    take: (value) => shop.api('POST', '/session', withCallbacks({ success: { type: 'URL', value } })),
  },
  {
    name: 'failure of a new session',
    pointer: '/callbacks/failure/value',
    take: (value) => shop.api('POST', '/session', withCallbacks({ failure: { type: 'URL', value } })),
  },
  {
    name: 'notification of a session that is changed',
    pointer: '/callbacks/notification',
    take: async (notification) => {
      kept ??= await openSession(shop, withCallbacks({ notification: 'https://shop.example/kept' }));
      return shop.api('PUT', `/session/${kept}`, { callbacks: { notification } });
    },
  },
  { name: 'a new webhook endpoint', pointer: '/url', take: (url) => shop.api('POST', '/webhooks', { url }) },
  {
    name: 'a webhook endpoint that is changed',
    pointer: '/url',
    take: async (url) => {
      changed ??= await anEndpoint();
      return shop.api('PATCH', `/webhooks/${changed}`, { url });
    },
  },
];

/** An endpoint at the one target that may be called. */
async function anEndpoint(): Promise<string> {
  const { body, text } = await shop.api('POST', '/webhooks', { url: `${named.origin}/endpoint`, eventTypes: ['session.paid'] });
  expect(body.id, text).toBeTruthy();
  return String(body.id);
}

const moveEndpoint = (id: string, address: string) => queryAsGuest(server.settings, 'UPDATE webhook_endpoint SET url = $2 WHERE id = $1', [id, address]);

let kept: string | undefined;
let changed: string | undefined;

test('an endpoint whose name leads to an unsafe address, or nowhere, is refused when it is registered', async () => {
  for (const host of [...Object.keys(unsafeNames), 'nowhere.invalid']) {
    expectProblem(await shop.api('POST', '/webhooks', { url: `http://${host}/` }), 422, 'invalid_field', ['/url']);
  }
});

for (const { name, pointer, take } of doors) {
  test(`an unsafe address is refused where it is named: ${name}`, async () => {
    test.setTimeout(90_000);
    for (const { address } of unsafeAddresses)
      await test.step(JSON.stringify(address), async () => expectProblem(await take(address), 422, 'invalid_field', [pointer]));
    for (const address of ['http://93.184.215.14/', `http://127.0.0.1:${named.port}/`]) expect((await take(address)).status, address).toBeLessThan(300);
    // What was let in here is told of nothing that the other tests do.
    await queryAsGuest(server.settings, "UPDATE webhook_endpoint SET disabled_at = now(), disabled_reason = 'merchant' WHERE disabled_at IS NULL");
  });
}

async function payFor(callbacks: object): Promise<string> {
  const { paymentId, url } = await startPayment(shop, await openSession(shop, withCallbacks(callbacks)));
  await submitAtGateway(url, pays.card);
  return paymentId;
}

type Tried = { url: string; error: string | null };

/** The first try at each callback of these payments. */
const firstTries = (payments: string[]) =>
  queryAsGuest<Tried>(
    server.settings,
    `SELECT DISTINCT ON (d.id) d.url, a.error FROM delivery d JOIN delivery_attempt a ON a.delivery_id = d.id
     WHERE d.payment_id = ANY($1::uuid[]) ORDER BY d.id, a.started_at`,
    [payments],
  );

/**
 * Everything that sends to addresses that came to stand in its table, whoever let them in: it answers what it has tried by now,
 * and says why it failed.
 */
const senders: { name: string; says: RegExp; send: (addresses: string[]) => Promise<() => Promise<Tried[]>> }[] = [
  {
    name: 'callbacks of sessions',
    says: /^(?:The address must |Invalid URL)/,
    send: async (addresses) => {
      const paymentId = await payFor({ notification: `${named.origin}/session` });
      await expect.poll(async () => (await firstTries([paymentId])).length).toBe(1);
      await queryAsGuest(
        server.settings,
        `INSERT INTO delivery (id, merchant_id, session_id, queue, payment_id, kind, fact, url, content_type, body, status, attempts, due_at, created_at)
         SELECT gen_random_uuid(), merchant_id, session_id, queue, payment_id, kind, 'copy ' || n, planted, content_type, body, 'pending', 0, now(), now()
         FROM delivery, unnest($2::text[]) WITH ORDINALITY AS planted(planted, n) WHERE payment_id = $1`,
        [paymentId, addresses],
      );
      return async () => (await firstTries([paymentId])).filter(({ url }) => url !== `${named.origin}/session`);
    },
  },
  {
    name: 'webhooks',
    says: /^(?:The address must |Invalid URL)/,
    send: async (addresses) => {
      const tried: Tried[] = [];
      for (let start = 0; start < addresses.length; start += 40) tried.push(...(await tellEndpoints(addresses.slice(start, start + 40))));
      return async () => tried;
    },
  },
  {
    name: 'the test-send of a webhook endpoint',
    says: /^(?:The address must |Invalid URL)/,
    send: async (addresses) => {
      const tried: Tried[] = [];
      const id = await anEndpoint();
      for (const address of addresses) {
        await moveEndpoint(id, address);
        const { body, status, text } = await shop.api('POST', `/webhooks/${id}/test`, {});
        expect(status, `${address} ${text}`).toBe(200);
        tried.push({ url: address, error: (body.answer as { error: string | null }).error });
      }
      return async () => tried;
    },
  },
  {
    name: 'callbacks of the sandbox',
    // It keeps no reason. Its second try begins when the first has ended.
    says: /^$/,
    send: async (addresses) => {
      await queryAsGuest(
        server.settings,
        `INSERT INTO sandbox_notification (id, account_id, url, body, attempts, due_at, created_at)
         SELECT gen_random_uuid(), (SELECT id FROM sandbox_account LIMIT 1), planted, 'a=b', 0, now(), now() FROM unnest($1::text[]) AS planted`,
        [addresses],
      );
      return () => queryAsGuest<Tried>(server.settings, "SELECT url, NULL AS error FROM sandbox_notification WHERE attempts > 1 AND body = 'a=b'");
    },
  },
];

/** One event for as many endpoints, each of which has come to stand at one of these addresses; what the first tries came to. */
async function tellEndpoints(addresses: string[]): Promise<Tried[]> {
  const teller = await openShop(server, 'Many endpoints');
  const endpoints: { id: string; url: string }[] = [];
  for (const url of addresses) {
    const { body } = await teller.api('POST', '/webhooks', { url: `${named.origin}/endpoint` });
    endpoints.push({ id: String(body.id), url });
    await moveEndpoint(String(body.id), url);
  }
  const { status, body } = await teller.api('POST', '/session', withCallbacks({}));
  expect(status).toBe(201);
  await teller.api('POST', `/session/${String(body.sessionId)}/cancel`, {});
  const tries = () =>
    queryAsGuest<{ id: string; error: string | null }>(
      server.settings,
      `SELECT DISTINCT ON (d.id) d.endpoint_id::text AS id, a.error FROM delivery d JOIN delivery_attempt a ON a.delivery_id = d.id
       WHERE d.endpoint_id = ANY($1::uuid[]) ORDER BY d.id, a.started_at`,
      [endpoints.map(({ id }) => id)],
    );
  await expect.poll(async () => (await tries()).length, { timeout: 30_000 }).toBe(endpoints.length);
  await teller.close();
  return (await tries()).map(({ id, error }) => ({ url: endpoints.find((one) => one.id === id)?.url ?? '', error }));
}

for (const { name, says, send } of senders) {
  test(`nothing is sent to an unsafe address that is there all the same: ${name}`, async () => {
    test.setTimeout(120_000);
    const addresses = [...unsafeAddresses.map(({ address }) => address), ...Object.keys(unsafeNames).map((host) => `http://${host}/`)];
    const tried = await send(addresses);
    await expect.poll(async () => (await tried()).length, { timeout: 90_000 }).toBe(addresses.length);
    for (const { url, error } of await tried()) expect(error ?? '', url).toMatch(says);
  });
}

test('a name that is unsafe once it is resolved, or changes its mind between check and dial, is taken and never called', async () => {
  test.setTimeout(120_000);
  const hosts = [...Object.keys(unsafeNames), rebinding];
  const payments: string[] = [];
  for (const host of hosts) payments.push(await payFor({ notification: `http://${host}/` }));
  await expect.poll(async () => (await firstTries(payments)).length, { timeout: 60_000 }).toBe(hosts.length);
  for (const { url, error } of await firstTries(payments)) {
    if (url !== `http://${rebinding}/`) expect(error, url).toBe('The address must lie on the public internet.');
  }
  expect(strangersDialled()).toContain('3000::1:80');
});

test('a named target is called, and where it points is not', async () => {
  const before = named.heard.length;
  await payFor({ notification: `${named.origin}/pointing` });
  await expect.poll(() => named.heard.slice(before).map(({ path }) => path)).toContain('/pointing');
  expect(strangersDialled()).toContain(`127.0.0.1:${named.port}`);
});
