import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { XMLParser } from 'fast-xml-parser';
import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { expectSoundBooks, gatewayBooks, makeDue, sessionStatusOf, statusOf } from '../fixtures/books.ts';
import { sendCallback, wayOn } from '../fixtures/forge.ts';
import { openSession, pays, startPayment, submitAtGateway } from '../fixtures/payer.ts';
import { answers, hangs, openReceiver, resets } from '../fixtures/receiver.ts';
import type { RunningServer } from '../fixtures/server.ts';
import { isSigned, openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ databaseKind: 'postgres' });

let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
});
test.beforeEach(() => {
  shop.callbacks.length = 0;
});
test.afterEach(({ server }) => expectSoundBooks(server));
test.afterAll(() => shop.close());

/** A session paid by card whose callbacks go where `callbacks` says. */
async function pay(callbacks: object, form: Record<string, string> = pays.card, order = anOrder()): Promise<{ sessionId: string; paymentId: string }> {
  const sessionId = await openSession(shop, { order, callbacks });
  const { paymentId, url } = await startPayment(shop, sessionId);
  await submitAtGateway(url, form);
  return { sessionId, paymentId };
}

type Delivery = { kind: string; status: string; attempts: number; tries: number };
const deliveries = (server: RunningServer, paymentId: string) =>
  queryAsGuest<Delivery>(
    server.settings,
    `SELECT kind::text, status::text, attempts, (SELECT count(*)::int FROM delivery_attempt a WHERE a.delivery_id = d.id) AS tries
     FROM delivery d WHERE payment_id = $1 ORDER BY d.kind`,
    [paymentId],
  );

test('a callback that is taken is sent once, to each address that was named', async ({ server }) => {
  const callbacks = {
    success: { type: 'URL', value: `${shop.origin}/ok` },
    failure: { type: 'URL', value: `${shop.origin}/fail` },
    notification: `${shop.origin}/notify`,
  };
  const { paymentId } = await pay(callbacks);
  await Promise.all(Array.from({ length: 10 }, () => sendCallback(server, paymentId, 'notification')));
  const one = { status: 'delivered', attempts: 1, tries: 1 };
  await expect
    .poll(() => deliveries(server, paymentId))
    .toEqual([
      { kind: 'success', ...one },
      { kind: 'notification', ...one },
    ]);
  expect(shop.callbacks.map(({ path }) => path).sort()).toEqual(['/notify', '/ok']);
  for (const callback of shop.callbacks) expect(isSigned(callback, shop.callbackSecret)).toBe(true);
});

test('a callback that meets an error, a reset or a redirect is sent again: the same body under a fresh signature', async ({ server }) => {
  const receiver = await openReceiver([answers(500), resets, answers(302, { location: `${shop.origin}/elsewhere` }), answers(404), answers(200)]);
  const { paymentId } = await pay({ notification: `${receiver.origin}/notify` });
  for (let tries = 1; tries <= 5; tries += 1) {
    await expect.poll(() => deliveries(server, paymentId)).toEqual([expect.objectContaining({ attempts: tries, tries })]);
    if (tries < 5) await makeDue(server);
  }
  expect(await deliveries(server, paymentId)).toEqual([expect.objectContaining({ status: 'delivered' })]);
  expect(new Set(receiver.heard.map(({ body }) => body)).size).toBe(1);
  for (const heard of receiver.heard) expect(isSigned(heard, shop.callbackSecret)).toBe(true);
  const times = receiver.heard.map(({ headers }) => Number(/t=(\d+)/.exec(String(headers['altapay-signature']))?.[1]));
  const begun = await queryAsGuest<{ at: number }>(
    server.settings,
    'SELECT floor(extract(epoch FROM started_at))::int AS at FROM delivery_attempt a JOIN delivery d ON d.id = a.delivery_id WHERE payment_id = $1 ORDER BY started_at',
    [paymentId],
  );
  expect(times).toEqual(begun.map(({ at }) => at));
  expect(shop.callbacks).toEqual([]);
  await receiver.close();
});

test('after the tenth failure a callback is given up, with an alarm', async ({ server }) => {
  const receiver = await openReceiver([answers(503)]);
  const { paymentId } = await pay({ notification: receiver.origin });
  await expect.poll(() => deliveries(server, paymentId)).toEqual([expect.objectContaining({ attempts: 1, tries: 1 })]);
  await queryAsGuest(server.settings, 'UPDATE delivery SET attempts = 9 WHERE payment_id = $1', [paymentId]);
  await makeDue(server);
  await expect.poll(() => deliveries(server, paymentId)).toEqual([expect.objectContaining({ status: 'exhausted', attempts: 10 })]);
  expect(server.log()).toContain('ALARM: a callback or webhook was never taken');
  await receiver.close();
});

