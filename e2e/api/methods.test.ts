import { devices } from '@playwright/test';
import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { type Answer, basic, caller, expectProblem, tokenOf } from '../fixtures/api.ts';
import { addTerminal, methodOf, methodsOf } from '../fixtures/methods.ts';
import { openSession, startPayment } from '../fixtures/payer.ts';
import type { RunningServer } from '../fixtures/server.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

const userAgentOf = (name: 'iPhone 15' | 'Pixel 7' | 'Desktop Chrome'): string => devices[name]?.userAgent ?? '';

type Listed = { id: string; type: string; name: string };
type Hidden = Listed & { reasons: { rule: string; detail: string }[] };

let shop: Shop;
let other: Shop;
test.beforeAll(async ({ server }) => {
  [shop, other] = [await openShop(server), await openShop(server, 'Another Shop')];
});
test.afterAll(async () => {
  await Promise.all([shop.close(), other.close()]);
});

const session = (order: Parameters<typeof anOrder>[0] = {}, more: object = {}) => openSession(shop, { order: anOrder(order), ...more });
const listed = async (sessionId: string): Promise<Listed[]> => (await shop.api('GET', `/session/${sessionId}/payment-methods`)).body.methods as Listed[];
const typesOf = (methods: Listed[]): string[] => methods.map(({ type }) => type);

