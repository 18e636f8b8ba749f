import { decodeJwt } from 'jose';
import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { type Answer, basic, type Caller, caller, expectProblem, tokenOf } from '../fixtures/api.ts';
import { expectSoundBooks, sessionStatusOf } from '../fixtures/books.ts';
import { wayOn } from '../fixtures/forge.ts';
import { pays, submitAtGateway } from '../fixtures/payer.ts';
import type { RunningServer } from '../fixtures/server.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

let shop: Shop;
let other: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
  other = await openShop(server, 'Another shop');
});
test.afterAll(async () => {
  await shop.close();
  await other.close();
});

type Exchanged = { token: string; sessionId: string; linkId: string; link: string; checkout: Record<string, unknown>; api: Caller };
type Given = Parameters<Shop['link']>[0];

const tokenIn = (paymentLink: string): string => new URL(paymentLink).searchParams.get('paymentLink') ?? paymentLink.split('/').at(-1) ?? '';

const exchange = (server: RunningServer, body: object, headers: Record<string, string> = { origin: shop.origin }): Promise<Answer> =>
  caller(server)('POST', '/link/exchange', body, headers);

/** A link of a new session, exchanged by a page of its shop. */
async function exchanged(server: RunningServer, given: Given = {}): Promise<Exchanged> {
  const { paymentLink, sessionId, id } = await shop.link(given);
  const link = tokenIn(paymentLink);
  const answer = await exchange(server, { paymentLink: link });
  expect(answer.status, answer.text).toBe(200);
  const { token, checkout } = answer.body as { token: string; checkout: Record<string, unknown> };
  return { token, sessionId, linkId: id, link, checkout, api: caller(server, `Bearer ${token}`) };
}

const methodsOf = (checkout: Record<string, unknown>) => checkout.methods as { id: string; type: string; name: string }[];

test('a link is exchanged for a token that lists and pays its session for 15 minutes, and for all there is to show', async ({ server }) => {
  const { token, sessionId, linkId, checkout } = await exchanged(server, { order: { orderId: 'Order 7' } });
  const claims = decodeJwt(token);
  expect(claims).toMatchObject({ sid: sessionId, lid: linkId, groups: ['ExecutePayment', 'ListPaymentMethods'] });
  expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(900);
  expect(checkout).toMatchObject({
    sessionId,
    state: 'open',
    isTest: true,
    merchant: { name: 'Fjord & Sons' },
    order: {
      orderId: 'Order 7',
      amount: { value: 2049.99, currency: 'DKK' },
      lines: [{ description: 'Blue shirt', quantity: 2, quantityText: 'Quantity 2' }, { description: 'Gift wrapping' }],
      shipping: { value: 99, currency: 'DKK' },
      tax: { value: 350.99, currency: 'DKK' },
    },
    time: { isOpened: false, secondsLeft: 600, extensions: 0 },
    callbacks: {},
    language: { tag: 'en', direction: 'ltr', locale: 'en-GB' },
    words: { pay: expect.stringContaining('2,049.99'), until: 'You can pay until {time}.' },
  });
  expect(methodsOf(checkout).length).toBeGreaterThan(2);
});

test('what is not the customer’s stays untold: e-mail, address, transaction info, callbacks', async ({ server }) => {
  const callbacks = { notification: `${shop.origin}/secret-path`, success: { type: 'URL', value: `${shop.origin}/secret-path` } };
  const { checkout } = await exchanged(server, { session: { callbacks } });
  expect(JSON.stringify(checkout)).not.toMatch(/ada@example|Main 1|newsletter|secret-path|terminalSecret/);
});

test('a session’s callbacks of type FUNCTION are named', async ({ server }) => {
  const callbacks = { success: { type: 'FUNCTION', value: 'shop.onPaid' }, failure: { type: 'FUNCTION', value: 'onFailed' } };
  const { checkout } = await exchanged(server, { session: { callbacks } });
  expect(checkout.callbacks).toEqual({ success: 'shop.onPaid', failure: 'onFailed' });
});