for (const { name, target, isFollowed } of [
  { name: 'the shop’s own origin', target: () => `${shop.origin}/thanks?a=1&b=2`, isFollowed: true },
  { name: 'the shop’s own origin, by a relative address', target: () => '/thanks?a=1&b=2', isFollowed: true },
  { name: 'another origin', target: () => 'https://evil.example/thanks', isFollowed: false },
  { name: 'another port', target: () => 'http://127.0.0.1:9/thanks', isFollowed: false },
  { name: 'a script', target: () => 'javascript:alert(1)', isFollowed: false },
  { name: 'an origin with credentials', target: () => `http://user:secret@${shop.origin.slice('http://'.length)}/thanks`, isFollowed: false },
]) {
  test(`a success callback that redirects to ${name} ${isFollowed ? 'takes the customer there' : 'does not: the customer goes to the shop’s redirect address'}`, async ({
    server,
  }) => {
    shop.answer('/ok', 302, { location: target() });
    const { paymentId } = await pay({ success: { type: 'URL', value: `${shop.origin}/ok` }, redirect: `${shop.origin}/back` });
    await expect.poll(() => deliveries(server, paymentId)).toEqual([expect.objectContaining({ status: 'delivered', attempts: 1 })]);
    expect(await wayOn(server, paymentId)).toBe(isFollowed ? `${shop.origin}/thanks?a=1&b=2` : `${shop.origin}/back`);
  });
}

test('an inner address that was not allowed is never dialled, however it is written', async ({ server }) => {
  const canary = await openReceiver([answers(200)], '127.0.0.2');
  const { port } = canary;
  const written = [
    `127.0.0.2:${port}`,
    `2130706434:${port}`,
    `0x7f.2:${port}`,
    `0177.0.0.2:${port}`,
    `[::ffff:127.0.0.2]:${port}`,
    `[::ffff:7f00:2]:${port}`,
    `127.0.0.2.:${port}`,
  ];
  for (const host of [...written, '169.254.169.254', '[fd00:ec2::254]', `0.0.0.0:${port}`, '10.0.0.1', '[::1]:1']) {
    const sessionId = await openSession(shop, { order: anOrder() });
    await queryAsGuest(server.settings, `UPDATE checkout_session SET callbacks = jsonb_build_object('notification', $2::text) WHERE id = $1`, [
      sessionId,
      `http://${host}/canary`,
    ]);
    const { paymentId, url } = await startPayment(shop, sessionId);
    await submitAtGateway(url, pays.card);
    await expect.poll(() => deliveries(server, paymentId)).toEqual([expect.objectContaining({ status: 'pending', tries: 1 })]);
    const [row] = await queryAsGuest<{ error: string }>(
      server.settings,
      'SELECT error FROM delivery_attempt a JOIN delivery d ON d.id = a.delivery_id WHERE payment_id = $1',
      [paymentId],
    );
    expect([host, row?.error]).toEqual([host, 'The address must lie on the public internet.']);
  }
  expect(canary.connections()).toBe(0);
  await canary.close();
});

test('a callback owed when the process is killed is sent after the restart, although a try was under way', async ({ server }) => {
  const receiver = await openReceiver([hangs, answers(200)]);
  const { paymentId } = await pay({ notification: receiver.origin });
  await expect.poll(() => receiver.heard.length).toBe(1);
  await server.kill9();
  await server.restart();
  await makeDue(server);
  await expect.poll(() => deliveries(server, paymentId)).toEqual([{ kind: 'notification', status: 'delivered', attempts: 2, tries: 1 }]);
  expect(receiver.heard).toHaveLength(2);
  expect(receiver.heard[0]?.body).toBe(receiver.heard[1]?.body);
  await receiver.close();
});

