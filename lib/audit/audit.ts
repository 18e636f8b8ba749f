import { now } from '../clock.ts';
import type { Tx } from '../db/client.ts';
import { newId } from '../ids.ts';

/** Who caused a change. */
export type Actor = 'merchant' | 'customer' | 'gateway' | 'system';

type Change = {
  merchantId: string;
  sessionId: string | undefined;
  subject: 'session' | 'link' | 'payment' | 'operation' | 'method';
  subjectId: string;
  action: string;
  fromStatus?: string;
  toStatus?: string;
  actor: Actor;
  /** Ids, codes and amounts as text; never a body, a token or a card. */
  detail?: Record<string, string | number | boolean>;
};

/** Writes who did what, in the transaction of the change. Rows are never changed (a trigger refuses it). */
export async function recordAudit(tx: Tx, change: Change): Promise<void> {
  await tx.auditEntry.create({ data: { id: newId(), createdAt: now(), ...change, sessionId: change.sessionId ?? null } });
}