test('every word comes in the reader’s language: the merchant’s wish, the page’s, the browser’s', async ({ server }) => {
  const { paymentLink } = await shop.link();
  const link = tokenIn(paymentLink);
  const inLanguage = async (body: object, headers: Record<string, string> = {}) =>
    (await exchange(server, { paymentLink: link, ...body }, { origin: shop.origin, ...headers })).body.checkout as Record<string, unknown>;
  expect(await inLanguage({ language: 'da' })).toMatchObject({ language: { tag: 'da' }, words: { total: 'I alt' } });
  expect(await inLanguage({}, { 'accept-language': 'ar' })).toMatchObject({ language: { tag: 'ar', direction: 'rtl' } });
  expect(await inLanguage({ language: 'tlh' })).toMatchObject({ language: { tag: 'en' } });
  const wished = await exchanged(server, { session: { configuration: { language: 'sv' } } });
  expect(wished.checkout.language).toMatchObject({ tag: 'sv' });
});

test('amounts are written as on our own page, whatever the currency and the region', async ({ server }) => {
  const order = { orderId: 'HUF', amount: { value: 512.5, currency: 'HUF' }, orderLines: [{ itemId: 'x', description: 'x', quantity: 1, unitPrice: 512.5 }] };
  const created = await shop.api('POST', '/session', { order, configuration: { language: 'de-CH' } });
  const { sessionId } = created.body;
  const token = String((await shop.api('POST', `/session/${sessionId}/token`)).body.token);
  const { body } = await caller(server, `Bearer ${token}`)('GET', `/session/${sessionId}/checkout`);
  const { order: shown, words, language } = body as { order: { amount: { text: string } }; words: { pay: string }; language: object };
  expect(language).toEqual({ tag: 'de', direction: 'ltr', locale: 'de-CH' });
  expect(shown.amount.text).toContain('512.50');
  expect(words.pay).toContain(shown.amount.text);
});

test('one human touch opens the link, once', async ({ server }) => {
  const { api, sessionId, linkId } = await exchanged(server);
  const openings = async () =>
    (await queryAsGuest(server.settings, "SELECT FROM audit_entry WHERE subject_id = $1 AND action = 'link.opened'", [linkId])).length;
  for (const opened of [0, 1, 1]) {
    expect(await openings()).toBe(opened);
    expect((await api('POST', `/session/${sessionId}/opened`, {})).status).toBe(200);
  }
  expect((await api('GET', `/session/${sessionId}/checkout`)).body.time).toMatchObject({ isOpened: true });
});

test('time is added once a press, however often it is sent', async ({ server }) => {
  const { api, sessionId } = await exchanged(server);
  const time = async () => (await api('GET', `/session/${sessionId}/checkout`)).body.time;
  await Promise.all([0, 0, 0].map((extensions) => api('POST', `/session/${sessionId}/extend`, { extensions })));
  expect(await time()).toMatchObject({ isOpened: true, extensions: 1, extensionSeconds: 600 });
  expect((await api('POST', `/session/${sessionId}/extend`, { extensions: 1 })).status).toBe(200);
  expect(await time()).toMatchObject({ extensions: 2 });
});

test('with the token the customer pays, once, and the page hears of it', async ({ server }) => {
  const { api, sessionId, checkout } = await exchanged(server);
  const card = methodsOf(checkout).find(({ type }) => type === 'CARD');
  const body = { sessionId, paymentMethodId: card?.id, revision: checkout.revision, language: 'da-DK' };
  const [first, again] = [
    await api('POST', '/payment', body, { 'idempotency-key': 'press-1' }),
    await api('POST', '/payment', body, { 'idempotency-key': 'press-1' }),
  ];
  expect(first.status, first.text).toBe(200);
  expect(again.body).toEqual(first.body);
  const seen = String((await api('GET', `/session/${sessionId}/checkout`)).body.mark);
  const hearing = api('GET', `/session/${sessionId}/status?seen=${encodeURIComponent(seen)}`);
  await submitAtGateway(String(first.body.url), pays.card);
  expect((await hearing).body.mark).not.toBe(seen);
  await expect.poll(() => sessionStatusOf(server, sessionId)).toBe('paid');
  expect((await api('GET', `/session/${sessionId}/checkout`)).body).toMatchObject({ state: 'paid', receipt: { lastFourDigits: '1111' } });
  await expectSoundBooks(server);
});

test('an order that changed since it was shown is not paid: the page shows the new one', async ({ server }) => {
  const { api, sessionId, checkout } = await exchanged(server);
  expect((await shop.api('PUT', `/session/${sessionId}`, { order: anOrder({ value: 10 }) })).status).toBe(200);
  const body = { sessionId, paymentMethodId: methodsOf(checkout)[0]?.id, revision: checkout.revision };
  expectProblem(await api('POST', '/payment', body), 409, 'order_changed');
  const anew = (await api('GET', `/session/${sessionId}/checkout`)).body;
  expect(anew).toMatchObject({ order: { amount: { value: 10 } } });
  expect((await api('POST', '/payment', { ...body, revision: anew.revision })).status).toBe(200);
});