test('two processes on one database never send the same claim twice', async ({ server }) => {
  const worker = spawn(process.execPath, ['.build/worker.js'], { env: server.settings, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  worker.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await expect.poll(() => said, { timeout: 15_000 }).toContain('worker ready');
  const receiver = await openReceiver([answers(200)]);
  const { paymentId } = await pay({ notification: `${receiver.origin}/first` });
  await expect.poll(() => receiver.heard.length).toBe(1);
  const copies = 200;
  await queryAsGuest(
    server.settings,
    `INSERT INTO delivery (id, merchant_id, session_id, queue, payment_id, kind, fact, url, content_type, body, status, attempts, due_at, created_at)
     SELECT gen_random_uuid(), merchant_id, session_id, queue, payment_id, kind, 'copy ' || n, $2 || n, content_type, body, 'pending', 0, now(), now()
     FROM delivery, generate_series(1, ${copies}) AS n WHERE payment_id = $1`,
    [paymentId, `${receiver.origin}/copy/`],
  );
  await expect
    .poll(async () => (await deliveries(server, paymentId)).filter(({ status }) => status === 'delivered').length, { timeout: 20_000 })
    .toBe(copies + 1);
  expect(receiver.heard.length).toBe(copies + 1);
  expect(new Set(receiver.heard.map(({ path }) => path)).size).toBe(copies + 1);
  const senders = [server.log(), said].map((log) => log.split('"msg":"delivered"').length - 1);
  expect(senders.every((count) => count > 0)).toBe(true);
  worker.kill('SIGTERM');
  await once(worker, 'exit');
  await receiver.close();
});

test('a shop that does not answer keeps no other shop’s callbacks waiting', async ({ server }) => {
  const slow = await openReceiver([hangs]);
  const quick = await openReceiver([answers(500), answers(200)]);
  const { paymentId: waiting } = await pay({ notification: slow.origin });
  await expect.poll(() => slow.heard.length).toBe(1);
  await queryAsGuest(
    server.settings,
    `INSERT INTO delivery (id, merchant_id, session_id, queue, payment_id, kind, fact, url, content_type, body, status, attempts, due_at, created_at)
     SELECT gen_random_uuid(), merchant_id, session_id, queue, payment_id, kind, 'copy ' || n, url, content_type, body, 'pending', 0, now() - interval '1 hour', now()
     FROM delivery, generate_series(1, 100) AS n WHERE payment_id = $1`,
    [waiting],
  );
  await expect.poll(() => slow.heard.length).toBeGreaterThan(5);
  const other = await openShop(server, 'Quick & Sons');
  const sessionId = await openSession(other, { order: anOrder(), callbacks: { notification: quick.origin } });
  const { paymentId, url } = await startPayment(other, sessionId);
  await submitAtGateway(url, pays.card);
  await expect.poll(() => deliveries(server, paymentId)).toEqual([expect.objectContaining({ attempts: 1, tries: 1 })]);
  await queryAsGuest(server.settings, `UPDATE delivery SET due_at = now() WHERE payment_id = $1`, [paymentId]);
  await expect.poll(() => deliveries(server, paymentId), { timeout: 5_000 }).toEqual([expect.objectContaining({ status: 'delivered', attempts: 2 })]);
  await queryAsGuest(server.settings, `UPDATE delivery SET status = 'exhausted', due_at = NULL, ended_at = now() WHERE payment_id = $1`, [waiting]);
  await Promise.all([slow.close(), quick.close(), other.close()]);
});

test('a JSON callback has every field of the contract', async ({ server }) => {
  const callbacks = { notification: `${shop.origin}/notify`, bodyFormat: 'JSON' };
  const paid = await pay(callbacks);
  const declined = await pay(callbacks, pays.declined);
  await expect.poll(() => shop.callbacks.length).toBe(2);
  for (const { headers } of shop.callbacks) expect(headers['content-type']).toBe('application/json');
  const [success, failure] = shop.callbacks.map(({ body }) => JSON.parse(body) as object);
  const common = {
    requiresCapture: false,
    merchantErrorCode: null,
    transactionInfo: { source: 'newsletter' },
    mode: 'test',
    order: { orderId: 'Order-1234/2026', amount: 2049.99, currency: 'DKK' },
  };
  expect(success).toEqual({
    ...common,
    ...paid,
    status: 'SUCCEEDED',
    requiresCapture: true,
    cardInformation: { lastFourDigits: '1111' },
    customerErrorMessage: null,
    merchantErrorMessage: null,
    customerMessageMustBeShown: false,
  });
  expect(failure).toEqual({
    ...common,
    ...declined,
    status: 'FAILED',
    cardInformation: { lastFourDigits: '0566' },
    customerErrorMessage: expect.stringMatching(/declined/),
    merchantErrorMessage: 'card_declined',
    customerMessageMustBeShown: true,
  });
  expect(await statusOf(server, declined.paymentId)).toBe('failed');
});

test('a form callback has the classic fields in their order, with the transaction’s XML last', async ({ server }) => {
  const { paymentId, sessionId } = await pay({ notification: `${shop.origin}/notify` });
  await expect.poll(() => shop.callbacks.length).toBe(1);
  const [callback] = shop.callbacks;
  expect(callback?.headers['content-type']).toBe('application/x-www-form-urlencoded');
  const fields = new URLSearchParams(callback?.body);
  const transaction = String((await gatewayBooks(server, paymentId))[0]?.transaction);
  expect([...fields].filter(([name]) => name !== 'xml')).toEqual(
    Object.entries({
      shop_orderid: 'Order-1234/2026',
      currency: '208',
      type: 'payment',
      embedded_window: '0',
      amount: '2049.99',
      transaction_id: transaction,
      payment_id: paymentId,
      nature: 'CreditCard',
      require_capture: 'true',
      payment_status: 'preauth',
      masked_credit_card: '411111******1111',
      blacklist_token: '',
      credit_card_token: '',
      status: 'succeeded',
      error_message: '',
      cardholder_message_must_be_shown: 'false',
      'transaction_info[source]': 'newsletter',
      mode: 'test',
    }),
  );
  const xml = fields.get('xml') ?? '';
  expect([...fields.keys()].at(-1)).toBe('xml');
  expect(xml.endsWith('\n')).toBe(true);
  const { Result, Transactions } = new XMLParser({ parseTagValue: false }).parse(xml).APIResponse.Body;
  expect(Result).toBe('Success');
  expect(Transactions.Transaction).toMatchObject({
    TransactionId: transaction,
    ShopOrderId: 'Order-1234/2026',
    TransactionStatus: 'preauth',
    ReservedAmount: '2049.99',
    CapturedAmount: '0.00',
  });
  expect(await sessionStatusOf(server, sessionId)).toBe('paid');
});
