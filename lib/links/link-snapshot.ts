import { z } from 'zod';
import type { PaymentLink } from '../db/generated/client.ts';
import { uuid } from '../http/fields.ts';
import { linkEnd, linkStatus } from './link-state.ts';

const Instant = z.iso.datetime();

/** A link as its merchant is told of it in events. Never its token: who receives events need not be able to pay or look. */
export const LinkSnapshot = z
  .object({
    id: uuid,
    status: z.enum(['ACTIVE', 'PAID', 'EXPIRED', 'REPLACED', 'CANCELLED']),
    createdAt: Instant,
    validUntil: Instant,
    openedAt: Instant.nullable().describe('When a person opened it; null as long as only machines have.'),
    endsAt: Instant.describe('When it ends by its times, as they are now.'),
    revokedAt: Instant.nullable().describe('When it was replaced or cancelled.'),
  })
  .meta({ id: 'LinkSnapshot' });

/** A link at an instant. */
export function linkSnapshot(link: PaymentLink, at: Date): z.input<typeof LinkSnapshot> {
  return {
    id: link.id,
    status: linkStatus(link, at),
    createdAt: link.createdAt.toISOString(),
    validUntil: link.validUntil.toISOString(),
    openedAt: link.openedAt?.toISOString() ?? null,
    endsAt: linkEnd(link).toISOString(),
    revokedAt: link.revokedAt?.toISOString() ?? null,
  };
}
