import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from '@playwright/test';
import { callMerchantApi, encodeForm } from './client.ts';
import { answerWith, startGatewayStub } from './gateway-stub.ts';

const quick = { connectTimeoutMs: 200, timeoutMs: 250, maximumBytes: 2 * 1024 * 1024 };

test('a POST carries Basic credentials and a form with nested keys to {base}/merchant/API/{method}', async () => {
  await using stub = await startGatewayStub(answerWith('<a>1</a>'));
  const answer = await callMerchantApi(stub.access, {
    verb: 'POST',
    method: 'captureReservation',
    fields: { transaction_id: '1', orderLines: [{ itemId: 'a b' }] },
  });
  expect(answer).toEqual({ outcome: 'answered', httpStatus: 200, document: { a: '1' } });
  const [request] = stub.seen;
  expect(request).toMatchObject({ verb: 'POST', path: '/sandbox/merchant/API/captureReservation' });
  expect(request?.contentType).toMatch(/^application\/x-www-form-urlencoded/);
  expect(request?.authorization).toBe(`Basic ${Buffer.from('api@shop:pass:wörd').toString('base64')}`);
  expect([...(request?.form ?? [])]).toEqual([
    ['transaction_id', '1'],
    ['orderLines[0][itemId]', 'a b'],
  ]);
});

test('a GET carries its fields in the query and no body', async () => {
  await using stub = await startGatewayStub(answerWith('<a>1</a>'));
  await callMerchantApi(stub.access, { verb: 'GET', method: 'payments', fields: { shop_orderid: 'Order-1', limit: '100' } });
  expect(stub.seen[0]).toMatchObject({ verb: 'GET', path: '/sandbox/merchant/API/payments' });
  expect(stub.seen[0]?.query.toString()).toBe('shop_orderid=Order-1&limit=100');
  expect(stub.seen[0]?.form.size).toBe(0);
});

test('absent fields are left out and odd characters are escaped', () => {
  expect(encodeForm({ a: undefined, b: { c: undefined, 'd e': 'æ&=' }, f: [] })).toBe('b%5Bd+e%5D=%C3%A6%26%3D');
});

for (const status of [401, 403]) {
  test(`${status} means the credentials were turned away`, async () => {
    await using stub = await startGatewayStub(answerWith('no', status));
    expect(await callMerchantApi(stub.access, { verb: 'GET', method: 'getTerminals' })).toEqual({ outcome: 'denied' });
  });
}

for (const status of [500, 502, 503, 504]) {
  test(`${status} leaves open what happened, even with a readable body`, async () => {
    await using stub = await startGatewayStub(answerWith('<a>1</a>', status));
    expect(await callMerchantApi(stub.access, { verb: 'GET', method: 'getTerminals' })).toEqual({
      outcome: 'unreachable',
      reason: 'http_status',
    });
  });
}

test('a redirect is not followed, so the password goes nowhere else', async () => {
  await using other = await startGatewayStub(answerWith('<a>1</a>'));
  await using stub = await startGatewayStub((response) => void response.writeHead(307, { location: other.access.baseUrl }).end());
  expect(await callMerchantApi(stub.access, { verb: 'GET', method: 'getTerminals' })).toEqual({
    outcome: 'unreachable',
    reason: 'http_status',
  });
  expect(other.seen).toHaveLength(0);
});

test('a gateway that never answers is given up in time', async () => {
  await using stub = await startGatewayStub(() => undefined);
  expect(await callMerchantApi(stub.access, { verb: 'GET', method: 'getTerminals' }, quick)).toEqual({
    outcome: 'unreachable',
    reason: 'timeout',
  });
});

test('a body that drips in is given up in time', async () => {
  await using stub = await startGatewayStub((response) => {
    response.writeHead(200);
    const drip = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(drip));
  });
  expect(await callMerchantApi(stub.access, { verb: 'GET', method: 'getTerminals' }, quick)).toEqual({
    outcome: 'unreachable',
    reason: 'timeout',
  });
});

