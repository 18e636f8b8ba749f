import { now } from '../clock.ts';
import { db } from '../db/client.ts';
import type { Delivery, DeliveryStatus } from '../db/generated/client.ts';
import { env } from '../env.ts';
import { isId } from '../ids.ts';
import { landingPage, payPath } from '../links/link-address.ts';
import { isRegistered } from '../merchants/merchants.ts';
import { receiptOf } from '../receipts/receipt-of.ts';
import { isMacText, macText } from '../secrets.ts';
import { Callbacks } from '../sessions/contract.ts';
import { pageOrder } from './page-order.ts';
import type { Known, Read } from './page-watch.ts';
import { pageFrame } from './pay-page.ts';
import type { KnownPage, PageStatus, PayPage, ReturnPage } from './pay-page-contract.ts';
import { isFailure, isSuccess, type PaymentStatus } from './payment-status.ts';
import { supportCode } from './support-code.ts';

/** How long the page waits for the shop's answer before it goes on without it. */
const waitForShopMs = 5_000;

/** What names a payment to whoever comes back from it: a capability for this one outcome. */
const returnKey = (paymentId: string): string => `${paymentId}.${macText('return-page', paymentId)}`;

/** The path a customer comes back to after a payment. */
export const returnPath = (paymentId: string): string => `/pay/return/${returnKey(paymentId)}`;

const loadPayment = (id: string) =>
  db().payment.findUnique({ where: { id }, include: { deliveries: true, link: true, session: { include: { merchant: true } } } });
type Loaded = NonNullable<Awaited<ReturnType<typeof loadPayment>>>;

/**
 * Where the customer goes now: "checking" until the outcome is known and the shop had 5 s to answer its callback;
 * then the shop's own 30x, else its `redirect`, else our page. Whoever was refused because somebody else is paying
 * the order reads here what becomes of it: the link's page takes whoever comes from here for the payer. Writes nothing.
 */
export async function loadReturnPage(key: string): Promise<ReturnPage> {
  const paymentId = paymentOf(key);
  const payment = paymentId && (await loadPayment(paymentId));
  if (!payment) return { state: 'unknown' };
  const known = pageFrame(payment.session);
  const carrying = payment.deliveries.find((delivery) => delivery.kind === (isFailure(payment.status) ? 'failure' : 'success'));
  const { status, surplusReason, session } = payment;
  const isOvertaken = payment.link !== null && session.settledByPaymentId === null && ![null, payment.id].includes(session.holderPaymentId);
  const { state, version, mark } = returnStatus({ status, isSurplus: surplusReason !== null, isOvertaken, carrying }, now());
  if (state === 'checking') return { ...known, state, version, mark };
  // The shop is told by notification only, and its pages know nothing of this payment: we say it ourselves.
  if (surplusReason) return outcomeOf(payment);
  const onward = carrying?.customerUrl ?? fallback(payment);
  if (onward) return { ...known, state: 'follow', url: onward, host: URL.canParse(onward) ? new URL(onward).host || new URL(onward).protocol : '' };
  return outcomeOf(payment);
}

/** The payment a return page's key names; undefined for a key that we did not make. */
function paymentOf(key: string): string | undefined {
  const [, paymentId = '', mac = ''] = /^(.{36})\.([\w-]{22})$/.exec(key) ?? [];
  return isId(paymentId) && isMacText('return-page', paymentId, mac) ? paymentId : undefined;
}

export type Returned = { paymentId: string; outcome: 'paid' | 'failed' | 'checking' | 'pending' | 'surplus' };

/** What became of the payment that leads back to a shop's own page, by its key; undefined when it pays another session or is none. */
export async function returnedPayment(key: string, sessionId: string): Promise<Returned | undefined> {
  const paymentId = paymentOf(key);
  const payment = paymentId && (await db().payment.findFirst({ where: { id: paymentId, sessionId } }));
  if (!payment) return undefined;
  const { id, status, surplusReason, settles } = payment;
  if (surplusReason !== null) return { paymentId: id, outcome: 'surplus' };
  if (settles) return { paymentId: id, outcome: 'paid' };
  if (status === 'pending') return { paymentId: id, outcome: 'pending' };
  return { paymentId: id, outcome: isFailure(status) ? 'failed' : 'checking' };
}

/** What decides whether the page still waits. `carrying`: the callback whose answer may send the customer on. */
export type ReturnFacts = {
  status: PaymentStatus;
  isSurplus: boolean;
  /** Another payment holds the session of its link, and has yet to end. */
  isOvertaken: boolean;
  carrying: Pick<Delivery, 'status' | 'attempts' | 'createdAt' | 'customerUrl'> | undefined;
};

