import type { z } from 'zod';
import { recordAudit } from '../audit/audit.ts';
import { later, minutes, now } from '../clock.ts';
import { db, type Tx, transaction } from '../db/client.ts';
import type { CheckoutSession, Merchant, Payment, PaymentLink } from '../db/generated/client.ts';
import { ApiError } from '../errors.ts';
import { newId } from '../ids.ts';
import { isRegistered } from '../merchants/merchants.ts';
import type { Principal } from '../merchants/principal.ts';
import { qrPng } from '../qr/qr-code.ts';
import { lockSession, outlive, refuseEnded } from '../sessions/sessions.ts';
import type { LinkAnswer, LinkBody } from './contract.ts';
import { linkAddress } from './link-address.ts';
import { linkState, timeLeft } from './link-state.ts';
import { hashOfTyped, tokenOf } from './token.ts';

/**
 * Makes the session's one live link; an earlier one is replaced. 409 without an order or once the session has
 * ended; 422 when `url` is not on a registered origin or the QR would be too small to scan.
 */
export async function createLink(tx: Tx, principal: Principal, sessionId: string, body: LinkBody): Promise<z.input<typeof LinkAnswer>> {
  const session = await lockSession(tx, sessionId, principal);
  refuseEnded(session);
  if (session.order === null) throw new ApiError('session_incomplete', 'Give the session an order first (PUT /checkout/v1/api/session/{sessionId}).');
  if (body.url) await refuseForeignPage(tx, principal.merchantId, body.url);
  const id = newId();
  const { token, hash, keyVersion } = tokenOf(id);
  const paymentLink = linkAddress(token, body.url);
  const qrCode = Buffer.from(qrPng(paymentLink, body.size)).toString('base64');
  await replaceLiveLink(tx, session);
  const at = now();
  const validUntil = later(at, minutes(body.validityTime));
  await outlive(tx, session, validUntil);
  await tx.paymentLink.create({
    data: {
      id,
      merchantId: session.merchantId,
      sessionId,
      keyVersion,
      tokenHash: hash,
      landingUrl: body.url ?? null,
      qrSize: body.size,
      activationMinutes: body.activationTime,
      extendable: body.extendable,
      previewAmount: body.previewAmount,
      createdAt: at,
      validUntil,
    },
  });
  await recordAudit(tx, { merchantId: session.merchantId, sessionId, subject: 'link', subjectId: id, action: 'link.created', actor: 'merchant' });
  return { id, paymentLink, qrCode };
}

async function refuseForeignPage(tx: Tx, merchantId: string, url: string): Promise<void> {
  const merchant = await tx.merchant.findUniqueOrThrow({ where: { id: merchantId } });
  if (isRegistered(merchant.origins, url)) return;
  throw new ApiError('origin_not_registered', `url must lie on a registered origin (${merchant.origins.join(', ') || 'none yet'}).`, {
    errors: [{ pointer: '/url', detail: 'is not on a registered origin' }],
  });
}

async function replaceLiveLink(tx: Tx, session: CheckoutSession): Promise<void> {
  const live = await tx.paymentLink.findFirst({ where: { sessionId: session.id, revokedAt: null } });
  if (!live) return;
  await tx.paymentLink.update({ where: { id: live.id }, data: { revokedAt: now(), revokedReason: 'replaced' } });
  await recordAudit(tx, {
    merchantId: session.merchantId,
    sessionId: session.id,
    subject: 'link',
    subjectId: live.id,
    action: 'link.replaced',
    actor: 'merchant',
  });
}

export type FoundLink = PaymentLink & { session: CheckoutSession & { merchant: Merchant } };

/** The link a token opens, with its session and merchant; undefined for junk (no query) and for strangers alike. */
export async function findLink(token: string): Promise<FoundLink | undefined> {
  const tokenHash = hashOfTyped(token);
  if (!tokenHash) return undefined;
  const found = await db().paymentLink.findUnique({ where: { tokenHash }, include: { session: { include: { merchant: true } } } });
  return found ?? undefined;
}