async function explained(sessionId: string, query = ''): Promise<{ methods: Listed[]; hidden: Hidden[] }> {
  const answer = await shop.api('GET', `/session/${sessionId}/payment-methods?explain=true${query}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.body as { methods: Listed[]; hidden: Hidden[] };
}

/** The rules that hide the methods of a type. */
const rulesFor = async (sessionId: string, type: string, query = ''): Promise<string[]> =>
  (await explained(sessionId, query)).hidden.find((method) => method.type === type)?.reasons.map(({ rule }) => rule) ?? [];

const put = (id: string, body: unknown): Promise<Answer> => shop.api('PUT', `/payment-methods/${id}`, body);

/** The caller a customer's browser is, with a session's own token. */
async function customerOf(server: RunningServer, sessionId: string) {
  const { body } = await shop.api('POST', `/session/${sessionId}/token`);
  return caller(server, `Bearer ${String(body.token)}`);
}

test.describe('which methods a session shows', () => {
  test('the answer is the contract’s, and nothing is explained unasked', async () => {
    const { body } = await shop.api('GET', `/session/${await session()}/payment-methods`);
    expect(Object.keys(body)).toEqual(['methods']);
    for (const method of body.methods as object[]) {
      expect(Object.keys(method)).toEqual(['id', 'type', 'name', 'description', 'logoUrl', 'display', 'onInitiatePayment', 'metadata']);
    }
    expect(typesOf(body.methods as Listed[])).toEqual(expect.arrayContaining(['CARD', 'MOBILEPAY', 'BANKPAYMENT']));
  });

  test('explained, every method of the merchant is shown or hidden, and a hidden one names the rule and the values', async () => {
    const { methods, hidden } = await explained(await session({ currency: 'SEK' }));
    expect([...methods, ...hidden].map(({ id }) => id).sort()).toEqual((await methodsOf(shop)).map(({ id }) => id).sort());
    expect(typesOf(methods)).toContain('CARD');
    expect(hidden.find(({ type }) => type === 'MOBILEPAY')?.reasons[0]).toEqual({
      rule: 'currency_not_supported',
      detail: 'MobilePay takes DKK and EUR; this order is in SEK.',
    });
  });

  test('an amount the gateway’s wire cannot carry hides every method with that reason', async () => {
    const { methods, hidden } = await explained(await session({ currency: 'KWD', value: 10 }));
    expect(methods).toEqual([]);
    for (const { reasons } of hidden) expect(reasons.map(({ rule }) => rule)).toContain('amount_not_carried');
  });

  test('the customer’s country is the configured one, else the billed one, and one that is none is not known', async () => {
    const inCountry = (country: string) => session({}, { configuration: { country } });
    expect(await rulesFor(await inCountry('se'), 'MOBILEPAY')).toEqual(['country_not_supported']);
    expect(await rulesFor(await inCountry('FI'), 'MOBILEPAY')).toEqual([]);
    expect(await rulesFor(await inCountry('ZZ'), 'MOBILEPAY')).toEqual([]);
    const order = { ...anOrder(), customer: { billingAddress: { country: 'NO' } } };
    expect(await rulesFor(await openSession(shop, { order }), 'MOBILEPAY')).toEqual(['country_not_supported']);
    const { customer: _nobody, ...anonymous } = anOrder();
    expect(await rulesFor(await openSession(shop, { order: anonymous }), 'MOBILEPAY')).toEqual([]);
  });

  test('only the merchant is told why: Basic and Management explain, a customer’s and AltaPay’s own token do not', async ({ server }) => {
    const sessionId = await session();
    const path = `/session/${sessionId}/payment-methods`;
    const customer = await customerOf(server, sessionId);
    for (const [api, status] of [
      [caller(server, basic(shop)), 200],
      [caller(server, `Bearer ${await tokenOf(server, shop)}`), 403],
      [customer, 403],
    ] as const) {
      const answer = await api('GET', `${path}?explain=true`);
      if (status === 403) expectProblem(answer, 403, 'forbidden');
      else expect(answer.body.hidden).toEqual(expect.any(Array));
      expect(Object.keys((await api('GET', `${path}?explain=false`)).body)).toEqual(['methods']);
    }
  });

  for (const query of ['explain=', 'explain=1', 'explain=True', 'explain=true&explain=true', 'explain=true&explain=false']) {
    test(`a wish that cannot be understood is refused: ?${query}`, async () => {
      expectProblem(await shop.api('GET', `/session/${await session()}/payment-methods?${query}`), 422, 'invalid_field', ['/explain']);
    });
  }

  test('a merchant may ask for a browser; a customer’s own is judged by itself', async ({ server }) => {
    await addTerminal(server, shop, 'ApplePay');
    const sessionId = await session();
    const as = (userAgent: string) => `&userAgent=${encodeURIComponent(userAgent)}`;
    expect(await rulesFor(sessionId, 'APPLEPAY', as(userAgentOf('Desktop Chrome')))).toEqual(['device_not_supported']);
    expect(await rulesFor(sessionId, 'APPLEPAY', as(userAgentOf('iPhone 15')))).toEqual([]);
    expect(await rulesFor(sessionId, 'APPLEPAY')).toEqual([]);
    const customer = await customerOf(server, sessionId);
    const seen = async (userAgent: string) =>
      typesOf((await customer('GET', `/session/${sessionId}/payment-methods`, undefined, { 'user-agent': userAgent })).body.methods as Listed[]);
    const [phone, computer] = [await seen(userAgentOf('iPhone 15')), await seen(userAgentOf('Desktop Chrome'))];
    expect(phone.indexOf('MOBILEPAY')).toBeLessThan(phone.indexOf('CARD'));
    expect(computer.indexOf('CARD')).toBeLessThan(computer.indexOf('MOBILEPAY'));
    expect([phone.includes('APPLEPAY'), computer.includes('APPLEPAY')]).toEqual([true, false]);
    expectProblem(await shop.api('GET', `/session/${sessionId}/payment-methods?explain=true${as('x'.repeat(1_001))}`), 422, 'invalid_field', ['/userAgent']);
  });
});

test.describe('the merchant’s rules', () => {
  test('its list tells each method’s abilities, rules and state', async () => {
    expect(await methodOf(shop, 'MOBILEPAY')).toEqual({
      ...((await listed(await session())).find(({ type }) => type === 'MOBILEPAY') ?? {}),
      state: 'offered',
      abilities: {
        kind: 'wallet',
        currencies: ['DKK', 'EUR'],
        countries: ['DK', 'FI'],
        amountLimits: [],
        devices: null,
        systems: null,
        captures: 'later',
        partialCapture: true,
        refundable: true,
        verifiesOrder: true,
        flow: 'app_switch',
        pendingDays: 1,
      },
      rules: { enabled: true, rank: null, countries: null, amountLimits: null },
      refreshedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      withdrawnAt: null,
    });
  });

  test('a method that is switched off is not listed, not started, and back when the rule is cleared', async () => {
    const { id } = await methodOf(shop, 'BANKPAYMENT');
    const sessionId = await session();
    const off = await put(id, { enabled: false });
    expect([off.status, off.body.state]).toEqual([200, 'switched_off']);
    expect(typesOf(await listed(sessionId))).not.toContain('BANKPAYMENT');
    expect(await rulesFor(sessionId, 'BANKPAYMENT')).toEqual(['switched_off']);
    const refusal = await shop.api('POST', '/payment', { sessionId, paymentMethodId: id });
    expectProblem(refusal, 422, 'invalid_field', ['/paymentMethodId']);
    expect(refusal.body.detail).toContain('is switched off by your own rules');
    expect((await put(id, { enabled: null })).body).toMatchObject({ state: 'offered', rules: { enabled: true } });
    expect(typesOf(await listed(sessionId))).toContain('BANKPAYMENT');
  });

  test('a customer who picks it anyway is refused without being told the merchant’s rules', async ({ server }) => {
    const { id } = await methodOf(shop, 'BANKPAYMENT');
    const sessionId = await session();
    const customer = await customerOf(server, sessionId);
    await put(id, { enabled: false });
    const refusal = await customer('POST', '/payment', { sessionId, paymentMethodId: id });
    await put(id, { enabled: null });
    expectProblem(refusal, 422, 'invalid_field', ['/paymentMethodId']);
    expect(refusal.text).not.toMatch(/rule|switched/);
  });

  test('ranked methods come first in their order, the others follow the likeliest first', async () => {
    const [bank, mobilePay] = [await methodOf(shop, 'BANKPAYMENT'), await methodOf(shop, 'MOBILEPAY')];
    await put(bank.id, { rank: 1 });
    await put(mobilePay.id, { rank: 2 });
    expect(typesOf(await listed(await session())).slice(0, 3)).toEqual(['BANKPAYMENT', 'MOBILEPAY', 'CARD']);
    await put(bank.id, { rank: null });
    expect(typesOf(await listed(await session())).slice(0, 2)).toEqual(['MOBILEPAY', 'CARD']);
    await put(mobilePay.id, { rank: null });
    expect(typesOf(await listed(await session()))[0]).toBe('CARD');
  });

  test('countries and amounts limit where a method shows, bounds included', async () => {
    const { id } = await methodOf(shop, 'CARD');
    const rules = { countries: ['dk', 'NO'], amountLimits: [{ currency: 'dkk', minimum: 100, maximum: 500.5 }] };
    expect((await put(id, rules)).body.rules).toEqual({
      enabled: true,
      rank: null,
      countries: ['DK', 'NO'],
      amountLimits: [{ currency: 'DKK', minimum: 100, maximum: 500.5 }],
    });
    const worth = (value: number, country = 'DK') => session({ value }, { configuration: { country } });
    for (const value of [100, 500.5]) expect(await rulesFor(await worth(value), 'CARD')).toEqual([]);
    expect(await rulesFor(await worth(99.99), 'CARD')).toEqual(['amount_below_your_minimum']);
    expect(await rulesFor(await worth(500.51), 'CARD')).toEqual(['amount_above_your_maximum']);
    expect(await rulesFor(await worth(200, 'SE'), 'CARD')).toEqual(['country_not_allowed']);
    expect(await rulesFor(await session({ currency: 'EUR', value: 1 }), 'CARD')).toEqual([]);
    const cleared = await put(id, { countries: null, amountLimits: null });
    expect(cleared.body.rules).toEqual({ enabled: true, rank: null, countries: null, amountLimits: null });
  });

  test('a change replaces what it names and leaves the rest; two at once both hold', async () => {
    const { id } = await methodOf(shop, 'CARD');
    const answers = await Promise.all([put(id, { rank: 7 }), put(id, { countries: ['DK'] }), put(id, { amountLimits: [{ currency: 'EUR', maximum: 9 }] })]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const rules = { enabled: true, rank: 7, countries: ['DK'], amountLimits: [{ currency: 'EUR', minimum: null, maximum: 9 }] };
    expect((await methodOf(shop, 'CARD')).rules).toEqual(rules);
    expect((await put(id, {})).body.rules).toEqual(rules);
    await put(id, { rank: null, countries: null, amountLimits: null });
  });

  test('what is wrong is pointed at, and nothing of it is taken', async () => {
    const { id } = await methodOf(shop, 'CARD');
    const body = { rank: 0, countries: ['XX'], amountLimits: [{ currency: 'JPY', minimum: 0.5 }] };
    expectProblem(await put(id, { enabled: false, ...body }), 422, 'invalid_field', ['/rank', '/countries/0', '/amountLimits/0/minimum']);
    expectProblem(await put(id, { enabled: false, ranc: 1 }), 422, 'invalid_field', ['']);
    expect((await methodOf(shop, 'CARD')).rules).toEqual({ enabled: true, rank: null, countries: null, amountLimits: null });
  });

  test('another merchant’s method, one that is nobody’s and one that cannot be are not found alike', async () => {
    const { id } = await methodOf(other, 'CARD');
    for (const each of [id, '01890000-0000-7000-8000-000000000000', 'card']) expectProblem(await put(each, { enabled: false }), 404, 'not_found');
    expect((await methodOf(other, 'CARD')).state).toBe('offered');
  });

  test('only the merchant reads, changes and refreshes: no token that may reach a browser does', async ({ server }) => {
    const { id } = await methodOf(shop, 'CARD');
    const calls = [
      ['GET', '/payment-methods'],
      ['PUT', `/payment-methods/${id}`],
      ['POST', '/payment-methods/refresh'],
    ] as const;
    const body = (method: string) => (method === 'GET' ? undefined : {});
    for (const [method, path] of calls) {
      expectProblem(await caller(server)(method, path, body(method)), 401, 'unauthenticated');
      expectProblem(await caller(server, `Bearer ${await tokenOf(server, shop)}`)(method, path, body(method)), 403, 'forbidden');
      expectProblem(await (await customerOf(server, await session()))(method, path, body(method)), 403, 'forbidden');
    }
    expectProblem(await shop.api('PUT', '/payment-methods/refresh', {}), 405, 'method_not_allowed');
  });

  test('every change is in the books with what was and what is; a change of nothing is not', async ({ server }) => {
    const { id } = await methodOf(shop, 'MOBILEPAY');
    await put(id, { enabled: false, amountLimits: [{ currency: 'DKK', maximum: 500 }] });
    await put(id, { enabled: false });
    await put(id, { enabled: null, amountLimits: null });
    const rows = await queryAsGuest(server.settings, 'SELECT action, actor, detail FROM audit_entry WHERE subject_id = $1 ORDER BY created_at, id', [id]);
    const told = { action: 'method.rules_changed', actor: 'merchant' };
    expect(rows.slice(-2)).toEqual([
      { ...told, detail: { enabled: 'true → false', amountLimits: 'none → DKK –500' } },
      { ...told, detail: { enabled: 'false → true', amountLimits: 'DKK –500 → none' } },
    ]);
  });
});

test.describe('reading the terminals anew', () => {
  test('a terminal the gateway no longer lists is withdrawn with its reason, and stays the method of its payments', async ({ server }) => {
    const id = await addTerminal(server, shop, 'Vipps', ['DKK', 'NOK']);
    const answer = await shop.api('POST', '/payment-methods/refresh');
    expect(answer.status).toBe(200);
    expect((answer.body.methods as { id: string; state: string }[]).find((method) => method.id === id)?.state).toBe('withdrawn');
    const hidden = (await explained(await session())).hidden.find((method) => method.id === id);
    expect(hidden?.reasons[0]).toEqual({ rule: 'withdrawn', detail: 'The gateway no longer lists the terminal “Extra Vipps”.' });
  });

  test('the merchant’s rules outlive it, also for a terminal that comes back', async ({ server }) => {
    const { id } = await methodOf(shop, 'CARD');
    const rules = { enabled: true, rank: 3, countries: ['DK', 'SE'], amountLimits: [{ currency: 'DKK', minimum: 1.5, maximum: null }] };
    await put(id, rules);
    await queryAsGuest(server.settings, `UPDATE payment_method SET withdrawn_at = now(), name = 'Old name' WHERE id = $1`, [id]);
    await shop.api('POST', '/payment-methods/refresh');
    expect(await methodOf(shop, 'CARD')).toMatchObject({ id, state: 'offered', name: 'Card', rules });
    const [last] = await queryAsGuest(server.settings, 'SELECT action, actor FROM audit_entry WHERE subject_id = $1 ORDER BY id DESC LIMIT 1', [id]);
    expect(last).toEqual({ action: 'method.returned', actor: 'gateway' });
    await put(id, { rank: null, countries: null, amountLimits: null });
    expect((await startPayment(shop, await session(), 'CARD')).url).toMatch(/^http/);
  });

  test('a gateway that is away or refuses us changes nothing and is told apart', async ({ server }) => {
    const before = (await methodsOf(other)).map(({ id, state }) => ({ id, state }));
    const account = (change: string) =>
      queryAsGuest(server.settings, `UPDATE gateway_account SET ${change} WHERE merchant_id = (SELECT merchant_id FROM api_user WHERE username = $1)`, [
        other.username,
      ]);
    await account(`username = 'nobody'`);
    expectProblem(await other.api('POST', '/payment-methods/refresh'), 409, 'gateway_refused');
    await account(`base_url = 'http://127.0.0.1:1/sandbox'`);
    const away = await other.api('POST', '/payment-methods/refresh');
    expectProblem(away, 503, 'gateway_unreachable');
    expect(away.headers.get('retry-after')).toBe('5');
    expect((await methodsOf(other)).map(({ id, state }) => ({ id, state }))).toEqual(before);
  });

  test('repeated with its Idempotency-Key it is answered from the first time', async () => {
    const again = () => shop.api('POST', '/payment-methods/refresh', undefined, { 'idempotency-key': 'refresh-1' });
    const [first, second] = [await again(), await again()];
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.text).toBe(first.text);
  });
});