/** Whether the page waits at an instant: `checking`, or `known` when it has somewhere to go or something to say. */
export function returnStatus({ status, isSurplus, isOvertaken, carrying }: ReturnFacts, at: Date): PageStatus & { state: 'checking' | 'known' } {
  const waitsForShop = !isSurplus && carrying !== undefined && isAwaited(carrying, at);
  const waitsForOther = isFailure(status) && isOvertaken && !carrying?.customerUrl;
  const state = !isKnown(status) || waitsForShop || waitsForOther ? 'checking' : 'known';
  return { state, version: state, mark: state };
}

/** Pending is an outcome too: the bank decides later. */
const isKnown = (status: PaymentStatus): boolean => isSuccess(status) || isFailure(status) || status === 'pending' || status === 'released';

/** Not answered yet, in its first seconds. */
const isAwaited = ({ status, attempts, createdAt }: NonNullable<ReturnFacts['carrying']>, at: Date): boolean =>
  status === 'pending' && attempts <= 1 && at.getTime() - createdAt.getTime() < waitForShopMs;

/** The facts behind a return page's key; undefined for junk, without a query. */
export async function findReturnFacts(key: string): Promise<Read<ReturnFacts> | undefined> {
  const paymentId = paymentOf(key);
  return paymentId ? (await readReturnFacts([{ id: paymentId }]))[0] : undefined;
}

type Row = Pick<ReturnFacts, 'status' | 'isSurplus' | 'isOvertaken'> & {
  id: string;
  deliveryStatus: DeliveryStatus | null;
  attempts: number;
  createdAt: Date;
  customerUrl: string | null;
};

/** What decides the return pages of these payments, in one query on indexes. They are few and wait for seconds: all are read. */
export async function readReturnFacts(payments: readonly Pick<Known, 'id'>[]): Promise<Read<ReturnFacts>[]> {
  const ids = payments.map(({ id }) => id);
  const rows = await db().$queryRaw<Row[]>`
    SELECT p.id, p.status::text, p.surplus_reason IS NOT NULL AS "isSurplus", d.status::text AS "deliveryStatus", d.attempts, d.created_at AS "createdAt",
      d.customer_url AS "customerUrl", p.link_id IS NOT NULL AND s.settled_by_payment_id IS NULL AND coalesce(s.holder_payment_id <> p.id, false) AS "isOvertaken"
    FROM payment p JOIN checkout_session s ON s.id = p.session_id LEFT JOIN delivery d ON d.payment_id = p.id
      AND d.kind = (CASE WHEN p.status IN ('failed', 'cancelled') THEN 'failure' ELSE 'success' END)::delivery_kind
    WHERE p.id = ANY(${ids}::uuid[])`;
  return rows.map(({ id, status, isSurplus, isOvertaken, deliveryStatus, attempts, createdAt, customerUrl }) => {
    const carrying = deliveryStatus === null ? undefined : { status: deliveryStatus, attempts, createdAt, customerUrl };
    return { id, print: '', facts: { status, isSurplus, isOvertaken, carrying } };
  });
}

/** A failed payment may be tried again at the link's page, unless the order is paid; everything else goes to the shop when it named a place. */
function fallback(payment: Loaded): string | undefined {
  const { redirect } = payment.session.callbacks === null ? {} : Callbacks.parse(payment.session.callbacks);
  const page = pageOfLink(payment);
  if (isFailure(payment.status) && page) return payment.session.status === 'paid' ? undefined : page;
  if (redirect && isRegistered(payment.session.merchant.origins, redirect)) return redirect;
  return page;
}

/** The page the customer came by: the shop's own, told which payment leads back to it, or ours. */
function pageOfLink({ id, link, session }: Loaded): string | undefined {
  if (!link) return undefined;
  // Pages of a disabled shop can ask us nothing; ours tells of money that is here or on its way.
  const landing = session.merchant.disabledAt ? undefined : landingPage(link, 'paymentReturn', returnKey(id));
  return landing !== undefined && isRegistered(session.merchant.origins, landing) ? landing : `${env().PUBLIC_URL}${payPath(link)}`;
}

/** A page that watches nothing: what it tells is over. */
const still = (page: KnownPage): PayPage => ({ ...page, version: page.state, mark: page.state });

/** Without a link and without a shop page the outcome is told here. */
async function outcomeOf({ id, session, status, surplusReason }: Loaded): Promise<ReturnPage> {
  const known = pageFrame(session);
  const outcome = (page: KnownPage, isPaidElsewhere = false): ReturnPage => ({ state: 'outcome', page: still(page), isPaidElsewhere });
  if (surplusReason) return outcome({ ...known, state: 'surplus', supportCode: supportCode(id) });
  if (session.status === 'paid') return outcome({ ...known, state: 'paid', receipt: await receiptOf(session) }, session.settledByPaymentId !== id);
  if (status === 'pending') return outcome({ ...known, state: 'pending', order: pageOrder(session), supportCode: supportCode(id) });
  return outcome({ ...known, state: 'failed', supportCode: supportCode(id) });
}
