/**
 * Every status a payment can have and where it may go next. The only copy of this knowledge.
 * A confirmed success is recordable from every state that is not one, so `failed` and `cancelled` lead on:
 * the gateway may tell late that money moved after all.
 */
export const paymentTransitions = {
  created: ['processing'],
  processing: ['requires_action', 'pending', 'authorized', 'captured', 'failed', 'cancelled'],
  requires_action: ['pending', 'authorized', 'captured', 'failed', 'cancelled'],
  pending: ['authorized', 'captured', 'failed', 'cancelled'],
  authorized: ['captured', 'released'],
  captured: [],
  failed: ['pending', 'authorized', 'captured'],
  cancelled: ['pending', 'authorized', 'captured'],
  released: [],
} as const satisfies Record<string, readonly string[]>;

export type PaymentStatus = keyof typeof paymentTransitions;

const all = Object.keys(paymentTransitions) as PaymentStatus[];

/** Statuses a payment may be in just before it moves to `next`. */
export const statusesBefore = (next: PaymentStatus): PaymentStatus[] => all.filter((from) => (paymentTransitions[from] as readonly string[]).includes(next));

export const canMove = (from: PaymentStatus, to: PaymentStatus): boolean => (paymentTransitions[from] as readonly string[]).includes(to);

/** Being started: at most one a session. */
export const startingStatuses = ['created', 'processing'] as const satisfies readonly PaymentStatus[];

/** The gateway may still move money for it. */
export const waitingStatuses = ['created', 'processing', 'requires_action', 'pending'] as const satisfies readonly PaymentStatus[];

/** Money was taken or promised. */
export const isSuccess = (status: PaymentStatus): boolean => status === 'authorized' || status === 'captured';

/** Ended without money. */
export const isFailure = (status: PaymentStatus): boolean => status === 'failed' || status === 'cancelled';
