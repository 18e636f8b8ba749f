import { randomUUID } from 'node:crypto';
import type { FaultKind } from '#lib/sandbox-gateway/fault-kinds.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { gatewayBooks, makeDue, paymentsOf, sessionStatusOf } from '../../fixtures/books.ts';
import type { Scene } from '../../fixtures/good-requests.ts';
import { dkk, doneAtGateway, type Operation, operate, operationsOf, paid } from '../../fixtures/operations.ts';
import { board, methodId, openSession, pays, submitAtGateway } from '../../fixtures/payer.ts';
import type { Chance } from '../rounds.ts';
import { askUntil } from '../until.ts';

/** How an answer of the gateway gets lost: what was asked is done, and we are not told; or it never was. */
const faults = ['lost_answer', 'broken_xml', 'down'] as const satisfies FaultKind[];

const methods = { start: 'createPaymentRequest', capture: 'captureReservation', refund: 'refundCapturedReservation', release: 'releaseReservation' } as const;

/** The gateway's answers that are lost in a round: each kind of call, with a fault that is drawn. */
export async function loseGatewayAnswers(scene: Scene, round: number, chance: Chance): Promise<{ lost: number; wrongs: string[] }> {
  const names = Object.keys(methods) as (keyof typeof methods)[];
  const drawn = names.map((name) => ({ name, fault: chance.of(faults), orderId: `gateway-${round}-${name}` }));
  const wrongs = await Promise.all(
    drawn.map(async ({ name, fault, orderId }) => {
      const found = await (name === 'start' ? loseStart(scene, orderId, fault) : loseOperation(scene, orderId, name, fault));
      return found.map((wrong) => `${name}, the gateway’s answer lost (${fault}): ${wrong}`);
    }),
  );
  return { lost: drawn.length, wrongs: wrongs.flat() };
}

const fail = ({ server }: Scene, kind: FaultKind, name: keyof typeof methods, order: string) =>
  board(server, 'fault', { kind, method: methods[name], order, times: 1 });

/** The start says that nothing was charged; the same request again starts a payment, and the order is paid once. */
async function loseStart(scene: Scene, orderId: string, fault: FaultKind): Promise<string[]> {
  const { shop, server } = scene;
  const sessionId = await openSession(shop, { order: anOrder({ orderId }) });
  const body = { sessionId, paymentMethodId: await methodId(shop, sessionId, 'CARD') };
  const ask = (key: string) => shop.api('POST', '/payment', body, { 'idempotency-key': key });
  await fail(scene, fault, 'start', orderId);
  const key = randomUUID();
  const first = await ask(key);
  const [again, later] = [await ask(key), await ask(key)];
  if (again.status === 200) await submitAtGateway(String(again.body.url), pays.card);
  await until(async () => (await sessionStatusOf(server, sessionId)) === 'paid');
  const payments = await paymentsOf(server, sessionId);
  const books = (await Promise.all(payments.map(({ id }) => gatewayBooks(server, id)))).flat();
  return [
    ...(first.status === 503 && first.body.code === 'gateway_unreachable' ? [] : [`it was answered ${first.status} ${first.text}`]),
    ...(again.status === 200 && later.text === again.text ? [] : [`repeated it was answered ${again.status} ${again.text}, then ${later.text}`]),
    ...(payments.filter(({ settles }) => settles).length === 1 && books.filter(({ reserved }) => reserved > 0).length === 1 ? [] : ['it was not paid once']),
  ];
}

/** The outcome is not known until it is asked for; then it is one, and every repeat tells it alike. */
async function loseOperation(scene: Scene, orderId: string, kind: Operation, fault: FaultKind): Promise<string[]> {
  const { shop, server } = scene;
  const { sessionId, paymentId } = await paid(shop, { order: { orderId } });
  await until(async () => (await sessionStatusOf(server, sessionId)) === 'paid');
  if (kind === 'refund') await operate(shop, 'capture', paymentId);
  const before = (await doneAtGateway(server, paymentId)).length;
  await fail(scene, fault, kind, orderId);
  const key = randomUUID();
  // A part, so that the gateway would do it twice if it were asked twice.
  const body = kind === 'release' ? {} : { amount: dkk(500) };
  const first = await operate(shop, kind, paymentId, body, key);
  const isOver = async () => {
    await makeDue(server);
    return (await operationsOf(server, paymentId)).every(({ status }) => status !== 'outstanding');
  };
  await until(isOver);
  const [again, later] = [await operate(shop, kind, paymentId, body, key), await operate(shop, kind, paymentId, body, key)];
  const done = (await doneAtGateway(server, paymentId)).slice(before);
  return [
    ...(first.status === 200 && first.body.status === 'OUTSTANDING' ? [] : [`it was answered ${first.status} ${first.text}`]),
    ...(again.status === 200 && again.body.status === 'SUCCEEDED' ? [] : [`repeated it was answered ${again.status} ${again.text}`]),
    ...(again.body.operationId === first.body.operationId && later.text === again.text ? [] : [`repeated it was another: ${again.text}, then ${later.text}`]),
    ...(done.length === 1 ? [] : [`the gateway did it ${done.length} times: ${done.join(', ')}`]),
  ];
}

const comesWithinMs = 10_000;

const until = (isSo: () => Promise<boolean>): Promise<boolean> => askUntil(isSo, (is) => is, comesWithinMs);
