import { recordAudit } from '../audit/audit.ts';
import { db, type Tx } from '../db/client.ts';
import type { PaymentMethod, Prisma } from '../db/generated/client.ts';
import { ApiError } from '../errors.ts';
import type { Principal } from '../merchants/principal.ts';
import { type Currency, majorNumber } from '../money.ts';
import { type AmountLimit, abilitiesOf } from './catalogue.ts';
import type { MerchantMethod, MethodRulesBody } from './contract.ts';
import { rulesOf, storedLimits } from './merchant-rules.ts';
import { methodAnswer, mostMethods } from './methods.ts';
import { refreshMethods } from './refresh.ts';

/** All of a merchant's methods in the gateway's order, those it withdrew last. */
export async function listMerchantMethods({ merchantId }: Principal): Promise<{ methods: MerchantMethod[] }> {
  const methods = await db().paymentMethod.findMany({
    where: { merchantId },
    orderBy: [{ withdrawnAt: { sort: 'asc', nulls: 'first' } }, { position: 'asc' }],
    take: mostMethods,
  });
  return { methods: methods.map(merchantMethod) };
}

/** The same after the gateway was asked. 503 when it does not answer, 409 when it refuses us; then nothing has changed. */
export async function refreshNow(principal: Principal): Promise<{ methods: MerchantMethod[] }> {
  const outcome = await refreshMethods(principal.merchantId);
  if (outcome === 'unreachable') {
    throw new ApiError('gateway_unreachable', 'The payment gateway did not answer. The methods are as they were; try again.', { retryAfterSeconds: 5 });
  }
  if (outcome === 'refused')
    throw new ApiError('gateway_refused', 'The payment gateway refused our credentials for this merchant. The methods are as they were.');
  return listMerchantMethods(principal);
}

/** Replaces the rules a body names, and keeps account of what changed. Another merchant's method is not found. */
export async function changeRules(tx: Tx, principal: Principal, methodId: string, body: MethodRulesBody): Promise<MerchantMethod> {
  const { merchantId } = principal;
  // Two changes at once are told one after the other.
  await tx.$queryRaw`SELECT 1 FROM payment_method WHERE id = ${methodId}::uuid AND merchant_id = ${merchantId}::uuid FOR NO KEY UPDATE`;
  const method = await tx.paymentMethod.findFirst({ where: { id: methodId, merchantId } });
  if (!method) throw new ApiError('not_found', 'There is no such payment method.');
  const changed = await tx.paymentMethod.update({ where: { id: methodId }, data: columnsOf(body) });
  await recordChange(tx, method, changed);
  return merchantMethod(changed);
}

/** The columns of the rules a body names; null is the rule nobody made. */
const columnsOf = ({ enabled, rank, countries, amountLimits }: MethodRulesBody): Prisma.PaymentMethodUpdateInput => ({
  ...(enabled !== undefined && { isEnabled: enabled ?? true }),
  ...(rank !== undefined && { rank }),
  ...(countries !== undefined && { onlyCountries: countries ?? [] }),
  ...(amountLimits !== undefined && { amountLimits: storedLimits(amountLimits ?? []) }),
});

async function recordChange(tx: Tx, before: PaymentMethod, after: PaymentMethod): Promise<void> {
  const [was, is] = [toldRules(before), toldRules(after)];
  const changes = Object.keys(is).filter((name) => is[name] !== was[name]);
  if (changes.length === 0) return;
  await recordAudit(tx, {
    merchantId: after.merchantId,
    sessionId: undefined,
    subject: 'method',
    subjectId: after.id,
    action: 'method.rules_changed',
    actor: 'merchant',
    detail: Object.fromEntries(changes.map((name) => [name, `${was[name]} → ${is[name]}`])),
  });
}

/** The rules as the books tell them. */
function toldRules(method: PaymentMethod): Record<string, string> {
  const { enabled, rank, countries, amountLimits } = merchantMethod(method).rules;
  const bounds = amountLimits?.map(({ currency, minimum, maximum }) => `${currency} ${minimum ?? ''}–${maximum ?? ''}`);
  return { enabled: String(enabled), rank: String(rank ?? 'none'), countries: countries?.join(' ') ?? 'all', amountLimits: bounds?.join(', ') ?? 'none' };
}

const stateOf = ({ withdrawnAt, isEnabled }: PaymentMethod): MerchantMethod['state'] => {
  if (withdrawnAt) return 'withdrawn';
  return isEnabled ? 'offered' : 'switched_off';
};

function merchantMethod(method: PaymentMethod): MerchantMethod {
  const rules = rulesOf(method);
  return {
    ...methodAnswer(method),
    state: stateOf(method),
    abilities: abilitiesAnswer(method),
    rules: {
      enabled: rules.isEnabled,
      rank: rules.rank,
      countries: rules.countries.length === 0 ? null : [...rules.countries],
      amountLimits: rules.amountLimits.length === 0 ? null : rules.amountLimits.map(boundsAnswer),
    },
    refreshedAt: method.refreshedAt.toISOString(),
    withdrawnAt: method.withdrawnAt?.toISOString() ?? null,
  };
}

const listOrNull = (values: readonly string[] | 'any'): string[] | null => (values === 'any' ? null : [...values]);

function abilitiesAnswer({ identifier, currencies: onTerminal }: PaymentMethod): MerchantMethod['abilities'] {
  const { type: _type, name: _name, currencies, amount, countries, devices, systems, ...abilities } = abilitiesOf(identifier);
  return {
    ...abilities,
    currencies: currencies === 'any' ? onTerminal : onTerminal.filter((code) => currencies.includes(code as Currency)),
    countries: listOrNull(countries),
    amountLimits: amount.map(boundsAnswer),
    devices: listOrNull(devices),
    systems: listOrNull(systems),
  };
}

const boundsAnswer = ({ currency, minimumMinor, maximumMinor }: AmountLimit) => {
  const major = (minor: bigint | undefined) => (minor === undefined ? null : majorNumber({ minor, currency }));
  return { currency, minimum: major(minimumMinor), maximum: major(maximumMinor) };
};