test('a customer’s token reaches no other session and does nothing but list and pay', async ({ server }) => {
  const { api, sessionId, checkout } = await exchanged(server);
  const foreign = (await exchanged(server)).sessionId;
  const unknown = '01890000-0000-7000-8000-000000000000';
  const paymentMethodId = methodsOf(checkout)[0]?.id;
  for (const id of [foreign, unknown]) {
    for (const path of ['/checkout', '/status', '/payment-methods']) expectProblem(await api('GET', `/session/${id}${path}`), 404, 'not_found');
    for (const path of ['/opened', '/extend']) expectProblem(await api('POST', `/session/${id}${path}`, {}), 404, 'not_found');
    expectProblem(await api('POST', '/payment', { sessionId: id, paymentMethodId }), 404, 'not_found');
  }
  const { body: payment } = await api('POST', '/payment', { sessionId, paymentMethodId });
  const refused: [string, string][] = [
    ['GET', `/session/${sessionId}`],
    ['PUT', `/session/${sessionId}`],
    ['POST', '/session'],
    ['POST', `/session/${sessionId}/link`],
    ['POST', `/session/${sessionId}/token`],
    ['POST', `/session/${sessionId}/cancel`],
    ['GET', `/session/${sessionId}/timeline`],
    ['GET', `/payment/${payment.paymentId}`],
    ['POST', `/payment/${payment.paymentId}/capture`],
    ['POST', `/payment/${payment.paymentId}/refund`],
    ['POST', `/payment/${payment.paymentId}/release`],
    ['GET', '/payment-methods'],
    ['GET', '/events'],
    ['GET', '/deliveries'],
    ['GET', '/webhooks'],
    ['POST', '/webhooks'],
  ];
  for (const [method, path] of refused) {
    const answer = await api(method, path, method === 'GET' ? undefined : {}, { origin: shop.origin });
    expectProblem(answer, 403, 'forbidden');
    expect(answer.headers.has('access-control-allow-origin'), `${method} ${path}`).toBe(false);
  }
  expectProblem(await api('POST', '/authenticate'), 401, 'unauthenticated');
});

