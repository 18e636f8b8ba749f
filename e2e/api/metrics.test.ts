import { anOrder } from '#lib/testing/orders.ts';
import { sendCallback } from '../fixtures/forge.ts';
import { openSession, startPayment } from '../fixtures/payer.ts';
import { startServer } from '../fixtures/server.ts';
import { openShop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

test.setTimeout(90_000);

test('alarms and broken invariants are counted for Prometheus, by kind and never by id, and a token keeps strangers out', async () => {
  const server = await startServer({ database: 'embedded', settings: { METRICS_TOKEN: 'a-token-for-the-scraper' } });
  const shop = await openShop(server);
  try {
    const metrics = (headers: Record<string, string> = {}) => fetch(`${server.publicUrl}/metrics`, { headers });
    for (const headers of [{}, { authorization: 'Bearer another' }] as Record<string, string>[]) expect((await metrics(headers)).status).toBe(401);
    const read = async () => (await metrics({ authorization: 'Bearer a-token-for-the-scraper' })).text();
    await expect.poll(read).toContain('payment_links_invariant_violations{invariant="ledger_agrees"} 0');
    const { paymentId } = await startPayment(shop, await openSession(shop, { order: anOrder() }));
    expect((await sendCallback(server, paymentId, 'ok', { fields: { checksum: '0'.repeat(32) } })).status).toBe(404);
    await expect.poll(read).toContain('payment_links_alarms_total{alarm="callback_forged"} 1');
    expect(await read()).not.toContain(paymentId);
    await server.restart({ METRICS_TOKEN: '' });
    expect((await metrics()).status).toBe(200);
  } finally {
    await shop.close();
    await server.stop();
  }
});
