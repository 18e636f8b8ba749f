import { now } from '../clock.ts';
import { db } from '../db/client.ts';
import type { CallbackDelivery, Payment } from '../db/generated/client.ts';
import { env } from '../env.ts';
import { payPath } from '../links/links.ts';
import { isRegistered } from '../merchants/merchants.ts';
import { isMacText, macText } from '../secrets.ts';
import { Callbacks } from '../sessions/contract.ts';
import { pageFrame, pageOrder, receiptOf, watched } from './pay-page.ts';
import type { ReturnPage } from './pay-page-contract.ts';
import { isFailure, isSuccess } from './payment-status.ts';

/** How long the page waits for the shop's answer before it goes on without it. */
const waitForShopMs = 5_000;

/** The path a customer comes back to after a payment: a capability for this one outcome. */
export const returnPath = (paymentId: string): string => `/pay/return/${paymentId}.${macText('return-page', paymentId)}`;

const loadPayment = (id: string) =>
  db().payment.findUnique({ where: { id }, include: { deliveries: true, link: true, session: { include: { merchant: true } } } });
type Loaded = NonNullable<Awaited<ReturnType<typeof loadPayment>>>;

/**
 * Where the customer goes now: "checking" until the outcome is known and the shop had 5 s to answer its callback;
 * then the shop's own 30x, else its `redirect`, else our page. Writes nothing.
 */
export async function loadReturnPage(key: string): Promise<ReturnPage> {
  const [, paymentId, mac] = /^([0-9a-f-]{36})\.([\w-]{22})$/.exec(key) ?? [];
  if (!paymentId || !mac || !isMacText('return-page', paymentId, mac)) return { state: 'unknown' };
  const payment = await loadPayment(paymentId);
  if (!payment) return { state: 'unknown' };
  const known = pageFrame(payment.session);
  if (!isKnown(payment)) return { ...known, state: 'checking', version: 'checking', mark: 'checking' };
  // The shop is told by notification only, and its pages know nothing of this payment: we say it ourselves.
  if (payment.surplusReason) return outcomeOf(payment);
  const carrying = payment.deliveries.find((delivery) => delivery.kind === (isFailure(payment.status) ? 'failure' : 'success'));
  if (carrying && isAwaited(carrying)) return { ...known, state: 'checking', version: 'checking', mark: 'checking' };
  const onward = carrying?.customerUrl ?? fallback(payment);
  if (onward) return { ...known, state: 'follow', url: onward, host: URL.canParse(onward) ? new URL(onward).host || new URL(onward).protocol : '' };
  return outcomeOf(payment);
}

/** Pending is an outcome too: the bank decides later. */
const isKnown = (payment: Payment): boolean =>
  isSuccess(payment.status) || isFailure(payment.status) || payment.status === 'pending' || payment.status === 'released';

/** Not answered yet, in its first seconds. */
const isAwaited = (delivery: CallbackDelivery): boolean =>
  delivery.status === 'pending' && delivery.attempts <= 1 && now().getTime() - delivery.createdAt.getTime() < waitForShopMs;

/** A failed payment may be tried again at our page; everything else goes to the shop when it named a place. */
function fallback(payment: Loaded): string | undefined {
  const { redirect } = payment.session.callbacks === null ? {} : Callbacks.parse(payment.session.callbacks);
  const ours = payment.link ? `${env().PUBLIC_URL}${payPath(payment.link)}` : undefined;
  if (isFailure(payment.status) && ours) return ours;
  if (redirect && isRegistered(payment.session.merchant.origins, redirect)) return redirect;
  return ours;
}

/** Without a link and without a shop page the outcome is told here. */
async function outcomeOf({ session, status, surplusReason }: Loaded): Promise<ReturnPage> {
  const known = pageFrame(session);
  const order = pageOrder(session);
  if (surplusReason) return { state: 'outcome', page: watched({ ...known, state: 'surplus' }) };
  if (session.status === 'paid') return { state: 'outcome', page: watched({ ...known, state: 'paid', order, receipt: await receiptOf(session) }) };
  if (status === 'pending') return { state: 'outcome', page: watched({ ...known, state: 'pending', order }) };
  return { state: 'outcome', page: watched({ ...known, state: 'failed' }) };
}
