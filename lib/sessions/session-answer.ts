import type { z } from 'zod';
import type { CheckoutSession } from '../db/generated/client.ts';
import { Callbacks, Configuration, Order, type SessionAnswer } from './contract.ts';

/** A session in the contract's shape. */
export function sessionAnswer(session: CheckoutSession): z.input<typeof SessionAnswer> {
  return {
    sessionId: session.id,
    status: session.status.toUpperCase() as Uppercase<CheckoutSession['status']>,
    revision: session.revision,
    createdAt: session.createdAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
    context: { browser: {} },
    ...(session.order !== null && { order: Order.parse(session.order) }),
    ...(session.callbacks !== null && { callbacks: Callbacks.parse(session.callbacks) }),
    configuration: Configuration.parse(session.configuration),
    isNativeFlow: session.isNativeFlow,
  };
}
