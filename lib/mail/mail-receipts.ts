import { raiseAlarm } from '../alarms.ts';
import { recordAudit } from '../audit/audit.ts';
import { later, now } from '../clock.ts';
import { db, type Tx, transaction } from '../db/client.ts';
import type { CheckoutSession, Merchant, Payment, ReceiptMail } from '../db/generated/client.ts';
import { isDatabaseAway } from '../db/unavailable.ts';
import { invariant } from '../errors.ts';
import { pageLanguage } from '../i18n/page-language.ts';
import { eachApart, inBackground } from '../jobs/background.ts';
import { log } from '../log.ts';
import { countDelivery, tellOldestWaiting } from '../metrics.ts';
import { processWide } from '../process.ts';
import { pdfOf } from '../receipts/receipt-files.ts';
import { receiptOf } from '../receipts/receipt-of.ts';
import { Configuration } from '../sessions/contract.ts';
import { afterTry, mostUnanswered } from './after-try.ts';
import { mailSettings } from './mail-settings.ts';
import { receiptRecipient } from './owe-receipt.ts';
import { type Mail, type Sent, sendMail, smtpWaits } from './smtp.ts';
import { drawWithinMs, writeMail } from './write-mail.ts';

type Claimed = ReceiptMail & { payment: Pick<Payment, 'language'>; session: CheckoutSession & { merchant: Merchant } };

const marginMs = 60_000;
/** A claim outlives the writing and sending of all but a message's end; a process that dies in between frees it by time. */
const claimMs = drawWithinMs + smtpWaits.message + marginMs;
/** It is made longer for the end, and outlives the server's answer. */
const answerClaimMs = smtpWaits.answer + marginMs;

const state = processWide('mail', () => ({ underWay: 0, alarmedAt: undefined as Date | undefined }));

/**
 * Begins to mail receipts that are due, so that at most `limit` are under way in this process; does not wait for their
 * end, so that one whose server is slow holds up no other. Whoever claims one first sends it.
 */
export async function mailDueReceipts(limit: number): Promise<void> {
  const free = limit - state.underWay;
  if (free <= 0) return;
  const due = await db().receiptMail.findMany({ where: { dueAt: { lte: now() } }, orderBy: { dueAt: 'asc' }, select: { id: true }, take: free });
  if (due.length === 0) return;
  const claimed = await claim(due.map(({ id }) => id));
  state.underWay += claimed.length;
  const tryAndCount = (mail: Claimed) =>
    tryOnce(mail).finally(() => {
      state.underWay -= 1;
    });
  inBackground('mail receipts', () => eachApart('mail receipts', claimed, tryAndCount));
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
  // A process that was to hear the last answer allowed did not live to.
  const sent: Sent = mail.unanswered >= mostUnanswered ? { outcome: 'unknown', code: 'not_heard' } : await sendOne(mail);
  await recordTry(mail, sent);
  const { id: mailId, attempts: attempt } = mail;
  log().info({ mailId, attempt, ...sent, ms: Math.round(performance.now() - startedMs) }, sent.outcome === 'sent' ? 'receipt mailed' : 'receipt not mailed');
}

async function sendOne(claimed: Claimed): Promise<Sent> {
  const settings = mailSettings();
  invariant(settings, 'mail is sent where it is configured');
  try {
    return await sendMail(settings, await mailOf(claimed), () => handOver(claimed));
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    log().error({ mailId: claimed.id, error: error instanceof Error ? error.message : 'unknown' }, 'a receipt could not be written for mail');
    return { outcome: 'failed', code: 'not_written', isOurs: false };
  }
}

/**
 * Before the server gets a message's end it is written that this may be one without an answer, and the claim is made
 * longer. Throws when the claim is no longer ours: then another process sends it, and this one must not.
 */
async function handOver({ id, attempts, dueAt, unanswered }: Claimed): Promise<void> {
  const { count } = await db().receiptMail.updateMany({
    where: { id, status: 'pending', attempts, dueAt },
    data: { dueAt: later(now(), answerClaimMs), unanswered: unanswered + 1 },
  });
  if (count === 0) throw new Error('Another process has claimed this e-mail');
}

/** The e-mail as it is now: what was refunded since the payment is told too. In the language the payer paid in. */
async function mailOf({ id, merchantId, payment, session }: Claimed): Promise<Mail> {
  const to = receiptRecipient(session);
  invariant(to !== undefined, 'a receipt is owed to an address');
  const receipt = await receiptOf(session);
  const language = pageLanguage({ picked: payment.language ?? undefined, configured: Configuration.parse(session.configuration).language });
  return writeMail({ id, to, receipt, language }, () => pdfOf(receipt, language, { merchantId, for: 'mail' }));
}

/** Keeps what became of a try and decides what becomes of the mail. One that was sent is over, whatever was decided meanwhile. */
async function recordTry(mail: Claimed, sent: Sent): Promise<void> {
  const next = afterTry(mail, sent, now());
  const isCounted = await transaction(async (tx) => {
    // A try that outlived its claim may have been followed by another, or by its end: then that stands.
    const where = sent.outcome === 'sent' ? { status: { not: 'delivered' as const } } : { status: 'pending' as const, attempts: mail.attempts };
    const counted = await tx.receiptMail.updateMany({ where: { id: mail.id, ...where }, data: next });
    await tellTry(tx, mail, sent, counted.count === 1 ? next.status : undefined);
    return counted.count === 1;
  });
  const isOver = isCounted && next.status === 'exhausted';
  countDelivery('receipt_mail', sent.outcome === 'sent' ? 'taken' : isOver ? 'given up' : 'not taken');
  if (isCounted && sent.outcome !== 'sent') tellPerson(mail, sent, isOver, next.faults);
}

/** Until so many tries failed through us the server may just be starting again: that is half an hour. */
const faultsUntilAlarm = 4;
const alarmEveryMs = 6 * 3_600_000;

/** An address that takes no mail is its owner's matter; a server that takes none is ours, and all that wait are one alarm. */
function tellPerson({ id: mailId }: Claimed, sent: Exclude<Sent, { outcome: 'sent' }>, isOver: boolean, faults: number): void {
  const facts = { mailId, code: sent.code };
  if (isOver && sent.outcome === 'failed') raiseAlarm('mail_exhausted', facts);
  if (isOver && sent.outcome === 'unknown') raiseAlarm('mail_unknown', facts);
  if (isOver || sent.outcome !== 'failed' || !sent.isOurs || faults < faultsUntilAlarm) return;
  if (state.alarmedAt && later(state.alarmedAt, alarmEveryMs) > now()) return;
  state.alarmedAt = now();
  raiseAlarm('mail_stopped', facts);
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
