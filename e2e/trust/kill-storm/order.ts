import { setTimeout as pause } from 'node:timers/promises';
import { anOrder } from '#lib/testing/orders.ts';
import type { Answer } from '../../fixtures/api.ts';
import { methodId, pays, submitAtGateway } from '../../fixtures/payer.ts';
import type { Chance } from '../rounds.ts';
import type { StormTrial } from './storm-trial.ts';

/** What the service has said yes to: the request, and its answer, which is the answer to every repeat. */
export type Acknowledged = { what: 'link' | 'payment' | 'capture' | 'refund'; path: string; body: object; key: string; text: string };

/** An order from its link to its refund, as far as it came, and every answer of it. */
export type Ordered = { orderId: string; acknowledged: Acknowledged[]; paymentId: string | undefined; capturedMinor: number; refundedMinor: number };

/** Holds callers up between their calls while time is made to pass, and counts what happens to them. */
export type Crowd = {
  trial: StormTrial;
  /** Resolves when calls may be made. */
  mayCall: () => Promise<void>;
  deadline: number;
  counts: { calls: number; cutOff: number; toldToWait: number };
};

const waitCodes = new Set(['unavailable', 'gateway_unreachable', 'idempotency_in_flight', 'payment_in_progress', 'operation_outstanding']);
const retryMs = 200;

/** A POST with its key, again and again until it is answered for good. */
async function insist(crowd: Crowd, path: string, body: object, key: string): Promise<Answer> {
  const { shop } = crowd.trial;
  for (;;) {
    await crowd.mayCall();
    if (performance.now() > crowd.deadline) throw new Error(`POST ${path} was not answered before the end`);
    crowd.counts.calls += 1;
    const answer = await shop.api('POST', path, body, { 'idempotency-key': key }).catch(cutOff);
    if (!answer) crowd.counts.cutOff += 1;
    else if (answer.status < 300 && answer.body.status !== 'OUTSTANDING') return answer;
    else if (answer.status < 300 || waitCodes.has(String(answer.body.code))) crowd.counts.toldToWait += 1;
    else throw new Error(`POST ${path} was answered ${answer.status} ${answer.text}`);
    await pause(retryMs);
  }
}

/** A connection that broke is nobody's answer; an answer that is not as documented is a wrong one. */
function cutOff(error: unknown): undefined {
  if (error instanceof Error && error.message.startsWith('Not as documented')) throw error;
}

async function ask(crowd: Crowd, ordered: Ordered, what: Acknowledged['what'], path: string, body: object, tries = 1): Promise<Answer> {
  const key = `${ordered.orderId}-${what}-${tries}`;
  const answer = await insist(crowd, path, body, key);
  ordered.acknowledged.push({ what, path, body, key, text: answer.text });
  return answer;
}

/** Makes a session with its link; the session's id. */
export async function makeLink(crowd: Crowd, ordered: Ordered): Promise<string> {
  const callbacks = { notification: `${crowd.trial.shop.origin}/notify` };
  const made = await ask(crowd, ordered, 'link', '/link', { order: anOrder({ orderId: ordered.orderId }), callbacks });
  return (made.body.session as { sessionId: string }).sessionId;
}

/** Makes a link, starts a payment, pays it at the gateway, captures it and gives some of it back. */
export async function playOrder(crowd: Crowd, ordered: Ordered, methodOf: string, chance: Chance): Promise<void> {
  const sessionId = await makeLink(crowd, ordered);
  for (let tries = 1; !ordered.paymentId; tries += 1) {
    const started = await ask(crowd, ordered, 'payment', '/payment', { sessionId, paymentMethodId: methodOf }, tries);
    const paymentId = String(started.body.paymentId);
    if (await payAtGateway(crowd, paymentId, String(started.body.url))) ordered.paymentId = paymentId;
  }
  await ask(crowd, ordered, 'capture', `/payment/${ordered.paymentId}/capture`, {});
  ordered.capturedMinor = 204_999;
  if (chance.isOnce(0.4)) return;
  const refundMinor = 5 * chance.whole(1_000, 40_000);
  await ask(crowd, ordered, 'refund', `/payment/${ordered.paymentId}/refund`, { amount: { value: refundMinor / 100, currency: 'DKK' } });
  ordered.refundedMinor = refundMinor;
}

/** Presses at the gateway until the service knows how it ended. True when money is there; another payment is needed when not. */
async function payAtGateway(crowd: Crowd, paymentId: string, url: string): Promise<boolean> {
  const { shop } = crowd.trial;
  for (;;) {
    await crowd.mayCall();
    if (performance.now() > crowd.deadline) throw new Error(`payment ${paymentId} did not end before the end`);
    await submitAtGateway(url, pays.card).catch(() => undefined);
    await crowd.mayCall();
    const answer = await shop.api('GET', `/payment/${paymentId}`).catch(cutOff);
    const status = String(answer?.body.status);
    if (status === 'AUTHORIZED') return true;
    if (status === 'FAILED' || status === 'CANCELLED') return false;
    await pause(retryMs);
  }
}

/** The id of the way to pay of every order. */
export async function cardOf({ shop }: StormTrial): Promise<string> {
  const { sessionId } = await shop.link();
  return methodId(shop, sessionId, 'CARD');
}