test('a connection reset before the answer is a lost answer', async () => {
  await using stub = await startGatewayStub((response) => void response.socket?.resetAndDestroy());
  expect(await callMerchantApi(stub.access, { verb: 'POST', method: 'login' })).toEqual({ outcome: 'unreachable', reason: 'network' });
});

test('a read whose connection broke is made once more; what acts never is', async () => {
  let calls = 0;
  const breaksOnce = (response: ServerResponse): void => {
    calls += 1;
    if (calls === 1) response.socket?.resetAndDestroy();
    else answerWith('<a>1</a>')(response);
  };
  await using reads = await startGatewayStub(breaksOnce);
  expect(await callMerchantApi(reads.access, { verb: 'GET', method: 'payments' })).toMatchObject({ outcome: 'answered' });
  calls = 0;
  await using acts = await startGatewayStub(breaksOnce);
  expect(await callMerchantApi(acts.access, { verb: 'POST', method: 'captureReservation' })).toEqual({ outcome: 'unreachable', reason: 'network' });
  expect(acts.seen).toHaveLength(1);
});

test('a gateway that takes the connection and never says hello is given up before the whole time is over', async () => {
  const mute = createServer(() => undefined);
  await once(mute.listen(0, '127.0.0.1'), 'listening');
  const { port } = mute.address() as AddressInfo;
  const access = { baseUrl: `https://127.0.0.1:${port}`, username: 'a', password: 'b', callbackSecret: 'c' };
  const answer = await callMerchantApi(access, { verb: 'POST', method: 'login' }, { ...quick, timeoutMs: 25_000 });
  expect(answer).toEqual({ outcome: 'unreachable', reason: 'network' });
  mute.close();
});

test('a connection cut inside the answer is a lost answer', async () => {
  await using stub = await startGatewayStub((response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('<a>1</a>', () => response.socket?.destroy());
  });
  expect(await callMerchantApi(stub.access, { verb: 'GET', method: 'payments' })).toEqual({ outcome: 'unreachable', reason: 'network' });
});

test('a port where nobody listens is a lost answer', async () => {
  const stub = await startGatewayStub(answerWith('<a/>'));
  await stub.stop();
  expect(await callMerchantApi(stub.access, { verb: 'GET', method: 'payments' })).toEqual({ outcome: 'unreachable', reason: 'network' });
});

for (const baseUrl of ['', 'gateway.example', 'ftp://gateway.example', 'http://user:password@127.0.0.1:1']) {
  test(`a base address of "${baseUrl}" is a lost answer, not an exception`, async () => {
    expect(await callMerchantApi({ baseUrl, username: 'a', password: 'b', callbackSecret: 'c' }, { verb: 'GET', method: 'payments' })).toEqual({
      outcome: 'unreachable',
      reason: 'network',
    });
  });
}

test('an answer beyond 2 MB is not read to its end', async () => {
  let written = 0;
  await using stub = await startGatewayStub((response) => {
    const block = Buffer.alloc(64 * 1024, ' ');
    const more = (): void => {
      if (response.destroyed || written >= 64 * 1024 * 1024) return;
      written += block.length;
      response.write(block, more);
    };
    response.writeHead(200);
    more();
  });
  expect(await callMerchantApi(stub.access, { verb: 'GET', method: 'payments' })).toEqual({ outcome: 'unreachable', reason: 'too_large' });
  expect(written).toBeLessThan(64 * 1024 * 1024);
});

test('an answer just within the limit is read', async () => {
  const body = `<a>${'x'.repeat(2 * 1024 * 1024 - 7)}</a>`;
  await using stub = await startGatewayStub(answerWith(body));
  expect(await callMerchantApi(stub.access, { verb: 'GET', method: 'payments' })).toMatchObject({ outcome: 'answered' });
});

test('an unreadable answer is a lost answer', async () => {
  await using stub = await startGatewayStub(answerWith('<!DOCTYPE html><html><body>Maintenance</body></html>'));
  expect(await callMerchantApi(stub.access, { verb: 'GET', method: 'payments' })).toEqual({ outcome: 'unreachable', reason: 'malformed' });
});
