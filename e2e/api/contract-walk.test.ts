import { createHash, randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { operations } from '#lib/openapi/operations.ts';
import { byStatus, refusalsOf } from '#lib/openapi/refusals.ts';
import { methodsAt } from '#lib/server/routes.ts';
import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { basic, tokenOf } from '../fixtures/api.ts';
import { type Seen, undocumented } from '../fixtures/documented.ts';
import { type Good, goodRequests, merchantIdOf, pageOf, type Scene } from '../fixtures/good-requests.ts';
import { openSession } from '../fixtures/payer.ts';
import type { RunningServer } from '../fixtures/server.ts';
import { openShop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

/**
 * Every call of the API, with every status that its description has: each is brought about on a running service, and
 * the answer is compared with the description. What cannot be brought about from outside is named here, with the reason.
 */

type Operation = (typeof operations)[number];

const notProvoked: Readonly<Record<number, string>> = {
  429: 'takes a crowd that would hold up everything else: authenticate.test.ts, customer-door.test.ts, payments-start.test.ts',
  500: 'would be a bug of ours: no request is known that leads to it',
  503: 'takes a database or a gateway that is away: database-away.test.ts, payments-start.test.ts, methods.test.ts',
};

const api = '/checkout/v1/api';
const anyUuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

let scene: Scene;
test.beforeAll(async ({ server }) => {
  const shop = await openShop(server);
  scene = { server, shop, merchantId: await merchantIdOf(server, shop) };
});
test.afterAll(() => scene.shop.close());
// An endpoint each would be more than a merchant may have.
test.beforeEach(({ server }) => queryAsGuest(server.settings, 'DELETE FROM webhook_endpoint WHERE merchant_id = $1', [scene.merchantId]));

/** `announced`: bytes of a body that is told of and never sent. */
type Sent = { method: string; path: string; body?: string | Buffer | undefined; announced?: number; headers?: Record<string, string> };

/** Sends a request as it is, Host and all. */
function send(server: RunningServer, { method, path, body, announced, headers = {} }: Sent): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const bytes = announced ?? (body === undefined ? undefined : Buffer.byteLength(body));
    const given = { ...headers, ...(bytes !== undefined && { 'content-length': String(bytes) }) };
    const sent = httpRequest(`${server.publicUrl}${path}`, { method, headers: given, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const told = new Headers(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
        if (announced !== undefined) sent.destroy();
        resolve({ method, path, status: response.statusCode ?? 0, headers: told, text: Buffer.concat(chunks).toString('utf8') });
      });
    });
    sent.on('error', reject);
    if (announced === undefined) sent.end(body);
    else sent.flushHeaders();
  });
}

/** A good request, with what is changed about it. */
function asSent({ method }: Operation, good: Good, changed: Partial<Sent> = {}): Sent {
  const body = good.body === undefined ? good.file?.bytes : JSON.stringify(good.body);
  const headers = {
    ...good.headers,
    ...(good.authorization && { authorization: good.authorization }),
    ...(body !== undefined && { 'content-type': good.file?.type ?? 'application/json' }),
  };
  return { method, path: `${api}${good.path}`, body, ...changed, headers: { ...headers, ...changed.headers } };
}

const json = { 'content-type': 'application/json' };

