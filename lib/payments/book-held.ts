import { raiseAlarm } from '../alarms.ts';
import type { Actor } from '../audit/audit.ts';
import { oweCallbacks } from '../callbacks/owed.ts';
import type { Tx } from '../db/client.ts';
import type { CheckoutSession, Payment, PaymentMethod } from '../db/generated/client.ts';
import { recordEvent } from '../events/record-event.ts';
import type { GatewayTransaction } from '../gateways/gateway.ts';
import { bookAmounts, type HeldAmounts } from './book-amounts.ts';

/** What the gateway holds, as sums. */
export const heldAt = (told: GatewayTransaction): HeldAmounts => ({ ...told, isReleased: told.status === 'released' });

/**
 * Books what a look-up tells of a payment that has its money. When a bank took some of it back, a person and the
 * merchant are told, whoever looked and why. The caller holds the session's lock.
 */
export async function bookHeld(
  tx: Tx,
  session: CheckoutSession,
  { method, ...payment }: Payment & { method: PaymentMethod },
  told: GatewayTransaction,
  actor: Actor,
): Promise<{ payment: Payment; deliveryIds: string[] }> {
  const booked = await bookAmounts(tx, payment, heldAt(told), actor);
  if (booked.disputedMinor === payment.disputedMinor) return { payment: booked, deliveryIds: [] };
  raiseAlarm('money_disputed', { paymentId: payment.id });
  recordEvent({ sessionId: session.id, type: 'payment.disputed', paymentId: payment.id });
  return { payment: booked, deliveryIds: await oweCallbacks(tx, { session, payment: booked, method, fact: 'disputed' }) };
}
