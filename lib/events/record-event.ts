import { now } from '../clock.ts';
import { gatherUntilCommit, type Tx } from '../db/client.ts';
import type { CheckoutSession, PaymentLink, Prisma } from '../db/generated/client.ts';
import { env } from '../env.ts';
import { newId } from '../ids.ts';
import { linkSnapshot } from '../links/link-snapshot.ts';
import { log } from '../log.ts';
import { paymentAnswer, type WholePayment, wholePayment } from '../payments/payment-answer.ts';
import { sessionAnswer } from '../sessions/session-answer.ts';
import type { EventType } from './contract.ts';

/** What happened, and to what: a payment or a link of the session, or (none) the session itself. */
export type EventFact = {
  sessionId: string;
  type: EventType;
  paymentId?: string;
  linkId?: string;
  /** The status before, as the contract writes it. */
  previousStatus?: string;
};

/**
 * Owes the merchant an event about something that this transaction does. It is written at the transaction's end, with
 * everything as it is then; the same thing told twice in one transaction is one event.
 */
export function recordEvent(fact: EventFact): void {
  const facts = gatherUntilCommit('events', (): EventFact[] => [], writeEvents);
  const isKnown = facts.some(({ type, sessionId, paymentId, linkId }) =>
    [type === fact.type, sessionId === fact.sessionId, paymentId === fact.paymentId, linkId === fact.linkId].every(Boolean),
  );
  if (!isKnown) facts.push(fact);
}

async function writeEvents(tx: Tx, facts: EventFact[]): Promise<void> {
  for (const sessionId of new Set(facts.map((fact) => fact.sessionId))) {
    await writeOfSession(
      tx,
      sessionId,
      facts.filter((fact) => fact.sessionId === sessionId),
    );
  }
}

/** Takes the next numbers of the session's sequence; its row stays locked until the commit, so that none is left out. */
async function writeOfSession(tx: Tx, sessionId: string, facts: EventFact[]): Promise<void> {
  const session = await tx.checkoutSession.update({ where: { id: sessionId }, data: { eventSequence: { increment: facts.length } } });
  const first = session.eventSequence - facts.length + 1;
  const at = await laterThanLast(tx, sessionId, first - 1);
  const subjects = await readSubjects(tx, facts);
  const rows = facts.map((fact, index): Prisma.EventCreateManyInput => {
    const told = { id: newId(), sequence: first + index, at };
    const { merchantId } = session;
    return { id: told.id, merchantId, sessionId, sequence: told.sequence, type: fact.type, body: bodyOf(fact, session, subjects, told), createdAt: at };
  });
  await tx.event.createMany({ data: rows });
}

/** Clocks of two processes may differ by a little; times of a session's events never run backwards. */
async function laterThanLast(tx: Tx, sessionId: string, sequence: number): Promise<Date> {
  const at = now();
  const last = sequence > 0 ? await tx.event.findUnique({ where: { sessionId_sequence: { sessionId, sequence } }, select: { createdAt: true } }) : null;
  return last && last.createdAt > at ? last.createdAt : at;
}

type Subjects = { payments: WholePayment[]; links: PaymentLink[] };

async function readSubjects(tx: Tx, facts: EventFact[]): Promise<Subjects> {
  const named = (key: 'paymentId' | 'linkId'): string[] => facts.flatMap((fact) => fact[key] ?? []);
  const [paymentIds, linkIds] = [named('paymentId'), named('linkId')];
  return {
    payments: paymentIds.length > 0 ? await tx.payment.findMany({ where: { id: { in: paymentIds } }, include: wholePayment }) : [],
    links: linkIds.length > 0 ? await tx.paymentLink.findMany({ where: { id: { in: linkIds } } }) : [],
  };
}

/** Receivers are promised bodies that any server takes (Standard Webhooks: below 20 kB). */
const mostBytes = 20_000;

function bodyOf(
  fact: EventFact,
  session: CheckoutSession,
  { payments, links }: Subjects,
  { id, sequence, at }: { id: string; sequence: number; at: Date },
): string {
  const payment = payments.find((one) => one.id === fact.paymentId);
  const link = links.find((one) => one.id === fact.linkId);
  const write = (data: object): string =>
    JSON.stringify({
      id,
      type: fact.type,
      timestamp: at.toISOString(),
      sequence,
      sessionId: session.id,
      previousStatus: fact.previousStatus ?? null,
      ...(env().MODE === 'test' && { mode: 'test' }),
      data,
    });
  try {
    const subject = { ...(payment && { payment: paymentAnswer(payment) }), ...(link && { link: linkSnapshot(link, at) }) };
    return writeWhole(session, (told) => write({ session: told, ...subject }));
  } catch (error) {
    // Money is never unrecorded for want of words: what cannot be told whole is told in short, and can be asked for.
    log().error({ sessionId: session.id, type: fact.type, error: error instanceof Error ? error.message : 'unknown' }, 'an event is told in short');
    const told = { sessionId: session.id, status: session.status.toUpperCase() };
    return write({ session: told, ...(payment && { payment: { paymentId: payment.id, status: payment.status.toUpperCase() } }), isIncomplete: true });
  }
}

function writeWhole(session: CheckoutSession, write: (told: object) => string): string {
  const whole = sessionAnswer(session);
  const body = write(whole);
  if (Buffer.byteLength(body) <= mostBytes || !whole.order) return body;
  const { orderLines: _long, ...order } = whole.order;
  return write({ ...whole, order, orderLinesOmitted: true });
}
