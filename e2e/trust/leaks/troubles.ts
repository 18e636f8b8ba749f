import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { anOrder } from '#lib/testing/orders.ts';
import type { Answer } from '../../fixtures/api.ts';
import { merchantIdOf } from '../../fixtures/good-requests.ts';
import { openMailServer } from '../../fixtures/mail-server.ts';
import { operate } from '../../fixtures/operations.ts';
import { board, openSession, pays, startPayment, submitAtGateway } from '../../fixtures/payer.ts';
import { until } from '../until.ts';
import { payer } from './persons.ts';
import { newSecretText, type Scene } from './scene.ts';

/** The gateway is away or answers nonsense, the mail server refuses, the process dies: what is said of it is looked through like all else. */
export async function playTroubles(scene: Scene): Promise<void> {
  await loseTheGateway(scene);
  await refuseMail(scene);
  await dieAndComeBack(scene);
  // Last: from now on the gateway's callbacks count for nothing.
  await changeTheSecret(scene);
}

/** An order of our payer's, and the payment that paid it. */
async function payOne({ shop }: Scene): Promise<{ sessionId: string; paymentId: string }> {
  const callbacks = { notification: `${shop.origin}/notify` };
  const sessionId = await openSession(shop, { order: { ...anOrder({ value: 500 }), customer: payer }, callbacks });
  const { paymentId, url } = await startPayment(shop, sessionId);
  await submitAtGateway(url, pays.card);
  return { sessionId, paymentId };
}

async function loseTheGateway(scene: Scene): Promise<void> {
  const { server, shop, told } = scene;
  const note = (what: string, { status, text }: Answer) => told.push({ place: `what the shop is told ${what} (${status})`, text });
  for (const kind of ['down', 'broken_xml', 'lost_answer'] as const) {
    const { paymentId } = await payOne(scene);
    await board(server, 'fault', { kind, times: 2 }, shop.gateway);
    note(`of a capture while the gateway is ${kind}`, await operate(shop, 'capture', paymentId));
    await board(server, 'fault', { kind, times: 0 }, shop.gateway);
  }
  note('of too much money', await operate(shop, 'capture', (await payOne(scene)).paymentId, 99_999));
}

/** How often the service has told that a receipt was not mailed. */
const unmailed = ({ server }: Scene): number => server.log().split('receipt not mailed').length;

async function refuseMail(scene: Scene): Promise<void> {
  for (const mood of ['refuses_recipient', 'defers_recipient'] as const) {
    const before = unmailed(scene);
    scene.mail.is(mood);
    await payOne(scene);
    await until('the mail is refused', () => unmailed(scene) > before, 60_000);
  }
  scene.mail.is('takes');
}

/** The operator gives the gateway's shared secret anew, and what the gateway signs by the old one is refused. */
async function changeTheSecret(scene: Scene): Promise<void> {
  const { server, shop, canaries, told } = scene;
  const secret = newSecretText();
  canaries.push({ name: 'the gateway’s shared secret', value: secret, kind: 'token' });
  const merchantId = await merchantIdOf(server, shop);
  const command = ['.build/merchant.js', 'change', '--id', merchantId, '--gateway-secret', secret];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, command, { env: server.settings });
  told.push({ place: 'what the operator is told', text: stdout + stderr });
  await payOne(scene);
  await until('a callback is refused', () => server.log().includes('a gateway callback without a right checksum'));
}

/** Killed, and started again with a password that its mail server refuses, and repeats. */
async function dieAndComeBack(scene: Scene): Promise<void> {
  const { server, canaries } = scene;
  const password = newSecretText();
  canaries.push({ name: 'the mail server’s password', value: password, kind: 'token' });
  const guarded = await openMailServer(0, 'refused');
  try {
    await server.kill9();
    await server.restart({ SMTP_URL: guarded.url.replace('//', `//receipts:${password}@`), SMTP_PLAIN: '1' });
    const before = unmailed(scene);
    await payOne(scene);
    await until('the mail server refuses the password', () => unmailed(scene) > before, 60_000);
  } finally {
    await guarded.close();
  }
}
