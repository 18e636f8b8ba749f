import { later, now } from '../clock.ts';
import { db, type Tx } from '../db/client.ts';
import { newId } from '../ids.ts';
import { log } from '../log.ts';
import { sendWithFaults } from './callback-faults.ts';
import { callbackUrl, resultFields } from './callbacks.ts';
import { type Send, sendOverHttp } from './send.ts';
import type { WholeTransaction } from './transaction-xml.ts';

const maximumAttempts = 20;
/** A claim outlives the slowest call, so that no two processes send one notification at once. */
const claimMs = 30_000;
const batch = 20;

/**
 * Writes down that a shop is owed a notification, in the transaction of the fact. Undefined when the shop
 * named no address. `delayMs` leaves the customer's own callback time to arrive first.
 */
export async function oweNotification(
  tx: Tx,
  transaction: WholeTransaction,
  { delayMs, event }: { delayMs: number; event?: 'chargeback' },
): Promise<string | undefined> {
  const url = callbackUrl(transaction.request, 'notification');
  if (url === undefined) return undefined;
  const id = newId();
  const body = new URLSearchParams(resultFields(transaction, event)).toString();
  const createdAt = now();
  await tx.sandboxNotification.create({ data: { id, accountId: transaction.accountId, url, body, dueAt: later(createdAt, delayMs), createdAt } });
  return id;
}

/** The customer's callback arrived, or did not: the notification is dropped, or due at once. */
export async function settleNotification(id: string | undefined, isDelivered: boolean): Promise<void> {
  if (id) await db().sandboxNotification.updateMany({ where: { id, dueAt: { not: null } }, data: { dueAt: isDelivered ? null : now() } });
}

type Due = { id: string; accountId: string; url: string; body: string; attempts: number };

/** Sends what is due, at most twenty at a time; a failed one is tried again later, twenty times in all. Answers how many it sent. */
export async function sendDueNotifications(send: Send = sendOverHttp): Promise<number> {
  const claimedAt = now();
  const due = await db().$queryRaw<Due[]>`
    UPDATE sandbox_notification SET due_at = ${later(claimedAt, claimMs)}, attempts = attempts + 1
    WHERE id IN (SELECT id FROM sandbox_notification WHERE due_at <= ${claimedAt} ORDER BY due_at LIMIT ${batch} FOR UPDATE SKIP LOCKED)
    RETURNING id, account_id AS "accountId", url, body, attempts`;
  await Promise.all(due.map((notification) => deliver(notification, send)));
  return due.length;
}

async function deliver({ id, accountId, url, body, attempts }: Due, send: Send): Promise<void> {
  const fields = Object.fromEntries(new URLSearchParams(body));
  const answer = await sendWithFaults({ accountId, kind: 'notification', url, fields, cookie: undefined }, send);
  const isDelivered = answer.outcome === 'answered' && answer.status >= 200 && answer.status < 300;
  const isOver = isDelivered || attempts >= maximumAttempts;
  await db().sandboxNotification.update({ where: { id }, data: { dueAt: isOver ? null : later(now(), pauseMs(attempts)) } });
  if (!isDelivered) log().warn({ event: 'sandbox_notification_failed', notificationId: id, attempts, isOver });
}

/** 1, 2, 4 … seconds, at most five minutes. */
const pauseMs = (attempts: number): number => Math.min(1_000 * 2 ** (attempts - 1), 300_000);