test.describe('an origin', () => {
  const browserCalls: [method: string, path: (sessionId: string) => string][] = [
    ['POST', () => '/link/exchange'],
    ['GET', (id) => `/session/${id}/checkout`],
    ['GET', (id) => `/session/${id}/status`],
    ['GET', (id) => `/session/${id}/payment-methods`],
    ['POST', (id) => `/session/${id}/opened`],
    ['POST', (id) => `/session/${id}/extend`],
    ['POST', () => '/payment'],
  ];
  const preflightOf = (server: RunningServer, path: string, origin: string, method: string) =>
    caller(server)('OPTIONS', path, undefined, { origin, 'access-control-request-method': method, 'access-control-request-headers': 'authorization' });

  test('of a shop is let in by the preflight, for what a customer may call, without cookies', async ({ server }) => {
    const { sessionId } = await exchanged(server);
    for (const [method, path] of browserCalls) {
      const { status, headers } = await preflightOf(server, path(sessionId), shop.origin, method);
      expect(status, path(sessionId)).toBe(204);
      expect(headers.get('access-control-allow-origin')).toBe(shop.origin);
      expect(headers.get('access-control-allow-methods')).toBe(method);
      expect(headers.get('access-control-allow-headers')).toBe('authorization, content-type, idempotency-key');
      expect(headers.get('vary')).toContain('origin');
      expect(headers.has('access-control-allow-credentials')).toBe(false);
    }
    for (const path of ['/session', `/session/${sessionId}`, `/session/${sessionId}/link`, '/payment/x/refund', '/events'])
      expect((await preflightOf(server, path, shop.origin, 'POST')).headers.has('access-control-allow-origin'), path).toBe(false);
  });

  test('that nobody registered is refused by the preflight and reads no answer', async ({ server }) => {
    const { sessionId, link, api } = await exchanged(server);
    for (const origin of ['https://evil.example', 'null', `${shop.origin}.evil.example`, shop.origin.toUpperCase()]) {
      for (const [method, path] of browserCalls) {
        const refused = await preflightOf(server, path(sessionId), origin, method);
        expectProblem(refused, 403, 'wrong_origin');
        expect(refused.headers.has('access-control-allow-origin')).toBe(false);
        expect(refused.headers.get('vary')).toContain('origin');
      }
      const answers = [
        await exchange(server, { paymentLink: link }, { origin }),
        await api('GET', `/session/${sessionId}/checkout`, undefined, { origin }),
        await api('GET', `/session/${sessionId}/status`, undefined, { origin }),
        await api('POST', '/payment', { sessionId, paymentMethodId: sessionId }, { origin }),
      ];
      for (const answer of answers) {
        expectProblem(answer, 403, 'wrong_origin');
        expect(answer.headers.has('access-control-allow-origin')).toBe(false);
      }
    }
  });

  test('of another shop is told that it is the wrong one, and nothing else', async ({ server }) => {
    const { sessionId, link, api } = await exchanged(server);
    const origin = other.origin;
    const answers = [
      await exchange(server, { paymentLink: link }, { origin }),
      await api('GET', `/session/${sessionId}/checkout`, undefined, { origin }),
      await api('GET', `/session/${sessionId}/status`, undefined, { origin }),
      await api('POST', `/session/${sessionId}/opened`, {}, { origin }),
      await api('POST', '/payment', { sessionId, paymentMethodId: sessionId }, { origin }),
    ];
    for (const answer of answers) {
      expectProblem(answer, 403, 'wrong_origin');
      expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
    }
  });

  test('may read also what went wrong, but a merchant’s own token is no page’s to use', async ({ server }) => {
    const { sessionId, api } = await exchanged(server);
    const headers = { origin: shop.origin };
    const wrong = await caller(server, 'Bearer nonsense')('GET', `/session/${sessionId}/checkout`, undefined, headers);
    expectProblem(wrong, 401, 'unauthenticated');
    expect(wrong.headers.get('access-control-allow-origin')).toBe(shop.origin);
    const limited = await api('POST', '/payment', { sessionId, paymentMethodId: sessionId }, headers);
    expect([limited.status, limited.headers.get('access-control-allow-origin')]).toEqual([422, shop.origin]);
    for (const authorization of [basic(shop), `Bearer ${await tokenOf(server, shop)}`]) {
      const read = await caller(server, authorization)('GET', `/session/${sessionId}/payment-methods`, undefined, headers);
      expect([read.status, read.headers.has('access-control-allow-origin')]).toEqual([200, false]);
    }
  });

  test('is told why its calls are not answered, which is all that any page may ask', async ({ server }) => {
    const ask = async (origin?: string) => {
      const answer = await fetch(`${server.publicUrl}/sdk/origin`, { headers: { ...(origin && { origin }) } });
      return [answer.headers.get('access-control-allow-origin'), await answer.json()];
    };
    expect(await ask(shop.origin)).toEqual(['*', { code: 'unavailable' }]);
    for (const origin of ['https://evil.example', undefined]) expect(await ask(origin)).toEqual(['*', { code: 'wrong_origin' }]);
    await setMerchant(server, 'disabled_at = now()');
    const disabled = await ask(shop.origin);
    await setMerchant(server, 'disabled_at = NULL');
    expect(disabled).toEqual(['*', { code: 'disabled' }]);
  });
});

const setMerchant = (server: RunningServer, set: string) =>
  queryAsGuest(server.settings, `UPDATE merchant SET ${set} WHERE id = (SELECT merchant_id FROM api_user WHERE username = $1)`, [shop.username]);
const setLink = (server: RunningServer, id: string, set: string) => queryAsGuest(server.settings, `UPDATE payment_link SET ${set} WHERE id = $1`, [id]);

const endings: {
  name: string;
  end: (server: RunningServer, link: Exchanged) => Promise<unknown>;
  status: number;
  code: string;
  state: string;
  api?: string;
}[] = [
  {
    name: 'expired',
    end: (server, { linkId }) => setLink(server, linkId, `created_at = created_at - interval '20 days', valid_until = valid_until - interval '20 days'`),
    status: 410,
    code: 'link_expired',
    state: 'expired',
  },
  { name: 'was replaced', end: (_, { sessionId }) => shop.api('POST', `/session/${sessionId}/link`), status: 410, code: 'link_replaced', state: 'replaced' },
  { name: 'was cancelled', end: (_, { linkId }) => shop.api('POST', `/link/${linkId}/cancel`), status: 410, code: 'link_cancelled', state: 'cancelled' },
];