/** The link of a token that was given for it (`Principal.linkId`); 409 while its shop takes no payments. */
export async function linkOfToken(id: string): Promise<PaymentLink> {
  const { session, ...link } = await db().paymentLink.findUniqueOrThrow({
    where: { id },
    include: { session: { select: { merchant: { select: { disabledAt: true } } } } },
  });
  if (session.merchant.disabledAt) throw new ApiError('payments_paused', 'The shop cannot take payments at the moment.');
  return link;
}

/** Starts the activation clock, once: a person opened the page. True when it was this call that did it. */
export async function openLink(tx: Tx, link: Pick<PaymentLink, 'id' | 'merchantId' | 'sessionId' | 'createdAt'>): Promise<boolean> {
  // Another process made it, and its clock may be a little ahead of ours.
  const openedAt = new Date(Math.max(now().getTime(), link.createdAt.getTime()));
  const opened = await tx.paymentLink.updateMany({ where: { id: link.id, openedAt: null, revokedAt: null }, data: { openedAt } });
  if (opened.count === 0) return false;
  await recordAudit(tx, {
    merchantId: link.merchantId,
    sessionId: link.sessionId,
    subject: 'link',
    subjectId: link.id,
    action: 'link.opened',
    actor: 'customer',
  });
  return true;
}

/** The same for the page's "opened" signal, in a transaction of its own. Only an active, unopened link is touched. */
export async function openByPerson(link: PaymentLink): Promise<void> {
  if (link.openedAt || linkState(link, now()) !== 'active') return;
  await transaction(async (tx) => {
    await lockSession(tx, link.sessionId);
    await openLink(tx, link);
  });
}

/**
 * The press of "more time": adds one activation time, when the link is active, its session open and something can
 * be added. `seen` is the number of extensions the pressed page showed, so that one rendering extends once however
 * often it is pressed. The press is a person's: it opens a link that nothing has opened yet.
 */
export async function extendByPerson(link: Pick<PaymentLink, 'id' | 'sessionId'>, seen: number): Promise<void> {
  await transaction(async (tx) => {
    const session = await lockSession(tx, link.sessionId);
    const found = await tx.paymentLink.findUniqueOrThrow({ where: { id: link.id } });
    const at = now();
    const isOffered = session.status === 'open' && linkState(found, at) === 'active' && timeLeft(found, at).extensionSeconds > 0;
    if (!isOffered || found.extensions !== seen) return;
    if (!found.openedAt) await openLink(tx, found);
    const where = { id: found.id, extensions: seen, extendable: true, openedAt: { not: null }, revokedAt: null };
    const extended = await tx.paymentLink.updateMany({ where, data: { extensions: seen + 1 } });
    if (extended.count === 0) return;
    await recordAudit(tx, {
      merchantId: found.merchantId,
      sessionId: found.sessionId,
      subject: 'link',
      subjectId: found.id,
      action: 'link.extended',
      actor: 'customer',
      detail: { extensions: seen + 1 },
    });
  });
}

/** The session is paid: by this payment's link, and there is nothing left to pay by the live one. */
export async function markPaid(tx: Tx, { sessionId, linkId }: Pick<Payment, 'sessionId' | 'linkId'>): Promise<void> {
  const through = linkId === null ? [] : [{ id: linkId }];
  await tx.paymentLink.updateMany({ where: { sessionId, OR: [{ revokedAt: null }, ...through] }, data: { paidAt: now() } });
}

/** 410 that says why this link takes no payment any more. */
export function refuseInactiveLink(link: PaymentLink): void {
  const state = linkState(link, now());
  if (state === 'expired') throw new ApiError('link_expired', 'This link has expired. Ask the shop for a new one.');
  if (state === 'replaced') throw new ApiError('link_replaced', 'A newer link replaced this one.');
  if (state === 'cancelled') throw new ApiError('link_cancelled', 'The shop cancelled this link.');
}
