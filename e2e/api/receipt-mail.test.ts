import { supportCode } from '#lib/payments/support-code.ts';
import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { expectSoundBooks, sessionStatusOf } from '../fixtures/books.ts';
import { type Heard, openMailServer } from '../fixtures/mail-server.ts';
import { operate, paid } from '../fixtures/operations.ts';
import { openSession, pays, startPayment, submitAtGateway } from '../fixtures/payer.ts';
import { type RunningServer, startBeside, startServer } from '../fixtures/server.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

test.setTimeout(90_000);

let mail: Awaited<ReturnType<typeof openMailServer>>;
let server: RunningServer;
let shop: Shop;
test.beforeAll(async () => {
  mail = await openMailServer();
  server = await startServer({ database: 'postgres', settings: { SMTP_URL: mail.url, MAIL_FROM: 'Pay <receipts@pay.example>' } });
  shop = await openShop(server, 'Björk & Søn');
});
test.afterAll(async () => {
  await shop.close();
  await server.stop();
  await mail.close();
});
test.afterEach(() => expectSoundBooks(server));
test.beforeEach(() => {
  mail.heard.length = 0;
  mail.is('takes');
});

type MailRow = { status: string; attempts: number; waitsSeconds: number | null };

const mailsOf = (of: RunningServer, sessionId: string): Promise<MailRow[]> =>
  queryAsGuest<MailRow>(
    of.settings,
    `SELECT status::text, attempts, extract(epoch FROM due_at - now())::float AS "waitsSeconds" FROM receipt_mail WHERE session_id = $1`,
    [sessionId],
  );

/** Time has passed for the mail: it is due, and no claim holds it. */
const makeMailDue = (): Promise<unknown> =>
  queryAsGuest(server.settings, `UPDATE receipt_mail SET due_at = now() - interval '1 second' WHERE status = 'pending'`);

/** What the session's timeline tells of its mail, a line an entry. */
async function timelineOf(sessionId: string): Promise<string[]> {
  const { body } = await shop.api('GET', `/session/${sessionId}/timeline`);
  const entries = body.entries as { subject?: string; action: string; to: string | null; detail: { attempt?: number; code?: string } }[];
  return entries
    .filter(({ subject }) => subject === 'mail')
    .map(({ action, to, detail }) => [action, to, detail.attempt, detail.code].filter((part) => part !== undefined && part !== null).join(' '));
}

/** Waits until the latest try has ended, and answers how: a mail counts an attempt when it begins. */
async function endOf(sessionId: string, attempt: number): Promise<string> {
  const isOver = async () => (await timelineOf(sessionId)).some((line) => new RegExp(`^mail\\.(?!owed).* ${attempt}( |$)`).test(line));
  await expect.poll(isOver, { timeout: 20_000 }).toBe(true);
  return (await timelineOf(sessionId)).at(-1) ?? '';
}

const partOf = ({ parts }: Heard, type: string): Buffer => parts.find((part) => part.type === type)?.content ?? Buffer.alloc(0);
const only = (): Heard => {
  expect(mail.heard).toHaveLength(1);
  return mail.heard[0] as Heard;
};

