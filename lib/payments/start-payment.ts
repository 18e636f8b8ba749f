import { type Actor, recordAudit } from '../audit/audit.ts';
import { now } from '../clock.ts';
import { db, type Tx, transaction } from '../db/client.ts';
import type { CheckoutSession, Payment, PaymentLink, PaymentMethod } from '../db/generated/client.ts';
import { env } from '../env.ts';
import { ApiError, invariant } from '../errors.ts';
import { altapayGateway } from '../gateways/altapay/gateway.ts';
import type { StartResult } from '../gateways/gateway.ts';
import { newId } from '../ids.ts';
import { openLink, refuseInactiveLink } from '../links/links.ts';
import { gatewayAccess } from '../merchants/gateway-account.ts';
import { offeredMethod } from '../methods/methods.ts';
import { macText } from '../secrets.ts';
import { Configuration, wantsCapture } from '../sessions/contract.ts';
import { lockSession, refuseEnded } from '../sessions/sessions.ts';
import { askAfterStart, askWhileAtGateway, startBoundMs } from './check-schedule.ts';
import { gatewayRequest } from './gateway-request.ts';
import { movePayment } from './move-payment.ts';
import { endOfCoolDown, minutesUntil, mostTries } from './page-state.ts';
import { startingStatuses } from './payment-status.ts';

export type StartGiven = {
  session: CheckoutSession;
  /** The link the customer came by; undefined when the merchant's backend starts the payment. */
  link: PaymentLink | undefined;
  methodId: string;
  /** Names the press: the same intent is the same payment. */
  intent: string;
  /** The revision the customer saw; undefined means: whatever it is now. */
  revision: number | undefined;
  actor: Actor;
  /** The page's language; undefined means: the session's own. */
  language: string | undefined;
};

/**
 * Starts a payment and answers it with the gateway's address: record the intention, call, record the outcome.
 * The same intent answers the same payment. 409 while another one is being started or holds the session, 503
 * when the gateway cannot be reached (nothing happened, the same intent may be tried again).
 */
export async function startPayment(given: StartGiven): Promise<Payment> {
  const method = await offeredMethod(given.session, given.methodId, given.actor === 'merchant');
  const { payment, session, isNew } = await transaction((tx) => recordIntention(tx, given, method));
  if (!isNew) return payment;
  const request = gatewayRequest({ session, payment, method, callbackBase: callbackBase(payment.id), language: given.language });
  const result = await altapayGateway.startPayment(await gatewayAccess(session.merchantId), request);
  return transaction((tx) => recordStart(tx, payment.id, session.id, result));
}

/** Where the gateway reports on a payment; only who was told this address can. */
const callbackBase = (paymentId: string): string => `${env().PUBLIC_URL}/gateway/altapay/${paymentId}/${macText('gateway-callback', paymentId)}`;

async function recordIntention(tx: Tx, given: StartGiven, method: PaymentMethod): Promise<{ payment: Payment; session: CheckoutSession; isNew: boolean }> {
  const session = await lockSession(tx, given.session.id);
  const same = await tx.payment.findUnique({ where: { sessionId_intent: { sessionId: session.id, intent: given.intent } } });
  if (same) return { payment: same, session, isNew: false };
  await refuseStart(tx, session, given);
  if (given.link && !given.link.openedAt) await openLink(tx, given.link);
  const payment = await createPayment(tx, session, given, method);
  return { payment: await movePayment(tx, payment, 'processing', given.actor), session, isNew: true };
}

/** Everything that can be in the way, each with its own code. */
async function refuseStart(tx: Tx, session: CheckoutSession, given: StartGiven): Promise<void> {
  refuseEnded(session);
  if (session.order === null) throw new ApiError('session_incomplete', 'Give the session an order first (PUT /checkout/v1/api/session/{sessionId}).');
  if (given.link) refuseInactiveLink(await tx.paymentLink.findUniqueOrThrow({ where: { id: given.link.id } }));
  if (given.revision !== undefined && given.revision !== session.revision) {
    throw new ApiError('order_changed', 'The order has changed since the page was opened. Look at it again; nothing was charged.');
  }
  if (session.status === 'pending' || session.holderPaymentId) throw inProgress();
  await refuseManyTries(tx, session, given.link);
  const starting = await tx.payment.findFirst({ where: { sessionId: session.id, status: { in: [...startingStatuses] } } });
  if (!starting) return;
  // Whoever started it died before the gateway answered: no money moved, its place is free again.
  if (now().getTime() - starting.changedAt.getTime() <= startBoundMs) throw inProgress();
  await movePayment(tx, starting, 'failed', 'system', { failureCode: 'gateway_unreachable', intent: null, checkAt: null });
}