for (const { name, end, status, code, state } of endings) {
  test(`a link that ${name} is not exchanged, and its tokens pay nothing from then on`, async ({ server }) => {
    const given = await exchanged(server);
    await end(server, given);
    const refused = await exchange(server, { paymentLink: given.link, language: 'da' });
    expectProblem(refused, status, code);
    expect(refused.body.detail, 'in words for the customer').toMatch(/betaling/i);
    expectProblem(await given.api('GET', `/session/${given.sessionId}/payment-methods`), status, code);
    const body = { sessionId: given.sessionId, paymentMethodId: methodsOf(given.checkout)[0]?.id };
    expectProblem(await given.api('POST', '/payment', body), status, code);
    const { body: seen } = await given.api('GET', `/session/${given.sessionId}/checkout`);
    expect(seen).toMatchObject({ state, words: { heading: expect.stringMatching(/\w/), detail: expect.stringMatching(/\w/) } });
    expect(Object.keys(seen)).not.toEqual(expect.arrayContaining(['order']));
    expect(seen.methods).toBeUndefined();
  });
}

test('a session that was cancelled ends its links’ tokens too', async ({ server }) => {
  const { api, sessionId, link, checkout } = await exchanged(server);
  expect((await shop.api('POST', `/session/${sessionId}/cancel`)).status).toBe(200);
  expectProblem(await exchange(server, { paymentLink: link }), 410, 'link_cancelled');
  expectProblem(await api('POST', '/payment', { sessionId, paymentMethodId: methodsOf(checkout)[0]?.id }), 409, 'session_ended');
});

test('a disabled shop takes nothing, and says so', async ({ server }) => {
  const { api, sessionId, link, checkout } = await exchanged(server);
  await setMerchant(server, 'disabled_at = now()');
  const refused = [
    await exchange(server, { paymentLink: link }, {}),
    await api('POST', '/payment', { sessionId, paymentMethodId: methodsOf(checkout)[0]?.id }),
  ];
  for (const path of ['opened', 'extend']) refused.push(await api('POST', `/session/${sessionId}/${path}`, {}));
  refused.push(await api('GET', `/session/${sessionId}/payment-methods`));
  const seen = await api('GET', `/session/${sessionId}/checkout`);
  await setMerchant(server, 'disabled_at = NULL');
  for (const answer of refused) expectProblem(answer, 409, 'payments_paused');
  expect(seen.body).toMatchObject({ state: 'disabled' });
});