test('a paid order is receipted by e-mail once, however many processes there are: text, HTML and the PDF', async () => {
  const beside = await startBeside(server);
  try {
    const { sessionId, paymentId } = await paid(shop, { order: { orderId: 'NK-1' } });
    await expect.poll(() => mailsOf(server, sessionId)).toEqual([{ status: 'delivered', attempts: 1, waitsSeconds: null }]);
    const heard = only();
    expect([heard.from, heard.to]).toEqual(['receipts@pay.example', ['ada@example.com']]);
    expect(Object.fromEntries(['from', 'to', 'subject', 'auto-submitted', 'content-language'].map((name) => [name, heard.headers.get(name)]))).toEqual({
      from: 'Pay <receipts@pay.example>',
      to: 'ada@example.com',
      subject: expect.stringMatching(/^=\?UTF-8\?|Björk/),
      'auto-submitted': 'auto-generated',
      'content-language': 'en',
    });
    expect(heard.headers.get('message-id')).toMatch(/^<[0-9a-f-]{36}@pay\.example>$/);
    expect(heard.headers.get('x-mailer')).toBeUndefined();
    const reference = supportCode(paymentId);
    for (const type of ['text/plain', 'text/html']) {
      const content = partOf(heard, type).toString('utf8');
      for (const text of ['NK-1', reference, '2,049.99', 'Blue shirt', '•••• 1111']) expect(content, type).toContain(text);
    }
    expect(partOf(heard, 'text/html').toString('utf8')).not.toMatch(/<img|https?:|<script/);
    expect(partOf(heard, 'application/pdf').toString('latin1')).toMatch(/^%PDF-/);
    expect(heard.parts.find(({ type }) => type === 'application/pdf')?.headers.get('content-disposition')).toContain(`receipt-${reference}.pdf`);
    expect(await timelineOf(sessionId)).toEqual(['mail.owed pending', 'mail.sent delivered 1']);
    const metrics = await (await fetch(`${server.publicUrl}/metrics`)).text();
    const besides = await (await fetch(`${beside.publicUrl}/metrics`)).text();
    expect(metrics + besides).toMatch(/payment_links_delivery_tries_total\{kind="receipt_mail",outcome="taken"\} 1/);
    expect(server.log() + beside.log()).not.toMatch(/ada@|NK-1/);
  } finally {
    await beside.stop();
  }
});

test('an order without an address that mail can reach owes none, nor does a payment that fails or is surplus', async () => {
  const addresses = [undefined, 'nobody', 'ada@example.com, eve@evil.example', 'ada@example.com\r\nBcc: eve@evil.example'];
  for (const email of addresses) {
    const order = { ...anOrder(), customer: { email } };
    const sessionId = await openSession(shop, { order });
    const { url } = await startPayment(shop, sessionId);
    await submitAtGateway(url, pays.card);
    await expect.poll(() => sessionStatusOf(server, sessionId)).toBe('paid');
    expect(await mailsOf(server, sessionId), String(email)).toEqual([]);
  }
  const sessionId = await openSession(shop, { order: anOrder() });
  const { url } = await startPayment(shop, sessionId);
  await submitAtGateway(url, pays.declined);
  await expect.poll(() => sessionStatusOf(server, sessionId)).toBe('open');
  expect([await mailsOf(server, sessionId), mail.heard]).toEqual([[], []]);
});

test('names that would be headers stay text, and there is one recipient', async () => {
  const order = anOrder({ orderId: 'X\r\nBcc: eve@evil.example\r\n\r\n<script>alert(1)</script>' });
  const { sessionId } = await paid(shop, { session: { order } });
  await expect.poll(() => mailsOf(server, sessionId)).toMatchObject([{ status: 'delivered' }]);
  const heard = only();
  expect([heard.to, heard.headers.get('bcc')]).toEqual([['ada@example.com'], undefined]);
  expect(heard.raw.split('\r\n\r\n')[0]).not.toMatch(/^Bcc:/im);
  expect(partOf(heard, 'text/html').toString('utf8')).not.toContain('<script>');
});

test('the e-mail is in the language of the session, right to left where that is', async () => {
  const { sessionId } = await paid(shop, { session: { configuration: { language: 'ar' } } });
  await expect.poll(() => mailsOf(server, sessionId)).toMatchObject([{ status: 'delivered' }]);
  expect(only().headers.get('content-language')).toBe('ar');
  expect(partOf(only(), 'text/html').toString('utf8')).toContain('dir="rtl"');
});

