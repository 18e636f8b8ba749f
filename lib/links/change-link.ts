import type { z } from 'zod';
import { recordAudit } from '../audit/audit.ts';
import { later, minutes, now } from '../clock.ts';
import type { Tx } from '../db/client.ts';
import type { CheckoutSession, PaymentLink } from '../db/generated/client.ts';
import { ApiError } from '../errors.ts';
import type { Principal } from '../merchants/principal.ts';
import { lockSession, outlive, refuseEnded } from '../sessions/sessions.ts';
import { type LinkAnswer, LinkBody, type LinkChange, type ReissueBody } from './contract.ts';
import { linkEnd } from './link-state.ts';
import { linkView, noSuchLink, wholeLink } from './link-view.ts';
import { createLink } from './links.ts';
import type { LinkView } from './list-contract.ts';

/**
 * Prolongs a link, which wakes it when its time was over. Its times grow and never shrink: what a customer was told
 * stays true. 409 once its session has ended or it was replaced or cancelled; 422 for less time, or for too little to
 * make it open again.
 */
export async function changeLink(tx: Tx, principal: Principal, linkId: string, change: LinkChange): Promise<LinkView> {
  const { link, session } = await lockedLink(tx, principal, linkId);
  const at = now();
  const validity = grown('/validityTime', minutesOf(link), change.validityTime);
  const changed = {
    validUntil: validity > minutesOf(link) ? later(link.createdAt, minutes(validity)) : link.validUntil,
    activationMinutes: grown('/activationTime', link.activationMinutes, change.activationTime),
    extendable: change.extendable ?? link.extendable,
    previewAmount: change.previewAmount ?? link.previewAmount,
  };
  refuseStillOver({ ...link, ...changed }, at);
  if (Object.entries(changed).every(([name, value]) => Number(link[name as keyof typeof changed]) === Number(value))) return viewOf(tx, linkId, at);
  await outlive(tx, session, changed.validUntil);
  await tx.paymentLink.update({ where: { id: linkId }, data: { ...changed, expiredAt: null } });
  await recordAudit(tx, {
    merchantId: link.merchantId,
    sessionId: link.sessionId,
    subject: 'link',
    subjectId: linkId,
    action: 'link.changed',
    actor: 'merchant',
    detail: { validUntil: changed.validUntil.toISOString(), activationTime: changed.activationMinutes },
  });
  return viewOf(tx, linkId, at);
}

const viewOf = async (tx: Tx, id: string, at: Date): Promise<LinkView> =>
  linkView(await tx.paymentLink.findUniqueOrThrow({ where: { id }, include: wholeLink }), at);

/** Replaces a link, whatever its state, by a new one for the same session, made like it but for what `body` names. */
export async function reissueLink(tx: Tx, principal: Principal, linkId: string, body: ReissueBody): Promise<z.input<typeof LinkAnswer>> {
  const { landingUrl, qrSize, activationMinutes, extendable, previewAmount, sessionId, ...link } = await foundLink(tx, principal, linkId);
  const same = { url: landingUrl, size: qrSize, validityTime: minutesOf(link), activationTime: activationMinutes, extendable, previewAmount };
  const named = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
  return createLink(tx, principal, sessionId, LinkBody.parse({ ...same, ...named }));
}

async function foundLink(tx: Tx, { merchantId }: Principal, id: string): Promise<PaymentLink> {
  const link = await tx.paymentLink.findFirst({ where: { id, merchantId } });
  if (!link) throw noSuchLink();
  return link;
}

/** The link, with its session locked and still to be paid. */
async function lockedLink(tx: Tx, principal: Principal, id: string): Promise<{ link: PaymentLink; session: CheckoutSession }> {
  const { sessionId } = await foundLink(tx, principal, id);
  const session = await lockSession(tx, sessionId, principal);
  refuseEnded(session);
  const link = await tx.paymentLink.findUniqueOrThrow({ where: { id } });
  if (link.revokedAt) throw revoked();
  return { link, session };
}

const revoked = () => new ApiError('conflict', 'This link was replaced or cancelled. Make a new one for its session.');

/** Validity in whole minutes. A session that ended early has cut it. */
const minutesOf = ({ createdAt, validUntil }: Pick<PaymentLink, 'createdAt' | 'validUntil'>): number =>
  Math.max(1, Math.round((validUntil.getTime() - createdAt.getTime()) / minutes(1)));

/** A time in minutes as it is asked to be, or as it is; 422 when that would be less. */
function grown(pointer: string, is: number, asked = is): number {
  if (asked >= is) return asked;
  const detail = `must be at least ${is}: a link's time can grow only`;
  throw new ApiError('invalid_field', `${pointer}: ${detail}.`, { errors: [{ pointer, detail }] });
}

/** A change that leaves the link closed is not what was meant. */
function refuseStillOver(link: PaymentLink, at: Date): void {
  if (linkEnd(link) > at) return;
  const needs = (from: Date): number => Math.floor((at.getTime() - from.getTime()) / minutes(1)) + 1;
  const errors = [
    ...(link.validUntil <= at ? [{ pointer: '/validityTime', detail: `must be at least ${needs(link.createdAt)} for the link to open again` }] : []),
    ...(link.openedAt && later(link.openedAt, minutes(link.activationMinutes * (1 + link.extensions))) <= at
      ? [{ pointer: '/activationTime', detail: `must be at least ${Math.ceil(needs(link.openedAt) / (1 + link.extensions))} for the link to open again` }]
      : []),
  ];
  throw new ApiError('invalid_field', `The link's time is over: ${errors.map(({ pointer, detail }) => `${pointer} ${detail}`).join('; ')}.`, { errors });
}