/** What brings each refusal about, for any call that may be refused so; the good request is there to be spoiled. */
const spoil: Readonly<Record<number, (operation: Operation, good: Good) => Promise<Sent> | Sent>> = {
  400: (operation, good) => asSent(operation, good, { headers: { 'next-action': 'x' } }),
  401: (operation, good) => asSent(operation, good, { headers: { authorization: 'Bearer nonsense' } }),
  403: forbidden,
  404: (operation, good) => {
    if (operation.id === 'listEvents') return asSent(operation, { ...good, path: `/events?sessionId=${randomUUID()}` });
    if (operation.id === 'exchangeLink') return asSent(operation, { ...good, body: { paymentLink: 'nobody-knows-it' } });
    const { path, body } = JSON.parse(JSON.stringify({ path: good.path, body: good.body }).replace(anyUuid, randomUUID())) as Good;
    return asSent(operation, { ...good, path, ...(body !== undefined && { body }) });
  },
  409: conflict,
  410: async (operation, good) => {
    const { sessionId, linkId, paymentLink, authorization } = await pageOf(scene);
    await scene.shop.api('POST', `/link/${linkId}/cancel`);
    if (operation.id === 'exchangeLink') return asSent(operation, { ...good, body: { paymentLink } });
    if (good.path.startsWith('/link/')) return asSent(operation, { ...good, path: good.path.replace(anyUuid, linkId) });
    const body = operation.id === 'startPayment' ? { ...(good.body as object), sessionId } : good.body;
    const path = good.path.replace(anyUuid, sessionId);
    return asSent(operation, { path, authorization, ...(body !== undefined && { body }) });
  },
  413: (operation, good) => asSent(operation, good, { announced: 9 * 1024 * 1024, headers: json }),
  415: (operation, good) => asSent(operation, good, { body: '{}', headers: { 'content-type': 'text/plain' } }),
  421: (operation, good) => asSent(operation, good, { headers: { host: 'evil.example' } }),
  422: (operation, good) => {
    if (good.file) return asSent(operation, good, { body: good.file.bytes.subarray(0, 40) });
    if (operation.method !== 'GET') return asSent(operation, good, { body: '[]', headers: json });
    const wrong = operation.id === 'getSessionTimeline' ? 'after=x' : 'explain=perhaps';
    return asSent(operation, { ...good, path: `${good.path}${good.path.includes('?') ? '&' : '?'}${wrong}` });
  },
};

/** A merchant's plain token is not for our calls, a customer's not for the merchant's, and a page of another shop calls for nobody. */
async function forbidden(operation: Operation, good: Good): Promise<Sent> {
  const { needs } = operation.contract;
  if (needs === 'Management') return asSent(operation, good, { headers: { authorization: `Bearer ${await tokenOf(scene.server, scene.shop)}` } });
  const { authorization } = await pageOf(scene);
  if (needs === 'SessionUpdate') return asSent(operation, good, { headers: { authorization } });
  return asSent(operation, good, { headers: { origin: 'https://evil.example', ...(needs !== 'Link' && { authorization }) } });
}

/** A key that is still in use, for calls that take one; for the others, what stands in the way of each. */
async function conflict(operation: Operation, good: Good): Promise<Sent> {
  if (operation.method === 'POST' && (operation.by === 'writes' || operation.by === 'acts')) return inFlight(operation, good);
  const { shop } = scene;
  switch (operation.id) {
    case 'changeSession': {
      const sessionId = await openSession(shop, { order: anOrder() });
      await shop.api('POST', `/session/${sessionId}/cancel`);
      return asSent(operation, { ...good, path: `/session/${sessionId}` });
    }
    case 'listSessionPaymentMethods':
    case 'readCheckout':
      return asSent(operation, { ...good, authorization: basic(shop), path: good.path.replace(anyUuid, await openSession(shop, {})) });
    case 'exchangeLink': {
      const { sessionId, paymentLink } = await shop.link();
      await queryAsGuest(
        scene.server.settings,
        `UPDATE checkout_session SET order_id = NULL, "order" = NULL, amount_minor = NULL, currency = NULL WHERE id = $1`,
        [sessionId],
      );
      return asSent(operation, { ...good, body: { paymentLink } });
    }
    case 'changeLink': {
      const { id } = await shop.link();
      await shop.api('POST', `/link/${id}/cancel`);
      return asSent(operation, { ...good, path: `/link/${id}` });
    }
    case 'drawLinkAsPng':
    case 'drawLinkAsSvg':
    case 'drawLinkAsPdf':
    case 'drawLinkAsText':
    case 'printLink': {
      const { sessionId, id } = await shop.link();
      await queryAsGuest(scene.server.settings, `UPDATE checkout_session SET status = 'expired', ended_at = now() WHERE id = $1`, [sessionId]);
      return asSent(operation, { ...good, path: good.path.replace(anyUuid, id) });
    }
    default:
      throw new Error(`Nothing is known that stands in the way of ${operation.id}`);
  }
}