test('what was refunded before the e-mail went out is told in it', async () => {
  mail.is('defers_recipient');
  const { sessionId, paymentId } = await paid(shop);
  await expect.poll(() => mailsOf(server, sessionId)).toMatchObject([{ status: 'pending', attempts: 1 }]);
  await operate(shop, 'capture', paymentId);
  await operate(shop, 'refund', paymentId, 49.99);
  mail.is('takes');
  await makeMailDue();
  await expect.poll(() => mailsOf(server, sessionId)).toMatchObject([{ status: 'delivered', attempts: 2 }]);
  expect(partOf(only(), 'text/plain').toString('utf8')).toMatch(/Refunded on .+49\.99[\s\S]+Paid after refunds: .+2,000\.00/);
});

test('a server that defers is asked again after a minute, and tells in the timeline why', async () => {
  mail.is('defers_recipient');
  const { sessionId } = await paid(shop);
  await expect.poll(() => mailsOf(server, sessionId)).toMatchObject([{ status: 'pending', attempts: 1 }]);
  await expect.poll(async () => (await timelineOf(sessionId)).at(-1)).toBe('mail.failed pending 1 451');
  const [row] = await mailsOf(server, sessionId);
  expect(row?.waitsSeconds).toBeGreaterThan(45);
  expect(row?.waitsSeconds).toBeLessThan(70);
  mail.is('takes');
  await makeMailDue();
  await expect.poll(() => mailsOf(server, sessionId)).toMatchObject([{ status: 'delivered', attempts: 2 }]);
});

test('an address that is refused for good is not asked again', async () => {
  mail.is('refuses_recipient');
  const { sessionId } = await paid(shop);
  await expect.poll(() => mailsOf(server, sessionId)).toEqual([{ status: 'exhausted', attempts: 1, waitsSeconds: null }]);
  expect(await timelineOf(sessionId)).toEqual(['mail.owed pending', 'mail.refused exhausted 1 550']);
  expect(server.log()).not.toMatch(/No such user|ada@/);
});

test('the tenth failure is the last, and a person is told', async () => {
  mail.is('defers_recipient');
  const { sessionId } = await paid(shop);
  await endOf(sessionId, 1);
  await queryAsGuest(server.settings, 'UPDATE receipt_mail SET attempts = 9 WHERE session_id = $1', [sessionId]);
  await makeMailDue();
  await expect.poll(() => mailsOf(server, sessionId)).toEqual([{ status: 'exhausted', attempts: 10, waitsSeconds: null }]);
  await expect.poll(() => server.log()).toContain('a receipt could not be mailed for days');
});

test('a sender that is refused uses up no try, is told to a person once a while, and its mail goes out when it is put right', async () => {
  mail.is('refuses_sender');
  const { sessionId } = await paid(shop);
  await endOf(sessionId, 1);
  await queryAsGuest(server.settings, 'UPDATE receipt_mail SET attempts = 40, faults = 40 WHERE session_id = $1', [sessionId]);
  for (const attempt of [41, 42]) {
    await makeMailDue();
    expect(await endOf(sessionId, attempt)).toBe(`mail.failed pending ${attempt} 553`);
  }
  await expect.poll(() => server.log().split('no receipt gets through').length - 1).toBe(1);
  mail.is('takes');
  await makeMailDue();
  await expect.poll(() => mailsOf(server, sessionId)).toMatchObject([{ status: 'delivered', attempts: 43 }]);
});

test('a server that takes a mail and loses its answer gets it once more, then never again, and a person is told', async () => {
  mail.is('hangs_up');
  const { sessionId } = await paid(shop);
  expect(await endOf(sessionId, 1)).toMatch(/^mail\.unknown pending 1 /);
  await makeMailDue();
  await expect.poll(() => mailsOf(server, sessionId)).toEqual([{ status: 'exhausted', attempts: 2, waitsSeconds: null }]);
  expect((await timelineOf(sessionId)).at(-1)).toMatch(/^mail\.unknown exhausted 2 /);
  expect(mail.heard.map(({ headers }) => headers.get('message-id'))).toEqual(Array(2).fill(mail.heard[0]?.headers.get('message-id')));
  await expect.poll(() => server.log()).toContain('was given a receipt twice and never said whether it took it');
});

