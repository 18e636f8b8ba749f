import { db } from '../db/client.ts';
import type { Payment, PaymentMethod } from '../db/generated/client.ts';
import { altapayGateway } from '../gateways/altapay/gateway.ts';
import type { PageTry } from './pay-page-contract.ts';
import { supportCode } from './support-code.ts';

/** Tries that a page tells of. */
const mostTold = 5;

/** The latest tries at paying by a link, the last one first; those of another link are its readers'. Those that ended well are told elsewhere. */
export async function latestTries(linkId: string): Promise<PageTry[]> {
  const payments = await db().payment.findMany({
    where: { linkId, status: { in: ['requires_action', 'failed', 'cancelled'] } },
    orderBy: { tryNumber: 'desc' },
    take: mostTold,
    include: { method: { select: { identifier: true, name: true } } },
  });
  return payments.map(tryOf);
}

type Tried = Payment & { method: Pick<PaymentMethod, 'identifier' | 'name'> };

function tryOf({ id, createdAt, method, status, failureCode, failureMessage }: Tried): PageTry {
  const told = { method, at: createdAt, supportCode: supportCode(id) };
  if (status === 'requires_action') return { ...told, outcome: 'unfinished' };
  if (status === 'cancelled') return { ...told, outcome: 'cancelled' };
  if (failureCode !== null && ourFailures.has(failureCode)) return { ...told, outcome: failureCode === 'abandoned' ? 'unfinished' : 'failed' };
  return { ...told, outcome: 'declined', ...declineOf({ failureCode, failureMessage }) };
}

/** Failures that no bank decided. */
const ourFailures = new Set(['gateway_unreachable', 'gateway_refused', 'abandoned', 'released']);

/** Why a bank said no. The gateway's own words were kept only when it insists on them or our reason says less. */
export const declineOf = ({ failureCode, failureMessage }: Pick<Payment, 'failureCode' | 'failureMessage'>) => ({
  reason: altapayGateway.declineReason(failureCode ?? undefined),
  message: failureMessage ?? undefined,
});
