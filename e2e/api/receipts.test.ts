import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { supportCode } from '#lib/payments/support-code.ts';
import { readKeySet, verifyReceipt } from '#lib/receipts/verify.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { textsOf } from '#lib/testing/pdf.ts';
import { basic, caller, expectProblem } from '../fixtures/api.ts';
import { expectSoundBooks, sessionStatusOf } from '../fixtures/books.ts';
import { dkk, operate, paid } from '../fixtures/operations.ts';
import { openSession, pays, startPayment, submitAtGateway } from '../fixtures/payer.ts';
import { changedTables, rowsAtRest } from '../fixtures/rows.ts';
import type { RunningServer } from '../fixtures/server.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ databaseKind: 'postgres' });

let shop: Shop;
let stranger: Shop;
test.beforeAll(async ({ server }) => {
  [shop, stranger] = await Promise.all([openShop(server, 'Björk & Søn'), openShop(server, 'Stranger')]);
});
test.afterEach(({ server }) => expectSoundBooks(server));
test.afterAll(() => Promise.all([shop.close(), stranger.close()]));

async function ourKeys(server: RunningServer): Promise<Set<string>> {
  const keys = readKeySet(await (await fetch(`${server.publicUrl}/receipt-keys.json`)).text());
  if (!keys) throw new Error('The service shows no receipt keys');
  return keys;
}

/** A link that was paid by card, and the payment. */
async function paidLink(server: RunningServer) {
  const link = await shop.link();
  const { paymentId, url } = await startPayment(shop, link.sessionId);
  await submitAtGateway(url, pays.card);
  await expect.poll(() => sessionStatusOf(server, link.sessionId)).toBe('paid');
  return { ...link, paymentId };
}

const bytesOf = async (answer: Response): Promise<Uint8Array> => new Uint8Array(await answer.arrayBuffer());

test('whoever holds a paid link keeps its receipt as a signed file, which the published keys prove', async ({ server }) => {
  const { paymentLink, paymentId } = await paidLink(server);
  const answer = await fetch(`${paymentLink}/receipt.json`);
  expect(answer.status).toBe(200);
  const reference = supportCode(paymentId);
  expect(Object.fromEntries(['content-type', 'content-disposition', 'cache-control'].map((name) => [name, answer.headers.get(name)]))).toEqual({
    'content-type': 'application/json',
    'content-disposition': `attachment; filename="receipt-${reference}.json"`,
    'cache-control': 'no-store',
  });
  const verdict = verifyReceipt(await bytesOf(answer), await ourKeys(server));
  expect(verdict).toMatchObject({
    verdict: 'genuine',
    document: {
      issuer: server.publicUrl,
      receipt: {
        reference,
        paymentId,
        orderId: 'Order-1234/2026',
        merchant: { name: 'Björk & Søn' },
        total: dkk(2049.99),
        paid: dkk(2049.99),
        tax: dkk(350.99),
        shipping: dkk(99),
        method: { identifier: 'CreditCard', name: 'Card' },
        last4: '1111',
        refunds: [],
        isTest: true,
      },
    },
  });
  expect(JSON.stringify(verdict)).not.toMatch(/411111|ada@|Berg/);
});