test('what another process has claimed meanwhile is not taken by the server a second time', async () => {
  mail.is('holds');
  const { sessionId } = await paid(shop);
  await expect.poll(() => mail.held()).toBe(1);
  await queryAsGuest(server.settings, `UPDATE receipt_mail SET attempts = 2, due_at = now() + interval '1 hour' WHERE session_id = $1`, [sessionId]);
  mail.letGo();
  expect(await endOf(sessionId, 1)).toMatch(/^mail\.failed 1 /);
  expect(mail.heard).toEqual([]);
  expect(await mailsOf(server, sessionId)).toMatchObject([{ status: 'pending', attempts: 2 }]);
  mail.is('takes');
  await makeMailDue();
  await expect.poll(() => mailsOf(server, sessionId)).toMatchObject([{ status: 'delivered', attempts: 3 }]);
});

test('a mail that its server is slow with holds up no other', async () => {
  mail.is('holds');
  const slow = await paid(shop);
  await expect.poll(() => mail.held()).toBe(1);
  mail.is('takes');
  const { sessionId } = await paid(shop);
  await expect.poll(() => mailsOf(server, sessionId)).toMatchObject([{ status: 'delivered' }]);
  expect(await mailsOf(server, slow.sessionId)).toMatchObject([{ status: 'pending', attempts: 1 }]);
  mail.letGo();
  await expect.poll(() => mailsOf(server, slow.sessionId)).toMatchObject([{ status: 'delivered', attempts: 1 }]);
});

test('a mail server that is down loses nothing: its mail is sent when it is back', async () => {
  await mail.close();
  const { sessionId } = await paid(shop);
  await endOf(sessionId, 1);
  mail = await openMailServer(mail.port);
  await makeMailDue();
  await expect.poll(() => mailsOf(server, sessionId)).toMatchObject([{ status: 'delivered', attempts: 2 }]);
  expect(only().to).toEqual(['ada@example.com']);
});

test('a process killed before it heard the server’s answer sends once more under the same Message-ID, and then it is over', async () => {
  mail.is('silent');
  const { sessionId } = await paid(shop);
  await expect.poll(() => mail.heard.length).toBe(1);
  await server.kill9();
  await server.restart();
  expect(await mailsOf(server, sessionId)).toMatchObject([{ status: 'pending', attempts: 1 }]);
  mail.is('takes');
  await makeMailDue();
  await expect.poll(() => mailsOf(server, sessionId)).toMatchObject([{ status: 'delivered', attempts: 2 }]);
  const [first, second] = mail.heard.map(({ headers }) => headers.get('message-id'));
  expect(mail.heard).toHaveLength(2);
  expect(first).toBe(second);
});

test('a mail whose answer two processes did not live to hear is not sent a third time', async () => {
  mail.is('silent');
  const { sessionId } = await paid(shop);
  for (const heard of [1, 2]) {
    await expect.poll(() => mail.heard.length).toBe(heard);
    await server.kill9();
    await server.restart();
    await makeMailDue();
  }
  await expect.poll(() => mailsOf(server, sessionId)).toEqual([{ status: 'exhausted', attempts: 3, waitsSeconds: null }]);
  expect((await timelineOf(sessionId)).at(-1)).toBe('mail.unknown exhausted 3 not_heard');
  expect(mail.heard).toHaveLength(2);
});

test('without a mail server nothing is owed to anybody', async () => {
  await server.restart({ SMTP_URL: '', MAIL_FROM: '' });
  const { sessionId } = await paid(shop);
  await expect.poll(() => sessionStatusOf(server, sessionId)).toBe('paid');
  expect([await mailsOf(server, sessionId), mail.heard]).toEqual([[], []]);
});
