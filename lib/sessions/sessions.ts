import type { z } from 'zod';
import { recordAudit } from '../audit/audit.ts';
import { refuseUnsafeAddress } from '../callbacks/address-guard.ts';
import { later, now } from '../clock.ts';
import { db, type Tx } from '../db/client.ts';
import type { CheckoutSession, Prisma } from '../db/generated/client.ts';
import { env } from '../env.ts';
import { ApiError } from '../errors.ts';
import { newId } from '../ids.ts';
import { isRegistered } from '../merchants/merchants.ts';
import { type Principal, refuseForeignSession } from '../merchants/principal.ts';
import { type Callbacks, Configuration, type SessionAnswer, type SessionBody } from './contract.ts';
import { priceOrder } from './order.ts';
import { orderSearchText } from './search-words.ts';
import { sessionAnswer } from './session-answer.ts';
import { isLive } from './session-status.ts';

const dayMs = 86_400_000;

/** Opens a session for a merchant's order; the order may come later by `changeSession`. */
export async function createSession(tx: Tx, principal: Principal, body: SessionBody): Promise<z.input<typeof SessionAnswer>> {
  const at = now();
  const id = newId();
  const session = await tx.checkoutSession.create({
    data: {
      id,
      merchantId: principal.merchantId,
      status: 'open',
      context: { browser: {} },
      configuration: Configuration.parse(body.configuration ?? {}),
      ...(await membersOf(tx, principal.merchantId, body)),
      isNativeFlow: body.isNativeFlow ?? false,
      expiresAt: later(at, env().SESSION_DAYS * dayMs),
      createdAt: at,
      changedAt: at,
    },
  });
  await recordAudit(tx, {
    merchantId: principal.merchantId,
    sessionId: id,
    subject: 'session',
    subjectId: id,
    action: 'session.created',
    toStatus: 'open',
    actor: 'merchant',
  });
  return sessionAnswer(session);
}

/**
 * Replaces each top-level member the body names; another order is another revision. 409 once the session has ended or while
 * a payment holds it. One that is only on its way keeps the old revision and is refused before money moves.
 */
export async function changeSession(tx: Tx, principal: Principal, sessionId: string, body: SessionBody): Promise<z.input<typeof SessionAnswer>> {
  const session = await lockSession(tx, sessionId, principal);
  refuseEnded(session);
  if (session.holderPaymentId || session.status === 'pending') {
    throw new ApiError('payment_in_progress', 'A payment is in progress for this session. Change it when that has ended.', { retryAfterSeconds: 5 });
  }
  const at = now();
  const changed = await tx.checkoutSession.update({
    where: { id: sessionId },
    data: {
      ...(await membersOf(tx, principal.merchantId, body)),
      ...(body.isNativeFlow !== undefined && { isNativeFlow: body.isNativeFlow }),
      ...(body.order && { revision: { increment: 1 } }),
      changedAt: at,
      expiresAt: latest(session.expiresAt, later(at, env().SESSION_DAYS * dayMs)),
    },
  });
  await recordAudit(tx, {
    merchantId: principal.merchantId,
    sessionId,
    subject: 'session',
    subjectId: sessionId,
    action: 'session.changed',
    actor: 'merchant',
    detail: { revision: changed.revision },
  });
  return sessionAnswer(changed);
}

const latest = (one: Date, other: Date): Date => (one > other ? one : other);

/** A session lives as long as its link may be paid. */
export async function outlive(tx: Tx, session: Pick<CheckoutSession, 'id' | 'expiresAt'>, linkEnd: Date): Promise<void> {
  if (session.expiresAt < linkEnd) await tx.checkoutSession.update({ where: { id: session.id }, data: { expiresAt: linkEnd } });
}

/** The columns of the members a body names. */
async function membersOf(tx: Tx, merchantId: string, body: SessionBody) {
  if (body.callbacks) await refuseForeignTargets(tx, merchantId, body.callbacks);
  const order = body.order && { order: body.order, priced: priceOrder(body.order) };
  return {
    ...(order && {
      order: stored(order.order),
      orderId: order.order.orderId,
      customerEmail: order.order.customer?.email?.toLowerCase() ?? null,
      searchText: orderSearchText(order.order),
      amountMinor: order.priced.amount.minor,
      currency: order.priced.amount.currency,
    }),
    ...(body.callbacks && { callbacks: stored(body.callbacks) }),
    ...(body.configuration && { configuration: stored(body.configuration) }),
  };
}

/** JSON as it is stored: members that are undefined are left out. */
const stored = (value: object): Prisma.InputJsonObject => JSON.parse(JSON.stringify(value)) as Prisma.InputJsonObject;

/** Customers are sent only where the merchant said they may be sent; callbacks go to the public internet, live ones over https. */
async function refuseForeignTargets(tx: Tx, merchantId: string, callbacks: Callbacks): Promise<void> {
  const merchant = await tx.merchant.findUniqueOrThrow({ where: { id: merchantId } });
  if (callbacks.redirect && !isRegistered(merchant.origins, callbacks.redirect)) {
    throw new ApiError('origin_not_registered', `callbacks.redirect must lie on a registered origin (${merchant.origins.join(', ') || 'none yet'}).`, {
      errors: [{ pointer: '/callbacks/redirect', detail: 'is not on a registered origin' }],
    });
  }
  const called = {
    'success/value': callbacks.success?.type === 'URL' ? callbacks.success.value : undefined,
    'failure/value': callbacks.failure?.type === 'URL' ? callbacks.failure.value : undefined,
    notification: callbacks.notification,
  };
  for (const [name, address] of Object.entries(called)) {
    const detail = address && objectionToCallback(address);
    if (detail) throw new ApiError('invalid_field', `/callbacks/${name}: ${detail}.`, { errors: [{ pointer: `/callbacks/${name}`, detail }] });
  }
}

const objectionToCallback = (address: string): string | undefined =>
  env().MODE === 'live' && new URL(address).protocol !== 'https:' ? 'must be https' : refuseUnsafeAddress(address);

/** The session as its merchant or its customer may see it; another merchant's is not found. */
export async function getSession(principal: Principal, sessionId: string): Promise<CheckoutSession> {
  refuseForeignSession(principal, sessionId);
  const session = await db().checkoutSession.findFirst({ where: { id: sessionId, merchantId: principal.merchantId } });
  if (!session) throw new ApiError('not_found', 'There is no such session.');
  return session;
}

/**
 * Locks the session's row: everything that changes a session or its payments takes this lock first. Not the
 * strongest lock: a row that only refers to the session (an audit entry of its link) need not wait, so that
 * whoever holds that row and we never wait for each other.
 */
export async function lockSession(tx: Tx, sessionId: string, principal?: Principal): Promise<CheckoutSession> {
  if (principal) refuseForeignSession(principal, sessionId);
  await tx.$queryRaw`SELECT 1 FROM checkout_session WHERE id = ${sessionId}::uuid FOR NO KEY UPDATE`;
  const session = await tx.checkoutSession.findFirst({ where: { id: sessionId, ...(principal && { merchantId: principal.merchantId }) } });
  if (!session) throw new ApiError('not_found', 'There is no such session.');
  return session;
}

/** 409 that says why a session can no longer be changed or paid. */
export function refuseEnded(session: Pick<CheckoutSession, 'status'>): void {
  if (session.status === 'paid') throw new ApiError('session_paid', 'This session is paid. Create a new one for a new order.');
  if (!isLive(session.status)) throw new ApiError('session_ended', `This session is ${session.status}. Create a new one.`);
}