test('the command proves a file of the service with its published keys, and finds a changed one', async ({ server }) => {
  const { paymentLink } = await paidLink(server);
  const folder = mkdtempSync(join(tmpdir(), 'payment-links-receipt-'));
  try {
    const text = await (await fetch(`${paymentLink}/receipt.json`)).text();
    const written = (name: string, content: string) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    const keys = written('receipt-keys.json', await (await fetch(`${server.publicUrl}/receipt-keys.json`)).text());
    const verify = (...given: string[]) =>
      spawnSync(process.execPath, ['.build/receipt-verify.js', ...given], { env: { NODE_ENV: 'production', PATH: process.env.PATH }, encoding: 'utf8' });
    expect(verify(written('receipt.json', text), '--keys', keys)).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('GENUINE.') });
    expect(verify(written('changed.json', text.replace('2049.99', '2049.98')), '--keys', keys)).toMatchObject({ status: 3 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the same receipt is a PDF, in the language that the page would be in', async ({ server }) => {
  const { paymentLink, paymentId } = await paidLink(server);
  const answer = await fetch(`${paymentLink}/receipt.pdf`);
  expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([200, 'application/pdf', 'no-store']);
  expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="receipt-${supportCode(paymentId)}.pdf"`);
  expect(Buffer.from(await bytesOf(answer)).toString('latin1')).toMatch(/^%PDF-1\.\d[\s\S]*\/Lang \(en\)/);
  for (const [path, headers] of [
    ['?lang=da', {}],
    ['', { 'accept-language': 'da' }],
    ['', { cookie: 'language=da' }],
  ] as [string, Record<string, string>][]) {
    expect(Buffer.from(await bytesOf(await fetch(`${paymentLink}/receipt.pdf${path}`, { headers }))).toString('latin1'), path).toMatch(/\/Lang \(da\)/);
  }
});

test('what was given back is told, part by part, and so is an authorisation that was released', async ({ server }) => {
  const { paymentLink, paymentId } = await paidLink(server);
  const refunds = async () => {
    const file = (await (await fetch(`${paymentLink}/receipt.json`)).json()) as { receipt: { refunds: { at: string; amount: unknown }[] } };
    return file.receipt.refunds.map(({ amount }) => amount);
  };
  await operate(shop, 'capture', paymentId);
  expect(await refunds()).toEqual([]);
  await operate(shop, 'refund', paymentId, 250);
  await operate(shop, 'refund', paymentId, 9.99);
  expect(await refunds()).toEqual([dkk(250), dkk(9.99)]);
  const page = await (await fetch(paymentLink)).text();
  for (const text of ['Refunded on', '-DKK', 'Paid after refunds', '1,790.00']) expect(page).toContain(text);
  await operate(shop, 'refund', paymentId);
  expect(await refunds()).toEqual([dkk(250), dkk(9.99), dkk(1790)]);
  expect(await (await fetch(paymentLink)).text()).toContain('This payment was refunded in full.');
  const released = await paidLink(server);
  await operate(shop, 'release', released.paymentId);
  expect(await (await fetch(released.paymentLink)).text()).toContain('This payment was refunded in full.');
});

/** The receipt of a link as page, signed file and PDF state it: amounts of the file, texts of the others. */
async function statedOf(paymentLink: string) {
  const [file, page, pdf] = await Promise.all(['/receipt.json', '', '/receipt.pdf'].map((path) => fetch(`${paymentLink}${path}`)));
  if (!file || !page || !pdf) throw new Error('Three were asked for');
  const { receipt } = (await file.json()) as { receipt: Record<'total' | 'paid', unknown> & { refunds: { amount: unknown }[] } };
  const { total, paid: taken, refunds } = receipt;
  const letters = textsOf(await bytesOf(pdf))
    .join('')
    .replaceAll(/\s/g, '');
  const html = (await page.text()).replaceAll(/<script[\s\S]*?<\/script>|<[^>]+>|[\s\u00a0]/g, '');
  return { amounts: { total, paid: taken, refunds: refunds.map(({ amount }) => amount) }, texts: [html, letters] };
}

test('after a capture of a part the receipt states what was taken, and nothing is left once that went back', async () => {
  const link = await shop.link({ order: { value: 100 } });
  const { paymentId, url } = await startPayment(shop, link.sessionId);
  await submitAtGateway(url, pays.card);
  await expect.poll(async () => (await fetch(`${link.paymentLink}/receipt.json`)).status).toBe(200);
  expect((await statedOf(link.paymentLink)).amounts).toEqual({ total: dkk(100), paid: dkk(100), refunds: [] });

  expect((await operate(shop, 'capture', paymentId, 40)).status).toBe(200);
  expect((await operate(shop, 'capture', paymentId, 20)).status).toBe(200);
  expectProblem(await operate(shop, 'release', paymentId), 409, 'operation_not_possible');
  const part = await statedOf(link.paymentLink);
  expect(part.amounts).toEqual({ total: dkk(100), paid: dkk(60), refunds: [] });
  for (const text of part.texts) for (const told of ['TotalDKK100.00', 'AmountpaidDKK60.00']) expect(text).toContain(told);

  await operate(shop, 'refund', paymentId, 60);
  const back = await statedOf(link.paymentLink);
  expect(back.amounts).toEqual({ total: dkk(100), paid: dkk(60), refunds: [dkk(60)] });
  for (const text of back.texts) {
    for (const told of ['AmountpaidDKK60.00', '-DKK60.00', 'PaidafterrefundsDKK0.00', 'refundedinfull']) expect(text).toContain(told);
    expect(text).not.toContain('DKK40.00');
  }

  expect((await operate(shop, 'capture', paymentId)).status).toBe(200);
  expect((await statedOf(link.paymentLink)).amounts).toEqual({ total: dkk(100), paid: dkk(100), refunds: [dkk(60)] });
});

test('a link that is not paid, is unknown or junk has no receipt', async () => {
  const { paymentLink } = await shop.link();
  const junk = paymentLink.replace(/[^/]+$/, 'x');
  for (const page of [paymentLink, junk, junk.replace(/x$/, 'return/01890000-0000-7000-8000-000000000000.AAAAAAAAAAAAAAAAAAAAAA')]) {
    for (const kind of ['json', 'pdf']) {
      const answer = await fetch(`${page}/receipt.${kind}`);
      expect([answer.status, answer.headers.get('cache-control')], `${page} ${kind}`).toEqual([404, 'no-store']);
      expect(await answer.json()).toMatchObject({ code: 'not_found' });
    }
  }
});

/** Where the gateway's callback sends the payer's browser. */
async function returnPage(server: RunningServer, url: string): Promise<string> {
  const page = new URL(url);
  const body = new URLSearchParams({ pid: page.searchParams.get('pid') ?? '', ...pays.card });
  const sent = await fetch(`${page.origin}/sandbox/eCommerce/API/pay`, { method: 'POST', body, redirect: 'manual' });
  let next = new URL(sent.headers.get('location') ?? '', url).href;
  for (let hops = 0; hops < 5 && !next.includes('/pay/return/'); hops += 1) {
    const answer = await fetch(next, { redirect: 'manual' });
    const html = await answer.text();
    next = answer.headers.get('location') ?? /(\/pay\/return\/[\w.-]+)/.exec(html)?.[1] ?? next;
    next = new URL(next, server.publicUrl).href;
  }
  return next;
}

test('a payment without a link has its receipt behind the return page, which links to it', async ({ server }) => {
  const sessionId = await openSession(shop, { order: anOrder() });
  const { url } = await startPayment(shop, sessionId);
  const back = await returnPage(server, url);
  expect(back).toContain('/pay/return/');
  await expect.poll(() => sessionStatusOf(server, sessionId)).toBe('paid');
  await expect.poll(async () => (await fetch(back)).text()).toContain('/receipt.pdf');
  const verdict = verifyReceipt(await bytesOf(await fetch(`${back}/receipt.json`)), await ourKeys(server));
  expect(verdict.verdict).toBe('genuine');
  expect((await fetch(`${back}/receipt.pdf`)).headers.get('content-type')).toBe('application/pdf');
});

test('a merchant reads both files of its payment; another merchant’s, and one that pays nothing, are not found', async ({ server }) => {
  const { paymentId, sessionId } = await paid(shop);
  const answer = await fetch(`${server.publicUrl}/checkout/v1/api/payment/${paymentId}/receipt.json`, { headers: { authorization: basic(shop) } });
  expect(verifyReceipt(await bytesOf(answer), await ourKeys(server)).verdict).toBe('genuine');
  const pdf = await shop.api('GET', `/payment/${paymentId}/receipt.pdf?language=da`);
  expect([pdf.status, pdf.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  expect(pdf.text).toContain('/Lang (da)');
  for (const file of ['receipt.json', 'receipt.pdf']) {
    expectProblem(await caller(server, basic(stranger))('GET', `/payment/${paymentId}/${file}`), 404, 'not_found');
    const unpaid = await startPayment(shop, await openSession(shop, { order: anOrder() }));
    expectProblem(await shop.api('GET', `/payment/${unpaid.paymentId}/${file}`), 404, 'not_found');
  }
  expect(await sessionStatusOf(server, sessionId)).toBe('paid');
});

test('reading receipts changes nothing', async ({ server }) => {
  const { paymentLink, paymentId } = await paidLink(server);
  const before = await rowsAtRest(server);
  for (const kind of ['json', 'pdf']) {
    expect((await fetch(`${paymentLink}/receipt.${kind}`)).status).toBe(200);
    expect((await shop.api('GET', `/payment/${paymentId}/receipt.${kind}`)).status).toBe(200);
  }
  expect(changedTables(before, await rowsAtRest(server))).toEqual([]);
});

test('the published keys are for everybody, and the same at every start', async ({ server }) => {
  const read = async () => (await fetch(`${server.publicUrl}/receipt-keys.json`)).text();
  const before = await read();
  await server.restart();
  expect(await read()).toBe(before);
  await server.restart({ SECRET_KEY: `2:${'n'.repeat(40)},1:${server.settings.SECRET_KEY}` });
  const { keys } = JSON.parse(await read()) as { keys: unknown[] };
  expect(keys).toHaveLength(2);
  expect(keys).toEqual(expect.arrayContaining((JSON.parse(before) as { keys: unknown[] }).keys));
});
