import { raiseAlarm } from '../alarms.ts';
import { recordAudit } from '../audit/audit.ts';
import { later, now } from '../clock.ts';
import { db, type Tx, transaction } from '../db/client.ts';
import type { CheckoutSession, Merchant, Payment, ReceiptMail } from '../db/generated/client.ts';
import { isDatabaseAway } from '../db/unavailable.ts';
import { invariant } from '../errors.ts';
import { plainLine } from '../i18n/mail-words.ts';
import { pageLanguage } from '../i18n/page-language.ts';
import { eachApart } from '../jobs/background.ts';
import { log } from '../log.ts';
import { countDelivery, tellOldestWaiting } from '../metrics.ts';
import { fileName, pdfOf } from '../receipts/receipt-files.ts';
import { receiptOf } from '../receipts/receipt-of.ts';
import { Configuration } from '../sessions/contract.ts';
import { isMailAddress } from './mail-address.ts';
import { mailDocument } from './mail-document.ts';
import { mailHtml } from './mail-html.ts';
import { mailSettings } from './mail-settings.ts';
import { mailText } from './mail-text.ts';
import { receiptRecipient } from './owe-receipt.ts';
import { longestTryMs, type Mail, type Sent, sendMail } from './smtp.ts';

type Claimed = ReceiptMail & { payment: Pick<Payment, 'language'>; session: CheckoutSession & { merchant: Merchant } };

/** A claim outlives the longest try; a process that dies in between frees it by time. */
const claimMs = 2 * longestTryMs;

const minute = 60_000;
const hour = 60 * minute;
/** Pauses after each failed try: ten tries in about three days, as callbacks have. Servers that greylist ask for minutes. */
const pausesMs = [minute, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour];

/** Mails at most `limit` of the receipts that are due, and waits for the end of it. Whoever claims one first sends it. */
export async function mailDueReceipts(limit: number): Promise<void> {
  const due = await db().receiptMail.findMany({ where: { dueAt: { lte: now() } }, orderBy: { dueAt: 'asc' }, select: { id: true }, take: limit });
  if (due.length > 0) await eachApart('mail receipts', await claim(due.map(({ id }) => id)), tryOnce);
}

async function claim(ids: string[]): Promise<Claimed[]> {
  const at = now();
  return db().receiptMail.updateManyAndReturn({
    where: { id: { in: ids }, status: 'pending', dueAt: { lte: at } },
    data: { dueAt: later(at, claimMs), attempts: { increment: 1 } },
    include: { payment: { select: { language: true } }, session: { include: { merchant: true } } },
  });
}

async function tryOnce(mail: Claimed): Promise<void> {
  const startedMs = performance.now();
  // This process stood still for so long that somebody else may be sending it.
  if (mail.dueAt !== null && mail.dueAt <= now()) return;
  const sent = await sendOne(mail);
  await recordTry(mail, sent);
  const { id: mailId, attempts: attempt } = mail;
  log().info({ mailId, attempt, ...sent, ms: Math.round(performance.now() - startedMs) }, sent.outcome === 'sent' ? 'receipt mailed' : 'receipt not mailed');
}

async function sendOne(claimed: Claimed): Promise<Sent> {
  const settings = mailSettings();
  invariant(settings, 'mail is sent where it is configured');
  try {
    return await sendMail(settings, await mailOf(claimed));
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    log().error({ mailId: claimed.id, error: error instanceof Error ? error.message : 'unknown' }, 'a receipt could not be written for mail');
    return { outcome: 'failed', code: 'not_written' };
  }
}

/** The e-mail as it is now: what was refunded since the payment is told too. In the language the payer paid in. */
async function mailOf({ id, merchantId, payment, session }: Claimed): Promise<Mail> {
  const to = receiptRecipient(session);
  invariant(to !== undefined, 'a receipt is owed to an address');
  const receipt = await receiptOf(session);
  const language = pageLanguage({ picked: payment.language ?? undefined, configured: Configuration.parse(session.configuration).language });
  const document = mailDocument(receipt, language);
  const { name, email } = receipt.merchant;
  return {
    id,
    to,
    fromName: plainLine(name),
    replyTo: email !== undefined && isMailAddress(email) ? email : undefined,
    language: language.tag,
    subject: document.subject,
    text: mailText(document),
    html: mailHtml(document),
    attachment: { filename: fileName(receipt, 'pdf'), content: await pdfOf(receipt, language, { merchantId, for: 'mail' }) },
  };
}

/** Keeps what became of a try and decides what becomes of the mail. One that was sent is over, whatever was decided meanwhile. */
async function recordTry(mail: Claimed, sent: Sent): Promise<void> {
  const next = afterTry(mail, sent);
  const isCounted = await transaction(async (tx) => {
    // A try that outlived its claim may have been followed by another, or by its end: then that stands.
    const where = sent.outcome === 'sent' ? { status: { not: 'delivered' as const } } : { status: 'pending' as const, attempts: mail.attempts };
    const counted = await tx.receiptMail.updateMany({ where: { id: mail.id, ...where }, data: next });
    await tellTry(tx, mail, sent, counted.count === 1 ? next.status : undefined);
    return counted.count === 1;
  });
  const isOver = isCounted && next.status === 'exhausted';
  countDelivery('receipt_mail', sent.outcome === 'sent' ? 'taken' : isOver ? 'given up' : 'not taken');
  // An address that takes no mail is its owner's matter; a server that takes none for days is ours.
  if (isOver && sent.outcome === 'failed') raiseAlarm('mail_exhausted', { mailId: mail.id, code: sent.code });
}

function afterTry({ attempts }: Claimed, { outcome }: Sent) {
  const pauseMs = pausesMs[attempts - 1];
  if (outcome === 'sent') return { status: 'delivered' as const, dueAt: null, endedAt: now() };
  if (outcome === 'refused' || pauseMs === undefined) return { status: 'exhausted' as const, dueAt: null, endedAt: now() };
  return { status: 'pending' as const, dueAt: later(now(), pauseMs * (0.9 + Math.random() * 0.2)) };
}

/** Every try is a line of the session's timeline, without the address. */
function tellTry(tx: Tx, { id, merchantId, sessionId, paymentId, attempts }: Claimed, sent: Sent, toStatus: ReceiptMail['status'] | undefined): Promise<void> {
  return recordAudit(tx, {
    merchantId,
    sessionId,
    subject: 'mail',
    subjectId: id,
    action: `mail.${sent.outcome}`,
    ...(toStatus && { fromStatus: 'pending', toStatus }),
    actor: 'system',
    detail: { paymentId, attempt: attempts, ...(sent.outcome !== 'sent' && { code: sent.code }) },
  });
}

/** Tells the metrics how long the oldest e-mail that waits has waited. */
export async function measureWaitingMail(): Promise<void> {
  const { _min } = await db().receiptMail.aggregate({ where: { dueAt: { not: null } }, _min: { createdAt: true } });
  tellOldestWaiting({ receipt_mail: _min.createdAt ? Math.max(0, now().getTime() - _min.createdAt.getTime()) / 1000 : 0 });
}
