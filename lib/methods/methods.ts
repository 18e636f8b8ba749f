import { db } from '../db/client.ts';
import type { CheckoutSession, PaymentMethod } from '../db/generated/client.ts';
import { env } from '../env.ts';
import { ApiError } from '../errors.ts';
import { currencyOf } from '../money.ts';
import { Configuration, Order } from '../sessions/contract.ts';
import { type Browser, unknownBrowser } from './browser.ts';
import { abilitiesOf } from './catalogue.ts';
import { countryOf } from './countries.ts';
import { candidateOf, type HidingReason, reasonsToHide, type Situation } from './eligibility.ts';
import { likeliestFirst } from './likeliest.ts';

/** Largest number of terminals one merchant is thought to have. */
export const mostMethods = 500;

/** A merchant's methods in one situation: those that show, in the order customers read them, and the others with every reason. */
export type Judged = { shown: PaymentMethod[]; hidden: { method: PaymentMethod; reasons: HidingReason[] }[] };

/** Which methods show for a session in this browser, and why the others do not. 409 without an order. */
export async function judgeMethods(session: CheckoutSession, browser: Browser = unknownBrowser): Promise<Judged> {
  const situation = situationOf(session, browser);
  const methods = await db().paymentMethod.findMany({
    where: { merchantId: session.merchantId },
    orderBy: [{ withdrawnAt: { sort: 'asc', nulls: 'first' } }, { position: 'asc' }],
    take: mostMethods,
  });
  const judged = methods.map((method) => {
    const candidate = candidateOf(method);
    return { ...candidate, method, reasons: reasonsToHide(candidate, situation) };
  });
  const shown = judged.filter(({ reasons }) => reasons.length === 0);
  return {
    shown: likeliestFirst(shown, situation).map(({ method }) => method),
    hidden: judged.filter(({ reasons }) => reasons.length > 0).map(({ method, reasons }) => ({ method, reasons })),
  };
}

/** The method of this id, if the session's customer may pay with it somewhere; 422 that says why not. */
export async function offeredMethod(session: CheckoutSession, methodId: string, isMerchant: boolean): Promise<PaymentMethod> {
  const { shown, hidden } = await judgeMethods(session);
  const method = shown.find(({ id }) => id === methodId);
  if (method) return method;
  // The rule may be the merchant's own: a customer is not told it.
  const reason = isMerchant ? hidden.find((each) => each.method.id === methodId)?.reasons[0]?.detail : undefined;
  throw new ApiError('invalid_field', `This payment method is not available for this session.${reason === undefined ? '' : ` ${reason}`}`, {
    errors: [{ pointer: '/paymentMethodId', detail: reason ?? 'is not among the session’s payment methods' }],
  });
}

function situationOf(session: CheckoutSession, browser: Browser): Situation {
  const currency = session.currency && currencyOf(session.currency);
  if (!currency || session.amountMinor === null) {
    throw new ApiError('session_incomplete', 'Give the session an order first (PUT /checkout/v1/api/session/{sessionId}).');
  }
  return { amount: { minor: session.amountMinor, currency }, country: customerCountry(session), browser };
}

/** Where the customer lives, by the session's configuration, else by the address that is billed. */
function customerCountry(session: CheckoutSession): string | undefined {
  const named = [Configuration.parse(session.configuration).country, Order.parse(session.order).customer?.billingAddress?.country];
  return named.map((code) => code && countryOf(code)).find((country) => country !== undefined);
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
