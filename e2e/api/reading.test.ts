import { expect, test } from '@playwright/test';
import { caller } from '../fixtures/api.ts';
import { changedTables, rowsAtRest, rowsOf } from '../fixtures/rows.ts';
import { type RunningServer, startServer } from '../fixtures/server.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';

// A service of its own: what other tests left behind may be worked on in the background.
let server: RunningServer;
let shop: Shop;
test.beforeAll(async () => {
  test.setTimeout(90_000);
  server = await startServer({ database: 'embedded' });
  shop = await openShop(server);
});
test.afterAll(async () => {
  await shop.close();
  await server.stop();
});

/** Those who open links before or instead of people. */
const visitors: Record<string, string>[] = [
  { 'user-agent': 'Mozilla/5.0 (Linux; Android 15; Pixel 7) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36' },
  { 'user-agent': 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)' },
  { 'user-agent': 'WhatsApp/2.24' },
  { 'user-agent': 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' },
  { 'user-agent': 'Mozilla/5.0 (compatible; Microsoft Defender for Office 365 Safe Links)' },
  { 'user-agent': 'Googlebot/2.1 (+http://www.google.com/bot.html)', from: 'googlebot(at)googlebot.com' },
  { 'user-agent': 'curl/8.0' },
  { purpose: 'prefetch', 'sec-purpose': 'prefetch;prerender', 'x-moz': 'prefetch' },
  { rsc: '1', 'next-router-prefetch': '1', 'next-url': '/' },
  { 'x-method-override': 'POST', 'x-http-method-override': 'POST' },
];

test('reading changes nothing: no GET or HEAD, by a person or a scanner, writes a row', async () => {
  const { paymentLink, sessionId, id } = await shop.link();
  const methods = (await shop.api('GET', `/session/${sessionId}/payment-methods`)).body.methods as { id: string }[];
  const payment = await shop.api('POST', '/payment', { sessionId, paymentMethodId: methods[0]?.id });
  const addresses = [
    paymentLink,
    `${paymentLink}?notice=order_changed&paymentLink=x`,
    `${paymentLink}/opened`,
    `${paymentLink}/payments`,
    `${paymentLink}/leave/${payment.body.paymentId}`,
    `${server.publicUrl}/pay/return/${payment.body.paymentId}.AAAAAAAAAAAAAAAAAAAAAA`,
    `${server.publicUrl}/gateway/altapay/${payment.body.paymentId}/AAAAAAAAAAAAAAAAAAAAAA/ok`,
    ...['/', '/healthz', '/readyz', '/.well-known/jwks.json', '/checkout/v1/api/session', '/nothing'].map((path) => `${server.publicUrl}${path}`),
    String(payment.body.url),
  ];
  const before = await rowsAtRest(server);
  expect(Object.keys(before).length).toBeGreaterThan(15);
  for (const address of addresses) {
    for (const headers of address === paymentLink ? visitors : visitors.slice(0, 1)) {
      for (const method of ['GET', 'HEAD'])
        expect((await fetch(address, { method, headers, redirect: 'manual' })).status, `${method} ${address}`).toBeLessThan(500);
    }
  }
  const reads = [`/session/${sessionId}`, `/session/${sessionId}/payment-methods`, '/session?count=true&q=blue', '/link?count=true', '/payment', `/link/${id}`];
  for (const path of [...reads, '/link/export.csv', '/payment/export.csv']) expect((await shop.api('GET', path)).status, path).toBe(200);
  expect(changedTables(before, await rowsOf(server))).toEqual([]);
});

test('a shop’s page that exchanges a link, looks and asks for news writes no row', async () => {
  const { paymentLink, sessionId } = await shop.link();
  const before = await rowsAtRest(server);
  const exchanged = await caller(server)('POST', '/link/exchange', { paymentLink: paymentLink.split('/').at(-1) }, { origin: shop.origin });
  const api = caller(server, `Bearer ${exchanged.body.token}`);
  for (const path of ['checkout', 'payment-methods', 'status']) {
    expect((await api('GET', `/session/${sessionId}/${path}`, undefined, { origin: shop.origin })).status).toBe(200);
    expect((await api('OPTIONS', `/session/${sessionId}/${path}`, undefined, { origin: shop.origin })).status).toBe(204);
  }
  expect(changedTables(before, await rowsOf(server))).toEqual([]);
});

test('HEAD answers as GET does, without a body', async () => {
  const { paymentLink } = await shop.link();
  for (const address of [
    paymentLink,
    `${server.publicUrl}/pay/nobodys`,
    `${server.publicUrl}/.well-known/jwks.json`,
    `${server.publicUrl}/checkout/v1/api/session/x`,
  ]) {
    const [get, head] = await Promise.all(['GET', 'HEAD'].map((method) => fetch(address, { method })));
    expect([head?.status, head?.headers.get('content-type'), await head?.text()]).toEqual([get?.status, get?.headers.get('content-type'), '']);
  }
});