/** As if the first request with this key had not been answered yet. */
async function inFlight(operation: Operation, good: Good): Promise<Sent> {
  const key = randomUUID();
  const sent = asSent(operation, good, { headers: { 'idempotency-key': key } });
  const fingerprint = createHash('sha256')
    .update(`POST\n${sent.path}\n${sent.body ?? ''}`)
    .digest();
  await queryAsGuest(
    scene.server.settings,
    `INSERT INTO idempotency_key (scope, key, fingerprint, lease_until, created_at, expires_at)
     VALUES ($1, $2, $3, now() + interval '1 minute', now(), now() + interval '1 hour')`,
    [good.scope, key, fingerprint],
  );
  return sent;
}

/** Every call with every status that is documented for it. */
const documented = operations.flatMap((operation) =>
  [operation.contract.status, ...byStatus(refusalsOf(operation)).keys()].map((status) => ({ operation, status })),
);
const walked = documented.filter(({ status }) => !(status in notProvoked));

for (const operation of operations) {
  const statuses = walked.filter((one) => one.operation.id === operation.id).map(({ status }) => status);
  test(`${operation.method} ${operation.path} answers as documented: ${statuses.join(', ')}`, async ({ server }) => {
    const make = goodRequests[operation.id];
    if (!make) throw new Error(`A new call needs a good request in e2e/fixtures/good-requests.ts: ${operation.id}`);
    // The good answer last: it may use up what the refusals leave as it is.
    for (const status of [...statuses].reverse()) {
      const good = await make(scene);
      const spoiled = status < 300 ? asSent(operation, good) : await spoil[status]?.(operation, good);
      if (!spoiled) throw new Error(`Nothing is known that brings about ${status}`);
      const seen = await send(server, spoiled);
      expect(seen.status, `${spoiled.method} ${spoiled.path}: ${seen.text.slice(0, 300)}`).toBe(status);
      expect(undocumented(seen)).toBeUndefined();
    }
  });
}

test('every documented status is walked, or cannot be brought about from outside', () => {
  const left = documented.filter((one) => !walked.includes(one));
  expect([...new Set(left.map(({ status }) => String(status)))].sort()).toEqual(Object.keys(notProvoked).sort());
  test.info().annotations.push({ type: 'walked', description: `${operations.length} calls, ${documented.length} statuses, ${walked.length} walked` });
});

test('an address of the API takes no other method: 405 with Allow', async ({ server }) => {
  for (const path of new Set(operations.map((operation) => operation.path))) {
    const real = path.replaceAll(/\{\w+\}/g, () => randomUUID());
    const taken = methodsAt(real) ?? [];
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].filter((one) => !taken.includes(one))) {
      const seen = await send(server, { method, path: real });
      expect([seen.status, seen.headers.get('allow')], `${method} ${path}`).toEqual([405, taken.join(', ')]);
      expect(undocumented(seen)).toBeUndefined();
    }
  }
});

test('HEAD is GET without its body', async ({ server }) => {
  for (const operation of operations.filter(({ method }) => method === 'GET')) {
    const good = await goodRequests[operation.id]?.(scene);
    const seen = await send(server, { ...asSent(operation, good ?? { path: '' }), method: 'HEAD' });
    expect([operation.id, seen.status, seen.text]).toEqual([operation.id, operation.contract.status, '']);
  }
});

test('the addresses beside the API answer as documented', async ({ server }) => {
  const tries: [path: string, status: number, headers?: Record<string, string>][] = [
    ['/.well-known/jwks.json', 200],
    ['/healthz', 200],
    ['/readyz', 200],
    ['/receipt-keys.json', 200],
    ['/sdk/v1.js', 200],
    ['/sdk/v1.d.ts', 200],
    ['/sdk/v9.js', 404],
    ['/openapi.json', 200],
  ];
  for (const path of ['/.well-known/jwks.json', '/sdk/v1.js', '/openapi.json']) tries.push([path, 421, { host: 'evil.example' }]);
  for (const path of ['/.well-known/jwks.json', '/healthz', '/readyz', '/sdk/v1.js', '/openapi.json']) tries.push([path, 400, { 'next-action': 'x' }]);
  for (const path of ['/sdk/v1.js', '/openapi.json']) {
    const { headers } = await send(server, { method: 'GET', path });
    tries.push([path, 304, { 'if-none-match': headers.get('etag') ?? '' }]);
  }
  for (const [path, status, headers = {}] of tries) {
    const seen = await send(server, { method: 'GET', path, headers });
    expect([path, seen.status]).toEqual([path, status]);
    expect(undocumented(seen)).toBeUndefined();
  }
});
