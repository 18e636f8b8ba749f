import { recordAudit } from '../audit/audit.ts';
import { now } from '../clock.ts';
import { db, type Tx, transaction } from '../db/client.ts';
import type { PaymentMethod } from '../db/generated/client.ts';
import { altapayGateway } from '../gateways/altapay/gateway.ts';
import type { OfferedMethod } from '../gateways/gateway.ts';
import { newId } from '../ids.ts';
import { eachApart } from '../jobs/background.ts';
import { log } from '../log.ts';
import { gatewayAccess } from '../merchants/gateway-account.ts';
import { abilitiesOf } from './catalogue.ts';

const staleAfterMs = 15 * 60_000;

/**
 * Reads the merchant's terminals from its gateway and makes our rows agree. What the merchant decided about a method
 * stays, also while its terminal is gone. Answers what the gateway did; only `listed` changed anything.
 */
export async function refreshMethods(merchantId: string): Promise<'listed' | 'unreachable' | 'refused'> {
  const listed = await altapayGateway.listMethods(await gatewayAccess(merchantId));
  if (listed.outcome !== 'listed') {
    log().warn({ merchantId, outcome: listed.outcome }, 'payment methods not refreshed');
    return listed.outcome;
  }
  await transaction((tx) => adopt(tx, merchantId, listed.methods));
  return 'listed';
}

async function adopt(tx: Tx, merchantId: string, methods: readonly OfferedMethod[]): Promise<void> {
  const at = now();
  const before = await tx.paymentMethod.findMany({ where: { merchantId } });
  const terminals = methods.map(({ terminal }) => terminal);
  for (const [position, method] of methods.entries()) {
    const facts = { ...method, name: nameOf(method), country: method.country ?? null, position, refreshedAt: at, withdrawnAt: null };
    await tx.paymentMethod.upsert({
      where: { merchantId_terminal: { merchantId, terminal: method.terminal } },
      create: { id: newId(), merchantId, createdAt: at, ...facts },
      update: facts,
    });
  }
  await tx.paymentMethod.updateMany({ where: { merchantId, terminal: { notIn: terminals }, withdrawnAt: null }, data: { withdrawnAt: at } });
  for (const method of before) {
    const isListed = terminals.includes(method.terminal);
    if (isListed !== (method.withdrawnAt === null)) await recordPresence(tx, method, isListed);
  }
}

/** Two that read the terminals at once tell it twice, and alike. */
const recordPresence = (tx: Tx, { id, merchantId, terminal }: PaymentMethod, isListed: boolean): Promise<void> =>
  recordAudit(tx, {
    merchantId,
    sessionId: undefined,
    subject: 'method',
    subjectId: id,
    action: isListed ? 'method.returned' : 'method.withdrawn',
    actor: 'gateway',
    detail: { terminal },
  });

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