/** Nobody tries to pay one order that often by hand: a holder of a link must not flood the gateway, or test cards. */
async function refuseManyTries(tx: Tx, session: CheckoutSession, link: PaymentLink | undefined): Promise<void> {
  const tries = await tx.payment.findMany({
    where: { sessionId: session.id, ...(link && { linkId: link.id }) },
    orderBy: { tryNumber: 'desc' },
    select: { createdAt: true, failureCode: true },
    take: mostTries.ofAnyKind,
  });
  const atGateway = tries.filter(({ failureCode }) => failureCode !== 'gateway_unreachable');
  const began = (tried: typeof tries, place: number): Date | null => tried[place - 1]?.createdAt ?? null;
  const at = now();
  const end = endOfCoolDown({ tenthLastAt: began(atGateway, mostTries.atGateway), thirtiethLastAt: began(tries, mostTries.ofAnyKind) }, at);
  if (!end) return;
  const left = minutesUntil(end, at);
  throw new ApiError(
    'rate_limited',
    `This order was tried too often within an hour. Try again in ${left} ${left === 1 ? 'minute' : 'minutes'}; nothing was charged.`,
    {
      retryAfterSeconds: Math.ceil((end.getTime() - at.getTime()) / 1000),
    },
  );
}

const inProgress = () =>
  new ApiError('payment_in_progress', 'A payment for this session is in progress. Wait for its outcome before you start another.', { retryAfterSeconds: 5 });

async function createPayment(tx: Tx, session: CheckoutSession, given: StartGiven, method: PaymentMethod): Promise<Payment> {
  const at = now();
  const tries = await tx.payment.count({ where: { sessionId: session.id } });
  const { orderId, amountMinor, currency } = session;
  invariant(orderId && amountMinor !== null && currency, 'a session with an order has its amount');
  const tryNumber = tries + 1;
  const payment = await tx.payment.create({
    data: {
      id: newId(),
      merchantId: session.merchantId,
      sessionId: session.id,
      linkId: given.link?.id ?? null,
      methodId: method.id,
      tryNumber,
      revision: session.revision,
      status: 'created',
      amountMinor,
      currency,
      captureAtOnce: wantsCapture(Configuration.parse(session.configuration)),
      intent: given.intent,
      language: given.language ?? null,
      gatewayOrderId: gatewayOrderId(orderId, session.id, tryNumber),
      createdAt: at,
      changedAt: at,
      ...askAfterStart(),
    },
  });
  await recordAudit(tx, {
    merchantId: session.merchantId,
    sessionId: session.id,
    subject: 'payment',
    subjectId: payment.id,
    action: 'payment.created',
    toStatus: 'created',
    actor: given.actor,
  });
  return payment;
}

/**
 * Our name for a try at the gateway: the merchant's order id as far as the wire takes it ([a-zA-Z0-9-], 100
 * characters), then 16 characters of the session and the try number, so that no two tries ever share it.
 */
function gatewayOrderId(orderId: string, sessionId: string, tryNumber: number): string {
  const readable = orderId.replaceAll(/[^a-zA-Z0-9-]+/g, '-').slice(0, 70);
  return `${readable}-${sessionId.replaceAll('-', '').slice(-16)}-${tryNumber}`;
}

async function recordStart(tx: Tx, paymentId: string, sessionId: string, result: StartResult): Promise<Payment> {
  await lockSession(tx, sessionId);
  const payment = await tx.payment.findUniqueOrThrow({ where: { id: paymentId } });
  // The gateway may have reported already, or the start was given up meanwhile: then that stands. Whoever asks for
  // the start is still told where the gateway's page is.
  if (payment.status !== 'processing') {
    return result.outcome === 'started' ? tx.payment.update({ where: { id: paymentId }, data: { gatewayUrl: result.url } }) : payment;
  }
  switch (result.outcome) {
    case 'started':
      return movePayment(tx, payment, 'requires_action', 'gateway', { gatewayUrl: result.url, ...askWhileAtGateway() });
    case 'refused':
      return movePayment(tx, payment, 'failed', 'gateway', {
        failureCode: 'gateway_refused',
        failureMessage: result.customerMessage ?? null,
        intent: null,
        checkAt: null,
      });
    case 'unreachable':
      return movePayment(tx, payment, 'failed', 'system', { failureCode: 'gateway_unreachable', intent: null, checkAt: null });
  }
}

/** The error a start that failed is told by; undefined when it did not fail there. */
export function startError(payment: Payment): ApiError | undefined {
  if (payment.failureCode === 'gateway_unreachable') {
    return new ApiError('gateway_unreachable', 'The payment gateway did not answer. Nothing was charged; try again.', { retryAfterSeconds: 5 });
  }
  if (payment.failureCode === 'gateway_refused') {
    return new ApiError('gateway_refused', payment.failureMessage ?? 'The payment gateway refused to start this payment. Nothing was charged.');
  }
  return undefined;
}

/** A payment of this session, as the hand-off page needs it. */
export const findPayment = (sessionId: string, paymentId: string) => db().payment.findFirst({ where: { id: paymentId, sessionId }, include: { method: true } });
