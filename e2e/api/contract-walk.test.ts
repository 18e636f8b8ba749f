import { randomUUID } from 'node:crypto';
import { operations } from '#lib/openapi/operations.ts';
import { byStatus, refusalsOf } from '#lib/openapi/refusals.ts';
import { methodsAt } from '#lib/server/routes.ts';
import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { undocumented } from '../fixtures/documented.ts';
import { goodRequests, merchantIdOf, type Scene } from '../fixtures/good-requests.ts';
import { openShop } from '../fixtures/shop.ts';
import { asSent, send, spoil } from '../fixtures/spoiled-requests.ts';
import { expect, test } from '../fixtures/test.ts';

/**
 * Every call of the API, with every status that its description has: each is brought about on a running service, and
 * the answer is compared with the description. What cannot be brought about from outside is named here, with the reason.
 */

const notProvoked: Readonly<Record<number, string>> = {
  429: 'takes a crowd that would hold up everything else: authenticate.test.ts, customer-door.test.ts, payments-start.test.ts',
  500: 'would be a bug of ours: no request is known that leads to it',
  503: 'takes a database or a gateway that is away: database-away.test.ts, payments-start.test.ts, methods.test.ts',
};

let scene: Scene;
test.beforeAll(async ({ server }) => {
  const shop = await openShop(server);
  scene = { server, shop, merchantId: await merchantIdOf(server, shop) };
});
test.afterAll(() => scene.shop.close());
// An endpoint each would be more than a merchant may have.
test.beforeEach(({ server }) => queryAsGuest(server.settings, 'DELETE FROM webhook_endpoint WHERE merchant_id = $1', [scene.merchantId]));

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
      const spoiled = status < 300 ? asSent(operation, good) : await spoil[status]?.(scene, operation, good);
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