test('junk and strangers’ tokens are not found alike; a link is not exchanged without end', async ({ server }) => {
  const whole = await shop.link({ link: { url: `${shop.origin}/pay?a=b` } });
  for (const paymentLink of [whole.paymentLink, `${server.publicUrl}/pay/${tokenIn(whole.paymentLink)}`, tokenIn(whole.paymentLink)])
    expect((await exchange(server, { paymentLink })).status, paymentLink).toBe(200);
  for (const paymentLink of ['x', '0'.repeat(27), 'https://pay.example/pay/x', 'https://pay.example/?paymentLink=x', 'https://pay.example/'])
    expectProblem(await exchange(server, { paymentLink }), 404, 'not_found');
  expectProblem(await exchange(server, {}), 422, 'invalid_field', ['/paymentLink']);
  const { link } = await exchanged(server);
  const answers = await Promise.all(Array.from({ length: 80 }, () => exchange(server, { paymentLink: link })));
  const limited = answers.filter(({ status }) => status === 429);
  expect(answers.filter(({ status }) => status === 200).length).toBe(59);
  expect(limited.length).toBe(21);
  expect(Number(limited[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
});

test.describe('whoever comes back from the gateway', () => {
  /** Pays by the merchant's own page and follows the way back as a browser does, up to the merchant's page. */
  async function backFrom(server: RunningServer, fields: Record<string, string>) {
    const given = await exchanged(server, { link: { url: `${shop.origin}/pay?order=1#top` } });
    const card = methodsOf(given.checkout).find(({ type }) => type === 'CARD');
    const started = await given.api('POST', '/payment', { sessionId: given.sessionId, paymentMethodId: card?.id });
    await submitAtGateway(String(started.body.url), fields);
    return { ...given, paymentId: String(started.body.paymentId) };
  }

  test('is led to the merchant’s own page, which learns that it was paid by this payment', async ({ server }) => {
    const { link, sessionId, paymentId } = await backFrom(server, pays.card);
    await expect.poll(() => sessionStatusOf(server, sessionId)).toBe('paid');
    const landing = await landingAfter(server, paymentId, 'ok');
    expect(landing).toMatch(new RegExp(`^${shop.origin}/pay\\?order=1&paymentLink=${link}&paymentReturn=[\\w.-]+#top$`));
    const paymentReturn = new URL(landing).searchParams.get('paymentReturn');
    expectProblem(await exchange(server, { paymentLink: link }), 409, 'session_paid');
    const back = await exchange(server, { paymentLink: link, paymentReturn });
    expect(back.body).toMatchObject({ returned: { paymentId, outcome: 'paid' }, checkout: { state: 'paid', receipt: { reference: expect.any(String) } } });
    const stranger = await exchanged(server);
    const wrong = await exchange(server, { paymentLink: stranger.link, paymentReturn });
    expect([wrong.status, wrong.body.returned]).toEqual([200, undefined]);
  });

  test('after a refusal is led there as well, and can try again', async ({ server }) => {
    const { link, paymentId } = await backFrom(server, pays.declined);
    const paymentReturn = new URL(await landingAfter(server, paymentId, 'fail')).searchParams.get('paymentReturn');
    const back = await exchange(server, { paymentLink: link, paymentReturn });
    expect(back.body).toMatchObject({
      returned: { paymentId, outcome: 'failed' },
      checkout: { state: 'open', lastTry: { paymentId, outcome: 'declined', message: expect.stringContaining('Nothing was charged') } },
    });
  });

  /** Where the return page sends the browser, once it no longer waits. */
  async function landingAfter(server: RunningServer, paymentId: string, kind: 'ok' | 'fail'): Promise<string> {
    await expect.poll(() => wayOn(server, paymentId, kind)).toBeDefined();
    return (await wayOn(server, paymentId, kind)) ?? '';
  }
});

test('a token for a session without a link shows and pays it, and has no time to speak of', async ({ server }) => {
  const sessionId = String((await shop.api('POST', '/session', { order: anOrder() })).body.sessionId);
  const token = String((await shop.api('POST', `/session/${sessionId}/token`)).body.token);
  const api = caller(server, `Bearer ${token}`);
  const { body } = await api('GET', `/session/${sessionId}/checkout?language=fi`, undefined, { origin: shop.origin });
  expect(body).toMatchObject({ state: 'open', language: { tag: 'fi' }, order: { amount: { value: 2049.99 } } });
  expect(body.time).toBeUndefined();
  for (const path of ['/opened', '/extend']) expectProblem(await api('POST', `/session/${sessionId}${path}`, {}), 403, 'forbidden');
  const started = await api('POST', '/payment', { sessionId, paymentMethodId: methodsOf(body).find(({ type }) => type === 'CARD')?.id });
  expect(started.status).toBe(200);
  const { mark } = (await api('GET', `/session/${sessionId}/checkout`)).body;
  const hearing = api('GET', `/session/${sessionId}/status?seen=${encodeURIComponent(String(mark))}`);
  await submitAtGateway(String(started.body.url), pays.card);
  expect((await hearing).body.mark).not.toBe(mark);
  await expect.poll(async () => (await api('GET', `/session/${sessionId}/checkout`)).body.state).toBe('paid');
});

test('the question for news is answered at once with another mark, and refuses what it does not know', async ({ server }) => {
  const { api, sessionId, checkout } = await exchanged(server);
  const status = await api('GET', `/session/${sessionId}/status?seen=another`);
  expect(status.body).toMatchObject({ state: 'open', version: checkout.version, mark: checkout.mark, secondsLeft: expect.any(Number) });
  expectProblem(await api('GET', `/session/${sessionId}/status?sen=x`), 422, 'invalid_field');
  expectProblem(await caller(server)('GET', `/session/${sessionId}/status`), 401, 'unauthenticated');
  expectProblem(await other.api('GET', `/session/${sessionId}/status`), 404, 'not_found');
  expectProblem(await other.api('GET', `/session/${sessionId}/checkout`), 404, 'not_found');
  const head = await fetch(`${server.publicUrl}/checkout/v1/api/session/${sessionId}/status?seen=${checkout.mark}`, {
    method: 'HEAD',
    headers: { authorization: basic(shop) },
  });
  expect([head.status, await head.text()]).toEqual([200, '']);
});
