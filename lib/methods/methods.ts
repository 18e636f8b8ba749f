import { now } from '../clock.ts';
import { db, transaction } from '../db/client.ts';
import type { CheckoutSession, PaymentMethod } from '../db/generated/client.ts';
import { env } from '../env.ts';
import { ApiError } from '../errors.ts';
import { altapayGateway } from '../gateways/altapay/gateway.ts';
import { canCarry } from '../gateways/altapay/translate.ts';
import type { OfferedMethod } from '../gateways/gateway.ts';
import { newId } from '../ids.ts';
import { eachApart } from '../jobs/background.ts';
import { log } from '../log.ts';
import { gatewayAccess } from '../merchants/gateway-account.ts';
import { currencyOf } from '../money.ts';
import { abilitiesOf } from './catalogue.ts';

const staleAfterMs = 15 * 60_000;

/** The methods a session's customer may choose from, in the merchant's order. 409 without an order. */
export async function offeredMethods(session: CheckoutSession): Promise<PaymentMethod[]> {
  const currency = session.currency && currencyOf(session.currency);
  if (!currency || session.amountMinor === null) {
    throw new ApiError('session_incomplete', 'Give the session an order first (PUT /checkout/v1/api/session/{sessionId}).');
  }
  // What the gateway's wire cannot carry exactly is not offered, never rounded.
  if (!canCarry({ minor: session.amountMinor, currency })) return [];
  return db().paymentMethod.findMany({
    where: { merchantId: session.merchantId, withdrawnAt: null, currencies: { has: currency } },
    orderBy: { position: 'asc' },
  });
}

/** One of them in the contract's shape. */
export function methodAnswer(method: PaymentMethod) {
  return {
    id: method.id,
    type: abilitiesOf(method.identifier).type,
    name: method.name,
    description: method.description,
    logoUrl: `${env().PUBLIC_URL}/logos/${method.identifier.toLowerCase()}.svg`,
    display: 'REDIRECT' as const,
    onInitiatePayment: { type: 'POST' as const, value: `${env().PUBLIC_URL}/checkout/v1/api/payment` },
    metadata: { terminalName: method.terminal },
  };
}

/** Reads the merchant's terminals from its gateway and makes our rows agree. False when the gateway did not answer. */
export async function refreshMethods(merchantId: string): Promise<boolean> {
  const listed = await altapayGateway.listMethods(await gatewayAccess(merchantId));
  if (listed.outcome !== 'listed') {
    log().warn({ merchantId, outcome: listed.outcome }, 'payment methods not refreshed');
    return false;
  }
  const at = now();
  await transaction(async (tx) => {
    for (const [position, method] of listed.methods.entries()) {
      const facts = { ...method, name: nameOf(method), country: method.country ?? null, position, refreshedAt: at, withdrawnAt: null };
      await tx.paymentMethod.upsert({
        where: { merchantId_terminal: { merchantId, terminal: method.terminal } },
        create: { id: newId(), merchantId, createdAt: at, ...facts },
        update: facts,
      });
    }
    const offered = listed.methods.map((method) => method.terminal);
    await tx.paymentMethod.updateMany({ where: { merchantId, terminal: { notIn: offered }, withdrawnAt: null }, data: { withdrawnAt: at } });
  });
  return true;
}

/** A method that says of itself only that it is electronic goes by its terminal's name. */
const nameOf = ({ identifier, terminal }: OfferedMethod): string => (identifier === 'EPayment' ? terminal : abilitiesOf(identifier).name);

/** Refreshes the merchants whose methods were not read for a quarter of an hour. */
export async function refreshStaleMethods(): Promise<void> {
  const stale = await db().merchant.findMany({
    where: { disabledAt: null, paymentMethods: { none: { refreshedAt: { gt: new Date(now().getTime() - staleAfterMs) } } } },
    select: { id: true },
  });
  // A few at a time, in no fixed order: gateways that do not answer keep no other merchant's from being read.
  const chosen = stale.sort(() => Math.random() - 0.5).slice(0, 20);
  await eachApart('refresh payment methods', chosen, ({ id }) => refreshMethods(id));
}
